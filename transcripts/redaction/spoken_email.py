"""E-mail addresses as people say them: "pat dot field at example dot com", letter by letter, or only in part."""

from __future__ import annotations

import re

import re2

from transcripts.redaction.address_words import CONNECTORS, FORMAL, GIVEN, JOINERS, LEADS, STOP, WEB
from transcripts.redaction.number_words import NUMBER_WORDS
from transcripts.redaction.topics import EMAIL, HELD

_TOP = (
    r"(?:com|net|org|edu|gov|mil|io|co|us|me|info|biz|dev|app|uk|ca|tv|gmail|c\s+o\s+m|n\s+e\s+t|o\s+r\s+g|e\s+d\s+u)"
)
_DOT = r"(?:dot|period|point|d0t)"
_PROVIDER = (
    r"(?:g\s?-?mail|google\s?mail|hot\s?mail|yahoo|outlook|i\s?-?cloud|a\s?o\s?l|proton(?:\s?mail)?|y\s?mail"
    r"|msn|m\s+s\s+n|comcast|"
    r"bell\s?south|sbc\s?global|s\s+b\s+c\s+global|verizon|at\s?(?:&|and)\s?t|a\s+t\s+t|earth\s?link"
    r"|road\s?runner|zoho|fast\s?mail|"
    r"rocket\s?mail|mac|me|live|cox|charter|spectrum)"
)
# Providers that nobody works at, shops at or is at: no "dot com" is needed.
_MAIL_ONLY = (
    r"(?:g\s?-?mail|google\s?mail|hot\s?mail|i\s?-?cloud|proton\s?mail|y\s?mail|rocket\s?mail|fast\s?mail"
    r"|yahoo|outlook|aol"
    r"|a\s+o\s+l|proton)"
)
_GAP = r"(?:[\s,.]|\.\.\.|…)*"
_FILLER = r"(?:(?:uh|um|er|so|okay|ok|like|yes|yeah|it's|that's|the)[\s,.]+)*"
_NAME = r"(?:[a-z0-9-]+[\s,]+){0,5}?[a-z0-9-]+"
_DOMAIN = (
    rf"(?:{_PROVIDER}|{_NAME}){_GAP}(?:\b{_DOT}\b[\s,.]*{_FILLER}|\.)"
    rf"(?:[a-z0-9-]+{_GAP}(?:\b{_DOT}\b[\s,.]*|\.)){{0,2}}?{_TOP}\b(?:{_GAP}\b{_DOT}\s+(?:uk|au|nz|com|us))?"
)
_ANCHOR = re2.compile(
    rf"(?i)(?:\b(?:at|add|app|et)\b|@|\bat\s+sign\b){_GAP}{_FILLER}(?:(?:{_DOMAIN})|(?:{_MAIL_ONLY})\b)"
    rf"|\[EMAIL\](?:[\s,]*\b{_DOT}\b[\s,]*{_TOP}\b)?"
)
_DOMAIN_ALONE = re2.compile(
    rf"(?i)^\W*{_FILLER}(?:at\W+)?{_FILLER}((?:{_DOMAIN})|{_PROVIDER}\b|\b{_DOT}\s+{_TOP}\b|{_TOP}\b)"
)
_SPELLED_AFTER = re2.compile(r"^\W*(?:(?:that's|spelled|so|with|it's|and|is)\W+)*(?:[a-z][\s,.-]+){2,}[a-z]\b")
_CUE = re2.compile(
    r"(?i)\be-?\s?mails?(?:\s+address(?:es)?)?(?:\s+(?:i|we|you)\s+(?:have|use|got))?(?:\s+(?:on\s+file|there"
    r"|here|for\s+(?:me|him|her|us)))?(?:'s\b)?"
)
_WORD = re.compile(r"\[[A-Z]+\]|[A-Za-z0-9]+(?:['&-][A-Za-z0-9]+)*|[._+@…]")
WORTH = (
    r"mail|\[EMAIL\]|@|\b(?:dot|underscore|yahoo|outlook|i\s?cloud|a\s?o\s?l|proton)\b|\.(?:com|net|org|edu"
    r"|io|co|me|us|gov|info|biz)\b"
)
_FIGURES = frozenset(NUMBER_WORDS.split("|"))
_LONGEST = 4  # words before "at" that are not joined to it by a dot or by letters


def mask(text: str, plain: str, *, asked: bool, going: bool, interim: bool) -> str:
    """The text with the spoken addresses replaced.

    Args:
        text: One segment, written addresses masked.
        plain: Its shadow.
        asked: Whether an address was asked for.
        going: Whether an address was given in part, or may have been.
        interim: Whether the segment may go on.
    """
    lowered = plain.lower()
    expected = asked or going
    spans: list[tuple[int, int]] = []
    words = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(lowered)]
    named = [match.end() for match in _CUE.finditer(lowered) if lowered[match.start() - 1 : match.start()] != "["]
    for match in _ANCHOR.finditer(plain):
        sign = max(match.start(), lowered.rfind(" at ", match.start(), match.end()) + 1)
        start = _start(lowered, words, sign, named, whole=lowered[sign] == "[", expected=expected)
        if start is not None:
            after = _SPELLED_AFTER.search(lowered[match.end() : match.end() + 120])
            spans.append((start, match.end() + (after.end() if after else 0)))
    if not spans and interim:
        spans += _unfinished(lowered, words)
    if not spans and EMAIL not in plain:
        spans += _in_part(lowered, words, named, expected=expected, going=going, interim=interim)
    done: list[str] = []
    at = 0
    for start, end in spans:
        if start < at or plain[start:end] == EMAIL:
            continue
        held = interim and end == len(plain) and EMAIL not in plain[start:end] and not _ANCHOR.search(plain[start:end])
        done += text[at:start], HELD if held else EMAIL
        at = end
    return "".join((*done, text[at:])) if done else text


