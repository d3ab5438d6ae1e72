"""A ruleset made ready to run: patterns compiled, rules in the order in which they depend on each other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from rules.matcher import Matcher, Span, compile_regexp
from rules.normal import Normal
from rules.phrases import Pattern, translate
from rules.ruleset import Rule, Ruleset

_Owner = tuple[int, bool]  # place of the rule, whether the pattern is one of its `corrected_by`


class Heard:
    """What one utterance's words say about one rule. Spans are ranges of the normalised text; found when asked for."""

    __slots__ = ("__dict__", "_data", "_excuse", "_matcher", "_normal", "_phrases", "_repairs")

    def __init__(self, normal: Normal, data: bytes, matcher: Matcher, excuse: Any) -> None:
        self._normal = normal
        self._data = data
        self._matcher = matcher
        self._excuse = excuse
        self._phrases: list[int] = []
        self._repairs: list[int] = []

    def add(self, pattern: int, *, repair: bool) -> None:
        """Note that a pattern of the rule may match."""
        (self._repairs if repair else self._phrases).append(pattern)

    @cached_property
    def claims(self) -> list[Span]:
        """Where the rule's phrases stand and nothing in their clause excuses them, in order."""
        spans = self._spans(self._phrases)
        if self._excuse is None:
            return spans
        excused: dict[Span, bool] = {}
        claims: list[Span] = []
        for span in spans:
            clause = self._normal.clause_around(*span)
            if clause not in excused:
                excused[clause] = self._excuse.search(self._normal.text[slice(*clause)].encode()) is not None
            if not excused[clause]:
                claims.append(span)
        return claims

    @cached_property
    def repairs(self) -> list[Span]:
        """Where the rule's `corrected_by` phrases stand, in order."""
        return self._spans(self._repairs)

    def evidence(self, spans: Iterable[Span], most: int = 64) -> tuple[Span, ...]:
        """The characters of the original text that these spans came from: sorted, overlaps joined, the first `most`."""
        joined: list[Span] = []
        for start, end in sorted(self._normal.original(*span) for span in spans):
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(joined[:most])

    def _spans(self, patterns: Iterable[int]) -> list[Span]:
        text = self._normal.text
        found = [span for pattern in patterns for span in self._matcher.spans(pattern, self._data)]
        return sorted(span for span in found if not text[slice(*span)].isspace())


class Rulebook:
    """A compiled ruleset. It never changes; all sessions of a process share one, on any thread.

    Attributes:
        ruleset: The rules it was made from.
        version: Their version.
        rules: The rules in the order of evaluation: file order, but a rule comes after those its `when` names.

    Raises:
        PhraseError: A phrase is not in the language; rulesets from `rules.yaml_source` have none such.
        RulesetError: RE2 refuses a pattern, for its size.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.version = ruleset.version
        self.rules = _evaluation_order(ruleset.rules)
        self.by_id = {rule.id: rule for rule in self.rules}
        self._excuses = [_alternation(rule.unless) for rule in self.rules]
        self._scopes = {speaker: self._compile(speaker) for speaker in ("csr", "customer")}

    def _compile(self, speaker: str) -> tuple[Matcher, list[_Owner]]:
        patterns: list[Pattern] = []
        owners: list[_Owner] = []
        for place, rule in enumerate(self.rules):
            if rule.hears(speaker):
                patterns += map(translate, rule.any)
                owners += [(place, False)] * len(rule.any)
            if speaker == "csr":
                patterns += map(translate, rule.corrected_by)
                owners += [(place, True)] * len(rule.corrected_by)
        return Matcher(patterns), owners

    def listen(self, speaker: str, normal: Normal) -> list[tuple[Rule, Heard]]:
        """The rules that one of the speaker's utterances may concern, in order of evaluation."""
        matcher, owners = self._scopes[speaker]
        data = normal.text.encode()
        heard: dict[int, Heard] = {}
        for pattern in matcher.candidates(normal, data):
            place, repair = owners[pattern]
            if place not in heard:
                heard[place] = Heard(normal, data, matcher, self._excuses[place])
            heard[place].add(pattern, repair=repair)
        return [(self.rules[place], found) for place, found in sorted(heard.items())]


def _alternation(phrases: Iterable[str]) -> Any:  # an re2 pattern, or None
    patterns = [f"(?:{translate(phrase).regexp})" for phrase in phrases]
    return compile_regexp("|".join(patterns)) if patterns else None


def _evaluation_order(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """File order, each rule put off until the rules of this ruleset that its `when` names have had their turn."""
    waiting = list(rules)
    ids = {rule.id for rule in rules}
    ordered: list[Rule] = []
    done: set[str] = set()
    while waiting:
        ready = [rule for rule in waiting if done.issuperset(ids.intersection(rule.when))] or waiting
        ordered += ready
        done.update(rule.id for rule in ready)
        waiting = [rule for rule in waiting if rule.id not in done]
    return tuple(ordered)
