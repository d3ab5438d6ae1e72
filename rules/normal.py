r"""Normalised text: what people said in one plain spelling, with the exact way back to their words.

Words are lower case, contractions are opened ("won't" -> "will not"), numbers are figures ("eighty nine" -> "89",
"$1,200" -> "1200 dollars", "8-10" -> "8 to 10"), dotted letters joined ("a.m." -> "am"), "%" is the word percent and
"&" the word and; hesitations ("uh", "you know"), words said twice in a row and punctuation are gone. Every word has one
space on each side, and " \n " stands where a sentence ends:

    "I can't, uh, promise… but I'll try. OK?"   ->   " i can not promise but i will try \n okay "

Texts with and without punctuation come out alike. Offsets into the original are worked out only when they are asked
for: most utterances match no rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from operator import eq, itemgetter

from rules.clauses import clause_ranges
from rules.contractions import OPENED, open_contraction, sounded
from rules.folding import Folded, fold
from rules.numbers import NUMBER_WORDS, figures
from rules.slips import CUT_ENDS, FILLER_WORDS, SUSPECTS, cut_words, misheard, without_fillers

SENTENCE_END = "\n"
_HESITATIONS = frozenset(["uh", "uhh", "uhm", "um", "umm", "er", "erm", "hmm", "mm", "mmm"])
_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr st ave rd blvd apt ste vs inc dept approx
    """.split()
)
_CARRIED = 24  # words of an utterance that the next one may go on from

_W = r"0-9a-z\x80-\U0010ffff"
# Quantifiers over runs are possessive or bounded, and every alternative that has begun to scan a run consumes it: the
# whole is linear in the text.
_FIGURE = rf"\$?\d++(?:,\d\d\d){{0,4}}(?:[.:/]\d{{1,6}}){{0,3}}(?:k?(?![{_W}])|(?=[ap]\.?m(?![{_W}])))"
_TOKEN = re.compile(
    rf"""
      [a-z]++(?![{_W}'./-])                                                 # most words
    | {_FIGURE}
    | [a-z](?:\.[a-z]){{1,5}}(?![{_W}])\.?|a/c(?![{_W}])|e-mails?(?![{_W}])   # joined letters
    | [{_W}]++(?:'[{_W}]++)*+
    | \[(?:phone|email|card|cvv|ssn)\]
    | (?<![.!?])[.!?]++(?=["')\]]?(?:\s|$))                                           # the end of a sentence
    | [,;:]|--+|(?<=\s)-\s                                                  # a pause
    | (?<=\d)-(?=\$?\d)                                                     # a range
    | [%&]
    """,
    re.VERBOSE,
)
_IS_FIGURE = re.compile(rf"(?:{_FIGURE})$")

_STOP, _HESITATION, _PAUSE = range(3)


