"""The end of a call: the outcome with its proofs, the summary, and the text for the CRM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.alerts import ShownAlert
from desktop.view import Checklist, EndPanel, OutcomeChoice, Proof
from rules.outcomes import DISPOSITIONS, HINTS, LABELS, REASONS
from transcripts import events
from transcripts.events import DispositionSet
from transcripts.session import Session

WRITTEN_BY = {
    "log": "Written from the call log, no model",
    "model": "Written by the model, checked against the call log",
}


def end_panel(
    session: Session, chosen: DispositionSet | None, checklist: Checklist, alerts: Sequence[ShownAlert]
) -> EndPanel:
    """What the window shows after the call; `chosen` is a correction that may not have reached the log yet."""
    summary = session.summary
    claims = [alert for alert in alerts if alert.is_claim]
    counted = len(checklist.counted)
    shown = {
        "checklist_done": checklist.done,
        "checklist_counted": counted,
        "claims": _claims_in_words(claims),
        "claim_rows": tuple((alert.raised.title, _repair(alert)) for alert in claims),
    }
    if summary is None:
        return EndPanel(ready=False, **shown)  # type: ignore[arg-type]  # the mapping's values fit their fields
    chosen = chosen or session.corrected_outcome
    disposition = chosen.disposition if chosen else summary.disposition
    reason = chosen.reason if chosen else summary.reason
    own = disposition == summary.disposition
    rows = tuple(
        (label, text)
        for label, text in (
            ("Problem", summary.problem),
            ("Equipment", summary.equipment),
            ("Agreed", summary.agreed),
            ("Follow up", summary.follow_up),
        )
        if text
    )
    panel = EndPanel(
        ready=True,
        outcome=LABELS.get(disposition, disposition),
        outcome_reason=LABELS.get(reason, reason),
        proofs=tuple(_row(proof) for proof in summary.proofs) if own else (),
        choices=_choices(session, disposition),
        summary=rows,
        written_by=WRITTEN_BY[summary.written_by],
        **shown,  # type: ignore[arg-type]  # as above
    )
    lines = [
        f"Outcome: {panel.outcome or 'not chosen'}" + (f" ({panel.outcome_reason})" if panel.outcome_reason else "")
    ]
    lines += [f"{label}: {text}" for label, text in rows]
    lines.append(f"Checklist: {panel.checklist_done} of {counted}")
    if panel.claims:
        lines.append(f"Claims: {panel.claims}")
    return replace(panel, crm_text="\n".join(lines))


def _row(proof: events.Proof) -> Proof:
    return Proof(proof.label, f"“{proof.quote}”" if proof.quote else "", proof.at_ms)


def _choices(session: Session, current: str) -> tuple[OutcomeChoice, ...]:
    summary = session.summary
    counts = {name: (found, needed) for name, found, needed in summary.rivals} if summary else {}
    if summary and summary.disposition:
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
