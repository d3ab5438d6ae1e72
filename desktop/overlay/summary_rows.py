"""The summary of a call: four labelled lines, who wrote them, and fields in their place while they are edited."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ending import LABELS, EndPanel
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.text_field import TextField

_SIDE, _COLUMN = 16, 72  # px


class SummaryRows(QWidget):
    """The lines of one `EndPanel` on `width` pixels.

    `edited` carries the four lines; `editing_begun` and `editing_ended` tell when the keyboard is needed and when no
    more. A line of which the call holds nothing is left out, unless it is edited.
    """

    edited = Signal(str, str, str, str)
    editing_begun = Signal()
    editing_ended = Signal()

    def __init__(self, look: Look, end: EndPanel, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.fields: tuple[TextField, ...] = ()
        self._end = end
        self._width = width
        self._rows = QWidget()
        self._editor: QWidget | None = None
        self.edit = Button(look, "Edit", "edit", height=28, spoken="Edit the summary")
        self.edit.clicked.connect(self.open)
        self.edit.setEnabled(end.ready)
        head = Label(look, "label", "t2")
        head.show_text("Summary")
        top = QHBoxLayout()
        top.setContentsMargins(_SIDE, 6, _SIDE - 6, 5)
        top.addWidget(head, 1)
        top.addWidget(self.edit)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(top)
        self._column.addWidget(self._rows)
        self._fill()

    @property
    def is_editing(self) -> bool:
        """Whether the lines are fields now."""
        return self._editor is not None

    def open(self) -> None:
        """Turn the lines into fields. Only ever by the user's own press."""
        if self._editor is not None:
            return
        self._rows.hide()
        self.edit.hide()
        self._editor = self._fields()
        self._column.addWidget(self._editor)
        self._editor.show()  # a layout would show it later, and what is not seen takes no focus
        self.editing_begun.emit()
        self.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Keep what was written; does nothing while nothing is."""
        if self._editor is not None:
            lines = tuple(field.text for field in self.fields)
            self.close_editor()
            if lines != self._end.summary:
                self.edited.emit(*lines)

    def close_editor(self) -> None:
        """Turn the fields into lines again; what was written is dropped."""
        if self._editor is None:
            return
        self._editor.hide()
        self._editor.deleteLater()
        self._editor, self.fields = None, ()
        self._rows.show()
        self.edit.show()
        self.editing_ended.emit()

    @property
    def _labels(self) -> int:
        """Width of the labels in pixels."""
        return max(_COLUMN, round(_COLUMN * self.look.theme.text_size / 100))

    def _fill(self) -> None:
        column = QVBoxLayout(self._rows)
        column.setContentsMargins(_SIDE, 0, _SIDE, 12)
        column.setSpacing(6)
        for name, value in zip(LABELS, self._end.summary, strict=True):
            if self._end.ready and not value and any(self._end.summary):
                continue
            text = Label(self.look, "body", "t1", width=self._width - 2 * _SIDE - self._labels - 1)
            text.show_text((value or "–") if self._end.ready else "…")
            column.addLayout(self._row(name, text, self.look.theme.line("body")))
        author = Label(self.look, "label", "t3", weight=400, width=self._width - 2 * _SIDE, max_lines=2)
        author.show_text(self._end.written_by if self._end.ready else "…")
        column.addSpacing(5)
        column.addWidget(author)

    def _fields(self) -> QWidget:
        editor = QWidget(self)
        column = QVBoxLayout(editor)
        column.setContentsMargins(_SIDE, 0, _SIDE, 12)
        column.setSpacing(6)
        self.fields = tuple(
            TextField(self.look, name, value) for name, value in zip(LABELS, self._end.summary, strict=True)
        )
        for name, field in zip(LABELS, self.fields, strict=True):
            field.written.connect(self.save)
            field.abandoned.connect(self.close_editor)
            column.addLayout(self._row(name, field, 32))
        save = Button(self.look, "Save", role="prime")
        cancel = Button(self.look, "Cancel")
        save.clicked.connect(self.save)
        cancel.clicked.connect(self.close_editor)
        foot = QHBoxLayout()
        foot.setContentsMargins(self._labels, 2, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(save)
        foot.addWidget(cancel)
        foot.addStretch(1)
        column.addLayout(foot)
        return editor

    def _row(self, name: str, value: QWidget, first_line: int) -> QHBoxLayout:
        """A label beside a value whose first line is `first_line` pixels high."""
        label = Label(self.look, "label", "t2", width=self._labels, max_lines=2)
        label.show_text(name)
        beside = QVBoxLayout()
        beside.addSpacing(max(0, (first_line - self.look.theme.line("label")) // 2))
        beside.addWidget(label)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(beside)
        row.addWidget(value, 1)
        return row
