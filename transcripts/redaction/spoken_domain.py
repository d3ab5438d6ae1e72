"""The end of spoken e-mail addresses: "at example dot com", or the name of a mail provider alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from transcripts.redaction.address_words import CONNECTORS, STOP, TALK

_WORD = re.compile(
    r"\[[A-Z]+\]|\$\s?[0-9][0-9.,]*|[0-9]{1,2}\s?[AaPp]\.?\s?[Mm]\b\.?|\b[0-9]{1,2}:[0-9]{2}\b|\b[0-9]+(?:[.,][0-9]+)+\b"
    r"|[A-Za-z0-9]+(?:['&-][A-Za-z0-9]+)*|[._+@…,?!;]"
)
_INITIAL = re.compile(r"(?:^|[^A-Za-z0-9'])[A-Za-z]$")
_DOTS = frozenset(("dot", "period", "point", "d0t", "."))
_SIGNS = frozenset(("at", "@", "add", "et", "app"))
_TOPS = frozenset(
    """
    com net org edu gov mil io co us me info biz dev app uk ca tv de fr ai au nz museum email mail in nl es br mx ch se
    jp eu xyz pro
    """.split()  # a list of words
)
_SPELLED_TOPS = frozenset(("com", "net", "org", "edu", "fr", "de", "uk", "ca", "us", "gov", "mil", "co"))
MAILBOXES = frozenset(
    """
    gmail googlemail hotmail icloud protonmail proton ymail rocketmail fastmail yahoo outlook aol gmx sbcglobal
    bellsouth juno netzero optonline
    """.split()  # a list of words
)
"""Providers that nobody works at, shops at or is at: no "dot com" is needed."""
_LETTERS = dict(
    zip(
        "dee tee bee vee zee zed jay kay ess cue gee pee eff ef el ell em en aitch ex".split(),  # as below
        "dtbvzzjksqgpffllmnhx",
        strict=True,
    )
)
"""The names of letters, as speech-to-text writes them."""
_WORDED = {
    "see": "c",
    "sea": "c",
    "are": "r",
    "you": "u",
    "why": "y",
    "eye": "i",
    "oh": "o",
    "be": "b",
    "tea": "t",
    "pea": "p",
}
"""The names that are words of sentences mostly."""
_BETWEEN = frozenset((",", "then", "and"))
PROVIDERS = MAILBOXES | frozenset(
    """
    aim lycos prodigy pobox cableone mchsi sparklight wowway rcn twc rr embarqmail tds hughes pacbell ameritech swbell
    mindspring peoplepc compuserve excite duck hey tutanota zohomail pm hushmail mailbox inbox btinternet shaw rogers
    telus msn comcast verizon att at&t earthlink roadrunner zoho mac me live cox charter spectrum xfinity frontier
    centurylink windstream mail
    """.split()  # a list of words
)
WORDS = frozenset(
    "me live mac mail charter frontier duck hey excite aim prodigy rr pm mailbox inbox shaw rogers hughes".split()
)
"""Of the providers, those whose names are words, too."""
_ENDS = frozenset((";", "?", ",", "!"))
_ASKING = frozenset(("still", "right", "correct", "or", "okay", "good", "current"))
"""What ends it, too, when an address is asked about: "is pbaker at comcast still right"."""
_LEADING = frozenset(
    "have had is it's its still using use used got to was as that's thats under show see dot typed wrote got".split()
)
_LONGEST = 6  # words of a domain before its dot
_FILLERS = frozenset("uh um er so okay ok like yes yeah it's that's the , …".split())


_WONDERING = _FILLERS | set("what is what's it called do you call hang hold on wait let me see think which i".split())
"""What is said on the way to the name of a provider: "at, um, what's it called, gmail dot com"."""


class Word(NamedTuple):
    """A word, sign or mark at `[start, end)`.

    `;` is the end of a sentence, `.` a dot within a word, `#` a sum, a time or a decimal.
    """

    start: int
    end: int
    text: str


class Domain(NamedTuple):
    """The words `[sign, last)` of a domain with the sign before it; `mailbox` that it is a mail provider's.

    Without a sign, `sign` is the first word of the domain and `signed` is false.
    """

    sign: int
    last: int
    mailbox: bool
    signed: bool


def split(plain: str) -> list[Word]:
    """The words of a text's shadow in lower case; placeholders stay as they are."""
    found = []
    for match in _WORD.finditer(plain):
        start, end, text = match.start(), match.end(), match.group()
        if text == "." and not (plain[start - 1 : start].isalnum() and plain[end : end + 1].isalnum()):
            if _INITIAL.search(plain[max(0, start - 2) : start]) and plain[end : end + 1] == " ":
                continue
            text = ";"
        elif text[0] == "$" or (text[0].isdigit() and not text.isalnum()):
            text = "#"
        found.append(Word(start, end, text if text[0] == "[" else text.lower()))
    return _with_letters(found)


