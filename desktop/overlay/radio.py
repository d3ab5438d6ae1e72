"""One choice among several."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton, QWidget

from desktop.overlay.button import is_on_safety, show_ring
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph

_TEXT_X = 26  # px
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}


class Radio(QRadioButton):
    """A ring and words, which wrap once. The arrow keys go from one to the next of the same parent.

    `role` is plain, or safety on the ground of life safety. `by_mouse` tells how it was pressed last.
    """

    def __init__(self, look: Look, words: str, role: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.words = words
        self.by_mouse = False
        self.setProperty("role", role)
        self.setAccessibleName(words)

    def height_for(self, width: int) -> int:
        """Height in pixels at this width and text size."""
        return max(32, self._paragraph(width).height + 12)

    def sizeHint(self) -> QSize:
        """The size it needs in pixels."""
        return QSize(self.width(), self.height_for(self.width()))

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802 # Qt's spelling
        """All of the row can be pressed."""
        return self.rect().contains(position)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a press."""
        self.by_mouse = True
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this widget; an arrow presses the next one of the group, from the last the first."""
        self.by_mouse = False
        step = _STEPS.get(Qt.Key(event.key()))
        group = self.parentWidget()
        if step is None or group is None:
            super().keyPressEvent(event)
            return
        radios = group.findChildren(Radio)
        other = radios[(radios.index(self) + step) % len(radios)]
        other.by_mouse = False
        other.setFocus(Qt.FocusReason.TabFocusReason)
        other.click()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring when the keyboard came here."""
        super().focusInEvent(event)
        show_ring(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        theme, painter = self.look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ring = ("safety_t1", "safety_t1") if is_on_safety(self) else ("t1", "line_s")
        text = self._paragraph(self.width())
        top = (self.height() - text.height) // 2
        middle = QPointF(8, top + text.line_height / 2)
        painter.setPen(QPen(theme.colour(ink if self.isChecked() else ring), 1.5))
        painter.drawEllipse(middle, 7.25, 7.25)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ink))
            painter.drawEllipse(middle, 4, 4)
        text.paint(painter, _TEXT_X, top, ink)
        painter.end()

    def _paragraph(self, width: int) -> Paragraph:
        return Paragraph(self.look.theme, "body", self.words, max(40, width - _TEXT_X), max_lines=2)
