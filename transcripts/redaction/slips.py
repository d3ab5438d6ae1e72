"""Words that speech-to-text writes for figures: "for", "to", "won", "ate", and a sigh that is a zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import re2

from transcripts.redaction.correction import put_right
from transcripts.redaction.number_words import MISHEARD, NUMBER_WORDS, PLURALS, SIGHS, SLIPS
from transcripts.redaction.utterance import LEADS
from transcripts.redaction.words import Sort, Token

_FROM = re2.compile(rf"(?i)\b(?:from|between)\s+(?:(?:[0-9]+|{NUMBER_WORDS})[\s-]+){{1,3}}$")
"""What makes the "to" after it one of times: "from two oh one to four thirty"."""
_ODD = frozenset(("too", "fore", "tow", "toe"))
"""The slips that stand between no two amounts."""
_GUESSED = re2.compile(r"(?i)\b(?:i\s+think|maybe|probably|looks\s+like)(?:\s+(?:a|an|it's))?\s+$")
"""What comes before a figure that is hard to read: "smudged, I think ate"."""
_ENOUGH = 6  # figures on one side of a slip
_RUN = (Sort.FIGURE, Sort.SLIP)
_ENDS = frozenset(".,?!;")
_ENGLISH = frozenset("tree won ate sex fi nigh wan ow owe ohh ohhh ooh foe fie nai sept".split())
"""The words misheard that somebody may mean."""
_ROUNDS = 3
_WHOLE = (7, 10, 16)
"""How many digits a number has."""
_ARTICLED = frozenset((*MISHEARD, "to", "too", "for", "fore"))
_ARTICLES = ("the ", " a ", "that ", "an ", "another ", "extra ")
"""What comes before a figure that is spoken of, and before no "for" or "to"."""
_FOLLOWED = frozenset(("have", "has", "had", "got", "go", "goes", "says", "with", "using", "for", "to", "from"))
"""Of the words that a number comes after, those that "to" and "for" come after too."""
_CRIES = frozenset(("ow", "ohh", "ohhh", "ooh", "owe", *SIGHS))
"""The zeros that are sighs when nothing else is said."""
_WORDS = frozenset(("free", "sick", "eat", "too", "toe", "tow"))
"""The slips that answer a question themselves."""


def with_slips(plain: str, tokens: list[Token], *, expected: bool, sure: bool) -> list[Token]:
    """Take for a figure what was misheard.

    Inside a run of digits said one by one, a slip always is. Where a number is `expected`, what is seldom said
    otherwise is beside any figure, and what is often said otherwise is between figures, or where nothing else is said.
    Where it is `sure`, any plural is of digits ("all fives"), and a sigh that is all that is said is a zero.
    """
    found = list(tokens)
    if sure and tokens and tokens[-1].word in SIGHS and all(token.sort is Sort.JOINT for token in tokens):
        found[-1] = tokens[-1]._replace(sort=Sort.FIGURE)
        return found
    slips = [at for at, token in enumerate(tokens) if token.sort is Sort.SLIP]
    nothing_else = bool(slips) and sure and _nothing_else(tokens)
    long = {at for first, last in _long(tokens) for at in range(first, last)} if slips else set()
    for _ in range(_ROUNDS):
        before = list(found)
        for at in slips:
            if found[at].sort is Sort.SLIP and (
                nothing_else
                or _misheard(found, at, long=at in long, expected=expected, sure=sure)
                or _is_figure(plain, found, at, expected=expected, sure=sure)
            ):
                found[at] = found[at]._replace(sort=Sort.FIGURE)
        for at, token in enumerate(found):
            if (
                token.sort is Sort.JOINT
                and token.word in SIGHS
                and (at in long or (sure and _leads(plain, found, at)) or _of_item(plain, found, at))
            ) or (
                token.sort is Sort.WORD and token.digits == "1" and sure and put_right(plain, token.start, token.end)
            ):
                found[at] = token._replace(sort=Sort.FIGURE)
        if found == before:
            break
    return found


def _misheard(tokens: Sequence[Token], at: int, *, long: bool, expected: bool, sure: bool) -> bool:
    """Whether a word that is seldom said otherwise is a figure: by itself, or beside one."""
    word = tokens[at].word
    if word not in MISHEARD:
        return False
    return (
        long
        or (sure and word not in _ENGLISH)
        or (expected and (_beside_figure(tokens, at) or _in_figures(tokens, at)))
    )


def _leads(plain: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a figure comes right after a sigh, or two after a pause."""
    if _right(tokens, at) >= 2:
        return True
    if at + 1 == len(tokens) or tokens[at + 1].sort is not Sort.FIGURE:
        return False
    return tokens[at + 1].word in MISHEARD or plain[tokens[at].end : tokens[at + 1].start].strip() in ("", "-")


