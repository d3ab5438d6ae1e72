"""What figures are taken for by what is said before them, in the segment and in those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import re2

from transcripts.redaction.cues import FIGURES, Cue
from transcripts.redaction.expectation import Talk
from transcripts.redaction.expiry import in_hand
from transcripts.redaction.governing import NUMBERED, answered, nearest
from transcripts.redaction.shape import grouped
from transcripts.redaction.stretch import Stretch
from transcripts.redaction.topics import BENIGN, CARD, CVV, EMAIL, KINDS, PHONE, PLACEHOLDERS, Topic
from transcripts.redaction.utterance import Run
from transcripts.redaction.words import Token

_NEIGHBOURS = 100  # characters around an item in which the pieces of another may stand
_ITEM = re2.compile(r"\[(?:PHONE|CARD|CVV|SSN)\]")
_WHOLE = re2.compile(rf"(?i)(?:\b{FIGURES}\b\W*){{7}}|(?:[0-9]\W{{0,3}}){{7}}|\[PHONE\]")
"""So many figures are a number."""
_PLACE = re2.compile(
    r"^[,.]?\s+(?:(?i:that's|it's|its|is|which\s+is|like|as\s+in|for)\s+)?(?:[A-Z][a-z]+\s?){1,3}[,.]?\s+(?:(?i:and|then|it's|so)\s+){0,2}\[PHONE\]"
)
"""A place, and the number after it."""
_CUT = (".", "-", "/")
"""What stands between two pieces of a group."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """What figures are taken for.

    `topic` is None when it is nobody's number; `certain` says that a figure is of it unless something says that it is
    not, `loose` that nothing in the segment says what they are; `label` that the figures are a thing's, and `benign`
    that they are an amount or a place; `numbered` that it is the number of the thing that is named.
    """

    topic: Topic | None = None
    certain: bool = False
    loose: bool = False
    label: bool = False
    benign: bool = False
    numbered: bool = True


def _of_card(stretch: Stretch) -> bool:
    """Whether figures are a month with its zero and a year, which only cards bear: "oh five twenty six"."""
    return stretch.size == 4 and stretch.digits[0] == "0" != stretch.digits[1] and "24" <= stretch.digits[2:] <= "40"


class Bearings:
    """Finds the bearing of the figures of one segment."""

    def __init__(self, plain: str, named: Sequence[Cue], talk: Talk) -> None:
        self._plain = plain
        self._named = named
        self._talk = talk
        self._items = [(match.start(), match.group()) for match in _ITEM.finditer(plain)] if "[" in plain else []
        self._calls = any(cue.topic in (Topic.CALL, Topic.PHONE) for cue in named)
        self.in_hand = in_hand(plain, named, talk)

    def of(self, run: Run, stretch: Stretch) -> Bearing:
        """The bearing of figures: by the item beside them, by what is named before, or by the segments before."""
        talk = self._talk
        before, after = run.item_before(stretch), run.item_after(stretch)
        cue = nearest(self._named, self._plain, stretch.start)
        if cue is not None and self._over(cue, stretch):
            if self._turned(cue, stretch):
                return Bearing(benign=True)
            cue = None
        if cue is not None and PLACEHOLDERS.get(cue.topic, "[") in self._plain[cue.end : stretch.start]:
            cue = None  # it has its answer
        beside = self._beside(run, stretch, before, after)
        passed = cue is not None and before is not None and cue.end <= before.start
        if beside is not None and (cue is None or passed or cue.topic not in BENIGN):
            return Bearing(beside, certain=True)
        if cue is None or self._overruled(cue, stretch):
            return self._from_talk(stretch, adjoining=before is not None or after is not None)
        if cue.topic is Topic.LABEL:
            return Bearing(label=True, numbered=NUMBERED.search(self._plain[cue.start : stretch.start]) is not None)
        if cue.topic is Topic.REPAIR:
            if talk.topic is None and before is None and after is None:
                return self._from_talk(stretch, adjoining=False)
            cue = cue._replace(topic=Topic.READY)
        if cue.topic in BENIGN or (cue.topic is Topic.EXPIRY and not self.in_hand and not _of_card(stretch)):
            return Bearing(benign=cue.asks or stretch.size < 7 or stretch.spread or not grouped(run.groups(stretch)))
        return self._named_as(cue, stretch)

    def _over(self, cue: Cue, stretch: Stretch) -> bool:
        """Whether a number that was named has been given, and more is said: "my number is …, and she's 84"."""
        if cue.topic in BENIGN or stretch.size > 2:
            return False
        gap = self._plain[cue.end : stretch.start]
        over = self._turned(cue, stretch) or not stretch.singles
        return over and _WHOLE.search(gap) is not None and (answered(gap) or "[" in gap)

    def _turned(self, cue: Cue, stretch: Stretch) -> bool:
        """Whether something else is named between a naming and figures."""
        return any(cue.end <= other.start < stretch.start and other.topic in BENIGN for other in self._named)

    def under_way(self, stretch: Stretch) -> Topic | None:
        """The kind of the number that is being given where these figures are said; None when none is."""
        before = [kind for at, kind in self._items if at < stretch.start] or [kind for _, kind in self._items[:1]]
        return KINDS[before[-1]] if before else self._talk.topic if self._talk.certain else None

    def _overruled(self, cue: Cue, stretch: Stretch) -> bool:
        """Whether what is being given counts for more than what is named in passing."""
        talk = self._talk
        if cue.topic not in BENIGN:
            return talk.certain and not cue.sure
        if cue.asks or cue.topic not in (Topic.OTHER, Topic.PLACE):
            return False
        if self._calls and stretch.singles >= 6:
            return True
        if talk.certain and (stretch.size > 2 or stretch.digitwise or talk.asked is Topic.EXPIRY):
            return True
        return stretch.dictated and (bool(self._items) or talk.topic is not None)

    def _named_as(self, cue: Cue, stretch: Stretch) -> Bearing:
        """The bearing of figures whose number is named in the segment."""
        talk = self._talk
        if cue.topic is Topic.LAST:
            if talk.benign is not None:
                return Bearing(label=True)
            return Bearing(Topic.CARD if self.in_hand else talk.topic or Topic.PHONE, certain=True)
        close = not self._plain[cue.end : stretch.start].strip(" ,:")
        read_out = cue.topic is Topic.CARD and (
            stretch.singles >= 2 or not stretch.spoken or stretch.sizes[:2] == (2, 2)
        )
        directly = close and (read_out or self._plain[cue.start : cue.end].lower() == "dial")
        same = talk.topic is not None and PLACEHOLDERS[talk.topic] == PLACEHOLDERS[cue.topic]
        return Bearing(cue.topic, certain=cue.sure or directly or (talk.certain and same))

    def _beside(self, run: Run, stretch: Stretch, before: Token | None, after: Token | None) -> Topic | None:
        """The kind of the item beside figures, when they go on with it."""
        right = self._plain[stretch.end : stretch.end + 100]
        if before is not None and before.word != EMAIL:
            closes = stretch.place.tail or not right.strip(" ")[:1].isalpha()
            going_on = stretch.spoken or run.repaired_before(stretch)
            cut = self._plain[before.end : stretch.start] in _CUT
            if cut or (going_on and (stretch.size >= 3 or closes)):
                return KINDS[before.word]
            if before.word in (CARD, CVV) and closes and stretch.sizes != (5,):
                return Topic.CARD
        if after is not None and after.word != EMAIL:
            country = stretch.digits == "1" and after.word == PHONE
            going_on = stretch.spoken and (stretch.size >= 3 or stretch.place.lead)
            if country or going_on or run.repaired_after(stretch):
                return KINDS[after.word]
        return None

    def _placed(self, stretch: Stretch) -> bool:
        """Whether figures are an area whose place is told before the number: "eight fifty, that's Tallahassee, …"."""
        area = stretch.size == 3 and stretch.digits[0] not in "01" and stretch.place.first == 0
        return area and _PLACE.search(self._plain[stretch.end : stretch.end + _NEIGHBOURS]) is not None

    def _from_talk(self, stretch: Stretch, *, adjoining: bool) -> Bearing:
        """The bearing of figures of which the segment says nothing; `adjoining` that an item stands beside them."""
        talk = self._talk
        if talk.benign is not None:
            return Bearing(label=talk.benign is Topic.LABEL, benign=True)
        if talk.topic is not None and talk.topic is not Topic.EMAIL:
            return Bearing(talk.topic, certain=talk.certain, loose=True)
        reach = _NEIGHBOURS + stretch.end - stretch.start
        near = next((kind for at, kind in self._items if -_NEIGHBOURS < at - stretch.start < reach), None)
        piece = stretch.sizes == (3,) or (stretch.sizes == (4,) and stretch.digits[:2] not in ("19", "20"))
        if near is not None and stretch.place.preceding == "think" and set(stretch.sizes) == {1} and stretch.size > 1:
            return Bearing(KINDS[near], certain=True)  # "…, I think five, five"
        if near == PHONE and self._placed(stretch):
            return Bearing(Topic.PHONE, certain=True)
        if near is not None and (stretch.spoken or (piece and not adjoining)):
            return Bearing(KINDS[near], certain=stretch.singles >= 3)
        return Bearing(Topic.CARD) if talk.paying else Bearing()
