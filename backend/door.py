"""Opening and closing the local door (see `transcripts.door`)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from backend.settings import SettingsError
from transcripts.door import Door, read_door


@contextlib.contextmanager
def open_door(path: Path, door: Door) -> Iterator[None]:
    """Keep the door file while the block runs. The file appears whole, readable by its owner only.

    A door that another backend has put there since is left alone.

    Raises:
        SettingsError: No file can be written there.
    """
    scratch = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        scratch.unlink(missing_ok=True)
        with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(door.write())
        scratch.replace(path)
    except OSError as error:
        raise SettingsError(f"the local door {path} cannot be written: {error.strerror}") from error
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            if read_door(path.read_bytes()) == door:
                path.unlink()
