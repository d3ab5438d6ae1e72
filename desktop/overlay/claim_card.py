"""The claim card: what was said, what to say instead, why, and the one button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.overlay import words
from desktop.overlay.button import Button
from desktop.overlay.card_header import CardHeader
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.overlay.quote import cut, marks_of
from desktop.overlay.sign import Sign
from desktop.view import ClaimCard, Quote, Span

_FRESH_MS = 600


class ClaimPanel(QFrame):
    """A standing claim, complete in its first frame. `acknowledged` carries the alert's id."""

    acknowledged = Signal(str)

    def __init__(self, look: Look, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._header = CardHeader(look, "stop", "danger_fill", "on_fill")
        self._card: ClaimCard | None = None
        self._age = ""
        self._is_fresh = False
        self._inner = width - 26
        self.setObjectName("card")
        self.setProperty("kind", "claim")
        self._fresh = QTimer(self, singleShot=True, interval=_FRESH_MS)
        self._fresh.timeout.connect(self._on_settled_in)
        self._said = Label(look, "label", "t2")
        self._said.show_text("You said")
        self._quote = Label(look, "body", "t1", width=self._inner, max_lines=2)
        self._instead = Label(look, "label", "t1")
        self._instead.show_text("Say instead")
        self._sentence = Label(look, "say", "t1", width=self._inner, max_lines=3)
        self._why = Label(look, "small", "t2", width=self._inner, max_lines=2)
        self._button = Button(look, "Acknowledge", "check", role="prime", spoken="Acknowledge, Ctrl+Alt+A")
        self._key = Label(look, "label", "t2", weight=400)
        self._key.show_text(words.ACKNOWLEDGE_KEY)
        self._button.clicked.connect(self._on_clicked)
        self._column = QVBoxLayout(self)
        self._lay_out()

    @property
    def wanted_height(self) -> int:
        """Height in pixels for the card shown last."""
        self._place_header()
        return self.sizeHint().height()

    def show_card(self, card: ClaimCard) -> bool:
        """Paint `card`; true when the height may have changed. A new alert gets a 2 px border for 600 ms."""
        before, self._card = self._card, card
        age = words.card_age(card)
        if age != self._age:
            self._age = age
            self.update(0, 0, self.width(), self._header.height + 2)
        is_new = before is None or before.alert_id != card.alert_id
        if is_new:
            self._set_fresh(True)
            self._fresh.start()
        if not is_new and before is not None and _same_words(before, card):
            return False
        self.show_quote(card.quote)
        self._sentence.show_text(words.quoted(card.say_instead))
        self._sentence.setVisible(bool(card.say_instead))
        self._why.show_text(card.why)
        self._why.setVisible(bool(card.why))
        self.setAccessibleName(words.claim_spoken(card))
        return True

    def show_quote(self, quote: Quote) -> None:
        """Paint the words that were said, at most two lines around the evidence."""
        theme = self.look.theme

        def fits(text: str, spans: tuple[Span, ...]) -> bool:
            marks = marks_of(spans, "claim")
            return Paragraph(theme, "body", text, self._inner, marks=marks).line_count <= 2

        text, spans = cut(quote, fits)
        self._quote.show_text(text, marks=marks_of(spans, "claim"))

    def restyle(self) -> None:
        """Cut the quotation again after the text size changed."""
        if self._card is not None:
            self.show_quote(self._card.quote)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        super().paintEvent(event)
        theme, painter = self.look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = 2.0 if self._is_fresh else float(theme.border)
        self._header.paint(painter, self, self._card.title if self._card is not None else "", self._age, edge)
        if self._is_fresh:
            painter.setPen(QPen(theme.colour("danger_line"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)
        painter.end()

    def _on_clicked(self) -> None:
        if self._card is not None:
            self.acknowledged.emit(self._card.alert_id)

    def _on_settled_in(self) -> None:
        self._set_fresh(False)

    def _set_fresh(self, fresh: bool) -> None:
        if fresh != self._is_fresh:
            self._is_fresh = fresh
            self.update()

    def _lay_out(self) -> None:
        column = self._column
        column.setSpacing(0)
        column.addWidget(self._said)
        column.addSpacing(4)
        column.addWidget(self._quote)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(Sign(self.look, "say", 14, "t1"))
        row.addWidget(self._instead, 1)
        column.addLayout(row)
        column.addSpacing(4)
        column.addWidget(self._sentence)
        column.addSpacing(8)
        column.addWidget(self._why)
        column.addSpacing(12)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._button)
        foot.addWidget(self._key, 1)
        column.addLayout(foot)
        self._place_header()

    def _place_header(self) -> None:
        # The layout works within the border; a thicker one must not make the text narrower than it was laid out.
        side = 13 - self.look.theme.border
        self._column.setContentsMargins(side, self._header.height + 12, side, 12)


def _same_words(one: ClaimCard, other: ClaimCard) -> bool:
    return (one.quote, one.say_instead, one.why, one.title) == (
        other.quote,
        other.say_instead,
        other.why,
        other.title,
    )
