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

from transcripts.upcast import CURRENT, OldPayloadError, UnknownVersionError, upcast

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


class EventError(ValueError):
    """An event that cannot be understood; the message names the field and what is wrong with it."""


class Payload(Struct, frozen=True, forbid_unknown_fields=True):
    """What an event says, beyond who and when. Subclasses are the event types."""


class SessionStarted(Payload, frozen=True):
    """A call began.

    `agent` is the CSR's name, `trade` the line of business (as `hvac`), `title` a line for lists; the latter two may
    be empty. `ruleset` is the version of the rules of record.
    """

    agent: Name
    trade: Name = ""
    title: Name = ""
    ruleset: Name = ""
    metadata: Metadata = {}


class SegmentAdded(Payload, frozen=True):
    """One utterance, final and redacted. `at_ms` is when it starts; interims shared its `utterance_id`.

    `speaker` is who said it. `text` is what was said; in the log, personal data in it has given way to placeholders
    such as `[PHONE]`.
    """

    utterance_id: Identifier
    speaker: Speaker
    text: Text
    at_ms: Milliseconds


class AlertRaised(Payload, frozen=True):
    """A rule fired. `evidence` are the spans of the utterance's text that made it fire.

    `rule_id` and `ruleset` (its version) name the rule; `kind` is the rule's kind (as `prohibited_claim`), `severity`
    how grave it is (`critical`, `warning`, `info`). `title`, `why` and `say_instead` are the card's words.
    `utterance_id` is the segment that made it fire, null where none did; `at_ms` is when. `origin` is the side that
    noticed first.
    """

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
    """The CSR repaired a claim; `after_ms` is how long that took on the call clock.

    `alert_id` is the event id of the `alert.raised` that is repaired, `rule_id` its rule. The repair is the segment
    `utterance_id`, in the words at `evidence`.
    """

    alert_id: Identifier
    rule_id: Name
    utterance_id: Identifier
    evidence: Evidence
    after_ms: Milliseconds


class AlertOverridden(Payload, frozen=True):
    """A person put an emergency away, for the `reason` they gave. `alert_id` is the event id of its `alert.raised`."""

    alert_id: Identifier
    reason: Text


class AdviceGiven(Payload, frozen=True):
    """The CSR said a line of an emergency's advice, in the words at `evidence` of the segment `utterance_id`.

    `alert_id` is the event id of the emergency's `alert.raised`, `rule_id` its rule, `line` which of the rule's lines
    of advice it was, counted from 0. `at_ms` is when it was said.
    """

    alert_id: Identifier
    rule_id: Name
    line: Position
    utterance_id: Identifier
    evidence: Evidence
    at_ms: Milliseconds


class CardSuppressed(Payload, frozen=True):
    """A card was not shown, so that the CSR is not told too much at once.

    `reason` says why: `cooldown` (its rule rests), `duplicate` (it stands already), `claim` (a claim was on the
    screen), `life_safety` (an emergency was), `busy` (another card had just come) or `budget` (there were enough).
    `alert_id` is the event id of the `alert.raised` that it belongs to, null where none was raised. `rule_id`, `kind`,
    `ruleset`, `utterance_id`, `evidence` and `at_ms` are those of the alert.
    """

    rule_id: Name
    kind: Name
    reason: Literal["cooldown", "duplicate", "claim", "life_safety", "busy", "budget"]
    alert_id: Identifier | None
    utterance_id: Identifier | None
    evidence: Evidence
    at_ms: Milliseconds
    ruleset: Name = ""


class QuestionMissed(Payload, frozen=True):
    """A required question was not asked by its deadline, which was at `at_ms`; it may be asked later.

    `rule_id` and `ruleset` (its version) name the rule that asks for it; `due` is the deadline as the rule has it.
    """

    rule_id: Name
    due: Name
    at_ms: Milliseconds
    ruleset: Name = ""


class QuestionSatisfied(Payload, frozen=True):
    """A required question was asked, in the words at `evidence` of the segment `utterance_id`.

    `rule_id` and `ruleset` (its version) name the rule that asks for it; `at_ms` is when it was asked.
    """

    rule_id: Name
    utterance_id: Identifier
    evidence: Evidence
    at_ms: Milliseconds
    ruleset: Name = ""


class SuggestionUsed(Payload, frozen=True):
    """The CSR used an offered line. `suggestion_id` is the event id of the offer (or of the alert that carried it)."""

    suggestion_id: Identifier


class SuggestionDismissed(Payload, frozen=True):
    """The CSR put an offered line away. `suggestion_id` is the event id of the offer (or of the alert)."""

    suggestion_id: Identifier


class SuggestionRated(Payload, frozen=True):
    """The CSR's thumb on an offered line, up when `useful`; the latest one counts.

    `suggestion_id` is the event id of the offer (or of the alert).
    """

    suggestion_id: Identifier
    useful: bool


class NoteAdded(Payload, frozen=True):
    """The CSR wrote `text` down at `at_ms`. It is redacted like what is said."""

    text: Text
    at_ms: Milliseconds


class SessionEnded(Payload, frozen=True):
    """The call is over since `at_ms`; `reason` tells how it ended. Only the backend writes it, for `session.end`."""

    at_ms: Milliseconds
    reason: Literal["hangup", "replay_finished", "abandoned"] = "hangup"


class Proof(Struct, frozen=True, forbid_unknown_fields=True):
    """An event that supports the disposition, and the words in it.

    `label` says what it proves, `event_id` and `at_ms` which event does; `quote` are its words, or empty.
    """

    label: Name
    event_id: Identifier
    at_ms: Milliseconds
    quote: Text = ""


class SummaryReady(Payload, frozen=True):
    """The call in a few lines. `disposition` is empty when the evidence does not decide; `needed` counts its proofs.

    `problem`, `equipment`, `agreed` and `follow_up` are a line each, empty where the call holds nothing of it.
    `disposition` and `reason` are named as in `disposition.set`. `proofs` are the events that support it. `rivals` are
    the other dispositions, each as [name, proofs found, proofs needed], for the person who corrects it. `written_by`
    tells whether a model wrote it or it was drawn from the log alone.
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
    """A person chose the outcome; it outranks the summary's, and both stay in the log.

    `disposition` is `booked`, `lead`, `existing_job`, `not_a_lead`, `safety_referred`, `spam` or `abandoned`. `reason`
    says more of it or is empty: of a lead `price`, `timing`, `shopping`, `decision_maker` or `callback`, of an existing
    job `reschedule`, `cancel` or `status`, of not a lead `wrong_number`, `out_of_area`, `service_not_offered` or
    `vendor`.
    """

    disposition: Name
    reason: Name = ""


class Unread(Payload, frozen=True):
    """Stands for the payload of an event that is newer than this program: it has a place in the log and no effect."""


PAYLOADS: dict[str, type[Payload]] = {
    "session.started": SessionStarted,
    "segment.added": SegmentAdded,
    "alert.raised": AlertRaised,
    "alert.acknowledged": AlertAcknowledged,
    "alert.corrected": AlertCorrected,
    "alert.overridden": AlertOverridden,
    "advice.given": AdviceGiven,
    "card.suppressed": CardSuppressed,
    "question.satisfied": QuestionSatisfied,
    "question.missed": QuestionMissed,
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
