"""What is legal in a ruleset and still looks wrong: phrases that can never match, or that add nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from rules.matcher import compile_regexp
from rules.normal import normalise
from rules.phrases import MATCHED, Terms, terms_of, translate
from rules.phrases import samples as samples_of
from rules.rulebook import Excuses
from rules.ruleset import Rule, Ruleset
from rules.slots import MATCH

# Signs that normalised text never has: a pattern that asks for one finds nothing.
_NOT_SAID = re.compile(r"\\[$?!,;&%]|(?<!\\)[!,;&%\"]")
_STAND_IN = "qqmatchqq"  # a word that nobody says


class Warning(NamedTuple):  # a warning is what it is
    """A thing to look at. `line` is 0 where it is not known."""

    line: int
    rule_id: str
    text: str


def warnings(ruleset: Ruleset, lines: Mapping[tuple[str, str], int] | None = None) -> Iterator[Warning]:
    """What looks wrong, in the order of the rules.

    Args:
        ruleset: The rules.
        lines: The line by rule id and phrase, as `rules.yaml_source.read` gives them.
    """
    terms = terms_of(ruleset.terms)
    for rule in ruleset.rules:
        for phrase, problem in _of_rule(rule, terms):
            yield Warning((lines or {}).get((rule.id, phrase), 0), rule.id, problem)


def _of_rule(rule: Rule, terms: Terms) -> Iterator[tuple[str, str]]:
    excuses = Excuses(rule.unless, terms)
    fields = (("any", rule.any), ("corrected_by", rule.corrected_by), *(("until", line.any) for line in rule.until))
    for field, phrases in fields:
        compiled = {phrase: compile_regexp(translate(phrase, terms).regexp) for phrase in phrases}
        for phrase in phrases:
            yield from ((phrase, problem) for problem in _of_phrase(phrase, terms, compiled, excuses, field))
    for phrase in rule.unless:
        if problem := _never(phrase, terms, compile_regexp(translate(phrase, terms, excuse=True).regexp)):
            yield phrase, problem
    if rule.any and not (rule.examples.match and rule.examples.no_match):
        yield "", "has no `examples` that must and must not match"


def _of_phrase(phrase: str, terms: Terms, compiled: Mapping[str, Any], excuses: Excuses, field: str) -> Iterator[str]:
    if problem := _never(phrase, terms, compiled[phrase]):
        yield problem
        return
    samples = [normalise(sample) for sample in samples_of(phrase, terms)]
    if field == "any" and samples and all(_is_excused(compiled[phrase], sample, excuses) for sample in samples):
        yield f"`{phrase}` can never fire: the rule's own `unless` excuses it"
    for other, regexp in compiled.items():
        if other != phrase and samples and all(regexp.search(sample.text.encode()) for sample in samples):
            same = all(compiled[phrase].search(normalise(text).text.encode()) for text in samples_of(other, terms))
            if not same or other < phrase:  # of two that find the same, one is told
                yield f"`{phrase}` adds nothing: `{other}` finds it already"
                return


def _never(phrase: str, terms: Terms, regexp: Any) -> str:
    """Why a phrase, or a part of it, can never match; empty if it can."""
    if phrase.startswith("re:"):
        sign = _NOT_SAID.search(phrase[3:])
        return (
            f"`{phrase}` can never match: what is said has no {sign[0][-1]} once it is written plainly" if sign else ""
        )
    samples = samples_of(phrase, terms)
    missed = [sample for sample in samples if not _matches(regexp, sample)]
    if not missed:
        return ""
    if len(missed) == len(samples):
        return f"`{phrase}` can never match: {_misread(missed[0])}"
    return f"`{phrase}` can never match in part: {_misread(missed[0])}"


def _matches(regexp: Any, sample: str) -> bool:
    return regexp.search(_plain(sample).encode()) is not None


def _misread(sample: str) -> str:
    return f"said, “{sample}” is read as “{_plain(sample).strip()}”".replace(MATCHED, f"<{MATCH}>")


def _plain(sample: str) -> str:
    """A sample as the rules read it; what stands for the matched words stays."""
    return normalise(sample.replace(MATCHED, _STAND_IN)).text.replace(_STAND_IN, MATCHED)


def _is_excused(regexp: Any, normal: Any, excuses: Excuses) -> bool:
    match = regexp.search(normal.text.encode())
    return match is not None and not excuses.hold(normal, [match.span()])
