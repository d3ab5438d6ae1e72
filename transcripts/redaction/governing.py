"""Which of the things that a segment names counts for a figure in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import re2

from transcripts.redaction.benign_cues import PLATES
from transcripts.redaction.cues import FIGURES, Cue, cues
from transcripts.redaction.topics import BENIGN, PRIVATE, Topic

_REACH = 160  # characters: how far a naming carries before its number
_CALL_REACH = 30
_BENIGN_REACH = 45
_PASSING_REACH = 26
_OF_REACH = 40
_LOOKBACK = 8  # namings
_DIRECT = 24  # characters between the name of a thing and its number: " is uh ", "'s gonna be "
_ONE_WORD = 10  # characters: "I have a job, 512 …" names no number of the job
_SOMEBODY = re2.compile(
    r"(?i)\b(?:tech\w*|vendor|dealer|contractor|customer|client|member|employee|lead|dispatch|service|store|office|company"
    r"|delivery|appointment|booking|truck|van|plan|program|installation|inspection)(?:'s)?\s+(?:numbers?|no\b|num|#)"
)
"""Who has a telephone."""
_LINK = re2.compile(
    r"(?i)(?:\W|\b(?:s|is|uh|um|it|its|that|was|gonna|be|should|would|here|reads?|says|ends|in|with|starts|numbers?|no|and|then|i"
    r"|have|got|on\s+it|as|under|think|okay|ok|yes|yeah|so|right|there)\b)*"
)
"""What stands between the name of a thing and its number."""
NUMBERED = re2.compile(
    r"(?i)\b(?:numbers?|no|num|codes?|ids?|tracking|confirmation|reference|ref|is|was"
    r"|[a-z]+'s)\b|#|/n"
)
"""What makes figures after a thing its number, so that even those like a telephone number are."""
_SCREEN = re2.compile(r"(?i)\b(?:screen|display|caller\s+id)\b")
"""What shows the telephone of who is calling: "the number that's on my screen"."""
_ARRIVED = re2.compile(r"(?i)(?:\b(?:is|was)|'s)\s+(?:in|here|ready|on|out)\b")
"""What is said of a thing and not of its number: "your part is in"."""
STOPS = re2.compile(r"[?!]|\.\s")
"""What ends a sentence."""
_TURNS = re2.compile(r"(?i)\b(?:but|however|i\s+am|i'm|call|text|reach|my|mine(?:'s)?|ours|instead)\b")
_FIGURE = re2.compile(rf"(?i)\b{FIGURES}\b")
_TALK = re2.compile(r"(?i)\b[a-z]{3,}")
_PUNCTUATION = frozenset(("dot", "dash", "hyphen", "slash", "space", "point", "period", "double", "triple"))
"""What is said within a number and is no talk."""
WITHIN = re2.compile(
    r"(?i)\b(?:at|for|on|to|under|with|of|in|from)\s+(?:(?:the|that|your|my|this|our|his|her|their|an?)\s+)?$"
)
_SUBJECT = re2.compile(r"(?i)\b([a-z']+)\s+$")
_THINGS = frozenset(
    """
    plate part serial model tag sticker upc order sku vin confirmation ticket invoice id label barcode tracking po
    code meter unit reading name address street zip lot permit quote estimate claim policy
    """.split()  # as above
)
"""Whose end is nobody's number: "the serial ends in"."""
_ON_BACK = re2.compile(
    r"(?i)^(?:\s+(?:digits?|numbers?))?\s+(?:on|from|off)\s+(?:the|your)\s+(?:back|front|strip|signature)"
)
_OF_THING = re2.compile(
    r"(?i)^(?:\s+(?:digits?|numbers?))?\s+(?:of|on|from)\s+(?:the|your|my|that|this|his|her|our)\s+[a-z]"
)


_OF_PERSON = re2.compile(
    r"(?i)^(?:\s+(?:digits?|numbers?))?\s+(?:of|on|from|for)\s+(?:the|your|my|his|her|our)\s+(?:co-?\s?)?(?:applicant|signer"
    r"|borrower|spouse|husband|wife|owner|account\s?holder|customer|cardholder|buyer)\b"
)
"""Whose last four are asked for: those of a number of somebody's."""
_ASKED = re2.compile(r"(?i)\bwhat(?:'s|s|\s+is|\s+was)\s+(?:the|your|that|its)\s+$")
"""What asks for the number of a thing, so that figures after it are not its: "what's the model number 836 527 8485"."""
_SPELLED = re2.compile(r"(?i)\b[a-z]\s+(?:as\s+in|like|for)\s+[a-z]+\b")
"""A letter of the number of a thing: "4 7 1 9 M as in Mary 2 8"."""
_LOOKED_AT = re2.compile(
    rf"(?i)\b(?:look(?:ing)?\s+at|reading|read|see|at|off|on|from)\s+(?:the|my|our|this|that)\s+(?:[a-z]+\s+)?(?:{PLATES})"
    r"\b[^.?!\[0-9]{0,30}$"
)
"""A thing whose figures are read off: "I'm looking at the meter and the last five digits are …"."""


