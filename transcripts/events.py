"""The facts of a call: an event is one fact, and what it says is its payload (`transcripts.payloads`).

A `Draft` is a fact as its writer states it; the log turns it into an `Event` by giving it the next `seq` of its
session, the time of recording and its link in the hash chain. Type names are stable for ever: a payload that changes
gets a new version (`transcripts.upcast`), and no name is used again for something else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from transcripts.payloads import (
    NAME_LENGTH,
    NAMES,
    PAYLOADS,
    TEXT_LENGTH,
    VALUE_LENGTH,
    AdviceGiven,
    AlertAcknowledged,
    AlertCorrected,
    AlertOverridden,
    AlertRaised,
    Author,
    CardSuppressed,
    ClaimMade,
    DispositionSet,
    Evidence,
    Identifier,
    Metadata,
    Milliseconds,
    Name,
    NoteAdded,
    Passage,
    Payload,
    Position,
    Proof,
    Proposal,
    QuestionMissed,
    QuestionSatisfied,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    Span,
    Speaker,
    SuggestionDismissed,
    SuggestionOffered,
    SuggestionRated,
    SuggestionUsed,
    SuggestionWithheld,
    SummaryEdited,
    SummaryReady,
    Text,
    Unread,
)
from transcripts.upcast import CURRENT, OldPayloadError, UnknownVersionError, upcast

__all__ = [
    "NAMES",
    "NAME_LENGTH",
    "PAYLOADS",
    "TEXT_LENGTH",
    "VALUE_LENGTH",
    "AdviceGiven",
    "AlertAcknowledged",
    "AlertCorrected",
    "AlertOverridden",
    "AlertRaised",
    "Author",
    "CardSuppressed",
    "ClaimMade",
    "DispositionSet",
    "Draft",
    "Event",
    "EventError",
    "Evidence",
    "Identifier",
    "Metadata",
    "Milliseconds",
    "Name",
    "NoteAdded",
    "Passage",
    "Payload",
    "Position",
    "Proof",
    "Proposal",
    "QuestionMissed",
    "QuestionSatisfied",
    "RawEvent",
    "SegmentAdded",
    "SessionEnded",
    "SessionStarted",
    "Span",
    "Speaker",
    "SuggestionDismissed",
    "SuggestionOffered",
    "SuggestionRated",
    "SuggestionUsed",
    "SuggestionWithheld",
    "SummaryEdited",
    "SummaryReady",
    "Text",
    "Unread",
    "current_version",
    "decode_payload",
]


class EventError(ValueError):
    """An event that cannot be understood; the message names the field and what is wrong with it."""


class Draft(Struct, frozen=True, kw_only=True):
    """A fact as its writer states it. `event_id` is the writer's choice: the same id again is the same fact."""

    event_id: Identifier
    occurred_at: datetime
    actor: Name
    payload: Payload
    trace_id: str = ""

    @property
    def type(self) -> str:
        """The stable name of the fact."""
        return NAMES[type(self.payload)]


class Event(Struct, frozen=True, kw_only=True):
    """One fact in the log. Field order is the order in which exports show them. Times are UTC."""

    session_id: str
    seq: int
    event_id: str
    type: str
    occurred_at: datetime
    actor: str
    payload: Payload
    version: int
    recorded_at: datetime
    trace_id: str
    hash: str  # SHA-256, hex; see transcripts.chain


class RawEvent(Struct, frozen=True, kw_only=True):
    """One fact in the log, as it comes over a wire or from an export. All times are UTC.

    `seq` counts the events of the session `session_id`: 1, 2, 3 … with no gap. `event_id` was chosen by the writer and
    is unique in the session. `type` and `version` tell the shape of `payload`. `occurred_at` is when it happened in the
    world, `recorded_at` when the log took it in. `actor` is whose doing it is: `csr:<name>`, `supervisor:<name>`,
    `admin:<name>` or `system:<part>`. `trace_id` is the W3C trace id it came with, or empty. `hash` links it to the
    event before it: 64 hexadecimal digits.
    """

    session_id: str
    seq: int
    event_id: str
    type: str
    occurred_at: datetime
    actor: str
    payload: msgspec.Raw
    version: int
    recorded_at: datetime
    trace_id: str
    hash: str

    def read(self) -> Event:
        """Decode the payload, upcasting old versions.

        Raises:
            EventError: The type is unknown or the payload does not fit it.
        """
        return self._with(decode_payload(self.type, self.version, bytes(self.payload)))

    def pass_over(self) -> Event:
        """The event with a payload that says nothing, for who cannot read it and still has to count it."""
        return self._with(Unread())

    def _with(self, payload: Payload) -> Event:
        return Event(
            session_id=self.session_id,
            seq=self.seq,
            event_id=self.event_id,
            type=self.type,
            occurred_at=self.occurred_at,
            actor=self.actor,
            payload=payload,
            version=self.version,
            recorded_at=self.recorded_at,
            trace_id=self.trace_id,
            hash=self.hash,
        )


_decoders: dict[str, msgspec.json.Decoder[Any]] = {name: msgspec.json.Decoder(kind) for name, kind in PAYLOADS.items()}


def decode_payload(name: str, version: int, payload: bytes) -> Payload:
    """Read a payload of the named type, as stored in any version.

    Raises:
        EventError: Unknown type, a version from the future, or a field that does not fit. The message begins with the
            part of the event that it is about: `type:`, `version:` or `payload of …:`, the latter naming the field.
    """
    decoder = _decoders.get(name)
    if decoder is None:
        raise EventError(f"type: {name!r} is not an event type")
    try:
        if version != CURRENT.get(name, 1):
            payload = upcast(name, version, payload)
        decoded: Payload = decoder.decode(payload)
    except UnknownVersionError as error:
        raise EventError(f"version: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, OldPayloadError) as error:
        raise EventError(f"payload of {name}: {error}") from error
    return decoded


def current_version(name: str) -> int:
    """The version in which payloads of this type are written today."""
    return CURRENT.get(name, 1)
