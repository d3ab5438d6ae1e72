"""A painted piece of text: one elided line, or a paragraph of a known width."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.overlay.look import Look
from desktop.overlay.paragraph import Paragraph
from desktop.theme import Step
from desktop.view import Mark, Span

Marks = Sequence[Mark]
Tints = Sequence[tuple[Span, str]]


class Label(QWidget):
    """Text in one step of the type scale and the colour of a role.

    Without `width` it is a single line that elides at its end; with `width` (pixels) it wraps, and its height follows
    from the text at once. The text is also its accessible name.
    """

    def __init__(
        self,
        look: Look,
        step: Step,
        role: str,
        *,
        weight: int = 0,
        width: int = 0,
        max_lines: int = 0,
        right: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.text = ""
        self.role = role
        self._step: Step = step
        self._weight = weight
        self._width = width
        self._max_lines = max_lines if width else 1
        self._right = right
        self._marks: Marks = ()
        self._tints: Tints = ()
        self._paragraph: Paragraph | None = None
        self._laid_width = 0
        self._hint = QSize()
        across = QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Preferred
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self._measure()

    def show_text(self, text: str, role: str = "", marks: Marks = (), tints: Tints = ()) -> None:
        """Paint `text`; does nothing when it already stands there. `tints` recolour spans with a role."""
        same = text == self.text and (not role or role == self.role)
        if same and marks == self._marks and tints == self._tints:
            return
        self.text, self.role, self._marks, self._tints = text, role or self.role, marks, tints
        self.setAccessibleName(text)
        self._measure()
        self.update()

    def sizeHint(self) -> QSize:
        """The size it needs in pixels."""
        return self._hint

    def minimumSizeHint(self) -> QSize:
        """The least size in pixels: a single line may be elided."""
        return self._hint if self._width else QSize(0, self._hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        paragraph = self._laid_out()
        painter = QPainter(self)
        left = self.width() - paragraph.natural_width if self._right else 0
        paragraph.paint(painter, left, (self.height() - paragraph.height) // 2, self.role)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the theme or text size changed."""
        if event.type() == QEvent.Type.StyleChange:
            self._measure()
        super().changeEvent(event)

    def _measure(self) -> None:
        """Take the size hint from the text; only a wrapping label has to be laid out for it."""
        theme = self.look.theme
        paragraph = self._make(self._width or 100_000)
        self._paragraph = paragraph if self._width else None
        natural = self._width or math.ceil(paragraph.natural_width)
        hint = QSize(natural, paragraph.height if self._width else theme.line(self._step))
        if hint != self._hint:
            self._hint = hint
            self.setFixedHeight(hint.height())
            self.updateGeometry()

    def _laid_out(self) -> Paragraph:
        width = self._width or self.width()
        if self._paragraph is None or (not self._width and self._laid_width != width):
            self._paragraph = self._make(width)
        self._laid_width = width
        return self._paragraph

    def _make(self, width: int) -> Paragraph:
        # A hair of room: a line exactly as wide as its text must not wrap by a rounding error.
        room = width if self._width else width + 0.5
        return Paragraph(
            self.look.theme,
            self._step,
            self.text,
            room,
            weight=self._weight,
            marks=self._marks,
            tints=self._tints,
            max_lines=self._max_lines,
        )
