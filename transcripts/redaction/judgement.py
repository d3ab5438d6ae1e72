"""What figures are: whose number, of which kind, or nobody's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import re2

from transcripts.redaction.bearing import Bearing, Bearings
from transcripts.redaction.benign_cues import ASIDE, BACK_OF_HOUSE, PLATES
from transcripts.redaction.card import luhn
from transcripts.redaction.correction import put_right
from transcripts.redaction.cues import Cue
from transcripts.redaction.evidence import measured_after, mere_word, ordinary, worded
from transcripts.redaction.expectation import Talk
from transcripts.redaction.shape import said_twice, shape
from transcripts.redaction.stretch import Stretch
from transcripts.redaction.topics import CARD, CVV, PHONE, PLACEHOLDERS, Topic
from transcripts.redaction.utterance import Run

_LABELLED = re2.compile(
    r"(?i)^[,.;\s]*(?:(?:dash|slash|hyphen)\s+)?(?:[a-z][\s,]+)?(?:and\s+)?(?:that's|thats|that\s+is|is|was|it's|that\s+was|that'd\s+be)\s+(?:the|my|your|a)"
    r"\s+(?:serial|model|part\s+number|order|invoice|policy|account|meter|confirmation|claim|ticket|permit|house|zip|address|filter|cartridge|capacitor)\b"
)
"""What says afterwards that figures are a thing's: "…, that's the serial right"."""
_READ_OFF = re2.compile(
    rf"(?i)\b(?:{PLATES}|ticket|hanger|wheel|odometer|form|letter|paper|slip|notice|booklet|manual|coupon|ad|flyer|voucher|sign|mailer|website)\b[^.?!]{{0,30}}\b(?:reads?|says|shows?|goes|displays?|said|read)"
    rf"(?:\W+{ASIDE})*\W*$"
)
"""A thing, and that it shows what comes next."""
_AND = re2.compile(r"(?i)\W*(?:and|or|and\s+then|then|and\s+again\s+at|and\s+at)\W*|\s*,\s*")
_AT = re2.compile(
    r"(?i)\b(?:(?:at|by|around|about|from|between|for)\s+|(?:openings?|slots?|times|windows?|available|options?)[\s,:]+)$"
)
_WHOLE = (10, 11)
"""How many digits a telephone number has with its area."""
_LONGEST = 11  # digits of a telephone number
_CARD_SIZES = range(13, 20)
_SERVICES = frozenset(("911", "411", "311", "211", "811", "511", "611", "711", "988"))
"""The numbers that anybody calls."""
_OWNED = re2.compile(
    r"(?i)\b(?:my|our|his|her|their|mine|best|good)\b[^.?!]{0,24}\b(?:number|cell|phone|mobile|line|digits|code)(?:'s)?"
    r"(?:\s+(?:is|it's|uh|um|would|be))*\W*$"
)
"""What names a telephone of somebody's right before its number."""
_OF_TIME = re2.compile(
    r"(?i)^\s+of\s+(?:the|this|that|my|our)\s+(?:day|week|month|year|street|road|block|hall|line|call|job)\b"
)
"""What makes "at the end" a time or a place: "at the end of the day"."""
_ROUND = frozenset(("00", "05", "50", "55"))
"""How the two halves of a price end rather than those of a card's group."""
_NAMED_AFTER = re2.compile(
    r"(?i)^[,.;\s]*(?:[a-z]\s+)?(?:(?:is|was|still|for|as|it|it's|that's|thats|that|the|my|your|are|or|best|a|good|cell|phone"
    r"|would|be)\s+){0,5}"
    r"(?:(?P<PHONE>area\s+code|(?:[a-z]+\s+)?number|cell|mobile|exchange|prefix)"
    r"|(?P<CODE>cvv2?|cvc2?|(?:card\s+)?security\s+code|(?:code\s+|digits\s+)?(?:on|from)\s+the\s+back"
    r"|(?:three|four)\s+digits)"
    r"|(?P<CARD>card|on\s+(?:auto\s?pay|file))|(?P<SSN>social|ssn)"
    r"|(?P<LAST>last\s+(?:four|4|three|3|two|digits?|group|part)|(?:(?:still|all|right)\s+)?(?:(?:at|on)\s+the\s+(?:end|beginning|tail|back\s+end)|the\s+front\s+end)|in\s+(?:front|the\s+middle)|so\s+far"
    r"|(?:(?:and|but)\s+)?(?:then\s+)?(?:it(?:'s)?|you|that's|the\s+rest|nothing|something)(?:\s+(?:is|was|got|gets|just))?"
    r"\s+(?:cut(?:s|ting)?|missing|broke|gone|fad(?:es|ed)|smudged|blank|after)))\b"
)


