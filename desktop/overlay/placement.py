"""Keeps the window where the user put it, on whatever screens there are."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from desktop.overlay.docking import chosen_screen, clamped, corner, dock_of, screen_key, window_height
from desktop.settings import Dock, Settings


class Placement(QObject):
    """Docks `window` and moves it; `margin` is the transparent room around the frame, which may leave the screen.

    After a screen came, went or changed, the window has to be docked again: `screens_changed` tells it.
    """

    screens_changed = Signal()

    def __init__(self, window: QWidget, settings: Settings, margin: int) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._margin = margin
        self._grabbed: QPoint | None = None
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._on_screens_changed)
        application.screenRemoved.connect(self._on_screens_changed)
        application.primaryScreenChanged.connect(self._on_screens_changed)
        for screen in application.screens():
            screen.availableGeometryChanged.connect(self._on_screens_changed)

    @property
    def screen(self) -> QScreen:
        """The screen the window belongs to."""
        screens = {screen_key(screen): screen for screen in QGuiApplication.screens()}
        return chosen_screen(screens, self._settings.choices.screen, QGuiApplication.primaryScreen())

    def frame_height(self) -> int:
        """Height of the open frame on its screen in pixels."""
        return window_height(self.screen.availableGeometry())

    def geometry(self, frame: QSize) -> QRect:
        """Where the window goes with a frame of this size."""
        screen = self.screen
        dock = self._settings.docks.get(screen_key(screen), Dock())
        at = corner(dock, screen.availableGeometry(), frame)
        return QRect(at, frame).adjusted(-self._margin, -self._margin, self._margin, self._margin)

    def drag(self, way: QPoint) -> None:
        """Move the window by the pointer's `way` since it was pressed, kept in sight of the screen below."""
        if self._grabbed is None:
            self._grabbed = self._window.pos()
        frame = self._frame_at(self._grabbed + way)
        screen = QGuiApplication.screenAt(frame.center()) or self._window.screen()
        inside = clamped(frame, screen.availableGeometry())
        self._window.move(inside.topLeft() - QPoint(self._margin, self._margin))

    def drop(self) -> None:
        """Remember where the window was put."""
        if self._grabbed is None:
            return
        self._grabbed = None
        frame = self._frame_at(self._window.pos())
        screen = QGuiApplication.screenAt(frame.center()) or self._window.screen()
        self._settings.remember_dock(screen_key(screen), dock_of(frame, screen.availableGeometry()))

    def _on_screens_changed(self) -> None:
        for screen in QGuiApplication.screens():
            screen.availableGeometryChanged.connect(self._on_screens_changed, Qt.ConnectionType.UniqueConnection)
        self.screens_changed.emit()

    def _frame_at(self, position: QPoint) -> QRect:
        size = self._window.size() - QSize(2 * self._margin, 2 * self._margin)
        return QRect(position + QPoint(self._margin, self._margin), size)
