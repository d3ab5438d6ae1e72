"""The four lines of a summary, in the words of the call. A line is empty when the log has nothing for it."""

from __future__ import annotations

from collections.abc import Iterable

from rules.booking import Booking
from rules.evidence import CallEvidence, Found
from rules.quotes import money, plain, sentences, slot
from rules.ruleset import Rule, Ruleset

_MOST_SENTENCES = 2
_MOST_OPEN = 3  # open questions named before the rest is counted
_FOLLOWED_UP = ("booked", "lead", "")  # the outcomes after which an open question still matters


def problem_line(call: CallEvidence, disposition: str, subject: Iterable[Found]) -> str:
    """What the call was about: the customer's sentences, the answer to what was seen included for pests."""
    found: dict[str, None] = {}
    for one in subject:
        if any(one.words in line for line in found):
            continue
        found.setdefault(plain(one.sentence))
    if disposition in _FOLLOWED_UP:
        for asked in call.of("identify_pest"):
            if answer := call.answer(asked):
                found.setdefault(plain(answer.segment.text))
    return " ".join(list(found)[:_MOST_SENTENCES])


def equipment_line(call: CallEvidence) -> str:
    """What the customer answered to the question about the equipment, two sentences at most."""
    for asked in call.of("equipment_details"):
        if answer := call.answer(asked):
            text = answer.segment.text
            spans = sentences(text)[: _MOST_SENTENCES + 1]
            return plain(text[spans[0][0] : spans[-1][1]], 100) if spans else ""
    return ""


def agreed_line(call: CallEvidence, booking: Booking, disposition: str) -> str:
    """The slot that was accepted and the fee that was told, or where an emergency was sent."""
    if disposition == "safety_referred":
        return plain(call.of("emergency_referral")[-1].sentence)
    parts: list[str] = []
    if booking.accepted:
        repeated = booking.recap or booking.accepted.offer
        parts.append(_capital(slot(repeated.segment.text)))
    elif disposition == "lead":
        parts.append("No slot")
    for told in call.of("disclose_diagnostic_fee"):
        price = money(told.segment.text[told.spans[0][0] :]) or money(told.segment.text)
        parts.append(f"{_capital(price)} fee told" if price else "Fee told")
    return " ".join(f"{part}." for part in parts)


def follow_up_line(call: CallEvidence, booking: Booking, disposition: str, reason: str, ruleset: Ruleset) -> str:
    """What is left to do: claims that stand, a call that was asked for, questions that were not asked."""
    standing = [
        f"{alert.raised.title} (not corrected)"
        for alert in call.session.alerts.values()
        if alert.raised.kind == "prohibited_claim" and alert.corrected is None
    ]
    parts = list(dict.fromkeys(standing))
    if reason == "callback":
        parts.append(f"Call back: {plain(call.of('callback_requested')[0].sentence).rstrip('.?!')}")
    if disposition in _FOLLOWED_UP and call.segments:
        left = [rule.title for rule in ruleset.rules if _left_open(rule, call, booking)]
        parts += [f"{title.rstrip('?')} (not asked)" for title in left[:_MOST_OPEN]]
        if len(left) > _MOST_OPEN:
            parts.append(f"{len(left) - _MOST_OPEN} more (not asked)")
    return ". ".join(parts) + "." if parts else ""


def _left_open(rule: Rule, call: CallEvidence, booking: Booking) -> bool:
    """Whether the rule is an item of this call's checklist that counts and was not asked."""
    if rule.kind != "required_question" or rule.optional or rule.id in call.session.satisfied:
        return False
    if rule.id == "recap_appointment":
        return booking.accepted is not None
    if rule.trades and call.trade not in rule.trades:
        return False
    return not rule.when or bool(call.of(*rule.when))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
