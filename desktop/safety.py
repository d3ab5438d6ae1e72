"""Life safety: when an emergency is over, and what the window shows of it until then and afterwards.

An emergency ends when each line of its rule's advice that is not optional was said, or when a person overrides it.
Rules come by id, from the rulebook in force; all times are seconds on the monotonic clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from desktop.alerts import ShownAlert
from desktop.view import AdviceCard, Line, Quote, SafetyCard, SafetyLine, SafetyScreen, Speaker
from rules.ruleset import Rule

Rules = Mapping[str, Rule]

RECENT = 2  # lines of the transcript under the advice
GIVEN_S = 6.0
OVERRIDDEN_S = 3.0


def over_at(alert: ShownAlert, rules: Rules) -> float | None:
    """When the emergency ended for this window; None while it stands."""
    if alert.overridden_at is not None:
        return alert.overridden_at
    lines = rules[alert.raised.rule_id].until if alert.raised.rule_id in rules else ()
    required = [place for place, line in enumerate(lines) if not line.optional]
    if not required or any(place not in alert.said for place in required):
        return None
    return max(alert.said[place].seen_at for place in required)


def taking_over(alerts: Iterable[ShownAlert], rules: Rules) -> ShownAlert | None:
    """The emergency that has the window, the oldest where there are more."""
    return next((alert for alert in alerts if alert.takes_over and over_at(alert, rules) is None), None)


def safety_screen(alert: ShownAlert, rules: Rules, lines: Sequence[Line]) -> SafetyScreen:
    """The take-over of the emergency `alert`; `lines` are the call's transcript."""
    quoted = [place for place, line in enumerate(lines) if line.utterance_id == alert.raised.utterance_id]
    since = lines[quoted[-1] + 1 :] if quoted else lines
    return SafetyScreen(
        alert_id=alert.alert_id,
        title=alert.raised.title,
        speaker=speaker_of(alert, lines),
        quote=Quote(alert.text, alert.raised.evidence),
        lines=advice(alert, rules),
        reasons=_reasons(alert, rules),
        recent=tuple(since[-RECENT:]),
    )


def safety_card(alert: ShownAlert, rules: Rules, lines: Sequence[Line], now: float, *, waiting: int) -> SafetyCard:
    """The amber card of an emergency that leaves the booking alone, or the line in which one ended."""
    ended = over_at(alert, rules) is not None
    return SafetyCard(
        alert_id=alert.alert_id,
        title=alert.raised.title,
        speaker=speaker_of(alert, lines),
        quote=Quote(alert.text, alert.raised.evidence),
        lines=advice(alert, rules),
        reasons=_reasons(alert, rules),
        age_s=int(now - alert.seen_at),
        state="overridden" if alert.overridden_at is not None else "given" if ended else "standing",
        waiting=waiting,
    )


def has_settled_line(alert: ShownAlert, rules: Rules, now: float) -> bool:
    """Whether the emergency has just ended in a way that is told in one line."""
    ended = over_at(alert, rules)
    if ended is None or (alert.takes_over and alert.overridden_at is None):
        return False
    return now - ended < (GIVEN_S if alert.overridden_at is None else OVERRIDDEN_S)


def advice_card(alerts: Iterable[ShownAlert], rules: Rules) -> AdviceCard | None:
    """The card after the last take-over, if it ended by its advice and nobody has put the card away."""
    ended = [alert for alert in alerts if alert.takes_over and over_at(alert, rules) is not None]
    last = max(ended, key=lambda alert: over_at(alert, rules) or 0.0, default=None)
    if last is None or last.overridden_at is not None or last.acknowledged_at is not None:
        return None
    said = tuple(line for line in advice(last, rules) if line.said_at_ms is not None)
    required = [line.said_at_ms or 0 for line in said if not line.optional]
    return AdviceCard(
        alert_id=last.alert_id,
        lines=said,
        closing=rules[last.raised.rule_id].closing,
        after_s=max(0, max(required) - last.raised.at_ms) // 1000,
    )


def advice(alert: ShownAlert, rules: Rules) -> tuple[SafetyLine, ...]:
    """The rule's lines, each said, active (the first that was not said) or waiting.

    Without lines in the rulebook the alert's own sentence is the one to say, and only a person can end the emergency.
    """
    rule = rules.get(alert.raised.rule_id)
    if rule is None or not rule.until:
        say = alert.raised.say_instead
        return (SafetyLine(1, say, alert.raised.title, "active", optional=True),) if say else ()
    unsaid = [place for place in range(len(rule.until)) if place not in alert.said]
    lines = []
    for place, line in enumerate(rule.until):
        said = alert.said.get(place)
        lines.append(
            SafetyLine(
                number=place + 1,
                say=line.say,
                title=line.title,
                state="said" if said else "active" if place == unsaid[0] else "waiting",
                said_at_ms=said.at_ms if said else None,
                optional=line.optional,
            )
        )
    return tuple(lines)


def speaker_of(alert: ShownAlert, lines: Sequence[Line]) -> Speaker:
    """Who said the words; the customer where the window never heard them."""
    utterance_id = alert.raised.utterance_id
    return next((line.speaker for line in reversed(lines) if line.utterance_id == utterance_id), "customer")


def _reasons(alert: ShownAlert, rules: Rules) -> tuple[str, ...]:
    rule = rules.get(alert.raised.rule_id)
    return rule.overrides if rule else ()
