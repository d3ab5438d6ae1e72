"""The open window within its border: every part in its place, the transcript taking what is left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.ending import EndPanel
from desktop.overlay.asking import Asking
from desktop.overlay.band import Band
from desktop.overlay.card_slot import CardSlot
from desktop.overlay.checklist import ChecklistPanel
from desktop.overlay.empty import EmptyPanel
from desktop.overlay.end_panel import EndView
from desktop.overlay.footer import Footer
from desktop.overlay.header import Header
from desktop.overlay.look import Look
from desktop.overlay.outcome_menu import OutcomeMenu
from desktop.overlay.override_sheet import OverrideSheet
from desktop.overlay.safety_page import SafetyPage
from desktop.overlay.transcript import Transcript
from desktop.view import AdviceCard, SafetyCard, SafetyScreen, View

_LEAST_TRANSCRIPT = 40  # px for a line with its margins
_SHORT = 600  # px of window height under which the checklist shows the next row only


class Body(QWidget):
    """Header, card, checklist, transcript, band and footer; or life safety; or the end of the call.

    Nothing here resizes the window. Parts that are not needed for the first paint are made when they are.
    `keyboard_wanted` tells whether the user is about to write or has done writing, `surface_changed` that the window
    has to paint its ground again.
    """

    outcome_chosen = Signal(str, str)
    summary_edited = Signal(str, str, str, str)
    new_session_requested = Signal()
    alert_overridden = Signal(str, str)
    end_requested = Signal()
    keyboard_wanted = Signal(bool)
    surface_changed = Signal()

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
        self.safety: SafetyPage | None = None
        self._width = width
        self._asking = Asking(look, self)
        self._asking.overridden.connect(self.alert_overridden)
        self._asking.end_requested.connect(self.end_requested)
        self._asking.keyboard_wanted.connect(self.keyboard_wanted)
        self._asking.changed.connect(self.arrange)
        self.header.new_session_requested.connect(self.new_session_requested)
        for part in (self.slot, self.checklist, self.band):
            part.height_changed.connect(self.arrange)
        self.slot.override_requested.connect(self._on_card_override_requested)
        self.footer.note_opened.connect(self._on_writing_begun)
        self.footer.note_closed.connect(self._on_writing_ended)

    @property
    def is_asked(self) -> bool:
        """Whether the user is writing or about to give a reason here."""
        is_editing = self.end is not None and self.end.is_editing
        return self.footer.is_writing or self.sheet is not None or is_editing

    @property
    def safety_foot(self) -> int | None:
        """Where the foot of life safety begins, in pixels from the top; None while it has not taken the window over."""
        if self._view is None or self._view.safety is None or self.safety is None:
            return None
        return self.safety.geometry().bottom() + 1 - self.safety.foot_height

    @property
    def sheet(self) -> OverrideSheet | None:
        """Where a reason for an override is asked, while one is."""
        return self._asking.sheet

    def show_view(self, view: View) -> None:
        """Paint `view`: only the parts whose values changed are touched."""
        before, self._view = self._view, view
        moved = before is None or _page(before) != _page(view)
        if self.sheet is not None and self.sheet.alert_id != _standing_emergency(view):
            self._asking.close()
            moved = True
        self.header.show_view(view)
        if view.safety is not None:
            self._show_safety(view.safety)
            if moved:
                self.arrange()
            return
        if self.safety is not None:
            self.safety.leave()
        self.footer.show_view(view)
        moved |= self.band.show_view(view)
        if view.phase == "ended":
            self._show_end(view.end or EndPanel(ready=False))
        else:
            self._leave_end()
        if view.phase == "in_call":
            height = self.slot.wanted_height
            self._is_arranging = True
            self.slot.show_card(view.card)
            self._is_arranging = False
            moved |= height != self.slot.wanted_height
            moved |= self.checklist.show_checklist(view.checklist, plain=self.slot.is_loud)
            self.transcript.show_lines(view.lines, view.connection.stopped_at_ms)
        elif before is None or before.phase == "in_call":
            self.slot.show_card(None)
        if moved:
            self.arrange()

    def stop_asking(self) -> None:
        """Put away what waits for the user's words, and give the keyboard back."""
        self.footer.close_note()
        self._asking.close()
        if self.end is not None:
            self.end.stop_editing()

    def ask_to_end(self) -> None:
        """End the call though life safety stands, once there is a reason."""
        self._ask(ends_call=True)

    def restyle(self) -> None:
        """Take all heights again after the theme or text size changed."""
        self.slot.restyle()
        if self.end is not None:
            self.end.restyle()
        if self.safety is not None:
            self.safety.arrange()
        self.arrange()

    def arrange(self) -> None:
        """Put every part in its place, from both ends towards the transcript."""
        if self._view is None or self._is_arranging:
            return
        self._is_arranging = True
        phase, width = self._view.phase, self.width()
        top = self.header.wanted_height
        self.header.setGeometry(0, 0, width, top)
        taken, ended = self._view.safety is not None, phase == "ended"
        in_call = phase == "in_call" and not taken
        bottom = self._arrange_foot(has_footer=not (taken or ended))
        if ended:
            # The two buttons stay at the end of the window: the band goes above the outcome.
            self.band.setGeometry(0, top, width, self.band.wanted_height)
            top += self.band.wanted_height
        elif not taken:
            bottom -= self.band.wanted_height
            self.band.setGeometry(0, bottom, width, self.band.wanted_height)
        self.empty.setVisible(phase == "no_call")
        self.empty.setGeometry(0, top, width, bottom - top)
        if self.end is not None:
            self.end.setVisible(ended)
            self.end.setGeometry(0, top, width, bottom - top)
        if self.safety is not None:
            self.safety.setVisible(taken)
            self.safety.setGeometry(0, top, width, bottom - top)
            self.safety.show_foot(self.sheet is None)
        self.slot.setVisible(in_call and self.slot.wanted_height > 0)
        self.checklist.setVisible(in_call)
        self.transcript.setVisible(in_call)
        if in_call:
            # A card never lies over what stands below it: where the window is low its end is cut off.
            tall = min(self.slot.wanted_height, bottom - top)
            self.slot.setGeometry(0, top, width, tall)
            top += tall
            self.checklist.resize(width, self.checklist.height())
            advised = isinstance(self._view.card, AdviceCard)
            taken_up = 0 if advised else self.checklist.fit(bottom - top, short=self.height() < _SHORT)
            if 0 < bottom - top - taken_up < _LEAST_TRANSCRIPT and taken_up:
                taken_up = bottom - top + 1  # its lower rule is that of what stands below
            self.checklist.setGeometry(0, top, width, taken_up)
            self.checklist.setVisible(taken_up > 0)
            self.transcript.setGeometry(0, top + taken_up, width, max(0, bottom - top - taken_up))
        self._is_arranging = False
        if taken:
            self.surface_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this widget: Esc puts the sheet away, wherever the focus is."""
        if event.key() == Qt.Key.Key_Escape and self.sheet is not None:
            self._asking.close()
        else:
            super().keyPressEvent(event)

    def _arrange_foot(self, *, has_footer: bool) -> int:
        """Place the sheet or the footer at the lower end; gives where it begins."""
        width, bottom = self.width(), self.height()
        self.footer.setVisible(has_footer and self.sheet is None)
        if self.sheet is not None:
            tall = self.sheet.height_for(width)
            bottom -= tall
            self.sheet.setGeometry(0, bottom, width, tall)
            self.sheet.arrange()
        elif has_footer:
            bottom -= self.footer.wanted_height
            self.footer.setGeometry(0, bottom, width, self.footer.wanted_height)
        return bottom

    def _show_safety(self, screen: SafetyScreen) -> None:
        if self.safety is None:
            self.safety = SafetyPage(self.look, self._width, self)
            self.safety.override_requested.connect(self._on_override_requested)
            self.safety.resize(self.width(), self.height() - self.header.wanted_height)
        self._leave_end()
        self.band.hide()
        self.footer.close_note(keep=True)
        self.safety.show_screen(screen)

    def _on_override_requested(self) -> None:
        self._ask(ends_call=False)

    def _on_card_override_requested(self, alert_id: str, reasons: tuple[str, ...]) -> None:
        self.footer.close_note(keep=True)
        self._asking.open(alert_id, reasons, on_safety=False)

    def _ask(self, *, ends_call: bool) -> None:
        screen = self._view.safety if self._view is not None else None
        if screen is not None:
            self._asking.open(screen.alert_id, screen.reasons, on_safety=True, ends_call=ends_call)

    def _on_writing_begun(self) -> None:
        self.keyboard_wanted.emit(True)

    def _on_writing_ended(self) -> None:
        self.keyboard_wanted.emit(False)

    def _show_end(self, end: EndPanel) -> None:
        if self.end is None:
            self.end = EndView(self.look, self)
            self.end.next_call_requested.connect(self.new_session_requested)
            self.end.change_requested.connect(self._on_change_requested)
            self.end.outcome_accepted.connect(self.outcome_chosen)
            self.end.summary_edited.connect(self.summary_edited)
            self.end.editing_begun.connect(self._on_writing_begun)
            self.end.editing_ended.connect(self._on_writing_ended)
            self.end.resize(self.width(), self.height())
        self.end.show_end(end)

    def _leave_end(self) -> None:
        """Put away what stands open of the call before."""
        if self.menu is not None:
            self.menu.close_menu()
        if self.end is not None:
            self.end.stop_editing()

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


def _page(view: View) -> tuple[object, ...]:
    """What decides which parts there are."""
    return view.phase, view.end is None, view.safety is None, isinstance(view.card, AdviceCard)


def _standing_emergency(view: View) -> str:
    """The alert id of the emergency on the screen, empty when there is none."""
    return view.urgent_id if view.safety is not None or isinstance(view.card, SafetyCard) else ""