class Normal:
    r"""A text and its normalised form. Offsets into either are in Python characters.

    Attributes:
        source: The original text.
        text: The normalised text; "" when there are no words.
        words: The words of `text`, ends of sentences ("\n") among them.
        carried: How many of `words` belong to the utterance before, which this one goes on from.
    """

    __slots__ = ("__dict__", "_folded", "_is_ended", "_origins", "_pauses", "carried", "source", "text", "words")

    def __init__(self, source: str, folded: Folded, reading: _Reading, before: Normal | None) -> None:
        self.source = source
        self.words = reading.words
        self._folded = folded
        self._origins = reading.origins  # of each word: first token, last token
        self._pauses = reading.pauses  # indices of words with a pause before them
        self._is_ended = reading.is_ended
        self.carried = 0
        if before is not None and self.words:
            self._go_on_from(before)
        self.text = f" {' '.join(self.words)} " if self.words else ""

    def _go_on_from(self, before: Normal) -> None:
        """Put the end of the utterance before in front, back to its last stop."""
        if before._is_ended:
            return
        words = before.words[-_CARRIED:]
        if SENTENCE_END in words:
            words = words[len(words) - words[::-1].index(SENTENCE_END) :]
        self.carried = len(words)
        dropped = len(before.words) - self.carried
        self._pauses = {index + self.carried for index in self._pauses}
        self._pauses.update(index - dropped for index in before._pauses if index > dropped)
        self.words = [*words, *self.words]

    @property
    def fresh(self) -> int:
        """Where in `text` the words of this utterance begin, the space before them included."""
        return self._offsets[self.carried] - 1 if self.carried else 0

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each word begins in `text`, and where the next one would."""
        return list(accumulate((len(word) + 1 for word in self.words), initial=1))

    def _token(self, index: int) -> tuple[int, int]:
        """The range of a token in the folded text; only as many are looked up as are asked for."""
        spans, left = self._tokens
        while len(spans) <= index:
            spans.append(next(left).span())
        return spans[index]

    @cached_property
    def _tokens(self) -> tuple[list[tuple[int, int]], Iterator[re.Match[str]]]:
        return [], _TOKEN.finditer(self._folded.text)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        """The clauses, as ranges of `text` that begin before the space of their first word and include their last."""
        offsets = self._offsets
        ranges = clause_ranges(self.words, self._pauses)
        return tuple((offsets[first] - 1, offsets[after]) for first, after in ranges)

    def clause_around(self, start: int, end: int) -> tuple[int, int]:
        """The range of `text` from the clause with the first word of a range to the clause with its last."""
        start, end = self._trim(start, end)
        if start >= end:
            return start, end
        # A clause's range begins with the space before its first word.
        first = bisect_right(self.clauses, start - 1, key=itemgetter(0)) - 1
        last = bisect_right(self.clauses, end - 2, lo=first, key=itemgetter(0)) - 1
        return self.clauses[first][0], self.clauses[max(first, last)][1]

    def clauses_from(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The clauses that begin within a range of `text`, after its first word."""
        first = bisect_right(self.clauses, start, key=itemgetter(0))
        after = bisect_left(self.clauses, end - 1, lo=first, key=itemgetter(0))
        return self.clauses[first:after]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the source that the words in the range `start` to `end` of `text` came from.

        Spaces at its edges do not count, nor do words of the utterance before. A part of a word maps to its own
        characters where the word kept its spelling, and to the whole where it did not ("will" in "won't"). Where there
        are no words the result is an empty range.
        """
        start, end = self._trim(max(start, self.fresh), end)
        if start >= end:
            return 0, 0
        return self._folded.original(self._to_folded(start)[0], self._to_folded(end - 1)[1])

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        start, end = max(start, 0), min(end, len(self.text))
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def _to_folded(self, at: int) -> tuple[int, int]:
        """The range of the folded text behind the character of a word at `at`."""
        index = bisect_right(self._offsets, at) - 1
        first, last = self._origins[index - self.carried]
        start, end = self._token(first)[0], self._token(last)[1]
        if self._folded.text[start:end] != self.words[index]:
            return start, end
        inside = start + at - self._offsets[index]
        return inside, inside + 1


def normalise(text: str, before: Normal | None = None) -> Normal:
    """Normalise `text`, in time linear in its length.

    Args:
        text: One utterance.
        before: What the same speaker said just before, where this may go on from it: its last words, back to a stop,
            are put in front, so that phrases match across the cut.
    """
    folded = fold(text)
    reading = _Reading(_TOKEN.findall(folded.text))
    if not FILLER_WORDS.isdisjoint(reading.words):
        reading.drop(without_fillers(reading.words))
    reading.put_right()
    if any(map(eq, reading.words, reading.words[1:])):
        reading.say_once()
    return Normal(text, folded, reading, before)


def plain_words(text: str) -> list[str]:
    """The words of a text that is written, not said: no word in it is hesitation."""
    reading = _Reading(_TOKEN.findall(fold(text).text), written=True)
    reading.put_right()
    reading.say_once()
    return [word for word in reading.words if word != SENTENCE_END]


class _Reading:
    """The tokens of one text as words, each with the tokens it came from."""

    def __init__(self, tokens: list[str], *, written: bool = False) -> None:
        self.words: list[str] = []
        self.origins: list[tuple[int, int]] = []
        self.pauses: set[int] = set()
        self.is_ended = False
        words, origins = self.words, self.origins
        readings = _READINGS
        for index, token in enumerate(tokens):
            reading = readings[token]
            if reading.__class__ is str:
                words.append(reading)
                origins.append((index, index))
            elif reading.__class__ is tuple:
                words.extend(reading)
                origins.extend([(index, index)] * len(reading))
                if token[-1] == ".":
                    self.pauses.add(len(words))
            elif reading is _STOP:
                self._stop(token, index)
            elif reading is _PAUSE:
                self.pauses.add(len(words))
            elif written:
                words.append(token)
                origins.append((index, index))
        if words and words[-1] == SENTENCE_END:
            words.pop()
            origins.pop()
            self.pauses.discard(len(words) + 1)  # one that followed the stop
            self.is_ended = True

    def _stop(self, mark: str, index: int) -> None:
        """A stop ends the sentence, but for a hesitation ("well...") and an abbreviation ("Dr.")."""
        if not self.words or self.words[-1] == SENTENCE_END:
            return
        if (len(mark) > 1 and not mark.strip(".")) or (mark == "." and self.words[-1] in _ABBREVIATIONS):
            self.pauses.add(len(self.words))
            return
        self.words.append(SENTENCE_END)
        self.origins.append((index, index))

    def put_right(self) -> None:
        """Undo what was cut or misheard, then put figures in the place of spoken numbers."""
        if not CUT_ENDS.isdisjoint(self.words):
            self._rewrite((at, at + 2, whole) for at, whole in cut_words(self.words))
        if not SUSPECTS.isdisjoint(self.words):
            self._rewrite(misheard(self.words))
        if not NUMBER_WORDS.isdisjoint(self.words):
            self._rewrite(figures(self.words, self.pauses))

    def drop(self, places: Iterable[int]) -> None:
        """Take out the words at these places, which are in order."""
        self._rewrite((at, at + 1, None) for at in places)

    def say_once(self) -> None:
        """Leave one of words that are said several times in a row ("we we can"); figures may repeat."""
        self._rewrite(_repeats(self.words))

    def _rewrite(self, changes: Iterable[tuple[int, int, str | None]]) -> None:
        """Put other words, or none, in the place of the words `[first, after)` of each change; they are in order."""
        listed = [*changes]
        if not listed:
            return
        words: list[str] = []
        origins: list[tuple[int, int]] = []
        places: list[int] = []  # where each word goes, or what follows it
        at = 0
        for first, after, other in (*listed, (len(self.words), len(self.words), None)):
            places += range(len(words), len(words) + first - at)
            words += self.words[at:first]
            origins += self.origins[at:first]
            places += [len(words)] * (after - first)
            if other is not None:
                written = other.split()
                words += written
                origins += [(self.origins[first][0], self.origins[after - 1][1])] * len(written)
            at = after
        places.append(len(words))
        self.pauses = {places[index] for index in self.pauses}
        self.words[:] = words
        self.origins[:] = origins


def _repeats(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The stretches of one word said several times, `[first, after)`, and the word."""
    first = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or words[at] != words[first] or words[first][0].isdigit():
            if at - first > 1:
                yield first, at, words[first]
            first = at


