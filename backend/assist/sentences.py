"""Tokens in, whole sentences out."""

from __future__ import annotations

import re

_END = re.compile(r"""[.!?…]+["')\]”’*_]*(?=\s)|\n+""")
_NO_END = re.compile(
    r"""(?:\b(?:mr|mrs|ms|dr|st|ave|rd|blvd|apt|no|vs|etc|approx|inc|e\.g|i\.e|a\.m|p\.m|[a-z])\.)["')\]”’]*$""",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"^(?:\s*(?:[-*•#>]+|\d+[.)])\s+)+|\*\*|__|`+", re.MULTILINE)
_LONGEST = 400  # characters; a model that never ends its sentence is cut where a word ends


class Sentences:
    """Cuts a text that comes in pieces into sentences, as soon as each is certain to be over.

    A full stop ends a sentence when white space follows it and no abbreviation or lone letter stands before it, so
    that "$89.50" and "at 8 a.m. tomorrow" stay whole. Joined, the sentences are the text with its white space made even
    and without marks of Markdown.
    """

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> list[str]:
        """Take in the next piece; the sentences that it ends, in order."""
        self._rest += piece
        found: list[str] = []
        start = 0
        for end in _END.finditer(self._rest):
            if not _NO_END.search(self._rest, start, end.end()):
                found.append(self._rest[start : end.end()])
                start = end.end()
        self._rest = self._rest[start:]
        while len(self._rest) > _LONGEST:
            head = self._rest[:_LONGEST].rpartition(" ")[0] or self._rest[:_LONGEST]
            found.append(head)
            self._rest = self._rest[len(head) :]
        return [sentence for sentence in map(plain, found) if sentence]

    def end(self) -> list[str]:
        """The text is over: what was left of it, as one sentence or none."""
        last, self._rest = plain(self._rest), ""
        return [last] if last else []


def plain(text: str) -> str:
    """The text as it is spoken: one line, single spaces, no marks of Markdown."""
    return " ".join(_MARKUP.sub("", text).split())
