"""Cutting a quotation so that the evidence stays in sight. No Qt: how much fits is the caller's question."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable

from desktop.overlay.words import CLOSE_QUOTE, OPEN_QUOTE
from desktop.view import Mark, MarkKind, Quote, Span

Piece = tuple[str, tuple[Span, ...]]

_WORD = re.compile(r"\S+")


def whole(quote: Quote) -> Piece:
    """The quotation in its marks, uncut."""
    return _cut(quote, 0, len(quote.text))


def cut(quote: Quote, fits: Callable[[str, tuple[Span, ...]], bool]) -> Piece:
    """The largest stretch of whole words around the evidence for which `fits(text, spans)` holds.

    What is left out at either end becomes "…". Evidence that does not fit by itself is returned from its beginning
    on, for the painter to elide.
    """
    piece = whole(quote)
    if fits(*piece):
        return piece
    words = [match.span() for match in _WORD.finditer(quote.text)]
    if not words:
        return piece
    begin = min((span[0] for span in quote.evidence), default=0)
    end = max((span[1] for span in quote.evidence), default=begin)
    first = max((n for n, word in enumerate(words) if word[0] <= begin), default=0)
    last = min((n for n, word in enumerate(words) if word[1] >= end), default=len(words) - 1)
    last = max(first, last)
    stretches = [(first, last)]
    while (first, last) != (0, len(words) - 1):
        # Two words before for one after: how the sentence led there tells more than how it went on.
        for before, after in ((1, 0), (1, 0), (0, 1)):
            first, last = max(0, first - before), min(len(words) - 1, last + after)
            stretches.append((first, last))
    pieces = [_cut(quote, words[first][0], words[last][1]) for first, last in dict.fromkeys(stretches)]
    return pieces[max(0, bisect(pieces, False, key=lambda piece: not fits(*piece)) - 1)]


def marks_of(spans: tuple[Span, ...], kind: MarkKind, shift: int = 0) -> tuple[Mark, ...]:
    """The spans as marks of a kind, in a text in which they stand `shift` characters further on."""
    return tuple(Mark((start + shift, end + shift), kind) for start, end in spans)


def _cut(quote: Quote, begin: int, end: int) -> Piece:
    head = OPEN_QUOTE + ("… " if begin > 0 else "")
    text = head + quote.text[begin:end] + (" …" if end < len(quote.text.rstrip()) else "") + CLOSE_QUOTE
    move = len(head) - begin
    spans = ((max(span[0], begin), min(span[1], end)) for span in quote.evidence)
    return text, tuple((left + move, right + move) for left, right in spans if left < right)
