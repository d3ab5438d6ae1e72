"""How the call came out: the summary, the outcome, and what people corrected."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from transcripts.payloads.base import Identifier, Milliseconds, Name, Payload, Text

Texts = Annotated[tuple[Text, ...], Meta(max_length=64)]
Names = Annotated[tuple[Name, ...], Meta(max_length=256)]


class Proof(Struct, frozen=True, forbid_unknown_fields=True):
    """An event that supports the disposition, and the words in it.

    `label` says what it proves, `event_id` and `at_ms` which event does; `quote` are its words, or empty.
    """

    label: Name
    event_id: Identifier
    at_ms: Milliseconds
    quote: Text = ""


class ClaimMade(Struct, frozen=True, forbid_unknown_fields=True):
    """A prohibited claim of the call: its `title`, and `at_ms`, when it was made.

    `corrected_after_ms` is how long its repair took on the call clock; null when it stands.
    """

    title: Name
    at_ms: Milliseconds
    corrected_after_ms: Milliseconds | None = None


class Proposal(Struct, frozen=True, forbid_unknown_fields=True):
    """An outcome that a model proposed: `disposition` and `reason`, named as in `disposition.set`."""

    disposition: Name
    reason: Name = ""


class SummaryReady(Payload, frozen=True):
    """The call in fields and in lines. A later one takes the place of an earlier one.

    `problem`, `equipment`, `agreed` and `follow_up` are a line each, empty where the call holds nothing of it. The
    fields behind them: `call_reason` is why they called, `urgency` how pressing it is, `promised` what the CSR
    promised, `fees` the prices told, `appointment` the slot that was accepted, `objections` what spoke against it,
    `follow_ups` what is left to do, `next_step` what comes next. `checklist_done` and `checklist_open` are the rule ids
    of the questions that counted, `claims` the prohibited claims. `lines` are three sentences for people in a hurry.

    `disposition` and `reason` are named as in `disposition.set`; empty when the evidence does not decide. `proofs` are
    the events that support it, `needed` is how many it asks for, `confidence` how sure it is, in per cent. `rivals` are
    the other dispositions, each as [name, proofs found, proofs needed], for the person who corrects it. `proposed` is
    the model's choice where it is not the one that stands; `review` says why a person should look, or is empty.
    `written_by` tells whether a model (named in `model`) wrote it or it was drawn from the log alone.
    """

    problem: Text
    equipment: Text
    agreed: Text
    follow_up: Text
    disposition: Name
    reason: Name
    proofs: tuple[Proof, ...]
    needed: Annotated[int, Meta(ge=0)]
    rivals: tuple[tuple[str, int, int], ...]  # (disposition, proofs found, proofs needed)
    written_by: Literal["log", "model"]
    call_reason: Text = ""
    urgency: Text = ""
    promised: Texts = ()
    fees: Texts = ()
    appointment: Text = ""
    objections: Texts = ()
    follow_ups: Texts = ()
    next_step: Text = ""
    checklist_done: Names = ()
    checklist_open: Names = ()
    claims: Annotated[tuple[ClaimMade, ...], Meta(max_length=64)] = ()
    lines: Annotated[tuple[Text, ...], Meta(max_length=3)] = ()
    confidence: Annotated[int, Meta(ge=0, le=100)] = 0
    proposed: Proposal | None = None
    review: Text = ""
    model: Name = ""


class SummaryEdited(Payload, frozen=True):
    """A person rewrote the lines of the summary; theirs outrank the summary's, and both stay in the log.

    `problem`, `equipment`, `agreed` and `follow_up` are as in `summary.ready`.
    """

    problem: Text
    equipment: Text
    agreed: Text
    follow_up: Text


class DispositionSet(Payload, frozen=True):
    """A person chose the outcome; it outranks the summary's, and both stay in the log.

    `disposition` is `booked`, `lead`, `existing_job`, `not_a_lead`, `safety_referred`, `spam` or `abandoned`. `reason`
    says more of it or is empty: of a lead `price`, `timing`, `shopping`, `decision_maker` or `callback`, of an existing
    job `reschedule`, `cancel` or `status`, of not a lead `wrong_number`, `out_of_area`, `service_not_offered` or
    `vendor`.
    """

    disposition: Name
    reason: Name = ""
