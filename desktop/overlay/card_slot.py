"""The place under the header that holds no card or one: a claim, what became of it, or a playbook line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay import words
from desktop.overlay.claim_card import ClaimPanel
from desktop.overlay.line_card import LineCard
from desktop.overlay.look import Look
from desktop.overlay.motion import IN_OUT, OUT, Motion
from desktop.overlay.playbook_card import PlaybookPanel
from desktop.view import Card, ClaimCard, PlaybookCard

SIDE = 12
_ABOVE, _BELOW = 12, 4


class CardSlot(QWidget):
    """Shows one card and tells by `height_changed` that the parts below have to move.

    A claim stands complete in its first frame. Settling shrinks it; leaving fades, then closes the space.
    """

    alert_acknowledged = Signal(str)
    card_used = Signal(str)
    card_copied = Signal(str)
    card_dismissed = Signal(str)
    card_rated = Signal(str, str)
    height_changed = Signal()

    def __init__(self, look: Look, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.wanted_height = 0
        self._width = width - 2 * SIDE
        self._card: Card | None = None
        self._page: ClaimPanel | LineCard | PlaybookPanel | None = None
        self._ghost = QPixmap()
        self._ghost_share = 0.0
        self._motion = Motion(self)
        # A claim must be painted in the frame it arrives in: its panel is ready before.
        self.claim = ClaimPanel(look, self._width, self)
        self.claim.acknowledged.connect(self.alert_acknowledged)
        self.claim.hide()
        self._line: LineCard | None = None
        self._playbook: PlaybookPanel | None = None

    @property
    def is_red(self) -> bool:
        """Whether a claim stands here now: amber elsewhere loses its fill."""
        return isinstance(self._card, ClaimCard) and self._card.state == "standing"

    def show_card(self, card: Card | None) -> None:
        """Paint `card`, or let the one that stands here leave."""
        if card == self._card:
            return
        before, self._card = self._card, card
        if card is None:
            self._leave()
            return
        if isinstance(card, ClaimCard) and card.state == "standing":
            changed = self.claim.show_card(card)
            if not isinstance(before, ClaimCard) or before.alert_id != card.alert_id:
                self._announce(card)
            self._stand(self.claim, changed)
        elif isinstance(card, ClaimCard):
            was_red = self._page is self.claim and isinstance(before, ClaimCard) and before.alert_id == card.alert_id
            line = self._line_card()
            line.show_card(card)
            self._stand(line, True, shrink=was_red)
        elif isinstance(card, PlaybookCard):
            panel = self._playbook_panel()
            self._stand(panel, panel.show_card(card))

    def restyle(self) -> None:
        """Take the heights again after the theme or text size changed."""
        self._motion.finish()
        for panel in (self.claim, self._playbook):
            if panel is not None:
                panel.restyle()
        if self._page is not None:
            self._set_height(self._page.wanted_height + _ABOVE + _BELOW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        if self._ghost_share > 0:
            painter = QPainter(self)
            painter.setOpacity(self._ghost_share)
            painter.drawPixmap(SIDE, _ABOVE, self._ghost)
            painter.end()

    def _stand(self, page: ClaimPanel | LineCard | PlaybookPanel, changed: bool, *, shrink: bool = False) -> None:
        same = page is self._page
        if same and not changed:
            return
        self._motion.finish()
        if self._page is not None and not same:
            self._page.hide()
        self._page = page
        height = page.wanted_height + _ABOVE + _BELOW
        page.setGeometry(SIDE, _ABOVE, self._width, page.wanted_height)
        page.show()
        if shrink:
            tall = self.wanted_height

            def step(share: float) -> None:
                self._set_height(round(tall + (height - tall) * share))

            self._motion.start(160, IN_OUT, step, still=self.look.still)
        else:
            self._set_height(height)

    def _leave(self) -> None:
        self._motion.finish()
        if self._page is None:
            return
        self._ghost = self._page.grab()
        self._page.hide()
        self._page = None

        def fade(share: float) -> None:
            self._ghost_share = 1 - share
            self.update()

        self._motion.start(120, OUT, fade, self._close, still=self.look.still)

    def _close(self) -> None:
        self._ghost, self._ghost_share = QPixmap(), 0.0
        if self._page is not None:
            return
        tall = self.wanted_height

        def step(share: float) -> None:
            self._set_height(round(tall * (1 - share)))

        self._motion.start(120, OUT, step, still=self.look.still)

    def _set_height(self, height: int) -> None:
        if height != self.wanted_height:
            self.wanted_height = height
            self._place()
            self.height_changed.emit()

    def _place(self) -> None:
        if self._page is not None:
            shrinking = max(self._page.wanted_height, self.wanted_height - _ABOVE - _BELOW)
            self._page.setGeometry(SIDE, _ABOVE, self._width, shrinking)

    def _announce(self, card: ClaimCard) -> None:
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self, words.claim_spoken(card))
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)

    def _line_card(self) -> LineCard:
        if self._line is None:
            self._line = LineCard(self.look, self)
        return self._line

    def _playbook_panel(self) -> PlaybookPanel:
        if self._playbook is None:
            panel = self._playbook = PlaybookPanel(self.look, self._width, self)
            panel.used.connect(self.card_used)
            panel.copied.connect(self.card_copied)
            panel.dismissed.connect(self.card_dismissed)
            panel.rated.connect(self.card_rated)
        return self._playbook