class Judge:
    """Decides about the figures of one segment."""

    def __init__(self, plain: str, named: Sequence[Cue], talk: Talk) -> None:
        self._plain = plain
        self._talk = talk
        self._bearings = Bearings(plain, named, talk)

    def spans(self, run: Run) -> Iterator[tuple[int, int, str]]:
        """What to replace in a run, `[start, end)` and the placeholder each; an item that it goes on goes with it."""
        for stretch in run.stretches():
            found: list[tuple[int, int, str]] = []
            kept = True
            for group, placeholder in self._groups(run, stretch):
                if placeholder is None:
                    kept = True
                elif kept:
                    start = group.start - (self._plain[group.start - 1 : group.start] == "+")
                    found.append((start, group.end, placeholder))
                    kept = False
                else:
                    found[-1] = (found[-1][0], group.end, found[-1][2])
            before, after = run.item_before(stretch), run.item_after(stretch)
            if found and before is not None and before.word == found[0][2]:
                found[0] = (before.start, *found[0][1:])
            if found and not kept and after is not None and after.word == found[-1][2]:
                found[-1] = (found[-1][0], after.end, after.word)
            yield from found

    def _groups(self, run: Run, stretch: Stretch) -> Iterator[tuple[Stretch, str | None]]:
        """The figures of a stretch that stand together, each with its placeholder; None leaves them as they are."""
        bearing = self._bearings.of(run, stretch)
        plain, size = self._plain, stretch.size
        groups = [part for group in run.groups(stretch) for part in self._parted(run, group)]
        labelled = bearing.label and not _whole_by_itself(stretch, bearing)
        if labelled or (size < 7 and self._coded(stretch, bearing)) or self._serves(run, stretch, bearing):
            yield from ((group, None) for group in groups)
            return
        verdict = self._verdict(stretch, bearing)
        named = _named_after(plain, stretch)
        thing = not bearing.certain and _LABELLED.search(plain[stretch.end : stretch.end + 60])
        again = bearing.topic is None and stretch.spread and said_twice(stretch)
        if thing or again or self._read_off(stretch, bearing) or self._hours(run, groups, bearing):
            yield from ((group, None) for group in groups)
            return
        if named is Topic.LAST:
            named = self._talk.topic or named
        long = size >= 9 or (size >= 7 and stretch.singles >= 5)
        dated = bearing.topic is Topic.EXPIRY
        called = bearing.topic is Topic.CALL and stretch.place.tail and stretch.singles >= 3
        under_way = self._bearings.under_way(stretch)
        given = self._talk.certain and bearing.certain
        loose = bearing.loose and bearing.topic is not None and PLACEHOLDERS[bearing.topic] == PHONE
        said_back = (
            self._talk.shown and self._talk.quiet and (stretch.place.bare or not stretch.place.first) and size < 7
        )
        by_shape = shape(plain, stretch, benign=bearing.benign or said_back, paying=self._bearings.in_hand)
        for group in groups:
            many = group.size >= 2 or (self._talk.cut and group.spoken and group.figures[0].word != "one")
            if self._talk.broken and group.place.first == 0 and group.singles == group.size and many:
                yield group, verdict or by_shape or PLACEHOLDERS[under_way or Topic.PHONE]
            elif (
                (group.size <= 2 or group.single)
                and group.size < size
                and measured_after(plain[group.end : group.end + 60])
            ):
                yield group, None  # "…, it's just three wires"
            elif size in _CARD_SIZES and stretch.spoken and luhn(stretch.digits):
                yield group, CARD
            elif named in (Topic.LAST, Topic.CODE):
                yield group, PLACEHOLDERS[named]
            elif not long and ordinary(
                plain, group, size, dated=dated, timed=not called and not (given and group.size >= 3)
            ):
                yield group, None
            elif named is not None:
                yield group, PLACEHOLDERS[named]
            elif self._posted(stretch, bearing) or (size > _LONGEST and self._posted(group, bearing)):
                yield group, None
            elif under_way is not None and put_right(plain, group.start, group.end):
                yield group, verdict or by_shape or PLACEHOLDERS[under_way]
            elif self._talk.broken and group.place.first == 0 and group.singles and group.spoken:
                yield group, verdict or by_shape
            elif bearing.certain and not dated and mere_word(plain, group, size, loose=loose):
                yield group, by_shape
            elif stretch.spread and not (verdict or by_shape):
                yield group, shape(plain, group, benign=bearing.benign, paying=self._bearings.in_hand)
            else:
                yield group, verdict or by_shape

    def _verdict(self, stretch: Stretch, bearing: Bearing) -> str | None:
        """The placeholder by what is asked for, given or named; None when nothing is."""
        topic, size = bearing.topic, stretch.size
        if topic is None or not (bearing.certain or _said_as_number(self._plain, stretch, topic)):
            return None
        if size in _CARD_SIZES and topic is not Topic.SSN and (topic is not Topic.PHONE or self._bearings.in_hand):
            return CARD
        if topic is Topic.CODE:
            return CVV if size <= 4 else CARD
        if topic is Topic.CARD and size == 3 and self._talk.paying:
            return CVV
        return PLACEHOLDERS[topic]

    def _parted(self, run: Run, group: Stretch) -> Iterator[Stretch]:
        """A group, in two if an amount comes right after figures said one by one: "nine four 660 Pecan Street"."""
        *before, last = group.figures
        cut = self._talk.cut and group.place.first == 0
        digitwise = len(before) > (last.spoken and not cut) and all(figure.single for figure in before[-2:])
        if digitwise and len(last.digits) >= 2 and measured_after(self._plain[group.end : group.end + 60]):
            at = group.place.last - 1
            yield run.utterance.stretch(group.place.first, at)
            group = run.utterance.stretch(at, group.place.last)
        yield group

    def _coded(self, stretch: Stretch, bearing: Bearing) -> bool:
        """Whether letters around figures make them the name of a model or a licence."""
        if self._talk.broken and stretch.place.first == 0 and stretch.spoken:
            return False
        return stretch.place.lettered or (
            stretch.place.spelled and not self._talk.certain and bearing.topic is not Topic.CODE
        )

    def _serves(self, run: Run, stretch: Stretch, bearing: Bearing) -> bool:
        """Whether "nine one one" is the number that anybody calls."""
        if stretch.digits not in _SERVICES or run.item_before(stretch) or run.item_after(stretch):
            return False
        if bearing.certain and bearing.topic not in (Topic.PHONE, Topic.CALL, Topic.READY):
            return False
        called = stretch.place.preceding in ("call", "dial", "called", "dialed")
        if not called and bearing.certain and _OWNED.search(self._plain[max(0, stretch.start - 60) : stretch.start]):
            return False
        opens = stretch.place.first == 0 and not worded(self._plain[stretch.end : stretch.end + 40])
        given = self._talk.certain and not self._talk.asked and opens
        return called or not (given or (stretch.place.bare and (self._talk.going or self._talk.certain)))

    def _read_off(self, stretch: Stretch, bearing: Bearing) -> bool:
        """Whether a thing shows figures that are too few or too many for a telephone: "the ticket reads …"."""
        if bearing.certain or stretch.size in _WHOLE or stretch.size in _CARD_SIZES:
            return False
        shown = _READ_OFF.search(self._plain[max(0, stretch.start - 60) : stretch.start])
        return shown is not None and not shown.group().lower().startswith("can ")  # "can you back up, I said …"

    def _hours(self, run: Run, groups: Sequence[Stretch], bearing: Bearing) -> bool:
        """Whether figures are times of day one after the other: "at one fifteen and one forty and then two oh five"."""
        if bearing.certain or not groups:
            return False
        at = bearing.benign or _AT.search(self._plain[max(0, groups[0].start - 24) : groups[0].start]) is not None
        if at:
            groups = [part for group in groups for part in self._listed(run, group)]
        links = [self._plain[left.end : right.start].lower() for left, right in pairwise(groups)]
        joined = bool(links) and all(_AND.fullmatch(link) for link in links)
        hours = all(group.timed() and not group.single for group in groups)
        some = at and all(group.clock() for group in groups) and any(group.timed() for group in groups)
        return joined and (hours or some)

    def _listed(self, run: Run, group: Stretch) -> Iterator[Stretch]:
        """The parts of a group between commas."""
        first = group.place.first
        for at, (left, right) in enumerate(pairwise(group.figures), group.place.first + 1):
            if "," in self._plain[left.end : right.start]:
                yield run.utterance.stretch(first, at)
                first = at
        yield run.utterance.stretch(first, group.place.last)

    def _posted(self, stretch: Stretch, bearing: Bearing) -> bool:
        """Whether five written digits are a ZIP code: no part of a telephone number is so long."""
        phone = bearing.topic is None or PLACEHOLDERS[bearing.topic] == PHONE
        return phone and not stretch.spoken and stretch.sizes == (5,)


