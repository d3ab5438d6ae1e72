"""Phone numbers: North American in every written punctuation, foreign ones, seven digits, vanity, extensions."""

from __future__ import annotations

import re2

from transcripts.redaction.evidence import measured
from transcripts.redaction.runs import Claim, Run
from transcripts.redaction.topics import BENIGN, PHONE, Topic

_TEN = frozenset(
    [(3, 3, 4), (3, 7), (6, 4), (10,), (3, 3, 2, 2), (3, 4, 3), (3, 3, 1, 1, 1, 1), (3, 1, 1, 1, 1, 1, 1, 1), (1,) * 10]
)
_ELEVEN = frozenset([*((1, *shape) for shape in _TEN), (11,), (4, 3, 4), (4, 7), (7, 4)])
_LOCAL = frozenset([(3, 4), (7,), (3, 2, 2), (3, 1, 1, 1, 1)])
_LONGEST = 19  # digits of a number and its extension: more are the number of a thing
_STRONG = frozenset("-.()/_")
_EXTENSION = re2.compile(
    r"(?i)^[\s,;.()\x1f-]*(?:and\s+)?(?:(?:the|my|at)\s+)?(?:ext(?:ension|n)?\b\.?|ext|xt?|#)"
    r"[\s.:#\x1f-]*(?:(?:number|num|no|is)\b\.?[\s:#]*){0,3}(?:[0-9](?:[ -][0-9]){1,5}|[0-9]{1,7})\b"
)
# A hyphen, or capitals, tell a vanity number ("1-800-FLOWERS") from "1-800 numbers".
_VANITY = re2.compile(
    r"(?:\+?1[\s.-]?)?\(?(?:8(?:00|33|44|55|66|77|88)|[2-9][0-9]{2})\)?[\s.-]{1,2}"
    r"(?:[2-9][0-9]{2}-[A-Z]{4}|[A-Z]{3,4}[ -]?[A-Z0-9]{3,4}|[A-Z]{7,9}|[0-9]{1,3}-?[A-Z]{4,6})\b"
    r"|(?:1[\s.-])?8(?:00|33|44|55|66|77|88)-(?:[A-Za-z]{7,9}|[A-Za-z0-9]{3}-[A-Za-z0-9]{4}"
    r"|[A-Za-z0-9]{4}-[A-Za-z0-9]{3})\b"
)
_MISPRINTED = re2.compile(
    r"(?:\$\s?[2-9]\.[0-9]{2},?|\b[2-9]:[0-9]{2})[ -]{1,2}[2-9][0-9]{2},?[ .-][0-9]{2}[ -]?[0-9]{2}\b"
)
"""An area that is written as a time or a price before the rest of its number: "7:20 555 0141", "$4.69, 555, 01 22"."""
_AT_TIME = re2.compile(r"(?i)(?:[0-9:.$]|\b(?:at|by|until|till|around|before|after)\s+)$")
_UNFINISHED_VANITY = re2.compile(
    r"(?:^|[^0-9])((?:\+?1[\s.-]{0,2})?\(?[2-9][0-9]{2}\)?"
    r"(?:[\s.-]{1,2}[A-Z0-9]{0,4}[ -]?[A-Z0-9]{0,8}|-[A-Za-z0-9-]{0,9}))$"
)


def vanity(shadow: str) -> list[tuple[int, int]]:
    """The numbers spelled with letters in a text's shadow, `[start, end)` each."""
    spans = []
    for match in _VANITY.finditer(shadow):
        start, end = match.span()
        before = shadow[max(0, start - 2) : start].rstrip("-")
        if any(char.isalpha() for char in match.group()) and not before.endswith(tuple("0123456789$")):
            around = match.group()[0] == "(" and ")" not in match.group()
            spans.append((start + around, end))
    return spans


def misprinted(shadow: str) -> list[tuple[int, int]]:
    """The numbers in a text's shadow whose area is written as a time or a price, `[start, end)` each."""
    spans = [match.span() for match in _MISPRINTED.finditer(shadow)]
    return [span for span in spans if not _AT_TIME.search(shadow[max(0, span[0] - 12) : span[0]])]


def unfinished_vanity(shadow: str) -> int:
    """Where a number that may go on in letters begins at the end of a text's shadow; its length if nowhere."""
    match = _UNFINISHED_VANITY.search(shadow[-40:])
    return len(shadow) if match is None else len(shadow) - len(match.group(1))


