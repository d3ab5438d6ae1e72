"""The suggestion card: a reply of the model or of the playbook, what it rests on, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.keys import shown
from desktop.overlay import words
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph, as_tip
from desktop.overlay.quote import cut, marks_of
from desktop.overlay.reply_text import CARET_ROOM, ReplyText
from desktop.overlay.sign import Sign
from desktop.view import Span, SuggestionCard

_SIGNS = {"model": ("bubble", "accent"), "playbook": ("book", "t2")}
_SIDE = 12  # px


class SuggestionPanel(QFrame):
    """One suggested reply. Each signal carries the card's id; `rated` also "up" or "down"."""

    used = Signal(str)
    copied = Signal(str)
    dismissed = Signal(str)
    rated = Signal(str, str)

    def __init__(self, look: Look, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._card: SuggestionCard | None = None
        self._inner = width - 2 * _SIDE - 2
        self.setObjectName("card")
        self._sign = Sign(look, "book", 16, "t2")
        self._title = Label(look, "body", "t1", weight=600)
        self._age = Label(look, "label", "t2", weight=500, right=True)
        self._quote = Label(look, "small", "t2", width=self._inner, max_lines=1)
        self.text = ReplyText(look, self._inner)
        self._book = Sign(look, "book", 14, "t2")
        self._source = Label(look, "label", "t2", weight=400)
        self._buttons = {
            "use": Button(look, "Used", "check", role="bordered"),
            "copy": Button(look, "Copy", "copy"),
            "dismiss": Button(look, "Dismiss"),
            "praise": Button(look, "", "up", role="icon", spoken="Good suggestion"),
            "blame": Button(look, "", "down", role="icon", spoken="Poor suggestion"),
        }
        acts = {
            "use": self._on_used,
            "copy": self._on_copied,
            "dismiss": self._on_dismissed,
            "praise": self._on_praised,
            "blame": self._on_blamed,
        }
        for name, button in self._buttons.items():
            button.show_key(shown(name))
            button.clicked.connect(acts[name])
        self._lay_out()

    @property
    def wanted_height(self) -> int:
        """Height in pixels for the card shown last."""
        return self.sizeHint().height()

    def press(self, name: str) -> None:
        """Press the button of that name in `CARD_KEYS`, where it is seen and enabled."""
        button = self._buttons[name]
        if button.isVisible():
            button.click()

    def show_card(self, card: SuggestionCard) -> bool:
        """Paint `card`; true when the height may have changed. A sentence more repaints the text and no more."""
        before, self._card = self._card, card
        is_new = before is None or before.card_id != card.card_id
        self._age.show_text(words.suggestion_age(card))
        if is_new or before is None or before.is_writing != card.is_writing:
            self._show_actions(card)
        self._buttons["praise"].show_filled(card.rating == "up")
        self._buttons["blame"].show_filled(card.rating == "down")
        changed = False
        if is_new or before is None or (before.text, before.is_writing) != (card.text, card.is_writing):
            changed = self.text.show_reply(card.text, is_writing=card.is_writing, is_new=is_new)
        if is_new or before is None or _frame_of(before) != _frame_of(card):
            self._show_frame(card)
            changed = True
        if not card.is_writing:
            self.setAccessibleName(words.suggestion_spoken(card))
        return changed

    def restyle(self) -> None:
        """Cut the quotation again after the text size changed."""
        if self._card is not None:
            self._show_quote(self._card)

    def _show_frame(self, card: SuggestionCard) -> None:
        """Paint what stands around the text."""
        self._sign.show_icon(*_SIGNS[card.author])
        self._title.show_text(words.SUGGESTION_TITLES[card.author])
        self._source.show_text(card.source)
        self._source.setToolTip(as_tip(card.source))
        self._show_quote(card)
        offline = words.OFFLINE_SUGGESTIONS if card.offline else ""
        self._age.setToolTip(offline)
        self._age.setAccessibleDescription(offline)
        self.setAccessibleName(words.SUGGESTION_TITLES[card.author])

    def _show_actions(self, card: SuggestionCard) -> None:
        """What may be done to a reply that is being written is to stop it."""
        for name in ("use", "copy"):
            self._buttons[name].setEnabled(not card.is_writing)
        for name in ("praise", "blame"):
            self._buttons[name].setVisible(not card.is_writing)
        self._buttons["dismiss"].show_words("Stop" if card.is_writing else "Dismiss")
        self._buttons["dismiss"].show_role("choice" if card.is_writing else "plain")

    def _show_quote(self, card: SuggestionCard) -> None:
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
            self._buttons["copy"].confirm("Copied")
            self.copied.emit(self._card.card_id)

    def _on_dismissed(self) -> None:
        if self._card is not None:
            self.dismissed.emit(self._card.card_id)

    def _on_praised(self) -> None:
        if self._card is not None:
            self.rated.emit(self._card.card_id, "up")

    def _on_blamed(self) -> None:
        if self._card is not None:
            self.rated.emit(self._card.card_id, "down")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, 0, _SIDE - CARET_ROOM, 12)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 8, CARET_ROOM, 8)
        head.setSpacing(8)
        head.addWidget(self._sign)
        head.addWidget(self._title)
        head.addWidget(self._age, 1)
        column.addLayout(head)
        column.addWidget(self._quote)
        column.addSpacing(8)
        column.addWidget(self.text)
        column.addSpacing(8)
        source = QHBoxLayout()
        source.setContentsMargins(0, 2, CARET_ROOM, 2)
        source.setSpacing(6)
        source.addWidget(self._book)
        source.addWidget(self._source, 1)
        column.addLayout(source)
        column.addSpacing(12)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, CARET_ROOM, 0)
        foot.setSpacing(0)
        use, copy, dismiss, praise, blame = self._buttons.values()
        foot.addWidget(use)
        foot.addSpacing(8)
        foot.addWidget(copy)
        foot.addSpacing(8)
        foot.addWidget(dismiss)
        foot.addStretch(1)
        foot.addWidget(praise)
        foot.addWidget(blame)
        column.addLayout(foot)


def _frame_of(card: SuggestionCard) -> tuple[object, ...]:
    """What stands around the text."""
    return card.author, card.quote, card.source, card.offline, card.speaker
