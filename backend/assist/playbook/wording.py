"""The words of a caller, and of the playbook, brought to one plain spelling for the index.

Contractions, spoken numbers and hesitations are the matter of `rules.normal`; here words that mean the same to a CSR
become one, and a question is parted into the words that carry it and the pairs they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from backend.assist.playbook.thesaurus import MEANT, SAME
from rules.inflection import IRREGULAR
from rules.normal import SENTENCE_END, normalise, plain_words

MOST_WORDS = 64
"""Of a longer utterance the last words count: what a caller comes to, not what they began with."""

_STOP = frozenset(
    """
    a about actually ah all also am an and any are as at be been before being but by can could did do does doing done
    for from had has have having he hello her here hers hey hi him his how i if in into is it just know let like mean me
    might my myself of oh okay on or our ours out over own please really right said say says she should so some than
    that the their theirs them then there these they thing things this those to uh up us very was we well were what when
    where which while who whom why will with would yeah yes you your yours kind sort bit little gonna go going get got
    guess think want need see look one something anything maybe now not no would's ma'am sir thank thanks
    """.split()
)
_BASES = {form: base for base, forms in IRREGULAR.items() for form in forms}
_CLEAN = re.compile(r"[^\W_]+")


class Question(Struct, frozen=True):
    """What an utterance asks the index: the words that carry it, and its pairs of neighbours, each once."""

    words: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said that could be looked for."""
        return not self.words and not self.pairs


def indexed(text: str) -> str:
    """A text of the playbook as the index keeps it."""
    return " ".join(_plain(plain_words(text)))


def asked(text: str) -> Question:
    """The question in what a caller said."""
    said = normalise(text).words[-MOST_WORDS:]
    words: list[str] = []
    pairs: list[tuple[str, str]] = []
    sentence: list[str] = []
    for word in (*said, SENTENCE_END):
        if word != SENTENCE_END:
            sentence.append(word)
            continue
        plain = _plain(sentence)
        words += (word for word in plain if word not in _STOP)
        pairs += pairwise(plain)
        sentence = []
    heard = f" {' '.join(said)} "
    words += (word for put, meant in MEANT.items() if put in heard for word in _plain(meant))
    return Question(tuple(dict.fromkeys(words)), tuple(dict.fromkeys(pairs)))


def stems(text: str) -> frozenset[str]:
    """The words that carry a text, cut short, so that forms of a word are one: enough to compare a few texts by."""
    return frozenset(word[:5] for word in asked(text).words)


def _plain(words: Sequence[str]) -> list[str]:
    plain: list[str] = []
    for word in words:
        if word.startswith("["):  # what redaction left tells nothing
            continue
        for part in _CLEAN.findall(word):
            base = _BASES.get(part, part)
            plain.append(SAME.get(base, base))
    return plain
