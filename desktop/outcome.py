"""The end of a call: the outcome with its proofs, the summary, and the record for the CRM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop import crm
from desktop.alerts import ShownAlert
from desktop.crm import CallRecord
from desktop.ending import EndPanel, OutcomeChoice, Proof, Review
from desktop.view import Checklist
from rules.outcomes import DISPOSITIONS, HINTS, LABELS, REASONS
from transcripts import events
from transcripts.events import DispositionSet, SummaryEdited, SummaryReady
from transcripts.session import Session

WRITTEN_BY = {
    "log": "Written from the call log, no model",
    "model": "Written by the model, checked against the call log",
}
EDITED = "Edited by you"


@dataclass(slots=True)
class Corrections:
    """What a person put right after the call; it may not have reached the log yet."""

    outcome: DispositionSet | None = None
    summary: SummaryEdited | None = None


def end_panel(
    session: Session, corrections: Corrections, checklist: Checklist, alerts: Sequence[ShownAlert]
) -> EndPanel:
    """What the window shows after the call."""
    summary = session.summary
    claims = [alert for alert in alerts if alert.is_claim]
    shown = {
        "checklist_done": checklist.done,
        "checklist_counted": len(checklist.counted),
        "claims": _claims_in_words(claims),
        "claim_rows": tuple((alert.raised.title, _repair(alert)) for alert in claims),
    }
    if summary is None:
        return EndPanel(ready=False, **shown)  # type: ignore[arg-type]  # the mapping's values fit their fields
    record = _record(session, summary, corrections, checklist)
    disposition, reason = record.outcome.disposition, record.outcome.reason
    return EndPanel(
        ready=True,
        outcome=LABELS.get(disposition, disposition),
        outcome_reason=LABELS.get(reason, reason),
        proofs=tuple(_row(proof) for proof in record.outcome.proofs),
        choices=_choices(summary, disposition),
        review=_review(summary) if record.outcome.review else None,
        summary=(record.problem, record.equipment, record.agreed, record.follow_up),
        written_by=EDITED if record.edited else WRITTEN_BY[summary.written_by],
        record=record,
        **shown,  # type: ignore[arg-type]  # as above
    )


def _record(session: Session, summary: SummaryReady, corrections: Corrections, checklist: Checklist) -> CallRecord:
    chosen, lines = corrections.outcome, corrections.summary or summary
    disposition = chosen.disposition if chosen else summary.disposition
    return CallRecord(
        session_id=session.session_id,
        agent=session.started.agent if session.started else "",
        trade=session.started.trade if session.started else "",
        started_at=session.started_at,
        ended_at=session.ended_at,
        outcome=crm.Outcome(
            disposition=disposition,
            reason=chosen.reason if chosen else summary.reason,
            chosen_by="person" if chosen else "evidence",
            proofs=tuple(_proved(proof) for proof in summary.proofs) if disposition == summary.disposition else (),
            needed=summary.needed if disposition == summary.disposition else 0,
            review="" if chosen else summary.review,
        ),
        summary=summary.lines,
        call_reason=summary.call_reason,
        problem=lines.problem,
        equipment=lines.equipment,
        agreed=lines.agreed,
        follow_up=lines.follow_up,
        urgency=summary.urgency,
        appointment=summary.appointment,
        fees=summary.fees,
        promised=summary.promised,
        objections=summary.objections,
        follow_ups=summary.follow_ups,
        next_step=summary.next_step,
        checklist=tuple(crm.Question(item.rule_id, item.label, item.state == "done") for item in checklist.counted),
        claims=tuple(
            crm.Claim(alert.raised.title, alert.raised.at_ms, alert.corrected.after_ms if alert.corrected else None)
            for alert in session.alerts.values()
            if alert.raised.kind == "prohibited_claim"
        ),
        edited=corrections.summary is not None,
        written_by=summary.written_by,
        model=summary.model,
    )


def _review(summary: SummaryReady) -> Review:
    proposed = summary.proposed
    if proposed is None or proposed.disposition not in DISPOSITIONS:
        return Review(summary.review)
    return Review(summary.review, proposed.disposition, proposed.reason, LABELS[proposed.disposition])


def _proved(proof: events.Proof) -> crm.Proved:
    return crm.Proved(proof.label, proof.quote, proof.at_ms, proof.event_id)


def _row(proof: crm.Proved) -> Proof:
    return Proof(proof.label, f"“{proof.quote}”" if proof.quote else "", proof.at_ms)


def _choices(summary: SummaryReady, current: str) -> tuple[OutcomeChoice, ...]:
    counts = {name: (found, needed) for name, found, needed in summary.rivals}
    if summary.disposition:
        counts[summary.disposition] = (len(summary.proofs), summary.needed)
    return tuple(
        OutcomeChoice(
            disposition=name,
            label=LABELS[name],
            hint=HINTS.get(name, ""),
            proofs_found=counts.get(name, (0, 0))[0],
            proofs_needed=counts.get(name, (0, 0))[1],
            current=name == current,
            reasons=tuple((reason, LABELS[reason]) for reason in REASONS.get(name, ())),
        )
        for name in DISPOSITIONS
    )


def _claims_in_words(claims: Sequence[ShownAlert]) -> str:
    if not claims:
        return ""
    count = "1 claim" if len(claims) == 1 else f"{len(claims)} claims"
    corrected = [alert for alert in claims if alert.corrected_at is not None]
    if len(claims) == 1:
        return f"{count}, {_repair(claims[0])}"
    return f"{count}, {len(corrected)} corrected"


def _repair(alert: ShownAlert) -> str:
    return f"corrected in {alert.corrected_after_s} s" if alert.corrected_at is not None else "not corrected"
