"""Life safety: all of the window below the header, from the words that were heard to the way out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.overlay import safety_words, words
from desktop.overlay.advice_line import SIDE, AdviceLine, Density
from desktop.overlay.announcement import announce
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.overlay.quote import cut, marks_of
from desktop.overlay.recent_lines import RecentLines
from desktop.overlay.sign import Sign
from desktop.view import Mark, Quote, SafetyScreen, Span

_MARGIN, _FLAME_X, _TITLE_X, _THUMB = 16, 22, 62, 28  # px
# What gives way first: the transcript, then the lines to come, then what was said, then the room between.
_DENSITIES = (
    Density(),
    Density(recent=1),
    Density(recent=0),
    Density(recent=0, waiting="reply"),
    Density(recent=0, waiting="reply", said_in_full=False),
    Density(recent=0, waiting="reply", said_in_full=False, quote_lines=1, gap=4, pad=4, plate=10),
)


class SafetyPage(QWidget):
    """Paints a `SafetyScreen` on the ground that the window gives it.

    Where even the densest layout is too high it scrolls, and begins with the line to say in sight.
    """

    override_requested = Signal()

    def __init__(self, look: Look, width: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.density = Density()
        self._inner = width - 2 * _MARGIN
        self._screen: SafetyScreen | None = None
        self._has_foot = True
        self._scrolled = self._reach = self._aim = self._room = 0
        self._area = QWidget(self)
        self._content = QWidget(self._area)
        self._flame = Sign(look, "flame", 32, "safety_t1", self._content)
        self._title = Label(
            look, "command", "safety_t1", width=width - _TITLE_X - _MARGIN, max_lines=2, parent=self._content
        )
        self._quote = Label(look, "body", "safety_t1", width=self._inner, max_lines=2, parent=self._content)
        self._say = Sign(look, "say", 16, "safety_t1", self._content)
        self._aloud = Label(look, "small", "safety_t1", weight=600, parent=self._content)
        self._aloud.show_text("Read aloud now")
        self._required = Label(look, "small", "safety_t2", width=self._inner, parent=self._content)
        self.lines: list[AdviceLine] = []
        self.recent = RecentLines(look, self)
        self._question = Label(look, "small", "safety_t1", parent=self)
        self._question.show_text("Not an emergency?")
        self.override = Button(look, "Override …", role="safety-bordered", spoken="Override with a reason", parent=self)
        self.override.clicked.connect(self.override_requested)

    @property
    def foot_height(self) -> int:
        """Height of the foot in pixels at this text size; 0 while something else stands in its place."""
        return max(48, self.override.sizeHint().height() + 16) if self._has_foot else 0

    def show_screen(self, screen: SafetyScreen) -> None:
        """Paint `screen`; a new emergency, and the next line to say, are announced."""
        if screen == self._screen:
            return
        before, self._screen = self._screen, screen
        if before is None or before.alert_id != screen.alert_id:
            announce(self, safety_words.screen_spoken(screen))
        elif before.lines != screen.lines:
            active = [line for line in screen.lines if line.state == "active"]
            announce(self, " ".join(map(safety_words.line_spoken, active)))
        self._title.show_text(screen.title)
        self._required.show_text(safety_words.required(screen.lines))
        self.setAccessibleName(safety_words.screen_spoken(screen))
        while len(self.lines) < len(screen.lines):
            self.lines.append(AdviceLine(self.look, self._content))
        self.arrange()

    def show_foot(self, shown: bool) -> None:
        """Show the foot, or leave its place to something else."""
        if shown == self._has_foot:
            return
        self._has_foot = shown
        self._question.setVisible(shown)
        self.override.setVisible(shown)
        self.arrange()

    def leave(self) -> None:
        """The emergency is over: the next one is a new one, whatever its id."""
        self._screen = None
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the parts in their new places."""
        self.arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self._scroll_to(self._scrolled - event.angleDelta().y() // 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of this widget."""
        step = {Qt.Key.Key_Up: -40, Qt.Key.Key_Down: 40}.get(Qt.Key(event.key()))
        if step is None or not self._reach:
            super().keyPressEvent(event)
        else:
            self._scroll_to(self._scrolled + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint where it has scrolled to."""
        if self._reach:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look.theme.colour("safety_t2"))
            way = self._room - _THUMB - 8
            painter.drawRoundedRect(QRectF(self.width() - 8, 4 + way * self._scrolled / self._reach, 4, _THUMB), 2, 2)
            painter.end()

    def arrange(self) -> None:
        """Put every part in its place, in the first density in which all of them fit."""
        screen, width = self._screen, self.width()
        if screen is None:
            return
        bottom = self.height() - self.foot_height
        for density in _DENSITIES:
            shown = screen.recent[len(screen.recent) - density.recent :] if density.recent else ()
            below = self.recent.show_lines(shown, width)
            content = self._lay_out(screen, density, width)
            if content <= bottom - below:
                break
        self.density = density
        self.recent.setGeometry(0, bottom - below, width, below)
        self.recent.setVisible(below > 0)
        self._content.resize(width, content)
        self._room = max(0, bottom - below)
        aim = self._aim_at_active()
        self._reach = max(0, content - self._room, aim)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self._reach else Qt.FocusPolicy.NoFocus)
        # Who scrolled away reads on undisturbed until there is something else to say.
        self._scroll_to(self._scrolled if aim == self._aim else aim)
        self._aim = aim
        self._arrange_foot(bottom)

    def _aim_at_active(self) -> int:
        """How far to scroll for the line to say to be in sight, with as many whole parts above it as there is room."""
        active = next((line for line in self.lines if line.line.state == "active" and not line.isHidden()), None)
        if active is None:
            return 0
        least = active.geometry().bottom() + 1 - self._room
        tops = [self._quote.y(), self._aloud.y(), *(line.y() for line in self.lines if not line.isHidden())]
        return 0 if least <= 0 else min((top for top in tops if least <= top <= active.y()), default=active.y())

    def _lay_out(self, screen: SafetyScreen, density: Density, width: int) -> int:
        """Place the content from the title to what is still required; gives its height."""
        theme = self.look.theme
        y = 2 * density.gap
        self._flame.move(_FLAME_X, y + max(0, (theme.line("command") - 32) // 2))
        self._title.move(_TITLE_X, y)
        y += self._title.height() + 8
        self._show_quote(screen, density.quote_lines)
        self._quote.move(_MARGIN, y)
        y += (self._quote.height() if screen.quote.text else 0) + density.gap + 4
        row = max(20, theme.line("small"))
        self._say.move(_MARGIN, y + (row - 16) // 2)
        self._aloud.setGeometry(_MARGIN + 22, y + (row - self._aloud.height()) // 2, width // 2, self._aloud.height())
        y += row + density.gap
        for place, advice in enumerate(self.lines):
            advice.setVisible(place < len(screen.lines))
            if place < len(screen.lines):
                tall = advice.show_line(screen.lines[place], density, width - 2 * SIDE)
                advice.setGeometry(SIDE, y, width - 2 * SIDE, tall)
                y += tall + density.gap
        y += 12 - density.gap
        self._required.move(_MARGIN, y)
        return y + self._required.height() + 8

    def _show_quote(self, screen: SafetyScreen, lines: int) -> None:
        """Paint whose words raised the alarm, cut to so many lines around what did; if it is narrow, only the words."""
        for who in (f"{words.SPEAKERS[screen.speaker]}: ", ""):
            text, marks = self._cut(screen.quote, who, lines)
            if self._lines_of(text, marks) <= lines:
                break
        self._quote.show_text(text, marks=marks)
        self._quote.setVisible(bool(screen.quote.text))

    def _cut(self, quote: Quote, who: str, lines: int) -> tuple[str, tuple[Mark, ...]]:
        def fits(text: str, spans: tuple[Span, ...]) -> bool:
            return self._lines_of(who + text, marks_of(spans, "safety", len(who))) <= lines

        text, spans = cut(quote, fits)
        return who + text, marks_of(spans, "safety", len(who))

    def _lines_of(self, text: str, marks: tuple[Mark, ...]) -> int:
        return Paragraph(self.look.theme, "body", text, self._inner, marks=marks).line_count

    def _scroll_to(self, offset: int) -> None:
        self._scrolled = max(0, min(offset, self._reach))
        self._content.move(0, -self._scrolled)
        # No line is cut in two at the lower edge.
        below = self._scrolled + self._room
        parts = [*(line for line in self.lines if not line.isHidden()), self._required]
        whole = [part.geometry().bottom() + 1 for part in parts if part.geometry().bottom() < below]
        self._area.setGeometry(0, 0, self.width(), max(whole, default=below) - self._scrolled)
        self.update()

    def _arrange_foot(self, bottom: int) -> None:
        foot, size = self.foot_height, self.override.sizeHint()
        left = self.width() - SIDE - size.width()
        self.override.setGeometry(left, bottom + (foot - size.height()) // 2, size.width(), size.height())
        height = self._question.height()
        self._question.setGeometry(_MARGIN, bottom + (foot - height) // 2, left - _MARGIN - 8, height)
