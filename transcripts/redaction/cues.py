"""What the words of a segment name: whose number, which kind, or what else a figure would be of."""

from __future__ import annotations

from typing import NamedTuple

import re2

from transcripts.redaction import benign_cues, false_cues, private_cues
from transcripts.redaction.naming import Names
from transcripts.redaction.number_words import MISHEARD, NUMBER_WORDS, SIGHS, TENS, UNITS
from transcripts.redaction.topics import Topic

_PATTERNS = {
    "NOTHING": false_cues.NOTHING,
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
    "REPAIR": private_cues.REPAIR,
    "PART": benign_cues.PART,
    "FILED": benign_cues.FILED,
    "BACK": private_cues.BACK,
    "PLAIN_CODE": private_cues.PLAIN_CODE,
    "CODED": benign_cues.CODED,
    "NAME": benign_cues.NAME,
    "AMOUNT": benign_cues.AMOUNT,
    "PLACE": benign_cues.PLACE,
    "PHONE": private_cues.PHONES,
    "OTHER": benign_cues.OTHER,
}
"""What may be named, the first that fits winning where two begin at one place."""
_NAMES = Names(_PATTERNS)
_TOPICS = {name: Topic[name] for name in Topic.__members__} | {
    "PLACE_ASKED": Topic.PLACE,
    "CARD_NUMBER": Topic.CARD,
    "PHONE_NUMBER": Topic.PHONE,
    "EXTENSION": Topic.PHONE,
    "BACK": Topic.CODE,
    "CODED": Topic.LABEL,
    "PART": Topic.LABEL,
    "FILED": Topic.LABEL,
    "PLAIN_CODE": Topic.CODE,
}
_UNSURE = frozenset(("CARD", "PHONE", "CALL", "READY", "REPAIR", "EMAIL", "PLAIN_CODE"))
_ASKING = frozenset(("LABEL", "PLACE_ASKED", "AMOUNT", "NAME", "CODED", "PART", "FILED"))
_PASSING = frozenset(("NOTHING", "PART", "FILED", "PLACE", "OTHER", "CALL"))
_LASTING = "|".join(pattern for name, pattern in _PATTERNS.items() if name not in _PASSING)
TELLING = rf"\b(?:{_LASTING})\b|\b(?:at|on)\W*$"
"""A pattern without which a text names nothing that matters to the segments after it."""
_OWNERS = frozenset(
    """
    my your his her their our the a an this that whats what's what which and for uh um okay ok so any some another
    no yes yeah or your's best good new old other right wrong same correct current main as at on call give me
    number see have has see's got there it's its that's i'm by under take get need hon sir ma'am phone
    """.split()  # a list of words
)
"""What comes before a "number" that is one to call."""
FIGURES = rf"(?:[0-9]+|{NUMBER_WORDS}|{'|'.join(MISHEARD)})"
_SOMEBODY = frozenset(("he's", "she's", "i'm", "you're", "we're", "they're", "im", "youre"))
_FIGURES_NEXT = re2.compile(rf"(?i)^\s+({FIGURES}\b(?:[\s-]+{FIGURES}\b)*)")
_THING = re2.compile(rf"(?i){benign_cues.THING}")
_THING_ASKED = re2.compile(
    r"(?i)\b(?:case|ticket|order|invoice|claim|permit|policy|job|complaint|recall|receipt|warranty|serial|model),\s+(?:do|did|have|can"
    r"|could|would)\s+(?:you|we|i)\s+(?:(?:have|got|get|see|find|know|read|tell)\s+)?(?:me\s+)?(?:that|the|its|a)\s+$"
)
"""A thing whose number is asked for: "the code enforcement case, do you have that number"."""
_LETTERED = re2.compile(r"(?i)(?:^|\s)(?:[b-hj-np-z]|[a-z]\s+[a-z])\s+$")
_IN_LETTERS = re2.compile(r"(?i)^(?:\s+is|'s|\s+it's)?,?\s+(?:uh,?\s+|um,?\s+)?[b-np-z][\s,-]+[b-z]\b")
"""What tells that a number begins with letters, as no telephone's does."""
_HOUSE = re2.compile(
    r"(?i)\b(?:[a-z]+(?:st|nd|rd|th)|last|corner|next|white|blue|brick|yellow|green|red|gr[ae]y|brown)\s+"
    r"(?:house|condo|door|building|trailer|one)[\s,]*$"
)
"""What has a number on its door."""
_OF_PAPER = re2.compile(
    r"(?i)\b(?:ticket|invoice|order|permit|claim|receipt|estimate|quote|model|serial|part|policy|case|job|check|warranty)"
    r"(?:'s)?\b[^.?!]{0,20},\s*$"
)
"""A thing with a number, and what is said of it: "the ticket's from the ninth, number seven oh one two"."""
_ON_STREET = re2.compile(r"^ on [A-Z][a-z]+")
_OF_CARD = re2.compile(r"(?i)card|visa|amex|express|discover|debit")
_WARRANTED = re2.compile(
    r"(?i)\b(?:warrant\w*|coupons?|offers?|promo\w*|permits?|licen[sc]e|filters?|contracts?|quotes?|estimates?|discounts?"
    r"|deals?|rebates?|plans?|memberships?|leases?|policy|specials?|sales?|food|milk|tags?|inspections?|certificat\w*"
    r"|registration|extinguishers?|detectors?|visits?|off)\b"
)
"""What expires and is no card."""
_ON_THING = re2.compile(rf"(?i)^\s+(?:on|off|from|under)\s+(?:the|your|that|this)\s+{benign_cues.PLATES}\b")
_THING_NEXT = re2.compile(rf"(?i)^\s+{benign_cues.PLATES}\b")
_BOARD = re2.compile(rf"(?i)\b{false_cues.BOARDS}\b")
_SENTENCE = 160  # characters
_SOME = 3  # figures: so many are no place in a row
_MOST = 6  # figures: more may be a telephone's
_FEW = 5  # words: so short a segment asks for whatever it names


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
    warranted: bool | None = None
    count: int | None = None
    for start, end, name in _NAMES.find(plain):
        if name == "NOTHING":
            continue
        words = plain[start:end].lower()
        after = plain[end : end + 30]
        if name in ("BACK", "PLAIN_CODE") and count is None:
            count = plain.count(" ") + 1
        if not _meant(name, words, after, few=count is not None and count <= _FEW):
            continue
        topic, sure = _TOPICS[name], name not in _UNSURE
        if words == "number":
            counted = _number(plain[max(0, start - 40) : start], after)
            if counted is None:
                continue
            topic, sure = counted
        elif _of_thing(name, words, plain, after):
            topic = Topic.LABEL
        elif name == "PLAIN_CODE":
            topic = Topic.LABEL if _BOARD.search(after) else topic
            sure = not words.endswith("code")
        elif name == "LAST" and _OF_CARD.search(words):
            topic = Topic.CARD
        elif name == "EXPIRY":
            warranted = bool(_WARRANTED.search(plain)) if warranted is None else warranted
            topic = Topic.OTHER if warranted else topic
        found.append(Cue(start, end, topic, sure, name in _ASKING or topic is Topic.LABEL))
    return found


