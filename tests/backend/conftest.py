"""What the tests of the backend share: an empty log and a running backend, gone after the test."""

import contextlib
import logging
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from backend.assist.playbook.embedding import EmbeddingsUnavailableError, load_embedder
from backend.assist.playbook.search import SHIPPED, Playbook
from backend.log.contract import EventLog
from tests.backend.peer import Backend, serving
from tests.backend.stores import STORES, Open

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is loaded, which a test may do before the model
pytest.register_assert_rewrite("tests.backend.talk", "tests.backend.child")


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Takes back what a command that runs in this process changes about logging.

    Yields:
        Nothing.
    """
    handlers = logging.root.handlers[:]
    yield
    logging.root.handlers[:] = handlers
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def kept_vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file with the vectors of the shipped playbook, which take seconds to make; none without the model."""
    file = tmp_path_factory.mktemp("vectors") / "playbook-vectors.npz"
    with contextlib.suppress(EmbeddingsUnavailableError):
        Playbook.open(SHIPPED, None, load_embedder(), cache=file).close()
    return file


@pytest.fixture(params=STORES)
def open_log(request: pytest.FixtureRequest) -> Open:
    """How to open the store under test in a folder; the same folder again is the same log."""
    return STORES[request.param]


@pytest.fixture
async def log(open_log: Open, tmp_path: Path) -> AsyncIterator[EventLog]:
    """An empty log of the store under test.

    Yields:
        The log; closing it in the test is allowed.
    """
    log = open_log(tmp_path)
    yield log
    await log.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Backend]:
    """A backend with the usual settings, on real sockets in this process.

    Yields:
        The backend.
    """
    async with serving(tmp_path) as server:
        yield server