def _parted_in_fours(stretch: Stretch) -> bool:
    """Whether figures of two and four digits make groups of four: "fifty-two hundred, eighty-two eighty-two"."""
    return set(stretch.sizes) <= {2, 4} and set(range(4, stretch.size, 4)) <= set(accumulate(stretch.sizes))


def _whole_by_itself(stretch: Stretch, bearing: Bearing) -> bool:
    """Whether figures are a telephone's or a card's though a thing is named before, its number not."""
    digits = stretch.digits.removeprefix("1") if stretch.size == _LONGEST else stretch.digits
    if bearing.numbered or stretch.spread or not stretch.spoken:
        return False
    called = len(digits) == _WHOLE[0] and digits[0] not in "01" and digits[3] not in "01"
    if stretch.size in _CARD_SIZES:
        return luhn(stretch.digits)
    return called and stretch.singles >= _WHOLE[0] - 1


def _amount(group: Stretch) -> bool:
    """Whether figures that stand together may be an amount, and are not said one by one."""
    return group.size <= 2 or group.single or (group.size <= 4 and group.singles < group.size)


def _named_after(plain: str, stretch: Stretch) -> Topic | None:
    """What the words after figures say they were, when they can be that: "… is the area code"."""
    match = _NAMED_AFTER.search(plain[stretch.end : stretch.end + 80])
    if match is None:
        return None
    topic = Topic[match.lastgroup]
    if topic is Topic.CODE:
        placed = BACK_OF_HOUSE.search(plain[stretch.end + match.end() :][:20]) is not None
        return topic if stretch.size in (3, 4) and not placed else None
    if topic is Topic.LAST:
        of_more = _OF_TIME.search(plain[stretch.end + match.end() :][:20]) is not None
        either = stretch.place.preceding in ("or", "not", "a") and not of_more  # "fifteen or fifty at the end"
        return topic if stretch.digitwise or stretch.singles >= 2 or either else None
    said = stretch.size >= 3 and (stretch.singles >= 3 or not stretch.spoken) and not stretch.counts()
    return topic if said else None


