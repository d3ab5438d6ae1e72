"""A ruleset's own examples, what looks wrong in a ruleset, and why a rule is heard or not."""

from __future__ import annotations

import pytest

from rules.examples import failures
from rules.explanation import explain, read
from rules.lint import warnings
from rules.yaml_source import load
from rules.yaml_source import read as read_file

RULE = """
terms: {promise: "(guarantee*|promise*)"}
rules:
  - id: claim
    kind: prohibited_claim
    title: A claim
    any: ["<promise> ... today", "for sure"]
    unless: ["not ... <match>", "if"]
    corrected_by: [I take that back]
    when: other
    examples:
      match: [I promise today, not here]
      no_match: [I can't promise today, I guarantee it today]
  - {id: other, kind: keyword_alert, title: Other, speaker: customer, any: [a, "b"], examples: {match: a, no_match: c}}
"""


def test_examples_that_do_not_hold_are_told() -> None:
    """Both ways, by every speaker whom the rule hears; a condition counts as fulfilled."""
    found = [
        (failure.rule.id, failure.speaker, failure.text, failure.expected) for failure in failures(load(RULE, "h"))
    ]
    assert found == [("claim", "csr", "not here", True), ("claim", "csr", "I guarantee it today", False)]


def lint(*fields: str) -> list[str]:
    """What looks wrong in a claim with these fields."""
    examples = "examples: {match: a, no_match: b}"
    lines = "\n".join(f"    {field}" for field in (*fields, examples))
    text = f"rules:\n  - id: claim\n    kind: prohibited_claim\n    title: A claim\n{lines}\n"
    return [f"{found.line}: {found.text}" for found in warnings(*read_file(text, "house.yaml"))]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (['any: ["guarantee it", "promise*"]'], []),
        (['any: ["um promise"]'], ["5: `um promise` can never match: said, “um promise” is read as “promise”"]),
        (
            ['any: ["(promise|promise you know it) today"]'],
            [
                "5: `(promise|promise you know it) today` can never match in part: "
                "said, “promise you know it today” is read as “promise it today”"
            ],
        ),
        (['any: ["re:\\\\$89"]'], ["5: `re:\\$89` can never match: what is said has no $ once it is written plainly"]),
        (["any:", "  - promise it", "  - promise"], ["6: `promise it` adds nothing: `promise` finds it already"]),
        (
            ['any: ["(a|b) c", "a c", "b c"]'],
            ["5: `a c` adds nothing: `(a|b) c` finds it already", "5: `b c` adds nothing: `(a|b) c` finds it already"],
        ),
        (
            ["any: [never fear]", "unless: [never]"],
            ["5: `never fear` can never fire: the rule's own `unless` excuses it"],
        ),
        (
            ["any: [promise]", 'unless: ["uh not ... <match>", "not ... <match>"]'],
            ["6: `uh not ... <match>` can never match: said, “uh not <match>” is read as “not <match>”"],
        ),
    ],
)
def test_what_looks_wrong_is_told_with_its_line(fields: list[str], found: list[str]) -> None:
    """Phrases that can never match, or fire, or that another one covers."""
    assert lint(*fields) == found


def test_rules_without_examples_are_told() -> None:
    """A rule that nobody can check is worth a word."""
    text = "rules: [{id: q, kind: required_question, title: Q, any: [why]}]"
    assert [found.text for found in warnings(load(text, "h"))] == ["has no `examples` that must and must not match"]


def test_a_reading_shows_plain_words_and_clauses() -> None:
    """What the rules see of a text."""
    reading = read("I can't promise $89, but I'll try. Okay?")
    assert reading.text == "i can not promise 89 dollars but i will try / okay"
    assert reading.clauses == ("i can not promise 89 dollars", "but i will try", "okay")


@pytest.mark.parametrize(
    ("text", "speaker", "fires", "verdict"),
    [
        ("I promise today", "csr", True, "fires on “promise today” once one of these has fired: other"),
        ("I can't promise today", "csr", False, "does not fire: “promise today” is excused by `not ... <match>`"),
        ("promise it", "csr", False, "does not fire: none of its phrases is there"),
        ("I promise today", "customer", False, "does not fire: only the csr's words count"),
    ],
)
def test_a_rule_says_why(text: str, speaker: str, fires: bool, verdict: str) -> None:
    """Words, excuse, speaker and condition are named."""
    [claim, _] = explain(load(RULE, "h"), text, "csr" if speaker == "csr" else "customer")
    assert (claim.fires, claim.verdict) == (fires, verdict)


def test_matches_show_the_speakers_words_and_repairs() -> None:
    """Evidence is in the words as they were said; what repairs a claim is shown as well."""
    [claim, _] = explain(load(RULE, "h"), "I GUARANTEE, uh, it's Today. I take that back", "csr")
    assert [(match.phrase, match.words, match.clause) for match in claim.matches] == [
        ("<promise> ... today", "GUARANTEE, uh, it's Today", "i guarantee it is today")
    ]
    assert [match.words for match in claim.repairs] == ["I take that back"]
