"""What every test gets: a home of its own, no display unless it asks for one, and nothing left over."""

import contextlib
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["pytester", "tests.leftovers"]

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Two cores shared by several workers: how long one example takes says nothing.
settings.register_profile("default", deadline=None)
settings.register_profile("fast", deadline=None, max_examples=20)
settings.load_profile("default")

START_S = 20.0
"""How long the X server and the window manager may take to start, in seconds."""


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home with its XDG folders; no desktop session, no bus, no setting of this machine is seen.

    The folder is outside of pytest's own, whose long names would not fit a socket's address.
    """
    with tempfile.TemporaryDirectory(prefix="csr-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for variable, part in {
            "HOME": "",
            "USERPROFILE": "",
            "APPDATA": "roaming",
            "LOCALAPPDATA": "local",
            "XDG_CACHE_HOME": "cache",
            "XDG_CONFIG_HOME": "config",
            "XDG_DATA_HOME": "data",
            "XDG_RUNTIME_DIR": "run",
            "XDG_STATE_HOME": "state",
        }.items():
            (folder / part).mkdir(mode=0o700, exist_ok=True)
            monkeypatch.setenv(variable, str(folder / part))
        for variable in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
            monkeypatch.delenv(variable, raising=False)
        yield folder


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Keeps the tests' own QApplication offscreen, also when the first to ask for it has a display."""
    return [sys.argv[0], "-platform", "offscreen"]


@pytest.fixture
def display(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A display of its own, with a window manager, for the programs that the test starts.

    They find it in the environment (DISPLAY, QT_QPA_PLATFORM=xcb); this process stays offscreen. Both servers
    die with the thread that runs the tests, however it ends.

    Yields:
        The name of the display, as ":7".
    """
    till_we_die = ("setpriv", "--pdeathsig", "KILL")
    with contextlib.ExitStack() as stack:
        reading, writing = os.pipe()
        stack.callback(os.close, reading)
        screen = ("-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset")
        try:
            xvfb = subprocess.Popen(
                [*till_we_die, "Xvfb", "-displayfd", str(writing), *screen],
                pass_fds=[writing],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        finally:
            os.close(writing)
        stack.callback(_end, xvfb)
        name = ":" + _first_line(reading, "Xvfb")
        monkeypatch.setenv("DISPLAY", name)
        monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
        openbox = subprocess.Popen(
            # What it starts once it manages the screen says so.
            [*till_we_die, "openbox", "--sm-disable", "--startup", "echo ready"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(_end, openbox)
        assert openbox.stdout is not None
        _first_line(openbox.stdout.fileno(), "openbox")
        yield name


def _first_line(descriptor: int, program: str) -> str:
    """The first line that a starting program writes; fails the test when none comes."""
    line = b""
    while not line.endswith(b"\n"):
        ready, _, _ = select.select([descriptor], [], [], START_S)
        part = os.read(descriptor, 100) if ready else b""
        if not part:
            pytest.fail(f"{program} does not start: python3 packaging/dev.py test installs what it needs")
        line += part
    return line.decode().strip()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
