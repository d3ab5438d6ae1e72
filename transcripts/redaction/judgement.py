"""What figures are: whose number, of which kind, or nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import re2

from transcripts.redaction.card import CARD, luhn
from transcripts.redaction.context import BENIGN, PERSONAL, Cue, Topic, named_after, nearest, quantity
from transcripts.redaction.email_address import EMAIL
from transcripts.redaction.phone import PHONE
from transcripts.redaction.security_code import CVV
from transcripts.redaction.social_security import SSN
from transcripts.redaction.utterance import Run, Stretch
from transcripts.redaction.words import Token

PLACEHOLDERS = {
    Topic.PHONE: PHONE,
    Topic.CALL: PHONE,
    Topic.CARD: CARD,
    Topic.EXPIRY: CARD,
    Topic.CODE: CVV,
    Topic.SSN: SSN,
    Topic.EMAIL: EMAIL,
}
OF_CARDS = frozenset((Topic.CARD, Topic.CODE))
_NEAR = 24  # characters between a cue and the number that it names at once
_SHORTEST = 7  # digits: the shortest number that needs no word that names it
_CARD_SIZES = range(13, 20)
_GROUPED = ((3, 3), (4, 4), (4, 4, 4), (4, 6), (1, 3), (1, 3, 3))
_SERVICES = frozenset(("911", "411", "311", "211", "811", "511", "611", "711", "988"))
_FUNCTION = re2.compile(
    r"(?i)^\s*(?:is|are|was|that|for|on|and|but|or|if|when|so|in|at|please|thanks|thank|to|until|any|ok|okay"
    r"|yeah|yes|um|uh|right"
    r"|as|because|cause|ask|it|you|i|we|my|just|then|anytime|again|area|ext|extension|x|with|got|did|no|wait"
    r"|sorry|the|like)\b"
)


@dataclass(frozen=True, slots=True)
class Talk:
    """What the segments before made of a figure that comes without a word of its own.

    `going` is the kind of a number that may go on, `asked` what was asked for last, `paying` whether a card is in hand.
    """

    going: Topic | None = None
    asked: Topic | None = None
    paying: bool = False

    @property
    def topic(self) -> Topic | None:
        """The kind of a bare figure; None when it is nobody's business."""
        if self.asked is not None and self.asked in BENIGN:
            return None
        return self.asked or self.going

    @property
    def quiet(self) -> bool:
        """Whether nothing is on its way."""
        return self.going is None and self.asked is None and not self.paying


