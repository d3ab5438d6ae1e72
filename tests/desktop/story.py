"""A small call to tell in tests: a ruleset of five rules, and events as the log would hold them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from desktop.call import Call
from desktop.view import Connection, View
from rules.engine import Engine, Rulebook
from rules.yaml_source import load
from transcripts.events import NAMES as TYPE_NAMES
from transcripts.events import Event, Payload, SegmentAdded, SessionStarted

SESSION = "019b0000-0000-7000-8000-000000000001"
BEGAN = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
LIVE = Connection("live")

RULES = """
id: story
title: Story
rules:
  - id: promise
    kind: prohibited_claim
    title: Same-day promise
    speaker: csr
    severity: critical
    why: No truck is confirmed yet.
    say_instead: Let me correct that. We'll do our best.
    any: ["i guarantee", "definitely today"]
    unless: ["not"]
    corrected_by: ["let me correct that"]
  - id: price
    kind: keyword_alert
    title: Price objection
    speaker: customer
    severity: info
    say_instead: The visit covers a full check.
    source: Pricing › Diagnostic fee
    any: ["too expensive", "a lot of money"]
  - id: no_heat
    kind: keyword_alert
    title: No heat
    speaker: customer
    severity: warning
    any: ["no heat"]
  - id: hold_announced
    kind: keyword_alert
    title: Hold
    speaker: csr
    severity: info
    any: ["hold on"]
  - id: ask_recording
    kind: required_question
    title: Call recording
    speaker: csr
    severity: info
    ask: This call may be recorded.
    due: 20s
    any: ["recorded"]
  - id: ask_risk
    kind: required_question
    title: Anyone at risk?
    speaker: csr
    severity: info
    when: no_heat
    ask: Is anyone elderly?
    any: ["elderly"]
  - id: ask_fee
    kind: required_question
    title: Diagnostic fee
    speaker: csr
    severity: info
    due: before_booking
    ask: The visit is $89.
    any: ["the visit is"]
  - id: ask_for_booking
    kind: required_question
    title: Offer a slot
    speaker: csr
    severity: info
    due: before_close
    ask: Does tomorrow work?
    any: ["does tomorrow work"]
  - id: text_ok
    kind: required_question
    title: Text updates
    speaker: csr
    severity: info
    optional: true
    ask: May we text you?
    any: ["text you"]
"""


def rulebook() -> Rulebook:
    """The rules of the story, compiled."""
    return Rulebook(load(RULES, "story.yaml"))


class Story:
    """A call told to a `Call`: every line goes through a log with rules of record, as in life.

    `now` is the monotonic clock; it follows the call clock of what is said.
    """

    def __init__(self, *, with_backend: bool = True) -> None:
        self.call = Call(SESSION, rulebook())
        self.now = 1_000.0
        self._seq = 0
        self._engine = Engine(self.call_rulebook, SESSION, "backend") if with_backend else None
        self.ids: list[str] = []

    @property
    def call_rulebook(self) -> Rulebook:
        """The rulebook of the log's side."""
        return rulebook()

    def event(self, payload: Payload, event_id: str = "", at_ms: int = 0) -> Event:
        """The payload as the next event of the log."""
        self._seq += 1
        at = BEGAN + timedelta(milliseconds=at_ms)
        event_id = event_id or f"event-{self._seq}"
        self.ids.append(event_id)
        return Event(
            session_id=SESSION,
            seq=self._seq,
            event_id=event_id,
            type=TYPE_NAMES[type(payload)],
            occurred_at=at,
            actor="csr:dana",
            payload=payload,
            version=1,
            recorded_at=at,
            trace_id="",
            hash="",
        )

    def begin(self) -> Story:
        """The call begins at 0:00."""
        self.call.take([self.event(SessionStarted("Dana"))], BEGAN, self.now)
        return self

    def log(self, payload: Payload, at_ms: int | None = None) -> str:
        """An event arrives from the log; returns its id."""
        at = at_ms if at_ms is not None else int((self.now - 1_000.0) * 1000)
        event = self.event(payload, at_ms=at)
        self.call.take([event], event.recorded_at, self.now)
        return event.event_id

    def say(self, speaker: Literal["csr", "customer"], text: str, at_s: float) -> str:
        """A final utterance arrives with what the backend's rules made of it; returns its utterance id."""
        self.now = max(self.now, 1_000.0 + at_s)
        segment = SegmentAdded(f"u{self._seq + 1}", speaker, text, int(at_s * 1000))
        events = [self.event(segment, at_ms=segment.at_ms)]
        if self._engine is not None:
            events += [self.event(fact.payload, fact.event_id, segment.at_ms) for fact in self._engine.observe(segment)]
        self.call.take(events, BEGAN + timedelta(seconds=self.now - 1_000.0), self.now)
        return segment.utterance_id

    def wait(self, seconds: float) -> Story:
        """Time passes."""
        self.now += seconds
        return self

    def view(self, connection: Connection = LIVE) -> View:
        """What the window shows now."""
        return self.call.view(connection, self.now)
