"""What every payload is made of: the types of its fields, and their bounds."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

NAME_LENGTH = 200  # characters
VALUE_LENGTH = 2_000
TEXT_LENGTH = 20_000

Speaker = Literal["csr", "customer"]
Milliseconds = Annotated[
    int,
    Meta(ge=0, le=7 * 24 * 3600 * 1000, description="Milliseconds on the call clock, which is 0 when the call begins."),
]
Identifier = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
Name = Annotated[str, Meta(max_length=NAME_LENGTH)]
Text = Annotated[str, Meta(max_length=TEXT_LENGTH)]
Position = Annotated[int, Meta(ge=0)]
Span = Annotated[
    tuple[Position, Position],
    Meta(description="From the first character up to, not including, the last; in Unicode code points of the text."),
]
Evidence = Annotated[
    tuple[Span, ...],
    Meta(max_length=64, description="The words that count, as spans of the text of the segment `utterance_id`."),
]
Metadata = Annotated[
    dict[Name, Annotated[str, Meta(max_length=VALUE_LENGTH)] | int | bool | None],
    Meta(max_length=64, description="What the source knows of the call; any keys. Texts in it are redacted."),
]


class Payload(Struct, frozen=True, forbid_unknown_fields=True):
    """What an event says, beyond who and when. Subclasses are the event types."""
