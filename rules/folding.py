"""Text in one spelling: lower case, NFKC, ASCII punctuation, with the way back to the characters it came from."""

from __future__ import annotations

import unicodedata
from array import array
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple


class Folded(NamedTuple):
    """Folded text. ASCII keeps its meaning; every other character left in it is part of a word.

    `starts[i]` and `ends[i]` are the range of the original text that character `i` came from; both are None where every
    character came from the one at its own place.
    """

    text: str
    starts: array[int] | None
    ends: array[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the original text that the non-empty range `start` to `end` came from."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


# What NFKC leaves apart although it reads the same, and signs that are no part of the word they hang on.
_SPELLINGS = {
    **dict.fromkeys("’‘ʼ‛′＇", "'"),  # the apostrophes that people and programs type
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–−", "-"),  # hyphens and short dashes
    **dict.fromkeys("—―", "--"),
    "⁄": "/",  # NFKC writes fractions with it
    **dict.fromkeys("™®©℠", ""),
}
_HANGUL_TAIL = range(0x1160, 0x1200)  # vowels and finals, which compose with the syllable before


def fold(text: str) -> Folded:
    """Fold `text`: equal for composed and decomposed, full and half width, upper and lower case spellings."""
    if text.isascii():
        return Folded(text.lower(), None, None)
    parts: list[str] = []
    starts: array[int] = array("q")
    ends: array[int] = array("q")
    for start, end in _clusters(text):
        folded = _fold_cluster(text[start:end])
        parts.append(folded)
        for _ in folded:
            starts.append(start)
            ends.append(end)
    return Folded("".join(parts), starts, ends)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Ranges of characters that NFKC may put together: a base and the marks after it."""
    borders = [at for at, character in enumerate(text) if character < "\x80" or at == 0 or not _extends(character)]
    return list(pairwise([*borders, len(text)]))


@lru_cache(maxsize=4096)
def _extends(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or ord(character) in _HANGUL_TAIL


def _fold_cluster(cluster: str) -> str:
    return _fold_character(cluster) if len(cluster) == 1 else _compose(cluster)


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    return character.lower() if character < "\x80" else _compose(character)


def _compose(cluster: str) -> str:
    if cluster in _SPELLINGS:
        return _SPELLINGS[cluster]
    visible = "".join(character for character in cluster if not _invisible(character))
    composed = unicodedata.normalize("NFKC", visible)
    composed = unicodedata.normalize("NFKC", composed.casefold())
    if not any(character.isalnum() for character in composed):
        composed = "".join(character for character in composed if not _extends(character))
    folded = "".join(map(_spell, composed))
    return f" {folded}" if "⁄" in composed else folded  # 2½ is no 21/2


def _spell(character: str) -> str:
    if character < "\x80":
        return character
    if character in _SPELLINGS:
        return _SPELLINGS[character]
    if _invisible(character):
        return ""
    return character if unicodedata.category(character)[0] in "LNM" else " "


def _invisible(character: str) -> bool:
    """Whether it is not seen, or only dresses the character before: format characters, frames, variation selectors."""
    code = ord(character)
    return unicodedata.category(character) in ("Cf", "Me") or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
