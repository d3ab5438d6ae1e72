"""The words of a segment as a redactor hears them: figures, what joins figures, placeholders, and everything else."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

import re2

from transcripts.redaction.number_words import (
    AFTER_ONE,
    BEFORE_ONE,
    COUNTED,
    JOINTS,
    MISHEARD,
    PLURALS,
    RANKED,
    SCALES,
    SIGHS,
    SLIPS,
    TEENS,
    TENS,
    TIMES,
    UNITS,
)

_TOKEN = re.compile(r"\[(?:PHONE|EMAIL|CARD|CVV|SSN)\]|\b[APap]\.?\s?[Mm]\b|[A-Za-z]+(?:'[A-Za-z]+)*|[0-9]+|…")
_LONGEST = 19  # digits: no number is longer
_FEW = frozenset(("two", "three", "four", "five", "six", "2", "3", "4", "5", "6"))


_ZIP = re2.compile(r"(?i)\bzip(?:\s+code)?(?:'s|\s+is|\s+it's)?\W*$")
_BACK = re.compile(r"(?:on|in) the (?:back|front)\b")
_SLIPS = SLIPS | MISHEARD
_FORTY = frozenset(("for", "fore", "ate"))
"""What is heard before "tea" for forty or eighty."""
_FIGURED = frozenset((*UNITS, *TEENS, *TENS, *TIMES, *_SLIPS, *PLURALS))


class Sort(Enum):
    """What a word is to a number."""

    FIGURE = "figure"
    SLIP = "slip"  # "for", "to": a figure misheard, or only a word
    JOINT = "joint"  # "um", "dash", "no wait": may stand inside a number
    ITEM = "item"  # a placeholder
    WORD = "word"


class Token(NamedTuple):
    """A word at `[start, end)`; `digits` is what it says when it may be a figure, `spoken` whether in words."""

    start: int
    end: int
    word: str
    sort: Sort
    digits: str = ""
    spoken: bool = False

    @property
    def single(self) -> bool:
        """Whether the digits are said one by one: "five", "double five"."""
        return len(self.digits) == 1 or (self.spoken and len(set(self.digits)) == 1 and self.word in TIMES)


def tokens(plain: str) -> list[Token]:
    """The words of a text's shadow, from left to right; words that together say one figure are one token."""
    words = [(match.start(), match.end(), match.group().lower()) for match in _TOKEN.finditer(plain)]
    found: list[Token] = []
    at = 0
    while at < len(words):
        taken, token = _token(plain, words, at)
        found.append(token)
        at += taken
    return _with_zeros(plain, found)


def _token(plain: str, words: list[tuple[int, int, str]], at: int) -> tuple[int, Token]:
    """How many words the token takes that begins at a place, and the token."""
    start, end, word = words[at]
    if word not in _FIGURED and word[0].isalpha():
        return 1, Token(start, end, word, Sort.JOINT if word in JOINTS else Sort.WORD)
    after = words[at + 1] if at + 1 < len(words) else (end, end, "")
    counted = after[2] in COUNTED or (at > 0 and words[at - 1][2] in RANKED and word in _FEW)
    if word[0] == "[":
        return 1, Token(start, end, plain[start:end], Sort.ITEM)
    alone = at == 0 or not (words[at - 1][2] in _FIGURED or words[at - 1][2].isdigit())
    counted = counted or (alone and word in _FEW and after[2] in ("on", "in") and bool(_BACK.match(plain, after[0])))
    if word[0].isdigit():
        if counted or end - start > _LONGEST or _is_part(plain, start, end):
            return 1, Token(start, end, word, Sort.WORD, "" if counted or _is_amount(plain, start, end) else word)
        return 1, Token(start, end, word, Sort.FIGURE, word)
    if word in TIMES:
        said = after[2]
        digit = UNITS.get(said) or PLURALS.get(said) or MISHEARD.get(said) or (said if len(said) == 1 else "")
        if digit.isdigit():
            return 2, Token(start, after[1], word, Sort.FIGURE, digit * TIMES[word], spoken=True)
        if said in SLIPS:
            return 2, Token(start, after[1], said, Sort.SLIP, SLIPS[said] * TIMES[word], spoken=True)
        return 1, Token(start, end, word, Sort.JOINT if _stammers(words, at) else Sort.WORD)
    digits = UNITS.get(word) or TEENS.get(word)
    taken = 1
    if word in TENS:
        unit = UNITS.get(after[2], "") if after[2] not in SIGHS and plain[end : after[0]].strip() in ("", "-") else ""
        digits = TENS[word] + (unit if unit != "0" else "")
        taken, end = (2, after[1]) if len(digits) == 2 else (1, end)
        digits = digits.ljust(2, "0")
    if digits is None:
        digits = _SLIPS.get(word) or PLURALS.get(word, "")
        slip = Token(start, end, word, Sort.SLIP if digits else _sort(word), digits, bool(digits))
        if word in _FORTY and after[2] == "tea":
            return 2, slip._replace(end=after[1], digits=f"{digits}0")
        if word in _SLIPS and after[2] in SCALES:
            return 2, slip._replace(end=after[1], word="fore", digits=digits + SCALES[after[2]])
        return 1, slip
    if word == "one" and after[2] in AFTER_ONE:
        return 2, Token(start, after[1], word, Sort.JOINT)
    if counted:
        return taken, Token(start, end, word, Sort.WORD)
    said_on = _first_sort(after[2]) is Sort.FIGURE or after[2] in MISHEARD
    ends = not said_on or plain[end : after[0]].strip() in (",", ".", "?")
    noun = at > 0 and (
        (words[at - 1][2] in BEFORE_ONE and "," not in plain[words[at - 1][1] : start])
        or (after[2].isdigit() and _first_sort(words[at - 1][2]) is Sort.WORD)
    )
    if word == "one" and ends and noun:
        return 1, Token(start, end, word, Sort.WORD, digits, spoken=True)
    return _scaled(words, at, taken, Token(start, end, word, Sort.FIGURE, digits, spoken=True))


