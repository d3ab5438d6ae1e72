"""How a call ended, judged from the facts in its log alone: the outcome, its proofs, and the summary.

An outcome is chosen only on evidence, and each proof cites the event it rests on. Where the evidence does not decide,
the disposition is empty and a person chooses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rules.evidence import CallEvidence, Found
from rules.outcomes import DISPOSITIONS, HINTS, LABELS, NEEDED, REASONS
from rules.quotes import slot
from rules.ruleset import Ruleset
from rules.summary import agreed_line, equipment_line, follow_up_line, problem_line
from transcripts.events import Proof, SummaryReady
from transcripts.session import Session

__all__ = ["DISPOSITIONS", "HINTS", "LABELS", "NEEDED", "REASONS", "summarise"]

EMERGENCIES = ("gas_smell", "carbon_monoxide", "electrical_fire_risk", "active_flooding")
NEEDS = (*EMERGENCIES, "no_heat_or_cool", "service_requested", "pest_reported")
_OBSTACLES = {
    "price_objection": "price",
    "timing_problem": "timing",
    "just_shopping": "shopping",
    "decision_maker_absent": "decision_maker",
}
_OBSTACLE_LABELS = {
    "price": "Price objection",
    "timing": "Times do not fit",
    "shopping": "Comparing prices",
    "decision_maker": "Someone else decides",
}
_VISITS = {"reschedule_request": "reschedule", "cancel_request": "cancel", "appointment_status": "status"}
_MISSED = {
    "wrong_number": "wrong_number",
    "out_of_area": "out_of_area",
    "service_not_offered": "service_not_offered",
    "vendor_call": "vendor",
}


class Case(NamedTuple):
    """What speaks for one disposition. `decides` is whether it may be chosen on that."""

    proofs: tuple[Proof, ...] = ()
    reason: str = ""
    decides: bool = False


def summarise(session: Session, ruleset: Ruleset) -> SummaryReady:
    """Judge a finished call and put it in four lines.

    Args:
        session: The call, folded from its log. It is read, not changed.
        ruleset: The rules of record, for the titles of what was not asked.

    Returns:
        The same summary for the same call, whoever computes it. `rivals` are the other dispositions in menu order.
    """
    call = CallEvidence(session)
    cases = {disposition: judge(call) for disposition, judge in _JUDGES.items()}
    chosen = next((disposition for disposition, case in cases.items() if case.decides), "")
    case = cases.get(chosen, Case())
    return SummaryReady(
        problem=problem_line(call, chosen, _subject(call, chosen)),
        equipment=equipment_line(call),
        agreed=agreed_line(call, chosen),
        follow_up=follow_up_line(call, chosen, case.reason, ruleset),
        disposition=chosen,
        reason=case.reason,
        proofs=case.proofs,
        needed=NEEDED.get(chosen, 0),
        rivals=tuple(
            (disposition, len(cases[disposition].proofs), NEEDED[disposition])
            for disposition in DISPOSITIONS
            if disposition != chosen
        ),
        written_by="log",
    )


def _subject(call: CallEvidence, chosen: str) -> list[Found]:
    """The facts in which the customer says what the call is about."""
    if chosen == "existing_job":
        return call.of(*_VISITS)
    if chosen == "not_a_lead":
        return [one for one in call.of(*NEEDS, *_MISSED) if one.segment.speaker == "customer"]
    if chosen == "spam":
        return call.of("spam_or_solicitor")
    told = [one for one in call.of(*NEEDS, "no_heat_or_cool_vulnerable") if one.segment.speaker == "customer"]
    first = {one.rule_id: one for one in reversed(told)}
    return sorted(told, key=lambda one: one is not first[one.rule_id])  # what is said again comes after what is new


def _safety_referred(call: CallEvidence) -> Case:
    heard = call.of(*EMERGENCIES)
    if not heard:
        return Case()
    found = [
        next((one for one in call.of(rule_id) if one.place > heard[0].place), None)
        for rule_id in ("safety_advice_given", "emergency_referral")
    ]
    labels = ("Advice given", "Sent to 911 or utility")
    proofs = tuple(one.proves(label) for one, label in zip(found, labels, strict=True) if one)
    return Case(proofs, decides=len(proofs) == NEEDED["safety_referred"])


def _existing_job(call: CallEvidence) -> Case:
    """A visit that exists, spoken of before any slot was offered: after that it is the one just booked."""
    offers = call.offers()
    signals = [one for one in call.of(*_VISITS) if not offers or one.place <= offers[0].place]
    if not signals:
        return Case()
    last = signals[-1]
    return Case((last.proves("Speaks of a visit"),), _VISITS[last.rule_id], decides=True)


def _booked(call: CallEvidence) -> Case:
    proofs: list[Proof] = []
    if confirmed := call.service_address():
        proofs.append(confirmed[0].proves("Address confirmed", confirmed[1]))
    accepted = call.acceptance()
    offers = call.offers()
    if offers:
        offer = accepted[0] if accepted else offers[-1]
        proofs.append(offer.proves("Slot offered", slot(offer.segment.text)))
    if accepted:
        proofs.append(accepted[1].proves("Customer agreed"))
    if recap := call.recap():
        proofs.append(recap.proves("Recap given", slot(recap.segment.text)))
    return Case(tuple(proofs), decides=len(proofs) == NEEDED["booked"])


def _not_a_lead(call: CallEvidence) -> Case:
    """Somebody said why this can be no job of ours. Offering a slot afterwards takes it back."""
    needs, offers = call.of(*NEEDS), call.offers()
    signals = [
        one
        for one in call.of(*_MISSED)
        if not (needs and one.rule_id in ("wrong_number", "vendor_call"))
        and not any(offer.place > one.place for offer in offers)
    ]
    if not signals:
        return Case()
    reason = _MISSED[signals[0].rule_id]
    return Case((signals[0].proves(LABELS[reason]),), reason, decides=True)


def _spam(call: CallEvidence) -> Case:
    signals = call.of("spam_or_solicitor")
    if not signals or call.of(*NEEDS):
        return Case()
    return Case((signals[0].proves("Sales call"),), decides=True)


def _lead(call: CallEvidence) -> Case:
    """A real need without an accepted slot. The last obstacle named is the reason; without one, a call back."""
    needs = call.of(*NEEDS)
    if not needs:
        return Case()
    need = needs[0]
    proofs = [need.proves("Need stated", need.sentence if len(need.sentence) <= 80 else "")]
    obstacles = call.of(*_OBSTACLES)
    callbacks = call.of("callback_requested")
    reason = ""
    if obstacles:
        reason = _OBSTACLES[obstacles[-1].rule_id]
        proofs.append(obstacles[-1].proves(_OBSTACLE_LABELS[reason]))
    elif callbacks:
        reason = "callback"
        proofs.append(callbacks[0].proves("Call back wanted"))
    elif (last := _last_of_customer(call)) and last.place > need.place and not call.acceptance():
        proofs.append(last.proves("Left without a slot"))
    return Case(tuple(proofs), reason, decides=call.acceptance() is None)


def _abandoned(call: CallEvidence) -> Case:
    """The customer was gone before a need was stated."""
    if call.of(*NEEDS):
        return Case()
    ended = call.session.ended
    if gone := call.of("customer_gone"):
        return Case((gone[-1].proves("Caller gone"),), decides=True)
    if ended and ended.reason == "abandoned" and call.segments:
        return Case((call.said(len(call.segments) - 1).proves("Last words"),), decides=True)
    return Case()


def _last_of_customer(call: CallEvidence) -> Found | None:
    places = [place for place, segment in enumerate(call.segments) if segment.speaker == "customer"]
    return call.said(places[-1]) if places else None


# In order of precedence: the first that decides is the outcome.
_JUDGES: dict[str, Callable[[CallEvidence], Case]] = {
    "safety_referred": _safety_referred,
    "existing_job": _existing_job,
    "booked": _booked,
    "not_a_lead": _not_a_lead,
    "spam": _spam,
    "lead": _lead,
    "abandoned": _abandoned,
}
