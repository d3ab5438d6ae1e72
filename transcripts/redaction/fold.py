"""Redaction as a fold over the segments of one call."""

from __future__ import annotations

import re2

from transcripts.events import Speaker
from transcripts.redaction import expiry, spoken, spoken_email, written
from transcripts.redaction.expectation import (
    EMPTY,
    TELLTALE,
    RedactionState,
    Talk,
    after,
    leads_on,
    talk,
    written_topic,
)
from transcripts.redaction.number_words import NUMBER_WORDS, SLIP_WORDS
from transcripts.redaction.shadow import shadow
from transcripts.redaction.topics import HELD, Topic

_SPOKEN = re2.compile(rf"(?i){spoken.WORTH}")
_EMAIL = re2.compile(rf"(?i){spoken_email.WORTH}")
_ANY = re2.compile(rf"(?i)[0-9]|{spoken_email.WORTH}|{spoken.WORTH}")
_OPTIONS = re2.Options()
_OPTIONS.max_mem = 64 << 20  # bytes: the search is over all that can be named
_SAYING = re2.compile(rf"(?i)[0-9]|{TELLTALE}|{spoken_email.WORTH}|{spoken.WORTH}", _OPTIONS)
"""Without it a segment at the start of a call holds nothing to mask, and leads to nothing."""
_FIGURE = re2.compile(rf"(?i)[0-9\[]|\b(?:{NUMBER_WORDS}|{SLIP_WORDS}|{expiry.MONTHS})\b")
_WHOLE = re2.compile(r"(?:[0-9][ .-]{0,2}){10}")
"""A number so long that it is none of an address, whatever was asked for."""
_ADDRESSED = (Topic.EMAIL, Topic.READY)
_PASSES = 8  # a masked text may show a further piece; nothing needs more than three


def redact(state: RedactionState, speaker: Speaker, text: str) -> tuple[RedactionState, str]:
    """Redact one final segment.

    Args:
        state: The state after the segments before it; `EMPTY` at the start of a call.
        speaker: Who says it.
        text: What was heard.

    Returns:
        The state after the segment, and its text with every item replaced by its placeholder. A text with nothing to
        hide comes back as it is. Redacting the result again changes nothing.
    """
    if state == EMPTY and text.isascii() and not _SAYING.search(text) and not leads_on(speaker, text):
        return state, text
    now = talk(state, speaker)
    if text.isascii() and _harmless(now, text):
        return after(state, speaker, text, figures=not now.quiet), text
    redacted = _masked(now, text, interim=False)
    return after(state, speaker, redacted), redacted


def redact_interim(state: RedactionState, speaker: Speaker, text: str) -> str:
    """Redact a segment that is still being spoken.

    An end that may be the start of a number or an address is replaced by an ellipsis until the words after it tell, so
    no interim shows digits that the final segment masks. The state stays as it is: interims are not part of the call.
    """
    return _masked(talk(state, speaker), text, interim=True)


class Redactor:
    """The fold held for one call, for whoever has no state of their own to carry."""

    def __init__(self, state: RedactionState = EMPTY) -> None:
        self.state = state

    def redact(self, speaker: Speaker, text: str, *, final: bool = True) -> str:
        """Redact the next segment; an interim (`final` false) leaves the state as it is."""
        if not final:
            return redact_interim(self.state, speaker, text)
        self.state, redacted = redact(self.state, speaker, text)
        return redacted


def _harmless(now: Talk, text: str) -> bool:
    """Whether a glance tells that there is nothing to mask in a final segment."""
    if now.quiet:
        return not _ANY.search(text)
    addressed = now.topic in _ADDRESSED or now.going is Topic.EMAIL
    return not addressed and not _FIGURE.search(text) and not _EMAIL.search(text)


def _masked(now: Talk, text: str, *, interim: bool) -> str:
    for _ in range(_PASSES):
        before = text
        text = _pass(now, text, interim=interim)
        if text == before:
            break
    return text


def _pass(now: Talk, text: str, *, interim: bool) -> str:
    plain = shadow(text)
    code_expected = now.paying or now.topic is Topic.CODE
    expected = written_topic(now)
    if interim:
        text = written.mask(text, expected, code_expected=code_expected, interim=True)
    elif "@" in plain:
        text = written.mask_addresses(text, plain)
    if not interim and _WHOLE.search(plain):
        text = written.mask(text, expected, code_expected=code_expected, interim=False)
    plain = shadow(text)
    if interim or now.topic in _ADDRESSED or now.going is Topic.EMAIL or _EMAIL.search(plain):
        text = spoken_email.mask(text, plain, now, interim=interim)
    if not interim:
        text = written.mask(text, expected, code_expected=code_expected, interim=False)
    plain = shadow(text)
    if interim or not now.quiet or "[" in plain or _SPOKEN.search(plain):
        text = spoken.mask(text, plain, now, interim=interim)
    return text.replace(HELD + HELD, HELD) if interim else text
