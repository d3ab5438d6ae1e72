"""What a figure states, as keys that do not depend on how it was spelled.

A figure asks for keys and gives keys. A text holds a figure if it gives every key of one of the ways to ask for it.
What is said loosely gives more than what is said exactly: a bare "eight" may be an hour, a sum or a count, "eight
years" is neither of the first two.
"""

from __future__ import annotations

from typing import NamedTuple

Key = tuple[str, ...]
Ways = tuple[tuple[Key, ...], ...]

TIMES = frozenset(("clock", "window"))
"""Kinds of keys that are a time of the day."""

DAYS = frozenset(("day", "date"))
"""Kinds of keys that are a day."""


class Stated(NamedTuple):
    """A figure, and its place.

    Attributes:
        start: Where it begins; `end` is where it ends. Both count words or characters, as the maker says.
        asks: The ways to hold it. Without any it is no figure that needs to be held.
        gives: What it gives to others.
    """

    start: int
    end: int
    asks: Ways
    gives: tuple[Key, ...]


def one_way(*keys: Key) -> Ways:
    """Any one of these keys is enough."""
    return tuple((key,) for key in keys)


def plain_number(number: str) -> str:
    """A number without zeros that say nothing: "007" and "7.0" are "7"."""
    whole, point, rest = number.partition(".")
    rest = rest.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{point if rest else ''}{rest}"


def word_at(words: list[str], at: int) -> str:
    """The word there; "" outside of the text."""
    return words[at] if 0 <= at < len(words) else ""
