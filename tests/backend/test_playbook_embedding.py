"""Vectors: the model, its files, and what is kept of what it made."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from backend.assist.playbook.embedding import (
    MODEL,
    PACKAGE,
    TOKENIZER,
    EmbeddingsUnavailableError,
    find_model,
    load_embedder,
)
from backend.assist.playbook.search import Playbook
from backend.assist.playbook.vectors import VectorCache
from tests.backend.shelf import Room, embedder, topic


class Counting:
    """The model, with a record of how many texts it was given."""

    def __init__(self) -> None:
        self._embedder = embedder()
        self.model = self._embedder.model
        self.texts = 0

    def embed(self, texts: list[str]) -> object:
        """As the model does."""
        self.texts += len(texts)
        return self._embedder.embed(texts)


def test_the_vectors_are_those_of_the_published_model() -> None:
    """Three sentences are as alike as the model's own documentation prints it."""
    weather = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    vectors = embedder().embed(weather)
    expected = [[1.0, 0.6660, 0.1046], [0.6660, 1.0, 0.1411], [0.1046, 0.1411, 1.0]]
    assert np.abs(vectors @ vectors.T - expected).max() < 1e-4


def test_a_text_has_the_same_vector_in_any_company() -> None:
    """Neither the other texts of a batch nor its padding count."""
    texts = [
        "drip",
        "water is dripping from the bottom of the tank in the garage since this morning",
        "",
        "drip " * 400,
    ]
    together = embedder().embed(texts)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(texts, together, strict=True):
        assert np.abs(embedder().embed([text])[0] - vector).max() < 1e-5


def test_no_texts_are_no_vectors() -> None:
    """An empty batch is one."""
    assert embedder().embed([]).shape == (0, 384)


def test_a_model_that_is_not_the_expected_one_is_refused(tmp_path: Path) -> None:
    """A file that differs in one byte is not loaded."""
    real = find_model_or_skip()
    (tmp_path / TOKENIZER).write_bytes((real / TOKENIZER).read_bytes())
    (tmp_path / MODEL).write_bytes(b"\0" + (real / MODEL).read_bytes()[1:])
    with pytest.raises(EmbeddingsUnavailableError, match=f"{MODEL} is not the expected file"):
        load_embedder(tmp_path)


def test_a_folder_without_the_model_is_refused(tmp_path: Path) -> None:
    """The error names what is missing."""
    with pytest.raises(EmbeddingsUnavailableError, match=f"has no {MODEL}"):
        load_embedder(tmp_path)


def test_the_package_of_the_model_is_not_imported() -> None:
    """It is located only, in a program of its own; numpy is left one thread."""
    find_model_or_skip()
    program = (
        "import json, os, sys; from backend.assist.playbook.embedding import load_embedder; load_embedder();"
        f"print(json.dumps([{PACKAGE!r} in sys.modules, 'torch' in sys.modules, os.environ['OPENBLAS_NUM_THREADS']]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert json.loads(done.stdout) == [False, False, "1"]


def test_vectors_find_what_shares_no_word(tmp_path: Path) -> None:
    """By words alone nothing is found; by meaning the passage is, and its trade is kept."""
    room = Room(tmp_path)
    room.ship("pest/upholstery.md", topic("Couches", "Which one is it?", trades="pest", triggers="cleaning a couch"))
    playbook = room.open()
    text = "washing sofas"
    assert playbook.search(text) == []
    playbook.use(embedder())
    assert playbook.by_meaning
    assert [found.passage.source for found in playbook.search(text)] == ["pest/upholstery.md"]
    assert [found.passage.source for found in playbook.search(text, "pest")] == ["pest/upholstery.md"]
    assert playbook.search(text, "hvac") == []
    assert playbook.search(text, "roofing") == []
    playbook.close()


def test_a_passage_is_made_a_vector_once(tmp_path: Path) -> None:
    """A second start takes them from the file, and an edit makes only what is new."""
    room, counting, cache = Room(tmp_path), Counting(), tmp_path / "kept" / "vectors.npz"
    first = Playbook.open(room.default, room.company, counting, cache=cache)  # type: ignore[arg-type] # counts, is one
    first.close()
    made, counting.texts = counting.texts, 0
    assert made > 10
    second = Playbook.open(room.default, room.company, counting, cache=cache)  # type: ignore[arg-type] # as above
    assert counting.texts == 0
    room.put("a/b.md", topic("New", "A new line."))
    second.refresh()
    assert counting.texts == 2
    second.close()
    assert [file.name for file in cache.parent.iterdir()] == ["vectors.npz"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04", b"\x93NUMPY\x01"])
def test_a_damaged_file_of_vectors_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    """Nothing is lost with it."""
    room, cache = Room(tmp_path), tmp_path / "vectors.npz"
    cache.write_bytes(damage)
    playbook = Playbook.open(room.default, room.company, embedder(), cache=cache)
    assert playbook.search("how much to come out")
    playbook.close()
    assert cache.read_bytes() != damage


def test_vectors_of_another_model_are_forgotten(tmp_path: Path) -> None:
    """They could not be compared."""
    room, counting, cache = Room(tmp_path), Counting(), tmp_path / "vectors.npz"
    Playbook.open(room.default, None, counting, cache=cache).close()  # type: ignore[arg-type] # as above
    made, counting.texts = counting.texts, 0
    counting.model = "another"
    Playbook.open(room.default, None, counting, cache=cache).close()  # type: ignore[arg-type] # as above
    assert counting.texts == made


def test_vectors_that_cannot_be_kept_are_used_all_the_same(tmp_path: Path) -> None:
    """The log says so."""
    room = Room(tmp_path)
    (tmp_path / "file").touch()
    with capture_logs() as logs:
        playbook = Playbook.open(room.default, None, embedder(), cache=tmp_path / "file" / "vectors.npz")
    assert [entry["event"] for entry in logs] == ["vectors are not kept"]
    assert playbook.by_meaning
    playbook.close()


def test_the_vectors_of_nothing_are_close_to_nothing(tmp_path: Path) -> None:
    """A playbook may be empty."""
    vectors = VectorCache(None, "a").vectors([], embedder(), lambda: False)
    assert vectors.closeness(embedder().embed(["drip"])[0], "hvac").tolist() == []


def find_model_or_skip() -> Path:
    """Where the installed model is."""
    embedder()
    return find_model()
