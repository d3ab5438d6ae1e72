"""The words of life safety: what is still to be said, when it was said, and each part as a sentence. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.overlay.words import SPEAKERS, countdown, instant
from desktop.view import AdviceCard, SafetyCard, SafetyLine, SafetyScreen

OTHER_REASON = "Other, I will write it down"
SETTLED = {"given": "Advice given", "overridden": "Override logged"}


def required(lines: Sequence[SafetyLine]) -> str:
    """What still has to be said before the call goes on, by the numbers of its lines."""
    left = [str(line.number) for line in lines if not line.optional and line.state != "said"]
    if not left:
        return "Booking and suggestions are paused until this is overridden."
    numbers = " and ".join(filter(None, (", ".join(left[:-1]), left[-1])))
    if any(line.state == "said" for line in lines):
        return f"Still required: {numbers}. Booking stays paused."
    return f"Booking and suggestions are paused until {numbers} {'is' if len(left) == 1 else 'are'} said."


def said_at(line: SafetyLine) -> str:
    """When a line was said: `said at 2:47`; empty before."""
    return "" if line.said_at_ms is None else f"said at {instant(line.said_at_ms)}"


def after_heard(card: AdviceCard) -> str:
    """How fast the advice was given: `0:14 after heard`."""
    return f"{countdown(card.after_s)} after heard"


def line_spoken(line: SafetyLine) -> str:
    """One line of advice as a screen reader says it."""
    states = {"active": "say now", "waiting": "to say", "said": said_at(line)}
    optional = ", optional" if line.optional and line.state != "said" else ""
    return f"{line.number}, {states[line.state]}{optional}: {line.say}"


def screen_spoken(screen: SafetyScreen) -> str:
    """The take-over as a screen reader says it when it appears."""
    parts = [f"Life safety: {screen.title}.", _said(screen)]
    parts += ["Read aloud now.", *(line_spoken(line) for line in screen.lines), required(screen.lines)]
    return " ".join(filter(None, parts))


def card_spoken(card: SafetyCard) -> str:
    """The amber card, or the line it became, as a screen reader says it."""
    if card.state != "standing":
        return f"{SETTLED[card.state]}: {card.title}."
    parts = [f"Life safety: {card.title}.", _said(card), *(line_spoken(line) for line in card.lines)]
    return " ".join(filter(None, parts))


def advice_spoken(card: AdviceCard) -> str:
    """The card after the take-over as a screen reader says it."""
    lines = (f"{line.title}, {said_at(line)}." for line in card.lines)
    return " ".join(filter(None, (f"Safety advice given, {after_heard(card)}.", *lines, card.closing)))


def _said(what: SafetyScreen | SafetyCard) -> str:
    return f"{SPEAKERS[what.speaker]} said: {what.quote.text}" if what.quote.text else ""
