"""An icon as a widget of its own."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay.look import Look


class Sign(QWidget):
    """One icon of `size` pixels in the colour of a role; decoration beside the words that say the same."""

    def __init__(self, look: Look, icon: str, size: int, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._icon, self._size, self._role = icon, size, role
        self.setFixedSize(size, size)

    def show_icon(self, icon: str, role: str) -> None:
        """Paint another icon or colour."""
        if (icon, role) != (self._icon, self._role):
            self._icon, self._role = icon, role
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self.look.pixmap(self, self._icon, self._size, self._role))
        painter.end()
