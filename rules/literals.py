"""Which words a text must have for a phrase to match in it: what the prefilter looks up.

A token is a word, or two neighbouring words with a space between. From a phrase's structure follow sets of tokens of
which every matching text has at least one; texts are then asked for tokens, and RE2 only where all sets are met.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from sys import intern
from typing import NamedTuple

_MOST = 32  # sequences of words that are told apart

_DIGIT = re.compile("[0-9]")
DIGIT = "0"
"""A token of every text with a digit anywhere; the word 0 needs no telling apart from it."""

# Words that so many sentences have that they tell nothing.
_COMMON = frozenset(
    (
        DIGIT,
        *"""
        a about all am an and any are as at be but by can could do does for from get go going good have he here
        how i if in is it just know like me my no not now of okay on one or our out right she so that the them
        there they this time to today tomorrow up us was we well what when will with would yes you your
        """.split(),
    )
)

Words = tuple[str, ...]
Tokens = tuple[str, ...]
"""A set of tokens, sorted; a frozenset of them takes several times the memory."""
_NOTHING: frozenset[Words] = frozenset(((),))


class Literals(NamedTuple):
    """What is known of the words that a piece of a phrase matches.

    Attributes:
        exact: Every sequence of words that it matches, where these are few; `()` among them if it can match nothing.
        required: Where `exact` is None, sets of tokens of which each matching text has one.
    """

    exact: frozenset[Words] | None
    required: tuple[Tokens, ...] = ()

    def tokens(self) -> tuple[Tokens, ...]:
        """The sets of tokens of which each matching text has one, the most telling first."""
        return tuple(sorted(dict.fromkeys((*self.required, *_required(self.exact))), key=_chance))


UNKNOWN = Literals(None)


def in_sequence(parts: Iterable[Literals]) -> Literals:
    """Pieces one after the other."""
    run = _NOTHING
    required: list[Tokens] = []
    exact = True
    for part in parts:
        if part.exact is not None and len(run) * len(part.exact) <= _MOST:
            run = part.exact if run == _NOTHING else frozenset(before + after for before in run for after in part.exact)
            continue
        required += (*_required(run), *part.required)
        run = part.exact or _NOTHING
        exact = False
    return Literals(run) if exact else Literals(None, (*required, *_required(run)))


def one_of(parts: Sequence[Literals]) -> Literals:
    """Alternatives."""
    known = [part.exact for part in parts if part.exact is not None]
    if len(known) == len(parts) and sum(map(len, known)) <= _MOST:
        return Literals(frozenset().union(*known))
    telling = [tokens[0] for part in parts if (tokens := part.tokens())]
    return Literals(None, (_set(set().union(*telling)),)) if len(telling) == len(parts) else UNKNOWN


def optional(part: Literals) -> Literals:
    """A piece that may be missing."""
    return UNKNOWN if part.exact is None else Literals(part.exact | {()})


def tokens_of(words: Sequence[str], text: str) -> set[str]:
    """The tokens of a text, given as its normalised words and as one string."""
    tokens = set(words)
    tokens.update(map(" ".join, pairwise(words)))
    if _DIGIT.search(text):
        tokens.add(DIGIT)
    return tokens


def _required(exact: frozenset[Words] | None) -> tuple[Tokens, ...]:
    """One telling token of each sequence; nothing if one of them is empty."""
    if not exact or () in exact:
        return ()
    return (_set(set(map(_telling, exact))),)


def _set(tokens: set[str]) -> Tokens:
    return _same(tuple(sorted(tokens)))


@lru_cache(maxsize=1 << 10)
def _same(tokens: Tokens) -> Tokens:
    """One object for equal sets: many phrases need the same words."""
    return tokens


def _telling(words: Words) -> str:
    """The pair of neighbours with the fewest common words, or the one word."""
    if len(words) == 1:
        return words[0]
    common = [word in _COMMON for word in words]
    rarest = min(range(len(words) - 1), key=lambda at: common[at] + common[at + 1])
    return intern(f"{words[rarest]} {words[rarest + 1]}")


@lru_cache(maxsize=1 << 10)
def _chance(tokens: Tokens) -> int:
    """How likely ordinary speech has one of the tokens, on a rough scale."""
    return sum(map(_token_chance, tokens))


@lru_cache(maxsize=1 << 11)
def _token_chance(token: str) -> int:
    words = token.split(" ")
    common = sum(word in _COMMON for word in words)
    return (10, 500)[common] if len(words) == 1 else (1, 3, 60)[common]