def extension(right: str) -> int:
    """How many characters after a phone number are its extension ("ext. 12", "x12")."""
    match = _EXTENSION.search(right[:60])
    return match.end() if match else 0


def recognise(
    run: Run, taken: list[Claim], cue: Topic | None, right: str, *, alone: bool, labelled: bool
) -> list[Claim]:
    """The phone numbers among the groups that are not taken yet.

    Args:
        run: The run of digits.
        taken: What other kinds have claimed.
        cue: What the words before the run name.
        right: The text after the run.
        alone: Whether the segment says little but these digits.
        labelled: Whether a thing is named right before the run; then it is the number of that, unless it is written
            as nothing but a telephone's.
    """
    claims: list[Claim] = []
    if run.plus and not any(claim.first == 0 for claim in taken):
        claims += _international(run, taken)
    if run.counts() and not _punctuated(run, 0, len(run.groups)) and cue is not Topic.PHONE:
        return claims
    # The plain shapes come first, so that a house number beside one cannot lend it digits.
    unusual = () if cue in (Topic.CARD, Topic.SSN) else (_digit_by_digit, _regrouped)
    for first, last in list(run.stretches([*taken, *claims])):
        if not labelled or _punctuated(run, first, last):  # "the invoice number 939-729-4300"
            claims += _national(run, first, last, cue, alone=alone)
    for find in unusual:
        for first, last in list(run.stretches([*taken, *claims])):
            claims += find(run, first, last, cue)
    for first, last in list(run.stretches([*taken, *claims])):
        claims += _local(run, first, last, cue, right if last == len(run.groups) else "", alone=alone)
    return claims


def _international(run: Run, taken: list[Claim]) -> list[Claim]:
    stop = min((claim.first for claim in taken), default=len(run.groups))
    limit = 11 if run.groups[0].digits[0] == "1" else 15
    total = last = 0
    while last < stop and (last == 0 or total + len(run.groups[last].digits) <= limit):
        if last and "," in run.gaps[last - 1] and total >= 7:
            break
        total += len(run.groups[last].digits)
        last += 1
    return [Claim(0, last, PHONE)] if total >= 7 else []


def _national(run: Run, start: int, stop: int, cue: Topic | None, *, alone: bool) -> list[Claim]:
    """Ten digits, or eleven with the country's 1, grouped as people group them."""
    claims = []
    first = start
    while first < stop:
        end = 0
        lengths: tuple[int, ...] = ()
        for last in range(first, min(first + 11, stop)):
            lengths = (*lengths, len(run.groups[last].digits))
            if sum(lengths) > 11:
                break
            country = lengths in _ELEVEN and run.groups[first].digits[0] == "1"
            if (country or lengths in _TEN) and _is_national(
                run, first, last + 1, country=country, cue=cue, alone=alone
            ):
                end = last + 1
        if end:
            claims.append(Claim(first, end, PHONE))
        first = end or first + 1
    return claims


def _is_national(run: Run, first: int, last: int, *, country: bool, cue: Topic | None, alone: bool) -> bool:
    digits = run.digits(first, last)[country:]
    groups = run.groups[first + (country and run.groups[first].digits == "1") : last]
    offset = last - len(groups)
    if country and offset > first and "," in run.gaps[first]:
        return False  # "unit 1, 512 …": the 1 is not of the number
    assigned = digits[0] not in "01" and digits[3] not in "01"
    gaps = run.gaps[offset : last - 1]
    if len(groups) == 1:
        if run.glued or (cue is Topic.LABEL and alone and not country):
            return False
        return assigned or cue is Topic.PHONE
    usual = [len(group.digits) for group in groups] == [3, 3, 4]
    if cue is Topic.LABEL:
        # What was asked for a sentence ago has no say in what looks like a telephone number.
        return usual and assigned
    if _punctuated(run, offset, last):
        return True
    if len(groups) == 3:
        round_figures = all(group.digits.endswith("0") for group in groups)
        commas = any("," in gap for gap in gaps)
        return cue is Topic.PHONE or (not round_figures and (assigned or not commas))
    return assigned or cue is Topic.PHONE


