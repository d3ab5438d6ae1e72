"""Runs of figures as they are said: digit words and written digits, with hesitation, repair and agreement between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from transcripts.redaction.words import SCALED, Sort, Token

_LONGEST_PAUSE = 9  # words between two figures of one number: "no wait, sorry, let me start again"
_LONGEST_ASIDE = 6  # words: "what was it again"
_REPAIRS = frozenset(
    ("wait", "no", "sorry", "actually", "mean", "oops", "correction", "scratch", "strike", "not", "nope", "make")
)
_LEADS = frozenset(
    """at on call me number cell phone my our her his their dial text reach try use this here home mobile work card
    visa mastercard amex digits say us him them husband's wife's mine extension ext social expires exp as goes
    go says say be are was were have has got gonna write ready for from using under through via now
    there mine's hers line's one's he's she's try cell's code's card's if else last starts begins start ring ours when
    with to number's use""".split()  # noqa: SIM905 # as in words
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Figures of one number, `[start, end)`, and what stands around them.

    `lead` says that nothing but a lead-in ("yeah, it's") comes directly before, `tail` that nothing but hesitation
    follows in the segment, `bare` that the segment says nothing else.
    """

    figures: Sequence[Token]
    lead: bool
    tail: bool
    bare: bool

    @property
    def start(self) -> int:
        """Where the first figure begins."""
        return self.figures[0].start

    @property
    def end(self) -> int:
        """Where the last figure ends."""
        return self.figures[-1].end

    @property
    def digits(self) -> str:
        """What is said, in figures."""
        return "".join(token.digits for token in self.figures)

    @property
    def singles(self) -> int:
        """How many of the digits are said one by one."""
        return sum(len(token.digits) for token in self.figures if token.single)

    @property
    def spoken(self) -> bool:
        """Whether any of it is in words."""
        return any(token.spoken for token in self.figures)

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many digits each figure has."""
        return tuple(len(token.digits) for token in self.figures)

    def counts(self) -> bool:
        """Whether somebody is counting: "one two three, one two three four", "ten twenty thirty"."""
        values = [int(token.digits) for token in self.figures]
        steps = [right - left for left, right in pairwise(values)]
        ups = {step for step in steps if step > 0}
        restarts = [right for left, right in pairwise(values) if right < left]
        if not restarts and len(values) >= 3 and len(set(steps)) == 1 and steps[0] != 0:
            return True
        if len(values) >= 3 and set(steps) == {-1}:
            return True
        return len(values) >= 3 and ups == {1} and 0 not in steps and all(value == values[0] for value in restarts)

    def timed(self) -> bool:
        """Whether it can be a time of day or a price: "two thirty", "nine oh five", "415"."""
        values = [token.digits for token in self.figures]
        if len(values) == 1:
            return len(values[0]) in (3, 4) and int(values[0][:-2]) <= 12 and values[0][-2:] in ("00", "30", "45")
        if len(values) == 2:
            return int(values[0]) <= 12 and len(values[1]) == 2
        return len(values) == 3 and int(values[0]) <= 12 and values[1] == "0" and len(values[2]) == 1

    def quantities(self) -> bool:
        """Whether it is a list of amounts, years or settings rather than one number."""
        values = [int(token.digits) for token in self.figures]
        if self.singles >= 3 or (self.singles and any(token.word in ("oh", "o", "zero") for token in self.figures)):
            return False
        if self.bare and len(self.digits) in (3, 4):
            return values[-1] % 5 == 0 or len(values) != 2 or self.digits[:2] in ("19", "20")
        scaled = sum(token.word in SCALED for token in self.figures)
        if scaled > 1 or (scaled and self.singles < 2):
            return True
        if all(value % 5 == 0 for value in values) or not (self.bare or len(self.digits) in (7, 10, 11)):
            return True
        years = all(token.digits in ("19", "20") for token in self.figures[::2])
        rising = max(values) <= 100 and all(left <= right for left, right in pairwise(values))
        return years or rising or (len(self.digits) == 7 and not self.bare)


