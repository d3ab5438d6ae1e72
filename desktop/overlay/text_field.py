"""A few lines to write a text in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.overlay.look import Look
from desktop.overlay.paragraph import plain

_LINES = 2
_AROUND = 12  # px of border and padding, above and below together


class TextField(QPlainTextEdit):
    """One paragraph of plain text on two lines. Enter is done, Tab goes on, Esc gives up."""

    written = Signal()
    abandoned = Signal()

    def __init__(self, look: Look, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(look.theme.font("body"))
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setFixedHeight(_LINES * max(look.theme.line("body"), self.fontMetrics().lineSpacing()) + _AROUND)
        self.setPlainText(plain(text))

    @property
    def text(self) -> str:
        """What stands in it, on one line."""
        return " ".join(self.toPlainText().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this widget."""
        if event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.written.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Write on at the end when the keyboard comes here."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.moveCursor(self.textCursor().MoveOperation.End)
