"""Why an emergency is put away: the reasons, one of one's own, and the two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay.button import Button
from desktop.overlay.field import Field
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.radio import Radio
from desktop.overlay.safety_words import OTHER_REASON

_SIDE, _TOP, _GAP, _BOTTOM = 16, 16, 10, 18  # px
_LONGEST = 500  # characters


class OverrideSheet(QWidget):
    """200 px in place of the window's foot. `overridden` carries the alert's id and the reason; `kept` changes nothing.

    `on_safety` is whether it stands on the ground of life safety. `writing_begun` and `writing_ended` tell the window
    when it needs the keyboard and when no more: only after the user's own press on the reason to write down.
    """

    overridden = Signal(str, str)
    kept = Signal()
    writing_begun = Signal()
    writing_ended = Signal()
    height_changed = Signal()

    def __init__(
        self, look: Look, alert_id: str, reasons: tuple[str, ...], action: str, *, on_safety: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.alert_id = alert_id
        self._on_safety = on_safety
        role = "safety" if on_safety else "plain"
        self._title = Label(look, "small", "safety_t1" if on_safety else "t1", weight=600, parent=self)
        self._title.show_text("Reason for the override")
        self.radios = [Radio(look, words, role, self) for words in (*reasons, OTHER_REASON)]
        self.field = Field(self)
        self.field.setProperty("role", role)
        self.field.setMaxLength(_LONGEST)
        self.field.setPlaceholderText("Write the reason")
        self.field.setAccessibleName("Reason")
        self.field.hide()
        self.confirm = Button(look, action, role="safety-prime" if on_safety else "prime", parent=self)
        self.keep = Button(look, "Keep showing", role=role, parent=self)
        for radio in self.radios:
            radio.toggled.connect(self._on_toggled)
            radio.clicked.connect(self._on_clicked)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.returnPressed.connect(self._on_confirmed)
        self.field.abandoned.connect(self.kept)
        self.confirm.clicked.connect(self._on_confirmed)
        self.keep.clicked.connect(self.kept)
        self.confirm.setEnabled(False)
        self.setAccessibleName("Reason for the override")

    @property
    def reason(self) -> str:
        """The reason chosen or written; empty before."""
        chosen = next((radio for radio in self.radios if radio.isChecked()), None)
        if chosen is None:
            return ""
        return self.field.text().strip() if chosen is self.radios[-1] else chosen.words

    def height_for(self, width: int) -> int:
        """Height in pixels at this width and text size."""
        inner = width - 2 * _SIDE
        height = _TOP + self._title.height() + _GAP + _GAP + self.confirm.sizeHint().height() + _BOTTOM
        height += sum(radio.height_for(inner) for radio in self.radios)
        return height + (0 if self.field.isHidden() else self._field_height + 8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self.arrange()

    def arrange(self) -> None:
        """Put every part in its place."""
        inner, y = self.width() - 2 * _SIDE, _TOP
        self._title.setGeometry(_SIDE, y, inner, self._title.height())
        y += self._title.height() + _GAP
        for radio in self.radios:
            height = radio.height_for(inner)
            radio.setGeometry(_SIDE, y, inner, height)
            y += height
        if not self.field.isHidden():
            self.field.setFont(self.look.theme.font("body"))
            self.field.setGeometry(_SIDE, y + 4, inner, self._field_height)
            y += self._field_height + 8
        y += _GAP
        x = _SIDE
        for button in (self.confirm, self.keep):
            size = button.sizeHint()
            button.setGeometry(x, y, size.width(), size.height())
            x += size.width() + 8

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        if not self._on_safety:
            painter = QPainter(self)
            painter.fillRect(0, 0, self.width(), 1, self.look.theme.colour("line"))
            painter.end()

    @property
    def _field_height(self) -> int:
        return max(32, self.look.theme.line("body") + 12)

    def _on_toggled(self) -> None:
        other = self.radios[-1].isChecked()
        if other == self.field.isHidden():
            self.field.setVisible(other)
            self.height_changed.emit()
            if not other:
                self.writing_ended.emit()
        self.confirm.setEnabled(bool(self.reason))

    def _on_clicked(self) -> None:
        other = self.radios[-1]
        if other.isChecked() and other.by_mouse:
            self.writing_begun.emit()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_text_changed(self) -> None:
        self.confirm.setEnabled(bool(self.reason))

    def _on_confirmed(self) -> None:
        if self.reason:
            self.overridden.emit(self.alert_id, self.reason)
