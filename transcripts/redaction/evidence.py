"""What stands directly around a figure and makes it an amount, a time, a date, a place or a mere word.

These are the things that are not somebody's number even while one is being given: "we have 2 o'clock", "unit 12",
"the first five minutes". What is asked for and what was said before is not looked at here.
"""

from __future__ import annotations

import re2

from transcripts.redaction.number_words import JOINTS, NUMBER_WORDS, TEENS, TENS, UNITS
from transcripts.redaction.stretch import Stretch

_FIGURE = rf"(?:[0-9]+|{NUMBER_WORDS})"
_COUNT = rf"(?:[0-9]+|{'|'.join((*UNITS, *TEENS, *TENS))})"
# Words that are only ever roads: "way", "place" and "run" end sentences too.
_STREET = (
    r"st|street|ave|avenue|rd|road|dr|drive|ln|lane|blvd|boulevard|ct|court|cir|circle|pkwy|parkway"
    r"|hwy|highway|trail|terrace"
)
_UNIT = (
    r"dollars?|bucks|percent|degrees?|volts?|amps?|watts?|btus?|tons?|gallons?|psi|cfm|rpm|feet|foot|ft|sq"
    r"|square|inch|inches"
    r"|miles?|years?|hours?|minutes?|seconds?|days?|weeks?|months?|am|pm|a\.m|p\.m|k|grand|hundred|thousand"
    r"|model|series|units?"
)
_MEASURE = re2.compile(rf"(?i)^\s*(?:%|(?:-\s*)?(?:{_UNIT})\b)")
_LINK = frozenset(
    ("is", "on", "the", "at", "and", "or", "my", "if", "to", "that's", "it's", "it", "for", "a", "in", "off")
)
_ADDRESS = re2.compile(rf"(?i)^,?\s+((?:[a-z0-9'.]+\s+){{0,3}}?)(?:{_STREET})\b")
_UNIT_AFTER = re2.compile(
    r"(?i)^[\s-]*(?:o'?\s?clock|times?|doors?|kids?|dogs?|cats?|people|bed(?:room)?s?|bath(?:room)?s?|stor(?:y|ies)|floors?"
    r"|zones?|systems?|thermostats?|outlets?|vents?|toilets?|sinks?|drains?|windows?|heads?|returns?|filters?|blocks?|percent"
    r"|cents?|stars?|trees?|rooms?|children|guys|techs?|technicians|trucks|weeks?|nights?|or\s+so|of\s+(?:them|those|these|us|my|our|the)"
    r"|more\b|panels?|wires?|pounds?|ounces|grains|gauge|phase|pole|prong|way|piece|year-old|minutes?|ish|series|error|th|amp|acres?"
    r"|kilowatts?|kw|stage|points?\s+(?:off|out)|reviews|visits|calls|texts|tabs?|letters?|words?|numbers?\s+(?:short|long|off|missing|too)"
    r"|business|working|calendar|options?|choices|lines\s+of|slots?|openings?|spots?|messages|emails|orders|leaks?|breakers|quotes|bids|phones|cards|lights|beeps"
    r"|blinks|flashes|loads?|gallons?|footer|cubic|seer|merv|lbs|oz|ft|sets|pairs|rings|tons?|yrs?|hrs?|mins?|secs?|buttons?|rd)\b"
)
_TIME_AFTER = re2.compile(
    r"(?i)^[\s,]*(?:in\s+the\s+(?:morning|afternoon|evening)|at\s+night|tonight|tomorrow|today|yesterday|this\s+(?:morning|afternoon|evening)|last\s+night|a\.?\s?m\b(?:$|[^i]*$|\.|,|\s+(?:on|to|and|or|until|till|today|tomorrow))"
    r"|p\.?\s?m\b|sharp|thirty\s+(?:on|in|at|today|tomorrow))"
)
_PRICE_AFTER = re2.compile(
    r"(?i)^\s*(?:is|was|are|for)\s+(?:the\s+|a\s+|your\s+|my\s+)?(?:prices?|cost|total|fee|rate|charge|quote|bill|balance|temp\w*"
    r"|house|unit|model|size|year|age|address|zip)\b"
)
_DATE_UNIT = re2.compile(r"(?i)^[\s,]*(?:year|month|of|th|rd)\b")
_SPAN_AFTER = re2.compile(rf"(?i)^\s*(?:to|too|through|thru|-|til|until|by|x)\s*(?:{_COUNT}|noon|midnight|close)\b")
_SPAN_BEFORE = re2.compile(rf"(?i)\b(?:{_COUNT}\s*(?:to|through|thru|-|til|until|by|x)|between\s+{_COUNT}\s+and)\s*$")
_HALF = re2.compile(rf"(?i)^\s*(?:and\s+a\s+(?:half|quarter)|quarters?|halves|thirds?|eighths?|point\s+{_FIGURE})\b")
_PLACED = re2.compile(
    r"(?i)\b(?:unit|apartments?|apt|suite|ste|room|building|bldg|lot|exit|highway|hwy|interstate|route|zone|breakers?|floor|level|step"
    r"|page|gate|slot|stage|schedule|merv|section|block|district|channel|size|type|generation|gen|version|mile\s+marker|county\s+road"
    r"|farm\s+road|fm|loop|(?:in|at)\s+space|penthouse|bay|spot|(?:left|right|north|south|east|west|turn|get|stay)\s+on(?:to)?|phase|class|grade|pitch|seer|chapter|tier|tank|pipe|wall|door|slots|zones|units"
    r"|iphone|galaxy|windows|(?:a|the|my|your|our|by|with|paper)\s+check|cheque|invoice|ticket|job|order|po|p\s?o|model|item|type|r)\s*(?:number|no\.?|#|is|and)?\s*$"
)
_PRICED = re2.compile(
    r"(?i)(?:\$|\b(?:costs?|paid|pay|quoted(?:\s+\w+)?|charged?(?:\s+\w+){0,2}|priced\s+at|total\s+(?:is|of)|worth|bucks|(?:once|twice|charged?|billed|paid|invoiced|refund\w*|credit\w*|quoted?)(?:\s+\w+){0,2}"
    r"\s+for))\s*$"
)
_TIMED = re2.compile(r"(?i)\b(?:at|by|before|after|until|till|til|around|about|past|between|since)\s*$")
_MONTH = re2.compile(
    r"(?i)\b(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec)\s*$"
)
_YEARLY = re2.compile(r"(?i)\b(?:in|since|from|of|until|back\s+in|year|built|by|a|the)\s*$")
_LONG_AGO = re2.compile(r"(?i)\b(?:(?:was|were|back|built|moved|bought|installed|sometime|here|that)\s+in|since)\s*$")
"""What comes before a year without its century."""
_ROUGH = re2.compile(
    r"(?i)\b(?:about|around|roughly|approximately|almost|nearly|over|under|at\s+(?:least|most)|more\s+than|less\s+than|up\s+to"
    r"|another|every|within|only|just|like|have|has|had|got|need|want|there's|there\s+are|are|were|takes|took)\s*$"
)
_PRESSED = re2.compile(r"(?i)\b(?:press(?:ed)?|hit|push(?:ed)?|dial(?:ed)?|chose|choose)\s*$")
_PRESSED_FOR = re2.compile(r"(?i)^\s*(?:for|to)\b")
_FREE = frozenset(("800", "833", "844", "855", "866", "877", "888"))
_TOLL_FREE = re2.compile(r"(?i)^\s*numbers?\b")  # "it's an eight hundred number"
_RANK = re2.compile(r"(?i)\b(?:number|option|press\s+option)\s*$")
_NEXT_WORD = re2.compile(r"(?i)^\s*([a-z']+)")
_FUNCTION = JOINTS | frozenset(
    """
    is are was that for on and but or if when so in at please thanks thank to until any after before because cause
    cuz ask it's you i'm i'll i've we my then than anytime x got did the he she they this who what which where how
    you'll he'll she'll they'll we'll that'll who's
    i'd he's she's we're we've we'd they're they've you've you're he'd she'd they'd there's there are were how's
    why have has had can could will would do does don't doesn't only also too instead here now of by leave call
    text lemme cell mobile home work office phone easy double triple hon dear exactly exp expires expiration cvv
    security our your his her their all up bye byebye bud buddy man honey awesome sweet anyway during most usually
    weekdays mornings evenings nights afternoons daytime visa mastercard amex
    """.split()  # a list of words reads best as one
)
"""What may follow a number that is given, and is no noun that the figures would be of."""
_ONE_OF = re2.compile(r"^\s*(?:of|is|was|that|who|in|on|for|at|i)\b")
_TELLING = frozenset(("is", "it's", "its", "that's", "then", "number", "with", "was", "be", "says"))
"""What comes before a "one" that is the first or last figure of a number."""


