"""One row of the checklist, and the row that stands for the done group."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from desktop.overlay import words
from desktop.overlay.button import Button
from desktop.overlay.look import Look
from desktop.overlay.motion import OUT, Motion
from desktop.overlay.paragraph import Paragraph
from desktop.view import ChecklistItem

SIGN_X, TEXT_X, RIGHT = 9, 37, 9  # px within a row, whose own side margin is 7


class ChecklistRow(QFrame):
    """A required question: sign, label, and its tag at the right; the next one also shows the words to say.

    `plain` takes the plate away (under a red card amber loses its fill).
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.item = ChecklistItem("", "", "")
        self._is_next = False
        self._plain = False
        self._ticked = 1.0
        self._motion = Motion(self)
        self.setObjectName("row")
        self.setProperty("state", "open")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    @property
    def wanted_height(self) -> int:
        """Height in pixels at this text size."""
        theme = self.look.theme
        grown = max(0, theme.line("body") - 20)
        if self._has_plate:
            return 60 + max(0, theme.line("title") - 20) + max(0, theme.line("small") - 18)
        if self._has_reason:
            return 48 + grown + max(0, theme.line("label") - 16)
        return 32 + grown

    @property
    def gap_below(self) -> int:
        """Space to the next row in pixels."""
        return 5 if self._has_plate else 0

    def show_item(self, item: ChecklistItem, *, is_next: bool, plain: bool) -> None:
        """Paint `item`."""
        if (item, is_next, plain) == (self.item, self._is_next, self._plain):
            return
        was_ticked = self.item.just_ticked
        self.item, self._is_next, self._plain = item, is_next, plain
        if item.just_ticked and not was_ticked:
            self._motion.start(160, OUT, self._on_ticked, still=self.look.still)
        state = "open"
        if self._has_plate:
            state = "due" if item.due_in_s is not None else "next"
        if state != self.property("state"):
            self.setProperty("state", state)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setAccessibleName(words.item_spoken(item, is_next))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        theme, item, painter = self.look.theme, self.item, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plate, reason = self._has_plate, self._has_reason
        step, weight = ("title", 600) if plate else ("body", 400)
        below = theme.line("small") + 2 if plate else theme.line("label") if reason else 0
        line = theme.line("title" if plate else "body")
        top = (self.height() - line - below) // 2
        self._paint_sign(painter, self.height() / 2 if reason and not plate else top + line / 2)
        tag = Paragraph(theme, "label", words.tag(item, self._is_next), 200, weight=self._tag_weight)
        room = self.width() - TEXT_X - RIGHT
        tag_top = top + line / 2 - tag.line_height / 2 + (1 if plate else 0)
        tag.paint(painter, self.width() - RIGHT - tag.natural_width, round(tag_top), self._tag_role)
        width = room - (tag.natural_width + 12 if tag.text else 0)
        title = Paragraph(theme, "title" if step == "title" else "body", item.label, width, weight=weight, max_lines=1)
        title.paint(painter, TEXT_X, top, "t2" if item.state == "done" and not item.just_ticked else "t1")
        if plate and item.ask:
            ask = Paragraph(theme, "small", words.quoted(item.ask), room, max_lines=1)
            ask.paint(painter, TEXT_X, top + line + 2, "t2")
        elif reason and not plate:
            because = f"added: customer said {words.quoted(item.added_because)}"
            added = Paragraph(theme, "label", because, room, weight=400, max_lines=1)
            added.paint(painter, TEXT_X, top + line, "t3")
        painter.end()

    @property
    def _has_plate(self) -> bool:
        return self._is_next and not self._plain and self.item.state == "open"

    @property
    def _has_reason(self) -> bool:
        return bool(self.item.added_because) and self.item.state == "open" and not self._is_next

    @property
    def _tag_role(self) -> str:
        if self.item.state == "overdue" or (self.item.due_in_s is not None and self.item.state == "open"):
            return "warn"
        return "accent" if self._is_next and self.item.state == "open" else "t3"

    @property
    def _tag_weight(self) -> int:
        return 400 if self._tag_role == "t3" else 600

    def _paint_sign(self, painter: QPainter, middle: float) -> None:
        item, top = self.item, middle - 8
        if item.state == "done":
            self._paint_tick(painter, top)
            return
        if item.state == "overdue":
            name, role = "warn", "warn"
        elif item.due_in_s is not None:
            paint_pie(painter, QPointF(SIGN_X + 8, middle), item.due_share, self.look.theme.colour("warn"))
            return
        elif item.added_because and not self._is_next:
            name, role = "branch", "t3"
        else:
            name, role = "circle", "accent" if self._is_next else "t3"
        painter.drawPixmap(QPointF(SIGN_X, top), self.look.pixmap(self, name, 16, role))

    def _paint_tick(self, painter: QPainter, top: float) -> None:
        if self._ticked < 1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.theme.colour("ok"))
            painter.drawEllipse(QPointF(SIGN_X + 8, top + 8), 5.5 * self._ticked, 5.5 * self._ticked)
            painter.drawPixmap(QPointF(SIGN_X, top), self.look.pixmap(self, "circle", 16, "ok"))
        else:
            painter.drawPixmap(QPointF(SIGN_X, top), self.look.pixmap(self, "check-circle", 16, "ok"))

    def _on_ticked(self, share: float) -> None:
        self._ticked = share
        self.update()


