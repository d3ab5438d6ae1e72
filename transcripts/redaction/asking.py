"""What a segment asks for, so that the segments after it are taken for the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import re2

from transcripts.redaction.benign_cues import ASIDE
from transcripts.redaction.cues import FIGURES, Cue
from transcripts.redaction.governing import STOPS, WITHIN, aside, whole
from transcripts.redaction.topics import BENIGN, PRIVATE, Topic

_SENTENCE = 160  # characters
_FEW = 40  # characters
_NUMBERED = frozenset(
    """
    parcel permit policy claim invoice account confirmation order serial model ticket reference license licence vin
    tracking apn part lot case file job badge coupon quote receipt transaction booking reservation house lockbox keypad
    gate combo unit suite building condo cabin duplex trailer reading tag
    sticker
    """.split()  # a list of words reads best as one
)
"""What is asked for by its name alone: "and the parcel?"."""
_LABELLED = re2.compile(
    rf"(?i)(?:\b(?:the|your|which|what)|^\W*(?:and\s+)?(?:last|previous|current))\s+(?:(?:old|new|original)\s+)?(?:{'|'.join(sorted(_NUMBERED))})[\s?.]*$"
    r"|(?i)\b(?:the|your|which|what|what's)\s+(?:[a-z]+\s+)?(?:tag|sticker|parcel|permit|policy|claim|invoice|ticket|badge)[\s?.]*$"
)
_SAYING = ("says", "reads", "shows", "say", "read")
_LAST_WORDS = _NUMBERED | set(_SAYING)
_SHOWING = re2.compile(
    r"(?i)\b(?:invoice|ticket|sticker|tag|plate|label|paper(?:work)?|receipt|quote|estimate|bill|screen|display|meter|letter|form)"
    rf"\b[^.?!]{{0,20}}\b(?:{'|'.join(_SAYING)})(?:\W+(?:{ASIDE}|{FIGURES}))*\W*$"
)
"""What leaves the figures on a thing to the next segment: "the invoice I have, it says"."""
_HOUSE = re2.compile(r"(?i)\b(?:and|what's|whats|what\s+is)\s+(?:the|your|that)\s+number\W*$")
"""What asks for the number of a house whose street was asked for."""
_UNASKED = re2.compile(
    r"(?i)\b(?:don't|dont|do\s+not|won't|wont|will\s+not|didn't|doesn't|never|not)\s+(?:even\s+|actually\s+|gonna\s+)?"
    r"(?:need|require|take|ask|store|keep|want)(?:\s+(?:for|you\s+to\s+give))?(?:\s+me)?\b[^.?!]{0,40}$"
    r"|\bno\s+need\s+(?:for|of)\b[^.?!]{0,30}$"
)
"""What says that nothing is asked for: "I don't need the card or the CVV"."""
_TOLD = re2.compile(rf"(?i)^(?:\s+(?:is|at|was|it's|that's|here|on))*\s+{FIGURES}\b")
_OF_YOURS = re2.compile(r"(?i)\b(?:your|y'all's|the|a|what's|whats|what|any)\s+$")
_GIVING = re2.compile(r"(?i)^(?:'s|\s+(?:is|would|here|should))\b")
_AT_END = re2.compile(
    r"(?i)^[\s,]*(?:please|sir|ma'am|hon|dear|for\s+(?:you|that|him|her|me)|there|then|again|though)?[\s.?!,]*$"
    r"|^\s+(?:that\s+)?(?:you|we|y'all)\s+(?:signed|set|have|had|use|used|gave|got|put|called|registered|want)\b"
    r"|^\s+(?:is\s+|that's\s+)?(?:on\s+(?:file|record|(?:the|your|that)\s+account)|linked|tied|attached|to\s+go\s+with)\b"
)
_TAKING = re2.compile(r"(?i)\b(?:can|could|may|take|get|need|ready|what|which|give|verify|confirm|read|grab)\b[^.?!]*$")
_QUESTION = re2.compile(
    r"(?i)\?|\b(?:what|whats|what's|which|how|hows|how's|when|whens|when's|where|wheres|where's|do\s+(?:you|i|they)|does|did"
    r"|can|could|is\s+(?:it|that|this|there)|are\s+(?:you|they|there))\b"
)
_STATING = re2.compile(r"(?i)^(?:expire[sd]?|expiring|good|valid)\b")
_WHEN = re2.compile(r"(?i)\b(?:when|what|does|did|do)\b")
_MAILING = re2.compile(
    r"(?i)^(?:ed|ing)?\s+(?:me|you\s+(?:a|the|when|once|after|with|about|that|it|if|to|as|in|at|from|out|over|both|later|today)|you$|us|him|her|them|it|that|the|over|out|your|my|when|in\b|with|about|from|did\s+(?:you|we|they)|saying|once|after"
    r"|before|by|reminder|link|notification|confirmation|or\s+(?:both|text|call)|list|blast|works|isn't|is\s+down)\b"
)
_RECEIVED = re2.compile(
    r"(?i)\b(?:did|have|has|didn't|haven't)\b[^.?!]*\b(?:get|got|see|seen|receive|received|read|open|opened|answer)\s+"
    r"(?:my|our|the|that|this|their|his|her|any)\s+$"
)
_ADDRESS_ASKED = re2.compile(
    r"(?i)\?|^\W*(?:what|whats|what's|can|could|may|and|do|is|where|which|how|okay|ok|or|did|does|have)\b"
    r"|\b(?:please|need|give|spell|confirm|verify|repeat|best|good|address|go\s+ahead|ready)\b"
)


class Wanted(NamedTuple):
    """What a segment asks for; `sure` says that it asks for the number itself."""

    topic: Topic
    sure: bool


def wanted(plain: str, found: Sequence[Cue], start: int, *, tells: bool) -> Wanted | None:
    """What a text's shadow asks for last; a number of somebody's before anything else in a sentence.

    Args:
        plain: The shadow of a segment.
        found: What it names.
        start: Where to begin: what comes before has its answer in the segment.
        tells: Whether it is the customer who speaks: what is named together with a figure is told then, not asked for.
    """
    best: Wanted | None = None
    end = start
    for place, cue in enumerate(found):
        if cue.start < start:
            continue
        apart = best is None or cue.start - end > _SENTENCE or bool(STOPS.search(plain[end : cue.start]))
        if cue.topic in BENIGN:
            question = plain[-1:] == "?" or (len(plain) < _FEW and _QUESTION.search(plain) is not None)
            asks = cue.asks or (cue.topic is Topic.PLACE and not tells and question)
            numbered = cue.topic is Topic.LABEL or plain[cue.end - 6 : cue.end].lower() == "number"
            told = tells and not numbered and _TOLD.search(plain[cue.end : cue.end + 30])
            told = told or (tells and not numbered and not _QUESTION.search(plain))
            second = best is not None and best.topic in PRIVATE and best.sure and not apart
            if asks and not told and not second and not aside(found, plain, place):
                best, end = Wanted(cue.topic, True), cue.end
            continue
        topic = whole(found, plain, place).topic
        of_label = topic is Topic.EMAIL and best is not None and best.topic is Topic.LABEL
        if of_label and WITHIN.search(plain[max(0, cue.start - 16) : cue.start]):
            continue  # "the order number from the email"
        sure = _surely(plain, cue, tells=tells)
        if topic is Topic.EXPIRY and not _expiry_asked(plain, cue):
            continue
        if not tells and topic in PRIVATE and _UNASKED.search(plain[max(0, cue.start - 60) : cue.start]):
            continue
        if topic is Topic.CALL and plain[cue.end : cue.end + 8].strip(" .,?!"):
            continue  # "I called twice": only "you can call me at" leaves the number to the next segment
        if best is None or (topic not in (Topic.READY, Topic.REPAIR) and (sure or not best.sure or apart)):
            best, end = Wanted(topic, sure), cue.end
    if best is None and start == 0 and (shows(plain) or leads_to_label(plain, tells=tells)):
        return Wanted(Topic.LABEL, True)
    return best


def leads_to_label(plain: str, *, tells: bool) -> bool:
    """Whether a few words ask for the number of a thing, the thing alone named, or leave it to the next segment."""
    if len(plain) >= _FEW or plain.rstrip(" .,?!:").rpartition(" ")[2].lower() not in _LAST_WORDS:
        return False
    return shows(plain) or (not tells and _LABELLED.search(plain) is not None)


def shows(plain: str) -> bool:
    """Whether a thing is said to show figures, and nothing else is said."""
    if len(plain) >= _SENTENCE or not any(word in plain for word in ("say", "read", "show")):
        return False
    return _SHOWING.search(plain) is not None


def asks_house(plain: str) -> bool:
    """Whether a segment asks for nothing but a number, which is a house's after its street: "and the number?"."""
    return len(plain) < _FEW and _HOUSE.search(plain) is not None


