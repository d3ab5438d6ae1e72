"""What speaks for each disposition in one call: the proofs, the reason, and whether it may be chosen on them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from rules.booking import Booking
from rules.evidence import CallEvidence, Found
from rules.outcomes import LABELS, NEEDED
from transcripts.events import Proof

EMERGENCIES = ("gas_smell", "carbon_monoxide", "electrical_fire_risk", "active_flooding")
NEEDS = (*EMERGENCIES, "no_heat_or_cool", "service_requested", "pest_reported")
VISITS = {"reschedule_request": "reschedule", "cancel_request": "cancel", "appointment_status": "status"}
MISSED = {
    "wrong_number": "wrong_number",
    "out_of_area": "out_of_area",
    "service_not_offered": "service_not_offered",
    "vendor_call": "vendor",
}
OBSTACLES = {
    "price_objection": "price",
    "timing_problem": "timing",
    "just_shopping": "shopping",
    "decision_maker_absent": "decision_maker",
}
OBSTACLE_LABELS = {
    "price": "Price objection",
    "timing": "Times do not fit",
    "shopping": "Comparing prices",
    "decision_maker": "Someone else decides",
}
# What the CSR does for somebody who may become a customer: whoever is asked this has stated a need, in whatever words.
_TAKEN_ON = ("ask_for_booking", "booking_asked", "disclose_diagnostic_fee")
_A_FEW_WORDS = 4
# Until the call is about gas, nothing is booked; a spark or a leak may be made safe and a visit booked in one call.
_ENDS_BOOKING = ("gas_smell", "carbon_monoxide")
_WE_DO = re.compile(
    r"\b(?:we (?:do|cover|go|come|serve|service)\b(?! not|n't)|we're (?:in|out) "
    r"|(?:yes|yeah|yep|sure|no problem|not at all)\b)",
    re.IGNORECASE,
)
_WILL_CALL = re.compile(
    r"\b(?:(?:i|we|he|she|they|dispatch|somebody|someone|the office)(?:'ll| will| can)|i'm going to) (?:\w+ )?"
    r"(?:call|ring|phone|reach out|follow up|check (?:back|in)|get back)\b[^.?!]{0,40}|\bcall (?:us|me) back\b",
    re.IGNORECASE,
)
_HOW_MUCH = re.compile(
    r"\b(?:how much"
    r"|what (?:do|would|does|'s|is) (?:you|y'all|it|that|the) ?(?:guys )?(?:charge|cost|run|price|going rate)"
    r"|price (?:on|for)|ballpark|a (?:quote|number|price))\b",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"\b(?:never ?mind|(?:call|try) (?:you |y'all )?(?:back|again|later)"
    r"|(?:gotta|got to|have to|need to) (?:go|run|take this)"
    r"|(?:hang|hold) on|one (?:sec|second|moment))\b",
    re.IGNORECASE,
)
_CHANGED = {"visit_changed": "reschedule", "visit_cancelled": "cancel"}


class Case(NamedTuple):
    """What speaks for one disposition. `decides` is whether it may be chosen on that."""

    proofs: tuple[Proof, ...] = ()
    reason: str = ""
    decides: bool = False


def cases(call: CallEvidence, booking: Booking) -> dict[str, Case]:
    """The case for every disposition, in the order in which one that decides goes before another."""
    return {disposition: judge(call, booking) for disposition, judge in _JUDGES.items()}


def need(call: CallEvidence) -> Found | None:
    """Where the customer first states a need, or what they first said if the CSR took it for one."""
    if heard := call.of(*NEEDS):
        return heard[0]
    if not call.of(*_TAKEN_ON):
        return None
    spoken = (
        place
        for place, segment in enumerate(call.segments)
        if segment.speaker == "customer" and len(segment.text.split()) >= _A_FEW_WORDS
    )
    return next((call.said(place) for place in spoken), None)


def _safety_referred(call: CallEvidence, booking: Booking) -> Case:
    heard = call.of(*EMERGENCIES)
    if not heard:
        return Case()
    found = [
        next((one for one in call.of(rule_id) if one.place > heard[0].place), None)
        for rule_id in ("safety_advice_given", "emergency_referral")
    ]
    labels = ("Advice given", "Sent to 911 or utility")
    proofs = tuple(one.proves(label) for one, label in zip(found, labels, strict=True) if one)
    may_be_booked = booking.recap is not None and not call.of(*_ENDS_BOOKING)
    return Case(proofs, decides=len(proofs) == NEEDED["safety_referred"] and not may_be_booked)


def _existing_job(call: CallEvidence, booking: Booking) -> Case:
    """A visit that exists, spoken of before any slot was offered: after that it is the one just booked.

    So does one that is told as set or changed though none was offered and no need was stated. What the CSR did with it,
    else what the customer wanted done, is the reason. A need that is stated after a question about one visit is for
    another.
    """
    first = booking.offers[0].place if booking.offers else len(call.segments)
    signals = [one for one in call.of(*VISITS) if one.place <= first]
    changed = call.of(*_CHANGED)
    if not signals:
        known = [one for one in call.of("slot_confirmed", "recap_appointment", *_CHANGED) if one.place < first]
        known = [one for one in known if one.rule_id in _CHANGED or booking.slot(one.place).keys]
        if not known or (call.of(*NEEDS) and not changed):
            return Case()
        reason = _CHANGED[changed[-1].rule_id] if changed else "status"
        return Case((known[0].proves("Speaks of a visit"),), reason, decides=True)
    wanted = [one for one in signals if VISITS[one.rule_id] != "status"]
    told = (wanted or signals)[-1]
    reason = _CHANGED[changed[-1].rule_id] if changed else VISITS[told.rule_id]
    anew = reason == "status" and any(one.place > told.place + 1 for one in call.of(*NEEDS))
    return Case((told.proves("Speaks of a visit"),), reason, decides=not (anew and booking.recap))


def _booked(call: CallEvidence, booking: Booking) -> Case:
    proofs: list[Proof] = []
    if booking.address:
        proofs.append(booking.address[0].proves("Address confirmed", booking.address[1]))
    accepted = booking.accepted
    if accepted or booking.offers:
        offer = accepted.offer if accepted else booking.offers[-1]
        proofs.append(offer.proves("Slot offered", booking.slot(offer.place).words))
    if accepted:
        proofs.append(accepted.agreed.proves("Customer agreed"))
    if booking.recap:
        proofs.append(booking.recap.proves("Recap given", booking.slot(booking.recap.place).words))
    return Case(tuple(proofs), decides=len(proofs) == NEEDED["booked"])


def _not_a_lead(call: CallEvidence, booking: Booking) -> Case:
    """Somebody said why this can be no job of ours. Offering a slot afterwards takes it back."""
    needs, offers = call.of(*NEEDS), booking.offers
    signals = [
        one
        for one in call.of(*MISSED)
        if not (needs and one.rule_id in ("wrong_number", "vendor_call"))
        and not any(offer.place > one.place for offer in offers)
        and not _put_right(call, one)
    ]
    if not signals:
        return Case()
    signals.sort(key=lambda one: one.rule_id != "wrong_number")  # who wanted others is told what we do not do
    reason = MISSED[signals[0].rule_id]
    return Case((signals[0].proves(LABELS[reason]),), reason, decides=True)


def _put_right(call: CallEvidence, worry: Found) -> bool:
    """Whether the CSR answers a customer's worry that we do not come there: we do."""
    if worry.segment.speaker != "customer":
        return False
    said = call.segments[worry.place + 1 : worry.place + 2]
    return any(one.speaker == "csr" and _WE_DO.search(one.text) is not None for one in said)


