"""Asking why an emergency is put away: the sheet while it is open, and what follows from it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop.overlay.look import Look
from desktop.overlay.override_sheet import OverrideSheet


class Asking(QObject):
    """Opens a sheet in `within` and closes it; `changed` tells that the parts there have to be placed again.

    `overridden` carries the alert's id and the reason; `end_requested` follows it when the call should end with that.
    `keyboard_wanted` tells whether the user is about to write or has done writing.
    """

    overridden = Signal(str, str)
    end_requested = Signal()
    keyboard_wanted = Signal(bool)
    changed = Signal()

    def __init__(self, look: Look, within: QWidget) -> None:
        super().__init__(within)
        self.sheet: OverrideSheet | None = None
        self._look = look
        self._within = within
        self._ends_call = False
        self._opener: QWidget | None = None  # had the focus before

    def open(self, alert_id: str, reasons: tuple[str, ...], *, on_safety: bool, ends_call: bool = False) -> None:
        """Ask. `on_safety` is whether the sheet stands on the ground of life safety."""
        self.close()
        self._ends_call = ends_call
        self._opener = self._within.window().focusWidget()
        action = "Override and end" if ends_call else "Override and log"
        sheet = OverrideSheet(self._look, alert_id, reasons, action, on_safety=on_safety, parent=self._within)
        sheet.overridden.connect(self._on_overridden)
        sheet.kept.connect(self.close)
        sheet.height_changed.connect(self.changed)
        sheet.writing_begun.connect(self._on_writing_begun)
        sheet.writing_ended.connect(self._on_writing_ended)
        self.sheet = sheet
        sheet.show()
        self.changed.emit()
        sheet.radios[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Put the sheet away; the focus goes back to where it was, the keyboard to the program it came from."""
        if self.sheet is None:
            return
        sheet, self.sheet = self.sheet, None
        sheet.hide()
        sheet.deleteLater()
        self.keyboard_wanted.emit(False)
        self.changed.emit()
        if self._opener is not None and self._opener.isVisible():
            self._opener.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_overridden(self, alert_id: str, reason: str) -> None:
        ends_call = self._ends_call
        self.close()
        self.overridden.emit(alert_id, reason)
        if ends_call:
            self.end_requested.emit()

    def _on_writing_begun(self) -> None:
        self.keyboard_wanted.emit(True)

    def _on_writing_ended(self) -> None:
        self.keyboard_wanted.emit(False)
