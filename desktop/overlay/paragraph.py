"""Plain text laid out with fixed line heights, and the marks behind the words that matter.

Text from a call is untrusted: it is only ever laid out as plain characters, control characters become spaces.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from desktop.theme import Step, Theme
from desktop.view import Mark, Span

MARK_PAD = 2.0  # px of background beyond the marked words on either side
_MARKS = {"claim": ("hl", "danger"), "signal": ("hlw", "accent"), "safety": ("", "safety_t1")}  # ground, underline

# Characters that would break a line or turn the direction of the text around it.
_UNSAFE = dict.fromkeys((*range(32), 127, *range(128, 160), 8232, 8233), " ") | dict.fromkeys(
    (*range(8234, 8239), *range(8294, 8298)), "\u200b"
)


def plain(text: str) -> str:
    """The text with control characters replaced one for one, so that spans still fit."""
    return text.translate(_UNSAFE) if not text.isprintable() else text


def as_tip(text: str) -> str:
    """The text as a tool tip that wraps; what looks like markup in it is shown as written."""
    return f"<p>{html.escape(plain(text))}</p>"


def units(text: str, index: int) -> int:
    """Offset in Qt's UTF-16 units of a Python character offset."""
    head = text[:index]
    return len(head) if head.isascii() else len(head.encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, unit: int) -> int:
    """Python character offset of an offset in UTF-16 units."""
    if text.isascii():
        return unit
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * unit].decode("utf-16-le", "surrogatepass"))


