"""The window made small: one sign and one message."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from desktop.overlay import safety_words, words
from desktop.overlay.checklist_row import paint_pie
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.theme import Step
from desktop.view import Checklist, ChecklistItem, ClaimCard, Connection, SafetyCard, View

WIDTH, HEIGHT = 220, 40
_PAD = 15

_TROUBLE = {
    "offline": ("offline", "Offline"),
    "reconnecting": ("retry", "Reconnecting"),
    "stale": ("hourglass", "Stale"),
}


class Pill(QWidget):
    """220 x 40. A press opens the window (`opened`), a drag moves it."""

    opened = Signal()
    dragged = Signal(QPoint)
    dropped = Signal()

    def __init__(self, look: Look, *, square: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._square = square
        self._view = View(Connection("idle"))
        self._pressed: QPoint | None = None
        self._is_dragging = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def is_calm(self) -> bool:
        """Whether it may be as transparent as the user wants it."""
        return self.claim() is None and self.emergency() is None and self._view.connection.state in ("live", "idle")

    def show_view(self, view: View) -> None:
        """Paint the one thing of `view` that matters most."""
        self._view = view
        self.setAccessibleName(self._spoken())
        self.update()

    def claim(self) -> ClaimCard | None:
        """The claim that stands now."""
        card = self._view.card
        return card if isinstance(card, ClaimCard) and card.state == "standing" else None

    def emergency(self) -> SafetyCard | None:
        """The emergency that stands now and leaves the booking alone; the other kind opens the window."""
        card = self._view.card
        return card if isinstance(card, SafetyCard) and card.state == "standing" else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        claim, state, due = self.claim(), self._view.connection.state, due_item(self._view.checklist)
        emergency = self.emergency()
        if claim is not None:
            self._paint_face(painter, "danger_fill", "danger")
            self._paint_card(painter, claim, "stop", "on_fill")
        elif emergency is not None:
            self._paint_face(painter, "warn", "warn")
            self._paint_card(painter, emergency, "warn", "window")
        elif state in _TROUBLE:
            stale = state == "stale"
            self._paint_face(painter, "warn" if stale else "window", "warn" if stale else "line_s")
            sign, word = _TROUBLE[state]
            self._paint_trouble(painter, sign, word, stale)
        elif due is not None and self._view.phase == "in_call":
            self._paint_face(painter, "window", "warn")
            self._paint_due(painter, due)
        else:
            self._paint_face(painter, "window", "line_s")
            self._paint_calm(painter)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this widget."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a press or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._is_dragging = event.globalPosition().toPoint(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a drag."""
        if self._pressed is None:
            return
        way = event.globalPosition().toPoint() - self._pressed
        if self._is_dragging or way.manhattanLength() >= QApplication.startDragDistance():
            self._is_dragging = True
            self.dragged.emit(way)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a press or a drag."""
        if self._pressed is None:
            return
        self._pressed = None
        if self._is_dragging:
            self.dropped.emit()
        else:
            self.opened.emit()

    def _clock(self) -> str:
        return words.clock(self._view.clock_ms if self._view.phase != "no_call" else None)

    def _paint_face(self, painter: QPainter, ground: str, border: str) -> None:
        theme = self.look.theme
        edge = theme.border
        radius = 0 if self._square else self.height() / 2
        painter.setPen(QPen(theme.colour(border), edge))
        painter.setBrush(theme.colour(ground))
        box = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.drawRoundedRect(box, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_calm(self, painter: QPainter) -> None:
        theme, middle = self.look.theme, self.height() / 2
        if self._view.connection.state == "live" and self._view.phase == "in_call":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("ok"))
            painter.drawEllipse(QPointF(_PAD + 5, middle), 5, 5)
        else:
            painter.setPen(QPen(theme.colour("t3"), 2))
            painter.drawEllipse(QPointF(_PAD + 5, middle), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        counted = len(self._view.checklist.counted)
        if self._view.phase != "in_call" or not counted:
            self._paint_texts(painter, _PAD + 20, self._clock(), words.status(self._view))
            return
        done = self._view.checklist.done
        left = self._paint_texts(painter, _PAD + 20, self._clock(), f"{done} of {counted}")
        ring = QRectF(left - 10 - 16, middle - 8, 16, 16)
        painter.setPen(QPen(theme.colour("line_s"), 1.25))
        painter.drawEllipse(ring.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QPen(theme.colour("ok"), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(ring.adjusted(0.5, 0.5, -0.5, -0.5), 90 * 16, -round(360 * 16 * done / counted))

    def _paint_due(self, painter: QPainter, item: ChecklistItem) -> None:
        theme = self.look.theme
        paint_pie(painter, QPointF(_PAD + 8, self.height() / 2), item.due_share, theme.colour("warn"))
        clock = Paragraph(theme, "title", self._clock(), 200)
        room = self.width() - 2 * _PAD - 26 - clock.natural_width - 12
        time = words.countdown(item.due_in_s or 0)
        last = item.label.split(" ")[-1]
        choices = [f"{item.label} due {time}", f"{last[:1].upper()}{last[1:]} due {time}", f"Due {time}"]
        fitting = (text for text in choices if Paragraph(theme, "small", text, 999, weight=600).natural_width <= room)
        message = next(fitting, time)
        self._paint_texts(painter, _PAD + 26, self._clock(), message, roles=("t1", "warn"), bold_right=True)

    def _paint_trouble(self, painter: QPainter, sign: str, word: str, stale: bool) -> None:
        ink = "window" if stale else "warn"
        pixmap = self.look.pixmap(self, sign, 16, ink)
        painter.drawPixmap(QPointF(_PAD, self.height() / 2 - 8), pixmap)
        roles = ("window", "window") if stale else ("t1", "t2")
        self._paint_texts(painter, _PAD + 26, self._clock(), word, roles=roles)

    def _paint_card(self, painter: QPainter, card: ClaimCard | SafetyCard, sign: str, ink: str) -> None:
        painter.drawPixmap(QPointF(_PAD, self.height() / 2 - 8), self.look.pixmap(self, sign, 16, ink))
        self._paint_texts(painter, _PAD + 26, card.title, f"{card.age_s} s", roles=(ink, ink), step="body")

    def _paint_texts(
        self,
        painter: QPainter,
        at: float,
        left: str,
        right: str,
        *,
        roles: tuple[str, str] = ("t1", "t2"),
        step: Step = "title",
        bold_right: bool = False,
    ) -> float:
        """Paint a message at `at` and one flush right; gives where the right one begins."""
        theme, middle = self.look.theme, self.height() / 2
        end = Paragraph(theme, "small", right, 200, weight=600 if bold_right else 400)
        begins = self.width() - _PAD - end.natural_width
        end.paint(painter, begins, round(middle - end.line_height / 2), roles[1])
        start = Paragraph(theme, step, left, max(10.0, begins - at - 8), weight=600, max_lines=1)
        start.paint(painter, at, round(middle - start.line_height / 2), roles[0])
        return begins

    def _spoken(self) -> str:
        claim, emergency, due = self.claim(), self.emergency(), due_item(self._view.checklist)
        if claim is not None:
            message = words.claim_spoken(claim)
        elif emergency is not None:
            message = safety_words.card_spoken(emergency)
        elif due is not None:
            message = f"{due.label}, {words.tag(due, is_next=True)}"
        else:
            message = f"{self._view.checklist.done} of {len(self._view.checklist.counted)} done"
        return f"{words.status(self._view)}, {self._clock()}. {message}. Press to open."


def due_item(checklist: Checklist) -> ChecklistItem | None:
    """The open item that is due soonest, if one is due soon."""
    due = [item for item in checklist.items if item.due_in_s is not None and item.state == "open"]
    return min(due, key=lambda item: item.due_in_s or 0, default=None)