def _of_thing(name: str, words: str, plain: str, after: str) -> bool:
    """Whether a number or digits that are named stand on a thing: "the second number on the sticker"."""
    if name == "CODE":
        if words.endswith(("the", "your", "my")):
            return bool(_THING_NEXT.search(after))
        return words.endswith(("digit", "digits")) and bool(_BOARD.search(plain[:_SENTENCE]))
    return name == "PHONE_NUMBER" and bool(_ON_THING.search(after))


def _meant(name: str, words: str, after: str, *, few: bool) -> bool:
    """Whether words that name something in one sentence do so in this one."""
    if name == "CODED":
        return words.split(maxsplit=1)[0] not in benign_cues.UNCODED
    if name == "PART":
        figures = after.lstrip(" #:")
        spoken = _FIGURES_NEXT.search(after)
        many = spoken is not None and len(spoken.group(1).split()) >= _SOME
        return not figures or figures[0].isdigit() or many
    if name == "FILED":
        return bool(_FIGURES_NEXT.search(after.replace(",", " ").replace(":", " ")))
    if words.endswith((" back", " front")) and benign_cues.BACK_OF_HOUSE.search(after):
        return False
    if words == "ends" or words.endswith(" starts"):
        return bool(_FIGURES_NEXT.search(after))
    if words.startswith("plus"):
        figures = _FIGURES_NEXT.search(after.replace(",", " "))
        return figures is None or len(figures.group(1).replace("-", " ").split()) >= 3 or figures.group(1).isdigit()
    if words == "code" or name == "BACK":
        return few or (name == "BACK" and bool(_FIGURES_NEXT.search(after)))
    return True


def _number(before: str, after: str) -> tuple[Topic, bool] | None:
    """What a bare "number" is, and whether surely, by the words around it; None for a place in a row."""
    words = before.split()
    if _THING.search(before) or _THING_ASKED.search(before) or _LETTERED.search(before) or _IN_LETTERS.search(after):
        return Topic.LABEL, True
    if _HOUSE.search(before):
        return Topic.LABEL, True
    said = _FIGURES_NEXT.search(after)
    if _OF_PAPER.search(before) and said is not None and len(said.group(1).split()) <= _MOST:
        return Topic.LABEL, True
    if words and words[-1].lower() in ("what", "which") and _ON_STREET.search(after):
        return Topic.LABEL, True
    mine = not words or before.rstrip()[-1:] in ",.?!;:" or words[-1].lower() in _OWNERS or words[-1].endswith("'s")
    figures = _FIGURES_NEXT.search(after)
    if figures is not None and words and words[-1].lower() in _SOMEBODY and len(figures.group(1)) <= 4:
        return None  # "he's number 118"
    if figures is not None and (
        not mine or _ranks(figures.group(1).lower().replace("-", " ").split(), opens=not words)
    ):
        return None
    return Topic.PHONE, mine


def _ranks(said: list[str], *, opens: bool) -> bool:
    """Whether figures after "number" are no more than a place in a row: "number four", "number twenty one"."""
    if said[0] in SIGHS:
        return False
    if len(said) == 1:
        return not said[0].isdigit() or len(said[0]) <= (4 if opens else 2)  # "Number 1189?" is a house
    if len(said) == 3 and said[0] == "one" and all(word in UNITS for word in said):
        return True  # no area begins with a 1
    return len(said) == 2 and said[0] in TENS