class DoneRow(Button):
    """The row of the done group: "5 done: recording, name …"; a press opens or closes the group in place."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "done", role="plain", parent=parent)
        self._head, self._names = "", ""
        self._open = False

    @property
    def wanted_height(self) -> int:
        """Height in pixels at this text size."""
        return 32 + max(0, self.look.theme.line("body") - 20)

    @property
    def group_words(self) -> str:
        """The count and the names, before they are cut to the room there is."""
        return f"{self._head}: {self._names}" if self._names else self._head

    def show_group(self, head: str, names: str, *, opened: bool) -> None:
        """Paint the count, the names as far as they fit, and which way it opens."""
        if (head, names, opened) != (self._head, self._names, self._open):
            self._head, self._names, self._open = head, names, opened
            self.setAccessibleName(f"{head}, {'shown' if opened else 'press to show'}")
            self.update()

    def paint_label(self, painter: QPainter) -> None:
        """Paint the parts of the row."""
        theme, middle = self.look.theme, self.height() / 2
        painter.drawPixmap(QPointF(SIGN_X, middle - 8), self.look.pixmap(self, "check-circle", 16, "ok"))
        chevron = self.look.pixmap(self, "chev-d", 16, "t3")
        place = QPointF(self.width() - RIGHT - 16, middle - 8)
        if self._open:
            painter.save()
            painter.translate(place + QPointF(8, 8))
            painter.rotate(180)
            painter.drawPixmap(QPointF(-8, -8), chevron)
            painter.restore()
        else:
            painter.drawPixmap(place, chevron)
        room = self.width() - TEXT_X - RIGHT - 28
        text = fitted(self.group_words, QFontMetricsF(theme.font("small")), room)
        line = Paragraph(theme, "small", text, room + 1, max_lines=1)
        line.paint(painter, TEXT_X, round(middle - line.line_height / 2), "t2")


def fitted(text: str, metrics: QFontMetricsF, room: float) -> str:
    """The text cut after a whole word, with " …", so that it is at most `room` pixels wide."""
    if metrics.horizontalAdvance(text) <= room:
        return text
    while " " in text:
        text = text.rsplit(" ", 1)[0]
        if metrics.horizontalAdvance(text.rstrip(",:") + " …") <= room:
            break
    return text.rstrip(",:") + " …"


def paint_pie(painter: QPainter, middle: QPointF, share: float, colour: QColor) -> None:
    """The time left as a sector from 12 o'clock within a ring, 16 px."""
    painter.save()
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, 6.25, 6.25)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    sector = QRectF(middle.x() - 3.6, middle.y() - 3.6, 7.2, 7.2)
    painter.drawPie(sector, 90 * 16, -math.ceil(max(0.0, min(1.0, share)) * 360 * 16))
    painter.restore()
