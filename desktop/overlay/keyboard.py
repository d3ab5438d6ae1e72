"""The keyboard, which the window has only while the user writes something in it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget


class Keyboard(QObject):
    """Lets `window` take the keyboard. Ask for it only when the user has just pressed to write."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    def lend(self, wanted: bool) -> None:
        """Take it, or give it back."""
        if wanted:
            self.take()
        else:
            self.give_back()

    def take(self) -> None:
        """Take it from the program the user came from."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, False)
            self._window.activateWindow()

    def give_back(self) -> None:
        """Give it back; does nothing where the window never had it."""
        handle = self._window.windowHandle()
        if handle is None or handle.flags() & Qt.WindowType.WindowDoesNotAcceptFocus:
            return
        handle.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, True)
        if self._window.isActiveWindow():
            # Only a window that goes gives the focus back to the program the user came from.
            self._window.hide()
            self._window.show()
