"""The words of a suggestion: sentences that come one after the other, in a place that does not jump."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph, as_tip

CARET_ROOM = 12  # px beside the text, for the caret after a full line
_MOST, _RESERVED = 5, 3  # lines
_CARET_GAP, _CARET_WIDTH, _CARET_HEIGHT = 3, 8, 18  # px
_HALF_CYCLE_MS = 500


class ReplyText(QWidget):
    """Up to five lines of `width` pixels; all of the text is in the tool tip where it does not fit.

    While a reply is being written there is room for three lines from the start, a caret stands after its last
    sentence, and nothing but this widget is painted when it grows within that room.
    """

    def __init__(self, look: Look, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.text = ""
        self.is_writing = False
        self.is_lit = True  # the caret, in its half of the cycle
        self._width = width
        self._lines = 1
        self._blinking = QTimer(self, interval=_HALF_CYCLE_MS)
        self._blinking.timeout.connect(self._on_blinked)
        self._paragraph = self._laid_out()
        self.setFixedWidth(width + CARET_ROOM)

    def show_reply(self, text: str, *, is_writing: bool, is_new: bool) -> bool:
        """Paint `text`; `is_new` is whether it is another reply than the one before. True when the height changed."""
        if is_new and not (is_writing and self.isVisible()):
            self._lines = 1
        self.text, self.is_writing, self.is_lit = text, is_writing, True
        self.setAccessibleName(text)
        self._paragraph = self._laid_out()
        self.setToolTip(as_tip(text) if self._paragraph.is_elided else "")
        # A reply that is whole keeps the room it was written in, and one that takes another's place that one's.
        self._lines = max(self._lines, self._paragraph.line_count, _RESERVED if is_writing else 1)
        self._set_blinking()
        self.update()
        return self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        if self.text:
            self._paragraph.paint(painter, 0, 0, "t1")
        if self.is_writing and self.is_lit:
            painter.fillRect(self._caret(), self.look.theme.colour("accent"))
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Blink while it is seen."""
        self._set_blinking()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while it is not."""
        self._blinking.stop()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the theme or text size changed."""
        if event.type() == QEvent.Type.StyleChange:
            self._paragraph = self._laid_out()
            self._lines = max(self._paragraph.line_count, _RESERVED if self.is_writing else 1)
            self._fit()
        super().changeEvent(event)

    def _laid_out(self) -> Paragraph:
        return Paragraph(self.look.theme, "reply", self.text, self._width, max_lines=_MOST)

    def _fit(self) -> bool:
        height = self._lines * self.look.theme.line("reply")
        if height == self.minimumHeight() == self.maximumHeight():
            return False
        self.setFixedHeight(height)
        return True

    def _caret(self) -> QRect:
        end = self._paragraph.end
        tall = round(_CARET_HEIGHT * self.look.theme.text_size / 100)
        top = end.y() + (self.look.theme.line("reply") - tall) / 2
        left = end.x() + (_CARET_GAP if self.text else 0)
        return QRect(min(round(left), self.width() - _CARET_WIDTH), round(top), _CARET_WIDTH, tall)

    def _set_blinking(self) -> None:
        if self.is_writing and self.isVisible() and not self.look.still:
            self._blinking.start()
        else:
            self._blinking.stop()

    def _on_blinked(self) -> None:
        self.is_lit = not self.is_lit
        self.update(self._caret())
