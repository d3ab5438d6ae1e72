"""A card of one line, 40 px: what becomes of a claim or an emergency once it is settled, or old; a withheld reply."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.overlay import safety_words, words
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.sign import Sign
from desktop.view import ClaimCard, SafetyCard, WithheldCard

_SIGNS = {
    "corrected": ("check-circle", "ok", "ok"),
    "acknowledged": ("check", "t2", "t2"),
    "old": ("stop", "danger", "t1"),
    "given": ("check-circle", "ok", "ok"),
    "overridden": ("check", "t2", "t2"),
}


class LineCard(QFrame):
    """Sign, what became of it, and the rule's title at the right."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setObjectName("card")
        self._sign = Sign(look, "check", 16, "t2")
        self._words = Label(look, "body", "t2", weight=600)
        self._title = Label(look, "label", "t2", weight=400, right=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(0)
        row.addWidget(self._sign)
        row.addSpacing(8)
        row.addWidget(self._words)
        row.addSpacing(12)
        row.addWidget(self._title, 1)

    @property
    def wanted_height(self) -> int:
        """Height in pixels at this text size."""
        return max(40, self.look.theme.line("body") + 20)

    def show_card(self, card: ClaimCard | SafetyCard | WithheldCard) -> None:
        """Paint how `card` was settled, or that it was withheld."""
        self._title.setVisible(not isinstance(card, WithheldCard))
        if isinstance(card, WithheldCard):
            self._sign.show_icon("shield", "t2")
            self._words.show_text(words.withheld(card.title), "t2")
            self.setAccessibleName(words.withheld(card.title))
            return
        icon, sign_role, text_role = _SIGNS[card.state]
        self._sign.show_icon(icon, sign_role)
        if isinstance(card, ClaimCard):
            settled, spoken = words.settled(card), words.claim_spoken(card)
        else:
            settled, spoken = safety_words.SETTLED[card.state], safety_words.card_spoken(card)
        self._words.show_text(settled, text_role)
        self._title.show_text(card.title)
        self.setAccessibleName(spoken)
