"""The backend and its sources as the programs that people start."""

import contextlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PATIENCE_S = 40.0
"""How long a program may take for what it is asked, in seconds; two cores are shared by many."""


@dataclass(slots=True)
class Child:
    """A running `csr-backend serve`."""

    process: subprocess.Popen[bytes]
    url: str
    door: Path
    errors: Path  # where its standard error goes

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE_S)


def start(folder: Path, *arguments: str, errors: Path | None = None) -> Child:
    """Start a backend on a free port and wait until it listens.

    Args:
        folder: Its data folder.
        arguments: More of the command line of `serve`.
        errors: Where its standard error goes, appended; a file beside the data folder by default.
    """
    errors = errors or folder.with_suffix(".log")
    with errors.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "backend", "--data-dir", str(folder), "serve", "--port", "0", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
    said = json.loads(_out(process).readline() or "null")
    assert said is not None, errors.read_text()
    assert said["pid"] == process.pid
    return Child(process, said["url"], Path(said["door"]), errors)


@contextmanager
def running(folder: Path, *arguments: str, errors: Path | None = None) -> Iterator[Child]:
    """A backend, killed afterwards if it still runs.

    Yields:
        The backend, which listens.
    """
    child = start(folder, *arguments, errors=errors)
    try:
        yield child
    finally:
        end(child.process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a program if it still runs, and close its pipes."""
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    process.wait(PATIENCE_S)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def replay(file: Path, door: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start to play a transcript file into the backend behind this door."""
    return subprocess.Popen(
        [sys.executable, "-m", "transcripts", "replay", str(file), "--door", str(door), *arguments],
        stdout=subprocess.PIPE,
    )


def rest_of(process: subprocess.Popen[bytes]) -> list[str]:
    """The lines that a program still writes until it ends, which it has to do well."""
    output, _ = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    return output.decode().splitlines()


def until(path: Path, text: bytes) -> None:
    """Wait until a file holds this text."""
    deadline = time.monotonic() + PATIENCE_S
    while text not in path.read_bytes():
        assert time.monotonic() < deadline, path.read_text()
        time.sleep(0.01)


def _out(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdout is not None
    return process.stdout
