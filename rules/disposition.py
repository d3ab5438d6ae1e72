"""How a call ended, judged from the facts in its log alone: the outcome, its proofs, and the summary.

An outcome is chosen only on evidence, and each proof cites the event it rests on. Where the evidence does not decide,
the disposition is empty and a person, or a model, chooses; `accept` says what becomes of a model's choice.
"""

from __future__ import annotations

import msgspec

from rules.booking import Booking
from rules.cases import Case
from rules.evidence import CallEvidence
from rules.outcomes import DISPOSITIONS, HINTS, LABELS, NEEDED, REASONS
from rules.particulars import Particulars
from rules.ruleset import Ruleset
from rules.summary import Lines
from rules.verdict import Verdict, judge, proofs_found
from transcripts.events import Proposal, SummaryReady
from transcripts.session import Session

__all__ = ["DISPOSITIONS", "HINTS", "LABELS", "NEEDED", "REASONS", "Case", "Verdict", "accept", "summarise", "weigh"]

UNPROVEN = "Chosen by the model, not proven by the call log"
_BY_MODEL = (20, 60)  # how sure a model's choice is without a proof, and with all but the last, in per cent


def summarise(session: Session, ruleset: Ruleset) -> SummaryReady:
    """Judge a finished call and put it in fields and lines.

    Args:
        session: The call, folded from its log. It is read, not changed.
        ruleset: The rules of record, for what counts on the checklist and the titles of what was not asked.

    Returns:
        The same summary for the same call, whoever computes it. `rivals` are the other dispositions in menu order.
    """
    call = CallEvidence(session)
    booking = Booking(call)
    verdict = judge(call, booking)
    told = Particulars(call, booking, verdict, ruleset)
    lines = Lines(told)
    return SummaryReady(
        problem=lines.problem,
        equipment=lines.equipment,
        agreed=lines.agreed,
        follow_up=lines.follow_up,
        disposition=verdict.disposition,
        reason=verdict.reason,
        proofs=verdict.proven.proofs,
        needed=NEEDED.get(verdict.disposition, 0),
        rivals=_rivals(verdict, verdict.disposition),
        written_by="log",
        call_reason=told.call_reason,
        urgency=told.urgency,
        promised=told.promised,
        fees=told.fees,
        appointment=told.appointment,
        objections=told.objections,
        follow_ups=told.follow_ups,
        next_step=told.next_step,
        checklist_done=told.checklist_done,
        checklist_open=told.checklist_open,
        claims=told.claims,
        lines=lines.three,
        confidence=verdict.confidence,
        review=verdict.review,
    )


def weigh(session: Session) -> Verdict:
    """What speaks for every outcome of a call, and which it comes to. The session is read, not changed."""
    call = CallEvidence(session)
    return judge(call, Booking(call))


def accept(written: SummaryReady, proposed: Proposal, verdict: Verdict) -> SummaryReady:
    """Put a model's choice of outcome into a summary, as far as the evidence lets it stand.

    An outcome that the evidence proves outranks the model's, which is kept in `proposed` and marked for review. Where
    the evidence does not decide, the model's stands, marked as not proven. A model that chooses nothing changes
    nothing.

    Args:
        written: The summary, with the outcome of `verdict`.
        proposed: The model's choice.
        verdict: What the evidence of this call comes to.

    Raises:
        ValueError: There is no such disposition, or it has no such reason.
    """
    if not proposed.disposition and not proposed.reason:
        return written
    if proposed.disposition not in DISPOSITIONS:
        raise ValueError("the model proposed a disposition that there is not")
    if proposed.reason and proposed.reason not in REASONS.get(proposed.disposition, ()):
        raise ValueError(f"the model proposed a reason that `{proposed.disposition}` cannot have")
    if not verdict.disposition:
        return _chosen(written, proposed, verdict)
    if proposed.disposition == verdict.disposition:
        return _agreed(written, proposed, verdict)
    found = proofs_found(len(verdict.cases[proposed.disposition].proofs), proposed.disposition)
    return msgspec.structs.replace(
        written,
        proposed=proposed,
        review=f"Model said {LABELS[proposed.disposition].lower()}; {found}",
        confidence=(verdict.confidence + 50) // 2,
    )


def _chosen(written: SummaryReady, proposed: Proposal, verdict: Verdict) -> SummaryReady:
    case = verdict.cases[proposed.disposition]
    lowest, highest = _BY_MODEL
    needed = max(NEEDED[proposed.disposition], 1)
    return msgspec.structs.replace(
        written,
        disposition=proposed.disposition,
        reason=case.reason or proposed.reason,
        proofs=case.proofs,
        needed=NEEDED[proposed.disposition],
        rivals=_rivals(verdict, proposed.disposition),
        confidence=lowest + (highest - lowest) * min(len(case.proofs), needed) // needed,
        review=UNPROVEN,
    )


def _agreed(written: SummaryReady, proposed: Proposal, verdict: Verdict) -> SummaryReady:
    """Two who judge alike are surer than one. A reason that has a proof outranks another."""
    confidence = verdict.confidence + (100 - verdict.confidence) // 2
    if verdict.reason and proposed.reason not in ("", verdict.reason):
        review = f"Model said {LABELS[proposed.reason].lower()}; {LABELS[verdict.reason].lower()} was heard"
        return msgspec.structs.replace(written, proposed=proposed, review=review)
    return msgspec.structs.replace(
        written, reason=verdict.reason or proposed.reason, confidence=confidence, proposed=None, review=""
    )


def _rivals(verdict: Verdict, chosen: str) -> tuple[tuple[str, int, int], ...]:
    return tuple(
        (disposition, len(verdict.cases[disposition].proofs), NEEDED[disposition])
        for disposition in DISPOSITIONS
        if disposition != chosen
    )
