"""Card security codes: three or four digits that the talk makes a code."""

from __future__ import annotations

from collections.abc import Callable

import re2

from transcripts.redaction.evidence import measured
from transcripts.redaction.governing import before as named_before
from transcripts.redaction.private_cues import CODE
from transcripts.redaction.runs import Claim, Run
from transcripts.redaction.topics import CVV, HELD, Topic

REACH = 80  # characters: how far a naming carries before its code
_MOST = 12  # digits beside a card: its expiry, its code and a ZIP code
_NAMED = re2.compile(rf"(?i)\b(?:{CODE})\b((?:[^\[\]]|\[(?:CARD|PHONE|EMAIL|SSN)\])*)$")
_AFTER_CARD = re2.compile(
    r"(?i)\[CARD\](?:\s*\[CVV\])?\W*(?:and\W+)?(?:the\W+)?(?:exp\w*\W*(?:date\W*)?(?:is\W*)?)?"
    r"(?:[01]?[0-9]\W{1,3}(?:20[0-9]{2}|[0-9]{2})\b|[01][0-9]{3}\b)?\W*(?:and\W+)?(?:the\W+)?(?:code\W+(?:is\W+)?)?$"
)
_LINK = r"(?:is|was|for|as|it|it's|that's|thats|that|the|my|your|on|and|are)"
_NAMED_AFTER = re2.compile(
    rf"(?i)^[,.;\s]*(?:{_LINK}\s+){{0,4}}(?:cvv2?|cvc2?|cvn|csc|cid|(?:card\s+)?(?:security"
    rf"|verification)\s+(?:code|number)"
    r"|(?:(?:code|digits?|numbers?|one)\s+)?(?:on|from)\s+(?:the\s+)?back|(?:three|four)\s+digits?\s+(?:code"
    r"|number|on))\b"
)
_NAME_COMING = re2.compile(
    r"(?i)^[\s,.]*(?:(?:is|was|for|as|it|it's|that's|thats|that|the|my|your|on|and|are|card|security|verification|code"
    r"|numbers?|digits?|one|from|back|three|four|cvv2?|cvc2?|cvn|csc|cid)\b[\s,.]*){0,8}$"
)


def recognise(
    run: Run, stretch: tuple[int, int], before: Callable[[int], str], right: str, *, expected: bool, interim: bool
) -> Claim | None:
    """The first security code among the groups of one unclaimed stretch.

    Args:
        run: The run of digits.
        stretch: The groups `[first, last)` that no other kind claimed.
        before: Gives the redacted text before a group of the stretch.
        right: The text after the stretch; in an interim, without a last word that may still grow.
        expected: Somebody has just asked for a code, or a card has just been read.
        interim: Whether the words that would name the code may still come.
    """
    first, last = stretch
    sizes = [len(group.digits) for group in run.groups[first : min(last, first + 5)]]
    whole = sum(sizes) in (3, 4) and len(sizes) == last - first
    if not whole and not any(len(group.digits) in (3, 4) for group in run.groups[first:last]):
        return None
    left = before(first)
    named = _NAMED.search(left[-REACH:])
    if named is not None and named_before(left) is Topic.LABEL:
        named = None  # "the date code on the sticker, four digits"
    beside = named is not None and len(named.group(1)) <= 16
    expected = expected and named_before(left) in (None, Topic.CODE)
    asked = beside or ((named is not None or expected) and not _ordinary(run, left, right))
    if whole and (asked or _NAMED_AFTER.search(right[:80])):
        return Claim(first, last, CVV)
    if whole and interim and _NAME_COMING.search(right):
        return Claim(first, last, HELD)
    lengths = [len(group.digits) for group in run.groups[first:last]]
    if sum(lengths) > _MOST or (len(lengths) > 1 and set(lengths) == {4}):
        return None  # a card that was cut or misheard, and none of its groups is its code
    for index in range(first, last):
        if len(run.groups[index].digits) not in (3, 4):
            continue
        if asked:
            return Claim(index, index + 1, CVV)
        quantity = index + 1 == last and measured(right)
        if not quantity and _AFTER_CARD.search(before(index)[-REACH:]):
            return Claim(index, index + 1, CVV)
    return None


def _ordinary(run: Run, left: str, right: str) -> bool:
    return left.rstrip().endswith("#") or measured(right) or run.glued
