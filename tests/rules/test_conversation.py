"""How the two talk: silence, monologue, shares of the talk, talking over each other."""

from __future__ import annotations

from rules.conversation import SLOW, USUAL
from rules.engine import Engine, Rulebook
from rules.yaml_source import load
from transcripts.events import AlertRaised, SegmentAdded, SessionEnded, Speaker
from transcripts.identity import derived_id

RULES = """
rules:
  - {id: dead_air, kind: conversation, title: Dead air, measure: silence, limit: 10, limit_on_hold: 45}
  - {id: monologue, kind: conversation, title: Monologue, measure: monologue, limit: 60}
  - {id: talk_ratio, kind: conversation, title: Talk ratio, measure: talk_share, limit: 65, within: 120}
  - {id: overlap, kind: conversation, title: Overlap, measure: overlaps, limit: 3, within: 60, cooldown: 60}
  - {id: hold_announced, kind: keyword_alert, title: Hold, speaker: csr, any: [hold on]}
"""
BOOK = Rulebook(load(RULES, "house.yaml"))


def moments(*lines: tuple[int, Speaker, str], end_ms: int = 0) -> list[tuple[str, int]]:
    """The alerts of a call by rule and instant, those of words left out."""
    engine = Engine(BOOK, "s", "backend")
    facts = [
        fact
        for at_ms, speaker, text in lines
        for fact in engine.observe(SegmentAdded(f"u{at_ms}", speaker, text, at_ms))
    ]
    if end_ms:
        facts += engine.observe(SessionEnded(end_ms))
    alerts = [fact.payload for fact in facts if isinstance(fact.payload, AlertRaised)]
    return [(alert.rule_id, alert.at_ms) for alert in alerts if alert.utterance_id is None]


def words(count: int) -> str:
    """So many words."""
    return " ".join(["word"] * count)


def test_silence_is_told_at_its_instant() -> None:
    """Ten seconds after a slow speaker would have been done; a shorter pause is none, and one pause is told once."""
    quiet_from = 4 * SLOW
    assert moments((0, "csr", words(4)), (quiet_from + 9_999, "customer", "hm")) == []
    found = moments((0, "csr", words(4)), (quiet_from + 30_000, "customer", "hm"))
    assert found == [("dead_air", quiet_from + 10_000)]
    assert moments((0, "csr", words(4)), end_ms=quiet_from + 10_000) == [("dead_air", quiet_from + 10_000)]


def test_a_moment_has_an_id_of_its_instant() -> None:
    """No utterance is behind it: the instant tells it from others, on either side."""
    engine = Engine(BOOK, "s", "backend")
    engine.observe(SegmentAdded("u0", "csr", words(1), 0))
    [fact] = engine.observe(SegmentAdded("u1", "csr", words(1), 30_000))
    assert fact.event_id == derived_id("s", BOOK.version, "dead_air", f"{10_000 + SLOW} ms")


def test_an_announced_hold_may_last_longer() -> None:
    """Until the CSR speaks again; the customer's "okay" does not end it."""
    hold: tuple[int, Speaker, str] = (0, "csr", "hold on")
    assert moments(hold, (1_500, "customer", "okay"), (40_000, "csr", "thanks")) == []
    late = moments(hold, (1_500, "customer", "okay"), (60_000, "csr", "thanks"))
    assert late == [("dead_air", 1_500 + SLOW + 45_000)]
    again = moments(hold, (5_000, "csr", "so"), (30_000, "csr", "thanks"))
    assert again == [("dead_air", 5_000 + SLOW + 10_000)]


def test_a_monologue_is_told_once_a_turn() -> None:
    """A turn goes on over the customer's nods and ends with what the customer says."""
    half = words(100)
    assert moments((0, "csr", half), (34_000, "customer", "okay"), (35_000, "csr", half), (70_000, "csr", half)) == [
        ("monologue", 60_000)
    ]
    split = moments((0, "csr", half), (34_000, "customer", "but why is that"), (36_000, "csr", half))
    assert [rule_id for rule_id, _ in split] == []


def test_the_share_of_the_talk_counts_after_a_while() -> None:
    """Once a call, and not before the two minutes."""
    lines: list[tuple[int, Speaker, str]] = []
    for turn in range(10):
        lines += [(turn * 16_000, "csr", words(30)), (turn * 16_000 + 10_000, "customer", words(10))]
    found = [moment for moment in moments(*lines) if moment[0] == "talk_ratio"]
    assert len(found) == 1
    assert found[0][1] >= 120_000
    even = [(at, speaker, words(20)) for at, speaker, _ in lines]
    assert not [moment for moment in moments(*even) if moment[0] == "talk_ratio"]


def test_talking_over_each_other_counts_by_the_minute() -> None:
    """Three times within a minute; a nod interrupts nobody, nor does who begins when a quick speaker is done."""

    def overlapping(gap: int, said: str) -> list[tuple[int, Speaker, str]]:
        return [
            line
            for turn in range(3)
            for line in ((turn * gap, "csr", words(20)), (turn * gap + 2_000, "customer", said))
        ]

    assert moments(*overlapping(12_000, "no wait a minute")) == [("overlap", 26_000)]
    assert moments(*overlapping(12_000, "uh huh")) == []
    assert [rule_id for rule_id, _ in moments(*overlapping(40_000, "no wait a minute"))].count("overlap") == 0


def test_length_is_reckoned_from_words() -> None:
    """A segment tells when it began; its end follows from a usual pace."""
    assert USUAL < SLOW
