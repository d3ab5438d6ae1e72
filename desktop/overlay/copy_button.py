"""Copy for CRM: as text by a press, as JSON by the small button beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from desktop.crm import CallRecord, crm_json, crm_text
from desktop.overlay.button import Button
from desktop.overlay.look import Look

_MORE, _GAP = 32, 1  # px


class CopyButton(QWidget):
    """Two buttons of 40 px height that look like one."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._record: CallRecord | None = None
        self.copy = Button(look, "Copy for CRM", "copy", role="prime", height=40, parent=self)
        self.more = Button(look, "", "chev-d", role="prime", height=40, spoken="More ways to copy", parent=self)
        self.copy.clicked.connect(self.copy_text)
        self.more.clicked.connect(self._on_more)
        self.show_record(None)

    def show_record(self, record: CallRecord | None) -> None:
        """Have this copied; None while there is nothing to copy."""
        self._record = record
        for button in (self.copy, self.more):
            button.setEnabled(record is not None)

    def copy_text(self) -> None:
        """Put the record on the clipboard as text."""
        self._put(crm_text)

    def copy_json(self) -> None:
        """Put the record on the clipboard as JSON."""
        self._put(crm_json)

    def sizeHint(self) -> QSize:
        """The size it needs in pixels."""
        return QSize(self.copy.sizeHint().width() + _GAP + _MORE, 40)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        across = self.width() - _MORE - _GAP
        for button, left, width in ((self.copy, 0, across), (self.more, across + _GAP, _MORE)):
            button.setFixedHeight(self.height())
            button.setGeometry(left, 0, width, self.height())

    def _put(self, written: Callable[[CallRecord], str]) -> None:
        if self._record is not None:
            QGuiApplication.clipboard().setText(written(self._record))
            self.copy.confirm("Copied")

    def _on_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName("Copy for CRM")
        menu.setFont(self.look.theme.font("small"))
        menu.addAction("Copy as text").triggered.connect(self.copy_text)
        menu.addAction("Copy as JSON").triggered.connect(self.copy_json)
        menu.popup(self.mapToGlobal(QPoint(self.width() - menu.sizeHint().width(), -menu.sizeHint().height() - 4)))
