"""What the talk is about when figures are said: whose number is asked for, or which quantity.

A written number shows by its shape what it is. Figures said one by one, cut over several turns or said only in part do
not, so the words around them decide: in the segment, and in the questions before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

import re2

from transcripts.redaction.cues import CODE, LABEL, SSN, measured
from transcripts.redaction.naming import Names


class Topic(Enum):
    """What a figure would be."""

    PHONE = "phone"
    CARD = "card"
    CODE = "code"
    SSN = "ssn"
    EMAIL = "email"
    EXPIRY = "expiry"
    LAST = "last"  # "the last four are": the end of whatever the talk is of
    CALL = "call"  # "call me at": a number, or a time
    LABEL = "label"  # a serial, model or order number
    PLACE = "place"
    QUANTITY = "quantity"  # asked for: how many, what size
    OTHER = "other"  # a price, a time, a size, an age, in passing


PERSONAL = frozenset((Topic.PHONE, Topic.CARD, Topic.CODE, Topic.SSN, Topic.EMAIL, Topic.EXPIRY))
BENIGN = frozenset((Topic.LABEL, Topic.PLACE, Topic.QUANTITY, Topic.OTHER))

_OWNED = (
    r"(?:phone|cell(?:phone)?|mobile|home|work|office|house|land\s?line|call\s?back|contact|fax|direct"
    r"|alternate|daytime|best|good|better)"
)
_PHONE = (
    rf"(?:{_OWNED}\s+)*(?:tele)?(?:phone|cell|mobile|contact|call\s?back)\s+(?:numbers?|digits)(?:\s+is|'s)?"
    rf"|{_OWNED}\s+numbers?"
    r"|area\s+code|digits|toll[\s-]free|numbers?|(?:phone|cell(?:phone)?|mobile|land\s?line)\s*(?:'s|is|would\s+be|:)"
    r"|(?:on|at)\s+(?:my|his|her|the)\s+(?:cell(?:phone)?|mobile|land\s?line)\s+at"
    r"|(?:country\s+code|plus\s+(?:one|1|four\s+four|forty[\s-]four))"
)
_CALL = (
    r"call(?:ed|ing|s)?(?:\s?back)?|text(?:ed|ing|s)?|dial(?:ed|ing)?|reach|tel(?:ephone)?|fax|contact|whats\s?app|ring"
    r"|phones?|cell(?:phone)?|mobile|land\s?line"
    r"|(?:try|get|catch|hit|find|page|use|have|buzz)\s+(?:me|him|her|us|them|(?:my|our|his"
    r"|her)\s+[a-z]+)(?:\s+(?:back|up))?(?:\s+(?:at|on))?"
)
_CARD = (
    r"(?:credit|debit|visa|amex|discover)?\s*cards?(?:\s+(?:numbers?|is|ends|ending))*|visa|master\s?card"
    r"|amex|american\s+express"
    r"|(?:long|sixteen[\s-]digit|16[\s-]digit|fifteen[\s-]digit|15[\s-]digit)\s+numbers?|my\s+discover"
)
_EXPIRY = (
    r"exp(?:ir(?:es|ing|y|ation|ed)?)?\.?(?:\s+date)?|good\s+(?:through|thru|until|till)|valid\s+(?:through"
    r"|thru|until|till)"
)
_LAST = (
    r"(?:last|final|first)\s+(?:four|three|six|4|3|6|few|couple)(?:\s+(?:digits?|numbers?))?"
    r"|end(?:s|ing|ed)?\s+(?:in|with)|starts?(?:ing)?\s+with|begins?\s+with"
)
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho"
    "|illinois|indiana"
    "|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri"
    "|montana|nebraska"
    "|nevada|new hampshire|new jersey|new mexico|new york|carolina|dakota|ohio|oklahoma|oregon|pennsylvania"
    "|rhode island"
    "|tennessee|texas|utah|vermont|virginia|washington|wisconsin|wyoming"
)
_ASKED_PLACE = (
    r"(?:house|street|apartment|unit|suite|room|exit|box|bus|route|building|lot|gate|apt)\s+numbers?"
    r"|(?:zip|postal)(?:\s+codes?)?|address(?:es)?|live[sd]?|living|located|apartment|suite|unit"
    r"|what\s+(?:street|city|town)"
    r"|(?:gate|door|garage|alarm|entry|access|lock\s?box|key\s?pad|error|fault|promo|coupon)\s+codes?"
)
_PLACE = (
    r"(?:house|street|apartment|unit|suite|room|exit|box|bus|route|building|lot|gate|apt)\s+numbers?"
    r"|(?:zip|postal)(?:\s+codes?)?|addresses|address|apt|apartments?|suite|ste|room|building|bldg|house|box"
    r"|floor|live[sd]?|living"
    r"|located|unit|lot|gate|(?:gate|door|garage|alarm|entry|access|lock\s?box|key\s?pad|error|fault|promo"
    r"|coupon|service|trip)"
    r"\s+codes?|flash(?:es|ing)?|lock\s?box|address\s+numbers?"
    r"|streets?|avenue|ave|roads?|drive|lane|court|boulevard|blvd|circle|parkway|highway|hwy|interstate"
    r"|freeway|route|exit|mile"
    rf"|corner|intersection|block|county|city|town|{_STATES}"
)
_QUANTITY = (
    r"how\s+(?:many|much|old|long|big|far|large|tall|high|often|hot|cold|warm|soon|wide|deep|late|early)"
    r"|wh(?:at|ich)(?:'s|\s+is|\s+was)?\s+(?:the\s+|your\s+)?(?:year|size|time|temp\w*|day|date|brand|floor"
    r"|ton\w*|window|slot|fee|price|cost|quote|setting|temperature)"
)
_QUESTION = r"wh(?:at|ich)(?:'?s|\s+is|\s+was|\s+are)\s+(?:the|your|that|his|her)|wh(?:at|ich)\s+(?:breaker|unit|model)"
_OTHER = (
    r"prices?|costs?|fees?|quoted?|estimate|pay(?:ing|s)?|paid|total|bill(?:ed)?|charges?|charged|discount"
    r"|financ\w+|bid|balance|owe[ds]?"
    r"|temp(?:erature)?s?|thermostat|degrees|set\s+(?:it\s+)?(?:to|at)|setting|set\s?points?|showing"
    r"|built|year|since|age[ds]?|installed|born|birth\w*|turned|turning|sizes?|filters?|square|sq|btus?"
    r"|seer\d?|merv|pressure|psi|volts?|voltage"
    r"|amps?|breakers?|circuits?|gauge|percent|steps?|count(?:ed|ing|s)?|channel|errors?|faults?|(?:what|the"
    r"|best|good|a)\s+times?|hours?|o'clock|clock"
    r"|arriv\w+|window|between|open|closed?|score|rat(?:ed|ing)|stars?|version|page|level|option|press|pick|hit"
    r"|appointment|slot|schedul\w+|morning|afternoon|evening|night|noon|tonight|tomorrow|mon(?:day)?"
    r"|tues(?:day)?|wednesday|thurs(?:day)?"
    r"|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december"
    r"|kids|dogs|cats|people|testing|width|height|length|wide|tall|measur\w+|by|dollars?|bucks|about|around"
    r"|roughly|approximately"
    r"|model|brand|series|refrigerant|freon|r|puron|aged?|weigh\w*|miles|score|model\s+year|tier|plan|chapter|mph"
)
_LABELLED = (
    rf"{LABEL}|(?:order|invoice|claim|ticket|job|case|policy|account|reservation|confirmation|part|licen[sc]e|permit)(?:'s|\s+(?:is|was))"
    r"(?:\s+(?:under|number))?|vin|sticker|data\s*plate|name\s*plate|badge(?:\s+numbers?)?|tags?|bar\s?code"
    r"|licen[sc]e(?:\s+plate)?|serial|tracking"
)
_CUES = Names(
    {
        "CODE": CODE,
        "SSN": SSN,
        "LAST": _LAST,
        "LABEL": _LABELLED,
        "EMAIL": r"e-?\s?mails?",
        "EXPIRY": _EXPIRY,
        "PLACE": _PLACE,
        "CARD": _CARD,
        "PHONE": _PHONE,
        "CALL": _CALL,
        "QUANTITY": _QUANTITY,
        "OTHER": _OTHER,
    }
)
_ASKING = Names(
    {
        "CODE": CODE,
        "SSN": SSN,
        "LABEL": _LABELLED,
        "EMAIL": r"e-?\s?mails?",
        "EXPIRY": _EXPIRY,
        "PLACE": _ASKED_PLACE,
        "CARD": _CARD,
        "PHONE": _PHONE,
        "QUANTITY": rf"{_QUANTITY}|{_QUESTION}",
    }
)
ASKS = _ASKING.pattern
"""A pattern without which `asked` finds nothing."""
_REACH = 90  # characters
_LABEL_REACH = 40
_FOLLOWING = re2.compile(
    r"(?i)^\W*(?:o'?\s?clock|times?|doors?|kids?|dogs?|cats?|people|bed(?:room)?s?|bath(?:room)?s?|stor(?:y"
    r"|ies)|floors?|zones?"
    r"|systems?|thermostats?|outlets?|vents?|toilets?|blocks?|percent|cents?|stars?|trees?|rooms?|children"
    r"|guys|techs?|trucks"
    r"|weeks?|nights?|in\s+the\s+(?:morning|afternoon|evening)|at\s+night|(?:a|p)\.?\s?m\b|or\s+so"
    r"|of\s+(?:them|those|these)"
    r"|by|x|point|and\s+a\s+(?:half|quarter)|quarters?|thirds?|eighths?|rd|more|panels?|wires?|pounds?|gauge"
    r"|phase|pole|prong"
    r"|way|piece|year-old|minutes?|ish|series|error|th|amp)\b"
)
_NAMED_AFTER = re2.compile(
    r"(?i)^[,.;\s]*(?:(?:is|was|for|as|it|it's|that's|thats|that|the|my|your|are|or|best|a|good|cell|phone"
    r"|would|be)\s+){0,5}"
    r"(?:(?P<PHONE>area\s+code|(?:cell|phone|mobile|home|work|call\s?back|best|good)?\s*number|cell|mobile)"
    r"|(?P<CODE>cvv2?|cvc2?|(?:card\s+)?security\s+code|(?:code\s+|digits\s+)?(?:on|from)\s+the\s+back"
    r"|(?:three|four)\s+digits)"
    r"|(?P<CARD>card)|(?P<SSN>social|ssn))\b"
)


_ARTICLES = (" the", " your", " that", " his", " her")
_PHONES = frozenset(("cell", "phone", "mobile", "landline", "callback", "contact"))
_CONTINUING = frozenset(
    """rest last next first second third other whole full best good correct code digits final ending beginning end
    middle     remaining expiration exp security three four back part number numbers""".split()  # noqa: SIM905 # a list of words
)


class Cue(NamedTuple):
    """A naming of a topic at `[start, end)`."""

    start: int
    end: int
    topic: Topic


def cues(plain: str) -> list[Cue]:
    """What a text's shadow names, from left to right."""
    found: list[Cue] = []
    for start, end, name in _CUES.find(plain):
        topic = Topic[name]
        if topic is not Topic.PHONE or plain[end : end + 4].lower() != " of ":  # "a number of things"
            found.append(Cue(start, end, topic))
    return found


