"""What assist keeps of one call while it goes on."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from backend.assist.budget import CallBudget
from backend.assist.scribe import Scribe
from backend.live import LiveSession
from rules.figures import Figures
from transcripts.events import Evidence, SegmentAdded
from transcripts.identity import uuid7

KEPT = 12  # replies of a call that a new one is compared with
UNASKED = 3  # replies that nobody asked for …
UNASKED_S = 180.0  # … in so long: a CSR who is told too much hears nothing


@dataclass(slots=True)
class Asked:
    """Somebody's words that wait for a reply. `by_csr` is whether the CSR wants one, whatever the words."""

    segment: SegmentAdded
    trace_id: str
    by_csr: bool = False
    suggestion_id: str = field(default_factory=lambda: uuid7(datetime.now(UTC), os.urandom(10)))
    shown: bool = False  # something of it is on the screen
    task: asyncio.Task[None] | None = None


@dataclass(slots=True)
class Desk:
    """One call: the words that wait, the reply being written, and what was offered before."""

    live: LiveSession
    budget: CallBudget
    scribe: Scribe | None  # None where no model is set up
    last: SegmentAdded | None = None  # what the customer said last that was more than a nod
    trace_id: str = ""  # of those words
    timer: asyncio.TimerHandle | None = None
    writing: Asked | None = None
    offered: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT))
    _unasked: deque[float] = field(default_factory=lambda: deque(maxlen=UNASKED))  # when those came
    figures: Figures = field(default_factory=Figures)  # what the call and the passages found for it state
    _learned: set[str] = field(default_factory=set)  # the texts in `figures`

    def has_turn(self, now: float) -> bool:
        """Whether another reply that nobody asked for may come; `now` is in seconds of the monotonic clock."""
        return len(self._unasked) < UNASKED or now - self._unasked[0] > UNASKED_S

    def take_turn(self, now: float) -> None:
        """A reply came that nobody had asked for."""
        self._unasked.append(now)

    async def learn(self, backing: Iterable[str]) -> None:
        """Take in the figures of what was said since the last reply, and of what backs this one.

        It computes in a thread, for about 0.1 ms a text: the loop goes on meanwhile.
        """
        texts = {segment.text for segment in self.live.session.segments.values()}.union(backing) - self._learned
        self._learned |= texts
        await asyncio.to_thread(self._take_in, texts)

    def _take_in(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.figures.add(text)

    def repeats(self, text: str) -> bool:
        """Whether the text says what the last reply said."""
        return bool(self.offered) and _likeness(text, self.offered[-1]) >= 0.85

    def begins_as_before(self, text: str) -> bool:
        """Whether the text, which may go on, is how the last reply began."""
        return bool(self.offered) and self.offered[-1].casefold().startswith(text.casefold())

    def signal(self) -> tuple[Evidence, bool]:
        """The words of the last segment in which a rule heard something, and whether it shows a line for them."""
        evidence: Evidence = ()
        has_line = False
        for alert in self.live.session.alerts.values():
            raised = alert.raised
            if raised.kind == "keyword_alert" and self.last and raised.utterance_id == self.last.utterance_id:
                evidence = evidence or raised.evidence
                has_line |= bool(raised.say_instead) and alert.suppressed is None
        return evidence, has_line


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()


def _likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, 0 to 1."""
    first, second = set(_words(one)), set(_words(other))
    return len(first & second) / len(first | second) if first | second else 1.0
