"""The slots of the phrase language (`<money>`, `<day>`, …) as RE2 over normalised text.

Each is written so that every word in it is followed by one space, which is how `rules.phrases` puts words together.
Spoken numbers are figures there already.
"""

from __future__ import annotations

from rules.literals import DIGIT

_PART_OF_DAY = "(?:(?:in the |at )?(?:morning|afternoon|evening|night) )"
_HOUR = "(?:1[0-2]|0?[1-9])"
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept|oct|nov|dec"
)
_DAYS = "mon|tues|wednes|thurs|fri|satur|sun"
_DATE = (
    f"(?:(?:the )?(?:3[01]|[12]?[0-9])(?:st|nd|rd|th)|(?:the )?(?:(?:20|30) )?(?:{_ORDINALS})|3[01]|[12][0-9]|[1-9])"
)

NUMBER = r"[0-9]+(?:[.:][0-9]+)? "
MONEY = (
    rf"(?:(?:(?:a )?(?:couple|few|several) (?:of )?)?{NUMBER}(?:(?:or |to )?{NUMBER})?(?:dollars?|bucks?|grand|cents?) "
    rf"(?:and {NUMBER}cents |{NUMBER}cents )?"
    r"|(?:a )?(?:couple|few) (?:of )?(?:dollars|bucks|grand|hundreds?|thousands?) |[0-9]+\.[0-9][0-9] )"
)
SUM = rf"(?:{MONEY}|(?:[0-9]+|an?|half a|couple|few) grand |[1-9][0-9]{{2,5}}(?:\.[0-9][0-9])? |[1-9]:[0-9][0-9] )"
"""Money as it is told: the dollars are left out from a hundred on, and "two fifty" is either."""
TIME = (
    r"(?:(?:noon|midnight) "
    rf"|(?:half past|(?:a )?quarter (?:to|past|after|till|of)) {_HOUR} {_PART_OF_DAY}?"
    rf"|(?:2[0-3]|[01]?[0-9]):[0-5][0-9] (?:[ap]m )?{_PART_OF_DAY}?"
    rf"|{_HOUR} (?:o'clock |[ap]m )?{_PART_OF_DAY}?)"
)
DAY = (
    rf"(?:(?:(?:this|next|on) )?(?:{_DAYS})days? {_PART_OF_DAY}?"
    rf"|(?:today|tonight|tomorrow) {_PART_OF_DAY}?"
    r"|this (?:morning|afternoon|evening) |(?:this|next|the) (?:week|weekend) |(?:the )?day after tomorrow "
    rf"|(?:{_MONTHS}) {_DATE} |(?:the )?(?:3[01]|[12]?[0-9])(?:st|nd|rd|th) "
    rf"|the (?:(?:20|30) )?(?:{_ORDINALS}) )"
)

PLACEHOLDERS = ("phone", "email", "card", "cvv", "ssn")
"""What redaction leaves in place of personal data, as the words `[phone]` and so on."""

MATCH = "match"
"""The slot that stands for the matched words themselves, in `unless` only."""

SLOTS: dict[str, str] = {
    "number": NUMBER,
    "money": MONEY,
    "sum": SUM,
    "time": TIME,
    "day": DAY,
    **{name: rf"\[{name}\] " for name in PLACEHOLDERS},
}
"""Name of the slot -> what it matches."""

SAMPLES: dict[str, str] = {
    "number": "89",
    "money": "89 dollars",
    "sum": "450",
    "time": "2:30 pm",
    "day": "tomorrow",
    **{name: f"[{name.upper()}]" for name in PLACEHOLDERS},
}
"""Name of the slot -> a text that it matches."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "number": (DIGIT,),
    "money": (DIGIT, "dollars", "bucks", "grand", "hundred", "hundreds", "thousand", "thousands"),
    "sum": (DIGIT, "dollars", "bucks", "grand", "hundred", "hundreds", "thousand", "thousands"),
    "time": (DIGIT, "noon", "midnight", "half", "quarter"),
    "day": (
        *(DIGIT, "today", "tonight", "tomorrow", "morning", "afternoon", "evening", "week", "weekend"),
        *(f"{day}day" for day in _DAYS.split("|")),
        *(f"{day}days" for day in _DAYS.split("|")),
        *_MONTHS.split("|"),
        *_ORDINALS.split("|"),
    ),
    **{name: (f"[{name}]",) for name in PLACEHOLDERS},
}
"""Name of the slot -> tokens (see `rules.literals`) of which every text that it matches has one."""
