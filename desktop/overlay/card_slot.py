"""The place under the header that holds no card or one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay import safety_words, words
from desktop.overlay.advice_card import AdvicePanel
from desktop.overlay.announcement import announce
from desktop.overlay.claim_card import ClaimPanel
from desktop.overlay.line_card import LineCard
from desktop.overlay.look import Look
from desktop.overlay.motion import IN_OUT, OUT, Motion
from desktop.overlay.safety_card import SafetyPanel
from desktop.overlay.suggestion_card import SuggestionPanel
from desktop.view import AdviceCard, Card, ClaimCard, SafetyCard, SuggestionCard, WithheldCard

SIDE = 12
_ABOVE, _BELOW = 12, 4
_BELOW_ADVICE = 9  # the checklist makes way for that card; its rule stays
_Page = AdvicePanel | ClaimPanel | LineCard | SafetyPanel | SuggestionPanel


class CardSlot(QWidget):
    """Shows one card and tells by `height_changed` that the parts below have to move.

    What asks for something now stands complete in its first frame. Settling shrinks it; leaving fades, then closes the
    space.
    """

    alert_acknowledged = Signal(str)
    card_used = Signal(str)
    card_copied = Signal(str)
    card_dismissed = Signal(str)
    card_rated = Signal(str, str)
    override_requested = Signal(str, tuple)
    referred = Signal()
    height_changed = Signal()

    def __init__(self, look: Look, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.wanted_height = 0
        self._width = width - 2 * SIDE
        self._card: Card | None = None
        self._page: _Page | None = None
        self._ghost = QPixmap()
        self._ghost_share = 0.0
        self._motion = Motion(self)
        # A claim must be painted in the frame it arrives in: its panel is ready before.
        self.claim = ClaimPanel(look, self._width, self)
        self.claim.acknowledged.connect(self.alert_acknowledged)
        self.claim.hide()
        self._line: LineCard | None = None
        self.suggestion: SuggestionPanel | None = None
        self._announced = ""  # the suggestion that was read out last
        self.safety: SafetyPanel | None = None
        self.advice: AdvicePanel | None = None

    @property
    def is_loud(self) -> bool:
        """Whether a card stands here that asks for something now: amber elsewhere loses its fill."""
        return isinstance(self._card, ClaimCard | SafetyCard) and self._card.state == "standing"

    def show_card(self, card: Card | None) -> None:
        """Paint `card`, or let the one that stands here leave."""
        if card == self._card:
            return
        before, self._card = self._card, card
        if card is None:
            self._leave()
            return
        is_new = _alert_id(before) != _alert_id(card)
        if isinstance(card, ClaimCard | SafetyCard) and card.state != "standing":
            line = self._line_card()
            line.show_card(card)
            self._stand(line, True, shrink=not is_new and self._page in (self.claim, self.safety))
        elif isinstance(card, ClaimCard):
            self._stand(self.claim, self.claim.show_card(card))
            if is_new:
                announce(self, words.claim_spoken(card))
        elif isinstance(card, SafetyCard):
            amber = self._safety_panel()
            self._stand(amber, amber.show_card(card))
            if is_new:
                announce(self, safety_words.card_spoken(card))
        elif isinstance(card, AdviceCard):
            advice = self._advice_panel()
            self._stand(advice, advice.show_card(card))
        elif isinstance(card, WithheldCard):
            line = self._line_card()
            line.show_card(card)
            self._stand(line, True, shrink=self._page is not None and self._page is self.suggestion)
        else:
            panel = self._suggestion_panel()
            self._stand(panel, panel.show_card(card))
            self._announce(card)

    def press(self, name: str) -> None:
        """Do to the suggestion on the screen what the key of that name in `CARD_KEYS` does; without one nothing."""
        if self.suggestion is not None and self._page is self.suggestion:
            self.suggestion.press(name)

    def restyle(self) -> None:
        """Take the heights again after the theme or text size changed."""
        self._motion.finish()
        for panel in (self.claim, self.suggestion, self.safety, self.advice):
            if panel is not None:
                panel.restyle()
        if self._page is not None:
            self._set_height(self._page.wanted_height + self._around)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        if self._page is self.advice is not None:
            painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.theme.colour("line"))
        if self._ghost_share > 0:
            painter.setOpacity(self._ghost_share)
            painter.drawPixmap(SIDE, _ABOVE, self._ghost)
        painter.end()

    @property
    def _around(self) -> int:
        return _ABOVE + (_BELOW_ADVICE if self._page is self.advice is not None else _BELOW)

    def _stand(self, page: _Page, changed: bool, *, shrink: bool = False) -> None:
        same = page is self._page
        if same and not changed:
            return
        self._motion.finish()
        if self._page is not None and not same:
            self._page.hide()
        self._page = page
        height = page.wanted_height + self._around
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
            shrinking = max(self._page.wanted_height, self.wanted_height - self._around)
            self._page.setGeometry(SIDE, _ABOVE, self._width, shrinking)

    def _line_card(self) -> LineCard:
        if self._line is None:
            self._line = LineCard(self.look, self)
        return self._line

    def _announce(self, card: SuggestionCard) -> None:
        """Have it read out once, when it is whole."""
        if not card.is_writing and card.card_id != self._announced:
            self._announced = card.card_id
            announce(self, words.suggestion_spoken(card), politely=True)

    def _suggestion_panel(self) -> SuggestionPanel:
        if self.suggestion is None:
            panel = self.suggestion = SuggestionPanel(self.look, self._width, self)
            panel.used.connect(self.card_used)
            panel.copied.connect(self.card_copied)
            panel.dismissed.connect(self.card_dismissed)
            panel.rated.connect(self.card_rated)
        return self.suggestion

    def _safety_panel(self) -> SafetyPanel:
        if self.safety is None:
            self.safety = SafetyPanel(self.look, self._width, self)
            self.safety.override_requested.connect(self.override_requested)
        return self.safety

    def _advice_panel(self) -> AdvicePanel:
        if self.advice is None:
            self.advice = AdvicePanel(self.look, self._width, self)
            self.advice.referred.connect(self.referred)
            self.advice.put_away.connect(self.alert_acknowledged)
        return self.advice


def _alert_id(card: Card | None) -> str:
    return getattr(card, "alert_id", "")
