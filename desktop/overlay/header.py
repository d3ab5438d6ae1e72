"""The top of the window: status, clock, state word; New session or End, collapse, more. The rest of it drags.

While life safety has the window its words stand in place of End and collapse.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay import words
from desktop.overlay.button import Button
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.view import View

_GLYPHS = {"Offline": "offline", "Reconnecting": "retry", "Stale": "hourglass"}
_TAKEN = "Life safety"
_SHORTER = {"Reconnecting": "Retrying"}  # at the largest text


class Header(QWidget):
    """48 px: the state of the call and the main button.

    Emits `dragged` with the pointer's way (pixels) since the press while somebody moves the window,
    `dropped` at the end.
    """

    new_session_requested = Signal()
    end_requested = Signal()
    collapse_requested = Signal()
    more_requested = Signal()
    dragged = Signal(QPoint)
    dropped = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._state = "Idle"
        self._clock = "--:--"
        self._phase = ""
        self._is_taken = False
        self._pressed: QPoint | None = None
        self.main = Button(look, "End", "phone-end", role="bordered", height=28, parent=self)
        self.collapse = Button(look, "", "pill", role="icon", spoken="Collapse", parent=self)
        self.more = Button(look, "", "more", role="icon", spoken="More", parent=self)
        self.main.clicked.connect(self._on_main_clicked)
        self.collapse.clicked.connect(self.collapse_requested)
        self.more.clicked.connect(self.more_requested)

    @property
    def wanted_height(self) -> int:
        """Height in pixels at this text size, the line below included."""
        return max(48, self.look.theme.line("clock") + 16)

    def show_view(self, view: View) -> None:
        """Paint the state and the clock of `view`, and offer what can be done now."""
        state, clock = words.status(view), words.clock(view.clock_ms if view.phase != "no_call" else None)
        taken = view.safety is not None
        if (view.phase, taken) != (self._phase, self._is_taken):
            self._phase, self._is_taken = view.phase, taken
            self.main.setVisible(view.phase != "ended" and not taken)
            self.collapse.setVisible(not taken)
            self.more.show_role("safety-icon" if taken else "icon")
            self._state = ""
            if view.phase == "no_call":
                self.main.show_words("New session", "plus")
            else:
                self.main.show_words("End", "phone-end")
                self.main.setAccessibleName("End session")
            self._arrange()
            self.update()
        if (state, clock) != (self._state, self._clock):
            self._state, self._clock = state, clock
            spoken = f"{state}, call clock {clock}" if view.clock_ms is not None else state
            self.setAccessibleName(f"{_TAKEN}, {spoken}" if taken else spoken)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        theme, painter = self.look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = (self.height() - 1) / 2
        ink = ("safety_t1", "safety_t2") if self._is_taken else ("t1", "t2")
        left = self._paint_status(painter, middle)
        if self._phase != "no_call":
            clock = Paragraph(theme, "clock", self._clock, 400)
            clock.paint(painter, left, middle - clock.line_height / 2, ink[0])
            # A font without tabular figures must not push the word to and fro.
            figures = re.sub(r"\d", "0", self._clock)
            left += max(clock.natural_width, QFontMetricsF(theme.font("clock")).horizontalAdvance(figures)) + 8
        room = self._paint_taken(painter, middle) if self._is_taken else self._buttons_at
        room -= left + 4
        for state in (self._state, _SHORTER.get(self._state, self._state)):
            word = Paragraph(theme, "small", state, max(10.0, room), max_lines=1)
            if not word.is_elided:
                break
        word.paint(painter, left, middle - word.line_height / 2, ink[1])
        if not self._is_taken:
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a press or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a drag."""
        if self._pressed is not None:
            self.dragged.emit(event.globalPosition().toPoint() - self._pressed)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a press or a drag."""
        if self._pressed is not None:
            self._pressed = None
            self.dropped.emit()

    def _on_main_clicked(self) -> None:
        if self._phase == "in_call":
            self.end_requested.emit()
        else:
            self.new_session_requested.emit()

    @property
    def _buttons_at(self) -> float:
        return self.main.x() if self.main.isVisible() else self.collapse.x()

    def _paint_taken(self, painter: QPainter, middle: float) -> float:
        """Paint who has the window; gives where the words begin."""
        word = Paragraph(self.look.theme, "small", _TAKEN, 200, weight=600)
        left = self.more.x() - word.natural_width
        word.paint(painter, left, middle - word.line_height / 2, "safety_t1")
        return left

    def _paint_status(self, painter: QPainter, middle: float) -> float:
        """Paint the status sign at x 16; gives where the clock begins."""
        theme = self.look.theme
        glyph, taken = _GLYPHS.get(self._state), self._is_taken
        if glyph:
            pixmap = self.look.pixmap(self, glyph, 16, "safety_t1" if taken else "warn")
            painter.drawPixmap(QPointF(16, round(middle) - 8), pixmap)
            return 42
        if self._state == "Live":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("safety_t1" if taken else "ok"))
            painter.drawEllipse(QPointF(21, middle), 5, 5)
        else:
            painter.setPen(QPen(theme.colour("safety_t1" if taken else "t3"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(21, middle), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        return 36

    def _arrange(self) -> None:
        bottom, right = self.height() - 1, self.width() - 8
        for button, gap in ((self.more, 0), (self.collapse, 4), (self.main, 0)):
            size = button.sizeHint()
            button.setGeometry(right - size.width(), (bottom - size.height() + 1) // 2, size.width(), size.height())
            right -= size.width() + gap
