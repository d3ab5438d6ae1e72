"""What can be quoted from what somebody said: its sentences, and the slot, the address or the price in them.

Everything returned is made of the speaker's words in their order. `plain` leaves hesitations out; nothing adds a word.
"""

from __future__ import annotations

import re

from transcripts.events import Evidence

_HOUR = (
    r"(?:\d{1,2}(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
_DAY = (
    r"(?:today|tonight|tomorrow|this\s(?:morning|afternoon|evening)"
    r"|(?:next\s)?(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?:\s(?:morning|afternoon|evening))?"
)
_WINDOW = rf"(?:(?:between|from)\s{_HOUR}\s(?:and|to)\s{_HOUR}|at\s{_HOUR}|{_HOUR}\sto\s{_HOUR})\b"
_SLOT = re.compile(rf"\b(?:{_DAY}(?:,?\s{_WINDOW})?|{_WINDOW}(?:\s(?:on\s)?{_DAY})?)", re.IGNORECASE)

_SPOKEN = (
    "(?:oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
)
_STREET = (
    "street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|circle|boulevard|blvd|way|place|pl|terrace|trail|parkway"
    "|pkwy|highway|hwy|loop|cove|bend|point|ridge|hollow|crossing|pike|landing|crest|trace|glen|grove|heights|creek|acres"
)
_NOT_IN_NAMES = r"(?:to|today|tonight|tomorrow|this|at|on|and|for|is|between|in)\b"  # in those of streets
_ADDRESS = re.compile(
    rf"\b(?<!to )(?:\d{{1,5}}|{_SPOKEN}(?:[\s-]{_SPOKEN}){{0,4}})\s(?:(?!{_NOT_IN_NAMES})[a-z][\w'-]*\s){{1,3}}"
    rf"(?:{_STREET})\b(?:,\s(?:unit|apartment|apt|suite)\s\w+)?",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\$\d+(?:,\d{3})*(?:\.\d\d)?|\b(?:[a-z]+[- ])?[a-z]+\s(?:dollars|bucks)\b|\b\d+\s(?:dollars|bucks)\b", re.I
)

_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)")
_OPENERS = re.compile(
    r"(?:(?:uh|uhm|um|hi|hey|hello|yeah|yes|no|so|well|okay|ok|oh|like|look|and|but|right)\b(?:\sthere)?[,.!…]*\s+)+",
    re.I,
)
# Figures may be said twice in a row: "nine one one".
_STUTTER = re.compile(rf"(?<![^\s\"'(])(?!{_SPOKEN}\b|\d)([\w']+)(?: \1)+(?![^\s.,;:!?…\"')])", re.IGNORECASE)
_HESITATION = re.compile(r",?\s(?:uh|uhm|um|erm)(?:,|(?=[.!?]*(?:\s|$)))|,\s(?:like|you know|i mean),", re.IGNORECASE)


def marked(text: str, evidence: Evidence, longest: int = 60) -> str:
    """The words from the first span of the evidence to the last, or at the first alone if that is too long to quote."""
    if not evidence:
        return ""
    whole = text[evidence[0][0] : evidence[-1][1]]
    return whole if len(whole) <= longest else text[slice(*evidence[0])]


def sentences(text: str) -> list[tuple[int, int]]:
    """The ranges of the sentences in `text`, in order; a decimal point ends none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        said = text[start:end]
        if said.strip():
            spans.append((start + len(said) - len(said.lstrip()), end))
        start = end
    return spans


def around(text: str, evidence: Evidence) -> str:
    """The sentences in which the evidence stands, with what lies between them."""
    if not evidence:
        return ""
    first, last = min(start for start, _ in evidence), max(end for _, end in evidence)
    touched = [span for span in sentences(text) if span[0] < last and span[1] > first]
    return text[touched[0][0] : touched[-1][1]] if touched else ""


def plain(text: str, longest: int = 140) -> str:
    """`text` without hesitations, stutters and openers, a capital first, cut at a word past `longest` characters."""
    text = _STUTTER.sub(r"\1", _HESITATION.sub("", f" {text}").strip())
    opener = _OPENERS.match(text)
    if opener and opener.end() < len(text):
        text = text[opener.end() :]
    text = cut(text, longest)
    return text[:1].upper() + text[1:]


def cut(text: str, longest: int) -> str:
    """`text`, cut at a word past `longest` characters."""
    return text[:longest].rpartition(" ")[0].rstrip(",;:.-") + " …" if len(text) > longest else text


def slot(text: str) -> str:
    """The fullest day and time named in `text`; "" if none is."""
    return max((match[0] for match in _SLOT.finditer(text)), key=len, default="")


def address(text: str) -> str:
    """The first street address in `text`, with the unit; "" if there is none."""
    found = _ADDRESS.search(text)
    return found[0] if found else ""


def money(text: str) -> str:
    """The first sum of money in `text`, as it was said; "" if there is none."""
    found = _MONEY.search(text)
    return found[0] if found else ""
