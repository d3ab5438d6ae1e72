"""Payment cards: 13 to 19 digits in any grouping that satisfy Luhn's checksum."""

from __future__ import annotations

from transcripts.redaction.runs import Claim, Run
from transcripts.redaction.topics import CARD, Topic

_TOTALS = (16, 15, 14, 13, 19, 18, 17)  # the commonest length first: a longer one may fit by chance
_GROUPINGS = ((4, 4, 4, 4), (4, 6, 5))
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812-1)."""
    values = [ord(digit) - 48 for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_DOUBLED[value] for value in values[1::2])) % 10 == 0


def _issued(digits: str) -> bool:
    """Whether a card network gives out numbers that begin so."""
    if digits[0] in "456":
        return True
    return 2221 <= int(digits[:4]) <= 2720 or digits[:2] in ("30", "34", "35", "36", "37", "38", "39", "62", "81")


def recognise(run: Run, cue: Topic | None) -> list[Claim]:
    """The cards of a run. Where the grouping is no card's, the digits must begin like an issuer's.

    In a card's own grouping digits are a card though the checksum fails: they were misheard. Not so where they are a
    thing's, by the words before (`cue`).
    """
    count = len(run.groups)
    total = sum(len(group.digits) for group in run.groups)
    if total < 13:
        return []
    if total <= 19 and not run.counts() and not _ends_in_phone(run, count) and not (run.plus and total <= 15):
        digits = run.digits(0, count)
        if luhn(digits) and (_issued(digits) or count == 1):
            return [Claim(0, count, CARD)]
        if cue is Topic.CARD and total <= 16:
            return [Claim(0, count, CARD)]  # misheard
    claims: list[Claim] = []
    first = 0
    while first < count:
        if first >= 2 and run.gaps[first - 1] in (".", "-") and _ends_in_phone(run, first + 1):
            first += 1
            continue
        last = _card_from(run, first) or (0 if cue is Topic.LABEL else _in_groups(run, first))
        if last:
            claims.append(Claim(first, last, CARD))
        first = last or first + 1
    return claims


def _card_from(run: Run, first: int) -> int:
    """Where the card that begins at this group ends, or 0."""
    lead = run.groups[first].digits
    if len(lead) > 19:  # run together with its expiry and code: what begins as a card is one
        return first + 1 if any(luhn(lead[:total]) for total in _TOTALS if _issued(lead)) else 0
    if len(lead) > 6 and _in_groups(run, first + 1):
        return 0  # a telephone before a card: their first digits may fit by chance
    ends: dict[int, int] = {}
    digits = 0
    for last in range(first, min(first + 19, len(run.groups))):
        digits += len(run.groups[last].digits)
        ends[digits] = last + 1
        if digits >= 19:
            break
    for total in _TOTALS:
        end = ends.get(total)
        if end is None:
            continue
        sizes = {len(group.digits) for group in run.groups[first : end - 1]}
        even = len(sizes) <= 1 and len(run.groups[end - 1].digits) <= max(sizes, default=19)
        text = run.digits(first, end)
        if not luhn(text) or (len(lead) < 4 and (not even or run.counts())):
            continue
        usual = even and len(lead) >= 4 and lead[0] not in "01"
        if usual or (_issued(text) and not _ends_in_phone(run, end)):
            return end
    return 0


def _in_groups(run: Run, first: int) -> int:
    """Where a card ends that begins at this group by its grouping alone, or 0."""
    for sizes in _GROUPINGS:
        last = first + len(sizes)
        if tuple(len(group.digits) for group in run.groups[first:last]) == sizes and _issued(run.digits(first, last)):
            return last
    return 0


def _ends_in_phone(run: Run, last: int) -> bool:
    """Whether the groups before `last` are a phone number's, after a house number that fits Luhn by chance."""
    return tuple(len(group.digits) for group in run.groups[max(0, last - 3) : last]) == (3, 3, 4)
