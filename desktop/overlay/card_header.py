"""The filled header of a card that asks for something now."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QWidget

from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph

_RADIUS = 10  # px, of the card


@dataclass(frozen=True, slots=True)
class CardHeader:
    """Sign, title and what stands at the right, in the colour of `ink` on that of `fill`."""

    look: Look
    icon: str
    fill: str
    ink: str

    @property
    def height(self) -> int:
        """Height in pixels at this text size."""
        return max(36, self.look.theme.line("body") + 16)

    def paint(self, painter: QPainter, card: QWidget, title: str, right: str, edge: float) -> None:
        """Paint the header of `card`, whose border is `edge` pixels wide."""
        theme = self.look.theme
        # A style sheet does not clip children to its radius: the header brings its own round corners.
        bar = QRectF(edge, edge, card.width() - 2 * edge, self.height + theme.border - edge)
        path, radius = QPainterPath(), _RADIUS - edge
        path.moveTo(bar.bottomLeft())
        path.lineTo(bar.left(), bar.top() + radius)
        path.arcTo(bar.left(), bar.top(), 2 * radius, 2 * radius, 180, -90)
        path.lineTo(bar.right() - radius, bar.top())
        path.arcTo(bar.right() - 2 * radius, bar.top(), 2 * radius, 2 * radius, 90, -90)
        path.lineTo(bar.bottomRight())
        painter.fillPath(path, theme.colour(self.fill))
        left, middle = 12 + theme.border, theme.border + self.height / 2
        painter.drawPixmap(QPointF(left, middle - 8), self.look.pixmap(card, self.icon, 16, self.ink))
        inside = card.width() - 2 * left
        age = Paragraph(theme, "label", right, inside, weight=500)
        age.paint(painter, left + inside - age.natural_width, middle - age.line_height / 2, self.ink)
        room = inside - 24 - age.natural_width - 12
        name = Paragraph(theme, "body", title, room, weight=600, max_lines=1)
        name.paint(painter, left + 24, middle - name.line_height / 2, self.ink)
