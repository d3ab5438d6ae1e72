"""The passages as vectors, and which lie closest to what was said.

A passage is as close as the closest of its texts: its titles, its line, and each of its triggers by itself. Making the
vectors of a playbook takes seconds, so they are kept in a file beside the data, by the hash of their text.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backend.assist.playbook.embedding import Embedder
from backend.assist.playbook.files import Entry

Array = NDArray[np.float32]

_DIGEST = 32  # bytes of a SHA-256
_AT_A_TIME = 64  # texts: about half a second


class StoppedError(Exception):
    """The vectors were no longer wanted before all of them were made."""


class Vectors:
    """The vectors of passages. Only read, so that any number of threads may use it."""

    def __init__(self, entries: Sequence[Entry], known: dict[bytes, Array]) -> None:
        rows = [(number, known[_digest(text)]) for number, entry in enumerate(entries) for text in texts_of(entry)]
        self._matrix = np.array([vector for _, vector in rows], np.float32)
        self._starts = np.flatnonzero(np.diff([-1, *(number for number, _ in rows)]))
        trades = sorted({trade for entry in entries for trade in entry.trades})
        self._of_trade = {
            trade: np.array([entry.is_for(trade) for entry in entries], np.bool_) for trade in (*trades, "\0")
        }

    def closeness(self, said: Array, trade: str) -> Array:
        """How close each passage is to the vector of what was said: a cosine, or -1 for one of another trade."""
        if not len(self._starts):
            return np.empty(0, np.float32)
        close = np.maximum.reduceat(self._matrix @ said, self._starts)
        if trade:
            # A trade that no passage names is told from all that are named.
            close[~self._of_trade.get(trade, self._of_trade["\0"])] = -1
        return np.asarray(close, np.float32)


class VectorCache:
    """The vectors that were made before, in a file. It holds hashes and vectors, no text.

    Args:
        file: Where it is; need not exist.
        model: The model that makes them. Those of another are forgotten.
    """

    def __init__(self, file: Path | None, model: str) -> None:
        self._file = file
        self._model = model
        self._known = dict(self._read())
        self._is_kept = True

    def vectors(self, entries: Sequence[Entry], embedder: Embedder, is_stopped: Callable[[], bool]) -> Vectors:
        """The vectors of these passages; those of texts that are not known yet are made, some at a time.

        Raises:
            StoppedError: They are no longer wanted.
        """
        texts = {_digest(text): text for entry in entries for text in texts_of(entry)}
        fresh = [digest for digest in texts if digest not in self._known]
        self._is_kept = self._is_kept and not fresh
        self._known = {digest: self._known[digest] for digest in texts if digest in self._known}
        for start in range(0, len(fresh), _AT_A_TIME):
            if is_stopped():
                raise StoppedError
            some = fresh[start : start + _AT_A_TIME]
            self._known.update(zip(some, embedder.embed([texts[digest] for digest in some]), strict=True))
        return Vectors(entries, self._known)

    def keep(self) -> None:
        """Write the vectors of the last passages into the file, whole or not at all, if any were made.

        Raises:
            OSError: It cannot be written.
        """
        if self._file is None or self._is_kept:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        digests = np.frombuffer(b"".join(self._known), np.uint8).reshape(-1, _DIGEST)
        handle, name = tempfile.mkstemp(dir=self._file.parent, prefix=f".{self._file.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, model=np.array(self._model), digests=digests, vectors=np.array([*self._known.values()]))
            Path(name).replace(self._file)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
        self._is_kept = True

    def _read(self) -> Iterator[tuple[bytes, Array]]:
        if self._file is None or not self._file.is_file():
            return
        try:
            with self._file.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                model, digests, vectors = str(kept["model"]), kept["digests"], kept["vectors"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return  # damaged: it is made anew
        if model == self._model and digests.shape == (len(vectors), _DIGEST) and vectors.dtype == np.float32:
            yield from ((digest.tobytes(), vector) for digest, vector in zip(digests, vectors, strict=True))


def texts_of(entry: Entry) -> Iterable[str]:
    """What of a passage is laid beside what a caller says."""
    titles = entry.passage.path[-2:] if len(entry.passage.path) > 1 else entry.passage.path
    yield ": ".join(titles)
    if entry.say:
        yield entry.say
    yield from entry.triggers


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
