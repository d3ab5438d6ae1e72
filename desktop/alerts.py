"""The alerts of a call as this window knows them: what the rules found, and what became of it.

The same fact comes from the local rules and from the log; folding it again changes nothing. Times are seconds on the
monotonic clock, unless they end in `_ms`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from transcripts.events import (
    AdviceGiven,
    AlertAcknowledged,
    AlertCorrected,
    AlertOverridden,
    AlertRaised,
    CardSuppressed,
    Payload,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A line of safety advice that was said: when on the call clock, and when this window learned of it."""

    at_ms: int
    seen_at: float


@dataclass(slots=True)
class ShownAlert:
    """An alert and what became of it. `text` is its utterance, `said` its lines of advice by their place from 0."""

    alert_id: str
    raised: AlertRaised
    text: str
    seen_at: float
    provisional: bool = False  # from words still being spoken
    suppressed: bool = False  # the rules decided that it gets no card
    acknowledged_at: float | None = None
    corrected_at: float | None = None
    corrected_after_s: int = 0
    overridden_at: float | None = None
    said: dict[int, Said] = field(default_factory=dict)
    put_away: bool = False
    asked_for: bool = False  # the CSR wants its line, suppressed or not
    rating: Literal["up", "down"] | None = None

    @property
    def is_claim(self) -> bool:
        """Whether it is the red card."""
        return self.raised.kind == "prohibited_claim"

    @property
    def is_emergency(self) -> bool:
        """Whether somebody's safety is at stake."""
        return self.raised.kind == "life_safety"

    @property
    def takes_over(self) -> bool:
        """Whether it has the whole window while it stands."""
        return self.is_emergency and self.raised.severity == "critical"

    @property
    def offers_line(self) -> bool:
        """Whether it has a line to offer."""
        return self.raised.kind in ("keyword_alert", "conversation") and bool(self.raised.say_instead)


class Alerts:
    """Every alert of one call, in the order in which they were raised."""

    def __init__(self) -> None:
        self._by_id: dict[str, ShownAlert] = {}

    def __iter__(self) -> Iterator[ShownAlert]:
        return iter(tuple(self._by_id.values()))

    def get(self, alert_id: str) -> ShownAlert | None:
        """The alert of that id."""
        return self._by_id.get(alert_id)

    def add(self, alert_id: str, raised: AlertRaised, text: str, seen_at: float, *, provisional: bool) -> None:
        """An alert was raised. One that grew with its words takes the new ones; final words are final."""
        self._adopt(alert_id, raised)
        known = self._by_id.get(alert_id)
        if known is None:
            self._by_id[alert_id] = ShownAlert(alert_id, raised, text, seen_at, provisional)
        elif provisional or known.provisional:
            known.raised, known.text = raised, text
            known.provisional = known.provisional and provisional
            known.suppressed = False  # whether it gets a card is decided anew, right after this

    def withdraw(self, utterance_id: str, heard: set[str]) -> None:
        """Drop what was raised by words still being spoken and is not among the alerts now `heard` in them."""
        for alert in self:
            if alert.provisional and alert.raised.utterance_id == utterance_id and alert.alert_id not in heard:
                del self._by_id[alert.alert_id]

    def fold(self, payload: Payload, seen_at: float) -> None:
        """Take in what became of an alert; facts about alerts nobody raised here are passed over."""
        match payload:
            case AdviceGiven(alert_id=alert_id, line=line, at_ms=at_ms):
                # Another version of the rules gives the same emergency another id.
                emergency = self._by_id.get(alert_id) or self._latest(payload.rule_id)
                if emergency is not None:
                    emergency.said.setdefault(line, Said(at_ms, seen_at))
            case CardSuppressed(alert_id=str(alert_id)) if alert_id in self._by_id:
                self._by_id[alert_id].suppressed = True
            case AlertCorrected(alert_id=alert_id) if alert_id in self._by_id:
                self._correct(self._by_id[alert_id], payload, seen_at)
            case AlertOverridden(alert_id=alert_id) if alert_id in self._by_id:
                self.override(alert_id, seen_at)
            case AlertAcknowledged(alert_id=alert_id):
                self.acknowledge(alert_id, seen_at)

    # Each of these returns whether there was anything to do.

    def acknowledge(self, alert_id: str, now: float) -> bool:
        """A person has seen it."""
        alert = self._by_id.get(alert_id)
        if alert is None or alert.acknowledged_at is not None:
            return False
        alert.acknowledged_at = now
        return True

    def override(self, alert_id: str, now: float) -> bool:
        """A person put an emergency away."""
        alert = self._by_id.get(alert_id)
        if alert is None or not alert.is_emergency or alert.overridden_at is not None:
            return False
        alert.overridden_at = now
        return True

    def put_away(self, alert_id: str) -> bool:
        """The CSR used or dismissed a line."""
        alert = self._by_id.get(alert_id)
        if alert is None:
            return False
        alert.put_away = True
        return True

    def rate(self, alert_id: str, rating: Literal["up", "down"]) -> bool:
        """The CSR's thumb."""
        alert = self._by_id.get(alert_id)
        if alert is None:
            return False
        alert.rating = rating
        return True

    def offer_again(self, now: float) -> bool:
        """Show the newest line once more."""
        lines = [alert for alert in self if alert.offers_line]
        if not lines:
            return False
        newest = max(lines, key=lambda alert: (alert.raised.at_ms, alert.seen_at))
        newest.asked_for, newest.put_away, newest.seen_at = True, False, now
        return True

    def _adopt(self, alert_id: str, raised: AlertRaised) -> None:
        """Let the alert of the same rule and words go by this id: another version of the rules named it."""
        if raised.utterance_id is None or alert_id in self._by_id:
            return
        cause = (raised.rule_id, raised.utterance_id)
        for known in self:
            if (known.raised.rule_id, known.raised.utterance_id) == cause:
                self._by_id = {alert_id if one is known else key: one for key, one in self._by_id.items()}
                known.alert_id = alert_id

    def _latest(self, rule_id: str) -> ShownAlert | None:
        return next((alert for alert in reversed(self._by_id.values()) if alert.raised.rule_id == rule_id), None)

    def _correct(self, claim: ShownAlert, correction: AlertCorrected, now: float) -> None:
        if claim.corrected_at is None:
            claim.corrected_at = now
            claim.corrected_after_s = round(correction.after_ms / 1000)
