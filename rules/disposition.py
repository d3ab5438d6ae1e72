"""How a call ended, judged from the facts in its log alone: the outcome, its proofs, and the summary.

An outcome is chosen only on evidence, and each proof cites the event it rests on. Where the evidence does not decide,
the disposition is empty and a person chooses.
"""

from __future__ import annotations

from rules.booking import Booking
from rules.cases import MISSED, NEEDS, VISITS, Case, cases
from rules.evidence import CallEvidence, Found
from rules.outcomes import DISPOSITIONS, HINTS, LABELS, NEEDED, REASONS
from rules.ruleset import Ruleset
from rules.summary import agreed_line, equipment_line, follow_up_line, problem_line
from transcripts.events import SummaryReady
from transcripts.session import Session

__all__ = ["DISPOSITIONS", "HINTS", "LABELS", "NEEDED", "REASONS", "summarise"]


def summarise(session: Session, ruleset: Ruleset) -> SummaryReady:
    """Judge a finished call and put it in four lines.

    Args:
        session: The call, folded from its log. It is read, not changed.
        ruleset: The rules of record, for the titles of what was not asked.

    Returns:
        The same summary for the same call, whoever computes it. `rivals` are the other dispositions in menu order.
    """
    call = CallEvidence(session)
    booking = Booking(call)
    found = cases(call, booking)
    chosen = next((disposition for disposition, case in found.items() if case.decides), "")
    case = found.get(chosen, Case())
    return SummaryReady(
        problem=problem_line(call, chosen, _subject(call, chosen)),
        equipment=equipment_line(call),
        agreed=agreed_line(call, booking, chosen),
        follow_up=follow_up_line(call, booking, chosen, case.reason, ruleset),
        disposition=chosen,
        reason=case.reason,
        proofs=case.proofs,
        needed=NEEDED.get(chosen, 0),
        rivals=tuple(
            (disposition, len(found[disposition].proofs), NEEDED[disposition])
            for disposition in DISPOSITIONS
            if disposition != chosen
        ),
        written_by="log",
    )


def _subject(call: CallEvidence, chosen: str) -> list[Found]:
    """The facts in which the customer says what the call is about."""
    if chosen == "existing_job":
        return call.of(*VISITS)
    if chosen == "not_a_lead":
        return [one for one in call.of(*NEEDS, *MISSED) if one.segment.speaker == "customer"]
    if chosen == "spam":
        return call.of("spam_or_solicitor")
    told = [one for one in call.of(*NEEDS, "no_heat_or_cool_vulnerable") if one.segment.speaker == "customer"]
    first = {one.rule_id: one for one in reversed(told)}
    return sorted(told, key=lambda one: one is not first[one.rule_id])  # what is said again comes after what is new