def nearest(found: Sequence[Cue], plain: str, start: int) -> Cue | None:
    """The naming that counts for what begins at `start`: the last one to its left, unless it has its figure already.

    A word in passing counts only from close by, and gives way to a naming of a number or a label in the same sentence.
    """
    passing: Cue | None = None
    at = bisect_right(found, start, key=lambda cue: cue.end)
    for place in range(at - 1, max(-1, at - 1 - _LOOKBACK), -1):
        cue = found[place]
        gap = plain[cue.end : start]
        if len(gap) > _REACH:
            return passing
        apart = bool(STOPS.search(gap))
        if passing is not None and (apart or len(gap) > _BENIGN_REACH or answered(gap)):
            return passing
        if cue.topic in BENIGN:
            reach = _BENIGN_REACH if cue.asks else _PASSING_REACH
            if apart or len(gap) > reach or _TURNS.search(gap) or answered(gap) or aside(found, plain, place):
                continue
            if cue.asks:
                return cue
            passing = passing or cue
        elif (passing is None or cue.sure) and not (cue.topic is Topic.CALL and len(gap) > _CALL_REACH):
            return whole(found, plain, place)
    return passing


def before(left: str) -> Topic | None:
    """What counts for a number that follows a text."""
    return before_and_direct(left, grouped=False)[0]


def before_and_direct(left: str, *, grouped: bool) -> tuple[Topic | None, bool]:
    """What counts for a number that follows a text, and whether it is that of a thing named right before it.

    Figures that are `grouped` as those of a telephone are a thing's only where its number is named, not the thing.
    """
    if len(left) > _REACH:
        left = left[-_REACH:].partition(" ")[2]
    cue = nearest(cues(f"{left}000"), left, len(left))
    if cue is None or cue.topic in (Topic.EXPIRY, Topic.LAST, Topic.READY, Topic.REPAIR):
        return None, False
    gap = left[cue.end :]
    if cue.topic is Topic.LABEL:
        of_job = "," in gap and cue.end - cue.start <= _ONE_WORD
        if grouped and _ASKED.search(left[max(0, cue.start - 24) : cue.start]):
            return None, False
        if of_job or _SOMEBODY.search(left[cue.start : cue.end]):
            return None, False
        if _SCREEN.search(left[cue.start :]):
            return cue.topic, False
        numbered = not grouped or "#" in gap or NUMBERED.search(_ARRIVED.sub("", left[cue.start :]))
        direct = bool(numbered) and len(gap) <= _DIRECT and _LINK.fullmatch(gap) is not None
        return cue.topic, direct
    return (Topic.PHONE if cue.topic is Topic.CALL else cue.topic), False


def aside(found: Sequence[Cue], plain: str, place: int) -> bool:
    """Whether a benign naming only says where the number belongs: "the phone number for the account"."""
    start = found[place].start
    others = found[max(0, place - _LOOKBACK) : place]
    if not any(other.topic in PRIVATE for other in others) or not WITHIN.search(plain[max(0, start - 16) : start]):
        return False
    for other in reversed(others):
        between = plain[other.end : start]
        if len(between) > _REACH or STOPS.search(between):
            return False
        if other.topic in PRIVATE:
            return True
    return False


def whole(found: Sequence[Cue], plain: str, place: int) -> Cue:
    """A naming, and of "the last four" what they are the last of: what comes right after, or what is named before."""
    last = found[place]
    if last.topic is not Topic.LAST:
        return last
    subject = _SUBJECT.search(plain[max(0, last.start - 24) : last.start])
    ends = plain[last.start : last.start + 3].lower() == "end"
    if ends and subject is not None and subject.group(1).lower().removesuffix("'s") in _THINGS:
        return last._replace(topic=Topic.LABEL)
    right = plain[last.end : last.end + _OF_REACH]
    if _ON_BACK.search(right):
        return last._replace(topic=Topic.CODE)
    around = found[max(0, place - _LOOKBACK) : place + 1 + _LOOKBACK]
    named = [cue for cue in around if cue.topic in PRIVATE or cue.topic is Topic.LABEL]
    after = [cue for cue in named if last.end <= cue.start < last.end + _OF_REACH]
    if not after and _OF_THING.search(right) and not _OF_PERSON.search(right):
        return last._replace(topic=Topic.LABEL)
    if not named and _LOOKED_AT.search(plain[max(0, last.start - 60) : last.start]):
        return last._replace(topic=Topic.LABEL)
    choice = after[:1] or [cue for cue in named if cue.end <= last.start][-1:]
    return last._replace(topic=choice[0].topic) if choice else last


def answered(gap: str) -> bool:
    """Whether a figure and then talk lie between a naming and what comes later."""
    gap = _SPELLED.sub("", gap)
    figure = _FIGURE.search(gap)
    return figure is not None and any(
        word.group().lower() not in _PUNCTUATION and not _FIGURE.fullmatch(word.group())
        for word in _TALK.finditer(gap[figure.end() :])
    )
