"""What figures are by themselves, whoever asked for what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from transcripts.redaction.topics import CARD, PHONE, SSN
from transcripts.redaction.utterance import Stretch

_SHORTEST = 7  # digits: the shortest number that needs no word that names it
_GROUPED = ((3, 3), (4, 4), (4, 4, 4), (4, 6), (1, 3), (1, 3, 3))

_WHOLE = frozenset((7, 9, 10, 11))
"""How many digits a telephone number or a social security number has."""
_PARTS = {
    6: [{3}],
    7: [{3}, {1, 4}],
    10: [{3, 6}, {4}],
    11: [{1, 4, 7}],
    15: [{4, 10}],
    16: [{4, 8, 12}],
    9: [{3, 5}],
    8: [{4}],
    12: [{4, 8}],
}
"""After how many digits the parts of a number end, by its size."""
_CARDS = ((4, 4, 4, 4), (4, 6, 5))
_RECKONING = frozenset(("so", "at", "was", "is", "makes", "i'm", "see", "show", "were", "about", "to", "than"))
_RECKONED = _RECKONING - {"is", "at"}
"""What comes before the outcome of a reckoning, or a reading, rather than before a number that is given."""

_READING = frozenset(("says", "reads", "reading", "shows", "showing", "displays", "showed"))
"""What comes before figures that stand on a thing."""


def shape(stretch: Stretch, *, benign: bool, paying: bool, asking: bool, open_ended: bool, goes_on: bool) -> str | None:
    """The placeholder for figures that look like a number or the first part of one; None for all others.

    Args:
        stretch: The figures.
        benign: Whether an amount or a place was asked for; then only what is as long as a number is one.
        paying: Whether a card is in hand.
        asking: Whether the segment ends with a question.
        open_ended: Whether the figures trail off.
        goes_on: Whether no noun follows that the figures would be of.
    """
    size = len(stretch.digits)
    if stretch.counts() or (size < _SHORTEST and stretch.preceding in _READING):
        return None
    if not stretch.spoken:
        return None if benign else _cut(stretch, asking=asking, open_ended=open_ended)
    if stretch.spread and size not in _WHOLE and size < 12:
        return None
    if size >= _SHORTEST:
        whole = size in _WHOLE - {9} and stretch.last - stretch.first == len(stretch.figures)
        if stretch.quantities() or (benign and not whole and size < 13):
            return None
        if stretch.singles < 5 and not _parted(stretch):
            return None
        if size >= 12:
            return CARD
        return SSN if size == 9 and stretch.singles == 9 else PHONE
    if benign or _listed(stretch):
        return None
    area = any(len(token.digits) == 3 and not token.spoken for token in stretch.figures)
    if stretch.bare and size == 6 and area and _parted(stretch):
        return PHONE
    if stretch.singles < 3 or (stretch.singles < size and not stretch.digitwise):
        return None
    ends = stretch.tail or (goes_on and (stretch.first == 0 or (size == 4 and stretch.digits[0] == "0")))
    if size == 3 and (stretch.digits[0] in "01" or (stretch.preceding in _RECKONED and not open_ended)):
        return None  # an area begins with no 1: a room, a price
    told = stretch.lead or (stretch.singles == size in (3, 4, 6) and stretch.tail)
    if stretch.bare or (ends and told) or stretch.singles >= 6:
        return CARD if paying or (size == 4 and stretch.digits[0] in "3456") else PHONE
    return None


def _parted(stretch: Stretch) -> bool:
    """Whether figures said in pairs fall into the parts of a number: 3-3-4, 3-4, or four by four."""
    ends = list(accumulate(len(token.digits) for token in stretch.figures))
    return any(parts <= set(ends) for parts in _PARTS.get(ends[-1], [set()]))


def grouped(groups: Iterable[Stretch]) -> bool:
    """Whether people pause so in a number: after its parts, or not at all."""
    ends = list(accumulate(len(group.digits) for group in groups))
    return any(set(ends[:-1]) <= parts for parts in _PARTS.get(ends[-1], [set()]))


def _listed(stretch: Stretch) -> bool:
    """Whether a few figures are a list rather than the first part of a number: "two, three and five"."""
    values = [int(token.digits) for token in stretch.figures]
    return 2 <= len(values) <= 6 and values == sorted(set(values)) and stretch.spaced


def _cut(stretch: Stretch, *, asking: bool, open_ended: bool) -> str | None:
    """Written digits at the end of a segment that look like the first part of a number."""
    sizes, digits = stretch.sizes, stretch.digits
    if sizes == (4,) and digits[0] == "0" and stretch.preceding not in ("at", "by", "until"):
        return PHONE
    if stretch.dictated and not _listed(stretch):
        return PHONE
    if sizes[:2] == (3, 3) and len(sizes) > 2 and digits[0] not in "01" and stretch.lead:
        return PHONE
    if sizes == (3, 2, 4):
        return SSN
    if sizes in _CARDS and digits[0] in "3456":
        return CARD
    if not (stretch.lead and stretch.tail):
        return None
    if sizes in _GROUPED or (len(sizes) >= 4 and set(sizes) == {1}):
        phone = sizes[0] == 3 and digits[0] not in "01"
        card = sizes[0] == 4 and digits[0] in "3456" and digits[:2] not in ("19", "20")
        country = sizes[0] == 1 and digits[0] == "1"
        if set(sizes) == {1} or phone or country:
            return PHONE
        return CARD if card else None
    if len(sizes) > 1 or not stretch.bare or asking or (stretch.preceding in _RECKONING and not open_ended):
        return None
    if sizes == (4,) and digits[0] in "3456":
        return CARD
    return PHONE if sizes == (3,) and digits[0] not in "01" and digits[1:] not in ("00", "50") else None
