"""The playbook as the rest of the backend uses it: asked with what a caller said, it answers with lines to say."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from msgspec import Struct

from backend.assist.playbook.asides import ASIDES
from backend.assist.playbook.embedding import Embedder
from backend.assist.playbook.files import Contents, Entry, Folders, Problem
from backend.assist.playbook.index import Index
from backend.assist.playbook.ranking import Ranked, Topics
from backend.assist.playbook.wording import MOST_WORDS, asked
from transcripts.events import Passage

if TYPE_CHECKING:
    from backend.assist.playbook.vectors import VectorCache, Vectors

SHIPPED = Path(__file__).parent / "default"
EXAMPLE_COMPANY = Path(__file__).parent / "example"
"""The folder of a company that there is not, for demonstrations."""
LOOK_EVERY_S = 2.0
_DEPTH = 200  # passages that the words may bring in

_log = structlog.get_logger("playbook")


class Found(Struct, frozen=True):
    """A passage that answers. `say` is the line, word for word; `score` is how sure that is, from 0 to 1."""

    passage: Passage
    title: str
    say: str
    background: str
    score: float


class _Shelf(Struct, frozen=True):
    """The playbook as it was at one moment, ready to be searched."""

    contents: Contents
    entries: tuple[Entry, ...]  # the asides last
    topics: Topics
    index: Index
    vectors: Vectors | None


class Playbook:
    """A playbook that follows its files. Thread-safe; `open` makes one, `close` ends it.

    A search looks at the folders when that was last done `LOOK_EVERY_S` ago, so an edit is found without a restart. A
    file that became unreadable goes on saying what it said; the log tells of it once.
    """

    def __init__(self, folders: Folders, clock: Callable[[], float]) -> None:
        self._folders = folders
        self._clock = clock
        self._embedder: Embedder | None = None
        self._cache: VectorCache | None = None
        self._closing = threading.Event()
        self._turning = threading.Lock()  # held by whoever reads the folders
        self._using = threading.Lock()  # held while a shelf is searched or put away; the inner of the two
        self._shelf = self._stack(folders.read(), ())
        self._looked_at = clock()

    @classmethod
    def open(
        cls,
        default_folder: Path,
        company_folder: Path | None,
        embedder: Embedder | None = None,
        *,
        cache: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> Playbook:
        """Read a playbook. With an embedder this may take seconds, the first time: call it in a thread.

        Args:
            default_folder: What ships with the product, see `SHIPPED`.
            company_folder: What the company puts over it; need not exist.
            embedder: Searches by meaning as well, see `use`.
            cache: The file that keeps vectors over a restart.
            clock: Seconds that only go forward.
        """
        playbook = cls(Folders(default_folder, company_folder), clock)
        if embedder is not None:
            playbook.use(embedder, cache=cache)
        return playbook

    def use(self, embedder: Embedder, *, cache: Path | None = None) -> None:
        """Search by meaning as well from now on. Until this returns, searches go by words alone."""
        from backend.assist.playbook.vectors import StoppedError, VectorCache  # noqa: PLC0415 # needs optional packages

        with self._turning, contextlib.suppress(StoppedError):
            self._embedder = embedder
            self._cache = VectorCache(cache, embedder.model)
            self._replace(self._shelf.contents)

    def close(self) -> None:
        """Let go of the memory, also while vectors are made. Nothing is searched afterwards."""
        self._closing.set()
        with self._turning, self._using:
            self._shelf.index.close()

    @property
    def company(self) -> str:
        """The company's name, or ""."""
        return self._shelf.contents.company.name

    @property
    def facts(self) -> str:
        """The company's facts, one a line, as a prompt may state them."""
        facts = self._shelf.contents.company.facts
        return "\n".join(f"{name.replace('_', ' ')}: {fact}" for name, fact in facts.items())

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every passage in effect, by its source."""
        return self._shelf.contents.entries

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files that could not be read."""
        return self._shelf.contents.problems

    @property
    def by_meaning(self) -> bool:
        """Whether vectors are used as well as words."""
        return self._shelf.vectors is not None

    def search(self, text: str, trade: str = "", limit: int = 3, *, unspoken: bool = False) -> list[Found]:
        """The passages that answer what was said, the surest first; none where that is in doubt.

        Args:
            text: An utterance, redacted.
            trade: The trade of the call, or "" where it is not known. A passage of another trade is never returned.
            limit: How many at most.
            unspoken: Whether passages count that have no line to say here, for their background.
        """
        if self._clock() - self._looked_at >= LOOK_EVERY_S:
            self.refresh()
        entries, ranked = self._rank(text, trade.strip().lower())
        found = ((entries[entry], score) for entry, score in ranked if unspoken or entries[entry].say)
        return [
            Found(entry.passage, entry.title, entry.say, entry.background, round(score, 3))
            for (entry, score), _ in zip(found, range(limit), strict=False)
        ]

    def explain(self, text: str, source: str) -> Mapping[str, tuple[str, ...]]:
        """The words, in their plain spelling, that what was said shares with each field of a passage."""
        with self._using:
            for number, entry in enumerate(self._shelf.contents.entries):
                if entry.passage.source == source:
                    return self._shelf.index.explain(asked(text), number)
        return {}

    def refresh(self) -> bool:
        """Take in what was changed in the folders; return whether anything was. Whoever comes second does not wait."""
        if not self._turning.acquire(blocking=False):
            return False
        try:
            self._looked_at = self._clock()
            if not self._folders.have_changed():
                return False
            self._replace(self._folders.read())
        finally:
            self._turning.release()
        return True

    def _rank(self, text: str, trade: str) -> tuple[tuple[Entry, ...], list[Ranked]]:
        question = asked(text)
        said = None
        if self._shelf.vectors is not None and self._embedder is not None and not question.is_empty:
            said = self._embedder.embed([" ".join(text.split()[-MOST_WORDS:])])[0]
        with self._using:
            shelf = self._shelf
            hits = shelf.index.find(question, trade, _DEPTH)
            closeness = None
            if said is not None and shelf.vectors is not None:
                closeness = shelf.vectors.closeness(said, trade).tolist()
        return shelf.entries, shelf.topics.rank(hits, closeness)

    def _replace(self, contents: Contents) -> None:
        shelf = self._stack(contents, self._shelf.contents.problems)
        with self._using:
            before, self._shelf = self._shelf, shelf
            before.index.close()

    def _stack(self, contents: Contents, known: tuple[Problem, ...]) -> _Shelf:
        for problem in contents.problems:
            if problem not in known:
                _log.warning("playbook file left out", file=str(problem.file), line=problem.line, problem=problem.text)
        entries = (*contents.entries, *ASIDES)
        vectors = None
        if self._embedder is not None and self._cache is not None:
            vectors = self._cache.vectors(entries, self._embedder, self._closing.is_set)
            try:
                self._cache.keep()
            except OSError as error:
                _log.warning("vectors are not kept", error=error.strerror or type(error).__name__)
        return _Shelf(contents, entries, Topics(entries), Index(entries), vectors)
