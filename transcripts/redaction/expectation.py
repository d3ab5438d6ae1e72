"""What the segments of a call so far say about the numbers to come."""

from __future__ import annotations

import re2
from msgspec import Struct
from msgspec.structs import replace

from transcripts.redaction.card import CARD
from transcripts.redaction.context import ASKS, Topic, asked
from transcripts.redaction.cues import ASKED, Cue, mentioned, names_a_code
from transcripts.redaction.email_address import EMAIL
from transcripts.redaction.judgement import Talk
from transcripts.redaction.phone import PHONE
from transcripts.redaction.security_code import CVV
from transcripts.redaction.shadow import shadow
from transcripts.redaction.social_security import SSN
from transcripts.redaction.words import Sort, tokens

_PATIENCE = 5  # segments: how long an asked-for item may be on its way ("one second", "okay", "it's in my purse")
_PAYING = 8  # segments after a card in which its code may follow
_GOING = 4  # segments in which the rest of a number may follow
_TALK = 4  # words: from here on a segment is no mere "okay, go ahead"
_ANSWERS = {Cue.PHONE: PHONE, Cue.EMAIL: EMAIL, Cue.CODE: CVV, Cue.SSN: SSN}
_KINDS = {PHONE: Topic.PHONE, EMAIL: Topic.EMAIL, CARD: Topic.CARD, CVV: Topic.CARD, SSN: Topic.SSN}


class RedactionState(Struct, frozen=True):
    """What the call so far says about the numbers to come. It holds no word and no figure of the call.

    Each number counts the segments for which something is still on its way. `asked` names what was asked for last and
    `going` the kind of the number that was given last, both as `Topic` values, "" for nothing. The state is a plain
    record with a default for every field: it can be stored, and one written before a field existed can be read.
    """

    phone: int = 0
    email: int = 0
    code: int = 0
    ssn: int = 0
    label: int = 0  # a serial, model or account number
    paying: int = 0  # a card was read; its code may follow
    asked: str = ""
    asked_for: int = 0
    going: str = ""
    going_for: int = 0


EMPTY = RedactionState()
_TELLING = re2.compile(rf"(?i)\[|{ASKED}|{ASKS}")


def talk(state: RedactionState) -> Talk:
    """What a figure without a word of its own would be."""
    return Talk(
        Topic(state.going) if state.going_for else None,
        Topic(state.asked) if state.asked_for else None,
        bool(state.paying),
    )


def written_cue(state: RedactionState) -> Cue | None:
    """What was asked for last, for numbers in writing."""
    if state == EMPTY:
        return None
    left, cue = max(
        (state.phone, Cue.PHONE), (state.ssn, Cue.SSN), (state.label, Cue.LABEL), (state.email, Cue.EMAIL),
        key=lambda pair: pair[0],
    )  # fmt: skip
    return cue if left else None


def after(state: RedactionState, redacted: str) -> RedactionState:
    """The state after a segment, told from its redacted text alone: nothing else is kept."""
    plain = shadow(redacted)
    if state == EMPTY and not _TELLING.search(plain):
        return state
    named = mentioned(plain)
    item = _last_item(plain)
    topic_asked = _asks(plain, item)
    if state == EMPTY and not named and item is None and topic_asked is None:
        return state
    counts = {name: max(0, getattr(state, name) - 1) for name in ("phone", "email", "code", "ssn", "label", "paying")}
    for cue, placeholder in _ANSWERS.items():
        if placeholder in plain:
            counts[cue.value] = 0
    if CARD in plain:
        counts["paying"] = _PAYING
    if counts["paying"] and CVV not in plain and names_a_code(plain):
        counts["code"] = _PATIENCE
    for cue, end in named.items():
        answer = _ANSWERS.get(cue)
        if answer is None or answer not in plain[end:]:
            counts[cue.value] = _PATIENCE
    topic, patience = _asking(state, item, topic_asked)
    going, going_for = _going(state, plain, item, topic_asked)
    return replace(
        state, asked=topic.value if topic else "", asked_for=patience, going=going.value if going else "",
        going_for=going_for, **counts,
    )  # fmt: skip


def _last_item(plain: str) -> tuple[int, Topic] | None:
    """Where the last placeholder stands, and the kind of number it stands for."""
    if "[" not in plain:
        return None
    found = [(plain.rfind(placeholder), topic) for placeholder, topic in _KINDS.items()]
    at, topic = max(found, key=lambda pair: pair[0])
    return (at, topic) if at >= 0 else None


def _asks(plain: str, item: tuple[int, Topic] | None) -> Topic | None:
    """What a segment asks for, when nothing in it answers."""
    return asked(plain, 0 if item is None else item[0])


def _asking(state: RedactionState, item: tuple[int, Topic] | None, wanted: Topic | None) -> tuple[Topic | None, int]:
    if wanted is not None:
        return wanted, _PATIENCE
    if item is not None or state.asked_for <= 1:
        return None, 0
    return Topic(state.asked), state.asked_for - 1


def _going(
    state: RedactionState, plain: str, item: tuple[int, Topic] | None, wanted: Topic | None
) -> tuple[Topic | None, int]:
    if item is not None:
        return item[1], _GOING
    if not state.going_for:
        return None, 0
    going = Topic(state.going)
    if wanted is not None and wanted is not going and wanted not in (Topic.CODE, Topic.EXPIRY):
        return None, 0
    words = sum(token.sort is Sort.WORD for token in tokens(plain))
    left = state.going_for - (1 if words < _TALK else 2)
    return (going, left) if left > 0 else (None, 0)