def _said_as_number(plain: str, stretch: Stretch, topic: Topic) -> bool:
    """Whether figures are said as a number is, where one may be meant but need not be."""
    size, singles = stretch.size, stretch.singles
    if topic is Topic.CODE:
        return size in (3, 4)
    if topic is Topic.READY and size == 1 and stretch.spoken:
        return stretch.place.bare or (stretch.place.preceding == "a" and stretch.place.tail)
    pairs = stretch.digits[0] in "3456" and (
        (stretch.sizes == (2, 2) and stretch.digits[1] + stretch.digits[3] not in _ROUND)
        or (size in (8, 12, 16) and _parted_in_fours(stretch))
    )
    if topic in (Topic.READY, Topic.CARD) and stretch.place.bare and stretch.spoken and pairs:
        return True
    if stretch.counts() or (size == 3 and stretch.digits[0] == "1" and topic in (Topic.PHONE, Topic.CALL)):
        return False
    if topic is Topic.CALL and size <= 5 and worded(plain[stretch.end : stretch.end + 40]):
        return False  # "I have you at two two one four Maple"
    if stretch.timed() and (singles < 3 or (stretch.size == 3 and not stretch.place.tail)):
        return False
    if singles == size >= 2 and stretch.place.tail and topic is not Topic.CALL:
        return True
    written = not stretch.spoken and size < 7
    if written and (stretch.digits[:2] in ("19", "20") or worded(plain[stretch.end : stretch.end + 40])):
        return False
    return stretch.digitwise and not (stretch.spoken and size >= 6 and stretch.quantities())
