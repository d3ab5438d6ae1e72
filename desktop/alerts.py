"""The card slot: which alert or playbook line the window shows now.

One card at a time. A standing claim comes first, the oldest of them; then a claim just settled, for as long as it takes
to see that; then the newest line from the playbook; last, a claim that stood too long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop.view import Card, ClaimCard, PlaybookCard, Quote
from transcripts.events import AlertCorrected, AlertRaised

OLD_S = 45.0  # a claim nobody answered shrinks to a line
CORRECTED_S = 6.0
ACKNOWLEDGED_S = 3.0
PLAYBOOK_S = 30.0  # a line older than the moment is worse than none
URGENT_S = 120.0  # advice in an emergency stays longer


@dataclass(slots=True)
class ShownAlert:
    """An alert as this window knows it. Times are on the monotonic clock; `source` is the playbook path."""

    alert_id: str
    raised: AlertRaised
    text: str  # of the utterance
    source: str
    seen_at: float
    provisional: bool = False  # from words still being spoken
    acknowledged_at: float | None = None
    corrected_at: float | None = None
    corrected_after_s: int = 0
    put_away: bool = False
    rating: Literal["up", "down"] | None = None

    @property
    def is_claim(self) -> bool:
        """Whether it is the red card."""
        return self.raised.kind == "prohibited_claim"

    @property
    def offers_line(self) -> bool:
        """Whether it has a line from the playbook to offer."""
        return self.raised.kind == "keyword_alert" and bool(self.raised.say_instead)

    def correct(self, correction: AlertCorrected, now: float) -> None:
        """The CSR repaired it."""
        if self.corrected_at is None:
            self.corrected_at = now
            self.corrected_after_s = round(correction.after_ms / 1000)


def choose_card(alerts: list[ShownAlert], now: float, *, offline: bool) -> Card | None:
    """The one card to show at `now`, of alerts in the order in which they were raised."""
    claims = [alert for alert in alerts if alert.is_claim]
    standing = [alert for alert in claims if _claim_state(alert, now) == "standing"]
    settled = [alert for alert in claims if _claim_state(alert, now) in ("acknowledged", "corrected")]
    if standing:
        return _claim_card(standing[0], now, waiting=len(standing) - 1)
    if settled:
        return _claim_card(max(settled, key=_settled_at), now, waiting=0)
    lines = [alert for alert in alerts if alert.offers_line and not alert.put_away and _fresh(alert, now)]
    if lines:
        return playbook_card(max(lines, key=_urgency), now, offline=offline)
    old = [alert for alert in claims if _claim_state(alert, now) == "old"]
    return _claim_card(old[-1], now, waiting=len(old) - 1) if old else None


def playbook_card(alert: ShownAlert, now: float, *, offline: bool) -> PlaybookCard:
    """The alert's line from the playbook as a card."""
    return PlaybookCard(
        card_id=alert.alert_id,
        quote=Quote(alert.text, alert.raised.evidence),
        text=alert.raised.say_instead,
        source=" › ".join(filter(None, ("Playbook", alert.source))),
        age_s=int(now - alert.seen_at),
        rating=alert.rating,
        offline=offline,
    )


def _claim_state(alert: ShownAlert, now: float) -> Literal["standing", "acknowledged", "corrected", "old", "gone"]:
    if alert.corrected_at is not None:
        return "corrected" if now - alert.corrected_at < CORRECTED_S else "gone"
    if alert.acknowledged_at is not None:
        return "acknowledged" if now - alert.acknowledged_at < ACKNOWLEDGED_S else "gone"
    return "standing" if now - alert.seen_at < OLD_S else "old"


def _claim_card(alert: ShownAlert, now: float, waiting: int) -> ClaimCard:
    state = _claim_state(alert, now)
    raised = alert.raised
    return ClaimCard(
        alert_id=alert.alert_id,
        title=raised.title,
        quote=Quote(alert.text, raised.evidence),
        say_instead=raised.say_instead,
        why=raised.why,
        age_s=int(now - alert.seen_at),
        state="old" if state == "gone" else state,
        corrected_after_s=alert.corrected_after_s,
        waiting=waiting,
    )


def _settled_at(alert: ShownAlert) -> float:
    return max(alert.corrected_at or 0.0, alert.acknowledged_at or 0.0)


def _urgency(alert: ShownAlert) -> tuple[bool, float]:
    return alert.raised.severity == "critical", alert.seen_at


def _fresh(alert: ShownAlert, now: float) -> bool:
    return now - alert.seen_at < (URGENT_S if alert.raised.severity == "critical" else PLAYBOOK_S)