def _with_letters(words: list[Word]) -> list[Word]:
    """Take the names of letters for letters beside others: "dee, then tee", "b are n"."""
    names = [at for at, word in enumerate(words) if word.text in _LETTERS or word.text in _WORDED]
    for at in names:
        left, right = _is_letter(words, at, -1), _is_letter(words, at, 1)
        letter = _LETTERS.get(words[at].text, "") if left or right else ""
        if left and right and not letter:
            letter = _WORDED.get(words[at].text, "")
        if letter:
            words[at] = words[at]._replace(text=letter)
    return words


def _is_letter(words: Sequence[Word], at: int, step: int) -> bool:
    """Whether a letter, or the name of one, comes next in a direction."""
    place = at + step
    while 0 <= place < len(words) and words[place].text in _BETWEEN and abs(place - at) <= 2:
        place += step
    if not 0 <= place < len(words):
        return False
    word = words[place].text
    return word in _LETTERS or (len(word) == 1 and word.isalpha() and word not in "ai")


def domains(words: Sequence[Word], *, expected: bool, fresh: bool = False) -> Iterator[Domain]:
    """The domains in a text, from left to right.

    Args:
        words: The text.
        expected: Whether an address is asked for or under way; then a domain may lack its sign or its end.
        fresh: Whether one was just given; then one that is read back may lack both its ends.
    """
    at = 0
    while at < len(words):
        found = _signed(words, at, expected=expected, fresh=fresh) if words[at].text in _SIGNS else None
        if found is None and (expected or words[at].text in MAILBOXES or len(words[at].text) == 1):
            found = _unsigned(words, at, expected=expected)
        if found is not None:
            yield found
        at = found.last if found is not None else at + 1


