"""Runs of digits: groups that punctuation, and nothing else, holds together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import re2

_GROUP = re.compile(r"[0-9]+")  # one class cannot backtrack, and `re` is quicker at many short matches
_SEPARATORS = frozenset(" \t\r\n\f\v\x1f.,()/-_")
_LONGEST_GAP = 5  # " - (" and its like; anything longer is a new thought
_LETTER_CUE = re2.compile(
    r"(?i)^(?:a|at|call|cell|c|ct|dial|fax|fon|h|hm|home|is|m|mob|mobile|no|num|number"
    r"|or|p|ph|phone|plus|t|tel|text|to|w|wk|work)$"
)


class Group(NamedTuple):
    """Digits that stand together: `[start, end)` in the text, and the digits."""

    start: int
    end: int
    digits: str


class Claim(NamedTuple):
    """Groups `[first, last)` of a run that are one item of the kind whose placeholder is given."""

    first: int
    last: int
    placeholder: str


@dataclass(frozen=True, slots=True)
class Run:
    """Groups with only separators between; `gaps[i]` stands between groups i and i + 1.

    `plus` says that a plus sign comes before the first group; `glued` that the last one runs into a letter.
    """

    groups: Sequence[Group]
    gaps: Sequence[str]
    plus: bool = False
    glued: bool = False

    def digits(self, first: int, last: int) -> str:
        """The digits of groups `[first, last)`."""
        return "".join(group.digits for group in self.groups[first:last])

    @property
    def size(self) -> int:
        """How many digits the run has."""
        return sum(len(group.digits) for group in self.groups)

    def part(self, first: int, last: int) -> Run:
        """Groups `[first, last)` as a run."""
        if last - first == len(self.groups):
            return self
        glued = self.glued and last == len(self.groups)
        return Run(self.groups[first:last], self.gaps[first : last - 1], self.plus and first == 0, glued)

    def stretches(self, claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
        """The spans of groups, `[first, last)`, that no claim covers, from left to right."""
        at = 0
        for claim in sorted(claims):
            if at < claim.first:
                yield at, claim.first
            at = claim.last
        if at < len(self.groups):
            yield at, len(self.groups)

    def counts(self) -> bool:
        """Whether somebody is counting: four or more groups with one step between them, as in "16 20 24 28"."""
        figures = [group.digits for group in self.groups]
        if len(figures) < 4 or any(len(figure) > 4 or (figure[0] == "0" and len(figure) > 1) for figure in figures):
            return False
        values = [int(figure) for figure in figures]
        step = values[1] - values[0]
        return step != 0 and all(right - left == step for left, right in pairwise(values))


def find_runs(shadow: str, *, interim: bool) -> list[Run]:
    """The runs of a text's shadow, from left to right, without what is plainly something else.

    Amounts of money ("$89"), the parts of times and dates after the first ("2:30", "12/27") and digits inside words
    ("R410A", "16x25x1", "45th") are left out, unless the letters are a word like "cell" or begin an extension.
    """
    runs: list[Run] = []
    groups: list[Group] = []
    gaps: list[str] = []
    for match in _GROUP.finditer(shadow):
        group = Group(match.start(), match.end(), match.group())
        if groups:
            gap = shadow[groups[-1].end : group.start]
            if _joins(gap, groups[-1], group, at_end=interim and group.end == len(shadow)):
                gaps.append(gap)
                groups.append(group)
                continue
            runs += _trimmed(shadow, groups, gaps, interim=interim)
        groups, gaps = [group], []
    if groups:
        runs += _trimmed(shadow, groups, gaps, interim=interim)
    return runs


def _joins(gap: str, left: Group, right: Group, *, at_end: bool) -> bool:
    if len(gap) > _LONGEST_GAP or not _SEPARATORS.issuperset(gap):
        return False
    if "/" in gap:  # 512/555-0147, and never a date or a fraction
        return len(left.digits) == 3 and (len(right.digits) >= 3 or at_end)
    # 1,200 is one amount: a bare comma joins only what cannot be thousands.
    return gap != "," or len(left.digits) >= 3


def _trimmed(shadow: str, groups: list[Group], gaps: list[str], *, interim: bool) -> Iterator[Run]:
    first, last = 0, len(groups)
    start = groups[0].start
    before = shadow[start - 1 : start]
    if before == "$" or (before == " " and shadow[start - 2 : start - 1] == "$"):
        first = 0 if _is_number(groups, gaps) else _past(gaps, ",.-")
    elif (
        before in ("/", ":", "x", "X")
        and len(groups[0].digits) <= 2
        and shadow[max(0, start - 2) : start - 1].isdigit()
    ):
        first = 1
    elif before.isalpha() and not _LETTER_CUE.search(_letters_before(shadow, start)):
        first = _past(gaps, ".-_")
    glued = False
    after = shadow[groups[-1].end : groups[-1].end + 24]
    if after[:1].isalpha():
        word = after[: next((i for i, char in enumerate(after) if not char.isalnum()), len(after))]
        unfinished = interim and groups[-1].end + len(word) == len(shadow)
        extension = word.lower().startswith(("x", "ext")) and len(groups[-1].digits) >= 4
        glued = not unfinished and not extension
        if glued and (len(groups[-1].digits) < 3 or not any(gaps[first:])):
            last -= 1
    if first < last:
        kept = groups[first:last]
        plus = first == 0 and shadow[max(0, start - 3) : start].rstrip(" (\x1f").endswith("+")
        yield Run(kept, gaps[first : last - 1], plus, glued and last == len(groups))


def _is_number(groups: list[Group], gaps: list[str]) -> bool:
    """Whether groups after a dollar sign are those of a number all the same: "$ 4782-1403-…"."""
    alike = len(groups) >= 3 and all(len(group.digits) >= 3 for group in groups) and "," not in "".join(gaps)
    return gaps.count("-") >= 2 or (alike and sum(len(group.digits) for group in groups) >= 10)


def _past(gaps: list[str], joining: str) -> int:
    """How many groups the first of these gaps make one with the first group."""
    for index, gap in enumerate(gaps):
        if len(gap) != 1 or gap not in joining:
            return index + 1
    return len(gaps) + 1


def _letters_before(shadow: str, end: int) -> str:
    start = end
    while start > max(0, end - 12) and shadow[start - 1].isalpha():
        start -= 1
    return shadow[start:end]
