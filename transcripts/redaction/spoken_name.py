"""The part of a spoken e-mail address before its sign: names, letters, figures, and what is said about them."""

from __future__ import annotations

from collections.abc import Sequence

from transcripts.redaction.address_words import CONNECTORS, FORMAL, JOINERS, LEADS, OPENERS, SKIPPED, STOP, TALK
from transcripts.redaction.number_words import NUMBER_WORDS
from transcripts.redaction.spoken_domain import Word

_FIGURES = frozenset((*NUMBER_WORDS.split("|"), "hundred", "thousand"))
MARKS = frozenset((",", ";", "?", "!", "…", "#"))
KNOWN = TALK | FORMAL
"""The words that are no names."""
_BEFORE = LEADS | OPENERS | SKIPPED | FORMAL
_NONE_OF = frozenset(
    """
    spaces space dots dot caps capitals dash dashes period periods underscore numbers punctuation
    """.split()  # a list of words reads best as one
)
"""What there may be none of in an address: "no spaces"."""
_RANKED = frozenset(("first", "last", "middle"))
_OF_NAMES = frozenset(("name", "initial", "letter", "and", "is", "two", "part"))
_UNDOTTED = frozenset(
    """
    com net org edu gov us biz info io co www http https slash polka red blue green white black yellow orange gold pink
    purple dot matrix small little
    """.split()  # a list of words
)
"""What stands before or after a dot that is no part of a name."""
_ALONE = frozenset(("a", "i", "me", "live", "mail"))
"""What may be a letter or a domain as long as nothing follows."""
_ARTICLES = frozenset(
    ("an", "with", "the", "a", "letter", "extra", "another", "capital", "lowercase", "double", "only")
)
"""What comes before a letter that is spoken of."""
_AGAIN = MARKS | {"that's", "spelled", "so", "it's", "and"}
_RUN = 8  # words to either side in which a run of letters is looked for
_LINKS = (("as", "in"), ("like",), ("for",))


def is_figure(word: str) -> bool:
    """Whether a word says a figure."""
    return word in _FIGURES or word.isdigit()


def is_letter(words: Sequence[Word], at: int, first: int, last: int) -> bool:
    """Whether a word is a letter, and not the "a" or the "I" of a sentence."""
    word = words[at].text
    if not _single(word):
        return False
    before, after = neighbour(words, at, first, -1), neighbour(words, at, last, 1)
    if word not in ("a", "i") or before in _ARTICLES or after in JOINERS | {"as", "."}:
        return True
    if after in ("like", "for") and at + 2 < last:
        return words[at + 2].text not in TALK or before not in TALK
    return _in_letters(words, at, first, last)


def _in_letters(words: Sequence[Word], at: int, first: int, last: int) -> bool:
    """Whether an "a" or an "i" stands in a run of letters, another letter among them."""
    for step, end in ((-1, first - 1), (1, last)):
        for place in range(at + step, max(end, at - _RUN) if step < 0 else min(end, at + _RUN), step):
            word = words[place].text
            if not _single(word) and word != ",":
                break
            if word not in ("a", "i", ","):
                return True
    return False


def neighbour(words: Sequence[Word], at: int, end: int, step: int) -> str:
    """The next word in a direction, past one comma, and "" at the end."""
    for place in (at + step, at + 2 * step):
        if place == end or not 0 <= place < len(words) or (step < 0 and place < end):
            return ""
        if words[place].text != ",":
            return words[place].text
    return ""


def _single(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def belongs(words: Sequence[Word], at: int, sign: int) -> bool:
    """Whether a word at the beginning of what may be an address is a part of it, and not what leads to it."""
    word = words[at].text
    after = words[at + 1].text if at + 1 < sign else ""
    if after in CONNECTORS or word in CONNECTORS:
        return True
    if word in MARKS or word[0] == "[":
        return False
    if word in ("a", "i"):
        return is_letter(words, at, at, sign)
    if word in _RANKED:
        return after not in _OF_NAMES
    return len(word) == 1 or word not in _BEFORE


def formal(words: Sequence[Word], at: int) -> bool:
    """Whether a word that may lead to an address is said about its letters: "b as in boy", "no spaces"."""
    word = words[at].text
    if word in ("as", "like", "for"):
        return at > 0 and _single(words[at - 1].text)
    return word in ("no", "not") and at + 1 < len(words) and words[at + 1].text in _NONE_OF


def may_belong(words: Sequence[Word], at: int) -> bool:
    """Whether a word of an interim may turn out to be the beginning of an address, or a part of its domain."""
    word = words[at].text
    domain = at + 1 == len(words) or words[at + 1].text in MARKS
    return (domain and word in _ALONE) or belongs(words, at, len(words))


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
        joined = after in CONNECTORS and (word not in FORMAL or len(word) > 3) and word not in MARKS
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
        if word in STOP or word in MARKS or word[0] in "[@" or plain == longest:
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
        if first < floor or not _single(words[first].text):
            continue
        if tuple(word.text for word in words[first + 1 : first + 1 + len(link)]) == link:
            return first
    return 0


def spelled_after(words: Sequence[Word], at: int) -> int:
    """Where the letters end that spell the address before them once more: "…, that's f i e l d"."""
    last = at
    while last < len(words) and words[last].text in _AGAIN:
        last += 1
    begin = last
    while last < len(words) and _single(words[last].text):
        last += 1
    return last if last - begin >= 3 else at


def dotted(words: Sequence[Word]) -> bool:
    """Whether a dot joins two words that can be names and no website: "carlos dot vega"."""
    for at in range(1, len(words) - 1):
        before, after = words[at - 1].text, words[at + 1].text
        names = before.isalpha() and after.isalpha() and len(before) > 1 and len(after) > 1
        if words[at].text == "dot" and names and not {before, after} & (KNOWN | _UNDOTTED):
            return True
    return False


def made(words: Sequence[Word]) -> bool:
    """Whether dots, underscores, letters or figures in a name show that it is one."""
    said = [word.text for word in words]
    letters = sum(len(word) == 1 and word.isalpha() and word not in ("a", "i") for word in said)
    spelled = any("-" in word and len(word) > 3 and all(len(part) == 1 for part in word.split("-")) for word in said)
    return letters >= 3 or spelled or "." in said or not JOINERS.isdisjoint(said)