def _long(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where so many figures, sighs and words misheard stand together that they are a number whatever is talked of."""
    first = 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and (
            tokens[at].sort is Sort.FIGURE or tokens[at].word in MISHEARD or tokens[at].word in SIGHS
        ):
            continue
        run = tokens[first:at]
        figures = sum(len(token.digits) for token in run if _single(token))
        if figures >= 4 and sum(len(token.digits) for token in run) >= _ENOUGH:
            yield first, at
        first = at + 1


def _nothing_else(tokens: Sequence[Token]) -> bool:
    """Whether a segment is figures and slips and nothing else, and not only a word that answers by itself."""
    said = [token.word for token in tokens if token.sort is not Sort.JOINT]
    if any(token.sort in (Sort.WORD, Sort.ITEM) for token in tokens) or said[0] in PLURALS:
        return False
    if len(said) == 3 and said[1] in SLIPS and any(len(word) > 1 and word.isdigit() for word in (said[0], said[2])):
        return False  # "8 to 10"
    return len(said) > 1 or (said[0] not in _CRIES | _WORDS)


def _beside_figure(tokens: Sequence[Token], at: int) -> bool:
    """Whether a figure, or another word that is seldom said otherwise, stands beside a token, joints aside."""
    for step in (-1, 1):
        place = at + step
        while 0 <= place < len(tokens) and abs(place - at) <= 3 and tokens[place].sort is Sort.JOINT:
            place += step
        if 0 <= place < len(tokens) and (tokens[place].sort is Sort.FIGURE or tokens[place].word in MISHEARD):
            return True
    return False


def _in_figures(tokens: Sequence[Token], at: int) -> bool:
    """Whether a figure is among three or more words that may all be figures."""
    first, last = _run(tokens, at)
    return last - first >= 3 and any(token.sort is Sort.FIGURE for token in tokens[first:last])


def _is_figure(plain: str, tokens: Sequence[Token], at: int, *, expected: bool, sure: bool) -> bool:
    word = tokens[at].word
    left, right = _left(tokens, at), _right(tokens, at)
    if word in PLURALS:
        all_of_one = at > 0 and tokens[at - 1].word == "all" and put_right(plain, tokens[at].start, tokens[at].end)
        return all_of_one or (sure and (word != "ones" or left + right > 0))
    if word in MISHEARD and ((left >= 2 and not _apart(plain, tokens, at - 1)) or right >= 2):
        return True
    if (word in MISHEARD and _beside_item(tokens, at)) or _of_item(plain, tokens, at):
        return True
    if word in _ODD and left == 1 == right and sure:
        return True  # "three too three"
    if word in _ODD and right >= _ENOUGH - 1 and (at == 0 or _apart(plain, tokens, at - 1)):
        return True  # "Too one five, five five five"
    closing = right == 0 and not plain[tokens[at].end : tokens[at].end + 8].strip(" .,!?")
    if not expected and word in ("to", "too") and _FROM.search(plain[max(0, tokens[at].start - 40) : tokens[at].start]):
        return False
    if not expected:
        first, last = _run(tokens, at)
        size = sum(len(token.digits) for token in tokens[first:last])
        if size in _WHOLE and sum(map(_single, tokens[first:last])) >= _ENOUGH:
            return True
        inside = left and right and (left >= 3 or right >= 3 or (left >= 2 and right >= 2))
        return bool(inside) or (closing and left >= 5)
    first, last = _run(tokens, at)
    size = sum(len(token.digits) for token in tokens[first:last])
    if left and right:
        return _within(tokens, at) or (sure and size >= _ENOUGH)
    if last - first < 2 or all(tokens[place].word in SLIPS for place in range(first, last)):
        guessed = closing and word in MISHEARD and _GUESSED.search(plain[: tokens[at].start][-20:])
        if sure and guessed:
            return True
        spoken_of = word in MISHEARD or closing or plain.endswith(_ARTICLES, 0, tokens[at].start)
        return sure and spoken_of and word in _ARTICLED and put_right(plain, tokens[at].start, tokens[at].end)
    if size in _WHOLE:
        return True
    before = tokens[first - 1] if first else None
    opens = before is None or _apart(plain, tokens, first - 1) or before.sort is Sort.JOINT
    opens = opens or (last - first > 2 and before is not None and before.word in LEADS - _FOLLOWED)
    ends = last == len(tokens) or _apart(plain, tokens, last - 1) or tokens[last].sort is Sort.JOINT
    ends = ends or plain.startswith(" at the", tokens[at].end)
    if at == first:
        return opens and sure and tokens[at + 1].spoken
    return ends and tokens[at - 1].sort is Sort.FIGURE


def _beside_item(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token stands between a figure and an item with nothing between: "nine won [PHONE]"."""
    if not 0 < at < len(tokens) - 1:
        return False
    return {tokens[at - 1].sort, tokens[at + 1].sort} == {Sort.FIGURE, Sort.ITEM}


def _of_item(plain: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether a token is of the area before an item, or of four figures after one: "ate fifty, …", "… oh won ate"."""
    if all(token.sort is not Sort.ITEM for token in tokens):
        return False
    if at == 0 and tokens[0].word in MISHEARD and _apart(plain, tokens, 1):
        return tokens[1].sort is Sort.FIGURE and tokens[1].spoken and len(tokens[1].digits) == 2
    first, last = _run(tokens, at)
    zero = tokens[first].word in _CRIES | {"zero"}
    return zero and last == len(tokens) and [len(token.digits) for token in tokens[first:last]] == [1] * 4


def _run(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """The figures and slips directly around a token, `[first, last)`."""
    first, last = at, at + 1
    while first > 0 and (tokens[first - 1].sort in _RUN or tokens[first - 1].word in SIGHS):
        first -= 1
    while last < len(tokens) and (tokens[last].sort in _RUN or tokens[last].word in SIGHS):
        last += 1
    return first, last


def _apart(plain: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether punctuation stands between a token and the next one."""
    end = tokens[at + 1].start if at + 1 < len(tokens) else len(plain)
    return not _ENDS.isdisjoint(plain[tokens[at].end : end])


def _within(tokens: Sequence[Token], at: int) -> bool:
    """Whether a slip is among so many figures that it is no "eight to ten": four words, the first of them a figure."""
    first = at
    while first > max(0, at - 3) and tokens[first - 1].sort in _RUN:
        first -= 1
    while tokens[first].sort is Sort.SLIP and first < at:
        first += 1
    last = at + 1
    while last < min(len(tokens), at + 4) and tokens[last].sort in _RUN:
        last += 1
    return tokens[first].sort is Sort.FIGURE and last - first >= 4


def _left(tokens: Sequence[Token], at: int) -> int:
    """How many single figures, slips among them, stand directly to the left."""
    count = 0
    while at > 0 and count < _ENOUGH and (_single(tokens[at - 1]) or (count and tokens[at - 1].sort is Sort.SLIP)):
        at -= 1
        count += len(tokens[at].digits)
    return count


def _right(tokens: Sequence[Token], at: int) -> int:
    """How many stand directly to the right."""
    count = 0
    while at + 1 < len(tokens) and count < _ENOUGH and (_single(tokens[at + 1]) or tokens[at + 1].sort is Sort.SLIP):
        at += 1
        count += len(tokens[at].digits)
    return count if at < len(tokens) and tokens[at].sort is Sort.FIGURE else max(0, count - 1)


def _single(token: Token) -> bool:
    return token.sort is Sort.FIGURE and token.single
