"""How right the shipped rules are over the labelled calls. A change that makes them worse has to say so here."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.rules.accuracy import FOLDER, GROUPS, Judge, card_report, cards, judged, report
from tests.rules.calls import home_services
from tests.rules.labelled import LabelError, LabelledCall, read_labelled

FLOORS = {
    # group -> recall, precision
    "claims and life safety": (0.93, 0.95),
    "questions": (0.95, 0.96),
    "signals": (0.88, 0.92),
}


@cache
def calls() -> list[LabelledCall]:
    """Every labelled call."""
    return [call for path in sorted(FOLDER.glob("*.txt")) for call in read_labelled(path)]


@cache
def judge() -> Judge:
    """The scores of the shipped rules over them."""
    return judged(sorted(FOLDER.glob("*.txt")), home_services())


def test_the_labelled_calls_are_plenty() -> None:
    """At least sixty calls and six hundred lines, in every style, of every trade, with ids that the rules have."""
    assert len(calls()) >= 60
    assert sum(len(call.lines) for call in calls()) >= 600
    assert {call.style for call in calls()} == {"punctuated", "raw", "slips"}
    assert {"hvac", "plumbing", "electrical", "pest"} <= {call.trade for call in calls()}
    known = {rule.id for rule in home_services().rules}
    assert {label for call in calls() for line in call.lines for label in line.ids | line.doubtful} <= known


@pytest.mark.parametrize("group", GROUPS)
def test_the_rules_are_as_right_as_they_were(group: str) -> None:
    """Recall and precision of each group stay over their floors."""
    recall, precision = FLOORS[group]
    assert judge().total(group).recall >= recall
    assert judge().total(group).precision >= precision


def test_a_booking_call_has_few_cards() -> None:
    """In half of the booking calls there are at most three."""
    counted = sorted(shown for _, shown in cards(calls(), home_services()))
    assert len(counted) >= 20
    assert counted[len(counted) // 2] <= 3


def test_the_report_lists_what_was_asked_for() -> None:
    """A line for every rule that counts, the confusions of those named, a total per group."""
    lines = list(report(judge(), show=["gas_smell"]))
    confused = judge().scores["gas_smell"]
    assert sum(line.startswith("      missed ") for line in lines) == len(confused.missed)
    assert sum(line.startswith("      false ") for line in lines) == len(confused.false)
    assert sum(line.startswith("  all ") for line in lines) == len(GROUPS)
    assert card_report([0, 2, 2]) == "cards in 3 booking calls: median 2  (cards: calls) 0: 1, 2: 2"


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Whoever writes a line wrongly is told where."""
    path = tmp_path / "calls.txt"
    path.write_text("@ hvac | raw\ncsr: hello\nclerk: hello\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"calls\.txt:3"):
        list(read_labelled(path))
    path.write_text("csr: hello\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"calls\.txt:1: a call begins with @"):
        list(read_labelled(path))
