"""An overlay for each test, closed and gone after it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractAnimation, QTimer
from pytestqt.qtbot import QtBot

from desktop.overlay import Overlay
from desktop.settings import Settings
from desktop.view import View

MakeOverlay = Callable[..., Overlay]


@pytest.fixture
def make_overlay(qtbot: QtBot) -> Iterator[MakeOverlay]:
    """Gives overlays showing a view: `make_overlay(view, height=720, reduced_motion="on", …)`.

    Yields:
        The maker; keyword arguments other than `height` are choices of the settings.
    """
    made: list[Overlay] = []

    def make(view: View, height: int = 720, **choices: object) -> Overlay:
        settings = Settings()
        settings.change(**({"theme": "dark", "reduced_motion": "on"} | choices))
        overlay = Overlay(settings, composited=True, height=height)
        qtbot.addWidget(overlay)
        made.append(overlay)
        overlay.show()
        overlay.show_view(view)
        qtbot.waitUntil(lambda: overlay.body.isVisible() and overlay.height() == height + 24)
        return overlay

    yield make
    for overlay in made:
        overlay.close()
        assert not [timer for timer in overlay.findChildren(QTimer) if timer.isActive()]
        running = QAbstractAnimation.State.Running
        assert not [moving for moving in overlay.findChildren(QAbstractAnimation) if moving.state() == running]
