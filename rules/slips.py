"""What is said, or written down, and not meant: fillers, words cut in two, and words taken for others that sound alike.

Words that sound alike and are easily told by no neighbour are one word in `rules.contractions`; here are the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    ("a", "way"): "away",
    ("a", "bout"): "about",
    ("a", "round"): "around",
    ("up", "date"): "update",
    ("for", "ever"): "forever",
    ("your", "self"): "yourself",
    ("out", "side"): "outside",
    ("in", "side"): "inside",
    ("up", "stairs"): "upstairs",
    ("down", "stairs"): "downstairs",
    ("over", "night"): "overnight",
    ("any", "more"): "anymore",
    ("any", "time"): "anytime",
    ("some", "time"): "sometime",
    ("some", "thing"): "something",
    ("week", "end"): "weekend",
    ("screw", "driver"): "screwdriver",
    ("per", "cent"): "percent",
}
CUT_ENDS = frozenset(end for _, end in _CUT)
"""A text without any of these has no words that were cut."""

# "your good for Thursday": what somebody is, and nobody owns.
_BEING = frozenset(
    """
    all booked calling confirmed covered down getting going golden good having in locked looking next not on paying
    penciled ready saying scheduled set smelling still sure talking there under up very welcome with
    """.split()
)
# "can I get you're name": what somebody owns, and nobody is.
_OWNED = frozenset(
    """
    account address callback card cell email furnace heater house husband landlord meter name number panel phone plan
    policy problem property street system thermostat tub unit warranty water wife zip
    """.split()
)
_VERBS = frozenset("am are at can could did do does is should will would".split())  # after "where"
_SUBJECTS = frozenset("and i it people she that there they those we which who you he".split())  # before "were"
_TO_COME = frozenset("be call come cost do find get give go have let make need pay see send take tell".split())
_CLOCK_AFTER = frozenset("am fifteen forty hundred o'clock pm thirty to until".split())
_CLOCK_BEFORE = frozenset("around at before between by from until".split())
_NOT_DOING = frozenset("anything being during evening everything morning nothing something spring thing".split())
_STANDS_THERE = frozenset(
    "are around back be been down get go in is living out over right sitting still up was were".split()
)
_COUNTED = frozenset("am bathroom day hour last more o'clock of pm room side thing thirty time twenty year".split())
SUSPECTS = frozenset("ate gone half there want were won you your".split())
"""A text without any of these has no words that were misheard."""


def misheard(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The places of words that stand for others which sound alike, `[first, after)`, and these, in order and apart."""
    for at, word in enumerate(words):
        if word in SUSPECTS:
            before = words[at - 1] if at else ""
            after = words[at + 1] if at + 1 < len(words) else ""
            if word == "your" and after in _BEING:
                yield at, at + 1, "you are"
            elif word == "you" and after == "are" and at + 2 < len(words) and words[at + 2] in _OWNED:
                yield at, at + 2, "your"
            elif word == "were" and after in _VERBS and before not in _SUBJECTS:
                yield at, at + 1, "where"
            elif word == "gone" and after in _TO_COME:
                yield at, at + 1, "going to"
            elif word == "there" and before not in _STANDS_THERE and _does(after):
                yield at, at + 1, "they are"
            elif word == "half" and after == "to":
                yield at, at + 1, "have"
            elif word == "want" and after == "be":
                yield at, at + 1, "will not"
            elif word == "ate" and (after in _CLOCK_AFTER or before in _CLOCK_BEFORE):
                yield at, at + 1, "eight"
            elif word == "won" and after in _COUNTED:
                yield at, at + 1, "one"


def _does(word: str) -> bool:
    return word.endswith("ing") and word not in _NOT_DOING


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
    free = 0  # words before this place are spoken for
    for at, word in enumerate(words):
        if word in CUT_ENDS and at > free and (whole := _CUT.get((words[at - 1], word))) is not None:
            found.append((at - 1, whole))
            free = at + 1
    return found
