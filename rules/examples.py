"""Whether a ruleset's rules do on their own examples what these say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from rules.normal import normalise
from rules.rulebook import Rulebook
from rules.ruleset import Rule, Ruleset, make_ruleset
from transcripts.events import Speaker

SPEAKERS: tuple[Speaker, ...] = ("csr", "customer")


class Failure(NamedTuple):
    """An example that does not hold: `expected` says whether the rule should have been heard in it."""

    rule: Rule
    speaker: Speaker
    text: str
    expected: bool


def failures(ruleset: Ruleset) -> Iterator[Failure]:
    """The examples that do not hold, in the order of the rules, each said by every speaker whom the rule hears.

    Conditions count as fulfilled: an example is one utterance and has no call around it.
    """
    free = (msgspec.structs.replace(rule, when=()) for rule in ruleset.rules)
    rulebook = Rulebook(make_ruleset(ruleset.id, ruleset.title, free, ruleset.terms))
    for rule in ruleset.rules:
        for speaker in SPEAKERS:
            if rule.hears(speaker):
                yield from _failures(rulebook, rule, speaker)


def _failures(rulebook: Rulebook, rule: Rule, speaker: Speaker) -> Iterator[Failure]:
    for texts, expected in ((rule.examples.match, True), (rule.examples.no_match, False)):
        for text in texts:
            if is_heard(rulebook, rule.id, speaker, text) != expected:
                yield Failure(rule, speaker, text, expected)


def is_heard(rulebook: Rulebook, rule_id: str, speaker: Speaker, text: str) -> bool:
    """Whether the words of a rule stand in a text and nothing excuses them, conditions aside."""
    heard = rulebook.listen(speaker, normalise(text))
    return any(rule.id == rule_id and found.claims for rule, found in heard)
