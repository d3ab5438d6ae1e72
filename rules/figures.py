"""The figures that a text states, and whether they were said: sums, times, days, shares, numbers, telephones.

A figure is the same however it is spelled: "eighty-nine dollars", "$89" and "89 bucks" are one sum, "two to four" and
"between 2 and 4" one window. Where it is in doubt whether a figure was said, it was not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from rules import day_figures, number_figures
from rules.normal import Normal, normalise
from rules.stated import Key, Stated, one_way

Span = tuple[int, int]

_PHONE = re.compile(r"(?<![\d.,$])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s.-])?\d{3}[\s.-]\d{4}(?![\d-])")
_SHORT_DAY = re.compile(r"\b(?:Sat|Sun)\b")
_SHORT_DAYS = {"Sat": "saturday", "Sun": "sunday"}
_DIGITS = re.compile(r"\d+")
_EVERYBODY = ("911",)  # where anybody is sent in an emergency is no claim


def stated(text: str) -> list[Stated]:
    """The figures of `text` in order and apart, their places in characters of it; in time linear in its length."""
    found: list[Stated] = []
    taken = bytearray(len(text))  # 1 where a figure has been found
    for one in (*map(_telephone, _PHONE.finditer(text)), *map(_short_day, _SHORT_DAY.finditer(text)), *_in_words(text)):
        if not any(taken[one.start : one.end]):
            found.append(one)
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
    for match in _DIGITS.finditer(text):
        if not any(taken[match.start() : match.end()]):
            key: Key = ("digits", match[0])
            found.append(Stated(match.start(), match.end(), one_way(key), (key,)))
    return sorted(found)


class Figures:
    """The figures that texts state, taken in one by one."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._keys: set[Key] = {key for number in _EVERYBODY for key in (("number", number, ""), ("loose", number))}
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        """Take in what one more text states."""
        for one in stated(text):
            self._keys.update(one.gives)

    def unsupported(self, text: str) -> tuple[Span, ...]:
        """The places in `text` that state a figure which none of the texts does, in order and apart."""
        return tuple(
            (one.start, one.end)
            for one in stated(text)
            if one.asks and not any(self._keys.issuperset(way) for way in one.asks)
        )


def unsupported(text: str, sources: Iterable[str]) -> tuple[Span, ...]:
    """The places in `text` that state a figure which no source does, in order and apart."""
    return Figures(sources).unsupported(text)


def _in_words(text: str) -> Iterable[Stated]:
    normal = normalise(text)
    words = normal.words
    offsets = list(accumulate((len(word) + 1 for word in words), initial=1))
    at = 0
    while at < len(words):
        one = _at(normal, offsets, at)
        if one is None:
            at += 1
            continue
        start = normal.original(offsets[at], offsets[at] + len(words[at]))[0]
        end = normal.original(offsets[one.end - 1], offsets[one.end] - 1)[1]
        yield Stated(start, end, one.asks, one.gives)
        at = one.end


def _at(normal: Normal, offsets: Sequence[int], at: int) -> Stated | None:
    """The figure that begins at a word, in words."""
    words, word = normal.words, normal.words[at]
    if (word in day_figures.BEGINS or word[0].isdigit()) and (day := day_figures.day_at(words, at)):
        return day
    if word[0].isdigit() or word in number_figures.BEGINS:
        start, end = normal.original(offsets[at], offsets[at] + len(word))
        return number_figures.number_at(words, at, normal.source[start:end].lower())
    if word.isalpha() or not any(character.isdigit() for character in word):
        return None
    key: Key = ("written", word)
    return Stated(at, at + 1, one_way(key), (key,))


def _telephone(match: re.Match[str]) -> Stated:
    digits = "".join(_DIGITS.findall(match[0]))
    key: Key = ("phone", digits[-10:])
    return Stated(match.start(), match.end(), one_way(key), (key,))


def _short_day(match: re.Match[str]) -> Stated:
    key: Key = ("day", _SHORT_DAYS[match[0]])
    return Stated(match.start(), match.end(), one_way(key), (key,))
