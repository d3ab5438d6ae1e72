"""The bottom of the window: Suggest a reply, and Note, which turns the footer into a line to write in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay import words
from desktop.overlay.button import Button
from desktop.overlay.field import Field
from desktop.overlay.look import Look
from desktop.view import View

_LONGEST_NOTE = 2000


class Footer(QWidget):
    """48 px. `note_opened` and `note_closed` tell the window when it needs the keyboard and when no more."""

    suggestion_requested = Signal()
    note_written = Signal(str)
    note_opened = Signal()
    note_closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.suggest = Button(
            look,
            "Suggest a reply",
            "bubble",
            keycap=words.SUGGEST_KEY,
            spoken=f"Suggest a reply, {words.SUGGEST_KEY}",
            parent=self,
        )
        self.note = Button(look, "Note", "note", parent=self)
        self.suggest.clicked.connect(self.suggestion_requested)
        self.note.clicked.connect(self.open_note)
        self._field: Field | None = None
        self._save: Button | None = None
        self._cancel: Button | None = None
        self._draft = ""
        self._hint = ""
        self._in_call = False

    @property
    def wanted_height(self) -> int:
        """Height in pixels at this text size, the line above included."""
        return max(48, self.suggest.sizeHint().height() + 16)

    @property
    def is_writing(self) -> bool:
        """Whether a note is being written."""
        return self._field is not None and not self._field.isHidden()

    def show_view(self, view: View) -> None:
        """Offer what makes sense in the phase of `view`, and say its hint in the suggest button."""
        in_call = view.phase == "in_call"
        if in_call != self._in_call:
            self._in_call = in_call
            if not in_call:
                self.close_note()
            self._arrange()
        if view.suggestion_hint != self._hint:
            self._hint = view.suggestion_hint
            if self._hint:
                self.suggest.confirm(self._hint)

    def open_note(self) -> None:
        """Show the line to write in. Only ever by the user's own press."""
        if self._field is None:
            self._field = Field(self)
            self._field.setMaxLength(_LONGEST_NOTE)
            self._field.setPlaceholderText("Write a note")
            self._field.setAccessibleName("Note")
            self._field.returnPressed.connect(self._on_written)
            self._field.abandoned.connect(self.close_note)
            self._save = Button(self.look, "Save", role="prime", parent=self)
            self._save.clicked.connect(self._on_written)
            self._cancel = Button(self.look, "", "x", role="icon", spoken="Close the note", parent=self)
            self._cancel.clicked.connect(self.close_note)
        self._field.setFont(self.look.theme.font("body"))
        self._field.setText(self._draft)
        for widget in (self._field, self._save, self._cancel):
            if widget is not None:
                widget.show()
        self._arrange()
        self.note_opened.emit()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_note(self, *, keep: bool = False) -> None:
        """Put the buttons back. What was written and not saved is dropped, or kept for the next note."""
        if not keep:
            self._draft = ""
        if not self.is_writing or self._field is None:
            return
        self._draft = self._field.text() if keep else ""
        self._field.clear()
        for widget in (self._field, self._save, self._cancel):
            if widget is not None:
                widget.hide()
        self._arrange()
        self.note_closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self.look.theme.colour("line"))
        painter.end()

    def _on_written(self) -> None:
        text = self._field.text().strip() if self._field is not None else ""
        self.close_note()
        if text:
            self.note_written.emit(text)

    def _arrange(self) -> None:
        writing = self.is_writing
        for button in (self.suggest, self.note):
            button.setVisible(not writing)
            button.setEnabled(self._in_call)
        for button, at_right in ((self.suggest, False), (self.note, True)):
            size = button.sizeHint()
            left = self.width() - 8 - size.width() if at_right else 8
            button.setGeometry(left, self._top(size.height()), size.width(), size.height())
        if self._field is None or self._save is None or self._cancel is None:
            return
        right = self.width() - 8
        for button in (self._cancel, self._save):
            size = button.sizeHint()
            right -= size.width()
            button.setGeometry(right, self._top(size.height()), size.width(), size.height())
            right -= 4
        self._field.setGeometry(12, self._top(32), right - 12 - 4, 32)

    def _top(self, height: int) -> int:
        return 1 + (self.height() - 1 - height) // 2
