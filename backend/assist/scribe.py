"""The summary that a model writes: a draft while the call goes on, the rest when it ends, checked before it counts.

The summary from the log is stored with the end of the call, whatever happens here. The model's follows within its
deadline or never. Towards the end of a call the draft is kept close behind it, and where only leave was taken since,
the draft is the record: it is there at once. Every field is checked against the transcript, what does not hold is sent
back once, and a record that still does not hold is dropped. Checklist, claims and proofs are the log's alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import structlog

from backend.assist import asking
from backend.assist.budget import CallBudget
from backend.assist.failure import ModelError
from backend.assist.keeping import Record, keep
from backend.assist.llm import Message
from backend.assist.prompt import summary_brief
from backend.assist.prompts import Prompts
from backend.assist.provider import Provider
from backend.assist.record import RESPONSE_FORMAT, CallRecord, RecordError, problems, read
from backend.assist.settings import Deadlines
from backend.live import LiveSession
from backend.observability import Metrics
from rules.disposition import accept, weigh
from transcripts.events import Event, Proposal, QuestionSatisfied, SegmentAdded, SessionEnded, SummaryReady
from transcripts.identity import derived_id

DRAFT_EVERY = 14  # utterances after which the draft is brought up to date
CLOSING = "recap_appointment"  # the question with which a call nears its end
FEW_WORDS = 14  # of a farewell: a longer one may hold something else
LONGEST_CALL = 400  # utterances that one request may hold; a longer call goes on from its draft
MOST_TOKENS = 900
DRAFT_DEADLINES = Deadlines(15.0, 20.0)  # nobody waits for a draft

_log = structlog.get_logger("assist")


@dataclass(frozen=True, slots=True)
class _Draft:
    record: CallRecord
    covers: int  # utterances


class Scribe:
    """One call's summary by a model. `begin` starts a task that the caller owns; one at a time is under way."""

    def __init__(
        self,
        *,
        provider: Provider,
        prompts: Prompts,
        company: str,
        budget: CallBudget,
        deadlines: Deadlines,
        begin: Callable[[Scribe], asyncio.Task[None]],
        record: Record,
        metrics: Metrics,
    ) -> None:
        self._provider = provider
        self._prompts = prompts
        self._company = company
        self._budget = budget
        self._deadlines = deadlines
        self._begin = begin
        self._record = record
        self._metrics = metrics
        self._live: LiveSession | None = None
        self._draft: _Draft | None = None
        self._tried = 0  # utterances there were when a draft was last begun
        self._due = False
        self._closing = False  # the call nears its end: the draft is kept close behind it
        self._ended_at: float | None = None
        self._trace_id = ""
        self._writer = ""  # the model that wrote last, by its own account
        self.task: asyncio.Task[None] | None = None
        self.is_done = False  # the call is over, and its summary was written or is not to be had

    def stored(self, live: LiveSession, event: Event) -> None:
        """An event of the call is in the log and in its fold. Quick; waits for nothing."""
        self._live = live
        match event.payload:
            case SegmentAdded(text=text):
                self._closing = self._closing or asking.is_farewell(text)
                behind = len(live.session.segments) - self._tried
                self._due = self._due or behind >= DRAFT_EVERY or (self._closing and not _adds_nothing(text))
            case QuestionSatisfied(rule_id=rule_id) if rule_id == CLOSING:
                self._closing = self._due = True
            case SessionEnded():
                self._trace_id = event.trace_id
            case SummaryReady(written_by="log"):
                self._ended_at = time.monotonic()
                if self.task is not None:
                    self.task.cancel()  # what it writes lacks the end
                self.task = self._begin(self)
                return
        if self._due and self._ended_at is None and (self.task is None or self.task.done()):
            self._due = False
            self.task = self._begin(self)

    async def write(self) -> None:
        """Write what is due now: a draft, or the summary of a call that is over. Cancellation leaves the last draft."""
        assert self._live is not None
        final = self._ended_at is not None
        outcome = "summary" if final else "draft"
        try:
            await (self._finish(self._live) if final else self._bring_up_to_date(self._live))
        except (ModelError, RecordError, TimeoutError) as error:
            outcome = getattr(error, "reason", "timeout")
            _log.warning("summary_failed", reason=outcome, final=final, trace_id=self._trace_id)
        except Exception as error:  # noqa: BLE001 # no defect of assist may take the backend with it
            outcome = "defect"
            _log.error("summary_failed", trace_id=self._trace_id, exc_info=error)
        finally:
            self.is_done = final
            self._metrics.summaries.labels(outcome).inc()

    async def _bring_up_to_date(self, live: LiveSession) -> None:
        covers = self._tried = len(live.session.segments)
        self._draft = _Draft(await self._written(live, repair=False), covers)

    async def _finish(self, live: LiveSession) -> None:
        """Store the model's summary, within the deadline from the end of the call."""
        assert self._ended_at is not None
        base = live.session.summary
        if base is None or not live.session.segments:
            return
        if self._draft is not None and all(map(_adds_nothing, self._since(live, self._draft.covers))):
            record = self._draft.record
        else:
            async with asyncio.timeout(self._deadlines.total_s - (time.monotonic() - self._ended_at)):
                record = await self._written(live, repair=True)
        summary = accept(
            record.over(base, self._writer), Proposal(record.disposition, record.reason), weigh(live.session)
        )
        event_id = derived_id(live.session.session_id, "summary.ready", "model")
        await keep(self._record, live, event_id, summary, self._trace_id)
        self._metrics.summary_s.observe(time.monotonic() - self._ended_at)

    @staticmethod
    def _since(live: LiveSession, covers: int) -> list[str]:
        return [segment.text for segment in list(live.session.segments.values())[covers:]]

    async def _written(self, live: LiveSession, *, repair: bool) -> CallRecord:
        """A record that holds.

        Raises:
            ModelError: The model did not answer.
            RecordError: What it answered does not hold, after one repair if that is allowed.
        """
        segments = list(live.session.segments.values())
        since, draft = 0, ""
        if self._draft is not None:
            since = max(0, self._draft.covers - 2)  # the last words before it tell what the next ones answer
            draft = msgspec.json.encode(self._draft.record).decode()
        since = max(since, len(segments) - LONGEST_CALL)
        messages = [
            Message("system", self._prompts.text("summary", company=self._company)),
            Message("user", summary_brief(segments[since:], draft)),
        ]
        said = [segment.text for segment in segments]
        answer = await self._ask(messages)
        record, wrong = await asyncio.to_thread(_read, answer, said)
        if wrong and repair:
            told = self._prompts.text("repair", problems="\n".join(f"- {one}" for one in wrong))
            messages += [Message("assistant", answer), Message("user", told)]
            record, wrong = await asyncio.to_thread(_read, await self._ask(messages), said)
        if record is None or wrong:
            raise RecordError("unreadable" if record is None else "unsupported")
        return record

    async def _ask(self, messages: Sequence[Message]) -> str:
        deadlines = self._deadlines if self._ended_at is not None else DRAFT_DEADLINES
        return await self._provider.run(self._answer(tuple(messages), deadlines))

    async def _answer(self, messages: Sequence[Message], deadlines: Deadlines) -> str:
        async with self._provider.reply(
            self._budget,
            messages,
            max_tokens=MOST_TOKENS,
            response_format=RESPONSE_FORMAT,
            deadlines=deadlines,
            trace_id=self._trace_id,
            name=self._provider.settings.summary_name,
            temperature=0.0,
        ) as reply:
            answer = await reply.whole()
            self._writer = reply.model or self._provider.settings.name
            return answer


def _adds_nothing(text: str) -> bool:
    """Whether an utterance cannot change the record of a call: a nod, or a few words of leave."""
    return asking.is_nod(text) or (asking.is_farewell(text) and len(text.split()) <= FEW_WORDS)


def _read(answer: str, said: Sequence[str]) -> tuple[CallRecord | None, list[str]]:
    """The record in an answer, and what does not hold of it."""
    record = read(answer)
    return record, ["the answer is not the JSON object that was asked for"] if record is None else problems(
        record, said
    )
