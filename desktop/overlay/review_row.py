"""Why a person should look at the outcome, and the outcome a model proposed, one press away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ending import Review
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.sign import Sign

_SIDE, _GAP = 16, 10  # px


class ReviewRow(QWidget):
    """On `width` pixels. `accepted` carries the proposed disposition and its reason."""

    accepted = Signal(str, str)

    def __init__(self, look: Look, review: Review, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._review = review
        why = Label(look, "small", "t1", width=width - 2 * _SIDE - 16 - _GAP, max_lines=3)
        why.show_text(review.why)
        self.setAccessibleName(f"To review: {review.why}")
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 4, _SIDE, 4)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        sign = QVBoxLayout()
        sign.addSpacing(1)
        sign.addWidget(Sign(look, "flag", 16, "warn"))
        sign.addStretch(1)
        row.addLayout(sign)
        row.addWidget(why, 1)
        column.addLayout(row)
        if review.disposition:
            self.accept = Button(look, f"Set to {review.label}", role="bordered", height=28)
            self.accept.clicked.connect(self._on_clicked)
            foot = QHBoxLayout()
            foot.setContentsMargins(16 + _GAP, 0, 0, 0)
            foot.addWidget(self.accept)
            foot.addStretch(1)
            column.addLayout(foot)

    def _on_clicked(self) -> None:
        self.accepted.emit(self._review.disposition, self._review.reason)
