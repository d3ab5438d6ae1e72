"""The end of a call: outcome with its proofs, summary, what stayed open, Copy for CRM and Next call."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.overlay import words
from desktop.overlay.button import Button
from desktop.overlay.claims_row import ClaimsRow
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.sign import Sign
from desktop.view import EndPanel, Proof

_LABELS = ("Problem", "Equipment", "Agreed", "Follow up")
_SIDE, _COLUMN, _FOOT = 16, 72, 69  # px; the foot is 40 px of buttons, 12 above, 16 below, 1 of line


class EndView(QWidget):
    """What a call came to. It scrolls where the window is low; the two buttons stay."""

    change_requested = Signal()
    next_call_requested = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._end: EndPanel | None = None
        self._width = 0
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self.copy = Button(look, "Copy for CRM", "copy", role="prime", height=40, parent=self)
        self.next_call = Button(look, "Next call", "arrow", role="bordered", height=40, trailing=True, parent=self)
        self.copy.clicked.connect(self._on_copied)
        self.next_call.clicked.connect(self.next_call_requested)
        self.change: Button | None = None

    def show_end(self, end: EndPanel) -> None:
        """Paint `end`."""
        if end == self._end and self._width == self.width():
            return
        self._end, self._width = end, self.width()
        self.copy.setEnabled(end.ready and bool(end.crm_text))
        outcome = end.outcome or "not decided"
        self.setAccessibleName(f"Call ended, outcome {outcome}" if end.ready else "Call ended, summary is being made")
        self._area.setWidget(self._content(end))

    def restyle(self) -> None:
        """Lay the page out again after the theme or text size changed."""
        if self._end is not None:
            end, self._end = self._end, None
            self.show_end(end)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self._area.setGeometry(0, 0, self.width(), self.height() - _FOOT)
        half = (self.width() - 2 * _SIDE - 8) // 2
        top = self.height() - _FOOT + 13
        for button, left in ((self.copy, _SIDE), (self.next_call, _SIDE + half + 8)):
            button.setFixedHeight(40)
            button.setGeometry(left, top, half, 40)
        if self._end is not None:
            self.show_end(self._end)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - _FOOT, self.width(), 1, self.look.theme.colour("line"))
        painter.end()

    def _on_copied(self) -> None:
        if self._end is not None:
            QGuiApplication.clipboard().setText(self._end.crm_text)
            self.copy.confirm("Copied")

    def _content(self, end: EndPanel) -> QWidget:
        page = QWidget()
        page.setObjectName("rows")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 16, 0, 8)
        column.setSpacing(0)
        column.addLayout(self._outcome(end))
        column.addSpacing(8)
        for proof in end.proofs:
            column.addLayout(self._proof(proof))
        column.addSpacing(12)
        column.addWidget(self._rule())
        self._add_summary(column, end)
        column.addWidget(self._rule())
        column.addSpacing(8)
        column.addLayout(self._checklist(end))
        if end.claims:
            column.addWidget(ClaimsRow(self.look, end.claims, end.claim_rows))
        column.addStretch(1)
        return page

    def _outcome(self, end: EndPanel) -> QHBoxLayout:
        chip = QFrame()
        chip.setObjectName("chip")
        decided = bool(end.outcome)
        chip.setProperty("state", "decided" if decided else "open")
        inside = QHBoxLayout(chip)
        inside.setContentsMargins(11, 5, 12, 5)
        inside.setSpacing(8)
        title = Label(self.look, "title", "t1")
        if decided:
            inside.addWidget(Sign(self.look, "check-circle", 16, "ok"))
            reason = f" \u00b7 {words.lowered(end.outcome_reason)}" if end.outcome_reason else ""
            title.show_text(end.outcome + reason)
        else:
            mark = Label(self.look, "title", "t3")
            mark.show_text("?")
            inside.addWidget(mark)
            title.show_text("Outcome: please choose" if end.ready else "Outcome: …")
        inside.addWidget(title)
        self.change = Button(self.look, "Change" if decided else "Choose", "edit")
        self.change.clicked.connect(self.change_requested)
        self.change.setEnabled(bool(end.choices))
        row = self._row()
        row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.change)
        return row

    def _proof(self, proof: Proof) -> QHBoxLayout:
        text = Label(self.look, "small", "t1")
        start = len(proof.label) + 1
        whole = f"{proof.label} {proof.quote}"
        text.show_text(whole, tints=(((start, len(whole)), "t2"),) if proof.quote else ())
        time = Label(self.look, "label", "t3", weight=400)
        time.show_text(words.instant(proof.at_ms))
        row = self._row()
        row.setContentsMargins(_SIDE, 5, _SIDE, 5)
        row.addWidget(Sign(self.look, "check", 16, "ok"))
        row.addSpacing(10)
        row.addWidget(text, 1)
        row.addSpacing(12)
        row.addWidget(time)
        return row

    def _add_summary(self, column: QVBoxLayout, end: EndPanel) -> None:
        head = Label(self.look, "label", "t2")
        head.show_text("Summary")
        row = self._row()
        row.setContentsMargins(_SIDE, 12, _SIDE, 11)
        row.addWidget(head, 1)
        column.addLayout(row)
        summary = end.summary or tuple((label, "…") for label in _LABELS)
        labels = max(_COLUMN, round(_COLUMN * self.look.theme.text_size / 100))
        for name, value in summary:
            label = Label(self.look, "label", "t2", width=labels, max_lines=2)
            label.show_text(name)
            text = Label(self.look, "body", "t1", width=self.width() - 2 * _SIDE - labels - 1)
            text.show_text(value if end.ready else "…")
            line = self._row()
            beside = QVBoxLayout()
            beside.addSpacing((self.look.theme.line("body") - self.look.theme.line("label")) // 2)
            beside.addWidget(label)
            beside.addStretch(1)
            line.addLayout(beside)
            line.addWidget(text, 1)
            line.setContentsMargins(_SIDE, 0, _SIDE, 6)
            column.addLayout(line)
        author = Label(self.look, "label", "t3", weight=400, width=self.width() - 2 * _SIDE, max_lines=2)
        author.show_text(end.written_by if end.ready else "…")
        row = self._row()
        row.setContentsMargins(_SIDE, 5, _SIDE, 12)
        row.addWidget(author, 1)
        column.addLayout(row)

    def _checklist(self, end: EndPanel) -> QHBoxLayout:
        text = Label(self.look, "body", "t1")
        done = f"{end.checklist_done} of {end.checklist_counted}" if end.ready else "…"
        text.show_text(f"Checklist {done}")
        left_open = end.checklist_counted - end.checklist_done
        count = Label(self.look, "label", "t2", weight=400)
        count.show_text("" if not end.ready else f"{left_open} open" if left_open else "all done")
        row = self._row()
        row.setContentsMargins(_SIDE, 6, _SIDE, 6)
        row.addWidget(Sign(self.look, "list", 16, "t2"))
        row.addSpacing(12)
        row.addWidget(text, 1)
        row.addWidget(count)
        return row

    def _row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(0)
        return row

    def _rule(self) -> QFrame:
        rule = QFrame()
        rule.setObjectName("rule")
        rule.setFixedHeight(1)
        return rule
