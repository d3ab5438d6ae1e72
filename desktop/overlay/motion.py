"""The few movements of the overlay. Reduced motion shows the last frame at once."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QObject, QRect, Qt, QVariantAnimation
from PySide6.QtWidgets import QApplication, QStyle

OUT = QEasingCurve.Type.OutCubic
IN_OUT = QEasingCurve.Type.InOutCubic


class Motion(QObject):
    """One movement at a time, owned by the widget that moves; it ends with its owner.

    Starting another, or `finish`, takes the running one to its last frame first, so no state is left half way.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._on_value_changed)
        self._animation.finished.connect(self._on_finished)
        self._step: Callable[[float], None] | None = None
        self._done: Callable[[], None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether a movement is under way."""
        return self._step is not None

    def start(
        self,
        milliseconds: int,
        curve: QEasingCurve.Type,
        step: Callable[[float], None],
        done: Callable[[], None] | None = None,
        *,
        still: bool = False,
    ) -> None:
        """Call `step` with shares from 0 to 1 over the time, then `done`; when `still`, the last frame at once."""
        self.finish()
        if still or not milliseconds:
            step(1.0)
            if done is not None:
                done()
            return
        self._step, self._done = step, done
        self._animation.setDuration(milliseconds)
        self._animation.setEasingCurve(curve)
        self._animation.start()

    def finish(self) -> None:
        """Show the last frame of the running movement, if there is one."""
        if self._step is not None:
            self._animation.stop()
            self._on_finished()

    def _on_value_changed(self, value: float) -> None:
        if self._step is not None:
            self._step(value)

    def _on_finished(self) -> None:
        step, done = self._step, self._done
        self._step = self._done = None
        if step is not None:
            step(1.0)
        if done is not None:
            done()


def between(start: QRect, end: QRect, share: float) -> QRect:
    """The rectangle at `share` (0 to 1) of the way from `start` to `end`."""

    def mix(one: int, other: int) -> int:
        return round(one + (other - one) * share)

    return QRect(
        mix(start.x(), end.x()),
        mix(start.y(), end.y()),
        mix(start.width(), end.width()),
        mix(start.height(), end.height()),
    )


def is_still(choice: str) -> bool:
    """Whether movement is left out; what the system wants is known on Windows and from some desktops' styles."""
    if choice != "system":
        return choice == "on"
    if sys.platform == "win32":
        return not QApplication.isEffectEnabled(Qt.UIEffect.UI_General)
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
