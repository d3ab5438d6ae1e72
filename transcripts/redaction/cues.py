"""What the words around a number make of it."""

from __future__ import annotations

from enum import Enum

import re2

from transcripts.redaction.naming import Names


class Cue(Enum):
    """What a speaker names or asks for."""

    PHONE = "phone"
    EMAIL = "email"
    CODE = "code"
    SSN = "ssn"
    LABEL = "label"  # a serial, model, order or account number: not personal data
    PLACE = "place"  # a unit, suite, ZIP code or road
    PRICE = "price"


_NUMBER = r"(?:['s]*\s+(?:number|no\b\.?|num|#|code))?"
CODE = (
    r"cvv2?|cvc2?|cvn|csc|cid|(?:card\s+)?(?:security|verification|validation)\s+(?:code|number|value|digits)"
    r"|card\s+code"
    r"|(?:three|four|3|4)[\s-]+digit\s+(?:code|number)|(?:(?:three|four|3|4)\s+)?(?:digits?|numbers?|code)\s+"
    r"(?:that(?:'s|\s+is|\s+are)\s+)?(?:on|from|at)\s+(?:the\s+)?(?:back|front|reverse|signature)"
    r"|back\s+of\s+(?:the|your|my)\s+card"
)
SSN = (
    r"ssn|itin|tax(?:payer)?\s+id"
    + _NUMBER
    + r"|soc(?:ial)?(?:\s+sec(?:urity)?)?"
    + _NUMBER
    + r"|last\s+four\s+of\s+(?:your|my)\s+social"
)
# A number of these is named as one: "the unit" alone, or "a job", says nothing about the digits after it.
_LABELLED = (
    r"(?:part|order|confirmation|reference|ref|ticket|job|claim|policy|contract|account|acct|customer"
    r"|tracking|licen[sc]e"
    r"|permit|meter|case|estimate|quote|item|product|catalog|registration|warranty|unit|filter|parcel|lot|batch)"
)
LABEL = (
    rf"(?:serial|model|invoice|sku|upc|s/n|m/n|p/n|vin|imei|p\.?o\.?){_NUMBER}"
    rf"|{_LABELLED}(?:['s]*\s+(?:number|no\b\.?|num|#|code|id)|\s*#)"
    r"|(?:purchase\s+order|work\s+order|part)"
)
_ASKED = {
    "CODE": CODE,
    "SSN": SSN,
    "LABEL": LABEL,
    "EMAIL": r"e-?\s?mail",
    "PHONE": r"(?:phone|cell|mobile|landline|home|work|call\s?back)?\s*(?:numbers?|#)|phones?|cell(?:phone)?"
    "|mobile|landline"
    r"|call(?:ed|ing)?(?:\s?back)?|text(?:ed|ing)?|dial(?:ed|ing)?|reach|tel(?:ephone)?|fax|contact|whats\s?app|ring",
}
_CUES = Names(
    {
        "PLACE": r"(?:apt|apartment|suite|ste|room|building|bldg|house|street|highway|hwy|interstate|route"
        "|zip|address|box)" + _NUMBER,
        **_ASKED,
        "PRICE": r"between|costs?|prices?|range|runs?|charges?|charged|quoted?|pay|paid|dollars?|from",
    }
)
ASKED = rf"\b(?:{'|'.join(_ASKED.values())})\b"
"""A pattern without which `mentioned` finds nothing."""
_ANY_ASKED = re2.compile(rf"(?i){ASKED}")
_PAYING_CODE = re2.compile(r"(?i)\b(?:code|three digits|3 digits|four digits|4 digits|back)\b")
_ASKABLE = {Cue.PHONE, Cue.EMAIL, Cue.CODE, Cue.SSN, Cue.LABEL}
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
_ADDRESS = re2.compile(rf"(?i)^,?\s+(?:[a-z0-9'.]+\s+){{0,3}}?(?:{_STREET})\b")
REACH = 80  # characters: how far a cue carries before its number
_CLAUSE_ENDS = frozenset(",.;?!")
_LABEL_REACH = 28  # characters: a label keeps a number in sight only from close by


def nearest(left: str) -> Cue | None:
    """The last cue in `left`, the text before a number."""
    found = None
    left = _whole_words(left)
    for named in _CUES.find(left):
        found = named
    if found is None:
        return None
    _, end, name = found
    cue = Cue[name]
    between = left[end:]
    # "The serial is worn off, but I'm at …" labels nothing.
    apart = len(between) > _LABEL_REACH or not _CLAUSE_ENDS.isdisjoint(between.strip(" ,.:"))
    return None if cue is Cue.LABEL and apart else cue


def mentioned(text: str) -> dict[Cue, int]:
    """The askable cues that `text` names, each with the offset where its last naming ends."""
    if not _ANY_ASKED.search(text):
        return {}
    named = {Cue[name]: end for _, end, name in _CUES.find(text)}
    return {cue: end for cue, end in named.items() if cue in _ASKABLE}


def _whole_words(left: str) -> str:
    """The last `REACH` characters without the rest of a word or a placeholder at their start."""
    if len(left) <= REACH:
        return left
    return left[-REACH:].partition(" ")[2]


def names_a_code(text: str) -> bool:
    """Whether `text`, said while a card is being read, asks for its security code."""
    return bool(_PAYING_CODE.search(text))


def measured(right: str) -> bool:
    """Whether the text after a number makes it a quantity ("dollars") or the start of an address."""
    return bool(_MEASURE.search(right[:40]) or _ADDRESS.search(right[:60]))
