"""What must hold of any call, whatever is said in it. Each function raises AssertionError where it does not."""

from __future__ import annotations

import random
import re
from functools import cache

from rules.engine import Engine, Fact, Rulebook
from rules.normal import normalise
from rules.yaml_source import shipped
from tests.fuzz.material import DIGITS, Turn
from transcripts.events import SegmentAdded
from transcripts.redaction import EMPTY, redact, redact_interim

_LEAK = 6  # digits in a row; fewer may be in the words around by chance
_LEAD = 3  # words: "my number is"
_FIGURES = {word: str(value) for value, word in enumerate(DIGITS)}
_SAID = re.compile(rf"[0-9]|\b(?:{'|'.join(DIGITS)})\b")


@cache
def rulebook() -> Rulebook:
    """The shipped rules, compiled once."""
    return Rulebook(shipped())


def words_map_back(turns: list[Turn]) -> None:
    """Every word of the plain spelling has its place in the original, in order."""
    for turn in turns:
        normal, reached = normalise(turn.text), 0
        for found in re.finditer(r"[^ \n]+", normal.text):
            start, end = normal.original(*found.span())
            assert 0 <= start < end <= len(turn.text), (turn.text, found)
            assert end >= reached, (turn.text, found)
            reached = end


def facts_are_the_same_everywhere(turns: list[Turn]) -> None:
    """Two processes come to the same facts, a replay adds none, and what is heard early comes again."""
    here, there = (Engine(rulebook(), "fuzz", origin) for origin in ("backend", "desktop"))
    log: list[SegmentAdded | Fact] = []
    for number, turn in enumerate(turns):
        segment = SegmentAdded(f"u{number}", turn.speaker, turn.text, number * 4_000)
        early = here.hear(segment)
        facts = here.observe(segment)
        assert [fact.event_id for fact in facts] == [fact.event_id for fact in there.observe(segment)]
        assert {fact.event_id for fact in early} <= {fact.event_id for fact in facts}
        for fact in facts:
            reached = 0
            for start, end in getattr(fact.payload, "evidence", ()):
                assert reached <= start < end <= len(turn.text), (turn.text, fact)
                reached = end
        log += (segment, *facts)
    replay = Engine(rulebook(), "fuzz", "backend")
    known = {fact.event_id for fact in log if isinstance(fact, Fact)}
    for entry in log:
        new = replay.observe(entry.payload if isinstance(entry, Fact) else entry)
        assert {fact.event_id for fact in new} <= known


def nothing_private_is_left(turns: list[Turn], chance: random.Random) -> None:
    """No number that belongs to somebody is stored, nor shown while it is spoken, nor by a pass over the result."""
    state = EMPTY
    for turn in turns:
        cut = chance.randrange(len(turn.text) + 1)
        interim = redact_interim(state, turn.speaker, turn.text[:cut])
        state, text = redact(state, turn.speaker, turn.text)
        for shown in (text, interim) if turn.private else ():
            assert not _leaks(shown, turn.private), (turn, shown)


def a_cut_hides_as_much(turns: list[Turn], chance: random.Random) -> None:
    """A number read out over two segments of its speaker leaves no more digits than in one, or than what follows it."""
    for turn in turns:
        if turn.private and turn.text.startswith(("my number is ", "my card is ")):
            words = turn.text.split()
            cut = chance.randrange(1, len(words))
            state, first = redact(EMPTY, turn.speaker, " ".join(words[:cut]))
            _, second = redact(state, turn.speaker, " ".join(words[cut:]))
            _, whole = redact(EMPTY, turn.speaker, turn.text)
            after = " ".join(words[_LEAD + len(turn.private) :])
            allowed = max(len(_digits(whole)), len(_digits(after)))
            assert len(_digits(f"{first} {second}")) <= allowed, (turn, first, second)


def _digits(text: str) -> str:
    return "".join(_FIGURES.get(found, found) for found in _SAID.findall(text.lower()))


def _leaks(shown: str, private: str) -> bool:
    told = _digits(shown)
    return any(private[at : at + _LEAK] in told for at in range(len(private) - _LEAK + 1))
