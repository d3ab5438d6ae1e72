"""What every widget of the overlay paints with: the theme, the icons, and whether things may move."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from desktop.icons import icon
from desktop.theme import Theme


@dataclass(slots=True)
class Look:
    """One object shared by all widgets of a window.

    The window changes it and then sets its style sheet; Qt tells every widget by a style change event. `still` leaves
    out all movement.
    """

    theme: Theme
    still: bool = False

    def pixmap(self, widget: QWidget, name: str, size: int, role: str, *, filled: bool = False) -> QPixmap:
        """The icon in a role's colour, sharp on the screen where `widget` stands."""
        return icon(name, size, getattr(self.theme.tokens, role), widget.devicePixelRatioF(), filled=filled)
