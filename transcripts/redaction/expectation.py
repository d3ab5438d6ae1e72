"""What the segments of a call so far say about the numbers to come."""

from __future__ import annotations

from dataclasses import dataclass

import re2
from msgspec import Struct

from transcripts.events import Speaker
from transcripts.redaction.asking import Wanted, asks_house, leads_to_label, wanted
from transcripts.redaction.cues import TELLING, cues
from transcripts.redaction.number_words import NUMBER_WORDS
from transcripts.redaction.shadow import shadow
from transcripts.redaction.topics import BENIGN, CARD, KINDS, PRIVATE, Topic
from transcripts.redaction.words import Sort, tokens

_PATIENCE = 5  # segments: how long what was asked for may be on its way ("one second", "okay", "it's in my purse")
_PAYING = 8  # segments after a card in which its code may follow
_GOING = 6  # segments in which the rest of a number, or a correction of it, may follow
_SHORT = 20  # characters
_TALK = 4  # words: from here on a segment is no mere "okay, go ahead"
_LASTING = frozenset((Topic.LABEL, Topic.PLACE))


class RedactionState(Struct, frozen=True):
    """What the call so far says about the numbers to come. It holds no word and no figure of the call.

    `asked` is what was asked for last, `asker` by whom, and `sure` whether the number itself was; `going` is the kind
    of the number that was given last, in part or whole. Both are `Topic` values, "" for nothing, and each count says
    for how many segments that still matters. The state is a plain record with a default for every field: it can be
    stored, and one written before a field existed can be read.
    """

    asked: str = ""
    asker: str = ""
    sure: bool = False
    asked_for: int = 0
    going: str = ""
    going_for: int = 0
    paying: int = 0  # a card was read; its code may follow
    shown: int = 0  # figures that are nobody's were said; they may be said back
    shower: str = ""  # by whom
    broken: str = ""  # who ended a segment with a number: its last figure may open the next


EMPTY = RedactionState()
_SHOWN = 2  # segments in which figures may be said back
_FIGURES = re2.compile(rf"(?i)\b[0-9]{{3,}}\b|\b(?:{NUMBER_WORDS})[\s-]+(?:{NUMBER_WORDS})[\s-]+(?:{NUMBER_WORDS})\b")
_OWNED = re2.compile(r"(?i)\b(?:your|his|her|wife's|husband's|name\s+(?:on|for))\b")
"""What asks for the name of somebody, and not for that in an address."""
TELLTALE = rf"\[|{TELLING}"
_TELLTALE = re2.compile(rf"(?i){TELLTALE}")


@dataclass(frozen=True, slots=True)
class Talk:
    """What the segments before make of a figure that comes without a word of its own.

    `going` is the kind of a number that may go on, `asked` what was asked for last, `sure` whether the number itself
    was, `paying` whether a card is in hand; `own` says that it is the CSR who speaks, who asked and has no answer yet;
    `fresh` that the number was given in the segment before, a nod aside; `shown` that figures were said that are
    nobody's, and may be said back; `broken` that the speaker ended the last segment with a number, `cut` that
    nobody spoke since.
    """

    going: Topic | None = None
    asked: Topic | None = None
    sure: bool = False
    paying: bool = False
    own: bool = False
    fresh: bool = False
    shown: bool = False
    broken: bool = False
    cut: bool = False

    @property
    def topic(self) -> Topic | None:
        """The kind of a bare figure; None when it is nobody's business."""
        if self.asked is not None and self.asked in BENIGN:
            return None
        if self.asked in (None, Topic.LAST, Topic.READY):
            return self.going or self.asked
        return self.asked

    @property
    def certain(self) -> bool:
        """Whether a figure is of that kind unless something says that it is not."""
        return self.topic is not None and not self.own and (self.sure or self.topic is self.going)

    @property
    def benign(self) -> Topic | None:
        """What was asked for last when it is nobody's number."""
        return self.asked if self.asked is not None and self.asked in BENIGN else None

    @property
    def quiet(self) -> bool:
        """Whether nothing is on its way."""
        return self.going is None and self.asked is None and not self.paying


QUIET = Talk()


def talk(state: RedactionState, speaker: Speaker) -> Talk:
    """What a figure of this speaker's without a word of its own would be."""
    if state == EMPTY:
        return QUIET
    going = Topic(state.going) if state.going_for else None
    asked = Topic(state.asked) if state.asked_for else None
    if asked in BENIGN and going is not None and state.asker == speaker == "customer":
        asked = None  # nobody answers their own question
    own = asked in PRIVATE and going is None and state.asker == speaker == "csr"
    fresh = state.going_for >= _GOING - 1
    broken = fresh and asked is None and state.broken == speaker
    shown = state.shown == _SHOWN or (state.shown > 0 and state.shower != speaker)  # nobody says their own back
    return Talk(
        going, asked, state.sure, bool(state.paying), own, fresh, shown, broken, broken and state.going_for == _GOING
    )


