"""Words that speech-to-text writes for figures: "for", "to", "won", "ate", and a sigh that is a zero."""

from __future__ import annotations

from collections.abc import Sequence

from transcripts.redaction.number_words import PLURALS, SIGHS
from transcripts.redaction.words import Sort, Token

_ENOUGH = 6  # figures on one side of a slip
_COMMON = frozenset(("for", "fore", "to", "too"))
"""The slips that are mostly no figures."""


def with_slips(plain: str, tokens: list[Token], *, expected: bool, sure: bool) -> list[Token]:
    """Take a slip for a figure inside a run of digits said one by one, and nowhere else.

    Where a number is `expected`, a figure on either side is enough, and for words that are seldom said otherwise a
    figure on one side. Where it is `sure`, any plural is of digits ("all fives"), and a sigh that is all that is said
    is a zero.
    """
    found = list(tokens)
    if sure and tokens and tokens[-1].word in SIGHS and all(token.sort is Sort.JOINT for token in tokens):
        found[-1] = tokens[-1]._replace(sort=Sort.FIGURE)
        return found
    bare = all(token.sort in (Sort.FIGURE, Sort.SLIP, Sort.JOINT) for token in tokens)
    for at, token in enumerate(tokens):
        if token.sort is Sort.SLIP:
            taken = _is_figure(plain, found, at, expected=expected, sure=sure, bare=bare)
        else:
            taken = sure and token.word in SIGHS and token.sort is Sort.JOINT and _right(tokens, at) >= 2
        if taken:
            found[at] = token._replace(sort=Sort.FIGURE)
    return found


def _is_figure(plain: str, tokens: Sequence[Token], at: int, *, expected: bool, sure: bool, bare: bool) -> bool:
    word = tokens[at].word
    left, right = _left(tokens, at), _right(tokens, at)
    if word in PLURALS:
        return sure and (word != "ones" or left + right > 0)
    if expected and word not in _COMMON and left + right > 0:
        return True
    enough = (
        _within(tokens, at) or (bare and sure) if expected else left >= 3 or right >= 3 or (left >= 2 and right >= 2)
    )
    closing = left >= 5 and right == 0 and not plain[tokens[at].end : tokens[at].end + 8].strip(" .,!?")
    return bool(left and right and enough) or closing


def _within(tokens: Sequence[Token], at: int) -> bool:
    """Whether a slip is among so many figures that it is no "eight to ten": four words, the first of them a figure."""
    first = at
    while first > max(0, at - 3) and tokens[first - 1].sort in (Sort.FIGURE, Sort.SLIP):
        first -= 1
    while tokens[first].sort is Sort.SLIP and first < at:
        first += 1
    last = at + 1
    while last < min(len(tokens), at + 4) and tokens[last].sort in (Sort.FIGURE, Sort.SLIP):
        last += 1
    return tokens[first].sort is Sort.FIGURE and last - first >= 4


def _left(tokens: Sequence[Token], at: int) -> int:
    """How many single figures, slips among them, stand directly to the left."""
    count = 0
    while at > 0 and count < _ENOUGH and (tokens[at - 1].single or (count and tokens[at - 1].sort is Sort.SLIP)):
        at -= 1
        count += len(tokens[at].digits)
    return count


def _right(tokens: Sequence[Token], at: int) -> int:
    """How many stand directly to the right."""
    count = 0
    while at + 1 < len(tokens) and count < _ENOUGH and (tokens[at + 1].single or tokens[at + 1].sort is Sort.SLIP):
        at += 1
        count += len(tokens[at].digits)
    return count if at < len(tokens) and tokens[at].sort is Sort.FIGURE else max(0, count - 1)
