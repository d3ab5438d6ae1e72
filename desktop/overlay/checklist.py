"""The checklist: how far it is, the next question in full, the open ones, and the done group."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay import words
from desktop.overlay.checklist_row import ChecklistRow, DoneRow
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.view import Checklist, ChecklistItem

_SIDE, _GAP, _BELOW = 7, 12, 9  # px: row margin, bar to rows, rows to the end with its line
_TRANSCRIPT_SHARE = 0.45  # of the space it shares with the checklist
_MOST_SEGMENTS = 16


class ChecklistPanel(QWidget):
    """Takes what it needs of the space it is offered, and leaves the transcript its share.

    `height_changed` tells that the done group was opened or closed.
    """

    height_changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._checklist = Checklist()
        self._order: tuple[str, ...] = ()
        self._plain = False
        self._opened = False
        self._scrolled = 0
        self._space, self._short = 0, False
        self._rows: dict[str, ChecklistRow] = {}
        self._view = QWidget(self)
        self.done_row = DoneRow(look, self)
        self.done_row.clicked.connect(self._on_done_clicked)
        self.wanted_height = 0

    def show_checklist(self, checklist: Checklist, *, plain: bool) -> bool:
        """Take a new list; true when something changed. Call `fit` then."""
        if checklist is self._checklist and plain == self._plain:
            return False
        if checklist == self._checklist and plain == self._plain:
            self._checklist = checklist
            return False
        self._checklist, self._plain = checklist, plain
        order = tuple(item.rule_id for item in checklist.items)
        # Nothing changes places under the pointer; the new order comes when it has left.
        if not (self.underMouse() and set(order) == set(self._order)):
            self._order = order
        done, counted = checklist.done, len(checklist.counted)
        self.setAccessibleName(f"Checklist, {done} of {counted} done")
        self.update()
        return True

    @property
    def done_words(self) -> str:
        """What the done group's row says."""
        return self.done_row.group_words

    def row_of(self, rule_id: str) -> ChecklistRow:
        """The row that shows a question.

        Raises:
            KeyError: the question is not shown.
        """
        return self._rows[rule_id]

    def shown_labels(self) -> list[str]:
        """The questions in sight or behind the scroll of the open list, from the top."""
        rows = sorted((row for row in self._rows.values() if not row.isHidden()), key=lambda row: row.y())
        return [row.item.label for row in rows]

    def fit(self, space: int, *, short: bool) -> int:
        """Lay the rows out in at most their share of `space` pixels; gives the height taken.

        `short` (a low window) shows the next row and the done row only. Where not even those fit the done row makes
        way, and then the whole list.
        """
        self._space, self._short = space, short
        items = self._ordered()
        if not items:
            self.wanted_height = 0
            return 0
        next_id = self._checklist.next_id
        waiting = [item for item in items if item.state != "done" or item.just_ticked]
        done = [item for item in items if item.state == "done" and not item.just_ticked]
        limit = space - round(space * _TRANSCRIPT_SHARE)
        top = self._head_height + _GAP
        used = top + self.done_row.wanted_height + _BELOW
        shown: list[ChecklistItem] = []
        for item in waiting:
            row = self._row(item.rule_id)
            row.show_item(item, is_next=item.rule_id == next_id, plain=self._plain)
            used += row.wanted_height + row.gap_below
            if not self._opened and shown and (short or used > limit):
                break
            shown.append(item)
        hidden = len(waiting) - len(shown)
        names = "" if hidden else words.named(done)
        self.done_row.show_group(words.done_summary(self._checklist, hidden), names, opened=self._opened)
        self.done_row.setVisible(bool(done or hidden or self._opened))
        if self._opened:
            shown += done
        self._place(shown, top, space)
        if self.wanted_height > space and not self._opened:
            self.done_row.hide()
            self._place(shown, top, space)
        if self.wanted_height > space:
            self.wanted_height = 0
        return self.wanted_height

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        theme, painter = self.look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        right, head = self.width() - 16, self._head_height - 4
        counted, done = len(self._checklist.counted), self._checklist.done
        title = Paragraph(theme, "label", "Checklist", 200)
        title.paint(painter, 16, (head - title.line_height) // 2, "t2")
        share = Paragraph(theme, "label", f"{done} of {counted}", 100)
        share.paint(painter, right - share.natural_width, (head - share.line_height) // 2, "t1")
        self._paint_bar(painter, QRectF(16, head, right - 16, 4), done, counted)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        for row in self._rows.values():
            row.resize(self.width() - 2 * _SIDE, row.height())

    def leaveEvent(self, event: QEvent) -> None:
        """Do what waited for the pointer to leave."""
        super().leaveEvent(event)
        order = tuple(item.rule_id for item in self._checklist.items)
        if order != self._order:
            self._order = order
            self.height_changed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        rest = self._view.property("content") or 0
        self._scrolled = max(0, min(self._scrolled - event.angleDelta().y() // 2, rest - self._view.height()))
        self.height_changed.emit()

    @property
    def _head_height(self) -> int:
        return 36 + max(0, self.look.theme.line("label") - 16)

    def _ordered(self) -> Sequence[ChecklistItem]:
        by_id = {item.rule_id: item for item in self._checklist.items}
        return [by_id[rule_id] for rule_id in self._order if rule_id in by_id]

    def _row(self, rule_id: str) -> ChecklistRow:
        row = self._rows.get(rule_id)
        if row is None:
            row = self._rows[rule_id] = ChecklistRow(self.look, self._view)
        return row

    def _place(self, shown: Sequence[ChecklistItem], top: int, space: int) -> None:
        width, y = self.width() - 2 * _SIDE, 0
        ids = {item.rule_id for item in shown}
        for rule_id in [known for known in self._rows if known not in ids]:
            self._rows.pop(rule_id).deleteLater()
        places: list[tuple[ChecklistRow, int]] = []
        for item in shown:
            row = self._row(item.rule_id)
            row.show_item(item, is_next=item.rule_id == self._checklist.next_id, plain=self._plain)
            places.append((row, y))
            y += row.wanted_height + row.gap_below
        # Opened, the list may take all but a line or two of the transcript, and scrolls beyond that.
        foot = (0 if self.done_row.isHidden() else self.done_row.wanted_height) + _BELOW
        first = places[0][0].wanted_height if places else 0
        visible = min(y, max(first, space - 64 - top - foot))
        self._scrolled = max(0, min(self._scrolled, y - visible))
        self._view.setProperty("content", y)
        self._view.setGeometry(_SIDE, top, width, visible)
        for row, at in places:
            row.setGeometry(0, at - self._scrolled, width, row.wanted_height)
            row.show()
        self.done_row.setGeometry(_SIDE, top + visible, width, self.done_row.wanted_height)
        self.wanted_height = top + visible + foot

    def _paint_bar(self, painter: QPainter, bar: QRectF, done: int, counted: int) -> None:
        theme = self.look.theme
        painter.setPen(Qt.PenStyle.NoPen)
        if counted > _MOST_SEGMENTS:
            painter.setBrush(theme.colour("line_s"))
            painter.drawRoundedRect(bar.adjusted(0, 1, 0, -1), 1, 1)
            painter.setBrush(theme.colour("ok"))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * done / counted, 4), 2, 2)
            return
        width = (bar.width() - 4 * (counted - 1)) / max(1, counted)
        for number in range(counted):
            left = bar.left() + number * (width + 4)
            is_done = number < done
            painter.setBrush(theme.colour("ok" if is_done else "line_s"))
            top, tall = (bar.top(), 4) if is_done else (bar.top() + 1, 2)
            painter.drawRoundedRect(QRectF(left, top, width, tall), tall / 2, tall / 2)

    def _on_done_clicked(self) -> None:
        self._opened = not self._opened
        self._scrolled = 0
        self.height_changed.emit()
