"""Spoken numbers as figures: "eighty nine" -> "89", "two thirty" -> "2:30", "a hundred and fifty" -> "150".

Speech-to-text writes the same number in words, in figures or half and half, so both sides of a comparison are brought
to figures. Only what is said as one number is joined; two numbers beside each other stay two.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import NamedTuple

_UNITS = dict(zip("zero one two three four five six seven eight nine".split(), range(10), strict=True))
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(2, 10), strict=True))
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000}
_OH = frozenset(("oh", "o"))  # a zero between digits, a sigh elsewhere

NUMBER_WORDS = frozenset((*_UNITS, *_TEENS, *_TENS, *_SCALES))
"""The words that begin or make a number."""

_PRONOUNS = frozenset(  # "that one", "the old one": no figure follows on from it
    """
    that this the first last new old which another no any every each some other only right wrong big little
    """.split()
)


class Figure(NamedTuple):
    """The words `[first, after)` are the number written in `text`."""

    first: int
    after: int
    text: str


class _Number(NamedTuple):
    first: int
    after: int
    value: int
    digits: int  # how many are said: 1 "five", 2 "fifteen" or "fifty", 0 for more
    spoken: bool = True


def figures(words: Sequence[str], pauses: Set[int]) -> list[Figure]:
    """The spoken numbers among normalised words, from left to right and apart from each other.

    Args:
        words: Words in lower case.
        pauses: Indices of words before which the speaker paused; no number goes on across a pause.
    """
    found: list[Figure] = []
    done = 0
    for at, word in enumerate(words):
        if word in NUMBER_WORDS and at >= done:
            run = _run(words, _beginning(words, at, done, pauses), pauses) or _run(words, at, pauses)
            found += [figure for figure in _joined(run, words) if _changes(figure, words)]
            done = run[-1].after
    return found


def _beginning(words: Sequence[str], at: int, done: int, pauses: Set[int]) -> int:
    """Where the number with the spoken word at `at` begins: "a" and written digits belong to it."""
    before = words[at - 1] if at > done and at not in pauses else ""
    return at - 1 if before == "a" or (before.isascii() and before.isdigit()) else at


def _changes(figure: Figure, words: Sequence[str]) -> bool:
    return figure.after - figure.first > 1 or words[figure.first] != figure.text


def _run(words: Sequence[str], at: int, pauses: Set[int]) -> list[_Number]:
    """The numbers that follow each other without another word from `at` on; none if none of them is spoken."""
    run: list[_Number] = []
    while at < len(words) and not (run and at in pauses):
        number = _cardinal(words, at, pauses)
        if number is None and words[at] in _OH and _between_digits(run, words, at):
            number = _Number(at, at + 1, 0, 1)
        if number is None:
            break
        run.append(number)
        at = number.after
    return run if any(number.spoken for number in run) else []


def _between_digits(run: list[_Number], words: Sequence[str], at: int) -> bool:
    follows = at + 1 < len(words) and (words[at + 1] in _UNITS or words[at + 1] in _OH)
    return bool(run) and run[-1].digits > 0 and follows


def _cardinal(words: Sequence[str], at: int, pauses: Set[int]) -> _Number | None:
    """The number that begins at `at` and is said in one breath: "two hundred and fifty", "forty five", "5 hundred"."""
    first = at
    if words[at] == "a" and at + 1 < len(words) and words[at + 1] in _SCALES:
        at += 1
    start = _small(words, at, pauses)
    if start is None:
        if words[at] not in _SCALES:
            return None
        start = _Number(at, at, 1, 0)
    is_parted = start.after > at and start.after in pauses
    if start.after >= len(words) or words[start.after] not in _SCALES or is_parted:
        return start if start.spoken or _minutes_follow(words, start) else None
    total, value, at = 0, start.value, start.after
    while at < len(words) and words[at] in _SCALES and (at == start.after or at not in pauses):
        scale = _SCALES[words[at]]
        value *= scale
        at += 1
        if scale >= 1_000:
            total, value = total + value, 0
        rest = _rest(words, at, pauses)
        if rest is not None:
            value += rest.value
            at = rest.after
    return _Number(first, at, total + value, 0)


def _rest(words: Sequence[str], at: int, pauses: Set[int]) -> _Number | None:
    """What a scale word is followed by: "fifty", "and fifty". Not the next of two numbers ("… and two hundred")."""
    joined = at < len(words) and words[at] == "and"
    at += joined
    if at >= len(words) or at in pauses:
        return None
    rest = _small(words, at, pauses)
    if rest is None or not rest.spoken:
        return None
    scaled = rest.after < len(words) and words[rest.after] in _SCALES
    return None if scaled and (joined or (words[rest.after] == "hundred" and rest.digits == 0)) else rest


def _small(words: Sequence[str], at: int, pauses: Set[int]) -> _Number | None:
    """A number under a hundred, or one or two written digits that words go on with."""
    word = words[at]
    if word in _UNITS:
        return _Number(at, at + 1, _UNITS[word], 1)
    if word in _TEENS:
        return _Number(at, at + 1, _TEENS[word], 2)
    if word in _TENS:
        unit = _UNITS.get(words[at + 1], 0) if at + 1 < len(words) and at + 1 not in pauses else 0
        return _Number(at, at + 1 + bool(unit), _TENS[word] * 10 + unit, 2)
    if word.isascii() and word.isdigit() and len(word) <= 3:
        return _Number(at, at + 1, int(word), len(word) if len(word) < 3 else 0, spoken=False)
    return None


def _minutes_follow(words: Sequence[str], written: _Number) -> bool:
    """Whether a written hour goes on in words: "2 thirty"."""
    return written.value <= 12 and written.after < len(words) and words[written.after] in (_TENS.keys() | _TEENS.keys())


def _joined(run: list[_Number], words: Sequence[str]) -> list[Figure]:
    """Numbers said one after the other as figures, the ones that are one number as one."""
    found: list[Figure] = []
    at = 0
    while at < len(run):
        taken, text = _together(run, at, words)
        found.append(Figure(run[at].first, run[at + taken - 1].after, text))
        at += taken
    return found


def _together(run: list[_Number], at: int, words: Sequence[str]) -> tuple[int, str]:
    """How many numbers from `at` on are one, and how it is written."""
    number = run[at]
    singles = 0
    while at + singles < len(run) and run[at + singles].digits == 1:
        singles += 1
    if singles >= 3 and not (singles == 3 and run[at + 1].value == 0 and number.value):
        return singles, "".join(str(one.value) for one in run[at : at + singles])
    if singles == 3 or (number.digits == 2 and number.value <= 12 and _oh_unit(run, at)):
        return 3, f"{number.value}:0{run[at + 2].value}"  # "nine oh five"
    if at + 1 < len(run) and number.digits and run[at + 1].digits == 2 and not _pronoun(words, number):
        following = run[at + 1].value
        if number.value in (19, 20) and following > 9:
            return 2, f"{number.value}{following}"  # a year
        if 1 <= number.value <= 12 and following < 60:
            return 2, f"{number.value}:{following}"
        if 1 <= number.value <= 9:
            return 2, f"{number.value}{following}"  # "one eighty five"
    return 1, str(number.value)


def _oh_unit(run: list[_Number], at: int) -> bool:
    return at + 2 < len(run) and run[at + 1].value == 0 and run[at + 1].digits == 1 and run[at + 2].digits == 1


def _pronoun(words: Sequence[str], number: _Number) -> bool:
    return number.value == 1 and number.first > 0 and words[number.first - 1] in _PRONOUNS
