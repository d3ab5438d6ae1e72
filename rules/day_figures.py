"""The days, dates and months among normalised words."""

from __future__ import annotations

import re

from rules.stated import Key, Stated, one_way, word_at

_WEEKDAYS = {
    name: day
    for day, names in {
        "monday": "monday mon",
        "tuesday": "tuesday tues tue",
        "wednesday": "wednesday weds wed",
        "thursday": "thursday thurs thur thu",
        "friday": "friday fri",
        "saturday": "saturday",
        "sunday": "sunday",
    }.items()
    for name in names.split()
}
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH_NAMES = {
    **{month: month for month in _MONTHS},
    **{month[:3]: month for month in _MONTHS if month != "may" and month[:3] not in ("mar", "jun", "jul")},
    "sept": "september",
}
_ALSO_VERBS = frozenset(("may", "march"))
_BEFORE_MONTH = frozenset("by early from in last late mid next of since the this through till until".split())
_ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30}
_WRITTEN_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_WRITTEN_DATE = re.compile(r"(1[0-2]|0?[1-9])/(3[01]|[12]\d|0?[1-9])(?:/\d+)?")
_BEFORE_ORDINAL = frozenset("after before by for is it on till until".split())  # "on the third", not "the third time"
_NO_DATES = frozenset("avenue bedroom floor house one opinion place quote street thing time unit visit year".split())
_LONGER = frozenset(("week", "month", "weekend", "year"))
BEGINS = frozenset(
    (
        *(f"{name}{end}" for name in _WEEKDAYS for end in ("", "s", "'s")),
        *_MONTH_NAMES,
        *_ORDINALS,
        *("today", "tonight", "tomorrow", "yesterday", "day", "this", "next", "last", "the"),
    )
)
"""The words that a day, date or month begins with, but for those written with figures."""

_PARTS = {"morning": "this morning", "afternoon": "this afternoon", "evening": "tonight", "night": "tonight"}
_RELATIVE = frozenset(("today", "tomorrow", "yesterday"))


def day_at(words: list[str], at: int) -> Stated | None:
    """The day, date or month that begins at a word, in words; None where there is none."""
    return _relative(words, at) or _weekday(words, at) or _month(words, at) or _ordinal(words, at)


def _day(start: int, end: int, asked: str, *given: str) -> Stated:
    keys = tuple(("day", one) for one in (asked, *given))
    return Stated(start, end, one_way(keys[0]), keys)


def _relative(words: list[str], at: int) -> Stated | None:
    word, after = words[at], word_at(words, at + 1)
    if word in _RELATIVE:
        if word == "today":
            return _day(at, at + 1, "today", "sometime today")
        return _day(at, at + 1, word)
    if word == "tonight":
        return _day(at, at + 1, "tonight", "today")
    if word == "this" and after in _PARTS:
        part = _PARTS[after]
        asks = one_way(("day", part), ("day", "sometime today"))
        return Stated(at, at + 2, asks, (("day", part), ("day", "today")))
    if word == "day" and words[at + 1 : at + 3] == ["after", "tomorrow"]:
        return _day(at, at + 3, "day after tomorrow")
    if word in ("next", "this", "last", "the") and after in _LONGER:
        if after == "weekend" and word in ("this", "the"):
            return _day(at, at + 2, "weekend")
        return None if word == "the" else _day(at, at + 2, f"{word} {after}")
    return None


def _weekday(words: list[str], at: int) -> Stated | None:
    word = words[at]
    if word in ("next", "last") and (day := _day_name(word_at(words, at + 1))):
        return _day(at, at + 2, f"{word} {day}", day)
    if day := _day_name(word):
        return _day(at, at + 1, day)
    return None


def _day_name(word: str) -> str:
    for name in (word, word.removesuffix("'s"), word.removesuffix("s")):
        if name in _WEEKDAYS:
            return _WEEKDAYS[name]
    return ""


def _month(words: list[str], at: int) -> Stated | None:
    month = _MONTH_NAMES.get(words[at])
    if month is None:
        return _written_date(words, at)
    then = at + 1 + (word_at(words, at + 1) == "the")
    day, after = _day_number(words, then)
    if not day and then == at + 1:
        written = word_at(words, then)
        if written.isascii() and written.isdigit() and 1 <= int(written) <= 31:
            day, after = int(written), then + 1
    if day:
        return _date(at, after, month, day)
    if words[at] in _ALSO_VERBS and word_at(words, at - 1) not in _BEFORE_MONTH:
        return None
    key: Key = ("month", month)
    return Stated(at, at + 1, one_way(key), (key,))


def _written_date(words: list[str], at: int) -> Stated | None:
    written = _WRITTEN_DATE.fullmatch(words[at])
    if written is None or words[at] in ("1/2", "1/3", "1/4", "3/4"):  # parts of a whole
        return None
    return _date(at, at + 1, _MONTHS[int(written[1]) - 1], int(written[2]))


def _date(start: int, end: int, month: str, day: int) -> Stated:
    key: Key = ("date", f"{month} {day}")
    return Stated(start, end, one_way(key), (key, ("date", str(day)), ("ordinal", str(day)), ("month", month)))


def _ordinal(words: list[str], at: int) -> Stated | None:
    number, after = _day_number(words, at)
    if not number:
        return None
    before, earlier = word_at(words, at - 1), word_at(words, at - 2)
    if word_at(words, after) == "of" and (month := _MONTH_NAMES.get(word_at(words, after + 1))):
        return _date(at, after + 2, month, number)
    dated = before == "the" and word_at(words, after) not in _NO_DATES
    if words[at] in ("first", "second", "third") and not (dated and (earlier in _BEFORE_ORDINAL or _day_name(earlier))):
        return None
    key: Key = ("ordinal", str(number))
    given = (key, ("date", str(number))) if dated or before == "on" else (key,)
    return Stated(at, after, one_way(key), given)


def _day_number(words: list[str], at: int) -> tuple[int, int]:
    """The ordinal at a word and the place after it; 0 where there is none."""
    word = word_at(words, at)
    if written := _WRITTEN_ORDINAL.fullmatch(word):
        return int(written[1]), at + 1
    if word in ("20", "30") and 1 <= _ORDINALS.get(word_at(words, at + 1), 0) <= 9:
        return int(word) + _ORDINALS[words[at + 1]], at + 2
    return _ORDINALS.get(word, 0), at + 1
