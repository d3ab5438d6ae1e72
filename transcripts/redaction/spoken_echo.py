"""Words of a spoken address that are said once more beside it: begun and given up, asked about, or explained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transcripts.redaction.address_words import CONNECTORS, FORMAL
from transcripts.redaction.spoken_domain import Word
from transcripts.redaction.spoken_name import MARKS

_PLAIN = FORMAL | frozenset(
    """
    at the a an and or is it its it's to for in of on my your our com net org edu i you that that's with me us
    """.split()
)
"""The words that are said for their own sake, too."""
_NOT_NEXT = frozenset("something is was are no yes yeah right or and not with has at dot isn't but then".split())
"""What comes after a word of an address and is none."""
_POINTING = frozenset("that it is it's that's all was you word number name want them this be".split())
"""What may be spelled out and is no word of an address."""
_GLUED = 8  # letters: so long a word may be several
_PART = 2  # letters that are a part of one, others coming
_SAID_OF_WORDS = (["is", "spelled"], ["is", "spelt"], ["spelled", "out"], ["the", "word"], ["like", "the"])
_GAP = 5  # words between two parts of one address
_BREAKS = frozenset((*MARKS, "or", "email", "e-mail", "mail", "is", "it's", "that's", "was", "address")) - {","}
"""What does not stand between two parts of one address."""


def echoes(
    words: Sequence[Word], spans: Sequence[tuple[int, int]], gaps: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The words in the gaps that are of the addresses, `[first, last)` each, and one that goes on with them."""
    said = {word.text for first, last in spans for word in words[first:last] if len(word.text) > 1} - CONNECTORS
    glued = " ".join(word for word in said if len(word) >= _GLUED)
    for first, last in gaps:
        at = first
        while at < last:
            end = at
            while end < last and (words[end].text in said or (glued and _within(words, at, end + 1, glued))):
                end += 1
            if end == at and words[at].text not in _POINTING | MARKS and _spelled_out(words, at + 1):
                yield at, at + 1
            own = [word.text for word in words[at:end] if word.text not in _PLAIN]
            if own or (end - at == 1 and _explained(words, end)):
                closes = words[end + 1].text in MARKS if end + 1 < len(words) else "at" in said
                if own and [word.text for word in words[end : end + 1]] == ["like"] and end + 1 < last:
                    yield end + 1, end + 2  # "hi like hello"
                yield at, end + (len(own) > 1 and end < last and closes and words[end].text not in _NOT_NEXT | MARKS)
            at = max(end, at + 1)


def _within(words: Sequence[Word], first: int, last: int, glued: str) -> bool:
    """Whether words together are a part of a name that was written as one word: "st pauls" of "stpaulslutheran"."""
    said = "".join(word.text for word in words[first:last])
    return len(said) >= _PART and said.isalpha() and said in glued


def _spelled_out(words: Sequence[Word], at: int) -> bool:
    """Whether the word before was said to be written in full: "is that first spelled out"."""
    return [word.text for word in words[at : at + 2]] == ["spelled", "out"]


def _explained(words: Sequence[Word], at: int) -> bool:
    """Whether what comes next says that the word before is a part of an address: "the and is spelled out"."""
    return [word.text for word in words[at : at + 2]] in _SAID_OF_WORDS


def joined(words: Sequence[Word], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The parts of addresses, sorted, those made one between which little is said."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        between = words[found[-1][1] : first] if found else []
        if found and len(between) <= _GAP and all(word.text not in _BREAKS and word.text[0] != "[" for word in between):
            found[-1] = found[-1][0], max(last, found[-1][1])
        else:
            found.append((first, last))
    return found