def _surely(plain: str, cue: Cue, *, tells: bool) -> bool:
    """Whether it is the number itself that is asked for."""
    if not tells:
        return cue.sure or _outright(plain, cue)
    # The customer who asks for a number means the company's, or a price.
    yours = cue.topic is Topic.PHONE and _OF_YOURS.search(plain[max(0, cue.start - 16) : cue.start])
    return cue.sure and (not yours or bool(_GIVING.search(plain[cue.end : cue.end + 12])))


def _outright(plain: str, cue: Cue) -> bool:
    """Whether a telephone, a card or an address that is named is asked for: "and a phone?", "can I take a card"."""
    words = plain.count(" ", 0, _SENTENCE) + 1
    if cue.topic is Topic.CARD:
        return words <= 5 or bool(_TAKING.search(plain[max(0, cue.start - 60) : cue.start]))
    if cue.topic is Topic.CODE:
        return words <= 4
    if cue.topic is Topic.EMAIL:
        if plain[cue.start : cue.start + 5].lower() == "where":
            return True
        if _RECEIVED.search(plain[max(0, cue.start - 60) : cue.start]):
            return False
        if _MAILING.search(plain[cue.end : cue.end + 30]):
            return False
        near = plain[max(0, cue.start - _SENTENCE) : cue.end + _SENTENCE]
        return words <= 6 or bool(_ADDRESS_ASKED.search(near))
    return cue.topic is Topic.PHONE and (words <= 5 or bool(_AT_END.search(plain[cue.end : cue.end + 40])))


def _expiry_asked(plain: str, cue: Cue) -> bool:
    """Whether an expiry that is named is asked for, and not told of: "it expires in march"."""
    if not _STATING.search(plain[cue.start : cue.end]):
        return True
    near = plain[max(0, cue.start - _SENTENCE) : cue.end + _SENTENCE]
    return bool(_WHEN.search(near)) or not plain[cue.end : cue.end + 8].strip(" .,?!")
