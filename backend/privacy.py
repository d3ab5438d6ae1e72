"""Redaction of what is not an utterance: notes, titles, metadata, what a desktop says of an alert.

The segments of a call are one text, redacted by a fold; each of these stands for itself. A placeholder may be longer
than what it hides, so the result is cut to what the field may hold.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from transcripts.events import NAME_LENGTH, TEXT_LENGTH, VALUE_LENGTH, Metadata, Payload
from transcripts.redaction import EMPTY, redact

P = TypeVar("P", bound=Payload)
WORDS = dict.fromkeys(("text", "why", "say_instead"), TEXT_LENGTH) | dict.fromkeys(
    ("title", "agent", "trade", "disposition", "reason", "kind", "severity"), NAME_LENGTH
)  # the fields of an event that hold words, and their longest


def _hidden(text: str) -> str:
    """Text that stands for itself, redacted."""
    return redact(EMPTY, "csr", text)[1]


def hidden_metadata(metadata: Metadata) -> Metadata:
    """The metadata of a session, its keys and values redacted; a number that is somebody's becomes its placeholder."""
    return {_hidden(key)[:NAME_LENGTH]: _hidden_value(value) for key, value in metadata.items()}


def _hidden_value(value: str | int | bool | None) -> str | int | bool | None:
    hidden = _hidden(str(value))
    return value if hidden == str(value) else hidden[:VALUE_LENGTH]


def without_pii(payload: P) -> P:
    """Redact whatever words an event other than a segment holds: a note, a title, what a desktop says of an alert."""
    words = {name: _hidden(text)[:most] for name, most in WORDS.items() if (text := getattr(payload, name, ""))}
    return msgspec.structs.replace(payload, **words)
