"""What says that an address is named, is being given, or is spelled."""

from __future__ import annotations

from collections.abc import Sequence

import re2

from transcripts.redaction.address_words import GIVEN, JOINERS
from transcripts.redaction.spoken_domain import Word, domains

_NAMING = re2.compile(
    r"(?i)\b(?:e-?\s?mails?|inbox)(?:\s+address(?:es)?)?(?:\s+(?:i|we|you)\s+(?:have|use|got))?(?:\s+(?:on\s+file|there"
    r"|here|for\s+(?:me|him|her|us)))?(?:'s\b)?"
)
_SPELLED = re2.compile(
    r"(?i)\b(?:no\s+caps|all\s+lower\s?case|no\s+spaces|i'll\s+spell(?:\s+it)?)\b"
    r"|\b[a-z]\s+(?:as\s+in|like|for)\s+[a-z]+\W+[a-z]\s+(?:as\s+in|like|for)\s+[a-z]+\b"
)
"""What is said of the letters of an address that follows."""
WHOM = frozenset(("me", "us", "him", "her", "them", "it", "that", "this"))
"""To whom, or what, something is sent."""
_PLACES = frozenset(("the", "my", "your", "our", "work", "home", "school"))
"""What begins the name of a place after "at"."""
_SAID = frozenset(("spell", "spelled", "spelt", "lowercase", "initial"))
"""What is said when letters are told."""


def named(plain: str, words: Sequence[Word]) -> int | None:
    """The word after the last naming of an address; None when there is none."""
    end = None
    for match in _NAMING.finditer(plain):
        if plain[match.start() - 1 : match.start()] != "[":
            end = match.end()
    return None if end is None else next((at for at, word in enumerate(words) if word.start >= end), len(words))


def given(words: Sequence[Word], named: int) -> bool:
    """Whether what follows a naming is the address itself: "my email's", "email is", "email me at"."""
    if named and words[named - 1].text.endswith("'s"):
        return True
    if [word.text for word in words[named : named + 1]] == ["at"] and _place(words, named + 1):
        return False
    at = named + (named < len(words) and words[named].text in WHOM)
    return at < len(words) and words[at].text in GIVEN | {"would", "address"}


def _place(words: Sequence[Word], at: int) -> bool:
    """Whether a place is named here and no address: "my email at the desk"."""
    return at < len(words) and words[at].text in _PLACES and all(word.text not in JOINERS for word in words[at:])


def spelling(plain: str, words: Sequence[Word]) -> int | None:
    """The word with which an address begins that nobody asked for, by what is said of its letters, if any."""
    match = _SPELLED.search(plain)
    if match is None or not any(True for _ in domains(words, expected=True)):
        return None
    said_of = match.group().lower().startswith(("no", "all", "i'll"))
    begins = match.end() if said_of else match.start()
    return next((at for at, word in enumerate(words) if word.start >= begins), None)


def spells(word: Word) -> bool:
    """Whether a word is said of the letters of an address and hardly of anything else."""
    letter = len(word.text) == 1 and word.text.isalpha() and word.text not in "ai"
    return letter or "-" in word.text or word.text in JOINERS or word.text in _SAID
