"""Which outcome the evidence of a call speaks for, how surely, and what a person should look at."""

from __future__ import annotations

from typing import NamedTuple

from rules.booking import Booking
from rules.cases import NEEDS, Case, cases
from rules.evidence import CallEvidence
from rules.outcomes import LABELS, NEEDED

# How often an outcome is right that nothing speaks against, in per cent: what was counted over calls that neither the
# rules nor this module had met, evened out for how few they were. `tests/rules/test_confidence.py` counts again.
SURE = {
    "safety_referred": 95,
    "spam": 92,
    "booked": 88,
    "abandoned": 85,
    "not_a_lead": 85,
    "existing_job": 80,
    "lead": 80,
}
UNEXPLAINED = 55  # a lead for which no reason was heard
CONTESTED = 55  # an outcome that something speaks against
_NEARLY_BOOKED = 3  # proofs of a booking that speak against another outcome


class Verdict(NamedTuple):
    """What the evidence of a call comes to.

    Attributes:
        disposition: The outcome that it proves; "" where it does not decide.
        reason: Its reason, if it has one.
        confidence: How often such a verdict is right, in per cent; 0 where there is none.
        review: Why a person should look, in a few words, or "".
        cases: What speaks for every disposition, in order of precedence.
    """

    disposition: str
    reason: str
    confidence: int
    review: str
    cases: dict[str, Case]

    @property
    def proven(self) -> Case:
        """The case for the outcome; an empty one where there is none."""
        return self.cases.get(self.disposition, Case())


def judge(call: CallEvidence, booking: Booking) -> Verdict:
    """Weigh the evidence of a call."""
    found = cases(call, booking)
    chosen = next((disposition for disposition, case in found.items() if case.decides), "")
    if not chosen:
        return Verdict("", "", 0, f"Outcome not clear: {_missing(call, booking)}", found)
    against = _against(chosen, call, booking, found)
    review = ""
    if against:
        review = f"Also looks like {LABELS[against].lower()}: {proofs_found(len(found[against].proofs), against)}"
    sure = UNEXPLAINED if chosen == "lead" and not found[chosen].reason else SURE[chosen]
    return Verdict(chosen, found[chosen].reason, CONTESTED if against else sure, review, found)


def proofs_found(found: int, disposition: str) -> str:
    """How many of the proofs that an outcome asks for were found, in words."""
    needed = NEEDED[disposition]
    if needed:
        return f"{found} of {needed} proofs"
    return f"{found} proof{'' if found == 1 else 's'}" if found else "no proof"


def _missing(call: CallEvidence, booking: Booking) -> str:
    """What an undecided call lacks."""
    if booking.accepted:
        lacking = [name for name, there in (("address", booking.address), ("recap", booking.recap)) if there is None]
        return f"slot accepted, no {' and no '.join(lacking)} heard" if lacking else "slot accepted, then not"
    if booking.offers:
        return "slot offered, no yes heard"
    return "no need heard" if call.segments else "nothing was said"


def _against(chosen: str, call: CallEvidence, booking: Booking, found: dict[str, Case]) -> str:
    """The other outcome that the evidence speaks for so much that it may be the right one; "" if there is none."""
    booked = len(found["booked"].proofs)
    if chosen == "safety_referred" and booking.recap is not None:
        return "booked"
    if chosen == "booked" and len(found["safety_referred"].proofs) == NEEDED["safety_referred"]:
        return "safety_referred"
    if chosen == "booked" and found["existing_job"].proofs:
        return "existing_job"
    if chosen == "existing_job" and found["existing_job"].reason != "reschedule" and booked == NEEDED["booked"]:
        return "booked"
    if chosen in ("lead", "not_a_lead") and booking.accepted is not None and booked >= _NEARLY_BOOKED:
        return "booked"
    if chosen in ("spam", "not_a_lead") and call.of(*NEEDS) and found["lead"].proofs and booking.offers:
        return "lead"
    return ""
