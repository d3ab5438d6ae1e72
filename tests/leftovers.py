"""A pytest plugin: a test that leaves something running behind fails, so that none disturbs the next.

What counts: threads, child processes (and theirs), asyncio tasks still pending when their loop is closed, and
top-level Qt widgets. A test that failed for a reason of its own is not accused of more. What a fixture of a
wider scope than one test starts is that fixture's to end.
"""

import asyncio
import asyncio.runners
import contextlib
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

GRACE_S = 2.0
"""How long something that is about to end may take for it, in seconds."""

MARK = "CSR_TESTS_STARTED_BY"
"""Variable that every process started by these tests inherits; the value is the tests' process id."""

_PROC = Path("/proc")


class Running:
    """What runs at one moment.

    Attributes:
        threads: The threads of this process.
        processes: The ids of all processes of this machine; whose they are is asked later.
        widgets: The addresses of the Qt widgets that have no parent.
    """

    def __init__(self) -> None:
        self.threads = set(threading.enumerate())
        self.processes = _process_ids()
        self.widgets = set(_top_level_widgets())

    def grow(self, before: "Running") -> None:
        """Takes what came to be since `before` for granted as well."""
        now = Running()
        self.threads |= now.threads - before.threads
        self.processes |= now.processes - before.processes
        self.widgets |= now.widgets - before.widgets

    def survivors(self) -> list[str]:
        """Names everything of ours that runs now and did not then."""
        gone_soon = [t for t in threading.enumerate() if t not in self.threads]
        threads = [t for t in gone_soon if t.is_alive() and not isinstance(t, threading._DummyThread)]
        widgets = _top_level_widgets()
        return [
            *(f"thread {thread.name}" for thread in threads),
            *(f"process {pid}: {_command(pid)}" for pid in self.our_processes()),
            *(str(widget) for address, widget in widgets.items() if address not in self.widgets),
        ]

    def our_processes(self) -> list[int]:
        """The ids of the processes that this one has started since, itself or through another."""
        return [pid for pid in _process_ids() - self.processes if _is_ours(pid)]


class _Watch:
    """The state between a test's set-up and its end; one test at a time runs in a process."""

    before: Running | None = None
    failed = False
    pending_tasks: tuple[str, ...] = ()


def pytest_configure() -> None:
    """Marks the processes to come and watches event loops being closed."""
    os.environ[MARK] = str(os.getpid())
    cancel_all = asyncio.runners._cancel_all_tasks  # type: ignore[attr-defined]  # no public hook sees them

    def note_and_cancel(loop: asyncio.AbstractEventLoop) -> None:
        if pending := asyncio.all_tasks(loop):
            _, pending = loop.run_until_complete(asyncio.wait(pending, timeout=GRACE_S))
            _Watch.pending_tasks += tuple(repr(task) for task in pending)
        cancel_all(loop)

    asyncio.runners._cancel_all_tasks = note_and_cancel  # type: ignore[attr-defined]  # as above


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup() -> Generator[None, object, object]:
    """Remembers what ran before the test's first fixture."""
    _Watch.before, _Watch.failed, _Watch.pending_tasks = Running(), False, ()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
    """Takes for granted what a fixture of a module or of the session starts."""
    if fixturedef.scope == "function" or _Watch.before is None:
        return (yield)
    before = Running()
    result = yield
    _Watch.before.grow(before)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remembers whether the test has failed already."""
    report = yield
    _Watch.failed |= report.failed
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None, object, object]:
    """Looks for what is left once every fixture of the test has ended, and fails the test for it."""
    result = yield
    before, _Watch.before = _Watch.before, None
    if before is None or _Watch.failed:
        return result
    left = before.survivors()
    deadline = time.monotonic() + GRACE_S
    while left and time.monotonic() < deadline:
        gc.collect()  # a widget in a reference cycle is the collector's, not a leak
        _delete_later_now()
        threading.Event().wait(0.01)
        left = before.survivors()
    for pid in before.our_processes():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
    left += _Watch.pending_tasks
    if left:
        pytest.fail("the test left behind:\n  " + "\n  ".join(left), pytrace=False)
    return result


def _process_ids() -> set[int]:
    return {int(entry) for entry in os.listdir(_PROC) if entry.isdecimal()} if _PROC.is_dir() else set()


def _is_ours(pid: int) -> bool:
    try:
        if f"{MARK}={os.getpid()}".encode() in (_PROC / str(pid) / "environ").read_bytes().split(b"\0"):
            return True
        # The name, in brackets, may hold anything; the state and the parent follow its last bracket.
        parent = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[1]
    except OSError:  # ended meanwhile, or another user's
        return False
    return int(parent) == os.getpid()


def _command(pid: int) -> str:
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return "ended meanwhile"


def _top_level_widgets() -> dict[int, "QWidget"]:
    """The Qt widgets without a parent, by address; Qt's own tool tip, which it keeps, is left out."""
    if "PySide6.QtWidgets" not in sys.modules:
        return {}
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 # most tests need no Qt
    from shiboken6 import getCppPointer  # noqa: PLC0415 # as above

    if QApplication.instance() is None:
        return {}
    roots = [w for w in QApplication.topLevelWidgets() if w.parent() is None]
    return {getCppPointer(w)[0]: w for w in roots if w.metaObject().className() != "QTipLabel"}


def _delete_later_now() -> None:
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415 # most tests need no Qt

        if QCoreApplication.instance() is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
