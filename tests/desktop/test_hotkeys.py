"""Global hotkeys: on a real X server pressed by xdotool, on Windows up to the edge of the system."""

import ctypes
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.hotkeys import Hotkeys
from desktop.hotkeys_windows import Message, WindowsGrab
from desktop.keys import KEYS

LISTENER = """
import signal
from PySide6.QtGui import QGuiApplication
from desktop.hotkeys import Hotkeys
app = QGuiApplication([])
signal.signal(signal.SIGTERM, signal.SIG_DFL)
keys = Hotkeys()
keys.activated.connect(lambda name: print("activated", name, flush=True))
keys.refused.connect(lambda name, why: print("refused", name, why, flush=True))
print("ready", sorted(keys.refusals), flush=True)
app.exec()
"""

OTHER_WINDOW = """
from PySide6.QtWidgets import QApplication, QWidget
class Window(QWidget):
    def keyPressEvent(self, event):
        print("key", event.key(), flush=True)
app = QApplication([])
window = Window()
window.setWindowTitle("softphone")
app.focusWindowChanged.connect(lambda focused: focused and print("focused", flush=True))
window.show()
window.activateWindow()
app.exec()
"""


@contextmanager
def running(script: str) -> Iterator[IO[str]]:
    """Runs a script on the display of the test and gives its output, line by line."""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout
        finally:
            process.terminate()


def press(*keys: str) -> None:
    """Presses keys, one combination after the other, as a keyboard would."""
    subprocess.run(["xdotool", "key", *keys], check=True)


@pytest.mark.xvfb
@pytest.mark.usefixtures("display")
def test_the_keys_work_while_another_window_has_the_focus() -> None:
    """Every hotkey reaches us and not the focused program, which still gets every other key."""
    with running(LISTENER) as listener, running(OTHER_WINDOW) as window:
        assert listener.readline() == "ready []\n"
        assert window.readline() == "focused\n"
        press(*(f"ctrl+alt+{letter}" for letter in KEYS.values()), "x")
        assert [listener.readline() for _ in KEYS] == [f"activated {name}\n" for name in KEYS]
        while (line := window.readline()) in ("key 16777249\n", "key 16777251\n"):  # Ctrl and Alt themselves
            pass
        assert line == f"key {ord('X')}\n"


@pytest.mark.xvfb
@pytest.mark.usefixtures("display")
@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_the_keys_work_with_a_lock_on(lock: str) -> None:
    """Num Lock and Caps Lock make no difference."""
    with running(LISTENER) as listener:
        assert listener.readline() == "ready []\n"
        press(lock, "ctrl+alt+a")
        assert listener.readline() == "activated acknowledge\n"
        press("ctrl+alt+s")
        assert listener.readline() == "activated suggest\n"


@pytest.mark.xvfb
@pytest.mark.usefixtures("display")
def test_a_held_key_counts_once() -> None:
    """The repeats of a key that is held down are one press."""
    with running(LISTENER) as listener:
        listener.readline()
        # Repeats begin after 660 ms; the press of the other key ends the wait for them.
        subprocess.run(
            ["xdotool", "keydown", "ctrl", "keydown", "alt", "keydown", "a", "sleep", "1.2", "keyup", "a", "key", "s"],
            check=True,
        )
        assert [listener.readline(), listener.readline()] == ["activated acknowledge\n", "activated suggest\n"]


@pytest.mark.xvfb
@pytest.mark.usefixtures("display")
def test_the_keys_follow_the_layout() -> None:
    """After a change of layout the letter counts, wherever it sits now."""
    with running(LISTENER) as listener:
        listener.readline()
        subprocess.run(["setxkbmap", "fr"], check=True)
        press("ctrl+alt+a", "ctrl+alt+s")
        assert [listener.readline(), listener.readline()] == ["activated acknowledge\n", "activated suggest\n"]


@pytest.mark.xvfb
@pytest.mark.usefixtures("display")
def test_a_key_in_use_is_refused_and_free_again_later() -> None:
    """The second program is told that the key is taken; when the first has ended, a third gets it."""
    with running(LISTENER) as first:
        assert first.readline() == "ready []\n"
        with running(LISTENER) as second:
            assert second.readline() == f"ready {sorted(KEYS)}\n"
            for name, letter in KEYS.items():
                why = f"Another program already uses Ctrl+Alt+{letter.upper()}."
                assert second.readline() == f"refused {name} {why}\n"
        press("ctrl+alt+a")
        assert first.readline() == "activated acknowledge\n"
    with running(LISTENER.replace("app.exec()", "keys.close(); keys.close(); app.exec()")) as closed:
        assert closed.readline() == "ready []\n"
        with running(LISTENER) as third:
            assert third.readline() == "ready []\n"


def test_where_there_are_none_the_reason_is_given(qapp: QApplication, qtbot: QtBot) -> None:
    """On a platform without global hotkeys each one is refused with a reason, and closing is harmless."""
    keys = Hotkeys(qapp)
    with qtbot.waitSignal(keys.refused) as refusal:
        assert set(keys.refusals) == set(KEYS)
    assert refusal.args == ["acknowledge", "This desktop (offscreen) has no global hotkeys for programs."]
    keys.close()
    keys.deleteLater()


class FakeUser32:
    """A Windows on which another program holds the keys in `taken`, with the error code it gives."""

    def __init__(self, taken: dict[str, int]) -> None:
        self.taken = taken
        self.registered: dict[int, tuple[int, str]] = {}

    def register(self, number: int, modifiers: int, key: int) -> int:
        """Registers, or gives the error code."""
        if error := self.taken.get(chr(key), 0):
            return error
        self.registered[number] = (modifiers, chr(key))
        return 0

    def unregister(self, number: int) -> None:
        """Frees a registered key."""
        del self.registered[number]


@pytest.mark.usefixtures("qapp")
def test_windows_messages_become_names() -> None:
    """A hotkey message of ours is taken and named; another program's, and other messages, pass on."""
    system, pressed, settled = FakeUser32({}), list[str](), dict[str, str | None]()
    grab = WindowsGrab(KEYS, pressed.append, settled.__setitem__, system)
    assert settled == dict.fromkeys(KEYS)
    control_alt_no_repeat = 0x4003
    assert [key for _, key in system.registered.values()] == [letter.upper() for letter in KEYS.values()]
    assert {modifiers for modifiers, _ in system.registered.values()} == {control_alt_no_repeat}
    deliver = delivery(grab)
    number = next(number for number, (_, key) in system.registered.items() if key == "S")
    assert deliver(0x0312, number)
    assert not deliver(0x0312, 7)
    assert not deliver(0x0100, number)
    assert pressed == ["suggest"]
    grab.close()
    grab.close()
    assert not system.registered


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("error", "why"), [(1409, "Another program already uses"), (5, r"Windows refused .*error 5")])
def test_windows_refusals_carry_the_reason(error: int, why: str) -> None:
    """A key that Windows does not give is refused with the reason; the other one works."""
    settled: dict[str, str | None] = {}
    grab = WindowsGrab(KEYS, str, settled.__setitem__, FakeUser32({"A": error}))
    assert settled["suggest"] is None
    assert re.search(why, settled["acknowledge"] or "")
    grab.close()


def delivery(grab: WindowsGrab) -> Callable[[int, int], bool]:
    """How Qt hands a message to the filter; the result says whether it was taken."""

    def deliver(message: int, wparam: int) -> bool:
        event = Message(message=message, wparam=wparam)
        return grab.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(event))[0]

    return deliver
