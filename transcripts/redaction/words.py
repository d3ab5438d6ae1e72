"""The words of a segment as a redactor hears them: figures, what joins figures, placeholders, and everything else."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

_TOKEN = re.compile(r"\[(?:PHONE|EMAIL|CARD|CVV|SSN)\]|[A-Za-z]+(?:'[A-Za-z]+)*|[0-9]+|…")


class Sort(Enum):
    """What a word is to a number."""

    FIGURE = "figure"
    SLIP = "slip"  # "for", "to": a figure misheard, or only a word
    JOINT = "joint"  # "um", "dash", "no wait": may stand inside a number
    ITEM = "item"  # a placeholder
    WORD = "word"


class Token(NamedTuple):
    """A word at `[start, end)`; `digits` is what it says when it is a figure, `spoken` whether in words."""

    start: int
    end: int
    word: str
    sort: Sort
    digits: str = ""
    spoken: bool = False

    @property
    def single(self) -> bool:
        """Whether the digits are said one by one: "five", "double five"."""
        return len(self.digits) == 1 or (self.spoken and len(set(self.digits)) == 1 and self.word in _TIMES)


_UNITS = {
    "zero": "0", "oh": "0", "o": "0", "ou": "0", "nought": "0", "naught": "0", "aught": "0", "ought": "0",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "fife": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "niner": "9",
}  # fmt: skip
_TEENS = {
    word: str(value)
    for value, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),  # noqa: SIM905 # as below
        start=10,
    )
}
_TENS = {
    word: str(value)
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)  # noqa: SIM905 # as below
} | {"fourty": "4"}
_PLURAL = {
    "zeros": "0", "zeroes": "0", "ohs": "0", "oh's": "0", "o's": "0", "ones": "1", "twos": "2", "threes": "3",
    "fours": "4", "fives": "5", "sixes": "6", "sevens": "7", "eights": "8", "nines": "9",
}  # fmt: skip
_TIMES = {"double": 2, "dubble": 2, "triple": 3, "treble": 3, "tripple": 3, "quadruple": 4, "quad": 4}
_SCALES = {"hundred": "00", "thousand": "000"}
_SLIPS = {"for": "4", "fore": "4", "to": "2", "too": "2", "won": "1", "ate": "8", "tree": "3", "sicks": "6", "sex": "6"}
_ZEROS = frozenset(("oh", "o", "ou", "ought", "aught"))
NUMBER_WORDS = "|".join((*_UNITS, *_TEENS, *_TENS, *_TIMES, *_PLURAL))

# Hesitation, agreement, repair and punctuation said aloud: none of it ends a number.
_JOINTS = frozenset(
    """um uh uhm umm uhh er erm ah eh hmm hm mm mhm mmhm mmhmm huh like well so okay ok kay k yes yeah yep yup ya right
    sure alright then and plus dash hyphen minus dot point period comma space slash stroke wait no nope nah sorry
    actually mean i i'm oops correction correct scratch strike that that's thats it it's its is was make made let let's
    me see hold on hang second sec you know again repeat gotcha got go going ahead perfect great cool good a the be
    next another parenthesis parentheses bracket area code ext extension country not excuse pardon my bad mistake meant
    there believe think guess start over from back up pause ending followed digits number's with ma'am number numbers
    sir please reckon second gimme uhhm mhmm alrighty yessir yup righto fine check copy copied carry onward write
    writing down what's what else moving here's here we've kind sorta sort maybe probably believe cell
    it'd it'll them those these parens paren lemme just simply basically thanks mmkay uhhuh bear check reading
    read listening ready rest just one's say said anyway
    """.split()  # noqa: SIM905 # a list of words reads best as one
)
# "The best one" is no figure.
_BEFORE_ONE = frozenset(
    """best good better right wrong other same this that the which another any every each no only big small new old main
    different nice newer older correct whole first second last next either what some bad loud""".split()  # noqa: SIM905 # as above
)
_AFTER_ONE = frozenset(("sec", "second", "moment", "minute", "more"))
_OPEN_ENDED = frozenset((*_JOINTS, *_UNITS, *_TEENS, *_TENS, *_TIMES, *_SLIPS, *_PLURAL, *_SCALES))
JOINT_WORDS = "|".join(sorted(word for word in _JOINTS if word.isalpha()))
SCALED = tuple(_SCALES)
_CUT_DOTTED = re.compile(r"(?<![0-9.,$])[0-9]{3}\.[0-9]{1,2}$")
_COUNTED = frozenset(("digit", "digits", "numbers"))
_RANKED = frozenset(("last", "first", "final"))


def may_become(word: str) -> bool:
    """Whether a word not yet whole can turn into a figure or into what joins figures."""
    return any(whole.startswith(word) for whole in _OPEN_ENDED)


def tokens(plain: str) -> list[Token]:
    """The words of a text's shadow, from left to right; words that together say one figure are one token."""
    words = [(match.start(), match.end(), match.group().lower()) for match in _TOKEN.finditer(plain)]
    found: list[Token] = []
    at = 0
    while at < len(words):
        taken, token = _token(plain, words, at)
        found.append(token)
        at += taken
    return _with_zeros(plain, found)


