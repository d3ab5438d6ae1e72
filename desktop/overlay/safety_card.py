"""The amber card: an emergency that leaves the booking alone, and what to ask now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.overlay import safety_words, words
from desktop.overlay.button import Button
from desktop.overlay.card_header import CardHeader
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.overlay.quote import cut, marks_of
from desktop.overlay.sign import Sign
from desktop.view import Quote, SafetyCard, SafetyLine, Span


class SafetyPanel(QFrame):
    """A standing emergency, complete in its first frame. `override_requested` carries the alert's id and reasons."""

    override_requested = Signal(str, tuple)

    def __init__(self, look: Look, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._header = CardHeader(look, "warn", "warn", "window")
        self._card: SafetyCard | None = None
        self._age = ""
        self._inner = width - 26
        self.setObjectName("card")
        self.setProperty("kind", "safety")
        self._said = Label(look, "label", "t2")
        self._quote = Label(look, "body", "t1", width=self._inner, max_lines=2)
        self._ask = Label(look, "label", "t1")
        self._ask.show_text("Ask now")
        self._sentence = Label(look, "say", "t1", width=self._inner, max_lines=3)
        self._others = QVBoxLayout()
        self._rows: list[_OtherLine] = []
        self.override = Button(look, "Override …", role="bordered", spoken="Override with a reason")
        self.override.clicked.connect(self._on_clicked)
        self._column = QVBoxLayout(self)
        self._lay_out()

    @property
    def wanted_height(self) -> int:
        """Height in pixels for the card shown last."""
        self._place_header()
        return self.sizeHint().height()

    def show_card(self, card: SafetyCard) -> bool:
        """Paint `card`; true when the height may have changed."""
        before, self._card = self._card, card
        age = words.card_age(card)
        if age != self._age:
            self._age = age
            self.update(0, 0, self.width(), self._header.height + 2)
        if before is not None and _same_words(before, card):
            return False
        self._said.show_text(f"{words.SPEAKERS[card.speaker]} said")
        self._show_quote(card.quote)
        active = next((line for line in card.lines if line.state == "active"), None)
        self._sentence.show_text(words.quoted(active.say) if active else "")
        self._sentence.setVisible(active is not None)
        self._show_others([line for line in card.lines if line is not active])
        self.setAccessibleName(safety_words.card_spoken(card))
        self.update()
        return True

    def restyle(self) -> None:
        """Cut the quotation again after the text size changed."""
        if self._card is not None:
            self._show_quote(self._card.quote)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        title = self._card.title if self._card is not None else ""
        self._header.paint(painter, self, title, self._age, float(self.look.theme.border))
        painter.end()

    def _show_quote(self, quote: Quote) -> None:
        theme = self.look.theme

        def fits(text: str, spans: tuple[Span, ...]) -> bool:
            marks = marks_of(spans, "signal")
            return Paragraph(theme, "body", text, self._inner, marks=marks).line_count <= 2

        text, spans = cut(quote, fits)
        self._quote.show_text(text, marks=marks_of(spans, "signal"))
        for label in (self._said, self._quote):
            label.setVisible(bool(quote.text))

    def _show_others(self, lines: list[SafetyLine]) -> None:
        while len(self._rows) < len(lines):
            self._rows.append(_OtherLine(self.look, self._inner))
            self._others.addWidget(self._rows[-1])
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(lines))
            if place < len(lines):
                row.show_line(lines[place])

    def _on_clicked(self) -> None:
        if self._card is not None:
            self.override_requested.emit(self._card.alert_id, self._card.reasons)

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
        row.addWidget(self._ask, 1)
        column.addLayout(row)
        column.addSpacing(4)
        column.addWidget(self._sentence)
        self._others.setSpacing(4)
        self._others.setContentsMargins(0, 8, 0, 0)
        column.addLayout(self._others)
        column.addSpacing(12)
        column.addWidget(self.override)
        self._place_header()

    def _place_header(self) -> None:
        # The layout works within the border; a thicker one must not make the text narrower than it was laid out.
        side = 13 - self.look.theme.border
        self._column.setContentsMargins(side, self._header.height + 12, side, 12)


class _OtherLine(QWidget):
    """A line that is not the one to say now: a tick and its time once it was said."""

    def __init__(self, look: Look, width: int) -> None:
        super().__init__()
        self._sign = Sign(look, "circle", 16, "t3")
        self._say = Label(look, "small", "t2", width=width - 24, max_lines=2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._say)

    def show_line(self, line: SafetyLine) -> None:
        """Paint `line`."""
        said = line.state == "said"
        self._sign.show_icon("check-circle" if said else "circle", "ok" if said else "t3")
        self._say.show_text(f"{line.title}, {safety_words.said_at(line)}" if said else line.say)
        self.setAccessibleName(safety_words.line_spoken(line))


def _same_words(one: SafetyCard, other: SafetyCard) -> bool:
    return (one.alert_id, one.quote, one.lines, one.title) == (
        other.alert_id,
        other.quote,
        other.lines,
        other.title,
    )
