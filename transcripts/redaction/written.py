"""The written forms of personal data in one segment, masked.

Addresses go first, then numbers spelled with letters, then the runs of digits from left to right; each recogniser sees
the text to its left as it stands after masking, so that masking a masked text changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import re2

from transcripts.redaction import card, email_address, phone, security_code, social_security
from transcripts.redaction.governing import before_and_direct
from transcripts.redaction.runs import Claim, Run, find_runs
from transcripts.redaction.security_code import REACH
from transcripts.redaction.shadow import shadow
from transcripts.redaction.topics import CVV, EMAIL, HELD, PHONE, Topic

TELLTALE = re.compile(r"[0-9@]")  # one class cannot backtrack
_BEFORE_ADDRESS = re2.compile(r"(?i)e-?\s?mail(?:\s+(?:address|is|it's|its|at|to|as|me|would|be))*[\s,:]*$")
_WORD = re.compile(r"[A-Za-z]{2,}")  # at many short matches `re` is quicker
_LAST_WORD = re2.compile(r"[^\s]*$")
_SHORTEST = 7  # digits: the shortest item that stands by itself
_ITEM = "["  # what comes after a group that another item follows
_JOINERS = frozenset("._+")  # what an address has inside and a word has not
_TRAILING = frozenset(" \t\r\n\f\v\x1f.,()/-_+;:")


def mask(text: str, cue: Topic | None, *, code_expected: bool, interim: bool) -> str:
    """The text with its personal data replaced.

    Args:
        text: One segment.
        cue: What the other segments made of a number that comes without a word of its own.
        code_expected: Whether a card's security code may be given without a word of its own.
        interim: Whether the segment may go on; then an end that may be the start of an item becomes `HELD`.
    """
    plain = shadow(text)
    held = False
    if interim:
        cut = _unfinished(plain, cue)
        held = cut < len(plain)
        text, plain = text[:cut], plain[:cut]
    if TELLTALE.search(plain):
        text = mask_addresses(text, plain)
        plain = shadow(text)
        text, plain = _replaced(text, plain, phone.vanity(plain), PHONE)
        text, plain = _replaced(text, plain, phone.misprinted(plain), PHONE)
        text = _Numbers(text, plain, cue, code_expected=code_expected, interim=interim).masked()
    return text + HELD if held else text


def mask_addresses(text: str, plain: str) -> str:
    """The text with the written e-mail addresses replaced."""
    return _replaced(text, plain, email_address.recognise(plain), EMAIL)[0]


def _unfinished(plain: str, cue: Topic | None) -> int:
    """Where the address or the lettered number begins that the next words of an interim may complete."""
    end = len(plain)
    last = plain[plain.rfind(" ", 0, end) + 1 :]
    told = bool(TELLTALE.search(plain[-REACH:]))
    if not told and cue is not Topic.EMAIL and "mail" not in plain[-REACH:].lower() and _JOINERS.isdisjoint(last):
        return end
    before = _LAST_WORD.sub("", plain[-REACH:])
    of_email = bool(_BEFORE_ADDRESS.search(before)) or (cue is Topic.EMAIL and len(plain[:40].split()) < 4)
    cut = email_address.unfinished(plain, expected=of_email)
    if told:
        cut = min(cut, phone.unfinished_vanity(plain))
    if not of_email and not any(char.isalpha() or char in "@+_" for char in plain[cut:].lstrip("+")):
        return end  # digits alone are held back with their run
    whole = any(start <= cut < stop for start, stop in email_address.recognise(plain))
    return end if whole else cut


def _replaced(text: str, plain: str, spans: Iterable[tuple[int, int]], placeholder: str) -> tuple[str, str]:
    texts: list[str] = []
    plains: list[str] = []
    at = 0
    for start, end in spans:
        texts += text[at:start], placeholder
        plains += plain[at:start], placeholder
        at = end
    if not at:
        return text, plain
    return "".join((*texts, text[at:])), "".join((*plains, plain[at:]))


class _Numbers:
    """One pass over the digit runs of a segment, from left to right."""

    def __init__(self, text: str, plain: str, cue: Topic | None, *, code_expected: bool, interim: bool) -> None:
        self._text = text
        self._plain = plain
        self._cue = cue
        self._code_expected = code_expected and CVV not in plain
        self._interim = interim
        self._done: list[str] = []
        self._left = ""  # the end of the masked shadow so far
        self._at = 0
        self._open = len(plain)  # where the run begins that the next words of an interim may go on with
        self._alone = len(_WORD.findall(plain[:200])) <= 3

    def masked(self) -> str:
        runs = find_runs(self._plain, interim=self._interim)
        if self._interim and runs and _TRAILING.issuperset(self._plain[runs[-1].groups[-1].end :]):
            self._open = runs[-1].groups[0].start
        for run in runs:
            if run.size < 3 and not self._interim:
                continue  # "8 and 10": nothing is so short
            first = next((i for i, group in enumerate(run.groups) if group.start >= self._at), len(run.groups))
            if first < len(run.groups):  # an extension may have taken the groups before
                self._take(run.part(first, len(run.groups)), self._right(run.groups[-1].end))
        self._keep(len(self._plain))
        return "".join(self._done)

    def _take(self, run: Run, right: str) -> None:
        """Mask what is in a run; what is left between its items is looked at again, as it stands now."""
        claims = self._claims(run, right) if run.size >= _SHORTEST else []
        at = 0
        for claim in claims:
            if at < claim.first:
                self._take(run.part(at, claim.first), _ITEM)
            self._replace(run, claim)
            at = claim.last
        if claims and at < len(run.groups):
            self._take(run.part(at, len(run.groups)), right)
        elif not claims:
            self._take_codes(run, right)

    def _claims(self, run: Run, right: str) -> list[Claim]:
        named, labelled = before_and_direct(self._before(run.groups[0].start), grouped=len(run.groups) > 1)
        cue = named or self._cue
        claims = card.recognise(run, cue)
        claims += social_security.recognise(run, claims, cue)
        claims += phone.recognise(run, claims, cue, right, alone=self._alone, labelled=labelled)
        return sorted(claims)

    def _take_codes(self, run: Run, right: str) -> None:
        first, count = 0, len(run.groups)
        while first < count:
            claim = security_code.recognise(
                run,
                (first, count),
                lambda index: self._before(run.groups[index].start),
                right,
                expected=self._code_expected,
                interim=self._interim,
            )
            if claim is None:
                break
            if first < claim.first:
                self._take(run.part(first, claim.first), _ITEM)
            self._replace(run, claim)
            self._code_expected = self._code_expected and claim.placeholder != CVV
            first = claim.last
        if first < count and run.groups[0].start >= self._open:
            self._replace(run, Claim(first, count, HELD))

    def _before(self, start: int) -> str:
        """The end of the masked text before a place that has not been passed yet."""
        return (self._left + self._plain[max(self._at, start - 2 * REACH) : start])[-2 * REACH :]

    def _right(self, end: int) -> str:
        """The words after a number; in an interim without the last one, which may not be whole yet."""
        right = self._plain[end : end + 100]
        if self._interim and end + 100 >= len(self._plain):
            right = _LAST_WORD.sub("", right)
        return right

    def _keep(self, end: int) -> None:
        self._left = self._before(end)
        self._done.append(self._text[self._at : end])
        self._at = end

    def _replace(self, run: Run, claim: Claim) -> None:
        start, end = run.groups[claim.first].start, run.groups[claim.last - 1].end
        start = self._opening(start, end)
        if claim.placeholder == PHONE:
            end += phone.extension(self._plain[end : end + 60])
        self._keep(start)
        self._done.append(claim.placeholder)
        self._left += claim.placeholder
        self._at = end

    def _opening(self, start: int, end: int) -> int:
        """Take in the plus and the bracket that belong to a number, never a bracket around all of it."""
        plain = self._plain
        while start > self._at:
            closes = plain.count(")", start, end) > plain.count("(", start, end)
            if plain[start - 1] != "+" and not (plain[start - 1] == "(" and closes):
                break
            start -= 1
        return start