class Paragraph:
    """Text of one step of the type scale, laid out to a width.

    `marks` are painted behind the text; `tints` recolour spans with a role; the first
    `bold_to` characters are bold. With `max_lines` the last line is elided.
    After construction `height` is in whole pixels, `line_count` the number of lines and `natural_width` the width of
    the widest line.
    """

    def __init__(
        self,
        theme: Theme,
        step: Step,
        text: str,
        width: float,
        *,
        weight: int = 0,
        marks: Sequence[Mark] = (),
        tints: Sequence[tuple[Span, str]] = (),
        bold_to: int = 0,
        max_lines: int = 0,
    ) -> None:
        self.theme = theme
        self.line_height = theme.line(step)
        self.text = plain(text)
        self.is_elided = False
        self._font = theme.font(step, weight)
        self._marks = marks
        self._tints = tints
        self._bold_to = bold_to
        self._lay_out(width)
        if max_lines and self.line_count > max_lines:
            self._elide(width, max_lines)
        self.natural_width = max((line.naturalTextWidth() for line in self._lines), default=0.0)

    @property
    def line_count(self) -> int:
        """How many lines the text takes; empty text takes one."""
        return max(1, len(self._lines))

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.line_count * self.line_height

    @property
    def end(self) -> QPointF:
        """The right end of the last line, at its top, in pixels; where nothing is written yet, the place of it."""
        across = self._lines[-1].naturalTextWidth() if self._lines else 0.0
        return QPointF(across, (self.line_count - 1) * self.line_height)

    def paint(self, painter: QPainter, x: float, y: float, role: str, first_line: int = 0) -> None:
        """Paint with the top left corner at (x, y), from `first_line` on, in the colour of `role`."""
        y -= first_line * self.line_height
        for mark in self._marks:
            self._paint_mark(painter, mark, x, y, first_line)
        painter.setPen(self.theme.colour(role))
        if first_line:
            for line in self._lines[first_line:]:
                line.draw(painter, QPointF(x, y))
        else:
            self._layout.draw(painter, QPointF(x, y))

    def paint_line(self, painter: QPainter, number: int, middle: float, y: float, role: str) -> None:
        """Paint one line centred on `middle`, at its place in a paragraph whose top is `y`."""
        painter.setPen(self.theme.colour(role))
        line = self._lines[number]
        line.draw(painter, QPointF(middle - line.naturalTextWidth() / 2, y))

    def _lay_out(self, width: float) -> None:
        layout = QTextLayout(self.text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        lines: list[QTextLine] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            # Whole device pixels keep the baseline sharp on a screen that is not scaled.
            gap = round(self.line_height - line.height()) / 2
            line.setPosition(QPointF(0, len(lines) * self.line_height + gap))
            lines.append(line)
        layout.endLayout()
        self._layout = layout
        self._lines = lines

    def _elide(self, width: float, max_lines: int) -> None:
        start = characters(self.text, self._lines[max_lines - 1].textStart())
        room = width - 2 * MARK_PAD * len(self._marks)
        rest = QFontMetricsF(self._font).elidedText(self.text[start:], Qt.TextElideMode.ElideRight, room)
        self.text = self.text[:start] + rest
        self.is_elided = True
        self._lay_out(width)

    def _formats(self) -> list[QTextLayout.FormatRange]:
        formats: list[QTextLayout.FormatRange] = []
        for span, role in self._tints:
            tint = QTextCharFormat()
            tint.setForeground(self.theme.colour(role))
            formats.append(self._range(span, tint))
        if self._bold_to:
            bold = QTextCharFormat()
            bold.setFontWeight(QFont.Weight.DemiBold)
            formats.append(self._range((0, self._bold_to), bold))
        for mark in self._marks:
            start, end = mark.span[0], min(mark.span[1], len(self.text))
            if start >= end:
                continue
            words = QTextCharFormat()
            words.setForeground(self.theme.colour("t1"))
            if mark.kind == "safety":
                words.setForeground(self.theme.colour("safety_t1"))
                words.setFontWeight(QFont.Weight.DemiBold)
                formats.append(self._range((start, end), words))
                continue
            if self.theme.contrast:
                words.setForeground(QColor(self.theme.on_mark))
                words.setFontWeight(QFont.Weight.DemiBold)
            formats.append(self._range((start, end), words))
            # The background is wider than the words: the letters beside it make room.
            spaced = QTextCharFormat(words)
            spaced.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
            spaced.setFontLetterSpacing(MARK_PAD)
            formats.append(self._range((end - 1, end), spaced))
            if start:
                before = QTextCharFormat()
                before.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
                before.setFontLetterSpacing(MARK_PAD)
                formats.append(self._range((start - 1, start), before))
        return formats

    def _range(self, span: Span, style: QTextCharFormat) -> QTextLayout.FormatRange:
        piece = QTextLayout.FormatRange()
        piece.start = units(self.text, span[0])
        piece.length = units(self.text, span[1]) - piece.start
        piece.format = style
        return piece

    def _paint_mark(self, painter: QPainter, mark: Mark, x: float, y: float, first_line: int) -> None:
        start, end = units(self.text, mark.span[0]), units(self.text, min(mark.span[1], len(self.text)))
        if start >= end:
            return
        ground, sign = _MARKS[mark.kind]
        pad = MARK_PAD if ground else 0
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for line in self._lines[first_line:]:
            first, last = line.textStart(), line.textStart() + line.textLength()
            if last <= start or first >= end:
                continue
            begins, ends = start >= first, end <= last
            left = _x(line, max(start, first)) - (pad if begins and start > first else 0)
            right = min(_x(line, min(end, last)), line.naturalTextWidth())
            box = QRectF(x + left, y + line.y(), right - left, line.height())
            if ground:
                painter.fillPath(_rounded_top(box, begins, ends), self.theme.colour(ground))
            painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 2), self.theme.colour(sign))
        painter.restore()


def _x(line: QTextLine, unit: int) -> float:
    place: Any = line.cursorToX(unit)  # the binding adds the cursor it settled on
    return float(place[0] if isinstance(place, tuple) else place)


def _rounded_top(box: QRectF, left: bool, right: bool) -> QPainterPath:
    """A rectangle with round top corners of 2 px where the mark really begins or ends."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    path.addRoundedRect(box, 2, 2)
    path.addRect(box.adjusted(0, 2, 0, 0))
    if not left:
        path.addRect(QRectF(box.left(), box.top(), 3, box.height()))
    if not right:
        path.addRect(QRectF(box.right() - 3, box.top(), 3, box.height()))
    return path
