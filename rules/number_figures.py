"""The sums, shares, counts and measures among normalised words, and the times of day that look like them."""

from __future__ import annotations

import re
from typing import NamedTuple

from rules.clock_figures import Clock, as_clock, as_window, bare_hour, clock_at, window_at
from rules.stated import Key, Stated, Ways, one_way, plain_number, word_at

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
BEGINS = frozenset(("noon", "midnight", "half", "quarter", "a", "an"))
"""The words that a number or a time begins with, but for those written with figures."""

_MONEY = frozenset(("dollar", "dollars", "buck", "bucks"))
_CENTS = frozenset(("cent", "cents"))
_UNITS = {
    **{unit: unit for unit in "hour year week month day minute ton gallon mile amp volt degree inch".split()},
    "hr": "hour",
    "min": "minute",
    "mins": "minute",
    "yr": "year",
    "feet": "foot",
    "foot": "foot",
    "inches": "inch",
}
_NO_PLURAL = frozenset("as does has is its looks perhaps sounds suits this thus us was works yes always".split())
_BEFORE_CLOCK = frozenset("about after around at before between by from past since till until".split())
_PHONE_DIGITS = 7  # a number with as many or more may be a telephone's
_MOST_IN_A_ROW = 6

# "that one", "one more thing", "for two reasons", "a day or two": nothing that could be checked.
_IDLE_BEFORE = frozenset("another any each either every neither no only or some that the this which".split())
_IDLE_AFTER = frozenset("another bit last moment more of or person quick reason sec second that thing way".split())
_FEW_AFTER = frozenset("choices more of options questions reasons seconds things ways".split())


class _Tail(NamedTuple):
    """What follows a number and tells what it counts: `kind` is money, cents, percent, unit or "" for nothing."""

    kind: str
    unit: str
    after: int


def number_at(words: list[str], at: int, spelled: str) -> Stated | None:
    """The figure that begins at a word, in words; None where there is none.

    Args:
        words: Normalised words.
        at: The word's place.
        spelled: How the word was spelled in the text, in lower case: a "one" is not always a figure.
    """
    word = words[at]
    if word in ("a", "an"):
        return _single(words, at)
    if (told := _share(words, at)) or (told := _time(words, at, spelled)):
        return told
    if _NUMBER.fullmatch(word):
        return _counted(words, at, spelled)
    if word[0].isdigit():
        key: Key = ("written", word)
        return Stated(at, at + 1, one_way(key), (key,))
    return None


def _single(words: list[str], at: int) -> Stated | None:
    """Whoever says "a year" has said what "a one-year warranty" states."""
    unit = word_at(words, at + 1)
    if unit in _UNITS:
        return Stated(at, at + 2, (), (("number", "1", _UNITS[unit]),))
    return None


def _share(words: list[str], at: int) -> Stated | None:
    if words[at] == "half" and word_at(words, at + 1) in ("off", "price"):
        key: Key = ("percent", "50")
        return Stated(at, at + 2, one_way(key), (key,))
    return None


def _time(words: list[str], at: int, spelled: str) -> Stated | None:
    """A window, or a time that is surely one, or an hour after a word such as "at"."""
    if window := window_at(words, at):
        first, last = window
        if _tail(words, last.after).kind == "":
            return as_window(at, first, last)
        return None
    clock = clock_at(words, at)
    if clock is None:
        return None
    if clock.is_sure or ":" in spelled:
        return as_clock(at, clock)
    if ":" in words[at]:
        return _spoken_minutes(words, at, clock)
    tail = _tail(words, clock.after)
    after = word_at(words, at + 1)
    if tail.kind or after == "of" or word_at(words, at - 1) not in _BEFORE_CLOCK or _NUMBER.fullmatch(after):
        return None
    told = as_clock(at, clock)
    number = _exactly(words[at], tail)
    return Stated(at, told.end, told.asks + one_way(("number", words[at], "")), told.gives + number[1])


