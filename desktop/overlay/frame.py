"""The window's own surface: rounded with a painted shadow where windows are composed, square and opaque elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop.theme import Theme

MARGIN = 12  # px of transparent room for the shadow
RADIUS = 12


def paint_shadow(painter: QPainter, frame: QRectF, radius: float) -> None:
    """Twelve outlines around `frame`, black with alpha 2 to 26 of 255 growing inwards, moved 2 px down."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for ring in range(MARGIN):
        out = MARGIN - ring - 0.5
        painter.setPen(QPen(QColor(0, 0, 0, 2 + round(24 * ring / (MARGIN - 1))), 1))
        box = frame.adjusted(-out, -out, out, out).translated(0, 2)
        painter.drawRoundedRect(box, radius + out, radius + out)


def paint_surface(painter: QPainter, frame: QRectF, theme: Theme, *, composited: bool) -> None:
    """The ground and border of the window."""
    edge = theme.border
    line = theme.colour("line_s") if theme.contrast or not composited else _soft_edge(theme)
    if not composited:
        painter.fillRect(frame, line)
        painter.fillRect(frame.adjusted(edge, edge, -edge, -edge), theme.colour("window"))
        return
    painter.setPen(QPen(line, edge))
    painter.setBrush(theme.colour("window"))
    box = frame.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
    painter.drawRoundedRect(box, RADIUS - edge / 2, RADIUS - edge / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_safety(painter: QPainter, frame: QRectF, theme: Theme, head: float, foot: float, *, composited: bool) -> None:
    """The surface of a window that life safety has taken over; above `head` and below `foot` it is darker.

    Both are ordinates within the border of the window's other surface.
    """
    edge, top = theme.safety_border, frame.top() + theme.border
    if composited:
        painter.setPen(QPen(theme.colour("safety_edge"), edge))
        painter.setBrush(theme.colour("safety"))
        box = frame.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.drawRoundedRect(box, RADIUS - edge / 2, RADIUS - edge / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.fillRect(frame, theme.colour("safety_edge"))
        painter.fillRect(frame.adjusted(edge, edge, -edge, -edge), theme.colour("safety"))
    inside = frame.adjusted(edge, edge, -edge, -edge)
    bands = QPainterPath()
    bands.addRect(QRectF(inside.left(), inside.top(), inside.width(), top + head - inside.top()))
    bands.addRect(QRectF(inside.left(), top + foot, inside.width(), inside.bottom() - top - foot))
    if composited:
        within = QPainterPath()
        within.addRoundedRect(inside, RADIUS - edge, RADIUS - edge)
        bands = bands.intersected(within)
    painter.fillPath(bands, theme.colour("safety_foot"))
    if theme.contrast:  # where both grounds are one colour
        for y in (top + head - 1, top + foot):
            painter.fillRect(QRectF(inside.left(), y, inside.width(), 1), theme.colour("safety_line"))


def _soft_edge(theme: Theme) -> QColor:
    """The border over a shadow: a hairline on a dark window, between hairline and control border on a light one."""
    line, strong = theme.colour("line"), theme.colour("line_s")
    if theme.colour("window").lightness() < 128:
        return line
    return QColor(*((one + other) // 2 for one, other in zip(_rgb(line), _rgb(strong), strict=True)))


def _rgb(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