def _start(
    lowered: str, words: list[tuple[int, int, str]], anchor: int, named: list[int], *, whole: bool, expected: bool
) -> int | None:
    """Where the address begins whose sign or placeholder stands at `anchor`; None when there is no name before it."""
    before = [word for word in words if word[1] <= anchor]
    cue = max((end for end in named if end <= anchor), default=None)
    if cue is not None and not whole and anchor - cue < 160:
        first = next((word for word in before if word[0] >= cue and word[2] not in LEADS), None)
        return first[0] if first else anchor
    at = _walk([word[2] for word in before], joined=whole)
    if at < len(before):
        return before[at][0]
    if whole:
        return anchor
    return anchor if expected and not (before and before[-1][2] in WEB) else None


def _walk(words: list[str], *, joined: bool) -> int:
    """The index of the first word of the name that ends these words; as many as there are when there is none.

    `joined` says that a whole address follows, so that only what a dot or a dash joins to it belongs to it.
    """
    at = first = len(words)
    plain = 0
    if joined and not (words and words[-1] in CONNECTORS):
        return at
    while at:
        word = words[at - 1]
        if at >= 3 and words[at - 2] == "in" and words[at - 3] == "as":
            at -= 3
            first = at
            continue
        if at >= 3 and words[at - 2] in ("like", "for") and len(words[at - 3]) == 1:
            at -= 3
            first = at
            continue
        after = words[at] if at < len(words) else ""
        if word in CONNECTORS:
            at -= 1
            continue
        if (
            len(word) == 1
            or word in _FIGURES
            or any(char.isdigit() for char in word)
            or (after in CONNECTORS and word not in FORMAL)
        ):
            at -= 1
            first = at
            plain = 0
            continue
        if word in FORMAL:
            at -= 1
            continue
        if word[0] == "[" and word != "[email]":
            at -= 1  # digits that were taken for a number
            first = at
            continue
        if word in STOP or word[0] in "[.@…" or plain == _LONGEST:
            break
        plain += 1
        at -= 1
        first = at
    return first


def _in_part(
    lowered: str, words: list[tuple[int, int, str]], named: list[int], *, expected: bool, going: bool, interim: bool
) -> list[tuple[int, int]]:
    """The address, or the piece of one, that comes without its sign after somebody named or asked for it."""
    if not words:
        return []
    if going and (match := _DOMAIN_ALONE.search(lowered)):
        return [(match.start(1), match.end(1))]
    cue = named[-1] if named else (0 if expected else None)
    if cue is None:
        return []
    rest = [word for word in words if word[0] >= cue]
    given = not named or lowered[:cue].endswith("'s")
    while rest and rest[0][2] in LEADS | {"."}:
        given |= rest.pop(0)[2] in GIVEN
    if not rest:
        return []
    said = [word for _, _, word in rest if word != "."]
    if _spelled(said) or (given and _alike(said) and (bool(named) or len(words) <= 5)):
        end = rest[-1][1]
        return [(rest[0][0], len(lowered) if interim else end)]
    if interim and (named or len(words) <= 8):
        return [(rest[0][0], len(lowered))]
    return []


def _unfinished(lowered: str, words: list[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """The end of an interim that dots, underscores or letters make the start of an address."""
    said = [word for _, _, word in words]
    at = _walk(said, joined=False)
    tail = said[at:]
    if not tail or not (JOINERS & set(tail) or sum(len(word) == 1 and word.isalpha() for word in tail) >= 3):
        return []
    return [(words[at][0], len(lowered))]


def _spelled(said: list[str]) -> bool:
    """Whether letters, dots or digits among these words make them a piece of an address."""
    letters = sum(len(word) == 1 and word not in ("a", "i") for word in said)
    phonetic = any(said[at : at + 2] == ["as", "in"] for at in range(len(said)))
    joined = any(word in CONNECTORS - {"point", "period", "score"} for word in said[:-1])
    hinted = ("all" in said and "one" in said and "word" in said) or "lowercase" in said or "underscore" in said
    hyphened = any(re.fullmatch(r"[a-z](?:-[a-z])+", word) for word in said)
    mixed = any(word.isalnum() and not word.isalpha() and not word.isdigit() for word in said)
    return letters >= 2 or phonetic or joined or hinted or hyphened or mixed or "_" in said


def _alike(said: list[str]) -> bool:
    """Whether these few words can be the name before the sign."""
    words = [word for word in said if word not in FORMAL]
    words = [word for word in words if word not in _FIGURES]
    return 0 < len(words) <= 3 and len(said) <= 6 and not any(word in STOP or word[0] in "[@…" for word in words)