def _punctuated(run: Run, first: int, last: int) -> bool:
    """Whether dashes, dots or brackets hold these groups together."""
    gaps = run.gaps[first : last - 1]
    return bool(gaps) and all(not _STRONG.isdisjoint(gap) for gap in gaps)


def _digit_by_digit(run: Run, start: int, stop: int, cue: Topic | None) -> list[Claim]:
    """Seven or more digits one at a time, "5 5 5 0 1 4 7"."""
    claims = []
    first = start
    while first < stop:
        last = first
        while last < stop and len(run.groups[last].digits) == 1:
            last += 1
        decimals = len({gap == "." for gap in run.gaps[first : last - 1]}) == 2  # "2.5 3.5 4.5"
        usual = last - first in (7, 10, 11) or cue not in BENIGN
        if last - first >= 7 and usual and cue is not Topic.LABEL and not decimals:
            claims.append(Claim(first, last, PHONE))
        first = max(last, first + 1)
    return claims


def _regrouped(run: Run, start: int, stop: int, cue: Topic | None) -> list[Claim]:
    """Ten digits in any other grouping, or a foreign number with its leading zero."""
    claims: list[Claim] = []
    if cue is Topic.LABEL or run.glued or sum(len(group.digits) for group in run.groups[start:stop]) > _LONGEST:
        return claims
    first = start
    while first < stop:
        total = 0
        found = 0
        for last in range(first, min(first + 15, stop)):
            total += len(run.groups[last].digits)
            if total > 15:
                break
            if total >= 9 and _is_regrouped(run, first, last + 1, cue):
                found = last + 1
        if found:
            claims.append(Claim(first, found, PHONE))
        first = found or first + 1
    return claims


def _is_regrouped(run: Run, first: int, last: int, cue: Topic | None) -> bool:
    groups = run.groups[first:last]
    digits = run.digits(first, last)
    if cue is not Topic.PHONE and any(len(g.digits) == 4 and g.digits[:2] in ("19", "20") for g in groups):
        return False  # a date
    commas = any("," in gap for gap in run.gaps[first : last - 1])
    if commas and cue is not Topic.PHONE:
        return False
    if digits[0] == "0":
        zip_plus_four = [len(group.digits) for group in groups] == [5, 4]
        decimal = groups[0].digits == "0" and run.gaps[first : first + 1] == ["."]
        return not zip_plus_four and not decimal and len(digits) <= (15 if digits[1] in "01" else 12)
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) != 10 or digits[0] in "01" or digits[3] in "01" or last - first == 1:
        return False
    # A group that starts with a zero is no quantity; pairs alone are as likely sizes or temperatures.
    return cue is Topic.PHONE or any(g.digits[0] == "0" or len(g.digits) == 3 or len(g.digits) >= 5 for g in groups)


def _local(run: Run, start: int, stop: int, cue: Topic | None, right: str, *, alone: bool) -> list[Claim]:
    """Seven digits without their area code."""
    claims: list[Claim] = []
    first = start
    while first < stop:
        found = 0
        lengths: tuple[int, ...] = ()
        for last in range(first, min(first + 5, stop)):
            lengths = (*lengths, len(run.groups[last].digits))
            if lengths in _LOCAL and _is_local(
                run, first, last + 1, cue, right if last + 1 == stop else "", alone=alone
            ):
                found = last + 1
                break
        if found:
            claims.append(Claim(first, found, PHONE))
        first = found or first + 1
    return claims


def _is_local(run: Run, first: int, last: int, cue: Topic | None, right: str, *, alone: bool) -> bool:
    if cue is Topic.LABEL or run.glued:
        return False
    if cue is Topic.PHONE:
        return True
    groups = run.groups[first:last]
    if len(groups) != 2 or groups[0].digits[0] in "01" or measured(right):
        return False
    ending, gap = groups[1].digits, run.gaps[first]
    if gap.strip(" \x1f") in ("-", ".", ")", ") -") and "," not in gap:
        # "250-1500" is a range of prices; as a number it needs a word that says so.
        span = ending.endswith("0") if cue in BENIGN else ending.endswith("00")
        return not (span and groups[0].digits.endswith("0"))
    if "," in gap or cue in BENIGN:
        return False
    return ending[0] == "0" or (alone and ending[:2] not in ("19", "20"))
