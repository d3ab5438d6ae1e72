"""Click-through: the mouse reaches what lies below the window, unless Ctrl is held over it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QWidget

_LOOK_MS = 120


class ClickThrough(QObject):
    """Lets `window` ignore the mouse. While it does, holding Ctrl over the window brings the mouse back.

    The pointer is looked at by a timer, which runs only while click-through is on: a window that gets no input hears
    of no key either.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._on_looked)

    def set_on(self, on: bool) -> None:
        """Switch it; the window stays as it is on the screen."""
        if on:
            self._timer.start()
            self._on_looked()
        else:
            self.stop()

    def stop(self) -> None:
        """Give the mouse back and look no more."""
        self._timer.stop()
        self._pass_input(False)

    def _on_looked(self) -> None:
        held = bool(QGuiApplication.queryKeyboardModifiers() & Qt.KeyboardModifier.ControlModifier)
        busy = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        wanted = held and self._window.geometry().contains(QCursor.pos())
        if not busy:
            self._pass_input(not wanted)

    def _pass_input(self, on: bool) -> None:
        handle = self._window.windowHandle()
        # A widget's own flag would hide the window; the handle's is applied live.
        if handle is not None and bool(handle.flags() & Qt.WindowType.WindowTransparentForInput) != on:
            handle.setFlag(Qt.WindowType.WindowTransparentForInput, on)
