"""The record of a call as a model writes it: its shape, and what has to hold of it before anybody relies on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta, Struct

from rules.figures import Figures
from rules.outcomes import DISPOSITIONS, REASONS
from transcripts.events import SummaryReady
from transcripts.redaction import EMPTY, redact

Line = Annotated[str, Meta(max_length=400)]
Lines = Annotated[list[Line], Meta(max_length=12)]
Urgency = Literal["emergency", "today", "soon", "whenever", ""]

_FENCE = re.compile(r"^\s*```(?:json)?\s*|\s*```\s*$")


class RecordError(Exception):
    """A record that cannot be taken. `reason` is a word for the metrics; it holds nothing of the call."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class CallRecord(Struct, frozen=True):
    """What the model is asked for; `prompts/summary.md` says what each field is."""

    call_reason: Line
    problem: Line
    equipment: Line
    urgency: Urgency
    promised: Lines
    fees: Lines
    appointment: Line
    agreed: Line
    objections: Lines
    follow_ups: Lines
    next_step: Line
    lines: Annotated[list[Line], Meta(min_length=3, max_length=3)]
    disposition: str
    reason: str

    def over(self, base: SummaryReady, model: str) -> SummaryReady:
        """The summary from the log with the model's words in place of its own; what the log proves is kept."""
        to_do = [text.rstrip(".") + "." for text in self.follow_ups[:2]]
        return msgspec.structs.replace(
            base,
            problem=self.problem,
            equipment=self.equipment,
            agreed=self.agreed,
            follow_up=" ".join([*to_do, base.follow_up]).strip(),
            call_reason=self.call_reason,
            urgency=self.urgency,
            promised=tuple(self.promised),
            fees=tuple(self.fees),
            appointment=self.appointment,
            objections=tuple(self.objections),
            follow_ups=(*self.follow_ups, *base.follow_ups),
            next_step=self.next_step,
            lines=tuple(self.lines),
            written_by="model",
            model=model,
        )


def read(answer: str) -> CallRecord | None:
    """The record in a model's answer, a fence of Markdown around it or not; None where there is none that fits."""
    try:
        return msgspec.json.decode(_FENCE.sub("", answer), type=CallRecord)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def problems(record: CallRecord, said: Sequence[str]) -> list[str]:
    """What does not hold of the record, in words for the model; empty when all of it does.

    A figure (money, a time, a day, any number) has to be in the transcript, and nothing may look like somebody's
    number or address.
    """
    known = Figures(said)
    found: list[str] = []
    for name, text in _texts(record):
        figures = [text[slice(*span)] for span in known.unsupported(text)]
        found += [f"{name}: {figure!r} is not in the transcript" for figure in figures]
        if not figures and redact(EMPTY, "csr", text)[1] != text:
            found.append(f"{name} holds personal data")
    if record.disposition not in DISPOSITIONS:
        found.append(f"disposition has to be one of {', '.join(DISPOSITIONS)}")
    elif record.reason and record.reason not in REASONS.get(record.disposition, ()):
        allowed = ", ".join(REASONS.get(record.disposition, ())) or "empty"
        found.append(f"the reason of {record.disposition} has to be {allowed}")
    return found


def _texts(record: CallRecord) -> Iterator[tuple[str, str]]:
    for name in record.__struct_fields__:
        value = getattr(record, name)
        yield from ((name, text) for text in ([value] if isinstance(value, str) else value) if text)


def _schema() -> dict[str, Any]:
    """The JSON Schema that endpoints with strict schemas take: every field required, nothing beside them."""
    text: dict[str, Any] = {"type": "string"}
    properties = {
        name: text if isinstance(kind, type) and kind is str else {"type": "array", "items": text}
        for name, kind in ((field, _plain(field)) for field in CallRecord.__struct_fields__)
    }
    properties["urgency"] = {"type": "string", "enum": list(get_args(Urgency))}
    properties["disposition"] = {"type": "string", "enum": list(DISPOSITIONS)}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _plain(field: str) -> type:
    return list if field in ("promised", "fees", "objections", "follow_ups", "lines") else str


RESPONSE_FORMAT: dict[str, Any] = {
    "type": "json_schema",
    "json_schema": {"name": "call_record", "strict": True, "schema": _schema()},
}
"""What the endpoint is asked to keep to; some do not, so `read` and `problems` check it all again."""
