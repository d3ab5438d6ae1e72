"""The examples in the README of the rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.engine import Engine, Rulebook
from rules.examples import failures
from rules.ruleset import Rule, make_ruleset
from rules.yaml_source import load
from transcripts.events import SegmentAdded
from transcripts.redaction import Redactor

README = (Path(__file__).parents[2] / "rules" / "README.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without its head."""
    section = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[1:]]


ROWS = table("Phrases")


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
    """The YAML in the README loads without a warning, and its own examples hold."""
    assert len(ROWS) == 17
    [example] = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    ruleset = load(example, "README.md")
    assert len(ruleset.rules[0].examples.match) == len(ruleset.rules[0].examples.no_match) == 2
    assert not list(failures(ruleset))


def test_what_the_manager_is_told_to_write_is_a_ruleset() -> None:
    """A row of the table is a rule, a row that begins with an ellipsis goes on with the rule above."""
    lines = ["rules:", "  - {id: gated, kind: keyword_alert, title: Gated, speaker: customer, any: [gated community]}"]
    for wanted, written in table("For a call-centre manager"):
        fragments = re.findall(r"`([a-z_]+: [^`]*)`", written)
        if fragments and not wanted.startswith("…"):
            lines += [f"  - id: rule_{len(lines)}", "    title: A title"]
            if not fragments[0].startswith("kind: "):
                fragments.insert(0, "kind: prohibited_claim")
        lines += [f"    {fragment.replace('…', 'Text.')}" for fragment in fragments]
    assert len(load("\n".join(lines), "README.md").rules) == 5