def _signed(words: Sequence[Word], sign: int, *, expected: bool, fresh: bool) -> Domain | None:
    at = sign + 1
    if at < len(words) and words[at].text == "sign":
        at += 1
    while at < len(words) and words[at].text in _FILLERS:
        at += 1
    later = at
    while later < len(words) and words[later].text in _WONDERING:
        later += 1
    if later > at and _ended(words, _provider(words, later, PROVIDERS) or len(words)):
        at = later
    mailbox = _provider(words, at, MAILBOXES)
    provider = _provider(words, at, PROVIDERS)
    end = _ended(words, provider) if provider else 0
    if end:
        return Domain(sign, end, mailbox=True, signed=True)
    for dot in range(at + 1, min(at + _LONGEST + 1, len(words))):
        end = _top(words, dot)
        if end:
            said = [word.text for word in words[at:dot]]
            stops = [word for word in said if word in STOP and word not in ("me", "live", "us", "web")]
            if expected or not stops or (stops == ["of"] and words[end - 1].text in ("gov", "org", "edu", "us")):
                return Domain(sign, end, mailbox=False, signed=True)
            return None
        if words[dot].text in (";", "?", "!") or words[dot].text in _SIGNS:
            break
    end = _unheard(words, at)
    if end:
        return Domain(sign, end, mailbox=False, signed=True)
    if mailbox or (expected and provider and (words[at].text not in WORDS or provider == len(words))):
        return Domain(sign, mailbox or provider, mailbox > 0, signed=True)
    ends = provider == len(words) or (provider > 0 and words[provider].text in _ENDS | _ASKING)
    typed = sign >= 2 and words[sign - 2].text in ("typed", "wrote", "entered")
    if ends and (typed or words[at].text not in WORDS) and sign and words[sign - 1].text not in TALK:
        led = sign == 1 or words[sign - 2].text in _LEADING or _unknown(words[sign - 1].text)
        if led and words[sign - 1].text.isalnum():  # "I have dmarsh at comcast, …"
            return Domain(sign, provider, mailbox=True, signed=True)
    if sign >= 2 and words[sign - 2].text in ("dot", "underscore") and words[sign - 1].text.isalnum():
        last = at
        while last < len(words) and last < at + 3 and words[last].text.isalnum() and words[last].text not in TALK:
            last += 1
        if last > at:  # "pat dot k at brookside"
            return Domain(sign, last, mailbox=False, signed=True)
    named = sign > 0 and words[sign - 1].text.isalnum() and words[sign - 1].text not in TALK
    if expected and named and sign + 1 == len(words):  # "wkc at", and the rest is to come
        return Domain(sign, sign + 1, mailbox=False, signed=True)
    if expected and (
        sign == 0 or (fresh and sign <= _LONGEST // 2)
    ):  # "at cedar isd": a turn that begins with the sign
        last = at
        while (
            last < len(words) and last < at + _LONGEST and words[last].text not in TALK and words[last].text.isalnum()
        ):
            last += 1
        if last > at and (sign == 0 or last == len(words) or words[last].text in _ENDS):
            return Domain(sign, last, mailbox=False, signed=True)
    return None


def _unknown(word: str) -> bool:
    """Whether a word is plainly the name of a mailbox: figures in it."""
    return word.isalnum() and not word.isalpha() and not word.isdigit()


def _unheard(words: Sequence[Word], at: int) -> int:
    """Where a domain ends that begins at this place and has an end that few have: "whiskeybend dot bar"; or 0."""
    dot = at
    while dot < len(words) and dot < at + 3 and words[dot].text.isalnum() and words[dot].text not in TALK:
        dot += 1
    while dot + 1 < len(words) and dot > at and words[dot].text == ",":
        dot += 1
    top = dot + 1
    while top < len(words) and words[top].text == ",":
        top += 1
    if dot == at or top >= len(words) or words[dot].text not in ("dot", "."):
        return 0
    word = words[top].text
    return top + 1 if word.isalpha() and len(word) > 1 and word not in TALK else 0


def _unsigned(words: Sequence[Word], at: int, *, expected: bool) -> Domain | None:
    """A domain without its sign: a provider's with its end, or any while an address is under way."""
    mailbox = _provider(words, at, MAILBOXES)
    if mailbox and (expected or _ended(words, mailbox)):
        return Domain(at, _ended(words, mailbox) or mailbox, mailbox=True, signed=False)
    if not expected:
        return None
    dot = at
    if words[dot].text in _DOTS:
        end = _top(words, dot)
        return Domain(at, end, mailbox=False, signed=False) if end else None
    while dot < len(words) and dot < at + 4 and words[dot].text not in TALK and words[dot].text.isalnum():
        dot += 1
        end = _top(words, dot)
        if end:
            return Domain(at, end, mailbox=False, signed=False)
    return None


def _ended(words: Sequence[Word], at: int) -> int:
    """Where the "dot com" after a provider's name ends, or 0; hesitation may come between."""
    while at < len(words) and words[at].text in _FILLERS:
        at += 1
    return _top(words, at)


def _top(words: Sequence[Word], at: int) -> int:
    """Where "dot com", "dot c o m" or "dot co dot uk" at this place ends, or 0 when there is none."""
    last = 0
    while at < len(words) and words[at].text in _DOTS:
        at += 1
        while at < len(words) and words[at].text in _FILLERS:
            at += 1
        if at < len(words) and words[at].text in _TOPS:
            at += 1
        else:
            letters = 0
            while at + letters < len(words) and letters < 3 and len(words[at + letters].text) == 1:
                letters += 1
            while letters and "".join(word.text for word in words[at : at + letters]) not in _SPELLED_TOPS:
                letters -= 1
            if not letters:
                break
            at += letters
        last = at
    return last


def _provider(words: Sequence[Word], at: int, names: frozenset[str]) -> int:
    """Where the name of a provider at this place ends, or 0: "gmail", "g mail", "a o l", "sbc global"."""
    joined = ""
    found = 0
    for last in range(at, min(at + 5, len(words))):
        text = words[last].text
        if text in CONNECTORS or not text[0].isalnum():
            break
        joined += text.replace("-", "")
        if joined in names:
            found = last + 1  # "proton mail" rather than "proton"
    return found
