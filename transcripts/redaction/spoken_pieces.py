"""The pieces of an e-mail address that come without a domain: spelled, put right, read back, or over several turns."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from transcripts.redaction.address_words import CONNECTORS, FORMAL, JOINERS, LEADS
from transcripts.redaction.spoken_domain import MAILBOXES, PROVIDERS, Word
from transcripts.redaction.spoken_name import KNOWN, MARKS, is_figure, is_letter, neighbour

_HINTS = frozenset(("lowercase", "uppercase", "underscore", "spelled", "spelt", "initial", "spaces", "hyphen"))
_AROUND = LEADS | FORMAL | CONNECTORS | MARKS
_BRIDGES = CONNECTORS | {"as", "in", ",", "like", "and", "then", "um", "uh", "no"}
_PLURAL = re.compile(r"[a-z]'s")
_OWNERS = frozenset(("shop", "business", "company", "family", "store", "church", "dog's", "maiden"))
_GLUED = 12  # letters: so long a word may be a name written as one
_ENDINGS = (
    "tion",
    "tions",
    "ment",
    "ments",
    "ness",
    "ing",
    "ings",
    "able",
    "ally",
    "ance",
    "ence",
    "ical",
    "ious",
    "tive",
)
_AGREED = frozenset(
    "yes yeah yep yup right correct okay ok got gotcha thats that's perfect great wow awesome cool".split()
)
_FEW = 4  # words: "yup still roadrunner"
_SWAPS = frozenset(("swap", "switch", "replace", "change"))
_RANKS = frozenset("first second third last other this that which right wrong next same old new only".split())
_FIRST = frozenset(("first", "last", "middle"))
_BEGINS = frozenset(("begins", "starts", "ends", "start", "begin", "end", "starting", "ending"))
_TELLING = frozenset(
    "so okay ok yeah yes sure um uh well alright let me spell read that back it it's its that's is".split()
)
_GIVING = frozenset(("it's", "its", "that's", "back"))
"""What comes before the letters of an address that nobody asked for; one of the latter is among it."""
_ABOUT = frozenset("it's its that's hold hang let oh well um uh okay yeah yes sure".split())
"""What begins a clause about an address that comes after it."""
_LINKS = frozenset("as in like or and then not dash dot underscore hyphen".split())
_SPELLED = 5  # letters: so many are a name
_CLOSE = 5  # words between a sign of spelling and a word that it is about
_LONGEST = 5  # words of a name that comes without any sign of being one


def letters(words: Sequence[Word], first: int, last: int) -> list[tuple[int, int]]:
    """Words `[first, last)` as one piece if little but letters is said."""
    spelled = sum(len(word.text) == 1 and word.text.isalpha() for word in words[first:last])
    only = all(len(word.text) == 1 or word.text in LEADS for word in words[first:last])
    return [(first, last)] if spelled >= 2 and only else []


def told(words: Sequence[Word]) -> list[tuple[int, int]]:
    """The letters of an address that begins although nobody asked for one: "it's m as in mary, c as in cat"."""
    first = 0
    while first < len(words) and words[first].text in _TELLING:
        first += 1
    lead = {word.text for word in words[:first]}
    single = [at for at in range(first, len(words)) if len(words[at].text) == 1 and words[at].text.isalpha()]
    if lead.isdisjoint(_GIVING) or not single or single[0] != first:
        return []
    linked = [at for at in single if [word.text for word in words[at + 1 : at + 3]] == ["as", "in"]]
    linked += [at for at in single if words[at].text not in "ai" and _says(words, at + 1, "like")]
    named = {at + 3 - _says(words, at + 1, "like") for at in linked}
    other = [at for at in range(first, len(words)) if at not in single and at not in named]
    quiet = all(words[at].text in MARKS or words[at].text in _LINKS for at in other)
    return [(first, len(words))] if quiet and (linked or len(single) >= _SPELLED) else []


def _says(words: Sequence[Word], at: int, word: str) -> bool:
    return at < len(words) and words[at].text == word


def pieces(words: Sequence[Word], first: int, last: int, *, alike: bool, figures: bool) -> Iterator[tuple[int, int]]:
    """The pieces among words `[first, last)`, from left to right.

    Args:
        words: The segment.
        first: Where to begin.
        last: Where to end.
        alike: Whether names alone may be one.
        figures: Whether figures alone may be one.
    """
    if alike:
        first = _past_clause(words, first, last)
    signs = [at for at in range(first, last) if _is_sign(words, at, first, last, numbered=figures)]
    parts = [at for at in range(first, last) if _is_part(words, at, last)]
    names = {at for at in parts if not is_figure(words[at].text) and len(words[at].text) > 1}
    quiet = all(at in names or _is_around(words[at].text) or _of_name(words, at, last) for at in range(first, last))
    bare = (alike and len(names) <= _LONGEST) if names else figures
    if not signs and alike and last - first <= _FEW and words[last - 1].text in PROVIDERS:
        yield last - 1, last
        return
    if not signs and not (quiet and bare):
        if alike:
            yield from _read_back(words, first, last)
        return
    begun: tuple[int, int] | None = None
    for at in parts:
        if signs and not quiet and not _near(signs, at):
            continue
        if begun is not None and all(word.text in _BRIDGES for word in words[begun[1] : at]):
            begun = begun[0], at + 1
            continue
        if begun is not None:
            yield begun
        lettered = (
            alike and at > first and words[at - 1].text == "a" and (at - 1 == first or words[at - 2].text in MARKS)
        )
        begun = at - lettered, at + 1
    if begun is not None:
        yield begun


def _past_clause(words: Sequence[Word], first: int, last: int) -> int:
    """Where a name may begin after what is said about it and a comma: "it's long, north side animal hospital"."""
    comma = next((at for at in range(first, last) if words[at].text == ","), first)
    clause = [word.text for word in words[first:comma]]
    about = len(clause) >= 2 and all(word in KNOWN and len(word) > 1 for word in clause) and clause[0] in _ABOUT
    return comma + 1 if about and not any(is_figure(word) for word in clause) else first


def _read_back(words: Sequence[Word], first: int, last: int) -> Iterator[tuple[int, int]]:
    """A name with which a segment begins that then agrees: "jackiew yes that's what I have"."""
    at = first
    while at < last and words[at].text in _AROUND:
        at += 1
    end = at
    while end < last and _is_part(words, end, last) and words[end].text not in KNOWN:
        end += 1
    if at < end <= at + 3 and end < last and words[end].text in _AGREED:
        yield at, end


def _near(signs: Sequence[int], at: int) -> bool:
    place = bisect_left(signs, at - _CLOSE)
    return place < len(signs) and signs[place] <= at + _CLOSE


def _of_name(words: Sequence[Word], at: int, last: int) -> bool:
    """Whether a word says whose name it is that is given: "it's our shop name"."""
    return words[at].text in _OWNERS and at + 1 < last and words[at + 1].text == "name"


def _is_around(word: str) -> bool:
    return word in _AROUND or is_figure(word) or len(word) == 1


def _is_sign(words: Sequence[Word], at: int, first: int, last: int, *, numbered: bool) -> bool:
    """Whether a word shows that a name is being spelled; with `numbered` a figure after a name does."""
    word = words[at].text
    before = words[at - 1].text if at > first else ""
    after = words[at + 1].text if at + 1 < last else ""
    if word in _HINTS or word in MAILBOXES or is_letter(words, at, first, last) or _PLURAL.fullmatch(word):
        return True
    if numbered and len(word) >= _GLUED and not word.isdigit() and word not in KNOWN and not word.endswith(_ENDINGS):
        return True
    if (word in JOINERS or word in (".", "plus")) and after:
        return True
    if word in ("dash", "hyphen", "underscore") or (word == "period" and after):
        before, after = neighbour(words, at, first, -1), neighbour(words, at, last, 1)
        return before.isalnum() and before not in KNOWN and after not in KNOWN
    if "-" in word:
        return any(len(part) == 1 for part in word.split("-"))
    if word.isalnum() and not word.isalpha() and not word.isdigit():
        return True
    if is_figure(word):
        return before in ("number", "digit")
    if before in _SWAPS and word.isalpha() and word not in KNOWN:
        return True
    if before == "with" and at - 2 >= first and words[at - 2].text in _BEGINS:
        return word.isalnum()
    if word == "word" and before == "one":
        return True
    return word.isalpha() and word not in KNOWN and (before == "spell" or (numbered and is_figure(after)))


def _initialled(words: Sequence[Word], at: int, last: int) -> bool:
    """Whether a word with a letter is all that is said between two marks: "no no, bill h, I forgot the h"."""
    closes = at + 2 == last or (at + 2 < last and words[at + 2].text in MARKS)
    opens = at > 0 and words[at - 1].text in MARKS
    return closes and opens and len(words[at + 1].text) == 1 and words[at + 1].text.isalpha()


def _is_part(words: Sequence[Word], at: int, last: int) -> bool:
    """Whether a word can be of an address: a name, a letter, a figure, the boy of "b as in boy"."""
    word = words[at].text
    if word == "one" and at and words[at - 1].text in _RANKS:
        return False  # "the second one"
    if word in MARKS or word[0] in "[@" or word in JOINERS or word == ".":
        return False
    before, after = neighbour(words, at, 0, -1), neighbour(words, at, last, 1)
    if word in _FIRST and after.isalpha() and after not in KNOWN:
        return True  # "first baptist"
    if before == "in" and at > 1 and words[at - 2].text == "as":
        return True
    if len(word) == 1 and word.isalpha():
        return is_letter(words, at, 0, last)
    if before in JOINERS or before == "." or after in JOINERS or after == ".":
        return word not in FORMAL or len(word) > 3
    if word.isalpha() and word not in _AROUND and _initialled(words, at, last):
        return True
    return (is_figure(word) and after not in ("word", "words")) or word not in KNOWN
