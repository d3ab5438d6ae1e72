"""The more menu: what is chosen in it holds at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.overlay.button import Button
from desktop.overlay.more_menu import MoreMenu
from desktop.theme import choose
from tests.desktop.conftest import MakeOverlay
from tests.desktop.scenes import CALM, HEARD


def click(button: Button) -> None:
    """Press and release the left button on it."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_choices_hold_at_once(make_overlay: MakeOverlay) -> None:
    """Choosing light in the more menu repaints the window light and saves it."""
    overlay = make_overlay(HEARD)
    click(overlay.body.header.more)
    menu = overlay.findChild(MoreMenu)
    assert menu is not None
    actions = [action for group in menu.actions() if group.menu() for action in group.menu().actions()]  # type: ignore[attr-defined]
    next(action for action in actions if action.text() == "Light").trigger()
    menu.close()
    assert overlay.settings.choices.theme == "light"
    image = overlay.grab().toImage()
    assert image.pixelColor(270, overlay.height() - 40) == choose("light").colour("window")


def test_quit_is_asked_of_the_program(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Quit in the more menu is a request; the window itself stays."""
    overlay = make_overlay(CALM)
    click(overlay.body.header.more)
    menu = overlay.findChild(MoreMenu)
    assert menu is not None
    with qtbot.waitSignal(overlay.quit_requested):
        menu.actions()[-1].trigger()
    menu.close()
    assert overlay.isVisible()


def test_the_more_menu_of_a_calm_call_has_no_end(make_overlay: MakeOverlay) -> None:
    """There the header has the button."""
    overlay = make_overlay(CALM)
    click(overlay.body.header.more)
    menu = overlay.findChild(MoreMenu)
    assert menu is not None
    assert not [action for action in menu.actions() if "End" in action.text()]
    menu.close()