def measured(right: str) -> bool:
    """Whether the text after a number makes it a quantity ("dollars") or the start of an address."""
    if _MEASURE.search(right[:40]):
        return True
    street = _ADDRESS.search(right[:60])
    words = street.group(1).lower().split() if street is not None else [""]
    return street is not None and _LINK.isdisjoint(words) and not "".join(words[:1]).isdigit()


def measured_after(right: str) -> bool:
    """Whether the words after a figure make it an amount, a size or the start of an address."""
    near = right[:40]
    return measured(right) or bool(_UNIT_AFTER.search(near) or _HALF.search(near) or _PRICE_AFTER.search(near))


def ordinary(plain: str, group: Stretch, size: int, *, dated: bool, timed: bool = True) -> bool:
    """Whether figures are not of a number, whatever was asked for.

    Args:
        plain: The shadow of the segment.
        group: Figures that stand together.
        size: How many digits the number has that they would be part of.
        dated: Whether dates are what is asked for.
        timed: Whether a time of day may be meant.
    """
    left = plain[max(0, group.start - 40) : group.start]
    if _PLACED.search(left) or _PRICED.search(left):
        return True
    right = plain[group.end : group.end + 100]
    if measured_after(right) and not (dated and _DATE_UNIT.search(right)):
        return True
    if _PRESSED.search(left) and _PRESSED_FOR.search(right):
        return True
    spoken_time = len(group.figures) == 3 and group.timed()
    if (group.figures[-1].word == "hundred" or group.digits.removeprefix("1") in _FREE) and _TOLL_FREE.search(right):
        return True
    few = (len(group.figures) <= 2 or spoken_time) and (group.singles < 3 or spoken_time) and group.size <= 4
    if not few:
        return False
    if timed and group.clock() and not dated and size <= 4 and (_TIMED.search(left) or _TIME_AFTER.search(right)):
        return True
    small = group.single and group.size <= 2 and group.singles < 2
    if (
        (small or (group.timed() and group.singles < 3))
        and size <= 4
        and (_SPAN_AFTER.search(right) or _SPAN_BEFORE.search(left))
    ):
        return True
    if not dated and _MONTH.search(left) and size <= 4:
        return True
    if not dated and _year(group) and _YEARLY.search(left) and size == 4:
        return True
    if small and size == 2 and group.spoken and group.digits >= "50" and _LONG_AGO.search(left):
        return True
    if small and size <= 2 and _RANK.search(left) and not group.place.bare:
        return True
    return bool(size <= 4 and group.singles < 2 and not group.place.bare and _ROUGH.search(left) and worded(right))


