"""Life safety: the alert, the lines of advice that the CSR says, the override."""

from __future__ import annotations

import pytest

from rules.engine import Engine, Fact, Rulebook
from rules.yaml_source import load
from transcripts.events import (
    AdviceGiven,
    AlertOverridden,
    AlertRaised,
    CardSuppressed,
    Payload,
    SegmentAdded,
    Speaker,
)
from transcripts.identity import derived_id

RULES = """
rules:
  - id: gas
    kind: life_safety
    title: Gas smell
    speaker: either
    any: [smell* gas]
    unless: [not ... <match>]
    until:
      - {say: Get out., title: Everyone out, any: ["(leave|get out)"]}
      - {say: No switches., title: No switches, any: [switch*], optional: true}
      - {say: Call 911., title: "911", any: ["911"]}
    closing: Hang up now.
    cooldown: 60
  - id: water
    kind: life_safety
    title: Flooding
    speaker: customer
    severity: warning
    any: [flood*]
    until: [{say: Shut it off., title: Shut-off, any: [shut off]}]
  - {id: promise, kind: prohibited_claim, title: Promise, any: [guarantee]}
  - {id: price, kind: keyword_alert, title: Price, speaker: customer, any: [expensive], say_instead: It covers all.}
"""
BOOK = Rulebook(load(RULES, "house.yaml"))


class Call:
    """A call of short lines, five seconds apart."""

    def __init__(self) -> None:
        self.engine = Engine(BOOK, "s", "backend")
        self.at_ms = 0

    def say(self, text: str, speaker: Speaker = "csr") -> list[Payload]:
        """What follows from the next line."""
        self.at_ms += 5_000
        return [fact.payload for fact in self.observe(SegmentAdded(f"u{self.at_ms}", speaker, text, self.at_ms))]

    def observe(self, payload: Payload) -> list[Fact]:
        """What follows from an event."""
        return self.engine.observe(payload)


def kinds(payloads: list[Payload]) -> list[str]:
    """The facts in short: rule and type, with the line of advice or the reason."""
    short = []
    for payload in payloads:
        match payload:
            case AlertRaised(rule_id=rule_id):
                short.append(rule_id)
            case AdviceGiven(rule_id=rule_id, line=line):
                short.append(f"{rule_id} line {line}")
            case CardSuppressed(rule_id=rule_id, reason=reason):
                short.append(f"{rule_id} {reason}")
    return short


def test_either_speaker_raises_it_and_the_csr_ticks_its_lines_in_any_order() -> None:
    """Each line of advice is noted once, with its words, when the CSR says it; the customer saying it is nothing."""
    call = Call()
    assert kinds(call.say("I smell gas", "customer")) == ["gas"]
    assert call.say("Should I get out?", "customer") == []
    [advice] = call.say("Please call 911 once you're outside")
    assert isinstance(advice, AdviceGiven)
    assert advice == AdviceGiven(
        alert_id=derived_id("s", BOOK.version, "gas", "u5000"),
        rule_id="gas",
        line=2,
        utterance_id="u15000",
        evidence=((12, 15),),
        at_ms=15_000,
    )
    assert call.say("Call 911") == []
    assert kinds(call.say("Don't touch a switch")) == ["gas line 1"]
    assert kinds(call.say("And get out now")) == ["gas line 0"]


def test_advice_in_the_same_breath_counts() -> None:
    """A CSR who names the danger and says what to do has said it."""
    assert kinds(Call().say("You smell gas? Leave the house and call 911")) == ["gas", "gas line 0", "gas line 2"]


def test_while_it_stands_it_is_raised_once_and_mutes_the_other_cards() -> None:
    """A repeat is a duplicate; claims and playbook lines are noted, and their cards are not shown."""
    call = Call()
    call.say("I smell gas", "customer")
    assert kinds(call.say("I can smell gas in here", "customer")) == ["gas duplicate"]
    assert kinds(call.say("I guarantee it")) == ["promise", "promise life_safety"]
    assert kinds(call.say("That's expensive", "customer")) == ["price", "price life_safety"]
    assert kinds(call.say("The basement is flooding", "customer")) == ["water", "water life_safety"]


def test_it_ends_with_its_last_required_line() -> None:
    """Then the other cards come again; the rule rests for its cooldown, and may be raised after."""
    call = Call()
    call.say("I smell gas", "customer")
    call.say("Get out and call 911")
    assert kinds(call.say("That's expensive", "customer")) == ["price"]
    assert kinds(call.say("I still smell gas", "customer")) == ["gas cooldown"]
    call.at_ms += 60_000
    assert kinds(call.say("I smell gas", "customer")) == ["gas"]
    assert kinds(call.say("Get out")) == ["gas line 0"]


def test_a_person_may_override_it() -> None:
    """An override ends it at once: advice is noted no more, and the other cards come again."""
    call = Call()
    call.say("I smell gas", "customer")
    assert call.observe(AlertOverridden(derived_id("s", BOOK.version, "gas", "u5000"), "heard wrong")) == []
    assert call.say("Get out of the way") == []
    assert kinds(call.say("That's expensive", "customer")) == ["price"]


def test_the_lesser_kind_mutes_lines_of_the_playbook_only() -> None:
    """Flooding does not end the booking: a claim's card still comes."""
    call = Call()
    call.say("It's flooding", "customer")
    assert kinds(call.say("I guarantee it")) == ["promise"]
    assert kinds(call.say("That's expensive", "customer")) == ["price", "price life_safety"]
    assert kinds(call.say("Did you shut off the water?")) == ["water line 0"]


def test_an_interim_shows_it_and_changes_nothing() -> None:
    """Words still being spoken give the alert under the id that the whole utterance gives it."""
    call = Call()
    interim = call.engine.hear(SegmentAdded("u5000", "customer", "I smell gas", 5_000))
    [final] = call.observe(SegmentAdded("u5000", "customer", "I smell gas in here", 5_000))
    assert [fact.event_id for fact in interim] == [final.event_id]


@pytest.mark.parametrize("cut", range(1, 6))
def test_a_process_that_starts_in_between_comes_to_the_same_facts(cut: int) -> None:
    """An engine that is given the log so far, facts included, finds what the first one finds."""
    lines: list[tuple[Speaker, str]] = [
        ("customer", "I smell gas"),
        ("csr", "I guarantee it, get out"),
        ("customer", "expensive"),
        ("csr", "call 911"),
        ("customer", "so expensive"),
        ("csr", "guarantee"),
    ]
    segments = [SegmentAdded(f"u{n}", speaker, text, n * 9_000) for n, (speaker, text) in enumerate(lines)]
    first = Engine(BOOK, "s", "backend")
    log: list[Payload] = []
    for segment in segments[:cut]:
        log += [segment, *(fact.payload for fact in first.observe(segment))]
    second = Engine(BOOK, "s", "backend")
    for payload in log:
        second.observe(payload)
    for segment in segments[cut:]:
        found = first.observe(segment)
        assert second.observe(segment) == found
        for fact in found:
            assert second.observe(fact.payload) == []
