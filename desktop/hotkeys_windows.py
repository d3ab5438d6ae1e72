"""Global hotkeys on Windows: RegisterHotKey, whose messages reach the GUI thread through Qt's event filter."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

_ALT, _CONTROL, _NO_REPEAT = 0x0001, 0x0002, 0x4000
_WM_HOTKEY = 0x0312
_ALREADY_REGISTERED = 1409
_FIRST_ID = 0xC5  # below 0xC000 the numbers are the program's own


class User32(Protocol):
    """The three calls that are needed of Windows."""

    def register(self, number: int, modifiers: int, key: int) -> int:
        """Registers a key for this thread; returns 0 or Windows's error code."""

    def unregister(self, number: int) -> None:
        """Gives a key back."""


class Message(ctypes.Structure):
    """A Windows message (MSG), as far as it is read here."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("wparam", ctypes.c_size_t),
        ("lparam", ctypes.c_ssize_t),
    )


class WindowsGrab(QAbstractNativeEventFilter):
    """The keys, registered with Ctrl+Alt for the GUI thread.

    Args:
        keys: The letter of each name.
        pressed: Called with the name, once for a press.
        settled: Called with the name and why its key cannot be had, or None when it can.
        system: Windows.
    """

    def __init__(
        self,
        keys: Mapping[str, str],
        pressed: Callable[[str], object],
        settled: Callable[[str, str | None], object],
        system: User32,
    ) -> None:
        super().__init__()
        self._pressed = pressed
        self._system = system
        self._names: dict[int, str] = {}
        for number, (name, letter) in enumerate(keys.items(), _FIRST_ID):
            error = system.register(number, _ALT | _CONTROL | _NO_REPEAT, ord(letter.upper()))
            if not error:
                self._names[number] = name
                settled(name, None)
            elif error == _ALREADY_REGISTERED:
                settled(name, f"Another program already uses Ctrl+Alt+{letter.upper()}.")
            else:
                settled(name, f"Windows refused Ctrl+Alt+{letter.upper()} (error {error}).")
        if app := QCoreApplication.instance():
            app.installNativeEventFilter(self)

    def close(self) -> None:
        """Gives the keys back; further calls do nothing."""
        if app := QCoreApplication.instance():
            app.removeNativeEventFilter(self)
        for number in self._names:
            self._system.unregister(number)
        self._names.clear()

    def nativeEventFilter(  # noqa: N802 # Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview[int], message: int
    ) -> tuple[bool, int]:
        """Takes the hotkey messages out of the stream; all others pass."""
        if kind == b"windows_generic_MSG":
            found = Message.from_address(int(message))
            if found.message == _WM_HOTKEY and found.wparam in self._names:
                self._pressed(self._names[found.wparam])
                return True, 0
        return False, 0


if sys.platform == "win32":

    class _RealUser32:
        def __init__(self) -> None:
            self._dll = ctypes.WinDLL("user32", use_last_error=True)

        def register(self, number: int, modifiers: int, key: int) -> int:
            return 0 if self._dll.RegisterHotKey(None, number, modifiers, key) else ctypes.get_last_error()

        def unregister(self, number: int) -> None:
            self._dll.UnregisterHotKey(None, number)

    def user32() -> User32:
        """Windows itself."""
        return _RealUser32()
