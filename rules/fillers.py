"""Fillers of several words: "you know" and "I mean" where they mean nothing."""

from __future__ import annotations

from collections.abc import Sequence

FILLER_WORDS = frozenset(("know", "mean"))
"""A text without any of these has no fillers."""

# After these somebody really knows something: "do you know", "let you know", "if you know".
_KNOWING = frozenset(
    "do did does not let if whether that so as how to think once when what".split()
)
# Before these too: "you know what the model is". A bare "you know what" leads in like "well" and does no harm.
_KNOWN = frozenset("what who where when why which how if whether about of exactly anything off".split())
_MEANING = frozenset("what that you".split())  # "what I mean", "that I mean"


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
