"""Finding the reply: the model where it can, the playbook where it cannot, nothing where nothing is better.

Everything here runs beside the calls, in the task of one reply.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal, Protocol

import structlog

from backend.assist import asking
from backend.assist.desk import Asked, Desk
from backend.assist.failure import ModelError
from backend.assist.keeping import Record, keep
from backend.assist.playbook.search import Found, Playbook
from backend.assist.prompt import reply_brief
from backend.assist.prompts import Prompts
from backend.assist.provider import Provider
from backend.assist.settings import AssistSettings
from backend.assist.vetting import Gate, Refusal
from backend.assist.writing import Written, write
from backend.live import call_clock
from backend.observability import Metrics
from rules.figures import Figures
from rules.rulebook import Rulebook
from transcripts.events import Author, Passage, SuggestionOffered, SuggestionWithheld

FOUND = 3  # passages that a reply is written from
SURE = 0.55  # the score from which a passage is offered by itself

Outcome = Literal[
    "model", "playbook", "withheld", "nothing", "repeated", "quiet", "enough", "outranked", "overtaken", "defect"
]
"""What came of one reply: who wrote it, or why there is none.

`quiet` is that nothing was asked for, `enough` that there were many already, `outranked` that a claim or an emergency
has the card."""

_log = structlog.get_logger("assist")


class Writing(Protocol):
    """Hears of a reply as it grows."""

    def __call__(self, desk: Desk, asked: Asked, text: str, passages: tuple[Passage, ...]) -> None:
        """This is all of it so far."""
        ...


class Answerer:
    """Writes replies for all calls.

    Args:
        rulebook: The rules of record, which vet every sentence.
        playbook: What the company knows.
        provider: Writes; None where none is set up.
        record: Stores events.
        on_writing: Hears of a reply while it is written.
    """

    def __init__(
        self,
        *,
        rulebook: Rulebook,
        playbook: Playbook,
        provider: Provider | None,
        prompts: Prompts,
        settings: AssistSettings,
        record: Record,
        on_writing: Writing,
        metrics: Metrics,
    ) -> None:
        self._rulebook = rulebook
        self._playbook = playbook
        self._provider = provider
        self._prompts = prompts
        self._settings = settings
        self._record = record
        self._on_writing = on_writing
        self._metrics = metrics

    async def answer(self, desk: Desk, asked: Asked) -> Outcome:
        """Find a reply and offer it. Cancellation closes the model's stream; what is being stored by then is stored."""
        began = time.monotonic()
        evidence, has_line = desk.signal()
        session = desk.live.session
        trade = session.started.trade if session.started else ""
        if not asked.by_csr and desk.live.engine.is_outranked(asked.segment.at_ms):
            return "outranked"
        found = await asyncio.to_thread(self._playbook.search, asked.segment.text, trade, FOUND, unspoken=True)
        if not asked.by_csr:
            is_sure = bool(found) and found[0].score >= SURE
            is_useful = is_sure or bool(evidence) or asking.asks(asked.segment.text)
            if self._settings.suggest.when == "useful" and not is_useful:
                return "quiet"
            if not desk.has_turn(began):
                return "enough"
        offline = ""
        if self._provider is not None:
            written = await self._written(self._provider, desk, asked, found)
            if isinstance(written, Written):
                return await self._settle(desk, asked, written, found, began)
            offline = written
        return await self._from_playbook(desk, asked, found, began, offline, has_line=has_line)

    async def _written(self, provider: Provider, desk: Desk, asked: Asked, found: Sequence[Found]) -> Written | str:
        """A reply of the model, or the reason for there being none."""
        instructions = self._prompts.text("reply", company=self._playbook.company or "the company")
        facts = self._playbook.facts.splitlines()
        await desk.learn([*facts, *(text for one in found for text in (one.say, one.background))])
        brief = reply_brief(desk.live.session, desk.live.engine, found, facts)
        gate = Gate(self._rulebook, instructions, desk.figures)
        passages = tuple(one.passage for one in found)
        loop = asyncio.get_running_loop()

        def show(text: str) -> None:
            if desk.writing is asked and not desk.begins_as_before(text):
                self._on_writing(desk, asked, text, passages)

        if asked.by_csr:
            self._on_writing(desk, asked, "", passages)
        try:
            written = await provider.run(
                write(
                    provider,
                    instructions,
                    brief,
                    gate,
                    desk.budget,
                    deadlines=self._settings.deadlines.suggestion,
                    trace_id=asked.trace_id,
                    on_text=lambda text: loop.call_soon_threadsafe(show, text),
                )
            )
        except ModelError as error:
            _log.info("model_failed", reason=error.reason, trace_id=asked.trace_id)
            return error.reason
        self._metrics.first_token_s.observe(written.first_token_ms / 1000)
        return written

    async def _settle(
        self, desk: Desk, asked: Asked, written: Written, found: Sequence[Found], began: float
    ) -> Outcome:
        if written.refusal is not None:
            await self._withhold(desk, asked, written.refusal, written.model)
            return "withheld"
        if not written.text:
            return "nothing"
        if desk.repeats(written.text):
            return "repeated"
        await self._offer(
            desk,
            asked,
            began,
            author="model",
            text=written.text,
            passages=tuple(one.passage for one in found),
            model=written.model,
            first_token_ms=written.first_token_ms,
        )
        return "model"

    async def _from_playbook(
        self, desk: Desk, asked: Asked, found: Sequence[Found], began: float, offline: str, *, has_line: bool
    ) -> Outcome:
        """The playbook's own words for it. Where a rule shows a line for the same words, that one is enough."""
        sure = [one for one in found if one.say and (asked.by_csr or one.score >= SURE)]
        spoken = [one for one in sure if asked.by_csr or one.say not in desk.offered]
        if not spoken or (has_line and not asked.by_csr):
            return "nothing"
        best = spoken[0]
        refusal = Gate(self._rulebook, "", Figures((best.say,))).refuse(best.say)
        if refusal is not None:
            await self._withhold(desk, asked, refusal, "")
            return "withheld"
        await self._offer(
            desk, asked, began, author="playbook", text=best.say, passages=(best.passage,), offline=offline
        )
        return "playbook"

    async def _offer(
        self,
        desk: Desk,
        asked: Asked,
        began: float,
        *,
        author: Author,
        text: str,
        passages: tuple[Passage, ...],
        model: str = "",
        first_token_ms: int | None = None,
        offline: str = "",
    ) -> None:
        """Store a whole reply; without a first token of its own all of it came at once."""
        desk.offered.append(text)
        if not asked.by_csr:
            desk.take_turn(time.monotonic())
        latency_ms = round((time.monotonic() - began) * 1000)
        offered = SuggestionOffered(
            text=text,
            author=author,
            utterance_id=asked.segment.utterance_id,
            at_ms=call_clock(desk.live.session, datetime.now(UTC)),
            evidence=desk.signal()[0],
            model=model,
            passages=passages,
            first_token_ms=latency_ms if first_token_ms is None else first_token_ms,
            latency_ms=latency_ms,
            asked_for=asked.by_csr,
            offline=offline,
        )
        await keep(self._record, desk.live, asked.suggestion_id, offered, asked.trace_id)

    async def _withhold(self, desk: Desk, asked: Asked, refusal: Refusal, model: str) -> None:
        withheld = SuggestionWithheld(
            rule_id=refusal.rule_id,
            title=refusal.title,
            text=refusal.text,
            utterance_id=asked.segment.utterance_id,
            at_ms=call_clock(desk.live.session, datetime.now(UTC)),
            evidence=refusal.evidence,
            ruleset=self._rulebook.version,
            model=model,
        )
        await keep(self._record, desk.live, asked.suggestion_id, withheld, asked.trace_id)
