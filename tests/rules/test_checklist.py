"""Deadlines of the checklist, trades, and the farewell with questions open."""

from __future__ import annotations

from rules.engine import Engine, Rulebook
from rules.yaml_source import load
from transcripts.events import (
    AlertRaised,
    QuestionMissed,
    QuestionSatisfied,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    Speaker,
)
from transcripts.identity import derived_id

RULES = """
rules:
  - {id: recording, kind: required_question, title: Recording, any: [recorded], due: 20s}
  - {id: risk, kind: required_question, title: Risk, any: [anyone at risk], due: 30s, when: no_heat}
  - {id: fee, kind: required_question, title: Fee, any: ["<money>"], due: before_booking}
  - {id: source, kind: required_question, title: Source, any: [hear about us], due: before_close}
  - {id: plan, kind: required_question, title: Plan, any: [membership], due: before_close, optional: true}
  - {id: pets, kind: required_question, title: Pets, any: [pets], due: before_close, trades: [pest]}
  - {id: ask_for_booking, kind: required_question, title: Slot, any: [tomorrow]}
  - {id: no_heat, kind: keyword_alert, title: No heat, speaker: customer, any: [no heat]}
  - {id: closing, kind: conversation, title: Closing, measure: open_items, any: [have a good day], cooldown: 60}
"""
BOOK = Rulebook(load(RULES, "house.yaml"))


def call(trade: str = "hvac") -> Engine:
    """An engine at the start of a call."""
    engine = Engine(BOOK, "s", "backend")
    engine.observe(SessionStarted(agent="Dana", trade=trade))
    return engine


def say(engine: Engine, at_ms: int, text: str, speaker: Speaker = "csr") -> list[str]:
    """What follows from a line: the rules, marked where a question was missed."""
    found = []
    for fact in engine.observe(SegmentAdded(f"u{at_ms}", speaker, text, at_ms)):
        match fact.payload:
            case QuestionMissed(rule_id=rule_id, at_ms=missed_ms):
                found.append(f"{rule_id} missed {missed_ms}")
            case AlertRaised(rule_id=rule_id) | QuestionSatisfied(rule_id=rule_id):
                found.append(rule_id)
    return found


def end(engine: Engine, at_ms: int) -> list[str]:
    """The questions that were missed when the call ends."""
    return [fact.rule.id for fact in engine.observe(SessionEnded(at_ms)) if isinstance(fact.payload, QuestionMissed)]


def test_a_deadline_of_seconds_fires_at_its_instant() -> None:
    """The question is missed at its deadline, noted with the next event, once; asking it later still ticks it."""
    engine = call()
    assert say(engine, 20_000, "hello") == []
    assert say(engine, 33_000, "hello") == ["recording missed 20000"]
    assert say(engine, 40_000, "the call is recorded") == ["recording"]
    [fact] = call().observe(SegmentAdded("u", "csr", "hello", 33_000))
    assert fact.payload == QuestionMissed("recording", "20s", 20_000, BOOK.version)
    assert fact.event_id == derived_id("s", BOOK.version, "recording", "missed")


def test_a_conditional_question_counts_from_when_it_came_up() -> None:
    """Its seconds begin with the words that made it count, and without them it is never missed."""
    engine = call()
    say(engine, 0, "recorded")
    assert say(engine, 50_000, "there's no heat", "customer") == ["no_heat"]
    assert say(engine, 80_000, "okay") == []
    assert say(engine, 81_000, "okay") == ["risk missed 80000"]


def test_what_should_come_before_the_booking_is_missed_with_it() -> None:
    """Offering a slot before telling the fee misses the fee; in the same breath it is in time."""
    engine = call()
    say(engine, 0, "recorded")
    assert say(engine, 5_000, "does tomorrow work") == ["ask_for_booking", "fee missed 5000"]
    assert say(engine, 9_000, "it is 89 dollars") == ["fee"]
    engine = call()
    say(engine, 0, "recorded")
    assert say(engine, 5_000, "it is 89 dollars, does tomorrow work") == ["fee", "ask_for_booking"]


def test_what_was_not_asked_is_missed_at_the_end() -> None:
    """Optional questions and those of another trade are not."""
    engine = call()
    say(engine, 0, "recorded")
    assert end(engine, 9_000) == ["source"]
    pest = call("Pest")
    say(pest, 0, "recorded")
    assert end(pest, 9_000) == ["source", "pets"]
    asked = call()
    say(asked, 0, "recorded, how did you hear about us")
    assert end(asked, 9_000) == []


def test_a_trade_shows_its_own_questions() -> None:
    """A question of other trades is neither active nor ticked; where the trade is not known it ticks if it is asked."""
    engine = call("hvac")
    assert not engine.active("pets")
    assert call("pest").active("pets")
    assert not Engine(BOOK, "s", "backend").active("pets")
    assert say(engine, 0, "any pets") == []
    assert say(call("pest"), 0, "any pets") == say(Engine(BOOK, "s", "backend"), 0, "any pets") == ["pets"]


def test_a_farewell_with_open_questions_is_noted() -> None:
    """Not when everything that counts was asked, in the farewell itself included."""
    engine = call()
    say(engine, 0, "recorded, 89 dollars, does tomorrow work")
    assert say(engine, 5_000, "have a good day") == ["closing"]
    done = call()
    say(done, 0, "recorded, 89 dollars, does tomorrow work")
    assert say(done, 5_000, "how did you hear about us? have a good day") == ["source"]
