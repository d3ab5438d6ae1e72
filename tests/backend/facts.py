"""Facts to store: drafts of events with plain ids and a fixed clock."""

from datetime import UTC, datetime, timedelta

import msgspec

from transcripts import wire
from transcripts.chain import canonical
from transcripts.events import (
    DispositionSet,
    Draft,
    NoteAdded,
    Payload,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    Speaker,
)

T0 = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
DANA = "csr:dana"


def session_id(number: int = 1) -> str:
    """The id of the call with this number."""
    return f"00000000-0000-7000-8000-{number:012d}"


def draft(event_id: str, payload: Payload, *, actor: str = DANA, after_s: float = 0.0) -> Draft:
    """A fact stated some seconds after the clock's zero."""
    return Draft(event_id=event_id, occurred_at=T0 + timedelta(seconds=after_s), actor=actor, payload=payload)


def started(*, actor: str = DANA, event_id: str = "start", title: str = "No heat") -> Draft:
    """The beginning of a call."""
    return draft(event_id, SessionStarted(agent="Dana", trade="hvac", title=title), actor=actor)


def ended(after_s: float = 60.0) -> Draft:
    """The end of a call."""
    return draft("end", SessionEnded(at_ms=int(after_s * 1000)), after_s=after_s)


def outcome(disposition: str, event_id: str = "outcome") -> Draft:
    """A person's choice of the outcome."""
    return draft(event_id, DispositionSet(disposition))


def note(number: int, text: str = "") -> Draft:
    """The note with this number; its event id is `n<number>`."""
    return draft(f"n{number}", NoteAdded(text or f"note {number}", number))


def notes(*numbers: int) -> list[Draft]:
    """The notes with these numbers."""
    return [note(number) for number in numbers]


def said(number: int, text: str, speaker: Speaker = "csr", *, at_ms: int | None = None) -> wire.DraftIn:
    """An utterance as a source sends it; its event id is `s<number>`, its utterance id `u<number>`."""
    at_ms = number * 1000 if at_ms is None else at_ms
    return sent(f"s{number}", SegmentAdded(f"u{number}", speaker, text, at_ms))


def sent(event_id: str, payload: Payload, *, actor: str = "", occurred_at: datetime = T0) -> wire.DraftIn:
    """A fact as a client sends it."""
    name = Draft(event_id=event_id, occurred_at=T0, actor=actor, payload=payload).type
    raw = msgspec.Raw(canonical(payload))
    return wire.DraftIn(event_id=event_id, type=name, payload=raw, occurred_at=occurred_at, actor=actor)
