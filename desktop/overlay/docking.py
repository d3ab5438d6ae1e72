"""Where the window stands: remembered per screen as edge, gap and offset, and always clamped to what is visible."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QScreen

from desktop.settings import Dock

MARGIN = 12  # px to the edges of the screen where the window has not been moved yet
WIDTH, HEIGHT = 372, 720


def screen_key(screen: QScreen) -> str:
    """What names a screen from one start to the next: its maker, model and serial number, else its connector."""
    known = [part for part in (screen.manufacturer(), screen.model(), screen.serialNumber()) if part]
    return "/".join(known) if screen.serialNumber() else "/".join([*known, screen.name()])


def window_height(available: QRect) -> int:
    """Height of the window on a screen: 720 px, or what the screen has less 24."""
    return max(160, min(HEIGHT, available.height() - 2 * MARGIN))


def corner(dock: Dock, available: QRect, size: QSize) -> QPoint:
    """Top left corner of a window of `size` docked within `available`, wholly visible where it fits."""
    left = available.left() + dock.gap
    if dock.edge == "right":
        left = available.left() + available.width() - dock.gap - size.width()
    return clamped(QRect(QPoint(left, available.top() + dock.offset), size), available).topLeft()


def clamped(window: QRect, available: QRect) -> QRect:
    """The window moved into `available`; one that is too large keeps its top left corner in sight."""
    most_left = available.left() + max(0, available.width() - window.width())
    most_top = available.top() + max(0, available.height() - window.height())
    left = max(available.left(), min(window.left(), most_left))
    top = max(available.top(), min(window.top(), most_top))
    return QRect(QPoint(left, top), window.size())


def dock_of(window: QRect, available: QRect) -> Dock:
    """The dock that puts a window where it stands now: the nearer side edge counts."""
    inside = clamped(window, available)
    left = inside.left() - available.left()
    right = available.left() + available.width() - inside.left() - inside.width()
    edge, gap = ("left", left) if left < right else ("right", right)
    return Dock("left" if edge == "left" else "right", max(0, gap), max(0, inside.top() - available.top()))


def chosen_screen(screens: Mapping[str, QScreen], wanted: str, primary: QScreen) -> QScreen:
    """The screen the window stood on last if it is there, else the primary one."""
    return screens.get(wanted, primary)