class Judge:
    """Decides about the figures of one run."""

    def __init__(self, plain: str, named: Sequence[Cue], talk: Talk, run: Run) -> None:
        self._plain = plain
        self._named = named
        self._talk = talk
        self._run = run

    def spans(self) -> list[tuple[int, int, str]]:
        """What to replace, `[start, end)` and the placeholder each; a number said around an item goes with it."""
        found = []
        for first, last in self._run.stretches():
            stretch = self._run.stretch(first, last)
            before, after = self._run.item_before(first), self._run.item_after(last)
            placeholder = self._beside(stretch, before, after, first) or self._kind(stretch)
            if placeholder is None:
                continue
            start, end = stretch.start, stretch.end
            start -= self._plain[start - 1 : start] == "+"
            if before is not None and self._plain[before.start : before.end] == placeholder:
                start = before.start
            if after is not None and self._plain[after.start : after.end] == placeholder:
                end = after.end
            found.append((start, end, placeholder))
        return found

    def _beside(self, stretch: Stretch, before: Token | None, after: Token | None, first: int) -> str | None:
        """The placeholder that figures beside an item belong to."""
        cue = self._cue(stretch)
        right = self._plain[stretch.end : stretch.end + 100]
        if quantity(right) or (cue is not None and cue.topic in BENIGN):
            return None
        size = len(stretch.digits)
        if before is not None and before.word != EMAIL and (cue is None or cue.end <= before.start):
            repaired = self._run.repaired(first)
            closes = stretch.tail or not right.strip(" ")[:1].isalpha()
            if (stretch.spoken or repaired) and (size >= 3 or closes):
                if before.word == CARD and size in (3, 4) and not repaired:
                    return CVV
                return before.word
            if self._plain[before.end : stretch.start] in (".", "-", "/"):
                return before.word  # cut within its last group
            beside = not any(char.isalpha() for char in self._plain[before.end : stretch.start])
            if before.word in (CARD, CVV) and beside and closes and stretch.sizes != (5,):
                return CARD
        if after is not None and after.word == PHONE and stretch.digits == "1":
            return PHONE
        if after is not None and after.word != EMAIL and stretch.spoken and (size >= 3 or stretch.lead):
            return after.word
        return None

    def _cue(self, stretch: Stretch) -> Cue | None:
        cue = nearest(self._named, self._plain, stretch.start)
        if cue is not None and PLACEHOLDERS.get(cue.topic, "[") in self._plain[cue.end : stretch.start]:
            cue = None  # it has its answer
        if cue is None or cue.topic not in BENIGN | {Topic.CARD} or not self._paying():
            return cue
        for other in reversed(self._named):  # "the card expires in march of twenty nine"
            if other.topic is Topic.EXPIRY and 0 <= stretch.start - other.end < 40:
                return other
        return cue

    def _paying(self) -> bool:
        return self._talk.paying or self._talk.topic is Topic.CARD or any(cue.topic in OF_CARDS for cue in self._named)

    def _kind(self, stretch: Stretch) -> str | None:
        """The placeholder for a stretch; None leaves it as it is."""
        size = len(stretch.digits)
        right = self._plain[stretch.end : stretch.end + 100]
        cue = self._cue(stretch)
        if (
            stretch.digits in _SERVICES
            and not (stretch.bare and self._talk.going)
            and (cue is None or cue.topic is Topic.CALL)
        ):
            return None
        if size in _CARD_SIZES and luhn(stretch.digits) and stretch.spoken:
            return CARD
        after = None if cue is not None and cue.topic is Topic.LABEL else named_after(right)
        if after is not None and self._after(stretch, after):
            return PLACEHOLDERS[after]
        if cue is not None and cue.topic is Topic.LABEL:
            return None
        if quantity(right) and size < 9 and (size < _SHORTEST or stretch.singles < 5):
            return None
        if cue is not None and cue.topic in PERSONAL:
            placeholder = self._named_kind(stretch, cue, right)
            if placeholder is not None:
                return placeholder
        elif cue is not None and cue.topic is Topic.LAST and size >= 2:
            if self._talk.asked in BENIGN:
                return None
            return CARD if self._paying() else PLACEHOLDERS.get(self._talk.topic or Topic.PHONE, PHONE)
        elif cue is not None and cue.topic is Topic.CALL:
            placeholder = self._called(stretch, cue, right)
            if placeholder is not None:
                return placeholder
        elif cue is not None and (cue.topic is Topic.PLACE or stretch.start - cue.end < 40) and size < _SHORTEST:
            return None
        return self._expected(stretch, cue, right) or self._shape(stretch, cue)

    def _after(self, stretch: Stretch, topic: Topic) -> bool:
        size = len(stretch.digits)
        if topic is Topic.CODE:
            return size in (3, 4)
        return size >= 3 and (stretch.singles >= 3 or not stretch.spoken) and not stretch.counts()

    def _named_kind(self, stretch: Stretch, cue: Cue, right: str) -> str | None:
        """The number that a word in the segment names."""
        size, singles = len(stretch.digits), stretch.singles
        topic = cue.topic
        near = stretch.start - cue.end <= _NEAR
        said = singles >= 3 or size >= 6
        if size in _CARD_SIZES and topic is not Topic.SSN and (topic is not Topic.PHONE or self._paying()):
            return CARD
        if topic is Topic.CODE:
            return CVV if size in (3, 4) or (size < 3 and near and stretch.tail) else CVV if size < 8 and near else None
        if topic is Topic.EXPIRY:
            return CARD if self._paying() and size <= 6 else None
        if topic is Topic.SSN:
            return SSN if size >= 3 or (near and stretch.tail) else None
        if topic is Topic.CARD:
            if size <= 4 and singles < 3 and self._plain[cue.end : stretch.start].rstrip().endswith(" for"):
                return None  # "charged my card for eighty nine fifty"
            grouped = not stretch.spoken and any(part >= 4 for part in stretch.sizes)
            return CARD if said or grouped or (near and stretch.tail) else None
        if topic is Topic.EMAIL:
            return None
        ranked = size <= 2 and stretch.start - cue.end <= 1 and self._plain[: cue.end].lower().endswith("number")
        if ranked and topic is Topic.PHONE and self._talk.topic is None:
            return None  # "number two"
        if near and stretch.tail:
            ends = size == 1 and self._plain[cue.start : cue.start + 3].lower() == "end"  # "it ends in 9"
            return None if ends else PHONE
        if near and not _worded(right) and size >= 2:
            return PHONE
        return PHONE if said or (size >= 3 and near and not stretch.timed()) else None

    def _called(self, stretch: Stretch, cue: Cue, right: str) -> str | None:
        """What "call me at …": a number, unless it can be a time."""
        size = len(stretch.digits)
        if (
            stretch.start - cue.end > 40
            or stretch.digits in _SERVICES
            or stretch.counts()
            or (stretch.timed() and stretch.singles < 3)
        ):
            return None
        if stretch.spoken:
            said = stretch.singles >= 3 or size >= 6 or (stretch.singles >= 2 and stretch.tail and stretch.lead)
            return PHONE if said and not (size < 4 and _worded(right)) else None
        usual = stretch.sizes[0] == 3 and stretch.digits[0] not in "01"
        return PHONE if stretch.tail and stretch.lead and usual else None

    def _expected(self, stretch: Stretch, cue: Cue | None, right: str) -> str | None:
        """The number that the segments before lead to expect."""
        topic = self._talk.topic
        size = len(stretch.digits)
        if self._talk.paying and stretch.bare and self._talk.asked not in BENIGN:
            if topic is Topic.CODE or (topic in (None, Topic.CARD) and size in (3, 4)):
                timed = topic is None and stretch.timed() and stretch.singles < 3
                return None if timed else CVV if size <= 4 else CARD
            if topic is None:
                return CARD
        if topic is None or topic is Topic.EMAIL:
            return None
        if topic is Topic.EXPIRY and (size > 6 or not (stretch.bare or stretch.tail)):
            return None
        if topic is Topic.CODE and not stretch.bare:
            return CVV if size in (3, 4) and not stretch.timed() else None
        placeholder = CARD if size in _CARD_SIZES else PLACEHOLDERS[topic]
        if stretch.bare:
            return placeholder
        if stretch.tail and stretch.lead and cue is not None and cue.topic in (Topic.CALL, topic):
            return placeholder
        alone = stretch.lead and (stretch.tail or not _worded(right))
        if alone and size >= 2 and not (stretch.timed() and stretch.singles < 3) and not stretch.quantities():
            return placeholder
        if alone and size >= 3 and not stretch.spoken:
            return placeholder
        said = stretch.singles >= 3 and (size >= 6 or self._talk.asked is topic or not _worded(right))
        return placeholder if said or (size >= _SHORTEST and not stretch.quantities()) else None

    def _shape(self, stretch: Stretch, cue: Cue | None) -> str | None:
        """What figures are by themselves, whoever asked for what."""
        size = len(stretch.digits)
        if self._talk.asked is Topic.LABEL and size < 13:
            return None
        if stretch.counts() or (cue is not None and cue.topic is Topic.PLACE and size <= 9):
            return None
        if not stretch.spoken:
            return self._cut(stretch) if size >= 3 and stretch.tail else None
        if size >= _SHORTEST:
            if stretch.quantities():
                return None
            if size >= 12:
                return CARD
            return SSN if size == 9 and stretch.singles == 9 else PHONE
        if self._talk.asked in BENIGN:
            return None
        if stretch.bare and any(len(token.digits) == 3 and not token.spoken for token in stretch.figures):
            return PHONE
        if stretch.bare and size in (3, 4) and stretch.digits[0] not in "01" and not stretch.quantities():
            return PHONE if size == 3 else CARD
        if stretch.singles >= 6 and cue is None:
            return PHONE
        if stretch.tail and stretch.lead and stretch.singles >= 3 and stretch.digits not in _SERVICES:
            return None if stretch.timed() and cue is not None else PHONE
        return None

    def _cut(self, stretch: Stretch) -> str | None:
        """Written digits at the end of a segment that look like the first part of a number."""
        if self._talk.asked in BENIGN or not stretch.lead:
            return None
        sizes, digits = stretch.sizes, stretch.digits
        if sizes in _GROUPED or (len(sizes) >= 4 and set(sizes) == {1}):
            phone = sizes[0] == 3 and digits[0] not in "01"
            card = sizes[0] == 4 and digits[0] in "3456" and digits[:2] not in ("19", "20")
            country = sizes[0] == 1 and digits[0] == "1"
            if set(sizes) == {1} or phone or country:
                return PHONE
            return CARD if card else None
        if sizes == (4,) and stretch.bare and digits[0] in "3456":
            return CARD
        area = sizes == (3,) and digits[0] not in "01" and digits not in _SERVICES and digits[1:] != "00"
        return PHONE if area and stretch.bare else None


def _worded(right: str) -> bool:
    """Whether another word comes directly after a figure, no mark of punctuation between."""
    return right.lstrip(" ")[:1].isalpha() and not _FUNCTION.search(right)
