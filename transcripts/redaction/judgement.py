"""What figures are: whose number, of which kind, or nobody's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import re2

from transcripts.redaction.card import luhn
from transcripts.redaction.cues import Cue, nearest
from transcripts.redaction.expiry import in_hand
from transcripts.redaction.evidence import mere_word, ordinary, worded
from transcripts.redaction.expectation import Talk
from transcripts.redaction.shape import grouped, shape
from transcripts.redaction.topics import BENIGN, CARD, CVV, EMAIL, KINDS, OF_CARDS, PHONE, PLACEHOLDERS, Topic
from transcripts.redaction.utterance import Run, Stretch
from transcripts.redaction.words import Token

_CARD_SIZES = range(13, 20)
_NEIGHBOURS = 100  # characters around an item in which the pieces of another may stand
SERVICES = frozenset(("911", "411", "311", "211", "811", "511", "611", "711", "988"))
_ITEM = re2.compile(r"\[(?:PHONE|CARD|CVV|SSN)\]")
_RECKONED = re2.compile(r"(?i)\b(?:point|plus|minus|times|equals)\b")
_STATED = re2.compile(r"(?i)^\s*(?:is|was|are|were|has|had|in|on|at|by|with)\b")
_INSTEAD = re2.compile(r"(?i)\b(?:not|or)\b")
_LISTED = re2.compile(r"(?i)\band\b")
_NAMED_AFTER = re2.compile(
    r"(?i)^[,.;\s]*(?:(?:is|was|for|as|it|it's|that's|thats|that|the|my|your|are|or|best|a|good|cell|phone"
    r"|would|be)\s+){0,5}"
    r"(?:(?P<PHONE>area\s+code|(?:[a-z]+\s+)?number|cell|mobile)"
    r"|(?P<CODE>cvv2?|cvc2?|(?:card\s+)?security\s+code|(?:code\s+|digits\s+)?(?:on|from)\s+the\s+back"
    r"|(?:three|four)\s+digits)"
    r"|(?P<CARD>card|on\s+(?:auto\s?pay|file))|(?P<SSN>social|ssn)|(?P<LAST>at\s+the\s+(?:end|beginning)|in\s+(?:front|the\s+middle)|so\s+far))\b"
)


@dataclass(frozen=True, slots=True)
class Bearing:
    """What figures are taken for by all that is said before them.

    `topic` is None when it is nobody's number; `certain` says that a figure is of it unless something says that it is
    not; `label` that the figures are a thing's, `benign` that they are an amount or a place, and `loose` that
    nothing in the segment says what they are.
    """

    topic: Topic | None = None
    certain: bool = False
    label: bool = False
    benign: bool = False
    loose: bool = False


class Judge:
    """Decides about the figures of one segment."""

    def __init__(self, plain: str, named: Sequence[Cue], talk: Talk) -> None:
        self._plain = plain
        self._named = named
        self._talk = talk
        self._items = [(match.start(), match.group()) for match in _ITEM.finditer(plain)] if "[" in plain else []
        self._in_hand = in_hand(named, talk)

    def spans(self, run: Run) -> Iterator[tuple[int, int, str]]:
        """What to replace in a run, `[start, end)` and the placeholder each; an item that it goes on goes with it."""
        for stretch in run.stretches():
            before, after = run.item_before(stretch.first), run.item_after(stretch.last)
            bearing = self._bearing(run, stretch, before, after)
            found: list[tuple[int, int, str]] = []
            kept = True
            for group in run.groups(stretch):
                placeholder = self._verdict(stretch, group, bearing)
                if not placeholder:
                    kept = True
                elif kept:
                    found.append((group.start, group.end, placeholder))
                    kept = False
                else:
                    found[-1] = (found[-1][0], group.end, found[-1][2])
            yield from self._widened(found, before, after, kept=kept)

    def _widened(
        self, found: list[tuple[int, int, str]], before: Token | None, after: Token | None, *, kept: bool
    ) -> Iterator[tuple[int, int, str]]:
        """The spans with the plus before a number, and with the item of their kind beside them."""
        for place, (start, end, placeholder) in enumerate(found):
            start -= self._plain[start - 1 : start] == "+"
            if place == 0 and before is not None and before.word == placeholder:
                start = before.start
            if place == len(found) - 1 and not kept and after is not None and after.word == placeholder:
                end = after.end
            yield start, end, placeholder

    def _bearing(self, run: Run, stretch: Stretch, before: Token | None, after: Token | None) -> Bearing:
        cue = nearest(self._named, self._plain, stretch.start)
        if cue is not None and PLACEHOLDERS.get(cue.topic, "[") in self._plain[cue.end : stretch.start]:
            cue = None  # it has its answer
        beside = self._beside(run, stretch, before, after)
        adjoining = before is not None or after is not None
        answered = cue is not None and before is not None and cue.end <= before.start
        if beside is not None and (cue is None or answered or cue.topic not in BENIGN):
            return Bearing(beside, certain=True)
        if cue is None:
            return self._from_talk(stretch, adjoining=adjoining)
        if cue.topic is Topic.LABEL:
            return Bearing(label=True)
        if not cue.sure and cue.topic not in BENIGN and self._talk.certain:
            return self._from_talk(stretch, adjoining=adjoining)
        in_passing = cue.topic in (Topic.OTHER, Topic.PLACE) and not cue.asks
        small = len(stretch.digits) <= 2 and not stretch.digitwise
        if in_passing and self._talk.certain and (not small or self._talk.asked is Topic.EXPIRY):
            return self._from_talk(stretch, adjoining=adjoining)
        if in_passing and stretch.dictated and (self._items or self._talk.topic is not None):
            return self._from_talk(stretch, adjoining=adjoining)
        if cue.topic in BENIGN or (cue.topic is Topic.EXPIRY and not self._in_hand):
            return Bearing(benign=cue.asks or len(stretch.digits) < 7 or not grouped(run.groups(stretch)))
        if cue.topic is Topic.LAST:
            if self._talk.benign is not None:
                return Bearing(label=True)
            return Bearing(Topic.CARD if self._in_hand else self._talk.topic or Topic.PHONE, certain=True)
        named = self._plain[cue.start : cue.end].lower()
        close = (cue.topic is Topic.CARD or named == "dial") and not self._plain[cue.end : stretch.start].strip(" ,:")
        same = self._talk.topic is cue.topic or PLACEHOLDERS.get(self._talk.topic) == PLACEHOLDERS[cue.topic]
        certain = cue.sure or close or (self._talk.certain and same)
        return Bearing(cue.topic, certain=certain)

    def _beside(self, run: Run, stretch: Stretch, before: Token | None, after: Token | None) -> Topic | None:
        """The kind of the item beside figures, when they go on with it."""
        right = self._plain[stretch.end : stretch.end + 100]
        size = len(stretch.digits)
        if before is not None and before.word != EMAIL:
            repaired = run.repaired_before(stretch.first)
            closes = stretch.tail or not right.strip(" ")[:1].isalpha()
            joined = self._plain[before.end : stretch.start] in (".", "-", "/")  # cut within its last group
            if joined or ((stretch.spoken or repaired) and (size >= 3 or closes)):
                return KINDS[before.word]
            if before.word in (CARD, CVV) and closes and stretch.sizes != (5,):
                return Topic.CARD
        if after is not None and after.word != EMAIL:
            country = stretch.digits == "1" and after.word == PLACEHOLDERS[Topic.PHONE]
            repaired = run.repaired_after(stretch.last)
            if country or repaired or (stretch.spoken and (size >= 3 or stretch.lead)):
                return KINDS[after.word]
        return None

    def _from_talk(self, stretch: Stretch, *, adjoining: bool) -> Bearing:
        talk = self._talk
        if talk.benign is not None:
            return Bearing(label=talk.benign is Topic.LABEL, benign=True)
        if talk.topic is not None and talk.topic is not Topic.EMAIL:
            return Bearing(talk.topic, certain=talk.certain, loose=True)
        reach = _NEIGHBOURS + stretch.end - stretch.start
        near = [kind for at, kind in self._items if -_NEIGHBOURS < at - stretch.start < reach]
        piece = stretch.sizes == (3,) or (stretch.sizes == (4,) and stretch.digits[:2] not in ("19", "20"))
        if near and (stretch.spoken or (piece and not adjoining)):
            return Bearing(KINDS[near[0]], certain=stretch.singles >= 3)
        return Bearing(Topic.CARD) if talk.paying else Bearing()

    def _verdict(self, stretch: Stretch, group: Stretch, bearing: Bearing) -> str | None:
        """The placeholder for figures that stand together; None leaves them as they are."""
        size = len(stretch.digits)
        right = self._plain[stretch.end : stretch.end + 100]
        if (
            bearing.label
            or (size < 7 and self._coded(stretch))
            or (size == 3 and stretch.digits in SERVICES and self._serves(stretch, bearing))
        ):
            return None
        if size in _CARD_SIZES and stretch.spoken and luhn(stretch.digits):
            return CARD
        long = size >= 9 or (size >= 7 and stretch.singles >= 5)
        dated = bearing.topic is Topic.EXPIRY
        called = bearing.topic is Topic.CALL and stretch.tail and stretch.singles >= 3
        timed = not called and not (self._talk.certain and bearing.certain and size >= 3)
        if not long and ordinary(self._plain, group, size, dated=dated, timed=timed):
            return None
        after = _named_after(right)
        if after is not None and _answers(stretch, after):
            return PLACEHOLDERS[self._talk.topic or after if after is Topic.LAST else after]
        if stretch.sizes == (5,) and not stretch.spoken and PLACEHOLDERS.get(bearing.topic or Topic.PHONE) == PHONE:
            return None  # a ZIP code
        if bearing.topic is not None:
            loose = bearing.loose and PLACEHOLDERS[bearing.topic] == PHONE
            if bearing.certain and (dated or not mere_word(self._plain, group, size, loose=loose)):
                return self._kind(stretch, bearing.topic)
            if not bearing.certain and _said_as_number(stretch, bearing.topic, right):
                return self._kind(stretch, bearing.topic)
        if stretch.singles < 7 and _RECKONED.search(self._plain[stretch.start : stretch.end]):
            return None
        if not bearing.benign and _corrected(self._plain, stretch):
            return PHONE
        listed = size < 7 and bool(_LISTED.search(self._plain[stretch.start : stretch.end]))
        asking = right.lstrip()[:1] == "?"
        open_ended = right.startswith(("...", "…", " -", "-"))
        return (
            None
            if listed
            else shape(
                stretch,
                benign=bearing.benign,
                paying=self._in_hand,
                asking=asking,
                open_ended=open_ended,
                goes_on=not worded(right) and not _STATED.search(right),
            )
        )

    def _coded(self, stretch: Stretch) -> bool:
        """Whether letters around figures make them the name of a model or a licence."""
        return stretch.lettered or (stretch.spelled and not self._talk.certain)

    def _serves(self, stretch: Stretch, bearing: Bearing) -> bool:
        """Whether "nine one one" is the number that anybody calls."""
        if bearing.topic not in (None, Topic.PHONE, Topic.CALL, Topic.READY) and bearing.certain:
            return False
        return not (stretch.bare and self._talk.going)

    def _kind(self, stretch: Stretch, topic: Topic) -> str:
        size = len(stretch.digits)
        if size in _CARD_SIZES and topic is not Topic.SSN and (topic is not Topic.PHONE or self._in_hand):
            return CARD
        if topic is Topic.CODE:
            return CVV if size <= 4 else CARD
        if topic is Topic.CARD and size == 3 and self._talk.paying:
            return CVV
        return PLACEHOLDERS[topic]


def _corrected(plain: str, stretch: Stretch) -> bool:
    """Whether a piece of a number is put right: "nine one, not one nine", "the 7731, not the 7713"."""
    if not _INSTEAD.search(plain[stretch.start : stretch.end]):
        return False
    if stretch.singles == len(stretch.digits):
        return stretch.singles in (4, 6, 8)
    values = [token.digits for token in stretch.figures]
    return all(len(value) == 4 and value[:2] not in ("19", "20") and value[-1] != "0" for value in values)


def _named_after(right: str) -> Topic | None:
    """What the words after a figure say it was: "… is the area code"."""
    match = _NAMED_AFTER.search(right[:80])
    return Topic[match.lastgroup] if match else None


def _answers(stretch: Stretch, topic: Topic) -> bool:
    """Whether figures can be what is named after them."""
    size = len(stretch.digits)
    if topic is Topic.CODE:
        return size in (3, 4)
    if topic is Topic.READY and stretch.bare and stretch.spoken and size == 1:
        return True
    if topic is Topic.LAST:
        return stretch.digitwise or stretch.singles >= 2
    return size >= 3 and (stretch.singles >= 3 or not stretch.spoken) and not stretch.counts()


def _said_as_number(stretch: Stretch, topic: Topic, right: str) -> bool:
    """Whether figures are said as a number is, where one may be meant but need not be."""
    size = len(stretch.digits)
    clock = stretch.timed() and (stretch.singles < 3 or len(stretch.figures) == 3)
    if topic is Topic.CODE:
        return size in (3, 4)
    if topic is Topic.READY and stretch.bare and stretch.spoken and size == 1:
        return True
    if stretch.counts() or (clock and not stretch.tail):
        return False
    if stretch.timed() and stretch.singles < 3:
        return False
    if stretch.singles >= 2 and stretch.tail and stretch.singles == size and topic is not Topic.CALL:
        return True
    if not stretch.spoken and size < 7 and (worded(right) or stretch.digits[:2] in ("19", "20")):
        return False
    return stretch.digitwise and not (stretch.spoken and size >= 6 and stretch.quantities())