def after(state: RedactionState, speaker: Speaker, redacted: str, *, figures: bool = True) -> RedactionState:
    """The state after a segment, told from its redacted text alone: nothing else is kept.

    `figures` says whether the text may hold any; who knows better saves a search.
    """
    plain = shadow(redacted)
    if (
        state == EMPTY
        and not leads_on(speaker, plain)
        and not _TELLTALE.search(plain)
        and not (figures and _FIGURES.search(plain))
    ):
        return state
    item = _last_item(plain)
    want = wanted(plain, cues(plain), item[0] if item else 0, tells=speaker == "customer")
    shown = _SHOWN if item is None and _FIGURES.search(plain) else max(0, state.shown - 1)
    shower = "" if not shown else speaker if shown == _SHOWN else state.shower
    if state == EMPTY and item is None and want is None:
        return RedactionState(shown=shown, shower=shower) if shown else state
    asked, asker, sure, asked_for = _asking(state, speaker, item, want, plain)
    going, going_for = _going(state, item, plain)
    paying = _PAYING if CARD in plain else max(0, state.paying - 1)
    broken = state.broken if state.broken != speaker and "?" not in plain else ""
    broken = speaker if plain.endswith("]") and item is not None else broken
    return RedactionState(asked, asker, sure, asked_for, going, going_for, paying, shown, shower, broken)


def leads_on(speaker: Speaker, plain: str) -> bool:
    """Whether the end of a segment leaves figures to the next one, whatever it names."""
    return _asks_back(plain) or leads_to_label(plain, tells=speaker == "customer")


def _asks_back(plain: str) -> bool:
    """Whether a segment ends with a figure that is asked back, or is no more than a question: "unit 305?", "unit?"."""
    asked = plain[-6:].rstrip()
    if len(plain) <= _SHORT:
        return asked.endswith("?")
    return asked.endswith("?") and asked.rstrip("? ")[-1:].isdigit()


def _last_item(plain: str) -> tuple[int, Topic] | None:
    """Where the last placeholder stands, and the kind of number it stands for."""
    if "[" not in plain:
        return None
    found = [(plain.rfind(placeholder), topic) for placeholder, topic in KINDS.items()]
    at, topic = max(found, key=lambda pair: pair[0])
    return (at, topic) if at >= 0 else None


def _asking(
    state: RedactionState, speaker: Speaker, item: tuple[int, Topic] | None, want: Wanted | None, plain: str
) -> tuple[str, str, bool, int]:
    """What is asked for after a segment, by whom, whether surely, and for how long."""
    open_topic = Topic(state.asked) if state.asked_for else None
    if want is not None and not want.sure and want.topic in PRIVATE and _FIGURES.search(plain) and "?" not in plain:
        want = None  # "it's on the card already, so you owe 640"
    if want is not None and want.topic is Topic.REPAIR:
        under_way = state.going_for or item is not None or open_topic is not None
        want = want._replace(topic=Topic.READY) if under_way else None
    unsure = want is not None and not want.sure and want.topic not in BENIGN and open_topic in PRIVATE and state.sure
    if want is not None and open_topic is not None and (unsure or want.topic in (Topic.READY, Topic.LAST)):
        return state.asked, speaker, state.sure or want.sure, _PATIENCE
    if open_topic is Topic.PLACE and want is not None and want.topic is Topic.PHONE and asks_house(plain):
        want = Wanted(Topic.PLACE, True)
    of_email = state.going == Topic.EMAIL.value and state.going_for >= _GOING - 1 and item is None
    if of_email and want is not None and want.topic is Topic.NAME and not _OWNED.search(plain):
        return "", "", False, 0  # "could you spell the last name?" of the address
    aside = want is not None and want.topic in BENIGN and speaker == "customer" and item is None
    if aside and open_topic in PRIVATE and state.sure and state.asker == "csr":
        return state.asked, state.asker, state.sure, _PATIENCE  # "what time was he coming?", and the answer is to come
    if want is not None and want.topic is Topic.CODE and not want.sure and open_topic in _LASTING:
        want = None  # the code of that door
    if want is not None:
        return want.topic.value, speaker, want.sure, _PATIENCE
    if item is not None or open_topic is None:
        return "", "", False, 0
    if open_topic in _LASTING and any(word.sort is Sort.FIGURE for word in tokens(plain)):
        return state.asked, state.asker, state.sure, _PATIENCE
    left = state.asked_for - 1
    return (state.asked, state.asker, state.sure, left) if left > 0 else ("", "", False, 0)


def _going(state: RedactionState, item: tuple[int, Topic] | None, plain: str) -> tuple[str, int]:
    """The kind of number that may go on after a segment, and for how long."""
    if item is not None:
        return item[1].value, _GOING
    if not state.going_for:
        return "", 0
    words = sum(word.sort is Sort.WORD for word in tokens(plain))
    left = state.going_for - (1 if words < _TALK else 2)
    return (state.going, left) if left > 0 else ("", 0)


def written_topic(now: Talk) -> Topic | None:
    """What was asked for last, for numbers in writing."""
    if now.benign is not None:
        return now.benign
    return Topic.PHONE if now.topic in (Topic.CALL, Topic.LAST) else now.topic
