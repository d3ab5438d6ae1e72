"""The playbook card: a line the company's playbook offers, where it comes from, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.overlay import words
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.overlay.quote import cut, marks_of
from desktop.overlay.sign import Sign
from desktop.view import PlaybookCard, Span


class PlaybookPanel(QFrame):
    """One suggested reply. Each signal carries the card's id; `rated` also "up" or "down"."""

    used = Signal(str)
    copied = Signal(str)
    dismissed = Signal(str)
    rated = Signal(str, str)

    def __init__(self, look: Look, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._card: PlaybookCard | None = None
        self._inner = width - 26
        self.setObjectName("card")
        self._title = Label(look, "body", "t1", weight=600)
        self._title.show_text("From the playbook")
        self._age = Label(look, "label", "t2", weight=500, right=True)
        self._quote = Label(look, "small", "t2", width=self._inner, max_lines=1)
        self._text = Label(look, "reply", "t1", width=self._inner, max_lines=5)
        self._source = Label(look, "label", "t2", weight=400)
        self._used = Button(look, "Used", "check", role="bordered")
        self._copy = Button(look, "Copy", "copy")
        self._dismiss = Button(look, "Dismiss")
        self._up = Button(look, "", "up", role="icon", spoken="Good suggestion")
        self._down = Button(look, "", "down", role="icon", spoken="Poor suggestion")
        self._used.clicked.connect(self._on_used)
        self._copy.clicked.connect(self._on_copied)
        self._dismiss.clicked.connect(self._on_dismissed)
        self._up.clicked.connect(self._on_up)
        self._down.clicked.connect(self._on_down)
        self._lay_out()

    @property
    def wanted_height(self) -> int:
        """Height in pixels for the card shown last."""
        return self.sizeHint().height()

    def show_card(self, card: PlaybookCard) -> bool:
        """Paint `card`; true when the height may have changed."""
        before, self._card = self._card, card
        self._age.show_text(words.playbook_age(card))
        self._up.show_filled(card.rating == "up")
        self._down.show_filled(card.rating == "down")
        if before is not None and (before.text, before.quote, before.source) == (card.text, card.quote, card.source):
            return False
        self._show_quote(card)
        self._text.show_text(card.text)
        self._source.show_text(card.source)
        self.setAccessibleName(words.playbook_spoken(card))
        return True

    def restyle(self) -> None:
        """Cut the quotation again after the text size changed."""
        if self._card is not None:
            self._show_quote(self._card)

    def _show_quote(self, card: PlaybookCard) -> None:
        """Paint the words that were said on one line around the evidence."""
        theme, who = self.look.theme, f"{words.SPEAKERS[card.speaker]} said "

        def fits(text: str, spans: tuple[Span, ...]) -> bool:
            marks = marks_of(spans, "signal", len(who))
            return Paragraph(theme, "small", who + text, self._inner, marks=marks).line_count == 1

        text, spans = cut(card.quote, fits)
        self._quote.show_text(who + text, marks=marks_of(spans, "signal", len(who)))
        self._quote.setVisible(bool(card.quote.text))

    def _on_used(self) -> None:
        if self._card is not None:
            self.used.emit(self._card.card_id)

    def _on_copied(self) -> None:
        if self._card is not None:
            QGuiApplication.clipboard().setText(self._card.text)
            self._copy.confirm("Copied")
            self.copied.emit(self._card.card_id)

    def _on_dismissed(self) -> None:
        if self._card is not None:
            self.dismissed.emit(self._card.card_id)

    def _on_up(self) -> None:
        if self._card is not None:
            self.rated.emit(self._card.card_id, "up")

    def _on_down(self) -> None:
        if self._card is not None:
            self.rated.emit(self._card.card_id, "down")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 8, 0, 8)
        head.setSpacing(8)
        head.addWidget(Sign(self.look, "book", 16, "t2"))
        head.addWidget(self._title)
        head.addWidget(self._age, 1)
        column.addLayout(head)
        column.addWidget(self._quote)
        column.addSpacing(8)
        column.addWidget(self._text)
        column.addSpacing(8)
        source = QHBoxLayout()
        source.setContentsMargins(0, 2, 0, 2)
        source.setSpacing(6)
        source.addWidget(Sign(self.look, "book", 14, "t2"))
        source.addWidget(self._source, 1)
        column.addLayout(source)
        column.addSpacing(12)
        foot = QHBoxLayout()
        foot.setSpacing(0)
        foot.addWidget(self._used)
        foot.addSpacing(8)
        foot.addWidget(self._copy)
        foot.addStretch(1)
        foot.addWidget(self._dismiss)
        foot.addStretch(1)
        foot.addWidget(self._up)
        foot.addWidget(self._down)
        column.addLayout(foot)
