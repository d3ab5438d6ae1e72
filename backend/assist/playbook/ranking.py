"""How sure it is that a passage answers: what two ways of searching say of it, made one figure.

Words are exact and miss what is put otherwise; vectors are the other way round. Half of each finds more than either
(`csr-backend playbook evaluate`). The passages of one topic share most of their strength, so that a section comes along
with what its topic says first. The figures were chosen on the `dev` half of the questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from backend.assist.playbook.files import Entry
from backend.assist.playbook.index import Hit

LEXICAL_FLOOR = 0.45
FUSED_FLOOR = 0.37
"""Below the floor nothing is offered: a line that misses the point costs more than none."""

_OF_WORDS = 0.5
_OF_TOPIC = 0.6


class Ranked(NamedTuple):
    """A passage by its number, and how sure it is that it answers, from 0 to 1."""

    entry: int
    score: float


class Topics:
    """Which passages belong to one topic, and where the asides begin, which are last."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.passages = sum(bool(entry.passage.source) for entry in entries)
        self._topics: dict[str, list[int]] = {}
        for number, entry in enumerate(entries):
            name = entry.passage.source.partition("#")[0] or str(number)
            self._topics.setdefault(name, []).append(number)
        self._of = [self._topics[entry.passage.source.partition("#")[0] or str(at)] for at, entry in enumerate(entries)]

    def rank(self, hits: Iterable[Hit], closeness: Sequence[float] | None) -> list[Ranked]:
        """The passages above the floor, the best first; none where an aside is as close as the best of them.

        Args:
            hits: What was found by words.
            closeness: How close every entry is as a vector, below 0 for one that may not be used; None without vectors.
        """
        scores = {hit.entry: hit.strength for hit in hits}
        floor = LEXICAL_FLOOR
        if closeness is not None:
            floor = FUSED_FLOOR
            scores = {
                entry: _OF_WORDS * scores.get(entry, 0.0) + (1 - _OF_WORDS) * close
                for entry, close in enumerate(closeness)
                if close >= 0
            }
        best: dict[int, float] = {}  # by the first passage of a topic
        for entry, score in scores.items():
            first = self._of[entry][0]
            best[first] = max(best.get(first, 0.0), score)
        aside = max((score for first, score in best.items() if first >= self.passages), default=0.0)
        least = max(floor, aside)
        ranked: list[Ranked] = []
        for first, of_topic in best.items():
            if first >= self.passages or of_topic <= least:
                continue
            for entry in self._of[first]:
                shared = (1 - _OF_TOPIC) * scores.get(entry, 0.0) + _OF_TOPIC * of_topic
                if shared > floor:
                    ranked.append(Ranked(entry, min(shared, 1.0)))
        return sorted(ranked, key=lambda found: (-found.score, found.entry))
