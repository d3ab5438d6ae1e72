"""The day a card expires, as it is written or said: "12/27", "oh four twenty seven", "November of twenty six"."""

from __future__ import annotations

from collections.abc import Sequence

import re2

from transcripts.redaction.cues import Cue
from transcripts.redaction.evidence import measured_after
from transcripts.redaction.expectation import Talk
from transcripts.redaction.naming import one_of
from transcripts.redaction.number_words import MISHEARD, NUMBER_WORDS, SLIPS, UNITS
from transcripts.redaction.topics import CARD, CVV, OF_CARDS, Topic

_WRITTEN = re2.compile(r"\b(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:20)?[0-9]{2}\b")
MONTHS = one_of(
    """january february march april may june july august september october november december jan feb apr jun jul aug
    sept? oct nov dec"""
)
_FIGURE = rf"(?:[0-9]+|{NUMBER_WORDS}|{'|'.join(MISHEARD)}|hundred|thousand)"
_SAID = re2.compile(
    rf"(?i)\b{MONTHS}\b(?:[\s,.]+(?:of|uh|um|the|year|and|in|comma|maybe|then))*"
    rf"(?:[\s,']*(?:{_FIGURE})\b(?:[\s,-]+(?:{_FIGURE})\b)*|\s+(?:of\s+)?(?:next|this)\s+year)?"
    rf"|\b(?:{_FIGURE})\s+(?:of|slash)\s+(?:(?:{_FIGURE})\b[\s-]*)+"
)
_BEFORE = re2.compile(
    r"(?i)(?:\bexp\w*\.?(?:\s+date)?|\b(?:good|valid)\s+(?:through|thru|until|till)|\[CARD\])(?:\W+(?:is|it's"
    r"|the|date|and|of|uh|um|i\s+think|maybe|in|on|says|it|would|be|year|month|i\s+mean|no|wait|sorry|or))*\W*$"
)
_UNIT = rf"(?:[0-9]|{'|'.join((*UNITS, *SLIPS, *MISHEARD))})"
_YEAR = rf"(?:(?:twenty|twenny)[\s-]+{_UNIT}|(?:thirty|thirdy|dirty)(?:[\s-]+{_UNIT})?|2[4-9]|3[0-9])"
_MISHEARD = re2.compile(r"(?i)\b(?:oh|o|ou|owe|ow|zero|0)\s+" rf"{_UNIT}[\s,]+{_YEAR}\b")
"""A month with its zero and a year, as only cards bear, however they are heard: "O for twenty nine"."""
_MONTHLY = re2.compile(
    r"(?i)^\W*(?:(?:it's|its|is|um|uh|okay|yeah|that's)\W+)*"
    rf"((?:ten|tin|tan|eleven|twelve|{_UNIT})[\s,]+{_YEAR})\W*$"
)
"""A month and a year and nothing else, where they are asked for: "tin thirty"."""
_TELLTALE = re2.compile(rf"(?i)/|-|\b(?:{MONTHS}|of|slash)\b")


def in_hand(plain: str, named: Sequence[Cue], talk: Talk) -> bool:
    """Whether the talk is of a card, so that a date may be its expiry."""
    topics = {cue.topic for cue in named}
    of_one = Topic.CARD in topics or Topic.CODE in topics or topics >= {Topic.EXPIRY, Topic.LAST}
    return talk.paying or talk.topic in OF_CARDS or of_one or CARD in plain or CVV in plain


def spans(plain: str, named: Sequence[Cue], talk: Talk, *, interim: bool) -> list[tuple[int, int, str]]:
    """The dates in a text's shadow that are the expiry of a card in hand, `[start, end)` and the placeholder each.

    In an interim any date that expires is: the card may yet be named.
    """
    asked = talk.asked is Topic.EXPIRY
    named_here = any(cue.topic is Topic.EXPIRY for cue in named)
    owned = asked or in_hand(plain, named, talk) or (interim and named_here)
    found: list[tuple[int, int, str]] = []
    if owned or named_here:
        found += [
            (*match.span(), CARD)
            for match in _MISHEARD.finditer(plain)
            if not measured_after(plain[match.end() : match.end() + 60])
        ]
    alone = _MONTHLY.search(plain) if asked and not talk.own else None
    if alone is not None:
        found.append((*alone.span(1), CARD))
    if not _TELLTALE.search(plain) or not owned:
        return found
    of_card = talk.going is Topic.CARD or talk.topic in OF_CARDS
    for match in _WRITTEN.finditer(plain):
        start, end = match.span()
        bare = not any(char.isalpha() for char in plain[:start] + plain[end:])
        alone = plain[start - 1 : start] not in ("/", "-", "$") and plain[end : end + 1] not in ("/", "-")
        if alone and (bare or asked or named_here or of_card or _BEFORE.search(plain[max(0, start - 60) : start])):
            found.append((start, end, CARD))
    for match in _SAID.finditer(plain):
        start, end = match.span()
        if asked or of_card or named_here or _BEFORE.search(plain[max(0, start - 60) : start]):
            found.append((start, end, CARD))
    return found
