"""A segment as the runs of figures that are said in it, with hesitation, repair and agreement between."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcripts.redaction.stretch import Place, Stretch
from transcripts.redaction.words import Sort, Token

_LONGEST_PAUSE = 9  # words between two figures of one number: "no wait, sorry, let me start again"
_LONGEST_ASIDE = 6  # words: "what was it again"
_AROUND = (6, 3)  # words before and after figures in which the letters of a model are looked for
_LETTERS = frozenset("bcdefghjklmnpqrstuvwyz")
_VOWELS = frozenset("aeiouy")
_NO_CODES = frozenset("hm mm mr ms dr st ft tv vm jr sr nd rd ph xx cv".split())
"""The words without a vowel that are not the beginning of a model's name."""
_REPAIRS = frozenset(
    "wait no sorry actually mean oops correction scratch strike not nope make shoot extension ext".split()
)
"""What takes a figure back, or leads on to an extension."""
LEADS = frozenset(
    """
    at on call me number cell phone my our her his their dial text reach try use this here home mobile work card
    visa mastercard amex digits say us him them husband's wife's mine extension ext social expires exp as goes go
    says be are was were have has got gonna write ready for from using under through via now there mine's hers
    line's one's he's she's cell's code's card's if else last starts begins start ring ours when heard hear with
    to number's
    """.split()  # a list of words reads best as one
)
"""What a number that is given comes after."""


