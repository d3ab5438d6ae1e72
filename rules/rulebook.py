"""A ruleset made ready to run: patterns compiled, rules in the order in which they depend on each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple

from rules.matcher import Matcher, Span, compile_regexp
from rules.normal import Normal
from rules.phrases import MATCHED, Terms, terms_of, translate
from rules.ruleset import Rule, Ruleset

Part = Literal["any", "corrected_by"] | int
"""What a pattern is to its rule: one of its phrases, a repair, or a phrase of the numbered line of advice."""


class Excuses:
    """A rule's `unless`: what excuses words that stand in one clause with it, or in a certain place beside it."""

    def __init__(self, phrases: Iterable[str], terms: Terms) -> None:
        self._phrases = tuple(phrases)
        self._terms = terms

    @cached_property
    def _anywhere(self) -> Any:  # an re2 pattern, or None; made when a phrase first matches
        return _alternation(source for source in self._sources() if MATCHED not in source)

    @cached_property
    def _beside(self) -> Any:
        return _alternation(source for source in self._sources() if MATCHED in source)

    def _sources(self) -> Iterator[str]:
        return (translate(phrase, self._terms, excuse=True).regexp for phrase in self._phrases)

    def hold(self, normal: Normal, spans: Sequence[Span]) -> list[Span]:
        """The spans that nothing excuses, in order."""
        if not self._phrases:
            return list(spans)
        kept: list[Span] = []
        known: dict[Span, bool] = {}
        for span in spans:
            clause = normal.clause_around(*span)
            if clause not in known:
                said = normal.text[slice(*clause)]
                known[clause] = self._anywhere is not None and self._anywhere.search(said.encode()) is not None
            if not known[clause] and not self._excused_beside(normal.text, clause, span):
                kept.append(span)
        return kept

    def _excused_beside(self, text: str, clause: Span, span: Span) -> bool:
        if self._beside is None:
            return False
        before, after = text[clause[0] : span[0]].rstrip(" "), text[span[1] : clause[1]].lstrip(" ")
        around = f"{before} {MATCHED} {after}"  # a match of `re:` may be without its spaces
        return self._beside.search(around.encode()) is not None


class Heard:
    """What one utterance's words say about one rule. Spans are ranges of the normalised text; found when asked for."""

    __slots__ = ("_claims", "_data", "_excuses", "_matcher", "_normal", "_patterns")

    def __init__(self, normal: Normal, data: bytes, matcher: Matcher, excuses: Excuses) -> None:
        self._normal = normal
        self._data = data
        self._matcher = matcher
        self._excuses = excuses
        self._patterns: dict[Part, list[int]] = {}
        self._claims: list[Span] | None = None

    def add(self, pattern: int, part: Part) -> None:
        """Note that a pattern of the rule may match."""
        self._patterns.setdefault(part, []).append(pattern)

    @property
    def claims(self) -> list[Span]:
        """Where the rule's phrases stand and nothing beside them excuses them, in order."""
        if self._claims is None:
            spans = self._spans("any")
            self._claims = self._excuses.hold(self._normal, spans) if spans else spans
        return self._claims

    @property
    def repairs(self) -> list[Span]:
        """Where the rule's `corrected_by` phrases stand, in order."""
        return self._spans("corrected_by")

    def advice(self, line: int) -> list[Span]:
        """Where the phrases of a line of advice stand, in order."""
        return self._spans(line)

    def evidence(self, spans: Iterable[Span], most: int = 64) -> tuple[Span, ...]:
        """The characters of the original text that these spans came from: sorted, overlaps joined, the first `most`."""
        joined: list[Span] = []
        for start, end in sorted(self._normal.original(*span) for span in spans):
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return tuple(joined[:most])

    def _spans(self, part: Part) -> list[Span]:
        """The matches that end in this utterance, in order; what the one before said was judged with it.

        Where a match reaches over clauses, there may be one in a later clause of it as well, which the first clause
        does not excuse: "I can't promise today, but I guarantee the price".
        """
        normal, matcher = self._normal, self._matcher
        found: set[Span] = set()
        for pattern in self._patterns.get(part, ()):
            spans = matcher.spans(pattern, self._data)
            if normal.carried and matcher.is_anchored(pattern):  # a sentence may begin with the utterance as well
                spans += self._spans_from(pattern, normal.fresh)
            for span in spans:
                found.add(span)
                for start, _ in normal.clauses_from(*span):
                    found.update(self._spans_from(pattern, start, span[1]))
        if not found:
            return []
        text, fresh = normal.text, normal.fresh
        return sorted(span for span in found if span[1] > fresh + 1 and not text[slice(*span)].isspace())

    def _spans_from(self, pattern: int, start: int, end: int | None = None) -> list[Span]:
        rest = self._normal.text[start:end].encode()
        return [(start + first, start + after) for first, after in self._matcher.spans(pattern, rest)]


class _Owner(NamedTuple):
    place: int  # of the rule
    part: Part


class Rulebook:
    """A compiled ruleset. It says the same for ever; all sessions of a process share one, on any thread.

    Attributes:
        ruleset: The rules it was made from.
        version: Their version.
        rules: The rules in the order of evaluation: file order, but a rule comes after those its `when` names.

    Raises:
        PhraseError: A phrase is not in the language; rulesets from `rules.yaml_source` have none such.
    """

    def __init__(self, ruleset: Ruleset) -> None:
        self.ruleset = ruleset
        self.version = ruleset.version
        self.rules = _evaluation_order(ruleset.rules)
        self.by_id = {rule.id: rule for rule in self.rules}
        self._terms = terms_of(ruleset.terms)
        self._excuses = [Excuses(rule.unless, self._terms) for rule in self.rules]
        self._scopes = {speaker: self._compile(speaker) for speaker in ("csr", "customer")}

    def _compile(self, speaker: str) -> tuple[Matcher, list[_Owner]]:
        phrases: list[str] = []
        owners: list[_Owner] = []

        def add(place: int, part: Part, some: Iterable[str]) -> None:
            for phrase in some:
                phrases.append(phrase)
                owners.append(_Owner(place, part))

        for place, rule in enumerate(self.rules):
            if rule.hears(speaker):
                add(place, "any", rule.any)
            if speaker == "csr":
                add(place, "corrected_by", rule.corrected_by)
                for number, line in enumerate(rule.until):
                    add(place, number, line.any)
        return Matcher(translate(phrase, self._terms) for phrase in phrases), owners

    def listen(self, speaker: str, normal: Normal) -> list[tuple[Rule, Heard]]:
        """The rules that one of the speaker's utterances may concern, in order of evaluation."""
        matcher, owners = self._scopes[speaker]
        data = normal.text.encode()
        heard: list[tuple[Rule, Heard]] = []
        last = -1
        for pattern in matcher.candidates(normal, data):  # in the order of the rules
            place, part = owners[pattern]
            if place != last:
                last = place
                found = Heard(normal, data, matcher, self._excuses[place])
                heard.append((self.rules[place], found))
            found.add(pattern, part)
        return heard


def _alternation(sources: Iterable[str]) -> Any:  # an re2 pattern, or None
    patterns = [f"(?:{source})" for source in sources]
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
