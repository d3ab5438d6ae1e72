"""What the words of a segment name: whose number, which kind, or what else a figure would be of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import re2

from transcripts.redaction import benign_cues, private_cues
from transcripts.redaction.naming import Names
from transcripts.redaction.number_words import NUMBER_WORDS, TENS
from transcripts.redaction.topics import BENIGN, PRIVATE, Topic

_NAMES = Names(
    {
        "NOTHING": private_cues.NOTHING,
        "CODE": private_cues.CODE,
        "SSN": private_cues.SSN,
        "LAST": private_cues.LAST,
        "LABEL": benign_cues.LABEL,
        "EMAIL": private_cues.EMAIL,
        "EXPIRY": private_cues.EXPIRY,
        "PLACE_ASKED": benign_cues.PLACE_ASKED,
        "CARD_NUMBER": private_cues.CARD_NUMBER,
        "CARD": private_cues.CARD,
        "PHONE_NUMBER": private_cues.PHONE,
        "EXTENSION": private_cues.EXTENSION,
        "CALL": private_cues.CALL,
        "READY": private_cues.READY,
        "CODED": benign_cues.CODED,
        "PART": benign_cues.PART,
        "BACK": private_cues.BACK,
        "PLAIN_CODE": private_cues.PLAIN_CODE,
        "NAME": benign_cues.NAME,
        "AMOUNT": benign_cues.AMOUNT,
        "PLACE": benign_cues.PLACE,
        "PHONE": private_cues.PHONES,
        "OTHER": benign_cues.OTHER,
    }
)
_TOPICS = {name: Topic[name] for name in Topic.__members__} | {
    "PLACE_ASKED": Topic.PLACE,
    "CARD_NUMBER": Topic.CARD,
    "PHONE_NUMBER": Topic.PHONE,
    "EXTENSION": Topic.PHONE,
    "BACK": Topic.CODE,
    "CODED": Topic.LABEL,
    "PART": Topic.LABEL,
    "PLAIN_CODE": Topic.CODE,
}
_UNSURE = frozenset(("CARD", "PHONE", "CALL", "READY", "EMAIL", "PLAIN_CODE"))
_ASKING = frozenset(("LABEL", "PLACE_ASKED", "AMOUNT", "NAME", "CODED", "PART"))
_OWNERS = frozenset(
    """my your his her their our the a an this that whats what's what which and for uh um okay ok so any some another
    no yes yeah or your's best good new old other right wrong same correct current main as at on call give me number
    see have has see's got there it's its that's i'm by under take get need hon sir ma'am phone""".split()  # noqa: SIM905 # a list of words
)
_REACH = 160  # characters: how far a naming carries before its number
_BENIGN_REACH = 45
_LOOKBACK = 8  # namings
_PASSING_REACH = 26
_STOPS = re2.compile(r"[?!]|\.\s")
_TURNS = re2.compile(r"(?i)\b(?:but|however|i\s+am|i'm|call|text|reach|my|instead)\b")
_FIGURES = re2.compile(rf"(?i)\b(?:[0-9]+|{NUMBER_WORDS})\b")
_RANK = re2.compile(rf"(?i)^\s+((?:[0-9]+|{NUMBER_WORDS})\b(?:[\s-]+(?:[0-9]+|{NUMBER_WORDS})\b)*)")
_THING = re2.compile(rf"(?i){benign_cues.THING}")
_TALK = re2.compile(r"(?i)\b[a-z]{3,}")
_WITHIN = re2.compile(
    r"(?i)\b(?:at|for|on|to|under|with|of|in|from)\s+(?:the\s+|that\s+|your\s+|my\s+|this\s+|our\s+|his\s+|her\s+|their\s+|an?\s+)?$"
)
_OF_CARD = re2.compile(r"(?i)card|visa|amex|express|discover|debit")
_STATING = re2.compile(r"(?i)^(?:expire[sd]?|expiring|good|valid)\b")
_WHEN = re2.compile(r"(?i)\b(?:when|what|does|did|do)\b")
_OF_REACH = 40
_SUBJECT = re2.compile(r"(?i)\b([a-z']+)\s+$")
_THINGS = frozenset(
    """plate part serial model tag sticker upc order sku vin confirmation ticket invoice id label barcode tracking po code
    meter unit reading name address street zip lot permit quote estimate claim policy""".split()  # noqa: SIM905
)
"""Whose end is nobody's number: "the serial ends in"."""
_ON_BACK = re2.compile(
    r"(?i)^(?:\s+(?:digits?|numbers?))?\s+(?:on|from|off)\s+(?:the|your)\s+(?:back|front|strip|signature)"
)
_OF_THING = re2.compile(
    r"(?i)^(?:\s+(?:digits?|numbers?))?\s+(?:of|on|from)\s+(?:the|your|my|that|this|his|her|our)\s+[a-z]"
)
_WARRANTED = re2.compile(
    r"(?i)\b(?:warrant\w*|coupons?|offers?|promo\w*|permits?|licen[sc]e|filters?|contracts?|quotes?|estimates?|discounts?|deals?|rebates?|plans?"
    r"|memberships?|leases?|policy|specials?|sales?|food|milk|tags?|inspections?|certificat\w*|registration|extinguishers?|detectors?|% off"
    r"|off)\b"
)


