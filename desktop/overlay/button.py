"""Buttons: the style sheet paints the face by `role`, the label is painted here with the look's own spacing."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from desktop.overlay.look import Look
from desktop.overlay.paragraph import plain
from desktop.theme import Step

_INK = {
    "plain": "t2",
    "bordered": "t1",
    "prime": "on_prime",
    "icon": "t2",
    "choice": "t1",
    "safety": "safety_t1",
    "safety-bordered": "safety_t1",
    "safety-prime": "safety_foot",
    "safety-icon": "safety_t1",
}
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class Button(QPushButton):
    """A button with an icon, words, or both, and perhaps the keycap of its shortcut.

    `role` is plain, bordered, prime, icon or choice; on the ground of life safety, whose colours are its own, it is
    safety, safety-bordered, safety-prime or safety-icon. `height` is 28 (small), 32 or 40 at text size 100. It takes
    the focus by keyboard only.
    """

    def __init__(
        self,
        look: Look,
        words: str = "",
        icon: str = "",
        *,
        role: str = "plain",
        height: int = 32,
        keycap: str = "",
        spoken: str = "",
        trailing: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.words = words
        self.icon_name = icon
        self.keycap = keycap
        self.is_filled = False
        self.said = ""
        self._size = height
        self._trailing = trailing
        self._confirming = QTimer(self, singleShot=True, interval=1500)
        self._confirming.timeout.connect(self._on_confirmed)
        self.setProperty("role", role)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._key = ""
        self.setAccessibleName(spoken or words)
        self._tell()
        self._fit()

    def show_words(self, words: str, icon: str | None = None) -> None:
        """Change the label (and the icon); the button takes the size it needs."""
        if words != self.words or (icon is not None and icon != self.icon_name):
            self.words = words
            self.icon_name = self.icon_name if icon is None else icon
            self.setAccessibleName(words)
            self._tell()
            self._fit()
            self.update()

    def show_key(self, key: str) -> None:
        """Tell of the key that does the same."""
        self._key = key
        self._tell()

    def show_role(self, role: str) -> None:
        """Change what the button is to the window, and with it its face and ink."""
        if role != self.property("role"):
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
            self.update()

    def show_filled(self, filled: bool) -> None:
        """Show a thumb as chosen: filled, on the hover face."""
        if filled != self.is_filled:
            self.is_filled = filled
            self.setProperty("on", "true" if filled else "false")
            self.style().unpolish(self)
            self.style().polish(self)

    def confirm(self, words: str) -> None:
        """Say `words` in the button for 1.5 s, at the same width."""
        self.said = words
        self._confirming.start()
        self.update()

    @property
    def _step(self) -> Step:
        return "body" if self._size == 40 else "label" if self._size == 28 else "small"

    @property
    def pad(self) -> int:
        """Space between the border and the label in pixels."""
        return 10 if self._size == 28 else 12

    def sizeHint(self) -> QSize:
        """The size it needs in pixels."""
        return self._hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        option.state &= ~QStyle.StateFlag.State_HasFocus
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        self.paint_label(painter)
        painter.end()

    def paint_label(self, painter: QPainter) -> None:
        """Paint icon, words and keycap, centred."""
        theme, ink, words = self.look.theme, self.ink(), self.words
        font = theme.font(self._step, 600)
        metrics = QFontMetricsF(font)
        if self.said:  # in few words, but no longer than the button, whoever chose them
            room = self.width() - 2 * self.pad - self._icon_size() - self._gap()
            words = metrics.elidedText(plain(self.said), Qt.TextElideMode.ElideRight, room)
        across = metrics.horizontalAdvance(words)
        icon, gap = self._icon_size(), self._gap()
        keycap = self._keycap_width() if self.said else 0  # it makes way for what is said
        left = (self.width() - self._label_width(across) + keycap) / 2
        middle = self.height() / 2
        words_at = left if self._trailing or not self.icon_name else left + icon + (gap if words else 0)
        if self.icon_name:
            icon_at = left + across + gap if self._trailing else left
            pixmap = self.look.pixmap(self, self.icon_name, icon, ink, filled=self.is_filled)
            painter.drawPixmap(QPointF(icon_at, middle - icon / 2), pixmap)
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        painter.drawText(QPointF(words_at, _baseline(metrics, middle)), words)
        if self.keycap and not self.said:
            self._paint_keycap(painter, words_at + across + 8, middle)

    def ink(self) -> str:
        """The colour role of the label."""
        if not self.isEnabled():
            return "safety_t2" if is_on_safety(self) else "t3"
        return "t1" if self.is_filled else _INK.get(str(self.property("role")), "t2")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus ring when the keyboard came here."""
        super().focusInEvent(event)
        show_ring(self, event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the theme or text size changed."""
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _tell(self) -> None:
        """A tool tip says what cannot be read on the button."""
        name = self.accessibleName()
        if self._key:
            self.setToolTip(f"{name} ({self._key})")
            self.setAccessibleDescription(self._key)
        elif not self.words:
            self.setToolTip(name)

    def _on_confirmed(self) -> None:
        self.said = ""
        self.update()

    def _icon_size(self) -> int:
        return 14 if self._size == 28 else 16

    def _gap(self) -> int:
        return 6 if self._size == 28 else 8

    def _keycap_width(self) -> float:
        if not self.keycap:
            return 0
        return 20 + QFontMetricsF(self.look.theme.font("key")).horizontalAdvance(self.keycap)

    def _label_width(self, across: float) -> float:
        icon = self._icon_size() if self.icon_name else 0
        gap = self._gap() if self.icon_name and across else 0
        return icon + gap + across + self._keycap_width()

    def _fit(self) -> None:
        theme = self.look.theme
        font = theme.font(self._step, 600)
        across = QFontMetricsF(font).horizontalAdvance(self.words)
        scale = max(100, theme.text_size)
        height = self._size if not self.words else round(self._size * (1 + (scale - 100) / 200))
        width = height if not self.words else math.ceil(self._label_width(across)) + 2 * (self.pad + 1)
        self._hint = QSize(width, height)
        self.setFixedHeight(height)
        self.updateGeometry()

    def _paint_keycap(self, painter: QPainter, left: float, middle: float) -> None:
        theme = self.look.theme
        font = theme.font("key")
        metrics = QFontMetricsF(font)
        tall = theme.line("key") + 2
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("t3"), 1))
        box = QRectF(round(left) + 0.5, round(middle - tall / 2) + 0.5, round(self._keycap_width()) - 9, tall - 1)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(font)
        painter.drawText(QPointF(box.left() + 5.5, _baseline(metrics, middle)), self.keycap)
        painter.restore()


class FocusRing(QWidget):
    """The ring around what the keyboard stands on: 2 px, 2 px outside. One per window, above everything."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def follow(self, target: QWidget) -> None:
        """Stand around `target` until it loses the focus or hides."""
        if self._target is not None:
            self._target.removeEventFilter(self)
        self._target = target
        target.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 # Qt's spelling
        """Keep to what the ring stands around."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            watched.removeEventFilter(self)
            self._target = None
            self.hide()
        elif event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what stands here now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on_safety = self._target is not None and is_on_safety(self._target)
        painter.setPen(QPen(self.look.theme.colour("safety_t1" if on_safety else "accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)
        painter.end()

    def _place(self) -> None:
        window = self.parentWidget()
        if self._target is not None and window is not None:
            corner = self._target.mapTo(window, self._target.rect().topLeft())
            self.setGeometry(self._target.rect().translated(corner).adjusted(-4, -4, 4, 4))


def show_ring(widget: QWidget, event: QFocusEvent) -> None:
    """Put the window's focus ring around `widget` when the keyboard brought the focus."""
    if event.reason() in _KEYBOARD:
        ring = widget.window().findChild(FocusRing)
        if ring is not None:
            ring.follow(widget)


def is_on_safety(widget: QWidget) -> bool:
    """Whether the widget stands on the ground of life safety."""
    return str(widget.property("role")).startswith("safety")


def _baseline(metrics: QFontMetricsF, middle: float) -> float:
    """The baseline that centres a line of text on `middle`, in whole pixels."""
    return round(middle - (metrics.ascent() + metrics.descent()) / 2 + metrics.ascent())
