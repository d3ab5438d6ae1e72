"""Many patterns against one text: a prefilter picks the few that can match, RE2 says where they do.

A phrase can only match a text that has its words, so phrases are found by looking up the words of the text; `re:`
patterns go through RE2's own literal prefilter. Either way the work for a text hardly depends on how many patterns
there are, and RE2 takes time linear in the text whatever a pattern holds. A matcher does not change once it is built
and may be used from several threads at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

import re2

from rules.literals import tokens_of
from rules.normal import Normal
from rules.phrases import Pattern
from rules.ruleset import RulesetError

MAX_MATCHES = 256  # of one pattern in one text
_SHARD = 1_000  # `re:` patterns per prefilter: past some thousands its automaton outgrows RE2's memory limit
_MAX_MEMORY = 32 << 20  # bytes of one pattern; taken only as far as it needs
_MOST_REQUIRED = 4  # sets of tokens looked at before RE2 is asked

Span = tuple[int, int]


class _Entry(NamedTuple):
    """A pattern that a token tells of: what else a text must have for it."""

    place: int
    bits: int  # the other sets of tokens, a bit each
    is_all: bool  # whether these and the telling set are all that it needs


_Told = tuple[int, tuple[_Entry, ...]]
"""The sets that a token is in, a bit each, and the patterns that it tells of."""


class Matcher:
    """A fixed list of patterns, named by their place in it. Spans are in characters of the normalised text."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._regexps: list[Any] = [None] * len(self._patterns)  # made when they are first asked: few ever are
        by_token: dict[str, list[_Entry]] = {}
        self._always: list[int] = []  # what no prefilter takes
        needed = [pattern.required[:_MOST_REQUIRED] for pattern in self._patterns]
        # Large sets first: most tokens are in those only, and have small figures.
        others = sorted({tokens for sets in needed for tokens in sets[1:]}, key=len, reverse=True)
        bit_of = {tokens: 1 << bit for bit, tokens in enumerate(others)}
        for place, (pattern, sets) in enumerate(zip(self._patterns, needed, strict=True)):
            if sets:
                bits = reduce(or_, (bit_of[tokens] for tokens in sets[1:]), 0)
                entry = _Entry(place, bits, len(pattern.required) == len(sets))
                for token in sets[0]:
                    by_token.setdefault(token, []).append(entry)
        sets_with: dict[str, int] = {}
        for tokens, bit in bit_of.items():
            for token in tokens:
                sets_with[token] = sets_with.get(token, 0) | bit
        same: dict[_Told, _Told] = {}  # synonyms tell of the same
        self._told: dict[str, _Told] = {}
        for token in {**sets_with, **by_token}:
            told = sets_with.get(token, 0), tuple(by_token.get(token, ()))
            self._told[token] = same.setdefault(told, told)
        raw = [place for place, pattern in enumerate(self._patterns) if not pattern.required]
        self._shards: list[tuple[Any, Sequence[int]]] = []  # re2.Filter, the places of its patterns
        for first in range(0, len(raw), _SHARD):
            self._add_shard(raw[first : first + _SHARD])

    def __len__(self) -> int:
        return len(self._patterns)

    def _add_shard(self, places: Sequence[int]) -> None:
        """Put `re:` patterns behind a prefilter, or behind two halves where one would need too much memory."""
        prefilter = re2.Filter()
        try:
            for place in places:
                prefilter.Add(self._patterns[place].regexp.encode(), _options())
            prefilter.Compile()
        except re2.error:
            if len(places) == 1:
                self._always += places
                return
            half = len(places) // 2
            self._add_shard(places[:half])
            self._add_shard(places[half:])
            return
        self._shards.append((prefilter, places))

    def candidates(self, normal: Normal, text: bytes) -> list[int]:
        """The patterns that may match `normal` (`text` in UTF-8), in their order; all that do are among them."""
        known = self._told.keys() & tokens_of(normal.words, normal.text)
        told = [self._told[token] for token in known]
        there = 0
        for sets, _ in told:
            there |= sets
        found = set(self._always)
        if not normal.carried:
            found.update([place for _, entries in told for place, bits, _ in entries if bits & there == bits])
        else:  # A match ends in the words of this utterance, so one of the words that it needs is among them.
            fresh = known.intersection(tokens_of(normal.words[normal.carried - 1 :], normal.text))
            new = reduce(or_, (self._told[token][0] for token in fresh), 0)
            for token, (_, entries) in zip(known, told, strict=True):
                for place, bits, is_all in entries:
                    if bits & there == bits and (token in fresh or bits & new or not is_all):
                        found.add(place)
        for prefilter, places in self._shards:
            found.update(places[index] for index in prefilter.Match(text) or ())
        return sorted(found)

    def is_anchored(self, pattern: int) -> bool:
        """Whether a pattern begins where a sentence does."""
        return self._patterns[pattern].is_anchored

    def spans(self, pattern: int, text: bytes) -> list[Span]:
        """The matches of one pattern in `text` (UTF-8), leftmost first, in characters of the decoded text.

        Matches overlap by no more than the one space between two words. At most `MAX_MATCHES` are looked for.
        """
        regexp = self._regexps[pattern]
        if regexp is None:
            regexp = self._regexps[pattern] = compile_regexp(self._patterns[pattern].regexp)
        search = regexp.search
        match = search(text)
        if match is None:
            return []
        spans: list[Span] = []
        while match and len(spans) < MAX_MATCHES:
            start, end = match.span()
            spans.append((start, end))
            # The space after a phrase is also the one before the next.
            at = end - 1 if end - start > 1 and text[end - 1] == 0x20 else max(end, start + 1)
            match = search(text, at) if at < len(text) else None
        return spans if text.isascii() else _in_characters(text, spans)


def compile_regexp(regexp: str) -> Any:  # re2 ships no types
    """Compile RE2 source for UTF-8 texts.

    Raises:
        RulesetError: RE2 refuses it, for its size; no phrase that `rules.phrases` takes is so large.
    """
    try:
        return re2.compile(regexp.encode(), _options())
    except re2.error as error:
        raise RulesetError([f"RE2 refuses a pattern of {len(regexp):,} characters, {regexp[:80]}…"]) from error


def _options() -> Any:
    """RE2 options: no groups to fill, nothing written to standard error, room for a rule's excuses in one pattern."""
    options = re2.Options()
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    return options


def _in_characters(text: bytes, spans: Iterable[Span]) -> list[Span]:
    counted_bytes = counted = 0

    def characters(at: int) -> int:
        """How many characters precede the byte `at`; calls come with positions that hardly go back."""
        nonlocal counted_bytes, counted
        if at < counted_bytes:
            return counted - len(text[at:counted_bytes].decode(errors="replace"))
        counted += len(text[counted_bytes:at].decode(errors="replace"))
        counted_bytes = at
        return counted

    return [(characters(start), characters(end)) for start, end in spans]
