"""The facts of a call and the names they are stored under.

An event is one fact. A `Draft` is a fact as its writer states it; the log turns it into an `Event` by giving it the
next `seq` of its session, the time of recording and its link in the hash chain. Type names are stable for ever: a
payload that changes gets a new version (`transcripts.upcast`), and no name is used again for something else.

Adding an event type: add its payload struct and its name here, and what it changes in `transcripts.session`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from transcripts.upcast import CURRENT, upcast

Speaker = Literal["csr", "customer"]
Milliseconds = Annotated[int, Meta(ge=0, le=7 * 24 * 3600 * 1000, description="milliseconds on the call clock")]
Identifier = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
Name = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=20_000)]
Span = tuple[Annotated[int, Meta(ge=0)], Annotated[int, Meta(ge=0)]]  # [start, end) in characters of the text
Evidence = Annotated[tuple[Span, ...], Meta(max_length=64)]
Metadata = Annotated[dict[str, str | int | bool | None], Meta(max_length=64)]


class EventError(ValueError):
    """An event that cannot be understood; the message names the field and what is wrong with it."""


class Payload(Struct, frozen=True, forbid_unknown_fields=True):
    """What an event says, beyond who and when. Subclasses are the event types."""


class SessionStarted(Payload, frozen=True):
    """A call began. `ruleset` is the version of the rules of record; `metadata` is what the source knew of the call."""

    agent: Name
    trade: Name = ""
    title: Name = ""
    ruleset: Name = ""
    metadata: Metadata = {}


class SegmentAdded(Payload, frozen=True):
    """One utterance, final and redacted. `at_ms` is when it starts; interims shared its `utterance_id`."""

    utterance_id: Identifier
    speaker: Speaker
    text: Text
    at_ms: Milliseconds


class AlertRaised(Payload, frozen=True):
    """A rule fired. `evidence` are the spans of the utterance's text that made it fire."""

    rule_id: Name
    kind: Name
    severity: Name
    title: Name
    why: Text
    say_instead: Text
    utterance_id: Identifier | None
    evidence: Evidence
    origin: Literal["backend", "desktop"]
    at_ms: Milliseconds
    ruleset: Name = ""


class AlertAcknowledged(Payload, frozen=True):
    """The CSR has seen the alert. `alert_id` is the event id of its `alert.raised`."""

    alert_id: Identifier


class AlertCorrected(Payload, frozen=True):
    """The CSR repaired a claim; `after_ms` is how long that took on the call clock."""

    alert_id: Identifier
    rule_id: Name
    utterance_id: Identifier
    evidence: Evidence
    after_ms: Milliseconds


class QuestionSatisfied(Payload, frozen=True):
    """A required question was asked, in the words at `evidence`."""

    rule_id: Name
    utterance_id: Identifier
    evidence: Evidence
    at_ms: Milliseconds
    ruleset: Name = ""


class SuggestionUsed(Payload, frozen=True):
    """The CSR used an offered line. `suggestion_id` is the event id of the offer (or of the alert that carried it)."""

    suggestion_id: Identifier


class SuggestionDismissed(Payload, frozen=True):
    """The CSR put an offered line away."""

    suggestion_id: Identifier


class SuggestionRated(Payload, frozen=True):
    """The CSR's thumb on an offered line; the latest one counts."""

    suggestion_id: Identifier
    useful: bool


class NoteAdded(Payload, frozen=True):
    """The CSR wrote something down."""

    text: Text
    at_ms: Milliseconds


class SessionEnded(Payload, frozen=True):
    """The call is over."""

    at_ms: Milliseconds
    reason: Literal["hangup", "replay_finished", "abandoned"] = "hangup"


class Proof(Struct, frozen=True, forbid_unknown_fields=True):
    """An event that supports the disposition, and the words in it."""

    label: Name
    event_id: Identifier
    at_ms: Milliseconds
    quote: Text = ""


class SummaryReady(Payload, frozen=True):
    """The call in a few lines. `disposition` is empty when the evidence does not decide; `needed` counts its proofs.

    `rivals` are the other dispositions with the proofs found and needed for each, for the person who corrects it.
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


class DispositionSet(Payload, frozen=True):
    """A person chose the outcome; it outranks the summary's, and both stay in the log."""

    disposition: Name
    reason: Name = ""


PAYLOADS: dict[str, type[Payload]] = {
    "session.started": SessionStarted,
    "segment.added": SegmentAdded,
    "alert.raised": AlertRaised,
    "alert.acknowledged": AlertAcknowledged,
    "alert.corrected": AlertCorrected,
    "question.satisfied": QuestionSatisfied,
    "suggestion.used": SuggestionUsed,
    "suggestion.dismissed": SuggestionDismissed,
    "suggestion.rated": SuggestionRated,
    "note.added": NoteAdded,
    "session.ended": SessionEnded,
    "summary.ready": SummaryReady,
    "disposition.set": DispositionSet,
}
NAMES: dict[type[Payload], str] = {payload: name for name, payload in PAYLOADS.items()}


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
    """An event whose payload has not been read yet, as it comes from a wire or an export."""

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
        payload = decode_payload(self.type, self.version, bytes(self.payload))
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
        EventError: Unknown type, a version from the future, or a field that does not fit; the message names it.
    """
    decoder = _decoders.get(name)
    if decoder is None:
        raise EventError(f"type: {name!r} is not an event type")
    if version != CURRENT.get(name, 1):
        payload = upcast(name, version, payload)
    try:
        decoded: Payload = decoder.decode(payload)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise EventError(f"payload of {name}: {error}") from error
    return decoded


def current_version(name: str) -> int:
    """The version in which payloads of this type are written today."""
    return CURRENT.get(name, 1)
