"""Calls for tests: a shipped sample or a few lines of dialogue, redacted, judged by the shipped rules and folded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from typing import Literal

from rules.engine import Engine, Rulebook
from rules.ruleset import Ruleset
from rules.yaml_source import shipped
from transcripts.events import NAMES, Event, Payload, SegmentAdded, SessionEnded, SessionStarted, Speaker
from transcripts.files import TranscriptFile, read_transcript, utterances
from transcripts.redaction import Redactor
from transcripts.session import Session, fold

SESSION_ID = "0198c0de-0000-7000-8000-000000000001"
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


@cache
def home_services() -> Ruleset:
    """The shipped ruleset."""
    return shipped()


@cache
def rulebook() -> Rulebook:
    """The shipped ruleset, compiled once."""
    return Rulebook(home_services())


def sample_names() -> list[str]:
    """The names of the shipped sample calls, sorted."""
    folder = resources.files("transcripts").joinpath("samples")
    return sorted(entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json"))


@cache
def sample(name: str) -> TranscriptFile:
    """A shipped sample call."""
    path = resources.files("transcripts").joinpath("samples", f"{name}.json")
    return read_transcript(path.read_bytes(), f"{name}.json")


def redacted(file: TranscriptFile) -> list[SegmentAdded]:
    """The final utterances of a file as the log would have them."""
    redactor = Redactor()
    return [
        SegmentAdded(f"u{utterance}", part.speaker, redactor.redact(part.speaker, part.text), part.timestamp_ms)
        for utterance, part in zip(utterances(file), file.segments, strict=True)
        if part.is_final
    ]


def dialogue(text: str) -> list[SegmentAdded]:
    """Utterances five seconds apart, one a line: "CSR: …" or "Customer: …"."""
    lines = [line.strip().split(": ", 1) for line in text.strip().splitlines()]
    speakers: dict[str, Speaker] = {"CSR": "csr", "Customer": "customer"}
    return [SegmentAdded(f"u{at}", speakers[who], said, at * 5_000) for at, (who, said) in enumerate(lines)]


def events(
    segments: Iterable[SegmentAdded],
    reason: Literal["hangup", "replay_finished", "abandoned"] = "hangup",
    trade: str = "",
) -> list[Event]:
    """The log of a call: its utterances and every fact that follows from them."""
    engine = Engine(rulebook(), SESSION_ID, "backend")
    log: list[Event] = []

    def append(event_id: str, payload: Payload) -> None:
        log.append(
            Event(
                session_id=SESSION_ID,
                seq=len(log) + 1,
                event_id=event_id,
                type=NAMES[type(payload)],
                occurred_at=NOON,
                actor="system:test",
                payload=payload,
                version=1,
                recorded_at=NOON,
                trace_id="",
                hash="",
            )
        )
        for fact in engine.observe(payload):
            append(fact.event_id, fact.payload)

    append("started", SessionStarted(agent="Dana R.", trade=trade))
    last_ms = 0
    for segment in segments:
        append(f"segment-{segment.utterance_id}", segment)
        last_ms = segment.at_ms
    append("ended", SessionEnded(at_ms=last_ms, reason=reason))
    return log


def played(name: str) -> Session:
    """The state of a sample call at its end."""
    return fold(SESSION_ID, events(redacted(sample(name))))


def spoken(text: str, reason: Literal["hangup", "replay_finished", "abandoned"] = "hangup", trade: str = "") -> Session:
    """The state of a few lines of dialogue at the end of the call."""
    return fold(SESSION_ID, events(dialogue(text), reason, trade))