class Cue(NamedTuple):
    """A naming of a topic at `[start, end)`.

    `sure` says that it names a number rather than a thing that has one, `asks` of a benign one that it asks for it.
    """

    start: int
    end: int
    topic: Topic
    sure: bool = True
    asks: bool = False


def cues(plain: str) -> list[Cue]:
    """What a text's shadow names, from left to right."""
    found: list[Cue] = []
    for start, end, name in _NAMES.find(plain):
        if name == "NOTHING":
            continue
        topic = _TOPICS[name]
        sure = name not in _UNSURE or (name == "PLAIN_CODE" and plain[end - 4 : end].lower() != "code")
        if name == "CODED" and plain[start:end].split(maxsplit=1)[0].lower() in benign_cues.UNCODED:
            continue
        if name == "PART" and plain[end : end + 3].strip(" #:") and not plain[end : end + 3].strip(" #:")[0].isdigit():
            continue
        if end - start == 4 and plain[start:end].lower() == "ends" and not _RANK.search(plain[end : end + 30]):
            continue
        if name == "PLAIN_CODE" and end - start == 4 and len(plain.split()) > 2:
            continue
        if name == "BACK" and len(plain.split()) > 5 and not _RANK.search(plain[end : end + 30]):
            continue
        if topic is Topic.PHONE and plain[start:end].lower() == "number":
            sure = _owned(plain[max(0, start - 24) : start])
            if _THING.search(plain[max(0, start - 24) : start]):
                found.append(Cue(start, end, Topic.LABEL, asks=True))
                continue
            if _ranked(plain[end : end + 30]) or (not sure and _RANK.search(plain[end : end + 30])):
                continue
        if topic is Topic.LAST and _OF_CARD.search(plain[start:end]):
            topic = Topic.CARD
        if topic is Topic.EXPIRY and _WARRANTED.search(plain):
            topic = Topic.OTHER
        found.append(Cue(start, end, topic, sure, name in _ASKING))
    return found


def _ranked(after: str) -> bool:
    """Whether a figure after "number" is no more than its place in a row: "number four", "number twenty one"."""
    figures = _RANK.search(after)
    if figures is None:
        return False
    said = figures.group(1).lower().replace("-", " ").split()
    return (len(said) == 1 and len(said[0].lstrip("0123456789")) + 2 >= len(said[0])) or (
        len(said) == 2 and said[0] in TENS
    )


def _owned(before: str) -> bool:
    """Whether a bare "number" is one to call, by the word before it."""
    words = before.split()
    if not words or before.rstrip()[-1:] in ",.?!;:":
        return True
    return words[-1].lower() in _OWNERS or words[-1].endswith("'s")


