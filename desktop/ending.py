"""What the overlay shows of a call that is over, as plain values. See `desktop.view` for what holds of them."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.crm import CallRecord

LABELS = ("Problem", "Equipment", "Agreed", "Follow up")
"""What the four lines of a summary are called, in their order."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One row of evidence under the outcome: what is proven, the words, and when they were said."""

    label: str
    quote: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class OutcomeChoice:
    """One row of the outcome menu. `proofs_needed` of 0 means that no proof is asked for."""

    disposition: str
    label: str
    hint: str = ""
    proofs_found: int = 0
    proofs_needed: int = 0
    current: bool = False
    reasons: tuple[tuple[str, str], ...] = ()  # (value, label): "price" -> "Price"


@dataclass(frozen=True, slots=True)
class Review:
    """Why a person should look at the outcome, and the one that a model proposed; `label` is empty where it did not."""

    why: str
    disposition: str = ""
    reason: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class EndPanel:
    """The end of the call: outcome, proofs, summary. `ready` is false while it is being made (values show "…").

    `outcome` is the label on the chip ("Booked"), empty when the evidence does not decide. `review` asks for a
    person's look at it. `summary` are the texts of `LABELS`, empty where the call holds nothing of it; `written_by` is
    the sentence under them. `claims` is the claims row in words, empty when there were none. `record` is what is
    copied for the CRM.
    """

    ready: bool
    outcome: str = ""
    outcome_reason: str = ""
    proofs: tuple[Proof, ...] = ()
    choices: tuple[OutcomeChoice, ...] = ()
    review: Review | None = None
    summary: tuple[str, str, str, str] = ("", "", "", "")
    written_by: str = ""
    checklist_done: int = 0
    checklist_counted: int = 0
    claims: str = ""
    claim_rows: tuple[tuple[str, str], ...] = ()  # (title, "corrected in 6 s" / "not corrected")
    record: CallRecord | None = None
