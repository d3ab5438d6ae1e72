"""How the two talk: silence, monologue, shares of the talk, talking over each other.

A segment tells when an utterance began and not how long it took, so its length is reckoned from its words. Each measure
uses the pace that makes it the more careful: a pause counts only after a slow speaker would have been done, an overlap
only where a quick one would not.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from rules.ruleset import Rule
from transcripts.events import SegmentAdded, SessionEnded, Speaker

SLOW, USUAL, QUICK = 450, 330, 200  # ms a word: 133, 180 and 300 words a minute
_PAUSE = 3_000  # ms of silence after which somebody begins anew
_NOD = 2  # words: "okay", "mm-hmm", "go on" interrupt nobody


class Moment(NamedTuple):
    """A rule's limit was passed, at this instant of the call clock."""

    rule: Rule
    at_ms: int


class Conversation:
    """The course of one call, measured by the rules of kind `conversation`."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rule for rule in rules if rule.kind == "conversation" and rule.limit)
        self._quiet_from: int | None = None
        self._on_hold = False
        self._spoken: dict[Speaker, int] = {"csr": 0, "customer": 0}  # ms
        self._speaker: Speaker | None = None
        self._quick_end = 0
        self._turn_from = 0  # where the CSR's present turn began
        self._told: set[str] = set()  # rules that have told of the present turn, or of the call
        self._overlaps: deque[int] = deque(maxlen=100)

    def hold(self) -> None:
        """The CSR announced a hold: the silence after it may be longer, until the CSR speaks again."""
        self._on_hold = True

    def observe(self, segment: SegmentAdded) -> list[Moment]:
        """Take in the next utterance; return the limits passed by it or in the silence before it, in order."""
        words = len(segment.text.split())
        moments = self._silences(segment.at_ms)
        self._spoken[segment.speaker] += words * USUAL
        over = self._speaker not in (None, segment.speaker) and segment.at_ms < self._quick_end
        if over and words > _NOD:
            self._overlaps.append(segment.at_ms)
        if segment.speaker == "csr":
            paused = self._quiet_from is not None and segment.at_ms - self._quiet_from > _PAUSE
            if self._speaker != "csr" or paused:
                self._turn_from = segment.at_ms
                self._told -= {rule.id for rule in self._rules if rule.measure == "monologue"}
            self._on_hold = False
        if words > _NOD or self._speaker is None or segment.speaker == "csr":
            self._speaker = segment.speaker
        self._quick_end = segment.at_ms + words * QUICK
        self._quiet_from = max(self._quiet_from or 0, segment.at_ms + words * SLOW)
        end = segment.at_ms + words * USUAL
        for rule in self._rules:
            moment = self._measure(rule, segment, end, over=over and words > _NOD)
            if moment is not None:
                moments.append(Moment(rule, moment))
        return sorted(moments, key=lambda moment: (moment.at_ms, moment.rule.id))

    def end(self, ended: SessionEnded) -> list[Moment]:
        """The limits passed in the silence before the end of the call."""
        return self._silences(ended.at_ms)

    def _silences(self, until_ms: int) -> list[Moment]:
        if self._quiet_from is None:
            return []
        moments = []
        for rule in self._rules:
            if rule.measure == "silence":
                limit = rule.limit_on_hold if self._on_hold and rule.limit_on_hold else rule.limit
                at_ms = self._quiet_from + limit * 1000
                if at_ms <= until_ms:
                    moments.append(Moment(rule, at_ms))
        return moments

    def _measure(self, rule: Rule, segment: SegmentAdded, end: int, *, over: bool) -> int | None:
        """When the rule's limit was passed by this utterance; None where it was not."""
        if rule.measure == "monologue":
            at_ms = self._turn_from + rule.limit * 1000
            if segment.speaker != "csr" or end < at_ms or rule.id in self._told:
                return None
            self._told.add(rule.id)
            return at_ms
        if rule.measure == "talk_share":
            said = sum(self._spoken.values())
            if rule.id in self._told or end < rule.within * 1000 or self._spoken["csr"] * 100 <= rule.limit * said:
                return None
            self._told.add(rule.id)
            return end
        if rule.measure == "overlaps" and over:
            recent = sum(at_ms > segment.at_ms - rule.within * 1000 for at_ms in self._overlaps)
            return segment.at_ms if recent >= rule.limit else None
        return None
