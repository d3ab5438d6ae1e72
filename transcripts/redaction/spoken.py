"""Numbers as people say them: in words or half in words, with repairs, cut over several turns, or only in part."""

from __future__ import annotations

import re2

from transcripts.redaction.card import CARD
from transcripts.redaction.context import BENIGN, PERSONAL, Cue, Topic, cues
from transcripts.redaction.judgement import OF_CARDS, Judge, Talk
from transcripts.redaction.security_code import CVV, HELD
from transcripts.redaction.utterance import runs, with_slips
from transcripts.redaction.words import JOINT_WORDS, NUMBER_WORDS, Sort, Token, may_become, tokens

_NAMES = (
    r"numbers?|digits?|cell|phone|mobile|code|card|visa|amex|express|master\s?card|cv[vcn]2?|soc|social|ssn"
    r"|security|ending|ends"
)
_PAUSE = rf"(?:\W+(?:{JOINT_WORDS})){{0,3}}\W+"
WORTH = (
    rf"\b(?:(?:{NUMBER_WORDS}){_PAUSE}(?:{NUMBER_WORDS}|[0-9]+)|[0-9]+{_PAUSE}(?:{NUMBER_WORDS})"
    rf"|(?:{_NAMES})\b(?:\W+\w+){{0,6}}?\W+(?:{NUMBER_WORDS}|[0-9]+)|(?:{NUMBER_WORDS}"
    rf"|[0-9]+)(?:\W+\w+){{1,5}}?\W+(?:{_NAMES}|back)"
    rf"|(?:double|triple|treble|quadruple))\b|[0-9]{{3}}\W*(?:(?:{JOINT_WORDS})\W*){{0,4}}$|[0-9](?:\W+[0-9]){{3}}\W*$"
)
"""A pattern without which a text cannot hold anything for `mask` while nothing is on its way."""
_EXPIRES = re2.compile(r"\b(?:0?[1-9]|1[0-2])\s?[/-]\s?(?:20)?[0-9]{2}\b")
_EXPIRY_BEFORE = re2.compile(
    r"(?i)(?:\bexp\w*\.?(?:\s+date)?|\b(?:good|valid)\s+(?:through|thru|until|till)|\[CARD\])(?:\W+(?:is|it's"
    r"|the|date|and|of|uh|um))*\W*$"
)
_OPENING = frozenset(("oh", "o", "double", "triple", "treble", "quadruple"))


def mask(text: str, plain: str, talk: Talk, *, interim: bool) -> str:
    """The text with the spoken numbers and the parts of numbers replaced.

    Args:
        text: One segment, written forms masked.
        plain: Its shadow.
        talk: What the segments before made of a figure.
        interim: Whether the segment may go on; then a figure at its end is held back.
    """
    named = cues(plain)
    expected = talk.topic is not None or any(cue.topic in PERSONAL for cue in named)
    heard = with_slips(plain, tokens(plain), expected=expected)
    spans = _expiries(plain, named, talk)
    for run in runs(heard, [cue.start for cue in named if cue.topic in BENIGN]):
        judge = Judge(plain, named, talk, run)
        spans += judge.spans()
    if interim:
        spans += _held(plain, heard)
    return _replaced(text, spans)


def _replaced(text: str, spans: list[tuple[int, int, str]]) -> str:
    done: list[str] = []
    at = 0
    for start, end, placeholder in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end <= at:
            continue
        if start >= at:
            done += text[at:start], placeholder
        at = end
    return "".join((*done, text[at:])) if done else text


def _held(plain: str, heard: list[Token]) -> list[tuple[int, int, str]]:
    """The end of an interim that the words to come may make a part of a number."""
    last = len(heard)
    if heard and heard[-1].end == len(plain) and heard[-1].sort is Sort.WORD and may_become(heard[-1].word):
        last -= 1  # a word not yet whole
    start = None
    while last and heard[last - 1].sort is not Sort.WORD:
        last -= 1
        if heard[last].sort is Sort.FIGURE:
            start = heard[last].start
        elif heard[last].sort is Sort.ITEM:
            break
    if start is None and heard and heard[-1].word in _OPENING:
        start = heard[-1].start
    if start is None or plain[start:].strip() == HELD:
        return []
    return [(start, len(plain), HELD)]


def _expiries(plain: str, named: list[Cue], talk: Talk) -> list[tuple[int, int, str]]:
    """The written expiry dates of a card ("12/27") where a card is in hand."""
    if "/" not in plain and "-" not in plain:
        return []
    if not (talk.paying or CARD in plain or CVV in plain or any(cue.topic in OF_CARDS for cue in named)):
        return []
    found = []
    for match in _EXPIRES.finditer(plain):
        start, end = match.span()
        bare = not any(char.isalpha() for char in plain[:start] + plain[end:])
        if (bare or talk.asked is Topic.EXPIRY or _EXPIRY_BEFORE.search(plain[max(0, start - 60) : start])) and not (
            plain[start - 1 : start] in ("/", "-", "$") or plain[end : end + 1] in ("/", "-")
        ):
            found.append((start, end, CARD))
    return found
