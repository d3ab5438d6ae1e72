"""Full-text search over the passages: SQLite FTS5 in memory.

The words of a question are looked for in every field, its pairs of neighbours ("come down", "think about") in the title
and the triggers only: there they are what callers say, elsewhere they are grammar.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Sequence

from msgspec import Struct

from backend.assist.playbook.files import Entry
from backend.assist.playbook.wording import Question, indexed

FIELDS = ("title", "triggers", "line", "background")
_WEIGHTS = (3.0, 2.0, 2.0, 1.0)
_HALF = 3.0  # the strength, in words that only one passage in the playbook has, at which a match is as good as not

_SCHEMA = f"""
CREATE VIRTUAL TABLE passages USING fts5({", ".join(FIELDS)}, trades UNINDEXED, tokenize = 'porter unicode61')
"""
_FIND = """
SELECT rowid, bm25(passages, ?, ?, ?, ?) AS strength FROM passages
WHERE passages MATCH ? AND (? = '' OR trades = '' OR instr(trades, ?)) ORDER BY strength LIMIT ?
"""
_EXPLAIN = """
SELECT highlight(passages, 0, char(2), char(3)), highlight(passages, 1, char(2), char(3)),
    highlight(passages, 2, char(2), char(3)), highlight(passages, 3, char(2), char(3))
FROM passages WHERE passages MATCH ? AND rowid = ?
"""


class Hit(Struct, frozen=True):
    """A passage that shares words with a question. `entry` is its number; `strength` is from 0 up to 1."""

    entry: int
    strength: float


class Index:
    """The passages by their words. Not thread-safe, but no thread owns it."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(_SCHEMA)
        self._database.executemany("INSERT INTO passages VALUES (?, ?, ?, ?, ?)", map(_row, entries))
        # How much a word says that stands in one passage only.
        self._rarest = math.log(1 + len(entries))

    def find(self, question: Question, trade: str, limit: int) -> list[Hit]:
        """The passages of a trade, or of every trade, that answer a question best by their words, the best first."""
        if question.is_empty:
            return []
        of_trade = f" {trade} " if trade else ""
        rows = self._database.execute(_FIND, (*_WEIGHTS, _query(question), of_trade, of_trade, limit))
        return [Hit(rowid - 1, self._strength(score)) for rowid, score in rows]

    def explain(self, question: Question, entry: int) -> dict[str, tuple[str, ...]]:
        """The words of each field of a passage that a question met."""
        if question.is_empty:
            return {}
        row = self._database.execute(_EXPLAIN, (_query(question), entry + 1)).fetchone() or ()
        met = {field: tuple(dict.fromkeys(_marked(text))) for field, text in zip(FIELDS, row, strict=False)}
        return {field: words for field, words in met.items() if words}

    def close(self) -> None:
        """Let go of the memory."""
        self._database.close()

    def _strength(self, score: float) -> float:
        mass = max(-score, 0.0) / self._rarest
        return mass / (mass + _HALF)


def _row(entry: Entry) -> tuple[str, ...]:
    trades = f" {' '.join(entry.trades)} " if entry.trades else ""
    # A stop between triggers, so that no pair runs over from one into the next.
    triggers = " stop ".join(map(indexed, entry.triggers))
    title = " ".join(map(indexed, entry.passage.path))
    return title, triggers, indexed(entry.say), indexed(entry.background), trades


def _query(question: Question) -> str:
    """An expression of FTS5; every word in it is quoted, so that none is taken for an operator."""
    words = (f'"{word}"' for word in question.words)
    pairs = (f'{{title triggers}} : "{first} {second}"' for first, second in question.pairs)
    return " OR ".join((*words, *pairs))


def _marked(text: str) -> Iterable[str]:
    for part in text.split("\x02")[1:]:
        yield part.partition("\x03")[0]
