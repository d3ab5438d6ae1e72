"""The card slot: which alert or line the window shows now.

One card at a time. A standing claim comes first, the oldest of them: it is repaired in a breath, or grows old. Then an
emergency that leaves the booking alone; before it, what was settled since it came, for as long as it takes to see that.
Then the advice given in a take-over, then a line that is offered; last, a claim that stood too long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from desktop import safety
from desktop.alerts import ShownAlert
from desktop.offers import choose_line
from desktop.safety import Rules
from desktop.suggestions import Suggestions
from desktop.view import Card, ClaimCard, Line, Quote

OLD_S = 45.0  # a claim nobody answered shrinks to a line
CORRECTED_S = 6.0
ACKNOWLEDGED_S = 3.0


def choose_card(
    alerts: Iterable[ShownAlert],
    suggestions: Suggestions,
    rules: Rules,
    lines: Sequence[Line],
    now: float,
    *,
    offline: bool,
) -> Card | None:
    """The one card to show at `now`, of alerts in the order in which they were raised; `lines` are the transcript."""
    alerts = [alert for alert in alerts if not alert.suppressed or alert.asked_for]
    claims = [alert for alert in alerts if alert.is_claim]
    emergencies = [
        alert
        for alert in alerts
        if alert.is_emergency and not alert.takes_over and safety.over_at(alert, rules) is None
    ]
    standing = [alert for alert in claims if _claim_state(alert, now) == "standing"]
    if standing:
        return _claim_card(standing[0], now, waiting=len(standing) + len(emergencies) - 1)
    settled = max(
        (alert for alert in alerts if _is_settled(alert, rules, now)),
        key=lambda alert: _settled_at(alert, rules),
        default=None,
    )
    newest = max((alert.seen_at for alert in emergencies), default=0.0)
    if settled is not None and _settled_at(settled, rules) >= newest:
        if settled.is_claim:
            return _claim_card(settled, now, waiting=0)
        return safety.safety_card(settled, rules, lines, now, waiting=0)
    if emergencies:
        return safety.safety_card(emergencies[0], rules, lines, now, waiting=len(emergencies) - 1)
    given = safety.advice_card(alerts, rules)
    if given is not None:
        return given
    offered = choose_line(alerts, suggestions, rules, lines, now, offline=offline)
    if offered is not None:
        return offered
    old = [alert for alert in claims if _claim_state(alert, now) == "old"]
    return _claim_card(old[-1], now, waiting=len(old) - 1) if old else None


def standing_claim(card: Card | None) -> str:
    """The alert id of a card that waits for the CSR to acknowledge a claim, empty for any other."""
    return card.alert_id if isinstance(card, ClaimCard) and card.state in ("standing", "old") else ""


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


def _is_settled(alert: ShownAlert, rules: Rules, now: float) -> bool:
    if alert.is_claim:
        return _claim_state(alert, now) in ("acknowledged", "corrected")
    return alert.is_emergency and safety.has_settled_line(alert, rules, now)


def _settled_at(alert: ShownAlert, rules: Rules) -> float:
    if alert.is_claim:
        return max(alert.corrected_at or 0.0, alert.acknowledged_at or 0.0)
    return safety.over_at(alert, rules) or 0.0
