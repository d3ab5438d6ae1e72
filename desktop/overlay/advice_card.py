"""The calm after a take-over: what was said when, and the sentence with which to end the call."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.overlay import safety_words, words
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.sign import Sign
from desktop.view import AdviceCard


class AdvicePanel(QFrame):
    """`referred` asks to end the call as safety referred; `put_away` carries the alert's id."""

    referred = Signal()
    put_away = Signal(str)

    def __init__(self, look: Look, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._card: AdviceCard | None = None
        self.setObjectName("card")
        self._title = Label(look, "body", "t1", weight=600)
        self._title.show_text("Safety advice given")
        self._after = Label(look, "label", "t2", weight=400, right=True)
        self._rows: list[tuple[Sign, Label, Label]] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._closing = Label(look, "reply", "t1", width=width - 26, max_lines=5)
        self._width = width
        self.end = Button(look, "End as Safety referred", "phone-end", role="prime")
        self.back = Button(look, "Back to checklist")
        self.end.clicked.connect(self.referred)
        self.back.clicked.connect(self._on_back)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()

    @property
    def wanted_height(self) -> int:
        """Height in pixels for the card shown last."""
        return self.sizeHint().height()

    def show_card(self, card: AdviceCard) -> bool:
        """Paint `card`; the height may have changed."""
        self._card = card
        while len(self._rows) < len(card.lines):
            self._add_row()
        for place, (sign, title, time) in enumerate(self._rows):
            shown = place < len(card.lines)
            for part in (sign, title, time):
                part.setVisible(shown)
            if shown:
                title.show_text(card.lines[place].title)
                time.show_text(words.instant(card.lines[place].said_at_ms or 0))
        self._closing.show_text(words.quoted(card.closing))
        self._closing.setVisible(bool(card.closing))
        self.restyle()
        self.setAccessibleName(safety_words.advice_spoken(card))
        return True

    def restyle(self) -> None:
        """Take what fits after the text size changed."""
        self._arrange_foot()
        if self._card is not None:
            self._after.show_text(safety_words.after_heard(self._card))
            if self._after.sizeHint().width() > self._width - 26 - 24 - 8 - self._title.sizeHint().width():
                self._after.show_text(words.countdown(self._card.after_s))

    def _on_back(self) -> None:
        if self._card is not None:
            self.put_away.emit(self._card.alert_id)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 8, 12, 8)
        head.setSpacing(8)
        head.addWidget(Sign(self.look, "check-circle", 16, "ok"))
        head.addWidget(self._title)
        head.addWidget(self._after, 1)
        column.addLayout(head)
        column.addLayout(self._lines)
        column.addSpacing(12)
        column.addWidget(self._closing)
        column.addSpacing(12)
        self._foot.setSpacing(8)
        self._foot.addWidget(self.end)
        self._foot.addWidget(self.back)
        self._foot.addStretch(1)
        column.addLayout(self._foot)

    def _arrange_foot(self) -> None:
        # The second button has no face: its padding may reach into the card's.
        beside = self.end.sizeHint().width() + 8 + self.back.sizeHint().width() <= self._width - 12
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._foot.setDirection(direction)

    def _add_row(self) -> None:
        sign, title = Sign(self.look, "check", 16, "ok"), Label(self.look, "small", "t1")
        time = Label(self.look, "label", "t2", weight=400)
        row = QHBoxLayout()
        row.setContentsMargins(0, 3, 12, 3)
        row.setSpacing(8)
        row.addWidget(sign)
        row.addWidget(title, 1)
        row.addWidget(time)
        self._lines.addLayout(row)
        self._rows.append((sign, title, time))
