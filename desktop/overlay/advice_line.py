"""One line of safety advice in the window that life safety has taken over."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.overlay import safety_words
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.theme import Step
from desktop.view import SafetyLine

SIDE = 12  # px from the window's side to the plate
_DISC, _DISC_X, _TEXT_X, _RIGHT = 24, 12, 48, 12  # px within the plate
_SAID_LINE = 24  # px a said line takes when it is told by its title only


@dataclass(frozen=True, slots=True)
class Density:
    """How much room the take-over gives its parts; the window goes down a list of these until everything fits.

    `recent` counts transcript lines. `waiting` is the type of lines to come. `said_in_full` keeps the words of lines
    that were said, else their titles stand. `gap` is between lines, `pad` within one, `plate` within the active one.
    """

    recent: int = 2
    waiting: Step = "say"
    said_in_full: bool = True
    quote_lines: int = 2
    gap: int = 8
    pad: int = 8
    plate: int = 16


class AdviceLine(QWidget):
    """Number or check, and the words: on a white plate while it is the one to say, small once it was said."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.line = SafetyLine(0, "", "", "waiting")
        self._density = Density()
        self._text: Paragraph | None = None
        self._below: Paragraph | None = None  # when it was said

    def show_line(self, line: SafetyLine, density: Density, width: int) -> int:
        """Lay `line` out to `width` pixels; gives the height it needs."""
        theme = self.look.theme
        self.line, self._density = line, density
        room = width - _TEXT_X - _RIGHT
        self._below = None
        if line.state == "active":
            self._text = Paragraph(theme, "command", line.say, room)
        elif line.state == "waiting":
            self._text = Paragraph(theme, density.waiting, line.say, room)
        else:
            self._below = Paragraph(theme, "label", safety_words.said_at(line), room, weight=400)
            in_full = density.said_in_full
            self._text = Paragraph(
                theme,
                "said" if in_full else "small",
                line.say if in_full else line.title,
                room if in_full else room - self._below.natural_width - 12,
                max_lines=0 if in_full else 1,
            )
        self.setAccessibleName(safety_words.line_spoken(line))
        self.update()
        return self._height()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        if self._text is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, text, state = self.look.theme, self._text, self.line.state
        top = self._pad
        if state == "active":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("safety_plate"))
            painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        self._paint_disc(painter, top + self._disc_top)
        role = {"active": "on_plate", "waiting": "safety_t1", "said": "safety_t2"}[state]
        if self._below is not None and not self._density.said_in_full:
            top = (self.height() - text.height) // 2
            right = self.width() - _RIGHT - self._below.natural_width
            self._below.paint(painter, right, (self.height() - self._below.height) // 2, role)
        elif self._below is not None:
            self._below.paint(painter, _TEXT_X, top + text.height, role)
        text.paint(painter, _TEXT_X, top, role)
        painter.end()

    @property
    def _pad(self) -> int:
        return self._density.plate if self.line.state == "active" else self._density.pad

    @property
    def _disc_top(self) -> int:
        """From the top of the text to that of its disc, which stands in the middle of the first line, or just under."""
        under = {"active": 0, "waiting": 2, "said": 1}[self.line.state]
        line = self._text.line_height if self._text is not None else _DISC
        return max(0, (line - _DISC) // 2 + under)

    def _height(self) -> int:
        if self._text is None:
            return 0
        if self._below is not None and not self._density.said_in_full:
            return max(_SAID_LINE, self._text.height) + self._density.pad // 2
        below = self._below.height if self._below is not None else 0
        return self._text.height + below + 2 * self._pad

    def _paint_disc(self, painter: QPainter, top: float) -> None:
        theme, state = self.look.theme, self.line.state
        if self._below is not None and not self._density.said_in_full:
            top = (self.height() - _DISC) / 2
        disc = QRectF(_DISC_X, top, _DISC, _DISC)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state == "waiting":
            painter.setPen(QPen(theme.colour("safety_t1"), 1.5))
            painter.drawEllipse(disc.adjusted(0.75, 0.75, -0.75, -0.75))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("safety" if state == "active" else "safety_plate"))
            painter.drawEllipse(disc)
        if state == "said":
            check = self.look.pixmap(self, "check", 16, "safety")
            painter.drawPixmap(QPointF(_DISC_X + 4, top + 4), check)
            return
        number = Paragraph(theme, "small", str(self.line.number), _DISC, weight=700)
        middle = top + (_DISC - number.line_height) / 2
        number.paint_line(painter, 0, _DISC_X + _DISC / 2, middle, "safety_t1")