def _stammers(words: list[tuple[int, int, str]], at: int) -> bool:
    """Whether a "triple" is said again, "triple, uh, triple five", or the segment breaks off after it."""
    return at + 1 == len(words) or any(word == words[at][2] for _, _, word in words[at + 1 : at + 4])


def _scaled(words: list[tuple[int, int, str]], at: int, taken: int, token: Token) -> tuple[int, Token]:
    """The figure with the word after it that multiplies it or is multiplied: "eight hundred", "two fives"."""
    if at + taken < len(words):
        _, end, word = words[at + taken]
        if word in SCALES:
            return taken + 1, token._replace(end=end, digits=token.digits + SCALES[word], word=word)
        if word == "more" and at + taken + 1 < len(words) and words[at + taken + 1][2] in PLURALS:
            taken, end, word = taken + 1, words[at + taken + 1][1], words[at + taken + 1][2]  # "four more ones"
        if word in PLURALS and len(token.digits) == 1 and token.digits in "234":
            return taken + 1, token._replace(end=end, digits=PLURALS[word] * int(token.digits), word="double")
    return taken, token


def _first_sort(word: str) -> Sort:
    """What a word is by itself."""
    number = word in UNITS or word in TEENS or word in TENS or word in TIMES or word in SCALES or word[:1].isdigit()
    return Sort.FIGURE if number else _sort(word)


def _sort(word: str) -> Sort:
    if word in _SLIPS:
        return Sort.SLIP
    return Sort.JOINT if word in JOINTS or word == "…" else Sort.WORD


def _is_part(plain: str, start: int, end: int) -> bool:
    """Whether written digits are a piece of something that is no number to call or to pay with."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    size = end - start
    if before.isalpha() or before in ("$", "#") or plain[start - 2 : start] == "$ " or after.isalpha() or after == "%":
        return True
    if (
        before == "-"
        and size <= 2
        and plain[start - 2 : start - 1].isupper()
        and not plain[start - 3 : start - 2].isalnum()
    ):
        return True  # "my W-2"
    if size == 5 and _ZIP.search(plain[max(0, start - 24) : start]):
        return True
    behind, ahead = plain[start - 2 : start - 1].isdigit(), plain[end + 1 : end + 2].isdigit()
    if (before == ":" and behind) or (after == ":" and ahead):
        return True
    if (before == "/" and behind and size < 3) or (after == "/" and ahead and size < 3):
        return True
    if before and before in ".," and behind:
        return size in (1, 2) or (before == "," and size == 3)
    if after and after in ".," and ahead:
        rest = re.compile(r"[0-9]+").match(plain, end + 1)
        follow = rest.end() - rest.start() if rest else 0
        return follow in (1, 2) or (after == "," and follow == 3)
    return False


def _is_amount(plain: str, start: int, end: int) -> bool:
    """Whether written digits are of a sum, a share, a date, or of a word."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    if before.isalpha() or before in ("$", "#", "/") or after.isalpha() or after in ("%", "/"):
        return True
    return "$" in plain[max(0, start - 12) : start].rpartition(" ")[2] or plain[start - 2 : start] == "$ "


def _with_zeros(plain: str, found: list[Token]) -> list[Token]:
    """Take "oh" for a figure only beside another; elsewhere it is a sigh, unless it is all that is said."""
    for at, token in enumerate(found):
        if token.word not in SIGHS or token.sort is not Sort.FIGURE:
            continue
        right = found[at + 1] if at + 1 < len(found) else None
        left = found[at - 1] if at else None
        beside = left is not None and left.sort in (Sort.FIGURE, Sort.ITEM, Sort.SLIP)
        ahead = right is not None and right.sort is Sort.FIGURE and plain[token.end : right.start].strip() in ("", "-")
        if not (beside or ahead):
            found[at] = Token(token.start, token.end, token.word, Sort.JOINT, token.digits, spoken=True)
    return found
