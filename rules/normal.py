r"""Normalised text: what people said in one plain spelling, with the exact way back to their words.

Words are lower case, contractions are opened ("won't" -> "will not"), dotted letters joined ("a.m." -> "am"),
thousands unseparated ("$1,200" -> "$1200"), "%" is the word percent and "&" the word and; hesitations ("uh", "um")
and punctuation are gone. Every word has one space on each side, and " \n " stands where a sentence ends:

    "I can't promise, but… I'll try. OK?"   ->   " i can not promise but i will try \n okay "
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from rules.clauses import clause_ranges
from rules.contractions import OPENED, open_contraction
from rules.folding import Folded, fold

SENTENCE_END = "\n"
_HESITATIONS = frozenset(("uh", "uhh", "uhm", "um", "umm", "erm"))
_ABBREVIATIONS = frozenset(
    ("mr", "mrs", "ms", "dr", "st", "ave", "rd", "blvd", "apt", "ste", "vs", "inc", "dept", "approx")
)

_W = r"0-9a-z\x80-\U0010ffff"
# Quantifiers over runs are possessive or bounded, and every alternative that has begun to scan a run consumes it: the
# whole is linear in the text.
_TOKEN = re.compile(
    rf"""
      (\$?\d++(?:,\d\d\d){{0,4}}(?:[.:/]\d{{1,6}}){{0,3}}(?:(?![{_W}])|(?=[ap]\.?m(?![{_W}])))) # 1 figure
    | ([a-z](?:\.[a-z]){{1,5}}(?![{_W}])\.?|a/c(?![{_W}])|e-mails?(?![{_W}]))                    # 2 joined letters
    | ([{_W}]++(?:'[{_W}]++)*+)                                                                 # 3 word
    | (\[(?:phone|email|card|cvv|ssn)\])                                                        # 4 placeholder
    | ([.!?]++)                                                                                 # 5 end of a sentence
    | ([,;:]|--+|(?<=\s)-(?=\s))                                                                # 6 a pause
    | ([%&])                                                                                    # 7 sign read as a word
    """,
    re.VERBOSE,
)
_FIGURE, _JOINED, _WORD, _PLACEHOLDER, _STOP, _PAUSE = range(1, 7)


class Normal:
    r"""A text and its normalised form. Offsets into either are in Python characters.

    Attributes:
        source: The original text.
        text: The normalised text; "" when there are no words.
        words: The words of `text`, ends of sentences ("\n") among them.
    """

    __slots__ = ("__dict__", "_folded", "_pauses", "_spans", "source", "text", "words")

    def __init__(self, source: str, folded: Folded, words: list[str], spans: list[tuple[int, int]], pauses: set[int]):
        self.source = source
        self.words = words
        self.text = f" {' '.join(words)} " if words else ""
        self._folded = folded
        self._spans = spans  # of each word, in the folded text
        self._pauses = pauses  # indices of words with a pause before them

    @cached_property
    def _offsets(self) -> list[int]:
        """Where each word begins in `text`, and where the next one would."""
        return list(accumulate((len(word) + 1 for word in self.words), initial=1))

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

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the source that the words in the range `start` to `end` of `text` came from.

        Spaces at its edges do not count. A part of a word maps to its own characters where the word kept its
        spelling, and to the whole where it did not ("will" in "won't"). Where there are no words the result is an
        empty range.
        """
        start, end = self._trim(start, end)
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
        start, end = self._spans[index]
        if self._folded.text[start:end] != self.words[index]:
            return start, end
        inside = start + at - self._offsets[index]
        return inside, inside + 1


def normalise(text: str) -> Normal:
    """Normalise `text`, in time linear in its length."""
    folded = fold(text)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    pauses: set[int] = set()
    for token in _TOKEN.finditer(folded.text):
        kind, found, span = token.lastindex, token[0], token.span()
        if kind == _WORD:
            if found in _HESITATIONS:
                continue
            if "'" in found or found in OPENED:
                for word in open_contraction(found):
                    words.append(word)
                    spans.append(span)
                continue
        elif kind == _STOP:
            if _ends_sentence(folded.text, span[1]) and words and words[-1] != SENTENCE_END:
                if len(found) > 1 and found.strip(".") == "":
                    pauses.add(len(words))  # a hesitation
                    continue
                if words[-1] in _ABBREVIATIONS and spans[-1][1] == span[0] and found == ".":
                    pauses.add(len(words))
                    continue
                words.append(SENTENCE_END)
                spans.append(span)
            continue
        elif kind == _PAUSE:
            pauses.add(len(words))
            continue
        elif kind == _FIGURE:
            found = found.replace(",", "")
        elif kind == _JOINED:
            if found.endswith("."):
                pauses.add(len(words) + 1)
            found = found.replace(".", "").replace("/", "").replace("-", "")
        elif kind != _PLACEHOLDER:
            found = "percent" if found == "%" else "and"
        words.append(found)
        spans.append(span)
    if words and words[-1] == SENTENCE_END:
        words.pop()
        spans.pop()
    return Normal(text, folded, words, spans, pauses)


def changes(word: str) -> bool:
    """Whether normalising makes something else of a lower-case word of ASCII letters."""
    return word in OPENED or word in _HESITATIONS


def _ends_sentence(text: str, after: int) -> bool:
    """Whether stops that end at `after` are followed by white space or the end, a closing quote or bracket aside."""
    if text[after : after + 1] in ('"', "'", ")", "]"):
        after += 1
    return after >= len(text) or text[after].isspace()
