"""The calm window without a call: what happens next, in two sentences."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph

_TITLE = "Waiting for a call."
_HINT = "Press New session when you pick up. Alerts, checklist and transcript then appear here."


class EmptyPanel(QWidget):
    """Shown while there is no call."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setAccessibleName(f"{_TITLE} {_HINT}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        theme, painter = self.look.theme, QPainter(self)
        room = self.width() - 96
        title = Paragraph(theme, "title", _TITLE, room)
        hint = Paragraph(theme, "small", _HINT, room)
        top = (self.height() - title.height - 4 - hint.height) // 2
        title.paint(painter, (self.width() - title.natural_width) // 2, top, "t1")
        for number in range(hint.line_count):
            hint.paint_line(painter, number, self.width() / 2, top + title.height + 4, "t2")
        painter.end()
