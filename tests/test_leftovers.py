"""The watch over what tests leave behind, seen from outside: by the outcome of small test files."""

import subprocess
import sys
from pathlib import Path

import pytest

LEAKS = {
    "thread": """
        import threading
        def test_it():
            threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()
        """,
    "process": """
        import subprocess, sys
        def test_it():
            global process
            process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        """,
    "grandchild": """
        import subprocess, sys
        def test_it():
            child = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])"
            subprocess.run([sys.executable, "-c", child], check=True)
        """,
    "task": """
        import asyncio
        async def test_it():
            global task
            task = asyncio.create_task(asyncio.sleep(60))
        """,
    "widget": """
        from PySide6.QtWidgets import QWidget
        def test_it(qapp):
            global widget
            widget = QWidget()
        """,
}

CLEAN = """
    import asyncio, subprocess, sys, threading
    import pytest
    from hypothesis import given, strategies
    from PySide6.QtWidgets import QWidget

    @pytest.fixture(scope="module")
    def server():
        stop = threading.Event()
        thread = threading.Thread(target=stop.wait)
        thread.start()
        process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        yield
        stop.set()
        thread.join()
        process.communicate(b"x")

    def test_shared(server):
        pass

    async def test_task():
        asyncio.create_task(asyncio.sleep(0.01))

    def test_ends_shortly():
        threading.Timer(0.05, int).start()

    def test_widgets(qtbot):
        qtbot.addWidget(QWidget())
        cycle = [QWidget()]
        cycle.append(cycle)

    @given(strategies.integers())
    def test_generated(number):
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()
    """


def inner_run(pytester: pytest.Pytester, text: str, *arguments: str) -> pytest.RunResult:
    """Runs one test file in a pytest of its own that has the plugin."""
    pytester.makepyfile(text)
    pytester.makeini("[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function")
    root = str(Path(__file__).parent.parent)
    return pytester.runpytest_subprocess("-p", "tests.leftovers", "-o", f"pythonpath={root}", *arguments)


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the inner pytest find the plugin."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))


@pytest.mark.parametrize("kind", LEAKS)
def test_a_leftover_fails_the_test_that_left_it(kind: str, pytester: pytest.Pytester) -> None:
    """A thread, a process, a process's process, a task or a window that stays fails its test."""
    result = inner_run(pytester, LEAKS[kind])
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*the test left behind:*"])


@pytest.mark.parametrize("workers", ["0", "2"])
def test_what_ends_in_time_is_no_leftover(workers: str, pytester: pytest.Pytester) -> None:
    """Shared fixtures, things just ending, collected cycles and generated examples pass, in parallel too."""
    inner_run(pytester, CLEAN, "-n", workers).assert_outcomes(passed=5)


def test_a_failed_test_is_not_accused_twice(pytester: pytest.Pytester) -> None:
    """A test that fails in its body shows that failure alone."""
    text = LEAKS["thread"] + "\n            assert False\n"
    inner_run(pytester, text).assert_outcomes(failed=1)


def test_a_home_is_empty_and_without_a_session(home: Path) -> None:
    """A program started by a test finds an empty home and no bus or display."""
    script = (
        "import os, pathlib\n"
        "print(pathlib.Path.home(), 'DISPLAY' in os.environ, 'DBUS_SESSION_BUS_ADDRESS' in os.environ)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(home), "False", "False"]
    assert not any(file.is_file() for file in home.rglob("*"))


@pytest.mark.xvfb
def test_a_display_has_a_window_manager(display: str) -> None:
    """A window that a test's program opens is managed: asked to, it gets the focus."""
    script = (
        "from PySide6.QtWidgets import QApplication, QWidget\n"
        "app = QApplication([])\n"
        "window = QWidget()\n"
        "app.focusWindowChanged.connect(lambda focused: focused and app.exit(7))\n"
        "window.show()\n"
        "window.activateWindow()\n"
        "print(app.platformName(), flush=True)\n"
        "raise SystemExit(app.exec())\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.returncode) == ("xcb", 7), (display, done.stderr)