def _spam(call: CallEvidence, _booking: Booking) -> Case:
    signals, refused = call.of("spam_or_solicitor"), call.of("sales_call_refused")
    if (not signals and not refused) or (call.of(*NEEDS) and not refused):
        return Case()
    return Case(((signals or refused)[0].proves("Sales call"),), decides=True)


def _lead(call: CallEvidence, booking: Booking) -> Case:
    """A real need without an accepted slot. The last obstacle named is the reason; without one, a call back."""
    stated = need(call)
    if stated is None:
        return Case()
    proofs = [stated.proves("Need stated", stated.sentence if len(stated.sentence) <= 80 else "")]
    obstacles = call.of(*OBSTACLES)
    callbacks = call.of("callback_requested")
    reason = ""
    if obstacles:
        reason = OBSTACLES[obstacles[-1].rule_id]
        proofs.append(obstacles[-1].proves(OBSTACLE_LABELS[reason]))
    elif callbacks:
        reason = "callback"
        proofs.append(callbacks[0].proves("Call back wanted"))
    elif (told := _said(call, "csr", _WILL_CALL)) is not None:
        reason = "callback"
        proofs.append(told.proves("Call back promised"))
    elif (asked := _said(call, "customer", _HOW_MUCH)) is not None:
        reason = "price"
        proofs.append(asked.proves("Asked for a price"))
    elif (last := _last_of_customer(call)) and last.place > stated.place and not booking.accepted:
        proofs.append(last.proves("Left without a slot"))
    return Case(tuple(proofs), reason, decides=not booking.stands)


def _abandoned(call: CallEvidence, _booking: Booking) -> Case:
    """The customer was gone before a need was stated."""
    if need(call) is not None:
        return Case()
    ended, left = call.session.ended, _said(call, "customer", _LEAVES)
    last = _last_of_customer(call)
    if gone := [one for one in call.of("customer_gone") if last is None or one.place > last.place]:
        return Case((gone[-1].proves("Caller gone"),), decides=True)
    if ended and ended.reason == "abandoned" and call.segments:
        return Case((call.said(len(call.segments) - 1).proves("Last words"),), decides=True)
    if left is not None:
        return Case((left.proves("Caller left"),), decides=True)
    return Case()


def _said(call: CallEvidence, speaker: str, words: re.Pattern[str]) -> Found | None:
    """The last time that a speaker said such words; the fact is the utterance, its evidence the words."""
    for place in reversed(range(len(call.segments))):
        match = words.search(call.segments[place].text) if call.segments[place].speaker == speaker else None
        if match:
            return call.said(place)._replace(spans=(match.span(),))
    return None


def _last_of_customer(call: CallEvidence) -> Found | None:
    places = [place for place, segment in enumerate(call.segments) if segment.speaker == "customer"]
    return call.said(places[-1]) if places else None


# In order of precedence: the first that decides is the outcome.
_JUDGES: dict[str, Callable[[CallEvidence, Booking], Case]] = {
    "safety_referred": _safety_referred,
    "existing_job": _existing_job,
    "booked": _booked,
    "not_a_lead": _not_a_lead,
    "spam": _spam,
    "lead": _lead,
    "abandoned": _abandoned,
}
