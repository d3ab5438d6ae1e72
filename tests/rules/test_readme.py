"""The examples in the README of the rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.engine import Engine, Rulebook
from rules.ruleset import Rule, make_ruleset
from rules.yaml_source import load
from transcripts.events import SegmentAdded
from transcripts.redaction import Redactor

README = (Path(__file__).parents[2] / "rules" / "README.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in README.splitlines()
    if line.startswith("| `") and line.count(" | ") == 2
]


def fires(rule: Rule, text: str) -> bool:
    """Whether the CSR's words, redacted, make the rule fire."""
    engine = Engine(Rulebook(make_ruleset("readme", "README", [rule])), "s", "backend")
    return bool(engine.observe(SegmentAdded("u", "csr", Redactor().redact("csr", text), 0)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_phrases_find_what_the_readme_says(row: list[str]) -> None:
    """Each sentence of the table is found, or not found, as its column says."""
    phrase, finds, misses = row
    rule = Rule(
        id="r",
        kind="keyword_alert",
        title="R",
        speaker="csr",
        severity="info",
        any=(phrase.removeprefix("`").removesuffix("`"),),
    )
    assert all(fires(rule, text) for text in finds.split("; "))
    assert not any(fires(rule, text) for text in misses.split("; "))


def test_the_example_ruleset_works() -> None:
    """The YAML in the README loads, and its own examples hold."""
    assert len(ROWS) == 13
    [example] = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    [rule] = load(example, "README.md").rules
    assert all(fires(rule, text) for text in rule.examples.match)
    assert not any(fires(rule, text) for text in rule.examples.no_match)