def _spoken_minutes(words: list[str], at: int, clock: Clock) -> Stated:
    """A "one thirty nine" that was spoken is a time or a number, whichever is wanted."""
    number = plain_number(words[at].replace(":", ""))
    tail = _tail(words, at + 1)
    asks, given = _exactly(number, tail)
    if tail.kind:
        return Stated(at, tail.after, asks, given)
    told = as_clock(at, clock)
    return Stated(at, told.end, told.asks + asks, told.gives + given)


def _counted(words: list[str], at: int, spelled: str) -> Stated:
    """A number with what it counts, or several in a row that may be one: "thirty two fifty eight"."""
    if words[at + 1 : at + 4] == ["and", "a", "half"]:
        words = [*words[:at], f"{words[at]}.5", *[""] * 3, *words[at + 4 :]]
        tail = _tail(words, at + 4)
        return Stated(at, max(tail.after, at + 4), *_exactly(words[at], tail))
    row = at + 1
    while row < len(words) and row - at < _MOST_IN_A_ROW and (words[row].isdigit() or words[row] == "oh"):
        row += 1
    if words[row - 1] == "oh" and row - at < 3:  # "two oh", but "two two oh"
        row -= 1
    tail = _tail(words, row)
    if row == at + 1:
        asks, given = _exactly(plain_number(words[at]), tail)
        if _is_idle(words, at, spelled, tail):
            asks = ()
            given = () if spelled == "one" else given
        return Stated(at, tail.after, asks, given)
    numbers = [word for word in words[at:row] if word != "oh"]
    together = "".join("0" if word == "oh" else word for word in words[at:row])
    asks, given = _exactly(together, tail)
    if len(together) >= _PHONE_DIGITS:
        return Stated(at, tail.after, asks, given)
    apart = [_exactly(plain_number(one), tail if one is numbers[-1] else _Tail("", "", 0)) for one in numbers]
    every = tuple(ways[0][0] for ways, _ in apart)
    return Stated(at, tail.after, (*asks, every), given + tuple(key for _, keys in apart for key in keys))


def _exactly(number: str, tail: _Tail) -> tuple[Ways, tuple[Key, ...]]:
    """What a number asks for and gives, with what it counts."""
    if tail.kind in ("money", "grand"):
        key: Key = ("money", number if tail.kind == "money" else f"{number}000")
        return one_way(key), (key, ("number", key[1], ""))
    if tail.kind in ("cents", "percent"):
        key = (tail.kind, number)
        return one_way(key), (key,)
    if len(number) >= _PHONE_DIGITS:
        key = ("phone", number[-10:])
        return one_way(key), (key,)
    bare: Key = ("number", number, "")
    if tail.kind == "unit":
        key = ("number", number, tail.unit)
        return one_way(key, ("loose", number)), (key, bare)
    hour_asked, hour_given = bare_hour(number)
    return one_way(bare) + hour_asked, (bare, ("loose", number), ("money", number), *hour_given)


def _tail(words: list[str], at: int) -> _Tail:
    word, after = word_at(words, at), word_at(words, at + 1)
    if word in _MONEY or word == "grand":
        return _Tail("money" if word in _MONEY else "grand", "", at + 1)
    if word in _CENTS or word == "percent":
        return _Tail("cents" if word in _CENTS else "percent", "", at + 1)
    if word in ("to", "or") and _NUMBER.fullmatch(after) and (later := _tail(words, at + 2)).kind:
        return _Tail(later.kind, later.unit, at)
    unit = word if word in _UNITS else word.removesuffix("s")
    if unit in _UNITS:
        return _Tail("unit", _UNITS[unit], at + 1)
    if word.endswith("s") and len(word) > 3 and word not in _NO_PLURAL and not word.endswith(("'s", "ss")):
        return _Tail("unit", unit, at)
    return _Tail("", "", at)


def _is_idle(words: list[str], at: int, spelled: str, tail: _Tail) -> bool:
    """Whether a small number is only a way of speaking."""
    before, after = word_at(words, at - 1), word_at(words, at + 1)
    if spelled == "one":
        return tail.kind == "" or before in _IDLE_BEFORE or after in _IDLE_AFTER
    return spelled in ("two", "three") and (after in _FEW_AFTER or (before == "or" and not tail.kind))