def nearest(found: Sequence[Cue], plain: str, start: int) -> Cue | None:
    """The naming that counts for what begins at `start`: the last one to its left, unless it has its figure already.

    A word in passing counts only from close by, and gives way to a naming of a number or a label in the same sentence.
    """
    passing: Cue | None = None
    at = bisect_right(found, start, key=lambda cue: cue.end)
    for cue in reversed(found[max(0, at - _LOOKBACK) : at]):
        gap = plain[cue.end : start]
        apart = bool(_STOPS.search(gap))
        if passing is not None and (apart or len(gap) > _BENIGN_REACH or _answered(gap)):
            return passing
        if cue.topic in BENIGN:
            reach = _BENIGN_REACH if cue.asks else _PASSING_REACH
            if apart or len(gap) > reach or _TURNS.search(gap) or _answered(gap) or _aside(found, plain, cue):
                continue
            if cue.asks:
                return cue
            passing = passing or cue
        elif len(gap) <= _REACH and (passing is None or cue.sure):
            return _whole(found, plain, cue) if cue.topic is Topic.LAST else cue
    return passing


def before(left: str) -> Topic | None:
    """What counts for a number that follows a text."""
    if len(left) > _REACH:
        left = left[-_REACH:].partition(" ")[2]
    cue = nearest(cues(left), left, len(left))
    if cue is None or cue.topic is Topic.EXPIRY:
        return None
    return Topic.PHONE if cue.topic in (Topic.CALL, Topic.LAST, Topic.READY) else cue.topic


def _answered(gap: str) -> bool:
    """Whether a figure and then talk lie between a naming and what comes later."""
    figure = _FIGURES.search(gap)
    return figure is not None and any(
        not _FIGURES.fullmatch(word.group()) for word in _TALK.finditer(gap[figure.end() :])
    )


def _aside(found: Sequence[Cue], plain: str, cue: Cue) -> bool:
    """Whether a benign naming only says where the number belongs: "the phone number for the account"."""
    if not _WITHIN.search(plain[max(0, cue.start - 16) : cue.start]):
        return False
    return any(
        other.topic in PRIVATE and other.end <= cue.start and not _STOPS.search(plain[other.end : cue.start])
        for other in found
    )


def _whole(found: Sequence[Cue], plain: str, last: Cue) -> Cue:
    """What "the last four" are the last of: what comes right after, what is named before, or anywhere in the segment."""
    named = [cue for cue in found if cue.topic in PRIVATE or cue.topic is Topic.LABEL]
    after = [cue for cue in named if last.end <= cue.start < last.end + _OF_REACH]
    before = [cue for cue in named if cue.end <= last.start]
    subject = _SUBJECT.search(plain[max(0, last.start - 24) : last.start])
    if subject is not None and plain[last.start : last.start + 3].lower() == "end":
        if subject.group(1).lower().removesuffix("'s") in _THINGS:
            return last._replace(topic=Topic.LABEL)
    if _ON_BACK.search(plain[last.end : last.end + _OF_REACH]):
        return last._replace(topic=Topic.CODE)
    if not after and _OF_THING.search(plain[last.end : last.end + _OF_REACH]):
        return last._replace(topic=Topic.LABEL)
    choice = after[:1] or before[-1:]
    return last._replace(topic=choice[0].topic if choice else Topic.LAST)


_TOLD = re2.compile(rf"(?i)^(?:\s+(?:is|at|was|it's|that's|here|on))*\s+(?:[0-9]+|{NUMBER_WORDS})\b")


class Wanted(NamedTuple):
    """What a segment asks for; `sure` says that it asks for the number itself."""

    topic: Topic
    sure: bool


_OF_YOURS = re2.compile(r"(?i)\b(?:your|y'all's|the|a|what's|whats|what|any)\s+$")
_AT_END = re2.compile(
    r"(?i)^[\s,]*(?:please|sir|ma'am|hon|dear|for\s+(?:you|that|him|her|me)|there|then|again|though)?[\s.?!,]*$"
)
_TAKING = re2.compile(r"(?i)\b(?:can|could|may|take|get|need|ready|what|which|give|verify|confirm|read|grab)\b[^.?!]*$")


