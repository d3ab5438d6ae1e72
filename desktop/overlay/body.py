"""The open window within its border: every part in its place, the transcript taking what is left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay.band import Band
from desktop.overlay.card_slot import CardSlot
from desktop.overlay.checklist import ChecklistPanel
from desktop.overlay.empty import EmptyPanel
from desktop.overlay.end_panel import EndView
from desktop.overlay.footer import Footer
from desktop.overlay.header import Header
from desktop.overlay.look import Look
from desktop.overlay.outcome_menu import OutcomeMenu
from desktop.overlay.transcript import Transcript
from desktop.view import EndPanel, View

_SHORT = 600  # px of window height under which the checklist shows the next row only


class Body(QWidget):
    """Header, card, checklist, transcript, band and footer, or the end of the call.

    Nothing here resizes the window. Parts that are not needed for the first paint are made when they are.
    """

    outcome_chosen = Signal(str, str)
    new_session_requested = Signal()

    def __init__(self, look: Look, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._view: View | None = None
        self._is_arranging = False
        self.header = Header(look, self)
        self.slot = CardSlot(look, width, self)
        self.checklist = ChecklistPanel(look, self)
        self.transcript = Transcript(look, self)
        self.empty = EmptyPanel(look, self)
        self.band = Band(look, self)
        self.footer = Footer(look, self)
        self.end: EndView | None = None
        self.menu: OutcomeMenu | None = None
        self.header.new_session_requested.connect(self.new_session_requested)
        for part in (self.slot, self.checklist, self.band):
            part.height_changed.connect(self.arrange)

    def show_view(self, view: View) -> None:
        """Paint `view`: only the parts whose values changed are touched."""
        before, self._view = self._view, view
        moved = before is None or before.phase != view.phase or (before.end is None) != (view.end is None)
        self.header.show_view(view)
        self.footer.show_view(view)
        moved |= self.band.show_view(view)
        if view.phase == "ended":
            self._show_end(view.end or EndPanel(ready=False))
        elif self.menu is not None:
            self.menu.close_menu()
        if view.phase == "in_call":
            height = self.slot.wanted_height
            self._is_arranging = True
            self.slot.show_card(view.card)
            self._is_arranging = False
            moved |= height != self.slot.wanted_height
            moved |= self.checklist.show_checklist(view.checklist, plain=self.slot.is_red)
            self.transcript.show_lines(view.lines, view.connection.stopped_at_ms)
        elif before is None or before.phase == "in_call":
            self.slot.show_card(None)
        if moved:
            self.arrange()

    def restyle(self) -> None:
        """Take all heights again after the theme or text size changed."""
        self.slot.restyle()
        if self.end is not None:
            self.end.restyle()
        self.arrange()

    def arrange(self) -> None:
        """Put every part in its place, from both ends towards the transcript."""
        if self._view is None or self._is_arranging:
            return
        self._is_arranging = True
        phase, width = self._view.phase, self.width()
        top = self.header.wanted_height
        self.header.setGeometry(0, 0, width, top)
        in_call, ended = phase == "in_call", phase == "ended"
        bottom = self.height()
        self.footer.setVisible(not ended)
        band = self.band.wanted_height
        if ended:
            # The two buttons stay at the end of the window: the band goes above the outcome.
            self.band.setGeometry(0, top, width, band)
            top += band
        else:
            bottom -= self.footer.wanted_height
            self.footer.setGeometry(0, bottom, width, self.footer.wanted_height)
            bottom -= band
            self.band.setGeometry(0, bottom, width, band)
        self.empty.setVisible(phase == "no_call")
        self.empty.setGeometry(0, top, width, bottom - top)
        if self.end is not None:
            self.end.setVisible(ended)
            self.end.setGeometry(0, top, width, bottom - top)
        self.slot.setVisible(in_call and self.slot.wanted_height > 0)
        self.checklist.setVisible(in_call)
        self.transcript.setVisible(in_call)
        if in_call:
            self.slot.setGeometry(0, top, width, self.slot.wanted_height)
            top += self.slot.wanted_height
            self.checklist.resize(width, self.checklist.height())
            taken = self.checklist.fit(bottom - top, short=self.height() < _SHORT)
            self.checklist.setGeometry(0, top, width, taken)
            self.checklist.setVisible(taken > 0)
            self.transcript.setGeometry(0, top + taken, width, max(0, bottom - top - taken))
        self._is_arranging = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self.arrange()

    def _show_end(self, end: EndPanel) -> None:
        if self.end is None:
            self.end = EndView(self.look, self)
            self.end.next_call_requested.connect(self.new_session_requested)
            self.end.change_requested.connect(self._on_change_requested)
            self.end.resize(self.width(), self.height())
        self.end.show_end(end)

    def _on_change_requested(self) -> None:
        if self._view is None or self._view.end is None:
            return
        if self.menu is None:
            # The panel lies over the window's border, as wide as the window.
            self.menu = OutcomeMenu(self.look, self.parentWidget() or self)
            self.menu.chosen.connect(self.outcome_chosen)
        edge = self.look.theme.border
        self.menu.setGeometry(self.geometry().adjusted(-edge, -edge, edge, edge))
        self.menu.open_for(self._view.end.choices, self.end.change if self.end is not None else None)