class _Readings(dict[str, "str | tuple[str, ...] | int"]):
    """What each token is read as: a word, several words, or none (`_STOP` and the like). Remembers what it met."""

    _MOST = 1 << 15

    def __missing__(self, token: str) -> str | tuple[str, ...] | int:
        if len(self) >= self._MOST:
            self.clear()
        reading = self[token] = _read(token)
        return reading


_READINGS = _Readings()


def _read(written: str) -> str | tuple[str, ...] | int:
    first = written[0]
    if first in ".!?":
        return _STOP
    if first in ",;:" or (first == "-" and written != "-"):
        return _PAUSE
    if written == "-":
        return "to"
    if first == "$" or (first.isdigit() and _IS_FIGURE.match(written)):
        figure = _in_full(written.replace(",", "").lstrip("$"))
        return (figure, "dollars") if first == "$" else figure
    if written in ("%", "&"):
        return "percent" if written == "%" else "and"
    if first == "[":
        return written
    if written in _HESITATIONS:
        return _HESITATION
    if "." in written or "/" in written or "-" in written:
        joined = written.replace(".", "").replace("/", "").replace("-", "")
        return (joined,) if written[-1] == "." else joined
    if "'" in written or written in OPENED:
        opened = open_contraction(written)
        return opened if len(opened) > 1 else opened[0]
    return sounded(written)


def _in_full(figure: str) -> str:
    """A figure without the k of thousands; "2.5k" stays as it is."""
    return f"{figure[:-1]}000" if figure[-1] == "k" and figure[:-1].isdigit() else figure
