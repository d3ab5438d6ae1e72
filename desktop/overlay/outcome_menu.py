"""Changing the outcome: one row for each, then its reasons where it has some."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.ending import OutcomeChoice
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph


class OutcomeMenu(QWidget):
    """Covers `parent` while it is open: a press beside the panel, or Esc, closes it.

    `chosen` carries the disposition and the reason's value, which is empty where the outcome has no reasons.
    """

    chosen = Signal(str, str)
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._choices: tuple[OutcomeChoice, ...] = ()
        self._panel: QFrame | None = None
        self._opener: QWidget | None = None
        self.hide()

    def open_for(self, choices: tuple[OutcomeChoice, ...], opener: QWidget | None = None) -> None:
        """Show the outcomes; the focus goes back to `opener` in the end."""
        self._choices, self._opener = choices, opener
        rows = [
            (choice.label, choice.hint, _proofs(choice, first), choice.current, self._picker(choice))
            for choice, first in zip(choices, [choice.current for choice in choices], strict=True)
        ]
        self._show_rows("Change outcome", rows)
        self.show()
        self.raise_()

    def close_menu(self) -> None:
        """Put the menu away."""
        if self.isHidden():
            return
        self.hide()
        if self._opener is not None:
            self._opener.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a press or a drag."""
        self.close_menu()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this widget."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_menu()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def _picker(self, choice: OutcomeChoice) -> Callable[[], None]:
        def pick() -> None:
            if choice.reasons:
                rows = [(label, "", "", False, self._chooser(choice, value)) for value, label in choice.reasons]
                self._show_rows(f"{choice.label}: why", rows)
            else:
                self._choose(choice.disposition, "")

        return pick

    def _chooser(self, choice: OutcomeChoice, reason: str) -> Callable[[], None]:
        def choose() -> None:
            self._choose(choice.disposition, reason)

        return choose

    def _choose(self, disposition: str, reason: str) -> None:
        self.close_menu()
        self.chosen.emit(disposition, reason)

    def _show_rows(self, title: str, rows: list[tuple[str, str, str, bool, Callable[[], None]]]) -> None:
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
        panel = self._panel = QFrame(self)
        panel.setObjectName("menu")
        panel.setAccessibleName(title)
        head = Label(self.look, "label", "t2")
        head.show_text(title)
        column = QVBoxLayout(panel)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(0)
        column.addSpacing(8)
        head.setContentsMargins(0, 0, 0, 0)
        inset = QVBoxLayout()
        inset.setContentsMargins(8, 0, 8, 8)
        inset.addWidget(head)
        column.addLayout(inset)
        first: ChoiceRow | None = None
        for label, hint, right, current, act in rows:
            row = ChoiceRow(self.look, label, hint, right, current=current)
            row.clicked.connect(act)
            column.addWidget(row)
            first = first or row
        panel.setFixedWidth(self.width())
        panel.adjustSize()
        panel.move(0, 0)
        panel.show()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


class ChoiceRow(Button):
    """36 px: a tick for the current one, the outcome, a hint, and how many of its proofs were found."""

    def __init__(self, look: Look, label: str, hint: str, right: str, *, current: bool) -> None:
        spoken = ", ".join(part for part in (label, "current" if current else "", hint, right) if part)
        super().__init__(look, label, role="choice", height=36, spoken=spoken)
        self._hint_words, self._right, self._current = hint, right, current
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paint_label(self, painter: QPainter) -> None:
        """Paint the parts of the row."""
        theme, middle = self.look.theme, self.height() / 2
        if self._current:
            painter.drawPixmap(QPointF(8, middle - 8), self.look.pixmap(self, "check", 16, "ok"))
        right = Paragraph(theme, "label", self._right, 200, weight=400)
        end = self.width() - 8 - right.natural_width
        right.paint(painter, end, round(middle - right.line_height / 2), "t3")
        strong = 600 if self._current or self.underMouse() or self.hasFocus() else 400
        label = Paragraph(theme, "body", self.words, end - 34 - 8, weight=strong, max_lines=1)
        label.paint(painter, 34, round(middle - label.line_height / 2), "t1")
        begins = 34 + label.natural_width + 10
        if self._hint_words and end - begins > 40:
            hint = Paragraph(theme, "small", self._hint_words, end - begins - 10, max_lines=1)
            hint.paint(painter, begins, round(middle - hint.line_height / 2), "t2")


def _proofs(choice: OutcomeChoice, current: bool) -> str:
    if not choice.proofs_needed:
        return ""
    return f"{choice.proofs_found} of {choice.proofs_needed}{' proofs' if current else ''}"
