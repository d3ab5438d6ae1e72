"""Numbers as people say them: in words or half in words, with repairs, cut over several turns, or only in part."""

from __future__ import annotations

import re

from transcripts.redaction import expiry
from transcripts.redaction.cues import Cue, cues
from transcripts.redaction.evidence import ordinary
from transcripts.redaction.expectation import Talk
from transcripts.redaction.judgement import Judge
from transcripts.redaction.misprints import with_misprints
from transcripts.redaction.number_words import JOINT_WORDS, NUMBER_WORDS, TIMES, may_become
from transcripts.redaction.slips import with_slips
from transcripts.redaction.topics import HELD, PRIVATE, Topic
from transcripts.redaction.utterance import Utterance
from transcripts.redaction.words import Sort, tokens

_NAMES = (
    r"numbers?|digits?|cell|phone|mobile|code|card|visa|amex|express|master\s?card|cv[vcn]2?|soc|social|ssn"
    r"|security|ending|ends|ext|extension|exp\w*|calling|mine|call|text|reach|area|last"
)
_PAUSE = rf"(?:\W+(?:{JOINT_WORDS})){{0,3}}\W+"
_FIGURE = rf"(?:{NUMBER_WORDS}|[0-9]+)"
WORTH = (
    rf"\b(?:{NUMBER_WORDS}){_PAUSE}{_FIGURE}\b|\b[0-9]+{_PAUSE}(?:{NUMBER_WORDS})\b"
    rf"|\b(?:{_NAMES})\b(?:\W+\w+){{0,6}}?\W+{_FIGURE}\b|\b{_FIGURE}(?:\W+\w+){{0,5}}?\W+(?:{_NAMES}|back|tail|end|exchange|prefix)\b"
    r"|[0-9]{2,}\W+(?:dash|dot|hyphen|minus)\W+[0-9]{2}|\([0-9]{3}\)\s?[0-9]{3}"
    rf"|\b(?:double|triple|treble|quadruple)\b|[0-9]{{3,}}\W*(?:(?:{JOINT_WORDS})\W*){{0,4}}$|\b[0-9](?:[\s,.-]+[0-9]){{2}}"
    r"|[0-9]{2,}[\s,.-]+[0-9]{2}|\b0[0-9]{3}\b"
)
"""A pattern without which a text cannot hold anything for `mask` while nothing is on its way."""
_GOING_ON = (Topic.PHONE, Topic.CALL, Topic.READY, Topic.REPAIR, Topic.LAST)
"""What is said about a number within it: "and then my number's …", "the last four are"."""
_NAMING = PRIVATE | {Topic.LAST, Topic.READY}
_OPENING = frozenset(("oh", "o", "one", *TIMES))
"""The words that the next one may make a figure."""
_MINE = re.compile(r"(?i)my (?:[a-z]+ )?(?:number|cell)")
_LOOKAHEAD = 8  # words that may stand between two parts of a number
_NAMED_LATER = 80  # characters within which "… is my number" may follow


def mask(text: str, plain: str, talk: Talk, *, interim: bool) -> str:
    """The text with the spoken numbers and the parts of numbers replaced.

    Args:
        text: One segment, written forms masked.
        plain: Its shadow.
        talk: What the segments before made of a figure.
        interim: Whether the segment may go on; then a figure that the words to come may make a number is held back.
    """
    named = cues(plain)
    sure = talk.certain or any(cue.topic in _NAMING and cue.sure for cue in named)
    expected = sure or talk.topic is not None or any(cue.topic in _NAMING for cue in named)
    said = with_misprints(plain, tokens(plain)) if sure and talk.benign is None else tokens(plain)
    heard = with_slips(plain, said, expected=expected, sure=sure)
    utterance = Utterance(plain, heard)
    judge = Judge(plain, named, talk)
    spans = expiry.spans(plain, named, talk, interim=interim)
    for run in utterance.runs([cue.start for cue in named if cue.topic not in _GOING_ON or _opens(plain, cue)]):
        spans += judge.spans(run)
    if interim:
        spans += _held(plain, utterance)
    return _replaced(text, spans)


def _opens(plain: str, cue: Cue) -> bool:
    """Whether a naming begins a number of its own: "the early one. my number is …"."""
    return cue.topic is Topic.PHONE and cue.sure and _MINE.match(plain, max(0, cue.start - 3)) is not None


def _replaced(text: str, spans: list[tuple[int, int, str]]) -> str:
    done: list[str] = []
    at = 0
    for start, end, placeholder in sorted(spans, key=lambda span: (span[0], span[2] == HELD, -span[1])):
        if end <= at:
            continue
        if start >= at:
            done += text[at:start], placeholder
        at = end
    return "".join((*done, text[at:])) if done else text


def _held(plain: str, utterance: Utterance) -> list[tuple[int, int, str]]:
    """The figures of an interim that the words to come may make a part of a number."""
    heard = utterance.tokens
    found: list[tuple[int, int, str]] = []
    last = len(heard)
    tail = heard[-1] if heard and heard[-1].end == len(plain) else None
    if tail is not None and tail.sort is Sort.WORD and tail.word not in _OPENING and may_become(tail.word):
        last -= 1  # a word not yet whole
    start = None
    while last and (heard[last - 1].sort is not Sort.WORD or heard[last - 1].word in _OPENING):
        last -= 1
        if heard[last].sort is Sort.FIGURE or heard[last].word in _OPENING:
            start = heard[last].start
        elif heard[last].sort is Sort.ITEM:
            break
    if start is not None and plain[start:].strip() != HELD:
        found.append((start, len(plain), HELD))
    for run in utterance.runs():
        for stretch in run.stretches():
            near = len(heard) - stretch.place.last <= _LOOKAHEAD or len(plain) - stretch.end <= _NAMED_LATER
            few = stretch.size < 3 and stretch.singles < 2
            if near and not few and not (stretch.singles < 2 and ordinary(plain, stretch, stretch.size, dated=False)):
                found.append((stretch.start, stretch.end, HELD))
    return found
