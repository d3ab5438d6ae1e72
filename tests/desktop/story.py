"""A small call to tell in tests: a ruleset with a few rules of each kind, and events as the log would hold them."""

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
  - id: fee_promise
    kind: prohibited_claim
    title: Free visit
    speaker: csr
    severity: critical
    say_instead: Let me correct that. The visit has a fee.
    any: ["free of charge"]
    corrected_by: ["the visit has a fee"]
  - id: gas
    kind: life_safety
    title: Gas smell
    speaker: either
    why: A gas leak can ignite.
    any: ["smell of gas", "rotten eggs"]
    unless: ["no"]
    cooldown: 60
    until:
      - say: Please get everyone out right now.
        title: Everyone out
        any: ["everyone out"]
      - say: Don't touch any switches.
        title: No switches
        optional: true
        any: ["switches"]
      - say: Call 911 from outside.
        title: 911 called
        any: ["call 911"]
    closing: Please hang up and call 911.
    overrides: ["They are outside", "Heard wrong"]
  - id: carbon_monoxide
    kind: life_safety
    title: Carbon monoxide
    speaker: customer
    any: ["the co alarm"]
    until:
      - say: Please get everyone out into fresh air.
        title: Fresh air
        any: ["fresh air"]
    closing: Please hang up and call 911.
  - id: water
    kind: life_safety
    severity: warning
    title: Active flooding
    speaker: customer
    any: ["water pouring"]
    until:
      - say: Where is your main shut-off?
        title: Main shut-off
        any: ["shut off"]
      - say: Keep away from outlets.
        title: Away from outlets
        optional: true
        any: ["outlets"]
    overrides: ["The water is off"]
  - id: cold
    kind: life_safety
    severity: warning
    title: Person at risk
    speaker: customer
    any: ["my baby"]
    until:
      - say: How warm is it inside?
        title: Temperature
        any: ["how warm"]
  - id: dead_air
    kind: conversation
    title: Dead air
    measure: silence
    limit: 600
    say_instead: Are you still there?
    source: Calls › Silence
  - id: overlaps
    kind: conversation
    title: Talking over
    measure: overlaps
    limit: 1
    within: 10
  - id: closing_early
    kind: conversation
    title: Closing early
    measure: open_items
    any: ["have a great day"]
    say_instead: One more thing before I let you go.
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
  - id: ask_since
    kind: required_question
    title: Since when?
    speaker: csr
    severity: info
    when: no_heat
    due: 20s
    ask: Since when?
    any: ["since when"]
  - id: ask_shut_off
    kind: required_question
    title: Shut-off found?
    trades: [plumbing]
    ask: Have you found the shut-off?
    any: ["found the valve"]
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
    due: before_booking
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
        self.events: list[Event] = []  # of the log

    @property
    def call_rulebook(self) -> Rulebook:
        """The rulebook of the log's side."""
        return rulebook()

    def event(self, payload: Payload, event_id: str = "", at_ms: int = 0) -> Event:
        """The payload as the next event of the log."""
        self._seq += 1
        at = BEGAN + timedelta(milliseconds=at_ms)
        event = Event(
            session_id=SESSION,
            seq=self._seq,
            event_id=event_id or f"event-{self._seq}",
            type=TYPE_NAMES[type(payload)],
            occurred_at=at,
            actor="csr:dana",
            payload=payload,
            version=1,
            recorded_at=at,
            trace_id="",
            hash="",
        )
        self.events.append(event)
        return event

    def begin(self, trade: str = "") -> Story:
        """The call begins at 0:00."""
        self.log(SessionStarted("Dana", trade))
        return self

    def log(self, payload: Payload, at_ms: int | None = None, event_id: str = "") -> str:
        """An event arrives from the log, and what the backend's rules made of it; returns its id."""
        at = at_ms if at_ms is not None else int((self.now - 1_000.0) * 1000)
        event = self.event(payload, event_id, at_ms=at)
        facts = self._engine.observe(payload) if self._engine is not None else []
        follow = [self.event(fact.payload, fact.event_id, at) for fact in facts]
        self.call.take([event, *follow], event.recorded_at, self.now)
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
