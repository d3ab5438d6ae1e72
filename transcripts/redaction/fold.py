"""Redaction as a fold over the segments of one call."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from transcripts.events import Speaker
from transcripts.redaction.card import CARD
from transcripts.redaction.cues import Cue, mentioned, names_a_code
from transcripts.redaction.email_address import EMAIL
from transcripts.redaction.phone import PHONE
from transcripts.redaction.security_code import CVV
from transcripts.redaction.shadow import shadow
from transcripts.redaction.social_security import SSN
from transcripts.redaction.written import TELLTALE, mask

_PATIENCE = 5  # segments: how long an asked-for item may be on its way ("one second", "okay", "it's in my purse")
_PAYING = 8  # segments after a card in which its code may follow
_ANSWERS = {Cue.PHONE: PHONE, Cue.EMAIL: EMAIL, Cue.CODE: CVV, Cue.SSN: SSN}


class RedactionState(Struct, frozen=True):
    """What the call so far says about the numbers to come. It holds no word of the call.

    Each field counts the segments for which something is still on its way. The state is a plain record with a default
    for every field: it can be stored, and one written before a field existed can be read.
    """

    phone: int = 0
    email: int = 0
    code: int = 0
    ssn: int = 0
    label: int = 0  # a serial, model or account number
    paying: int = 0  # a card was read; its code may follow


EMPTY = RedactionState()


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
    redacted = _masked(state, speaker, text, interim=False)
    return _after(state, redacted), redacted


def redact_interim(state: RedactionState, speaker: Speaker, text: str) -> str:
    """Redact a segment that is still being spoken.

    An end that may be the start of a number or an address is replaced by an ellipsis until the words after it tell, so
    no interim shows digits that the final segment masks. The state stays as it is: interims are not part of the call.
    """
    return _masked(state, speaker, text, interim=True)


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


def _masked(state: RedactionState, speaker: Speaker, text: str, *, interim: bool) -> str:
    del speaker  # either side may say a number or read it back
    if not interim and text.isascii() and not TELLTALE.search(text):
        return text
    return mask(text, _expected(state), code_expected=bool(state.code or state.paying), interim=interim)


def _expected(state: RedactionState) -> Cue | None:
    """What was asked for last."""
    if state == EMPTY:
        return None
    left, cue = max(
        (state.phone, Cue.PHONE), (state.ssn, Cue.SSN), (state.label, Cue.LABEL), (state.email, Cue.EMAIL),
        key=lambda pair: pair[0],
    )  # fmt: skip
    return cue if left else None


def _after(state: RedactionState, redacted: str) -> RedactionState:
    """The state after a segment, told from its redacted text alone: nothing else is kept."""
    plain = shadow(redacted)
    named = mentioned(plain)
    if state == EMPTY and not named and CARD not in plain:
        return state
    counts = {name: max(0, getattr(state, name) - 1) for name in RedactionState.__struct_fields__}
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
    return replace(state, **counts)
