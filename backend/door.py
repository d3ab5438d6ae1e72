"""Opening and closing the local door (see `transcripts.door`)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from transcripts.door import Door, read_door


@contextlib.contextmanager
def open_door(path: Path, door: Door) -> Iterator[None]:
    """Keep the door file while the block runs. The file appears whole, readable by its owner only.

    A door that another backend has put there since is left alone.
    """
    scratch = path.with_suffix(f".{os.getpid()}.tmp")
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(door.write())
    scratch.replace(path)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if read_door(path.read_bytes()) == door:
                path.unlink()
