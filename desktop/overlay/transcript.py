"""The live transcript: follows the end, can be scrolled back, lays out only what is in sight."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from operator import is_not

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay import words
from desktop.overlay.button import Button, show_ring
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.view import Line

_SIDE, _COLUMN, _TOP, _BOTTOM = 16, 72, 8, 12  # px
_TURN_GAP, _SAME_GAP = 8, 4
_MOST_KEPT = 400  # laid out paragraphs kept in memory
_SPOKEN = 3  # lines a screen reader gets as the description

_REDACTED = re.compile(r"\[(?:PHONE|EMAIL|CARD|CVV|SSN)\]")


class Transcript(QWidget):
    """The lines of a call.

    While it follows the end the newest line stands at the bottom. Scrolled back, the line at the top edge is the
    anchor and stays where it is whatever arrives below.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._lines: Sequence[Line] = ()
        self._stopped_at_ms: int | None = None
        self._anchor: tuple[int, int] | None = None  # line at the top edge, pixels of it above the edge
        self._paragraphs: dict[int, Paragraph] = {}
        self._last_turn = 0
        self.newest = Button(look, "Newest", "chev-d", role="bordered", height=28, parent=self)
        self.newest.clicked.connect(self.follow)
        self.newest.hide()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Transcript")

    @property
    def is_following(self) -> bool:
        """Whether the newest line is kept in sight."""
        return self._anchor is None

    @property
    def laid_out(self) -> int:
        """How many lines are laid out in memory."""
        return len(self._paragraphs)

    def show_lines(self, lines: Sequence[Line], stopped_at_ms: int | None) -> None:
        """Paint `lines`; `stopped_at_ms` draws the ruled line where the transcript stopped."""
        if stopped_at_ms != self._stopped_at_ms:
            self._stopped_at_ms = stopped_at_ms
            self.update()
        if lines is self._lines:
            return
        kept = self._first_change(lines)
        grew = len(lines) != len(self._lines)
        self._lines = tuple(lines)
        if kept is None and not grew:
            return
        kept = len(lines) if kept is None else kept
        # The line before may have taken an interim in, or let it go.
        for number in [known for known in self._paragraphs if known >= kept - 1]:
            del self._paragraphs[number]
        self._last_turn = self._turn_start()
        if self._anchor is not None and self._anchor[0] >= len(lines):
            self.follow()
        self.setAccessibleDescription("\n".join(words.line_spoken(line) for line in self._lines[-_SPOKEN:]))
        self.update()

    def follow(self) -> None:
        """Go to the newest line and stay there."""
        self._anchor = None
        self.newest.hide()
        self.update()

    def scroll_by(self, pixels: int) -> None:
        """Move the view: positive towards newer lines. At the end it follows again."""
        index, offset = self._anchor if self._anchor is not None else self._top_of_end()
        offset += pixels
        while offset < 0 and index > 0:
            index -= 1
            offset += self._pitch(index)
        while index < len(self._lines) - 1 and offset >= self._pitch(index):
            offset -= self._pitch(index)
            index += 1
        self._stand_at(index, max(0, offset))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        pixels = event.pixelDelta().y() or event.angleDelta().y() // 2
        self.scroll_by(-pixels)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this widget."""
        line, page = self.look.theme.line("body"), max(20, self.height() - 40)
        steps = {Qt.Key.Key_Up: -line, Qt.Key.Key_Down: line, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        if event.key() in steps:
            self.scroll_by(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self._stand_at(0, 0)
        elif event.key() == Qt.Key.Key_End:
            self.follow()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring when the keyboard came here."""
        super().focusInEvent(event)
        show_ring(self, event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the theme or text size changed."""
        if event.type() == QEvent.Type.StyleChange:
            self._paragraphs.clear()
            self.update()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        if event.size().width() != event.oldSize().width():
            self._paragraphs.clear()
        size = self.newest.sizeHint()
        left, top = (self.width() - size.width()) // 2, self.height() - size.height() - 8
        self.newest.setGeometry(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(self._paragraphs) > _MOST_KEPT:
            self._paragraphs.clear()
        if self._anchor is None:
            self._paint_end(painter)
        else:
            self._paint_back(painter, *self._anchor)
        painter.end()

    def visible_text(self) -> list[str]:
        """The lines in sight, oldest first, as they are painted."""
        if self._anchor is None:
            shown = [index for index, _, _ in self._from_end()]
            return [self._paragraph(index).text for index in reversed(shown)]
        return [self._paragraph(index).text for index, _ in self._from_anchor(*self._anchor)]

    def _paint_end(self, painter: QPainter) -> None:
        if self._stopped_at_ms is not None:
            self._paint_stopped(painter, self.height() - _BOTTOM - 16)
        places = list(self._from_end())
        for index, top, skipped in places:
            self._paint_block(painter, index, top, skipped, labelled=index == places[-1][0])

    def _paint_back(self, painter: QPainter, index: int, offset: int) -> None:
        line = self.look.theme.line("body")
        for number, top in self._from_anchor(index, offset):
            skipped = max(0, math.ceil(-top / line))
            if skipped < self._paragraph(number).line_count:
                self._paint_block(painter, number, top + skipped * line, skipped, labelled=number == index)
        share = index / max(1, len(self._lines))
        thumb = QRectF(self.width() - 6, 4 + share * (self.height() - 36), 4, 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.theme.colour("line_s"))
        painter.drawRoundedRect(thumb, 2, 2)

    def _from_end(self) -> Iterator[tuple[int, int, int]]:
        """(line, top, text lines left out) of what fits above the bottom edge, newest first."""
        bottom = self.height() - _BOTTOM - (26 if self._stopped_at_ms is not None else 0)
        for index in range(len(self._lines) - 1, -1, -1):
            if self._is_joined(index):
                continue
            paragraph = self._paragraph(index)
            top = bottom - paragraph.height
            if top < _TOP:
                fitting = (bottom - _TOP) // paragraph.line_height
                # A whole utterance reads better; a long one shows its end rather than a hole.
                if fitting >= 3 or (fitting > 0 and bottom >= self.height() - _BOTTOM - 26):
                    skipped = paragraph.line_count - fitting
                    yield index, bottom - fitting * paragraph.line_height, skipped
                return
            yield index, top, 0
            bottom = top - self._gap_above(index)

    def _from_anchor(self, index: int, offset: int) -> Iterator[tuple[int, int]]:
        top = -offset
        while index < len(self._lines) and top < self.height():
            if not self._is_joined(index):
                yield index, top
            top += self._pitch(index)
            index += 1

    def _paint_block(self, painter: QPainter, index: int, top: int, skipped: int, *, labelled: bool) -> None:
        line = self._lines[index]
        if labelled or not self._continues(index):
            label = Paragraph(self.look.theme, "label", words.SPEAKERS[line.speaker], _COLUMN + 40)
            half = (self.look.theme.line("body") - label.line_height) / 2
            label.paint(painter, _SIDE, top + half, "you" if line.speaker == "csr" else "cust")
        role = "t3" if line.interim else "t1" if index >= self._last_turn else "t2"
        self._paragraph(index).paint(painter, _SIDE + self._column, top, role, skipped)

    def _paint_stopped(self, painter: QPainter, top: float) -> None:
        theme = self.look.theme
        painter.drawPixmap(QPointF(_SIDE, top + 1), self.look.pixmap(self, "hourglass", 14, "warn"))
        text = Paragraph(theme, "label", f"Stopped at {words.instant(self._stopped_at_ms or 0)}", 300)
        text.paint(painter, _SIDE + 22, top, "warn")
        left = _SIDE + 22 + text.natural_width + 8
        painter.fillRect(QRectF(left, top + 8, self.width() - _SIDE - left, 1), theme.colour("warn_line"))

    @property
    def _column(self) -> int:
        return max(_COLUMN, round(_COLUMN * self.look.theme.text_size / 100))

    def _paragraph(self, index: int) -> Paragraph:
        made = self._paragraphs.get(index)
        if made is None:
            made = self._paragraphs[index] = self._make(index)
        return made

    def _make(self, index: int) -> Paragraph:
        line = self._lines[index]
        text, tints = line.text, [(match.span(), "t3") for match in _REDACTED.finditer(line.text)]
        if line.interim:
            text += " …"
        elif index + 1 < len(self._lines) and self._is_joined(index + 1):
            text = f"{line.text} {self._lines[index + 1].text} …"
            tints = [*tints, ((len(line.text), len(text)), "t3")]
        width = self.width() - 2 * _SIDE - self._column
        return Paragraph(self.look.theme, "body", text, max(40, width), marks=line.marks, tints=tints)

    def _pitch(self, index: int) -> int:
        """Height of a line with the gap below it; nothing for one that stands within the line before."""
        if self._is_joined(index):
            return 0
        below = index + (2 if index + 1 < len(self._lines) and self._is_joined(index + 1) else 1)
        return self._paragraph(index).height + (self._gap_above(below) if below < len(self._lines) else 0)

    def _is_joined(self, index: int) -> bool:
        """Whether this interim is painted as the end of the same speaker's line before it."""
        if index == 0 or not self._lines[index].interim:
            return False
        before = self._lines[index - 1]
        return before.speaker == self._lines[index].speaker and not before.interim

    def _continues(self, index: int) -> bool:
        return index > 0 and self._lines[index - 1].speaker == self._lines[index].speaker

    def _gap_above(self, index: int) -> int:
        return _SAME_GAP if self._continues(index) else _TURN_GAP

    def _turn_start(self) -> int:
        """Where the last speaker's turn begins."""
        start = len(self._lines) - 1
        while start > 0 and self._continues(start):
            start -= 1
        return max(0, start)

    def _first_change(self, lines: Sequence[Line]) -> int | None:
        """The first line that is another object than the one painted, among those both have."""
        changes = map(is_not, lines, self._lines)
        return next((number for number, changed in enumerate(changes) if changed), None)

    def _top_of_end(self) -> tuple[int, int]:
        top, index = self.height() - _BOTTOM, len(self._lines)
        while index > 0 and top > 0:
            index -= 1
            top -= self._pitch(index)
        return index, max(0, -top)

    def _stand_at(self, index: int, offset: int) -> None:
        end = -offset
        for number in range(index, len(self._lines)):
            end += self._pitch(number)
            if end > self.height() - _BOTTOM:
                self._anchor = (index, offset)
                self.newest.show()
                self.update()
                return
        self.follow()
