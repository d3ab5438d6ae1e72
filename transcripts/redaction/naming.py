"""Finding which of many things a text names, in one pass over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

import re2


def one_of(choices: str) -> str:
    """A pattern for any of the words in a list; an underscore stands for the space in a phrase."""
    return f"(?:{'|'.join(choices.split())})".replace("_", r"\s+")


_MEMORY = 64 << 20  # bytes: a search over hundreds of words outgrows what RE2 allows itself


class Names:
    """Patterns by name, the first that fits winning, each a whole word or more.

    What is found is told apart afterwards and remembered: a search that also says which group it was costs four times
    as much, and people name things in the same few words.
    """

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self.pattern = rf"\b(?:{'|'.join(patterns.values())})\b"
        options = re2.Options()
        options.max_mem = _MEMORY
        self._any = re2.compile(f"(?i){self.pattern}", options)
        self._each = [(name, re2.compile(f"(?i){pattern}")) for name, pattern in patterns.items()]
        self._name = lru_cache(maxsize=2048)(self._told)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Every naming in a text's shadow, `[start, end)` and the name each, but for placeholders."""
        for match in self._any.finditer(text):
            start, end = match.span()
            if text[start - 1 : start] != "[":
                yield start, end, self._name(text[start:end].lower())

    def _told(self, words: str) -> str:
        return next((name for name, pattern in self._each if pattern.fullmatch(words)), self._each[-1][0])
