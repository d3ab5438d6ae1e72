"""The stores of the event log under test: another one is another line in `STORES`."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from backend.log.contract import EventLog
from backend.log.sqlite import SqliteLog

Open = Callable[[Path], EventLog]


def open_sqlite(folder: Path) -> SqliteLog:
    """The log in this folder; a new one is a copy of an empty log, which spares the migrations."""
    path = folder / "calls.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_empty())
    return SqliteLog.open(path)


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.db"
        SqliteLog.open(path)._close()
        return path.read_bytes()


STORES: dict[str, Open] = {"sqlite": open_sqlite}