class Utterance:
    """The tokens of one segment, and for each place in it what is said before and after."""

    def __init__(self, plain: str, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._plain = plain
        self._strange = [0]  # for each place, how many words that say something else come before
        self._words = [0]  # and how many that are no part of a number
        self._spoken = 0  # the end of the last word that is no hesitation
        for at, token in enumerate(tokens):
            other = token.sort in (Sort.FIGURE, Sort.WORD, Sort.SLIP) and token.word not in LEADS
            self._strange.append(self._strange[-1] + other)
            self._words.append(self._words[-1] + (token.sort in (Sort.WORD, Sort.SLIP)))
            if token.sort not in (Sort.JOINT, Sort.SLIP):
                self._spoken = at + 1

    def stretch(self, first: int, last: int) -> Stretch:
        """The figures of tokens `[first, last)`."""
        figures = [token for token in self.tokens[first:last] if token.sort is Sort.FIGURE]
        return Stretch(
            figures,
            "".join(token.digits for token in figures),
            sum(len(token.digits) for token in figures if token.single),
            any(token.spoken for token in figures),
            self._words[last] > self._words[first],
            self._place(first, last),
        )

    def _place(self, first: int, last: int) -> Place:
        tokens, strange = self.tokens, self._strange
        preceding = tokens[first - 1].word if first else ""
        following = tokens[last].word if last < len(tokens) else ""
        around = (*tokens[max(0, first - _AROUND[0]) : first], *tokens[last : last + _AROUND[1]])
        return Place(
            first,
            last,
            preceding,
            lead=first == 0
            or tokens[first - 1].sort in (Sort.JOINT, Sort.ITEM)
            or preceding in LEADS
            or self._announced(first),
            tail=last >= self._spoken and len(tokens) - last <= _LONGEST_PAUSE,
            bare=strange[first] == 0 and strange[-1] == strange[last],
            lettered=_is_code(preceding) or following in _LETTERS or self._capitals(first),
            spelled=sum(token.word in _LETTERS for token in around) >= 2,
        )

    def _announced(self, first: int) -> bool:
        """Whether a colon comes before a token: "here's the number of the shop: 706 …"."""
        return self._plain[self.tokens[first - 1].end : self.tokens[first].start].rstrip(" (").endswith(":")

    def _capitals(self, first: int) -> bool:
        """Whether a word in capitals comes directly before a token: "CAC 055"."""
        if not first:
            return False
        start, end = self.tokens[first - 1].start, self.tokens[first - 1].end
        beyond = self._plain[max(0, start - 12) : start] + self._plain[end : end + 12]
        return 2 <= end - start <= 4 and self._plain[start:end].isupper() and not beyond.isupper()

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
        """Whether two runs with words between are one number, said so many digits one by one in each."""
        either = right.first == left.last + 1 and self.tokens[left.last].word == "or" and before == after >= 2
        aside = right.first - left.last <= _LONGEST_ASIDE and before >= 2 and after >= 2 and before + after >= 6
        return (either or aside) and not self._stopped(left.last, self.tokens[right.first].start, stops)

    def _stopped(self, last: int, start: int, stops: Sequence[int]) -> bool:
        """Whether something else is named between the tokens before `last` and a place in the text."""
        stop = bisect_left(stops, self.tokens[last - 1].end)
        return stop < len(stops) and stops[stop] < start

    def _tight(self, stops: Sequence[int]) -> Iterator[Run]:
        """The runs with only joints between."""
        first = last = figures = pause = 0
        begun = False
        for at, token in enumerate(self.tokens):
            said = token.sort in (Sort.FIGURE, Sort.ITEM)
            ends = token.sort in (Sort.WORD, Sort.SLIP) or (not said and pause >= _LONGEST_PAUSE)
            if begun and (ends or (figures and self._stopped(last, token.start, stops))):
                if figures:
                    yield Run(self, first, last)
                begun, figures, pause = False, 0, 0
            if said:
                first, last, pause, begun = (first if begun else at), at + 1, 0, True
                figures += token.sort is Sort.FIGURE
            else:
                pause += 1
        if begun and figures:
            yield Run(self, first, last)


def _is_code(word: str) -> bool:
    """Whether a word is the letters before the figures of a model's name: "t six", "xr fourteen"."""
    return word in _LETTERS or (
        len(word) == 2 and word.isalpha() and _VOWELS.isdisjoint(word) and word not in _NO_CODES
    )


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

    def groups(self, stretch: Stretch) -> list[Stretch]:
        """The parts of a stretch with not a word between their figures."""
        found = []
        start = stretch.place.first
        for at in range(start, stretch.place.last + 1):
            if at == stretch.place.last or self.utterance.tokens[at].sort is not Sort.FIGURE:
                if start < at:
                    found.append(self.utterance.stretch(start, at))
                start = at + 1
        return found

    def singles(self) -> int:
        """How many digits are said one by one; a placeholder counts as many."""
        count = 0
        for token in self.utterance.tokens[self.first : self.last]:
            if token.sort is Sort.ITEM:
                count += 5
            elif token.sort is Sort.FIGURE and token.single and token.spoken:
                count += len(token.digits)
        return count

    def item_before(self, stretch: Stretch) -> Token | None:
        """The placeholder before a stretch with nothing but joints between."""
        at = stretch.place.first
        while at > self.first:
            at -= 1
            token = self.utterance.tokens[at]
            if token.sort is not Sort.JOINT:
                return token if token.sort is Sort.ITEM else None
        return None

    def item_after(self, stretch: Stretch) -> Token | None:
        """The placeholder after a stretch with nothing but joints between."""
        for at in range(stretch.place.last, self.last):
            token = self.utterance.tokens[at]
            if token.sort is not Sort.JOINT:
                return token if token.sort is Sort.ITEM else None
        return None

    def repaired_before(self, stretch: Stretch) -> bool:
        """Whether the words directly before a stretch take something back, or lead to an extension: "no wait"."""
        at = stretch.place.first
        while at > self.first and self.utterance.tokens[at - 1].sort is Sort.JOINT:
            at -= 1
        return not _REPAIRS.isdisjoint(token.word for token in self.utterance.tokens[at : stretch.place.first])

    def repaired_after(self, stretch: Stretch) -> bool:
        """Whether the words directly after a stretch take it back."""
        at = stretch.place.last
        while at < self.last and self.utterance.tokens[at].sort is Sort.JOINT:
            at += 1
        return not _REPAIRS.isdisjoint(token.word for token in self.utterance.tokens[stretch.place.last : at])