def nearest(found: Sequence[Cue], plain: str, start: int) -> Cue | None:
    """The cue that counts for what begins at `start`: the last one to its left, within reach."""
    last = None
    for cue in found:
        if cue.end > start:
            break
        last = cue
    if last is None or start - last.end > (_LABEL_REACH if last.topic is Topic.LABEL else _REACH):
        return None
    if last.topic is Topic.LAST:
        return _whole(found, plain, last)
    return last


def _whole(found: Sequence[Cue], plain: str, last: Cue) -> Cue:
    """What "the last four" are the last of: what is named before, or what the segment names at all."""
    del plain
    named = [cue for cue in found if cue.topic in PERSONAL or cue.topic is Topic.LABEL]
    before = [cue for cue in named if cue.end <= last.start]
    topic = (before or named or [last])[-1 if before else 0].topic
    return Cue(last.start, last.end, topic)


def quantity(right: str) -> bool:
    """Whether the words after a figure make it an amount, a time, a size or the start of an address."""
    return measured(right) or bool(_FOLLOWING.search(right[:40]))


def named_after(right: str) -> Topic | None:
    """What the words after a figure say it was: "… is the area code"."""
    match = _NAMED_AFTER.search(right[:80])
    return Topic[match.lastgroup] if match else None


def asked(plain: str, start: int) -> Topic | None:
    """What a text's shadow asks for last, from `start` on."""
    last = None
    for at, end, name in _ASKING.find(plain):
        if at >= start:
            last = _sought(Topic[name], plain[at:end].lower(), plain[end : end + 16].lower().split()) or last
    return last


def _sought(topic: Topic, words: str, following: list[str]) -> Topic | None:
    """What is asked for by these words and the ones after them; None when it is no more than goes on already."""
    after = following[0].strip("?.,!") if following else ""
    if topic is Topic.PHONE and after == "of":
        return None  # "a number of things"
    if topic is Topic.LABEL and words == "part":
        return None  # "I missed the first part"
    if topic is Topic.QUANTITY and words.endswith(_ARTICLES):
        if after in _PHONES:
            return Topic.PHONE
        return None if after in _CONTINUING or not after else topic
    return topic
