"""The times of day among normalised words: "2:30 pm", "half past 3", "noon", "8 to 10", "between 2 and 4"."""

from __future__ import annotations

import re
from typing import NamedTuple

from rules.stated import Key, Stated, Ways, one_way, word_at

_HOUR_MINUTE = re.compile(r"(\d{1,2}):([0-5]\d)")
_HALVES = ("am", "pm")
_NAMED = {"noon": ("12:00", "pm"), "midnight": ("12:00", "am")}
_LINKS = frozenset(("to", "until", "till", "til", "through"))


class Clock(NamedTuple):
    """A time of day as the words before `after`.

    `time` is as "2:30", `half` is "am", "pm" or "" where it is not told, `is_sure` whether it can be nothing else.
    """

    after: int
    time: str
    half: str
    is_sure: bool


def clock_at(words: list[str], at: int) -> Clock | None:
    """The time of day that begins at a word; a bare hour is one too, but not a sure one."""
    word, after = word_at(words, at), word_at(words, at + 1)
    if word in _NAMED:
        return Clock(at + 1, *_NAMED[word], True)
    if word == "half" and after == "past":
        return _moved(words, at + 2, 30)
    if word == "quarter" and after in ("to", "of", "till"):
        return _moved(words, at + 2, -15)
    if word == "quarter" and after in ("past", "after"):
        return _moved(words, at + 2, 15)
    if told := _HOUR_MINUTE.fullmatch(word):
        hour, minute = int(told[1]), told[2]
        half = after if after in _HALVES else ""
        if hour > 23:
            return None
        if hour > 12 or not hour:
            return Clock(at + 1, f"{hour - 12 if hour else 12}:{minute}", "pm" if hour else "am", True)
        return Clock(at + 1 + bool(half), f"{hour}:{minute}", half, bool(half))
    if _is_hour(word):
        half = after if after in _HALVES else ""
        told_so = bool(half) or after == "o'clock"
        return Clock(at + 1 + told_so, f"{int(word)}:00", half, told_so)
    return None


def window_at(words: list[str], at: int) -> tuple[Clock, Clock] | None:
    """The two times of the window that begins at a word."""
    first = clock_at(words, at)
    if first is None:
        return None
    link = word_at(words, first.after)
    if link in _LINKS or (link == "and" and word_at(words, at - 1) in ("between", "from")):
        last = clock_at(words, first.after + 1)
    else:
        last = clock_at(words, first.after) if first.half else None
        if last is not None and not last.half:
            last = None
    return None if last is None else (first, last)


def as_clock(start: int, clock: Clock) -> Stated:
    """A time of day as a figure."""
    return Stated(start, clock.after, _asks("clock", clock.time, clock.half), _gives("clock", clock.time, clock.half))


def as_window(start: int, first: Clock, last: Clock) -> Stated:
    """A window as a figure; it gives its two ends as well."""
    times = f"{first.time}-{last.time}"
    half = last.half if first.half in ("", last.half) else f"{first.half}-{last.half}"
    asks = _asks("window", times, half)
    given = _gives("window", times, half)
    if half not in ("", last.half):
        asks += one_way(("window", times, last.half))
        given += (("window", times, last.half),)
    ends = _gives("clock", first.time, first.half) + _gives("clock", last.time, last.half)
    return Stated(start, last.after, asks, given + ends)


def bare_hour(number: str) -> tuple[Ways, tuple[Key, ...]]:
    """What a bare number asks for and gives if it is an hour; nothing if it cannot be one."""
    if not _is_hour(number):
        return (), ()
    return _asks("clock", f"{int(number)}:00", ""), _gives("clock", f"{int(number)}:00", "")


def _asks(kind: str, time: str, half: str) -> Ways:
    """Where the half of the day is told, the other must not have been."""
    return one_way((kind, time, half), (kind, time, "untold")) if half else one_way((kind, time, "any"))


def _gives(kind: str, time: str, half: str) -> tuple[Key, ...]:
    return (kind, time, "any"), (kind, time, half or "untold")


def _moved(words: list[str], at: int, minutes: int) -> Clock | None:
    word = word_at(words, at)
    if not _is_hour(word):
        return None
    hour = int(word)
    if minutes < 0:
        hour, minutes = (hour - 1 or 12), 60 + minutes
    half = word_at(words, at + 1) if word_at(words, at + 1) in _HALVES else ""
    return Clock(at + 1 + bool(half), f"{hour}:{minutes}", half, True)


def _is_hour(word: str) -> bool:
    return len(word) <= 2 and word.isascii() and word.isdigit() and 1 <= int(word) <= 12
