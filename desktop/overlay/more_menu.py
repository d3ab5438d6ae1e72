"""The more menu: how the window looks and behaves, about, quit. Each choice holds at once."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from desktop.overlay.look import Look
from desktop.settings import OPACITIES, TEXT_SIZES, Choices

_THEMES = (("system", "Like the system"), ("dark", "Dark"), ("light", "Light"), ("high_contrast", "High contrast"))
_MOTION = (("system", "Like the system"), ("on", "On"), ("off", "Off"))


class MoreMenu(QMenu):
    """Built each time it opens. `changed` carries the name of a choice and its new value.

    `can_end` puts the end of the session in it, for the window that has no button for that just now.
    """

    changed = Signal(str, object)
    quit_requested = Signal()
    end_requested = Signal()

    def __init__(self, look: Look, choices: Choices, parent: QWidget, *, can_end: bool = False) -> None:
        super().__init__(parent)
        self.setAccessibleName("More")
        self._look = look
        self.setFont(look.theme.font("small"))
        if can_end:
            self.addAction("End session …").triggered.connect(self.end_requested)
            self.addSeparator()
        self._add_group("Theme", "theme", _THEMES, choices.theme)
        self._add_group("Text size", "text_size", [(size, f"{size}%") for size in TEXT_SIZES], choices.text_size)
        self._add_group("Opacity", "opacity", [(share, f"{share}%") for share in OPACITIES], choices.opacity)
        self._add_group("Reduced motion", "reduced_motion", _MOTION, choices.reduced_motion)
        through = self.addAction("Click-through (hold Ctrl to click)")
        self._through = choices.click_through
        self._tick(through, choices.click_through)
        through.triggered.connect(self._on_through_triggered)
        self.addSeparator()
        about = self.addAction(f"CSR Call Assistant {metadata.version('csr-call-assistant')}")
        about.setEnabled(False)
        quit_action = self.addAction("Quit")
        quit_action.triggered.connect(self.quit_requested)

    def _add_group(self, title: str, name: str, values: Sequence[tuple[Any, str]], current: object) -> None:
        menu = self.addMenu(title)
        menu.setFont(self.font())
        group = QActionGroup(menu)
        for value, words in values:
            action = menu.addAction(words)
            self._tick(action, value == current)
            action.setData((name, value))
            group.addAction(action)
        group.triggered.connect(self._on_group_triggered)

    def _on_group_triggered(self, action: QAction) -> None:
        name, value = action.data()
        self.changed.emit(name, value)

    def _on_through_triggered(self) -> None:
        self.changed.emit("click_through", not self._through)

    def _tick(self, action: QAction, current: bool) -> None:
        # A style sheet paints no indicator without an image file; the icon is the tick.
        action.setCheckable(True)
        action.setChecked(current)
        if current:
            action.setIcon(QIcon(self._look.pixmap(self, "check", 16, "ok")))
