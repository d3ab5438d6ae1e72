"""The end of a call: outcome with its proofs, summary, what stayed open, Copy for CRM and Next call."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ending import EndPanel, Proof
from desktop.overlay import words
from desktop.overlay.button import Button
from desktop.overlay.claims_row import ClaimsRow
from desktop.overlay.copy_button import CopyButton
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.review_row import ReviewRow
from desktop.overlay.sign import Sign
from desktop.overlay.summary_rows import SummaryRows

_SIDE, _FOOT = 16, 69  # px; the foot is 40 px of buttons, 12 above, 16 below, 1 of line


class EndView(QWidget):
    """What a call came to. It scrolls where the window is low; the two buttons stay.

    What is news while the summary is edited waits until that is over. `summary_edited` carries the four lines,
    `outcome_accepted` the disposition that a model proposed and its reason.
    """

    change_requested = Signal()
    next_call_requested = Signal()
    summary_edited = Signal(str, str, str, str)
    outcome_accepted = Signal(str, str)
    editing_begun = Signal()
    editing_ended = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._end: EndPanel | None = None
        self._news: EndPanel | None = None  # came while the summary was edited
        self._width = 0
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        self.copy = CopyButton(look, self)
        self.next_call = Button(look, "Next call", "arrow", role="bordered", height=40, trailing=True, parent=self)
        self.next_call.clicked.connect(self._on_next_call)
        self.change: Button | None = None
        self.summary: SummaryRows | None = None
        self._claims: ClaimsRow | None = None

    @property
    def is_editing(self) -> bool:
        """Whether the summary is being edited."""
        return self.summary is not None and self.summary.is_editing

    def show_end(self, end: EndPanel) -> None:
        """Paint `end`. What stood there and still does keeps its place on the screen, and the focus."""
        if self.is_editing:
            self._news = end
            return
        self._news = None
        if end == self._end and self._width == self.width():
            return
        self._end, self._width = end, self.width()
        self.copy.show_record(end.record)
        outcome = end.outcome or "not decided"
        self.setAccessibleName(f"Call ended, outcome {outcome}" if end.ready else "Call ended, summary is being made")
        scrolled = self._area.verticalScrollBar().value()
        focus = self.window().focusWidget()
        name = focus.accessibleName() if focus is not None and self._area.isAncestorOf(focus) else ""
        is_open = self._claims is not None and self._claims.is_open
        self._area.setWidget(self._content(end))
        if is_open and self._claims is not None:
            self._claims.show_open(True)
        self._area.verticalScrollBar().setValue(scrolled)
        if name:
            again = next((one for one in self.findChildren(Button) if one.accessibleName() == name), None)
            if again is not None:
                again.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_editing(self) -> None:
        """Drop what is being written in the summary."""
        if self.summary is not None:
            self.summary.close_editor()

    def restyle(self) -> None:
        """Lay the page out again after the theme or text size changed."""
        self.stop_editing()
        end, self._end = self._news or self._end, None
        if end is not None:
            self.show_end(end)
        self._place_foot()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self._area.setGeometry(0, 0, self.width(), self.height() - _FOOT)
        self._place_foot()
        if self._end is not None and not self.is_editing:
            self.show_end(self._end)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - _FOOT, self.width(), 1, self.look.theme.colour("line"))
        painter.end()

    def _place_foot(self) -> None:
        top, room = self.height() - _FOOT + 13, self.width() - 2 * _SIDE - 8
        across = max(room // 2, self.copy.sizeHint().width())
        self.copy.setGeometry(_SIDE, top, across, 40)
        self.next_call.setFixedHeight(40)
        self.next_call.setGeometry(_SIDE + across + 8, top, room - across, 40)

    def _on_next_call(self) -> None:
        if self.summary is not None:
            self.summary.save()
        self.next_call_requested.emit()

    def _on_editing_ended(self) -> None:
        self.editing_ended.emit()
        # What was edited in, which this would replace, is still at work.
        QTimer.singleShot(0, self, self._show_news)

    def _show_news(self) -> None:
        if self._news is not None:
            self.show_end(self._news)

    def _content(self, end: EndPanel) -> QWidget:
        page = QWidget()
        page.setObjectName("rows")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 16, 0, 8)
        column.setSpacing(0)
        column.addLayout(self._outcome(end))
        column.addSpacing(8)
        if end.review is not None:
            review = ReviewRow(self.look, end.review, self.width())
            review.accepted.connect(self.outcome_accepted)
            column.addWidget(review)
        for proof in end.proofs:
            column.addLayout(self._proof(proof))
        column.addSpacing(12)
        column.addWidget(self._rule())
        self.summary = SummaryRows(self.look, end, self.width())
        self.summary.edited.connect(self.summary_edited)
        self.summary.editing_begun.connect(self.editing_begun)
        self.summary.editing_ended.connect(self._on_editing_ended)
        column.addWidget(self.summary)
        column.addWidget(self._rule())
        column.addSpacing(8)
        column.addLayout(self._checklist(end))
        self._claims = ClaimsRow(self.look, end.claims, end.claim_rows) if end.claims else None
        if self._claims is not None:
            column.addWidget(self._claims)
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
