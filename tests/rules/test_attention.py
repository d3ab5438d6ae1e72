"""The attention budget: which alerts become a card."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rules.attention import BUDGET, BUDGET_MS, BUSY_MS, CLAIM_MS
from rules.engine import Engine, Rulebook
from rules.yaml_source import load
from transcripts.events import AlertRaised, CardSuppressed, SegmentAdded, Speaker

RULES = """
rules:
  - {id: promise, kind: prohibited_claim, title: Promise, any: [guarantee], corrected_by: [correct that]}
  - {id: diagnosis, kind: prohibited_claim, title: Diagnosis, any: [compressor]}
  - {id: price, kind: keyword_alert, title: Price, speaker: customer, any: [expensive], say_instead: It covers all.}
  - {id: rival, kind: keyword_alert, title: Rival, speaker: customer, any: [other company], say_instead: We are good.}
  - {id: rests, kind: keyword_alert, title: Rests, speaker: customer, any: [wife], say_instead: Sure., cooldown: 30}
  - id: cold
    kind: life_safety
    title: Cold
    speaker: customer
    severity: warning
    any: [no heat]
    until: [{say: What does the thermostat say?, title: Temperature, any: [thermostat]}]
  - {id: counted, kind: keyword_alert, title: Counted, speaker: customer, any: [thanks], cooldown: 30}
"""
BOOK = Rulebook(load(RULES, "house.yaml"))


def play(*lines: tuple[int, Speaker, str]) -> list[list[str]]:
    """What follows from each line (when in ms, who, what): rule ids, with the reason where a card is not shown."""
    engine = Engine(BOOK, "s", "backend")
    found = []
    for at_ms, speaker, text in lines:
        facts = [fact.payload for fact in engine.observe(SegmentAdded(f"u{at_ms}", speaker, text, at_ms))]
        alerts = [fact for fact in facts if isinstance(fact, AlertRaised | CardSuppressed)]
        found.append(
            [f"{fact.rule_id} {fact.reason}" if isinstance(fact, CardSuppressed) else fact.rule_id for fact in alerts]
        )
    return found


def test_routine_cards_come_one_at_a_time() -> None:
    """A second line of the playbook waits for no one: within the first seconds of another it is not shown."""
    assert play(
        (0, "customer", "the other company said it is expensive"), (BUSY_MS, "customer", "still expensive")
    ) == [["price", "rival", "rival busy"], ["price"]]


def test_routine_cards_have_a_budget() -> None:
    """So many in a few minutes are enough; later there may be more."""
    step = BUSY_MS + 1_000
    lines: list[tuple[int, Speaker, str]] = [(n * step, "customer", "expensive") for n in range(BUDGET + 1)]
    found = play(*lines, (BUDGET_MS, "customer", "expensive"))
    assert found == [*[["price"]] * BUDGET, ["price", "price budget"], ["price"]]


def test_a_standing_claim_has_the_screen() -> None:
    """No routine card comes until the claim is repaired, or has stood for long enough."""
    assert play((0, "csr", "guarantee"), (5_000, "customer", "expensive"), (CLAIM_MS, "customer", "expensive")) == [
        ["promise"],
        ["price", "price claim"],
        ["price"],
    ]
    repaired = play((0, "csr", "guarantee"), (3_000, "csr", "let me correct that"), (5_000, "customer", "expensive"))
    assert repaired[-1] == ["price"]


def test_the_same_claim_again_is_a_duplicate_and_another_claim_is_not() -> None:
    """Every claim is an alert of record; its card comes unless the same one stands already."""
    assert play((0, "csr", "guarantee"), (4_000, "csr", "guarantee"), (8_000, "csr", "compressor")) == [
        ["promise"],
        ["promise", "promise duplicate"],
        ["diagnosis"],
    ]


def test_a_resting_rule_logs_the_card_it_would_have_shown() -> None:
    """Within the cooldown there is no second alert; what has no card is not logged either."""
    lines: list[tuple[int, Speaker, str]] = [
        (0, "customer", "my wife, thanks"),
        (20_000, "customer", "my wife, thanks"),
    ]
    assert play(*lines) == [["rests", "counted"], ["rests cooldown"]]


WORDS = st.sampled_from(["guarantee", "expensive", "other company", "my wife", "correct that", "compressor", "okay"])


@given(st.lists(st.tuples(st.integers(0, 20_000), st.sampled_from(["csr", "customer"]), WORDS), max_size=25))
def test_there_are_never_two_cards_at_once(lines: list[tuple[int, Speaker, str]]) -> None:
    """Whatever is said, a routine card never comes while a claim stands, nor within seconds of another one."""
    at_ms, clock = 0, []
    for gap, speaker, text in lines:
        at_ms += gap
        clock.append((at_ms, speaker, text))
    engine = Engine(BOOK, "s", "backend")
    routine: list[int] = []
    for n, (when, speaker, text) in enumerate(clock):
        facts = engine.observe(SegmentAdded(f"u{n}", speaker, text, when))
        hidden = {fact.payload.alert_id for fact in facts if isinstance(fact.payload, CardSuppressed)}
        routine += [
            when
            for fact in facts
            if isinstance(fact.payload, AlertRaised) and fact.rule.say_instead and fact.event_id not in hidden
            if fact.rule.kind == "keyword_alert"
        ]
    assert all(later - earlier >= BUSY_MS for earlier, later in pairwise(routine))
    for first, fourth in zip(routine, routine[BUDGET:], strict=False):
        assert fourth - first >= BUDGET_MS


def test_an_emergency_that_is_a_card_has_its_time() -> None:
    """An amber card that nobody answers holds the playbook back for a while, not for the rest of the call."""
    lines: list[tuple[int, Speaker, str]] = [(0, "customer", "no heat")]
    assert play(*lines, (5_000, "customer", "expensive")) == [["cold"], ["price", "price life_safety"]]
    assert play(*lines, (CLAIM_MS, "customer", "expensive")) == [["cold"], ["price"]]
