"""The last words of the call under the advice, so that the CSR sees what is heard."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay import words
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.view import Line

_SIDE, _COLUMN, _PAD = 16, 72, 12  # px
_TURN_GAP, _SAME_GAP = 8, 4
_MOST = 2  # lines of text of one utterance: its end


class RecentLines(QWidget):
    """One or two lines of the transcript under a rule, on the ground of life safety."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._laid: list[tuple[Line, Paragraph]] = []

    def show_lines(self, lines: tuple[Line, ...], width: int) -> int:
        """Lay `lines` out to `width` pixels; gives the height they need, 0 without any."""
        room = width - 2 * _SIDE - self._column
        self._laid = [
            (line, Paragraph(self.look.theme, "body", line.text + (" …" if line.interim else ""), room))
            for line in lines
        ]
        self.setAccessibleName("\n".join(words.line_spoken(line) for line in lines))
        self.update()
        if not self._laid:
            return 0
        gaps = sum(self._gap_above(place) for place in range(1, len(self._laid)))
        return 1 + 2 * _PAD + gaps + sum(_shown(text) * text.line_height for _, text in self._laid)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        theme = self.look.theme
        # The border of a high-contrast window is wider than the frame the parts stand in.
        edge = theme.safety_border - theme.border
        painter.fillRect(edge, 0, self.width() - 2 * edge, 1, theme.colour("safety_line"))
        top = 1 + _PAD
        for place, (line, text) in enumerate(self._laid):
            top += self._gap_above(place) if place else 0
            if not place or self._gap_above(place) == _TURN_GAP:
                label = Paragraph(theme, "label", words.SPEAKERS[line.speaker], self._column)
                label.paint(painter, _SIDE, top + (text.line_height - label.line_height) / 2, "safety_t2")
            shown = _shown(text)
            role = "safety_t2" if line.interim else "safety_t1"
            text.paint(painter, _SIDE + self._column, top, role, text.line_count - shown)
            top += shown * text.line_height
        painter.end()

    @property
    def _column(self) -> int:
        return max(_COLUMN, round(_COLUMN * self.look.theme.text_size / 100))

    def _gap_above(self, place: int) -> int:
        same = self._laid[place - 1][0].speaker == self._laid[place][0].speaker
        return _SAME_GAP if same else _TURN_GAP


def _shown(text: Paragraph) -> int:
    return min(_MOST, text.line_count)
