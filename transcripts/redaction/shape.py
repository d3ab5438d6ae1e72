"""What figures are by themselves, whoever asked for what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

import re2

from transcripts.redaction.card import luhn
from transcripts.redaction.evidence import worded
from transcripts.redaction.number_words import SCALES, SIGHS
from transcripts.redaction.stretch import Stretch
from transcripts.redaction.topics import CARD, PHONE, SSN

_SHORTEST = 7  # digits: the shortest number that needs no word that names it
_WHOLE = frozenset((7, 9, 10, 11))
"""How many digits a telephone number or a social security number has."""
_PARTS = {
    6: [{3}], 7: [{3}, {1, 4}], 8: [{4}], 9: [{3, 5}], 10: [{3, 6}, {4}], 11: [{1, 4, 7}], 12: [{4, 8}],
    15: [{4, 10}], 16: [{4, 8, 12}],
}  # fmt: skip
"""After how many digits the parts of a number end, by its size."""
_GROUPED = ((3, 3), (4, 4), (4, 4, 4), (4, 6), (1, 3), (1, 3, 3))
"""The groups of a number that breaks off."""
_CARDS = ((4, 4, 4, 4), (4, 6, 5))
_SUMS = frozenset(("so", "was", "makes", "i'm", "see", "show", "were", "about", "to", "than", "of"))
"""What comes before the outcome of a reckoning rather than before a number that is given."""
_READINGS = frozenset(("says", "reads", "reading", "shows", "showing", "displays", "showed"))
"""What comes before figures that stand on a thing."""
_KEYED = frozenset(("press", "pressed", "pushed"))
"""What comes before the keys of a menu."""
_WHERE = frozenset(("in", "into", "unit", "room", "apartment", "suite", "near", "by"))
_TIMED = frozenset(("at", "by", "until", "to", "from", "now"))
_LINES = frozenset(("take", "delete", "remove", "use", "ends", "ending"))
"""What comes before the last four figures of a telephone number."""
_RECKONED = re2.compile(r"(?i)\b(?:point|plus|minus|times|equals)\b")
_INSTEAD = re2.compile(r"(?i)\b(?:not|or)\b")
_TAKEN_BACK = re2.compile(r"(?i)\b(?:not|or|no|said|say|meant|mean|sorry|actually)\b")
_ANOTHER = re2.compile(r"(?i)\b(?:and|or)\s+an?\b")  # "a forty five five and a thirty five"
_AND = re2.compile(r"(?i)\band\b")
_STATED = re2.compile(r"(?i)^\s*(?:is|was|are|were|has|had|in|on|at|by|with)\b")
_BEGUN = re2.compile(
    r"(?i)\b(?:ready|here\s+goes|write\s+(?:this|it)\s+down|(?:mine|line|he|she|cell)'s|i'm\s+on|(?:me|him|her|us)\s+(?:at|on)"
    r"|picks\s+up\s+at|it'd\s+be|use)\W+(?:it's\s+|uh\s+|um\s+)*$"
)
"""What comes before the first figures of a number that nobody asked for."""
_RANKED = re2.compile(r"(?i)\b(?:is|was|house|[a-z]+'s),?\s+number\s+$")
"""What comes before the number of one among many: "the tech is number four two seven"."""
_GOING_ON = frozenset((",", "-", "...", ",.."))
_TRAILING = ("...", "…", " -", "-")


def shape(plain: str, stretch: Stretch, *, benign: bool, paying: bool) -> str | None:
    """The placeholder for figures that look like a number or the first part of one; None for all others.

    Args:
        plain: The shadow of the segment.
        stretch: The figures.
        benign: Whether an amount or a place was asked for; then only what is as long as a number is one.
        paying: Whether a card is in hand.
    """
    between = plain[stretch.start : stretch.end]
    if stretch.singles < _SHORTEST and (_RECKONED.search(between) or _ANOTHER.search(between)):
        return None
    if not benign and _corrected(between, stretch):
        return PHONE
    if said_twice(stretch):
        return None
    if stretch.counts() or (stretch.size < _SHORTEST and _AND.search(between)):
        return None
    if stretch.size < _SHORTEST and stretch.place.preceding in _READINGS | _KEYED:
        return None
    right = plain[stretch.end : stretch.end + 40]
    if not stretch.spoken:
        return None if benign else _written(plain, stretch, right)
    if stretch.spread and stretch.size not in _WHOLE and stretch.size < 12:
        return None
    if stretch.size >= _SHORTEST:
        return _long(stretch, benign=benign)
    return None if benign or stretch.listed() else _short(plain, stretch, right, paying=paying)


def grouped(groups: Iterable[Stretch]) -> bool:
    """Whether people pause so in a number: after its parts, or not at all."""
    ends = list(accumulate(group.size for group in groups))
    return any(set(ends[:-1]) <= parts for parts in _PARTS.get(ends[-1], [set()]))


def _parted(stretch: Stretch) -> bool:
    """Whether figures said in pairs fall into the parts of a number: 3-3-4, 3-4, or four by four."""
    ends = set(accumulate(stretch.sizes))
    return any(parts <= ends for parts in _PARTS.get(stretch.size, [set()]))


def _long(stretch: Stretch, *, benign: bool) -> str | None:
    """Figures that are as long as a number, in words or half in words."""
    if not benign and stretch.in_pairs():
        return PHONE
    if stretch.quantities() or (stretch.singles < 5 and not _parted(stretch)):
        return None
    if benign and not ((stretch.size in (7, 10, 11) or stretch.size >= 13) and stretch.joined):
        return CARD if stretch.size >= 13 and luhn(stretch.digits) else None
    if stretch.size >= 12:
        return CARD
    return SSN if stretch.size == 9 == stretch.singles else PHONE


def _short(plain: str, stretch: Stretch, right: str, *, paying: bool) -> str | None:
    """Figures in words that may be the first part of a number: said one by one, and with nothing to follow."""
    size, singles, place = stretch.size, stretch.singles, stretch.place
    area = any(len(token.digits) == 3 and not token.spoken for token in stretch.figures)
    if place.bare and size == 6 and area and _parted(stretch):
        return PHONE
    if singles < 3 or (singles < size and not stretch.digitwise):
        return None
    summed = place.preceding in _SUMS and not right.startswith(_TRAILING) and not _zeroed(stretch)
    if size == 3 and (stretch.digits[0] == "1" or summed):
        return None  # no area begins with a 1: a room, a price
    given = singles >= 5 and place.preceding in ("it's", "its")
    opens = place.first == 0 or given or (size == 4 and stretch.digits[0] == "0")
    goes_on = opens and not worded(right) and not _STATED.search(right)
    if place.preceding in _WHERE and not place.bare:
        return None
    if size < _SHORTEST and all(token.word in SIGHS for token in stretch.figures):
        return None
    if size <= 4 and _RANKED.search(plain[max(0, stretch.start - 24) : stretch.start]):
        return None
    if size == 6 and stretch.digits[0] == "1" and stretch.digits[:3] == stretch.digits[3:]:
        return None  # the number of a house, said twice
    told = place.lead or (singles == size in (3, 4, 6) and place.tail)
    if place.bare or ((place.tail or goes_on) and told) or singles >= 6:
        return CARD if paying or (size == 4 and stretch.digits[0] in "3456") else PHONE
    return None


def said_twice(stretch: Stretch) -> bool:
    """Whether an amount or a house is said once more: "fifteen hundred, one five zero zero", "805 Elm, no, 805"."""
    digits, half = stretch.digits, stretch.size // 2
    priced = stretch.figures[0].word in SCALES and stretch.sizes[0] == half and digits[:half] == digits[half:]
    return priced or (stretch.spread and stretch.size <= 9 and digits[:3] == digits[-3:])


def _zeroed(stretch: Stretch) -> bool:
    """Whether all that is said are figures with a zero said in full, as in no price: "so that was nine zero zero"."""
    return stretch.place.bare and any(token.word == "zero" for token in stretch.figures)


def _written(plain: str, stretch: Stretch, right: str) -> str | None:
    """Written digits in a card's own groups, or at the end of a segment and like the first part of a number."""
    sizes, digits, place = stretch.sizes, stretch.digits, stretch.place
    area = digits[0] not in "01"
    bracketed = (
        plain[stretch.start - 1 : stretch.start] == "("
        and plain[stretch.figures[0].end : stretch.figures[0].end + 1] == ")"
    )
    if bracketed and sizes[0] == 3 and area and (sizes[1:2] == (3,) or place.bare):
        return PHONE
    if (
        sizes == (4,)
        and digits[0] == "0"
        and (place.preceding in _LINES or (place.lead and place.preceding not in _TIMED))
    ):
        return PHONE
    if stretch.dictated:
        return None if stretch.listed() else PHONE
    if sizes[:2] == (3, 3) and len(sizes) > 2 and area and place.lead:
        return PHONE
    if sizes == (3, 2, 4):
        return SSN
    if sizes in _CARDS and digits[0] in "3456":
        return CARD
    if not (place.lead and place.tail):
        return None
    if sizes == (3, 4) and area and "number" in plain[stretch.start : stretch.end].lower():
        return PHONE  # "a 713 number, 0121"
    card = sizes[0] == 4 and digits[0] in "3456" and digits[:2] not in ("19", "20")
    if _TAKEN_BACK.search(plain[stretch.start : stretch.end]):
        alike = len(set(sizes)) == 1 and sizes[0] == 3 and area
        return PHONE if alike and any(token.digits[-1] not in "05" for token in stretch.figures) else None
    if sizes in _GROUPED or (len(sizes) >= 4 and set(sizes) == {1}):
        if set(sizes) == {1} or (sizes[0] == 3 and area) or (sizes[0] == 1 and digits[0] == "1"):
            return PHONE
        return CARD if card else None
    if (
        not stretch.single
        or not place.bare
        or (not _BEGUN.search(plain[: stretch.start]) and right.strip() not in _GOING_ON)
    ):
        return None
    if sizes == (4,):
        return CARD if card else None
    return PHONE if sizes == (3,) and area and digits[1:] not in ("00", "50") else None


def _corrected(between: str, stretch: Stretch) -> bool:
    """Whether a piece of a number is put right: "nine one, not one nine", "the 7731, not the 7713"."""
    if not _INSTEAD.search(between):
        return False
    if stretch.singles == stretch.size:
        return stretch.singles in (4, 6, 8)
    values = [token.digits for token in stretch.figures]
    return all(len(value) == 4 and value[:2] not in ("19", "20") and value[-1] != "0" for value in values)
