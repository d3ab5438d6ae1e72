"""The claims of a finished call in one row that opens to one line for each."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph


class ClaimsRow(QWidget):
    """`rows` are (title, what became of it)."""

    def __init__(self, look: Look, claims: str, rows: tuple[tuple[str, str], ...]) -> None:
        super().__init__()
        self.head = _Head(look, claims, can_open=bool(rows))
        self.head.clicked.connect(self._on_clicked)
        self._body = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._body)
        lines = QVBoxLayout(self._body)
        lines.setContentsMargins(36, 0, 8, 4)
        lines.setSpacing(4)
        for title, fate in rows:
            line = QHBoxLayout()
            name = Label(look, "small", "t1")
            name.show_text(title)
            what = Label(look, "small", "t2")
            what.show_text(fate)
            line.addWidget(name, 1)
            line.addWidget(what)
            lines.addLayout(line)
        self._body.hide()

    @property
    def is_open(self) -> bool:
        """Whether each claim has its line."""
        return not self._body.isHidden()

    def show_open(self, is_open: bool) -> None:
        """Open or close it."""
        self._body.setVisible(is_open)
        self.head.show_open(is_open)

    def _on_clicked(self) -> None:
        self.show_open(not self.is_open)


class _Head(Button):
    def __init__(self, look: Look, claims: str, *, can_open: bool) -> None:
        super().__init__(look, claims, "stop", spoken=f"{claims}, press to show" if can_open else claims)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(can_open)
        self._can_open = can_open
        self._open = False

    def show_open(self, is_open: bool) -> None:
        """Turn the chevron."""
        self._open = is_open
        self.update()

    def paint_label(self, painter: QPainter) -> None:
        theme, middle = self.look.theme, self.height() / 2
        painter.drawPixmap(QPointF(8, middle - 8), self.look.pixmap(self, "stop", 16, "t2"))
        text = Paragraph(theme, "body", self.words, self.width() - 36 - 32, max_lines=1)
        text.paint(painter, 36, round(middle - text.line_height / 2), "t1")
        if self._can_open:
            chevron = self.look.pixmap(self, "chev-d" if self._open else "chev-r", 16, "t2")
            painter.drawPixmap(QPointF(self.width() - 24, middle - 8), chevron)
