"""Global hotkeys: the overlay never has the focus, so its keys are asked for from the system.

The keys of `desktop.keys` work whatever program the CSR is typing into, and are taken away from that program. Wayland
has no such service for ordinary programs; under XWayland the keys come only while an X11 program has the focus.
"""

import sys
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from desktop.keys import KEYS


class KeyGrab(Protocol):
    """One system's hold on the keys."""

    def close(self) -> None:
        """Gives the keys back; further calls do nothing."""


class Hotkeys(QObject):
    """The global hotkeys, from construction to `close`; they live on the GUI thread.

    Attributes:
        refusals: Why a key is not available, in words for people, by name; empty when all are. Known at once, and
            told again by the signal `refused` when the event loop next runs.
    """

    activated = Signal(str)
    """The name of the key that was pressed; once for a press, however long it is held."""

    refused = Signal(str, str)
    """The name of a key that is not available, and why."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.refusals: dict[str, str] = {}
        self._grab: KeyGrab | None = None
        try:
            self._grab = self._grabbed()
        except OSError as error:
            for name in KEYS:
                self._on_settled(name, str(error))

    def close(self) -> None:
        """Gives the keys back to other programs; further calls do nothing."""
        if self._grab is not None:
            self._grab.close()
            self._grab = None

    def _grabbed(self) -> KeyGrab:
        platform = QGuiApplication.platformName()
        if platform == "xcb":
            from desktop.hotkeys_x11 import X11Grab  # noqa: PLC0415 # of use on X11 alone

            return X11Grab(KEYS, self.activated.emit, self._on_settled, self)
        if sys.platform == "win32" and platform == "windows":
            from desktop.hotkeys_windows import WindowsGrab, user32  # noqa: PLC0415 # of use on Windows alone

            return WindowsGrab(KEYS, self.activated.emit, self._on_settled, user32())
        raise OSError(f"This desktop ({platform}) has no global hotkeys for programs.")

    def _on_settled(self, name: str, why: str | None) -> None:
        self.refusals.pop(name, None)
        if why is not None:
            self.refusals[name] = why
            # Nobody can be connected yet while this object is being made.
            QTimer.singleShot(0, self, partial(self.refused.emit, name, why))
