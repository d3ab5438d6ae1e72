"""The slots of the phrase language (`<money>`, `<day>`, …) as RE2 over normalised text.

Each is written so that every word in it is followed by one space, which is how `rules.phrases` puts words together.
"""

from __future__ import annotations

from rules.literals import DIGIT

_SMALL = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SPOKEN = f"(?:(?:{_SMALL}|{_TENS}|hundred|thousand) )+"
_HOUR_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MINUTE_WORDS = "o'clock|fifteen|thirty|forty five|oh five|ten|twenty|twenty five|thirty five|forty|fifty|fifty five"
_PART_OF_DAY = "(?:(?:in the )?(?:morning|afternoon|evening|night) )"
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|aug|sept|oct|nov|dec"
)
_DATE = (
    f"(?:(?:the )?(?:3[01]|[12]?[0-9])(?:st|nd|rd|th)|(?:the )?(?:(?:twenty|thirty) )?(?:{_ORDINALS})"
    "|3[01]|[12][0-9]|[1-9])"
)

NUMBER = rf"(?:[0-9]+(?:\.[0-9]+)? |(?:a )?{_SPOKEN}(?:and {_SPOKEN})?)"
MONEY = (
    r"(?:\$[0-9]+(?:\.[0-9]+)? (?:(?:hundred|thousand|million|k) )?(?:dollars )?"
    r"|[0-9]+\.[0-9][0-9] (?:dollars )?"
    rf"|(?:{NUMBER}|a (?:couple|few) (?:of )?hundred |(?:a )?(?:couple|few) )(?:dollars?|bucks?|cents?) "
    rf"(?:and {NUMBER}cents )?)"
)
TIME = (
    r"(?:(?:noon|midnight) "
    rf"|(?:half past|(?:a )?quarter (?:to|past|after|till)) (?:[0-9]+|{_HOUR_WORDS}) {_PART_OF_DAY}?"
    rf"|(?:[01]?[0-9]|2[0-3]):[0-5][0-9] (?:[ap]m )?{_PART_OF_DAY}?"
    rf"|(?:(?:1[0-2]|0?[1-9])|{_HOUR_WORDS}) (?:(?:{_MINUTE_WORDS}) )?(?:[ap]m )?{_PART_OF_DAY}?)"
)
DAY = (
    rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days? {_PART_OF_DAY}?"
    rf"|(?:today|tonight|tomorrow) {_PART_OF_DAY}?"
    r"|this (?:morning|afternoon|evening) |(?:this|next|the) (?:week|weekend) |(?:the )?day after tomorrow "
    rf"|(?:{_MONTHS}) {_DATE} |(?:the )?(?:3[01]|[12]?[0-9])(?:st|nd|rd|th) "
    rf"|the (?:(?:twenty|thirty) )?(?:{_ORDINALS}) )"
)

PLACEHOLDERS = ("phone", "email", "card", "cvv", "ssn")
"""What redaction leaves in place of personal data, as the words `[phone]` and so on."""

SLOTS: dict[str, str] = {
    "number": NUMBER,
    "money": MONEY,
    "time": TIME,
    "day": DAY,
    **{name: rf"\[{name}\] " for name in PLACEHOLDERS},
}
"""Name of the slot -> what it matches."""

_NUMBER_WORDS = frozenset((DIGIT, *_SMALL.split("|"), *_TENS.split("|"), "hundred", "thousand"))
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

REQUIRED: dict[str, frozenset[str]] = {
    "number": _NUMBER_WORDS,
    "money": frozenset((DIGIT, "dollar", "dollars", "buck", "bucks", "cent", "cents")),
    "time": frozenset((DIGIT, "noon", "midnight", "half", "quarter", *_HOUR_WORDS.split("|"))),
    "day": frozenset(
        (
            *(DIGIT, "today", "tonight", "tomorrow", "morning", "afternoon", "evening", "week", "weekend"),
            *_DAYS,
            *(f"{day}s" for day in _DAYS),
            *_MONTHS.split("|"),
            *_ORDINALS.split("|"),
        )
    ),
    **{name: frozenset((f"[{name}]",)) for name in PLACEHOLDERS},
}
"""Name of the slot -> tokens (see `rules.literals`) of which every text that it matches has one."""
