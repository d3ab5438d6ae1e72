"""What is said, or written down, and not meant: fillers of several words, and words that speech-to-text cut in two."""

from __future__ import annotations

from collections.abc import Sequence

FILLER_WORDS = frozenset(("know", "mean"))
"""A text without any of these has no fillers."""

# After these somebody really knows something: "do you know", "let you know", "if you know".
_KNOWING = frozenset(
    """
    do did does not let if whether that so as how to think once when what
    """.split()
)
# Before these too: "you know what the model is". A bare "you know what" leads in like "well" and does no harm.
_KNOWN = frozenset(
    """
    what who where when why which how if whether about of exactly anything off
    """.split()
)
_MEANING = frozenset(["what", "that", "you"])  # "what I mean", "that I mean"

_CUT = {
    ("to", "day"): "today",
    ("to", "night"): "tonight",
    ("to", "morrow"): "tomorrow",
    ("to", "marrow"): "tomorrow",
    ("after", "noon"): "afternoon",
    ("be", "fore"): "before",
    ("with", "in"): "within",
    ("with", "out"): "without",
    ("some", "body"): "somebody",
    ("some", "one"): "someone",
    ("any", "body"): "anybody",
    ("any", "one"): "anyone",
    ("every", "body"): "everybody",
    ("every", "one"): "everyone",
    ("no", "body"): "nobody",
    ("any", "where"): "anywhere",
    ("every", "thing"): "everything",
    ("any", "thing"): "anything",
    ("head", "ache"): "headache",
    ("new", "born"): "newborn",
    ("under", "neath"): "underneath",
    ("al", "ready"): "already",
    ("how", "ever"): "however",
    ("all", "ready"): "already",
}
CUT_ENDS = frozenset(end for _, end in _CUT)
"""A text without any of these has no words that were cut."""


def without_fillers(words: Sequence[str]) -> list[int]:
    """The places of filler words, in order."""
    places: list[int] = []
    for at in range(len(words) - 1):
        pair = (words[at], words[at + 1])
        before = words[at - 1] if at else ""
        after = words[at + 2] if at + 2 < len(words) else ""
        if pair == ("you", "know"):
            if before not in _KNOWING and after not in _KNOWN:
                places += at, at + 1
        elif pair == ("i", "mean") and before not in _MEANING:
            places += at, at + 1
    return places


def cut_words(words: Sequence[str]) -> list[tuple[int, str]]:
    """The words that were cut in two: the place of the first half and the whole word, in order and apart."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(words) - 1:
        whole = _CUT.get((words[at], words[at + 1]))
        if whole is not None:
            found.append((at, whole))
            at += 1
        at += 1
    return found
