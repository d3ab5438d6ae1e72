"""What a change of rules would change over stored calls: fires gained and lost, by rule, with the sentences."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from rules.engine import Engine, Rulebook
from rules.quotes import around
from transcripts.events import (
    AlertRaised,
    Payload,
    QuestionSatisfied,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    Speaker,
)

FireKey = tuple[str, str | int]  # rule id; the utterance, or the instant of the call clock


class StoredCall(Struct, frozen=True):
    """A call as it is stored: its name and the payloads of its log, in order.

    `recorded` says whether the log has what rules found in it, or the words alone.
    """

    name: str
    payloads: tuple[Payload, ...]
    recorded: bool


class Fire(Struct, frozen=True):
    """A rule that was heard: where, and in which sentence (empty where no words are behind it)."""

    call: str
    at_ms: int
    speaker: Speaker | None
    sentence: str


class Change(Struct):
    """What became of one rule over all calls."""

    before: int = 0
    after: int = 0
    gained: list[Fire] = field(default_factory=list)
    lost: list[Fire] = field(default_factory=list)


class Backtest(Struct):
    """The sum over the calls taken in so far; `rules` are the ones that fired at all, by id."""

    calls: int = 0
    segments: int = 0
    rules: dict[str, Change] = field(default_factory=dict)

    def take(self, call: StoredCall, new: Rulebook, old: Rulebook | None) -> None:
        """Compare the rules over one call.

        Args:
            call: The call.
            new: The rules to try.
            old: What to compare them with; None is what the call's log recorded.
        """
        after = fires(call, new)
        before = recorded(call) if old is None else fires(call, old)
        self.calls += 1
        self.segments += sum(isinstance(payload, SegmentAdded) for payload in call.payloads)
        for rule_id, _ in before:
            self._of(rule_id).before += 1
        for key in after:
            self._of(key[0]).after += 1
            if key not in before:
                self._of(key[0]).gained.append(after[key])
        for key in before:
            if key not in after:
                self._of(key[0]).lost.append(before[key])

    def _of(self, rule_id: str) -> Change:
        return self.rules.setdefault(rule_id, Change())


def fires(call: StoredCall, rulebook: Rulebook) -> dict[FireKey, Fire]:
    """Every alert and every question asked that the rules find in the words of a call."""
    engine = Engine(rulebook, call.name, "backend")
    found: list[Payload] = []
    for payload in call.payloads:
        if isinstance(payload, SessionStarted | SegmentAdded | SessionEnded):
            found += (fact.payload for fact in engine.observe(payload))
    return _keyed(call, found)


def recorded(call: StoredCall) -> dict[FireKey, Fire]:
    """Every alert and every question asked that the log of a call has."""
    return _keyed(call, call.payloads)


def _keyed(call: StoredCall, payloads: Iterable[Payload]) -> dict[FireKey, Fire]:
    segments = {payload.utterance_id: payload for payload in call.payloads if isinstance(payload, SegmentAdded)}
    keyed: dict[FireKey, Fire] = {}
    for payload in payloads:
        if isinstance(payload, AlertRaised | QuestionSatisfied):
            segment = segments.get(payload.utterance_id or "")
            sentence = around(segment.text, payload.evidence) if segment else ""
            fire = Fire(call.name, payload.at_ms, segment.speaker if segment else None, sentence)
            keyed.setdefault((payload.rule_id, payload.utterance_id or payload.at_ms), fire)
    return keyed
