"""The slot that somebody names: the days and times in what was said, as keys that do not depend on the spelling."""

from __future__ import annotations

import re
from typing import NamedTuple

from rules.figures import stated
from rules.stated import DAYS, TIMES, Key, Stated

# A text without any of these names no day and no time.
_MAY_NAME = re.compile(
    r"\d|day\b|days\b|today|to ?night|to ?morrow|morning|noon|evening|week"
    r"|(?:four|fif|six|seven|eigh|nin|ten|eleven|twelf|teen|tie)th\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|mon|tues?|wed|thurs?|fri)\b",
    re.IGNORECASE,
)
# Words before a time that make it one of something else: a call, the office's hours, what was, what cannot be.
_OTHER_TIME = re.compile(
    r"\b(?:(?:call|ring|phone|text|email|reach out|check in|check back|get back|follow up)(?:ing)?\b"
    r"|(?:we're|we are|office is) (?:here|open|closed|in)\b|open (?:till|until|at|from)|hours are|since\b"
    r"|start(?:ed|s)?\b|last\b|(?:can't|cannot|can not|couldn't|won't) (?:hold|do|make|get)|don't have|do not have"
    r"|nothing|booked (?:up|solid))[^.?!]*$",
    re.IGNORECASE,
)
_BEFORE = 40  # characters in which such words stand
_BETWEEN = 25  # characters that may stand between the day and the time of one slot
_LEADS_IN = re.compile(r"(?:\b(?:between|from|at|around|about|by|before|after|this|next|the) )?$", re.IGNORECASE)
_KINDS = DAYS | TIMES | {"ordinal"}
_NONE = frozenset[Key]()


class NamedSlot(NamedTuple):
    """The keys of the days and times, and the fullest stretch of words that names them; both empty without any.

    `others` are the keys of what is a time of something else: of a call, of the office.
    """

    keys: frozenset[Key]
    words: str
    others: frozenset[Key] = frozenset()


def named_slot(text: str) -> NamedSlot:
    """The days and times in `text` that may be those of a visit."""
    if not _MAY_NAME.search(text):
        return NamedSlot(_NONE, "")
    named = [one for one in stated(text) if one.asks and one.asks[0][0][0] in _KINDS]
    others = [one for one in named if _OTHER_TIME.search(text, max(0, one.start - _BEFORE), one.start)]
    found = [one for one in named if one not in others]
    keys = _given(found)
    return NamedSlot(keys, max(_stretches(text, found), key=len, default="") if keys else "", _given(others))


def named_times(text: str) -> frozenset[Key]:
    """Everything in `text` that may be a day or a time: a bare "eleven" may."""
    if not _MAY_NAME.search(text):
        return _NONE
    return _given(stated(text))


def _given(found: list[Stated]) -> frozenset[Key]:
    return frozenset(key for one in found for key in one.gives if key[0] in DAYS | TIMES)


def _stretches(text: str, found: list[Stated]) -> list[str]:
    """The pieces of text in which days and times stand close together, within a sentence."""
    pieces: list[tuple[int, int]] = []
    for one in found:
        between = text[pieces[-1][1] : one.start] if pieces else ""
        if pieces and len(between) <= _BETWEEN and not re.search(r"[.?!]\s|\bor\b", between):
            pieces[-1] = (pieces[-1][0], one.end)
        else:
            lead = _LEADS_IN.search(text, max(0, one.start - _BEFORE), one.start)
            pieces.append((lead.start() if lead else one.start, one.end))
    return [text[start:end] for start, end in pieces]
