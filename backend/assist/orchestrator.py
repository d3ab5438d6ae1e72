"""Who gets a suggestion, when, and what becomes of it. The intake tells what was stored and never waits.

A customer's words wait a moment, so that whoever goes on speaking is not interrupted; newer words overtake them, and
the stream of a reply that was overtaken is closed. The model answers where one is set up; where it cannot, in time and
within its budget, the playbook does. Nothing that goes wrong here reaches the CSR or the call.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Literal

import structlog

from backend.assist import asking
from backend.assist.answering import Answerer, Outcome
from backend.assist.budget import CallBudget
from backend.assist.desk import Asked, Desk
from backend.assist.keeping import Record
from backend.assist.llm import Model
from backend.assist.playbook.search import Playbook
from backend.assist.prompts import Prompts
from backend.assist.provider import Provider
from backend.assist.scribe import Scribe
from backend.assist.settings import AssistSettings
from backend.live import LIVE, LiveSession
from backend.observability import Metrics
from rules.rulebook import Rulebook
from transcripts import wire
from transcripts.events import AlertRaised, Event, Passage, SegmentAdded, SessionEnded, SuggestionDismissed

_log = structlog.get_logger("assist")


class Orchestrator:
    """All calls' suggestions and summaries. Its work runs in the task group it is given, until `close`.

    Args:
        rulebook: The rules of record, which vet every sentence.
        playbook: What the company knows.
        model: Writes; None where none is set up.
        publish: Sends what is passing to those who watch a session.
        record: Stores events.
        on_first: Called when a reply is looked for the first time.
    """

    def __init__(
        self,
        *,
        rulebook: Rulebook,
        playbook: Playbook,
        model: Model | None,
        prompts: Prompts,
        settings: AssistSettings,
        publish: Callable[[wire.SessionDelta], None],
        record: Record,
        metrics: Metrics,
        tasks: asyncio.TaskGroup,
        on_first: Callable[[], object] = lambda: None,
    ) -> None:
        self._playbook = playbook
        self._provider = Provider(model, settings.budget.concurrent, metrics) if model is not None else None
        self._prompts = prompts
        self._settings = settings
        self._publish = publish
        self._record = record
        self._metrics = metrics
        self._tasks = tasks
        self._answerer = Answerer(
            rulebook=rulebook,
            playbook=playbook,
            provider=self._provider,
            prompts=prompts,
            settings=settings,
            record=record,
            on_writing=self._on_writing,
            metrics=metrics,
        )
        self._desks: OrderedDict[str, Desk] = OrderedDict()
        self._working: set[asyncio.Task[None]] = set()
        self._on_first = on_first
        self._is_first = True
        self._closed = False

    # What the intake tells. Both are quick and wait for nothing.

    def stored(self, live: LiveSession, events: Sequence[Event]) -> None:
        """Events of a session are in the log and in its fold."""
        ends = any(isinstance(event.payload, SessionEnded) for event in events)
        if self._closed or (live.session.ended is not None and not ends and not self._knows(live)):
            return
        desk = self._desk(live)
        for event in events:
            match event.payload:
                case SegmentAdded() as segment:
                    self._heard(desk, segment, event.trace_id)
                case AlertRaised(kind="life_safety") if live.engine.taken_over:
                    self._overtake(desk)
                case SuggestionDismissed(suggestion_id=suggestion_id):
                    if desk.writing is not None and desk.writing.suggestion_id == suggestion_id:
                        self._overtake(desk)
                case SessionEnded():
                    self._overtake(desk)
            if desk.scribe is not None:
                desk.scribe.stored(live, event)
        if ends and desk.scribe is None:
            self._forget(live.session.session_id)

    def request(self, live: LiveSession) -> wire.SuggestionRequested:
        """The CSR wants a reply to what the customer said last, whatever stands on the screen now."""
        if live.ended or self._closed:
            return wire.SuggestionRequested(why="The call is over")
        desk = self._desk(live)
        if live.engine.taken_over:
            return wire.SuggestionRequested(why="Safety comes first")
        if desk.last is None:
            return wire.SuggestionRequested(why="Nothing to answer yet")
        self._overtake(desk)
        asked = Asked(desk.last, desk.trace_id, by_csr=True)
        self._begin(desk, asked)
        return wire.SuggestionRequested(asked.suggestion_id)

    @property
    def model(self) -> str:
        """The model that is set up; empty where there is none."""
        return self._provider.settings.name if self._provider is not None else ""

    @property
    def busy(self) -> bool:
        """Whether a reply or a summary is being looked for."""
        return bool(self._working) or any(desk.timer is not None for desk in self._desks.values())

    async def drain(self) -> None:
        """Wait for summaries that are being written."""
        writing = [desk.scribe.task for desk in self._desks.values() if desk.scribe is not None and desk.scribe.task]
        if writing:
            await asyncio.wait(writing)

    async def close(self) -> None:
        """Begin nothing more and end what is under way."""
        self._closed = True
        for desk in self._desks.values():
            self._overtake(desk)
        for task in list(self._working):
            task.cancel()
        if self._working:
            await asyncio.wait(self._working)
        if self._provider is not None:
            await self._provider.close()
        await asyncio.to_thread(self._playbook.close)

    def _knows(self, live: LiveSession) -> bool:
        return live.session.session_id in self._desks

    def _desk(self, live: LiveSession) -> Desk:
        session_id = live.session.session_id
        desk = self._desks.get(session_id)
        if desk is None:
            budget = CallBudget(self._settings.budget)
            desk = self._desks[session_id] = Desk(live, budget, self._scribe(session_id, budget))
            said = reversed(live.session.segments.values())  # a call that was folded from the log goes on where it was
            desk.last = next((one for one in said if one.speaker == "customer" and not asking.is_nod(one.text)), None)
            for oldest in list(self._desks)[: max(0, len(self._desks) - LIVE)]:
                self._forget(oldest)
        desk.live = live  # it may have been folded anew
        return desk

    def _forget(self, session_id: str) -> None:
        self._overtake(self._desks.pop(session_id))

    def _scribe(self, session_id: str, budget: CallBudget) -> Scribe | None:
        if self._provider is None or not self._settings.summary.by_model:
            return None

        async def write(scribe: Scribe) -> None:
            await scribe.write()
            if scribe.is_done and session_id in self._desks:
                self._forget(session_id)

        return Scribe(
            provider=self._provider,
            prompts=self._prompts,
            company=self._playbook.company or "the company",
            budget=budget,
            deadlines=self._settings.deadlines.summary,
            begin=lambda scribe: self._run(write(scribe), "summary"),
            record=self._record,
            metrics=self._metrics,
        )

    def _heard(self, desk: Desk, segment: SegmentAdded, trace_id: str) -> None:
        if asking.is_nod(segment.text):
            return
        if segment.speaker == "csr":
            # The CSR answers by themselves; a reply that stands on the screen may still be of use.
            if desk.writing is None or not (desk.writing.by_csr or desk.writing.shown):
                self._overtake(desk)
            return
        self._overtake(desk)
        desk.last, desk.trace_id = segment, trace_id
        if self._settings.suggest.when != "asked" and not desk.live.engine.taken_over:
            delay = self._settings.deadlines.debounce_ms / 1000
            asked = Asked(segment, trace_id)
            desk.timer = asyncio.get_running_loop().call_later(delay, self._begin, desk, asked)

    def _overtake(self, desk: Desk) -> None:
        """What waits or is being written is no longer wanted."""
        if desk.timer is not None:
            desk.timer.cancel()
            desk.timer = None
        if desk.writing is not None and desk.writing.task is not None:
            desk.writing.task.cancel()
        desk.writing = None

    def _begin(self, desk: Desk, asked: Asked) -> None:
        if self._is_first:
            self._is_first = False
            self._on_first()
        desk.timer = None
        desk.writing = asked
        asked.task = self._run(self._answer(desk, asked), "suggestion")

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        task = self._tasks.create_task(work, name=name)
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        return task

    # What runs beside the calls.

    async def _answer(self, desk: Desk, asked: Asked) -> None:
        """Find a reply and offer it. Cancellation takes back what was shown; a defect is logged and ends here."""
        outcome: Outcome = "overtaken"
        try:
            outcome = await self._answerer.answer(desk, asked)
        except Exception as error:  # noqa: BLE001 # no defect of assist may take the backend with it
            outcome = "defect"
            _log.error("suggestion_failed", trace_id=asked.trace_id, exc_info=error)
        finally:
            self._metrics.suggestions.labels(outcome).inc()
            if desk.writing is asked:
                desk.writing = None
            if outcome not in ("model", "playbook", "withheld"):
                if asked.by_csr and outcome != "overtaken":
                    why = "Same reply as before" if outcome == "repeated" else "No reply for this"
                    self._tell(desk, asked, "nothing", why=why)
                elif asked.shown:
                    self._tell(desk, asked, "gone")

    def _on_writing(self, desk: Desk, asked: Asked, text: str, passages: tuple[Passage, ...]) -> None:
        asked.shown = True
        self._tell(desk, asked, "writing", text=text, passages=passages)

    def _tell(
        self,
        desk: Desk,
        asked: Asked,
        state: Literal["writing", "gone", "nothing"],
        *,
        text: str = "",
        passages: tuple[Passage, ...] = (),
        why: str = "",
    ) -> None:
        delta = wire.SuggestionDelta(
            asked.suggestion_id, state, asked.segment.utterance_id, text, passages=passages, why=why
        )
        self._publish(wire.SessionDelta(desk.live.session.session_id, suggestion=delta))