def _token(plain: str, words: list[tuple[int, int, str]], at: int) -> tuple[int, Token]:
    start, end, word = words[at]
    if word[0] == "[":
        return 1, Token(start, end, plain[start:end], Sort.ITEM)
    if word[0].isdigit():
        sort = Sort.WORD if _is_part(plain, start, end) else Sort.FIGURE
        counted = at + 1 < len(words) and words[at + 1][2] in _COUNTED
        return 1, Token(start, end, word, Sort.WORD if counted else sort, word if sort is Sort.FIGURE else "")
    after = words[at + 1] if at + 1 < len(words) else (end, end, "")
    if word in _TIMES:
        digit = _UNITS.get(after[2]) or _PLURAL.get(after[2]) or (after[2] if len(after[2]) == 1 else "")
        if digit.isdigit():
            return 2, Token(start, after[1], word, Sort.FIGURE, digit * _TIMES[word], spoken=True)
        return 1, Token(start, end, word, Sort.WORD)
    digits = _UNITS.get(word) or _TEENS.get(word)
    taken = 1
    if word in _TENS:
        unit = _UNITS.get(after[2], "") if after[2] not in _ZEROS and plain[end : after[0]].strip() in ("", "-") else ""
        digits = _TENS[word] + (unit if unit != "0" else "")
        taken, end = (2, after[1]) if len(digits) == 2 else (1, end)
        digits = digits.ljust(2, "0")
    if digits is None:
        return 1, Token(start, end, word, _sort(word), _SLIPS.get(word, ""), word in _SLIPS)
    if word == "one" and after[2] in _AFTER_ONE:
        return 2, Token(start, after[1], word, Sort.JOINT)
    if after[2] in _COUNTED or (at and words[at - 1][2] in _RANKED and word in ("two", "three", "four", "six")):
        return taken, Token(start, end, word, Sort.WORD)
    ends = _first_sort(after[2]) is not Sort.FIGURE or plain[end : after[0]].strip() in (",", ".", "?")
    if word == "one" and ends and at and words[at - 1][2] in _BEFORE_ONE:
        return 1, Token(start, end, word, Sort.WORD)
    return _scaled(words, at, taken, Token(start, end, word, Sort.FIGURE, digits, spoken=True))


def _scaled(words: list[tuple[int, int, str]], at: int, taken: int, token: Token) -> tuple[int, Token]:
    """The figure with the word after it that multiplies it or is multiplied: "eight hundred", "two fives"."""
    if at + taken < len(words):
        _, end, word = words[at + taken]
        if word in _SCALES:
            return taken + 1, token._replace(end=end, digits=token.digits + _SCALES[word], word=word)
        if word in _PLURAL and len(token.digits) == 1 and token.digits in "234":
            return taken + 1, token._replace(end=end, digits=_PLURAL[word] * int(token.digits), word="double")
    return taken, token


def _first_sort(word: str) -> Sort:
    """What a word is by itself."""
    number = (
        word in _UNITS or word in _TEENS or word in _TENS or word in _TIMES or word in _SCALES or word[:1].isdigit()
    )
    return Sort.FIGURE if number else _sort(word)


def _sort(word: str) -> Sort:
    if word in _SLIPS:
        return Sort.SLIP
    return Sort.JOINT if word in _JOINTS or word == "…" else Sort.WORD


def _is_part(plain: str, start: int, end: int) -> bool:
    """Whether written digits are a piece of something that is no number to call or to pay with."""
    before, after = plain[start - 1 : start], plain[end : end + 1]
    size = end - start
    if before.isalpha() or before in ("$", "#") or plain[start - 2 : start] == "$ " or after.isalpha() or after == "%":
        return True
    behind, ahead = plain[start - 2 : start - 1].isdigit(), plain[end + 1 : end + 2].isdigit()
    if (before == ":" and behind) or (after == ":" and ahead):
        return True
    if (before == "/" and behind and size < 3) or (after == "/" and ahead and size < 3):
        return True
    if _dotted(plain, start, end):
        return False
    if before and before in ".," and behind:
        return size in (1, 2) or (before == "," and size == 3)
    if after and after in ".," and ahead:
        rest = re.compile(r"[0-9]+").match(plain, end + 1)
        follow = rest.end() - rest.start() if rest else 0
        return follow in (1, 2) or (after == "," and follow == 3)
    return False


def _dotted(plain: str, start: int, end: int) -> bool:
    """Whether digits are in a number with dots that breaks off at the end of a text: "512.55"."""
    match = _CUT_DOTTED.search(plain[-16:])
    return match is not None and start >= len(plain) - len(match.group()) and end <= len(plain)


def _with_zeros(plain: str, found: list[Token]) -> list[Token]:
    """Take "oh" for a figure only beside another; elsewhere it is a sigh."""
    for at, token in enumerate(found):
        if token.word not in _ZEROS or token.sort is not Sort.FIGURE:
            continue
        right = found[at + 1] if at + 1 < len(found) else None
        left = found[at - 1] if at else None
        beside = left is not None and left.sort in (Sort.FIGURE, Sort.ITEM, Sort.SLIP)
        ahead = right is not None and right.sort is Sort.FIGURE and plain[token.end : right.start].strip() in ("", "-")
        if not (beside or ahead):
            found[at] = Token(token.start, token.end, token.word, Sort.JOINT)
    return found