@dataclass(frozen=True, slots=True)
class Run:
    """Figures and placeholders with only joints between, as tokens `[first, last)` of the segment."""

    tokens: Sequence[Token]
    first: int
    last: int

    def stretches(self) -> list[tuple[int, int]]:
        """The spans of figures between placeholders, as tokens `[first, last)` of the segment."""
        spans: list[tuple[int, int]] = []
        start = end = None
        for at in range(self.first, self.last):
            sort = self.tokens[at].sort
            if sort is Sort.FIGURE:
                start, end = (at if start is None else start), at + 1
            elif sort is Sort.ITEM and start is not None and end is not None:
                spans.append((start, end))
                start = None
        if start is not None and end is not None:
            spans.append((start, end))
        return spans

    @property
    def end(self) -> int:
        """Where the last token ends."""
        return self.tokens[self.last - 1].end

    def singles(self) -> int:
        """How many digits are said one by one; a placeholder counts as many."""
        tokens = self.tokens[self.first : self.last]
        return sum(
            5 if token.sort is Sort.ITEM else len(token.digits)
            for token in tokens
            if token.sort is Sort.ITEM or (token.sort is Sort.FIGURE and token.single and token.spoken)
        )

    def item_before(self, at: int) -> Token | None:
        """The placeholder that comes before this token with nothing but joints between."""
        while at > self.first:
            at -= 1
            if self.tokens[at].sort is not Sort.JOINT:
                return self.tokens[at] if self.tokens[at].sort is Sort.ITEM else None
        return None

    def item_after(self, at: int) -> Token | None:
        """The placeholder that follows the tokens before `at` with nothing but joints between."""
        while at < self.last:
            if self.tokens[at].sort is not Sort.JOINT:
                return self.tokens[at] if self.tokens[at].sort is Sort.ITEM else None
            at += 1
        return None

    def stretch(self, first: int, last: int) -> Stretch:
        """Tokens `[first, last)` as a stretch."""
        tokens = self.tokens
        figures = [token for token in tokens[first:last] if token.sort is Sort.FIGURE]
        lead = first == 0 or tokens[first - 1].sort in (Sort.JOINT, Sort.ITEM) or tokens[first - 1].word in _LEADS
        tail = all(token.sort in (Sort.JOINT, Sort.SLIP) for token in tokens[last:])
        around = (*tokens[:first], *tokens[last:])
        bare = all(token.sort in (Sort.JOINT, Sort.ITEM) or token.word in _LEADS for token in around)
        return Stretch(figures, lead, tail and len(tokens) - last <= _LONGEST_PAUSE, bare)

    def repaired(self, first: int) -> bool:
        """Whether the words directly before a token take something back: "no wait", "sorry"."""
        words = []
        while first > self.first and self.tokens[first - 1].sort is Sort.JOINT:
            first -= 1
            words.append(self.tokens[first].word)
        return not _REPAIRS.isdisjoint(words) or "extension" in words or "ext" in words


def runs(tokens: Sequence[Token], stops: Sequence[int] = ()) -> list[Run]:
    """The runs of a segment that hold a figure, from left to right.

    Between figures said one by one a few words of any kind may stand, unless one of `stops`, the places where something
    else is named, is among them.
    """
    found: list[Run] = []
    for run in _tight(tokens):
        if found and _continues(found[-1], run, stops):
            found[-1] = Run(tokens, found[-1].first, run.last)
        else:
            found.append(run)
    return found


def _continues(left: Run, right: Run, stops: Sequence[int]) -> bool:
    tokens = left.tokens
    gap = tokens[left.last : right.first]
    if len(gap) > _LONGEST_ASIDE or any(left.end <= stop < tokens[right.first].start for stop in stops):
        return False
    before, after = left.singles(), right.singles()
    return before >= 2 and after >= 2 and before + after >= 6


def _tight(tokens: Sequence[Token]) -> list[Run]:
    found: list[Run] = []
    first = last = None
    figures = pause = 0
    for at, token in enumerate(tokens):
        if token.sort in (Sort.FIGURE, Sort.ITEM):
            first, last, pause = (at if first is None else first), at + 1, 0
            figures += token.sort is Sort.FIGURE
        else:
            pause += 1
        if token.sort in (Sort.WORD, Sort.SLIP) or pause > _LONGEST_PAUSE:
            if figures and first is not None and last is not None:
                found.append(Run(tokens, first, last))
            first, figures, pause = None, 0, 0
    if figures and first is not None and last is not None:
        found.append(Run(tokens, first, last))
    return found


def with_slips(plain: str, tokens: list[Token], *, expected: bool) -> list[Token]:
    """Take "for" and "to" as figures inside a run of digits said one by one, and nowhere else.

    Where a number is `expected`, a figure on either side is enough.
    """
    if not any(token.sort is Sort.SLIP for token in tokens):
        return tokens
    found = list(tokens)
    for at, token in enumerate(tokens):
        if token.sort is not Sort.SLIP:
            continue
        left, right = _digits_left(tokens, at), _digits_right(tokens, at)
        inside = left and right and (expected or left >= 3 or right >= 3 or (left >= 2 and right >= 2))
        closing = left >= 5 and right == 0 and not plain[token.end :].strip(" .,!?")
        if inside or closing:
            found[at] = token._replace(sort=Sort.FIGURE)
    return found


def _digits_left(tokens: Sequence[Token], at: int) -> int:
    """How many single figures, slips among them, stand directly to the left."""
    count = 0
    while at > 0 and (tokens[at - 1].single or (count and tokens[at - 1].sort is Sort.SLIP)):
        at -= 1
        count += len(tokens[at].digits)
    return count


def _digits_right(tokens: Sequence[Token], at: int) -> int:
    count = 0
    while at + 1 < len(tokens) and (tokens[at + 1].single or tokens[at + 1].sort is Sort.SLIP):
        at += 1
        count += len(tokens[at].digits)
    return count if at < len(tokens) and tokens[at].sort is Sort.FIGURE else max(0, count - 1)