def mere_word(plain: str, group: Stretch, size: int, *, loose: bool) -> bool:
    """Whether figures are of the sentence around them rather than of a number that is being given.

    So is a short figure that is not all that is said ("two systems", "it's sixty and dropping"), the "one" of "this
    one", and an amount or a house before another word ("eleven hundred marsh", "340 Chestnut").

    Args:
        plain: The shadow of the segment.
        group: Figures that stand together.
        size: How many digits the number has that they would be part of.
        loose: Whether it is by the segments before alone that they would be of a number.
    """
    if group.place.bare:
        return False
    right = plain[group.end : group.end + 40].lower()
    if group.figures[0].word == "one" and size == 1:
        if group.place.preceding == "plus":
            return False
        opens = group.place.first == 0 and not worded(right) and not _ONE_OF.search(right)
        return (
            not opens and group.place.preceding != "a" and not (group.place.tail and group.place.preceding in _TELLING)
        )
    follows = worded(right)
    if size <= 2 and group.single and loose and not right.lstrip(" ,").startswith(("or ", "not ", "at the")):
        opens = group.place.first == 0 and not right[:1].isalpha()
        given = (
            opens
            or group.place.preceding in _TELLING
            or (group.place.tail and (group.place.lead or plain[: group.start].endswith(", ")))
            or group.place.preceding in ("a", "or", "not")
        )
        return follows or not given
    if size <= 2 and group.single:
        return follows
    alone = group.single and not group.spoken and size <= 5
    amount = group.spoken and not group.digitwise and group.singles < size <= 5
    return follows and (alone or amount)


def worded(right: str) -> bool:
    """Whether another word comes directly after a figure, no mark of punctuation between."""
    following = _NEXT_WORD.search(right)
    return following is not None and following.group(1).lower() not in _FUNCTION


def _year(group: Stretch) -> bool:
    return group.size == 4 and group.digits[:2] in ("19", "20")
