"""A finished call for the company's CRM: as text to paste, and as JSON to import.

The keys of the JSON are the fields of `CallRecord`, in their order. They are there whatever the call held, empty where
it held nothing; keys may be added, none is renamed. Instants within the call are milliseconds of its clock.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct

from rules.outcomes import LABELS

_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})  # categories that break a line, or turn the direction of a text


class Proved(Struct, frozen=True):
    """An event that supports the outcome: what it proves, the words, when, and its id in the call's log."""

    label: str
    quote: str
    at_ms: int
    event_id: str


class Outcome(Struct, frozen=True, kw_only=True):
    """How the call came out, in the log's own names (`lead`, `price`); empty when nobody knows.

    `chosen_by` is who decided: a `person`, or the `evidence` of `proofs`, of which it asks for `needed`. Proofs are
    those of the evidence's outcome, so a person's own choice has none. `review` says why a person should look.
    """

    disposition: str = ""
    reason: str = ""
    chosen_by: Literal["person", "evidence"] = "evidence"
    proofs: tuple[Proved, ...] = ()
    needed: int = 0
    review: str = ""


class Question(Struct, frozen=True):
    """A question of the checklist that counted."""

    rule_id: str
    label: str
    done: bool


class Claim(Struct, frozen=True):
    """A prohibited claim: when it was made, and how long its correction took; null when it was not corrected."""

    title: str
    at_ms: int
    corrected_after_ms: int | None = None


class CallRecord(Struct, frozen=True, kw_only=True):
    """One call. `version` is that of this shape.

    `summary` are three sentences for people in a hurry; `problem`, `equipment`, `agreed` and `follow_up` are a line
    each. `edited` is whether a person rewrote those; else `written_by` tells who did, and `model` which model.
    """

    version: int = 1
    session_id: str
    agent: str = ""
    trade: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome
    summary: tuple[str, ...] = ()
    call_reason: str = ""
    problem: str = ""
    equipment: str = ""
    agreed: str = ""
    follow_up: str = ""
    urgency: str = ""
    appointment: str = ""
    fees: tuple[str, ...] = ()
    promised: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    next_step: str = ""
    checklist: tuple[Question, ...] = ()
    claims: tuple[Claim, ...] = ()
    edited: bool = False
    written_by: Literal["log", "model"] = "log"
    model: str = ""


def crm_json(record: CallRecord) -> str:
    """The record as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode()


def crm_text(record: CallRecord) -> str:
    """The record as lines `Label: text`, those without a text left out. No text breaks a line of its own."""
    rows = [
        ("Outcome", _outcome(record.outcome)),
        ("To review", record.outcome.review),
        ("Summary", " ".join(record.summary)),
        ("Reason for call", record.call_reason),
        ("Problem", record.problem),
        ("Equipment", record.equipment),
        ("Urgency", record.urgency),
        ("Agreed", record.agreed),
        ("Appointment", record.appointment),
        ("Fees told", _list(record.fees)),
        ("Promised", _list(record.promised)),
        ("Objections", _list(record.objections)),
        ("Follow up", record.follow_up),
        ("To do", _list(one for one in record.follow_ups if one != record.follow_up)),
        ("Next step", record.next_step),
        ("Checklist", _checklist(record.checklist)),
        ("Claims", _list(f"{claim.title}, {_repair(claim)}" for claim in record.claims)),
    ]
    return "\n".join(f"{label}: {line}" for label, text in rows if (line := _one_line(text)))


def _outcome(outcome: Outcome) -> str:
    if not outcome.disposition:
        return "not chosen"
    label = LABELS.get(outcome.disposition, outcome.disposition)
    return f"{label} ({LABELS.get(outcome.reason, outcome.reason)})" if outcome.reason else label


def _checklist(questions: tuple[Question, ...]) -> str:
    left_open = [question.label for question in questions if not question.done]
    count = f"{len(questions) - len(left_open)} of {len(questions)}"
    return f"{count}, open: {_list(left_open)}" if left_open else count


def _repair(claim: Claim) -> str:
    if claim.corrected_after_ms is None:
        return "not corrected"
    return f"corrected in {round(claim.corrected_after_ms / 1000)} s"


def _list(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def _one_line(text: str) -> str:
    seen = "".join(" " if unicodedata.category(char) in _UNSEEN else char for char in text)
    return " ".join(seen.split())
