"""Runs of figures as they are said: digit words and written digits, with hesitation, repair and agreement between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transcripts.redaction.number_words import PLURALS, SCALES, SIGHS
from transcripts.redaction.words import Sort, Token

_LONGEST_PAUSE = 9  # words between two figures of one number: "no wait, sorry, let me start again"
_LONGEST_ASIDE = 6  # words: "what was it again"
_ENOUGH = 6  # figures on one side of a slip
_LETTERS = frozenset("bcdefghjklmnpqrstuvwyz")
_OFTEN_WORDS = frozenset(("for", "fore", "to", "too"))
_REPAIRS = frozenset(
    (
        "wait",
        "no",
        "sorry",
        "actually",
        "mean",
        "oops",
        "correction",
        "scratch",
        "strike",
        "not",
        "nope",
        "make",
        "shoot",
        "extension",
        "ext",
    )
)
_LEADS = frozenset(
    """at on call me number cell phone my our her his their dial text reach try use this here home mobile work card
    visa mastercard amex digits say us him them husband's wife's mine extension ext social expires exp as goes
    go says say be are was were have has got gonna write ready for from using under through via now
    there mine's hers line's one's he's she's try cell's code's card's if else last starts begins start ring ours when heard hear
    with to number's use""".split()  # noqa: SIM905 # as in words
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Figures of one number, the tokens `[first, last)` of a segment, and what stands around them.

    `lead` says that nothing but a lead-in ("yeah, it's") comes directly before, `tail` that nothing but hesitation
    follows in the segment, `bare` that the segment says nothing else. `preceding` is the word before, if any, and
    `lettered` says that a letter stands directly before or after, as in the name of a model, `spelled` that several
    stand around, `spread` that other words stand between the figures.
    """

    figures: Sequence[Token]
    first: int
    last: int
    preceding: str
    lead: bool
    tail: bool
    bare: bool
    lettered: bool
    spelled: bool
    spread: bool

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

    @property
    def digitwise(self) -> bool:
        """Whether it is said as numbers to call are and amounts are not: three digits one by one, or in long groups."""
        if self.singles >= 3:
            return True
        zeros = [token.word in SIGHS or token.word == "zero" for token in self.figures]
        if any(zeros) and len(self.digits) >= 2:
            return len(self.figures) > 1 and (zeros[0] or (len(self.digits) >= 3 and not self.timed()))
        written = [token for token in self.figures if not token.spoken and len(token.digits) >= 3]
        return bool(written) or len(self.digits) >= 7

    @property
    def dictated(self) -> bool:
        """Whether written digits stand one by one, as nobody writes an amount: "5 5 5", "7-1-3"."""
        return len(self.figures) >= 3 and all(len(token.digits) == 1 and not token.spoken for token in self.figures)

    @property
    def spaced(self) -> bool:
        """Whether commas or words stand between all of the figures."""
        return all(right.start - left.end > 1 for left, right in pairwise(self.figures))

    def counts(self) -> bool:
        """Whether somebody is counting: "one two three, one two three four", "ten twenty thirty"."""
        values = [int(token.digits) for token in self.figures]
        if len(values) < 3 or self._grouped() == (3, 2, 4):
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

    def _grouped(self) -> tuple[int, ...]:
        """How many digits are said in one go, if commas or words stand between some of the figures."""
        sizes = [len(self.figures[0].digits)]
        for left, right in pairwise(self.figures):
            if right.start - left.end > 1:
                sizes.append(0)
            sizes[-1] += len(right.digits)
        return tuple(sizes)

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
        zero = any(token.word in ("oh", "o", "zero") for token in self.figures)
        if self.singles >= 5 or (len(values) < 6 and (self.singles >= 3 or (self.singles and zero))):
            return False
        if self.bare and len(self.digits) in (3, 4):
            return values[-1] % 5 == 0 or len(values) != 2 or self.digits[:2] in ("19", "20")
        scaled = sum(token.word in SCALES for token in self.figures)
        if scaled > 1 or (scaled and self.singles < 2):
            return True
        if all(value % 5 == 0 for value in values) or not (self.bare or len(self.digits) in (7, 10, 11)):
            return True
        years = all(token.digits in ("19", "20") for token in self.figures[::2])
        rising = max(values) <= 100 and all(left <= right for left, right in pairwise(values))
        return years or rising or (len(self.digits) == 7 and not self.bare)


class Utterance:
    """The tokens of one segment, and for each place in it what is said before and after."""

    def __init__(self, plain: str, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._plain = plain
        self._strange = [0]  # for each place, how many words that say something else come before
        self._words = [0]  # for each place, how many words come before that are no part of a number
        self._spoken = 0  # the end of the last word that is no hesitation
        for at, token in enumerate(tokens):
            other = token.sort in (Sort.FIGURE, Sort.WORD, Sort.SLIP) and token.word not in _LEADS
            self._strange.append(self._strange[-1] + other)
            self._words.append(self._words[-1] + (token.sort in (Sort.WORD, Sort.SLIP)))
            if token.sort not in (Sort.JOINT, Sort.SLIP):
                self._spoken = at + 1

    def stretch(self, first: int, last: int) -> Stretch:
        """The figures of tokens `[first, last)`."""
        tokens, strange = self.tokens, self._strange
        figures = [token for token in tokens[first:last] if token.sort is Sort.FIGURE]
        lead = first == 0 or tokens[first - 1].sort in (Sort.JOINT, Sort.ITEM) or tokens[first - 1].word in _LEADS
        tail = last >= self._spoken and len(tokens) - last <= _LONGEST_PAUSE
        bare = strange[first] == 0 and strange[-1] == strange[last]
        preceding = tokens[first - 1].word if first else ""
        around = [token.word for token in (*tokens[max(0, first - 6) : first], *tokens[last : last + 3])]
        following = tokens[last].word if last < len(tokens) else ""
        lettered = preceding in _LETTERS or following in _LETTERS or self._coded(first)
        spelled = sum(word in _LETTERS for word in around) >= 2
        spread = self._words[last] > self._words[first]
        return Stretch(figures, first, last, preceding, lead, tail, bare, lettered, spelled, spread)

    def _coded(self, first: int) -> bool:
        """Whether a word in capitals comes directly before a token: "CAC 055"."""
        if not first:
            return False
        start, end = self.tokens[first - 1].start, self.tokens[first - 1].end
        return 2 <= end - start <= 4 and self._plain[start:end].isupper() and not self._plain.isupper()

    def runs(self, stops: Sequence[int] = ()) -> list[Run]:
        """The runs that hold a figure, from left to right.

        Between figures said one by one a few words of any kind may stand, unless one of `stops`, the places where
        something else is named, is among them.
        """
        found: list[Run] = []
        singles = 0
        for run in self._tight(stops):
            added = run.singles()
            if found and self._continues(found[-1], run, singles, added, stops):
                found[-1] = Run(self, found[-1].first, run.last)
                singles += added
            else:
                found.append(run)
                singles = added
        return found

    def _continues(self, left: Run, right: Run, before: int, after: int, stops: Sequence[int]) -> bool:
        if right.first == left.last + 1 and self.tokens[left.last].word == "or" and before == after >= 2:
            return not self._stopped(left.last, self.tokens[right.first].start, stops)
        if right.first - left.last > _LONGEST_ASIDE or before < 2 or after < 2 or before + after < 6:
            return False
        return not self._stopped(left.last, self.tokens[right.first].start, stops)

    def _stopped(self, last: int, start: int, stops: Sequence[int]) -> bool:
        """Whether something else is named between the tokens before `last` and a place in the text."""
        stop = bisect_left(stops, self.tokens[last - 1].end)
        return stop < len(stops) and stops[stop] < start

    def _tight(self, stops: Sequence[int]) -> Iterator[Run]:
        first = last = None
        figures = pause = 0
        for at, token in enumerate(self.tokens):
            if last is not None and figures and self._stopped(last, token.start, stops):
                yield Run(self, first or 0, last)
                first = last = None
                figures = pause = 0
            if token.sort in (Sort.FIGURE, Sort.ITEM):
                first, last, pause = (at if first is None else first), at + 1, 0
                figures += token.sort is Sort.FIGURE
            else:
                pause += 1
            if token.sort in (Sort.WORD, Sort.SLIP) or pause > _LONGEST_PAUSE:
                if figures and first is not None and last is not None:
                    yield Run(self, first, last)
                first = last = None
                figures = pause = 0
        if figures and first is not None and last is not None:
            yield Run(self, first, last)


@dataclass(frozen=True, slots=True)
class Run:
    """Figures and placeholders with only joints between, as tokens `[first, last)` of the segment."""

    utterance: Utterance
    first: int
    last: int

    def stretches(self) -> Iterator[Stretch]:
        """The figures between placeholders, from left to right."""
        start = end = None
        for at in range(self.first, self.last):
            sort = self.utterance.tokens[at].sort
            if sort is Sort.FIGURE:
                start, end = (at if start is None else start), at + 1
            elif sort is Sort.ITEM and start is not None and end is not None:
                yield self.utterance.stretch(start, end)
                start = None
        if start is not None and end is not None:
            yield self.utterance.stretch(start, end)

    def groups(self, stretch: Stretch) -> Iterator[Stretch]:
        """The parts of a stretch with not a word between their figures."""
        start = stretch.first
        for at in range(stretch.first, stretch.last + 1):
            if at == stretch.last or self.utterance.tokens[at].sort is not Sort.FIGURE:
                if start < at:
                    yield self.utterance.stretch(start, at)
                start = at + 1

    @property
    def end(self) -> int:
        """Where the last token ends."""
        return self.utterance.tokens[self.last - 1].end

    def singles(self) -> int:
        """How many digits are said one by one; a placeholder counts as many."""
        tokens = self.utterance.tokens[self.first : self.last]
        return sum(5 if token.sort is Sort.ITEM else len(token.digits) for token in tokens if _one_by_one(token))

    def item_before(self, at: int) -> Token | None:
        """The placeholder that precedes a token with nothing but joints between."""
        while at > self.first:
            at -= 1
            token = self.utterance.tokens[at]
            if token.sort is not Sort.JOINT:
                return token if token.sort is Sort.ITEM else None
        return None

    def item_after(self, at: int) -> Token | None:
        """The placeholder that follows the tokens before `at` with nothing but joints between."""
        while at < self.last:
            token = self.utterance.tokens[at]
            if token.sort is not Sort.JOINT:
                return token if token.sort is Sort.ITEM else None
            at += 1
        return None

    def repaired_before(self, first: int) -> bool:
        """Whether the words directly before a token take something back, or lead to an extension: "no wait"."""
        at = first
        while at > self.first and self.utterance.tokens[at - 1].sort is Sort.JOINT:
            at -= 1
        return not _REPAIRS.isdisjoint(token.word for token in self.utterance.tokens[at:first])

    def repaired_after(self, last: int) -> bool:
        """Whether the words directly after the tokens before `last` take something back."""
        at = last
        while at < self.last and self.utterance.tokens[at].sort is Sort.JOINT:
            at += 1
        return not _REPAIRS.isdisjoint(token.word for token in self.utterance.tokens[last:at])


def _one_by_one(token: Token) -> bool:
    return token.sort is Sort.ITEM or (token.sort is Sort.FIGURE and token.single and token.spoken)


def with_slips(plain: str, tokens: list[Token], *, expected: bool, sure: bool) -> list[Token]:
    """Take "for", "to" and "fives" as figures inside a run of digits said one by one, and nowhere else.

    Where a number is `expected`, a figure on either side is enough, and for words that are seldom said otherwise a
    figure on one side. Where it is `sure`, any plural is of digits ("all fives"), and a sigh that is all that is said
    is a zero.
    """
    found = list(tokens)
    if sure and tokens and tokens[-1].word in SIGHS and all(token.sort is Sort.JOINT for token in tokens):
        found[-1] = tokens[-1]._replace(sort=Sort.FIGURE)
        return found
    bare = all(token.sort in (Sort.FIGURE, Sort.SLIP, Sort.JOINT) for token in tokens)
    for at, token in enumerate(tokens):
        if sure and token.word in SIGHS and token.sort is Sort.JOINT and _digits_right(tokens, at) >= 2:
            found[at] = token._replace(sort=Sort.FIGURE)
        if token.sort is not Sort.SLIP:
            continue
        left, right = _digits_left(tokens, at), _digits_right(tokens, at)
        if token.word in PLURALS:
            taken = sure and (token.word != "ones" or bool(left or right))
        elif expected and token.word not in _OFTEN_WORDS and (left or right):
            taken = True
        else:
            heard = sum(near.sort is Sort.FIGURE for near in tokens[max(0, at - 2) : at + 3])
            enough = heard > 2 or bare if expected else left >= 3 or right >= 3 or (left >= 2 and right >= 2)
            inside = left and right and enough
            taken = bool(inside) or (left >= 5 and right == 0 and not plain[token.end :].strip(" .,!?"))
        if taken:
            found[at] = token._replace(sort=Sort.FIGURE)
    return found


def _digits_left(tokens: Sequence[Token], at: int) -> int:
    """How many single figures, slips among them, stand directly to the left."""
    count = 0
    while at > 0 and count < _ENOUGH and (tokens[at - 1].single or (count and tokens[at - 1].sort is Sort.SLIP)):
        at -= 1
        count += len(tokens[at].digits)
    return count


def _digits_right(tokens: Sequence[Token], at: int) -> int:
    count = 0
    while at + 1 < len(tokens) and count < _ENOUGH and (tokens[at + 1].single or tokens[at + 1].sort is Sort.SLIP):
        at += 1
        count += len(tokens[at].digits)
    return count if at < len(tokens) and tokens[at].sort is Sort.FIGURE else max(0, count - 1)
