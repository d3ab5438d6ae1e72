"""Figures that are said as one number, and what can be told of them without knowing what they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from transcripts.redaction.number_words import SCALES, SIGHS
from transcripts.redaction.words import Token

_ZEROS = SIGHS | {"zero"}
_TEN = 10  # digits of a telephone number
_MANY = 12  # figures: nobody lists or times so many


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its segment something is said.

    `lead` says that nothing but a lead-in ("yeah, it's") comes directly before, `tail` that nothing but hesitation
    follows in the segment, `bare` that the segment says nothing else. `preceding` is the word before, if any.
    `lettered` says that a letter stands directly before or after, as in the name of a model, `spelled` that several
    stand around.
    """

    first: int
    last: int
    preceding: str
    lead: bool
    tail: bool
    bare: bool
    lettered: bool
    spelled: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Figures of one number, and their place.

    `digits` is what is said, in figures; `singles` how many of the digits are said one by one; `spoken` whether any of
    it is in words; `spread` whether words stand between the figures that are no part of a number.
    """

    figures: Sequence[Token]
    digits: str
    singles: int
    spoken: bool
    spread: bool
    place: Place

    @property
    def start(self) -> int:
        """Where the first figure begins."""
        return self.figures[0].start

    @property
    def end(self) -> int:
        """Where the last figure ends."""
        return self.figures[-1].end

    @property
    def size(self) -> int:
        """How many digits are said."""
        return len(self.digits)

    @property
    def single(self) -> bool:
        """Whether it is one figure."""
        return len(self.figures) == 1

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many digits each figure has."""
        return tuple(len(token.digits) for token in self.figures)

    @property
    def joined(self) -> bool:
        """Whether not a word stands between the figures."""
        return self.place.last - self.place.first == len(self.figures)

    @property
    def digitwise(self) -> bool:
        """Whether it is said as numbers to call are and amounts are not: three digits one by one, or in long groups."""
        if self.singles >= 3 or self.size >= 7:
            return True
        zeros = [token.word in _ZEROS for token in self.figures]
        if any(zeros) and self.size >= 2:
            return len(self.figures) > 1 and (zeros[0] or (self.size >= 3 and not self.timed()))
        return any(not token.spoken and len(token.digits) >= 3 for token in self.figures)

    @property
    def dictated(self) -> bool:
        """Whether written digits stand one by one, as nobody writes an amount: "5 5 5", "7-1-3"."""
        return len(self.figures) >= 3 and all(len(token.digits) == 1 and not token.spoken for token in self.figures)

    def in_pairs(self) -> bool:
        """Whether tens and units said apart make a telephone number: "six twenty six sixty two thirty one hundred"."""
        if not (8 <= self.size < _TEN and self.joined and len(self.figures) >= 4):
            return False
        return any(_falls_into(reading, (3, 3, 4)) for reading in _readings([token.digits for token in self.figures]))

    def listed(self) -> bool:
        """Whether a few figures apart from each other rise: "two, three and five"."""
        values = [int(token.digits) for token in self.figures[:_MANY]]
        apart = all(right.start - left.end > 1 for left, right in pairwise(self.figures[:_MANY]))
        return apart and 2 <= len(self.figures) <= 6 and values == sorted(set(values))

    def counts(self) -> bool:
        """Whether somebody is counting: "one two three, one two three four", "ten twenty thirty"."""
        values = [int(token.digits) for token in self.figures]
        if len(values) < 3 or self._pauses() == (3, 2, 4):
            return False
        steps = [right - left for left, right in pairwise(values)]
        ups = {step for step in steps if step > 0}
        restarts = [right for left, right in pairwise(values) if right < left]
        if not restarts and len(set(steps)) == 1 and steps[0] != 0:
            return True
        if set(steps) == {-1}:
            return True
        if ups == {1} and 0 not in steps and all(value == values[0] for value in restarts):
            return True
        return len(values) >= 5 and steps.count(1) >= len(steps) - 1

    def _pauses(self) -> tuple[int, ...]:
        """How many figures are said in one go, if commas or words stand between some of them."""
        sizes = [1]
        for left, right in pairwise(self.figures):
            if right.start - left.end > 1:
                sizes.append(0)
            sizes[-1] += 1
        return tuple(sizes)

    def timed(self) -> bool:
        """Whether it can be a time of day or a price: "two thirty", "nine oh five", "415"."""
        values = [token.digits for token in self.figures[:4]]
        if len(values) == 1:
            return len(values[0]) in (3, 4) and 1 <= int(values[0][:-2]) <= 12 and values[0][-2:] in ("00", "30", "45")
        if not 1 <= int(values[0]) <= 12:
            return False
        if len(values) == 2:
            return len(values[1]) == 2
        return len(values) == 3 and values[1] == "0" and self.figures[1].word != "zero" and len(values[2]) == 1

    def clock(self) -> bool:
        """Whether it can be a time of day, a bare hour among them."""
        return (self.single and self.size <= 2 and 1 <= int(self.digits) <= 12) or self.timed()

    def quantities(self) -> bool:
        """Whether it is a list of amounts, years or settings rather than one number."""
        zero = any(token.word in ("oh", "o", "zero") for token in self.figures)
        if self.singles >= 5 or (len(self.figures) < 6 and (self.singles >= 3 or (self.singles and zero))):
            return False
        values = [int(token.digits) for token in self.figures]
        bare = self.place.bare
        if bare and self.size in (3, 4):
            return values[-1] % 5 == 0 or len(values) != 2 or self.digits[:2] in ("19", "20")
        scaled = sum(token.word in SCALES for token in self.figures)
        if scaled > 1 or (scaled and self.singles < 2):
            return True
        if all(value % 5 == 0 for value in values) or not (bare or self.size in (7, 10, 11)):
            return True
        years = all(token.digits in ("19", "20") for token in self.figures[::2])
        rising = max(values) <= 100 and all(left <= right for left, right in pairwise(values))
        return years or rising or (self.size == 7 and not bare)


def _readings(figures: Sequence[str]) -> list[list[str]]:
    """Each way to hear figures of two digits as one or as tens and a unit: "twenty six" is 26, or 20 and 6."""
    found: list[list[str]] = [[]]
    for figure in figures:
        apart = len(figure) == 2 and figure[0] not in "01" and figure[1] != "0"
        ways = [[figure], [f"{figure[0]}0", figure[1]]] if apart else [[figure]]
        found = [[*before, *said] for before in found for said in ways]
    return found


def _falls_into(figures: Sequence[str], parts: Sequence[int]) -> bool:
    """Whether figures make parts of so many digits, none of the first parts beginning as no area does."""
    ends = list(accumulate(map(len, figures)))
    digits = "".join(figures)
    if len(digits) != sum(parts) or not set(accumulate(parts)) <= set(ends):
        return False
    return digits[0] not in "01" and digits[parts[0]] not in "01"
