"""The connection band above the footer: what still works, what does not, and Try now."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from desktop.overlay import words
from desktop.overlay.button import Button
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.view import View


class Band(QFrame):
    """36 px, 48 with its button. It leaves a second after recovery; `height_changed` tells of that."""

    retry_requested = Signal()
    height_changed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._within = parent
        self._words = ("", "")
        self._stale = False
        self._leaving = QTimer(self, singleShot=True, interval=1000)
        self._leaving.timeout.connect(self._on_left)
        self._retry = Button(look, "Try now", role="bordered", height=28, parent=self)
        self._retry.clicked.connect(self.retry_requested)
        self._retry.hide()
        self.setObjectName("band")
        self.setProperty("state", "trouble")
        self.hide()

    @property
    def wanted_height(self) -> int:
        """Height in pixels, 0 while there is no trouble."""
        if self.isHidden():
            return 0
        theme = self.look.theme
        lines = self._laid_out(self._within.width()).line_count
        base = 45 if not self._retry.isHidden() else 18 + theme.line("small")
        return base + (lines - 1) * theme.line("small")

    def show_view(self, view: View) -> bool:
        """Paint the trouble of `view`; true when the height may have changed."""
        if not words.is_troubled(view.connection):
            if not self.isHidden() and not self._leaving.isActive():
                self._leaving.start()
            return False
        self._leaving.stop()
        sentence, before = words.band(view), self.wanted_height
        if sentence != self._words:
            self._words = sentence
            self.setAccessibleName(" ".join(sentence).strip())
            self.update()
        self._retry.setVisible(view.connection.state == "reconnecting" and not view.connection.problem)
        stale = view.connection.state == "stale" and not view.connection.problem
        if stale != self._stale:
            self._stale = stale
            self.setProperty("state", "stale" if stale else "trouble")
            self.style().unpolish(self)
            self.style().polish(self)
        self.setHidden(False)
        return self.wanted_height != before

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        size = self._retry.sizeHint()
        top = 1 + (self.height() - 1 - size.height()) // 2
        self._retry.setGeometry(self.width() - 16 - size.width(), top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        super().paintEvent(event)
        painter = QPainter(self)
        text = self._laid_out(self.width())
        role = "window" if self._stale else "t1"
        text.paint(painter, 16, 1 + (self.height() - 1 - text.height) // 2, role)
        painter.end()

    def _laid_out(self, width: int) -> Paragraph:
        bold, rest = self._words
        room = width - 32 - (0 if self._retry.isHidden() else self._retry.sizeHint().width() + 12)
        return Paragraph(
            self.look.theme, "small", f"{bold} {rest}".strip(), room, bold_to=len(bold) if rest else 0, max_lines=2
        )

    def _on_left(self) -> None:
        self.hide()
        self.height_changed.emit()
