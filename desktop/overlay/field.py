"""A line to write in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class Field(QLineEdit):
    """A line of plain text; Esc gives up."""

    abandoned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this widget."""
        if event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
        else:
            super().keyPressEvent(event)
