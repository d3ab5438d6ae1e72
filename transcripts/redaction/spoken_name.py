"""The part of a spoken e-mail address before its sign: names, letters, figures, and what is said about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transcripts.redaction.address_words import CONNECTORS, FORMAL, JOINERS, LEADS, OPENERS, SKIPPED, STOP, TALK
from transcripts.redaction.number_words import NUMBER_WORDS
from transcripts.redaction.spoken_domain import MAILBOXES, Word

_FIGURES = frozenset((*NUMBER_WORDS.split("|"), "hundred", "thousand"))
_MARKS = frozenset((",", ";", "?", "!", "…"))
_HINTS = frozenset(("lowercase", "uppercase", "underscore", "spelled", "spelt", "initial", "spaces", "hyphen"))
_NONE_OF = frozenset(
    [
        "spaces",
        "space",
        "dots",
        "dot",
        "caps",
        "capitals",
        "dash",
        "dashes",
        "period",
        "periods",
        "underscore",
        "numbers",
        "punctuation",
    ]
)
_CLOSE = 3  # words between a sign of spelling and a word that it is about
_LONGEST = 5  # words of a name that comes without any sign of being one
_LINKS = (("as", "in"), ("like",), ("for",))


def belongs(words: Sequence[Word], at: int, sign: int) -> bool:
    """Whether a word at the beginning of what may be an address is a part of it, and not what leads to it."""
    word = words[at].text
    after = words[at + 1].text if at + 1 < sign else ""
    if after in CONNECTORS or word in CONNECTORS:
        return True
    if word in _MARKS or word[0] == "[":
        return False
    if word in ("a", "i"):
        return _letter(words, at, at, sign)
    if word in ("first", "last", "middle"):
        return after not in ("name", "initial", "letter", "and", "is", "two", "part")
    return len(word) == 1 or word not in LEADS | OPENERS | SKIPPED | FORMAL


def formal(words: Sequence[Word], at: int) -> bool:
    """Whether a word that may lead to an address is said about its letters: "b as in boy", "no spaces"."""
    word = words[at].text
    if word in ("as", "like", "for"):
        return at > 0 and len(words[at - 1].text) == 1 and words[at - 1].text.isalpha()
    return word in ("no", "not") and at + 1 < len(words) and words[at + 1].text in _NONE_OF


def may_belong(words: Sequence[Word], at: int) -> bool:
    """Whether a word of an interim may turn out to be the beginning of an address, or a part of its domain."""
    word = words[at].text
    domain = at + 1 == len(words) or words[at + 1].text in _MARKS
    return (domain and word in ("a", "i", "me", "live", "mail")) or belongs(words, at, len(words))


def start(words: Sequence[Word], floor: int, end: int, *, longest: int) -> int:
    """Where the name begins that ends before `end`; `end` when there is none. Words of sentences are no part of it."""
    at = first = end
    plain = 0
    while at > floor:
        word = words[at - 1].text
        phonetic = _phonetic_before(words, floor, at)
        if phonetic:
            at = first = phonetic
            continue
        after = words[at].text if at < len(words) else ""
        if word in CONNECTORS:
            at -= 1
            continue
        joined = after in CONNECTORS and (word not in FORMAL or len(word) > 3) and word not in _MARKS
        if (len(word) == 1 and word.isalnum()) or word in _FIGURES or any(char.isdigit() for char in word) or joined:
            if word[0] == "[":
                break
            at -= 1
            first = at
            plain = 0
            continue
        if word in FORMAL or word == ",":
            if word in OPENERS and not formal(words, at - 1) and at - 1 > floor and not _spelled(words[at - 2].text):
                break
            at -= 1
            continue
        if word[0] == "[" and word != "[EMAIL]":
            at -= 1  # digits that were taken for a number
            first = at
            continue
        if word in STOP or word in _MARKS or word[0] in "[@" or plain == longest:
            break
        plain += 1
        at -= 1
        first = at
    return first


def _spelled(word: str) -> bool:
    return len(word) == 1 or word in CONNECTORS


def _phonetic_before(words: Sequence[Word], floor: int, at: int) -> int:
    """Where "b as in boy" or "b like boy" begins that ends before `at`; 0 when nothing of the kind does."""
    for link in _LINKS:
        first = at - 2 - len(link)
        if first >= floor and len(words[first].text) == 1 and words[first].text.isalpha():
            if tuple(word.text for word in words[first + 1 : first + 1 + len(link)]) == link:
                return first
    return 0


def spelled_after(words: Sequence[Word], at: int) -> int:
    """Where the letters end that spell the address before them once more: "…, that's f i e l d"."""
    last = at
    while last < len(words) and (
        words[last].text in _MARKS or words[last].text in ("that's", "spelled", "so", "it's", "and")
    ):
        last += 1
    letters = 0
    while last + letters < len(words) and (
        len(words[last + letters].text) == 1 and words[last + letters].text.isalpha()
    ):
        letters += 1
    return last + letters if letters >= 3 else at


def made(words: Sequence[Word]) -> bool:
    """Whether dots, underscores, letters or figures in a name show that it is one."""
    said = [word.text for word in words]
    letters = sum(len(word) == 1 and word.isalpha() and word not in ("a", "i") for word in said)
    spelled = any("-" in word and len(word) > 3 and all(len(part) == 1 for part in word.split("-")) for word in said)
    return letters >= 3 or spelled or "." in said or not JOINERS.isdisjoint(said)


def pieces(
    words: Sequence[Word], first: int, last: int, *, alike: bool, figures: bool, loose: bool
) -> Iterator[tuple[int, int]]:
    """The pieces of an address that is being given among words `[first, last)`, where no domain tells.

    Args:
        words: The segment.
        first: Where to begin.
        last: Where to end.
        alike: Whether names alone may be one.
        figures: Whether figures alone may be one.
        loose: Whether only letters, one by one, may be one.
    """
    signs = _signs(words, first, last, numbered=figures or alike)
    if loose:
        letters = sum(len(word.text) == 1 and word.text.isalpha() for word in words[first:last])
        if letters >= 2 and all(len(word.text) == 1 or word.text in LEADS for word in words[first:last]):
            yield first, last
        return
    parts = [at for at in range(first, last) if _part(words, at, last)]
    names = [at for at in parts if not _figure(words[at].text) and len(words[at].text) > 1]
    quiet = all(
        word in LEADS or word in FORMAL or word in CONNECTORS or _figure(word) or len(word) == 1 for word in
        (words[at].text for at in range(first, last) if at not in names and words[at].text not in _MARKS)
    )  # fmt: skip
    bare = (alike and len(names) <= _LONGEST) if names else figures
    if not signs and not (quiet and bare):
        return
    start_at: int | None = None
    end_at = first
    for at in parts:
        near = not signs or quiet or any(abs(at - sign) <= _CLOSE for sign in signs)
        if not near:
            continue
        if start_at is not None and all(_bridge(words[between].text) for between in range(end_at, at)):
            end_at = at + 1
            continue
        if start_at is not None:
            yield start_at, end_at
        start_at, end_at = at, at + 1
    if start_at is not None:
        yield start_at, end_at


def _signs(words: Sequence[Word], first: int, last: int, *, numbered: bool) -> list[int]:
    """The places that show that a name is being spelled."""
    found = []
    for at in range(first, last):
        word = words[at].text
        after = words[at + 1].text if at + 1 < last else ""
        hyphened = "-" in word and any(len(part) == 1 for part in word.split("-"))
        mixed = word.isalnum() and not word.isalpha() and not word.isdigit()
        one_word = word == "word" and at > first and words[at - 1].text == "one"
        counted = numbered and _figure(after) and word.isalpha() and word not in TALK | FORMAL and not _figure(word)
        joining = (word in JOINERS or word in (".", "plus")) and after
        told = words[at - 1].text if at > first else ""
        explained = (told in ("number", "digit") and _figure(word)) or (told == "spell" and word not in TALK | FORMAL)
        if (
            hyphened
            or mixed
            or one_word
            or counted
            or joining
            or explained
            or word in _HINTS
            or word in MAILBOXES
            or _letter(words, at, first, last)
        ):
            found.append(at)
    return found


def _letter(words: Sequence[Word], at: int, first: int, last: int) -> bool:
    """Whether a word is a letter, and not the "a" or the "I" of a sentence."""
    word = words[at].text
    if len(word) > 1 or not word.isalpha():
        return False
    before = next((words[i].text for i in range(at - 1, first - 1, -1) if words[i].text != ","), "")
    after = next((words[i].text for i in range(at + 1, last) if words[i].text != ","), "")
    if word not in ("a", "i") or before in ("an", "with") or after in JOINERS | {"as", "."}:
        return True
    if after in ("like", "for") and at + 2 < last:
        return words[at + 2].text not in TALK or before not in TALK
    return any(len(near) == 1 and near.isalpha() and near not in ("a", "i") for near in (before, after))


def _part(words: Sequence[Word], at: int, last: int) -> bool:
    word = words[at].text
    if word in _MARKS or word[0] in "[@" or word in JOINERS or word == ".":
        return False
    before = next((words[i].text for i in range(at - 1, max(-1, at - 3), -1) if words[i].text != ","), "")
    after = next((words[i].text for i in range(at + 1, min(last, at + 3)) if words[i].text != ","), "")
    if before == "in" and at > 1 and words[at - 2].text == "as":
        return True
    if len(word) == 1 and word.isalpha():
        return _letter(words, at, 0, last)
    if before in JOINERS or before == "." or after in JOINERS or after == ".":
        return word not in FORMAL or len(word) > 3
    return (_figure(word) and after not in ("word", "words")) or word not in TALK | FORMAL


def _bridge(word: str) -> bool:
    return word in CONNECTORS or word in ("as", "in", ",", "like", "and", "then", "um", "uh", "no")


def _figure(word: str) -> bool:
    return word in _FIGURES or word.isdigit()