def wanted(plain: str, found: Sequence[Cue], start: int, *, tells: bool) -> Wanted | None:
    """What a text's shadow asks for last, from `start` on; a number of somebody's before anything else in a sentence.

    With `tells`, what is named together with a figure of its own is told and not asked for.
    """
    best: Wanted | None = None
    end = start
    for cue in found:
        if cue.start < start:
            continue
        if cue.topic in BENIGN:
            if not cue.asks or _aside(found, plain, cue):
                continue
            if tells and cue.topic is not Topic.LABEL and _TOLD.search(plain[cue.end : cue.end + 30]):
                continue
            if best is not None and best.topic in PRIVATE and best.sure and not _STOPS.search(plain[end : cue.start]):
                continue
            best, end = Wanted(cue.topic, True), cue.end
            continue
        if cue.topic is Topic.EXPIRY and not _expiry_asked(plain, cue):
            continue
        topic = _whole(found, plain, cue).topic if cue.topic is Topic.LAST else cue.topic
        sure = cue.sure or (not tells and _asked_outright(plain, cue))
        if tells and cue.topic is Topic.PHONE and _OF_YOURS.search(plain[max(0, cue.start - 16) : cue.start]):
            sure = False  # the customer asks for a number of the company's, or for a price
        if cue.topic is Topic.READY and best is not None:
            continue
        if not sure and best is not None and best.sure and not _STOPS.search(plain[end : cue.start]):
            continue
        best, end = Wanted(topic, sure), cue.end
    return best


_MAILING = re2.compile(
    r"(?i)^(?:ed|ing)?\s+(?:me|you|us|him|her|them|it|that|the|over|out|your|my|when|in\b|with|about|from|saying|once|after|before|by"
    r"|reminder|link|notification|confirmation|or\s+(?:both|text|call)|list|blast|works|isn't|is\s+down)\b"
)
_ADDRESS_ASKED = re2.compile(
    r"(?i)\?|^\W*(?:what|whats|what's|can|could|may|and|do|is|where|which|how|okay|ok|or|did|does|have)\b"
    r"|\b(?:please|need|give|spell|confirm|verify|repeat|best|good|address|go\s+ahead|ready)\b"
)


def _expiry_asked(plain: str, cue: Cue) -> bool:
    """Whether an expiry that is named is asked for, and not told of: "it expires in march"."""
    if not _STATING.search(plain[cue.start : cue.end]):
        return True
    return bool(_WHEN.search(plain)) or not plain[cue.end :].strip(" .,?!")


def _asked_outright(plain: str, cue: Cue) -> bool:
    """Whether a telephone or a card that is named is asked for: "and a phone?", "can I take a card"."""
    if cue.topic is Topic.CARD:
        return len(plain.split()) <= 5 or bool(_TAKING.search(plain[max(0, cue.start - 60) : cue.start]))
    if cue.topic is Topic.CODE:
        return len(plain.split()) <= 4
    if cue.topic is Topic.EMAIL:
        if _MAILING.search(plain[cue.end : cue.end + 30]):
            return False
        return len(plain.split()) <= 6 or bool(_ADDRESS_ASKED.search(plain))
    return cue.topic is Topic.PHONE and bool(_AT_END.search(plain[cue.end : cue.end + 40]))


TELLING = "|".join(
    pattern
    for pattern in (
        private_cues.CODE, private_cues.SSN, private_cues.LAST, benign_cues.LABEL, private_cues.EMAIL, private_cues.EXPIRY,
        benign_cues.PLACE_ASKED, private_cues.CARD_NUMBER, private_cues.CARD, private_cues.PHONE, private_cues.EXTENSION,
        private_cues.CALL, private_cues.READY, private_cues.BACK, private_cues.PLAIN_CODE, benign_cues.NAME, benign_cues.AMOUNT, private_cues.PHONES, benign_cues.CODED,
    )
)  # fmt: skip
TELLING = rf"\b(?:{TELLING})\b"
"""A pattern without which a text names nothing that matters to the segments after it."""
