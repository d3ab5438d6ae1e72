"""Figures of a number that speech-to-text writes as times or amounts: "5:05 5:55 0121", "5,125,550,147"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transcripts.redaction.words import Sort, Token

_BETWEEN = frozenset(" ,.:-")
_WHOLE = 7  # digits: so many are no time and no amount
_SOME = 3  # digits: so many are a part of a number when nothing else is said


def with_misprints(plain: str, tokens: Sequence[Token]) -> list[Token]:
    """Take times and amounts for figures where they go on with others, are as long as a number, or are all there is.

    Only to be asked where the talk is surely of a number.
    """
    found = list(tokens)
    bare = all(token.sort is not Sort.WORD or token.digits.isdigit() for token in tokens)
    for first, last in _chains(plain, tokens):
        chain = tokens[first:last]
        size = sum(len(token.digits) for token in chain)
        clock = any(plain[token.end : token.end + 1] == ":" for token in chain[:-1])
        figure = any(token.sort is Sort.FIGURE and len(token.digits) >= _SOME for token in chain)
        zero = chain[0].digits[0] == "0"  # nobody writes an hour so
        if (size >= _WHOLE and (figure or not clock)) or ((bare or (zero and clock)) and size >= _SOME):
            found[first:last] = [token._replace(sort=Sort.FIGURE) for token in chain]
    return found


def _chains(plain: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Written figures with nothing but punctuation between, some of which look like times or amounts."""
    first = None
    for at in range(len(tokens) + 1):
        token = tokens[at] if at < len(tokens) else None
        written = token is not None and token.digits.isdigit() and not token.spoken
        joined = (
            first is not None and token is not None and _BETWEEN.issuperset(plain[tokens[at - 1].end : token.start])
        )
        if first is not None and not (written and joined):
            if any(other.sort is Sort.WORD for other in tokens[first:at]):
                yield first, at
            first = None
        if written and first is None:
            first = at
