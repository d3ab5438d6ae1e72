"""The programs that a benchmark measures, as child processes in a home of their own."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from transcripts.door import Door, read_door

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 20.0


class ProgramError(RuntimeError):
    """A program did not start or did not answer."""


@dataclass(frozen=True, slots=True)
class Running:
    """A backend, real or bare."""

    door: Door
    door_file: Path
    pid: int

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.door.url.rpartition(":")[2])

    def metric(self, name: str) -> float:
        """One number of the metrics page."""
        page = urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5).read().decode()
        return next((float(line.split()[-1]) for line in page.splitlines() if line.startswith(f"{name} ")), 0.0)


@contextlib.contextmanager
def home() -> Iterator[Path]:
    """An empty folder on disk, for data and settings of nobody."""
    with tempfile.TemporaryDirectory(prefix="csr-bench-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@contextlib.contextmanager
def backend(folder: Path) -> Iterator[Running]:
    """A real backend with its log on disk in `folder`."""
    arguments = ["--data-dir", str(folder), "serve", "--port", "0", "--with-parent", "--log-level", "warning"]
    with child("backend", *arguments, folder=folder) as process:
        said = msgspec.json.decode(first_line(process), type=dict[str, str | int])
        door_file = Path(str(said["door"]))
        door = read_door(door_file.read_bytes())
        if door is None:
            raise ProgramError("the backend left no door")
        yield Running(door, door_file, process.pid)


@contextlib.contextmanager
def child(
    module: str, *arguments: str, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m module` while the block runs. It is asked to end by SIGTERM and the end of its input."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=clean_environment(folder) | dict(environment or {}),
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def clean_environment(folder: Path) -> dict[str, str]:
    """This process's environment with every folder of the user replaced, and no desktop session in it."""
    seen = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_SESSION_TYPE")
    kept = {name: value for name, value in os.environ.items() if name not in seen}
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        kept[name] = str(folder)
    return kept


def first_line(process: subprocess.Popen[bytes]) -> bytes:
    """What a program says when it is ready.

    Raises:
        ProgramError: It ended instead.
    """
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise ProgramError(f"a program ended before it was ready (exit code {process.wait()})")
    return line


@contextlib.contextmanager
def displays() -> Iterator[dict[str, dict[str, str]]]:
    """The screens there are to measure on, by name, each with what a program needs in its environment."""
    found = {"offscreen": {"QT_QPA_PLATFORM": "offscreen"}}
    with contextlib.ExitStack() as stack:
        if shutil.which("Xvfb"):
            name = stack.enter_context(_x_server())
            found["Xvfb"] = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": name}
        yield found


@contextlib.contextmanager
def _x_server() -> Iterator[str]:
    reading, writing = os.pipe()
    screen = ("-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset")
    with contextlib.ExitStack() as stack:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), *screen],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        stack.callback(_kill, server)
        with os.fdopen(reading) as said:
            number = said.readline().strip()
        if not number:
            raise ProgramError("Xvfb does not start")
        name = f":{number}"
        if shutil.which("openbox"):
            manager = subprocess.Popen(
                ["openbox", "--sm-disable", "--startup", "echo ready"],
                env=dict(os.environ, DISPLAY=name),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(_kill, manager)
            _await_ready(manager.stdout)
        yield name


def _await_ready(output: IO[bytes] | None) -> None:
    if output is None or not output.readline():
        raise ProgramError("openbox does not start")


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def cpu_s(pid: int) -> float:
    """CPU seconds that all threads of a process have used, to the nanosecond where the kernel tells."""
    used = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # the thread has just ended
            used += int((task / "schedstat").read_text().split()[0])
    return used / 1e9


def memory_mib(pid: int) -> tuple[float, float]:
    """Resident and proportional set size of a process, in MiB."""
    sizes = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name in ("Rss", "Pss"):
            sizes[name] = int(rest.split()[0]) / 1024
    return sizes["Rss"], sizes["Pss"]


def wait_until(what: str, holds: object, seconds: float = PATIENCE_S) -> None:
    """Ask `holds()` until it is true.

    Raises:
        ProgramError: It did not become true in time.
    """
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise ProgramError(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.02)
