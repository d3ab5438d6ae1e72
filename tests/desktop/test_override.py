"""Putting an emergency away: never without a reason, by mouse or keyboard, and with the keyboard only to write."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.overlay import Overlay
from desktop.overlay.button import FocusRing
from desktop.overlay.more_menu import MoreMenu
from desktop.overlay.override_sheet import OverrideSheet
from desktop.view import View
from tests.desktop.conftest import MakeOverlay
from tests.desktop.safety_scenes import FLOODED, GIVEN, ONE_SAID, REASONS, SCREEN, TAKEN, TWO_SAID, WATER, choose
from tests.desktop.scenes import CALM, ENDED, HEARD

REFUSES = Qt.WindowType.WindowDoesNotAcceptFocus


def ask(make_overlay: MakeOverlay, view: View = TAKEN) -> tuple[Overlay, OverrideSheet]:
    """An overlay that asks for a reason, and its sheet."""
    overlay = make_overlay(view)
    choose(overlay, -1)
    return overlay, sheet_of(overlay)


def sheet_of(overlay: Overlay) -> OverrideSheet:
    """The sheet, which is open."""
    sheet = overlay.body.sheet
    assert sheet is not None
    assert sheet.isVisible()
    return sheet


def press(widget: object) -> None:
    """Press and release the left button on it."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]  # a widget


def open_end(overlay: Overlay) -> None:
    """Choose the end of the session in the more menu."""
    press(overlay.body.header.more)
    menu = overlay.findChild(MoreMenu)
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()


def test_the_sheet_has_the_rules_reasons_and_one_to_write(make_overlay: MakeOverlay) -> None:
    """200 px in place of the foot, with the reasons, none of them chosen, and nothing to confirm yet."""
    overlay, sheet = ask(make_overlay)
    assert sheet.height() == 200
    assert sheet.geometry().bottom() == overlay.body.rect().bottom()
    assert [radio.accessibleName() for radio in sheet.radios] == [*REASONS, "Other, I will write it down"]
    assert not any(radio.isChecked() for radio in sheet.radios)
    assert not sheet.confirm.isEnabled()
    assert overlay.body.safety is not None
    assert overlay.body.safety.override.isHidden()


def test_the_reason_goes_with_the_alert(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Override and log carries which emergency and why, and the sheet is gone."""
    overlay, sheet = ask(make_overlay)
    press(sheet.radios[1])
    with qtbot.waitSignal(overlay.alert_overridden) as signal, qtbot.assertNotEmitted(overlay.end_requested):
        press(sheet.confirm)
    assert signal.args == ["s1", "Not a gas smell, heard wrong"]
    assert overlay.body.sheet is None


@pytest.mark.parametrize("way", ["button", "escape", "escape in the field", "escape in the header"])
def test_keep_showing_changes_nothing(make_overlay: MakeOverlay, qtbot: QtBot, way: str) -> None:
    """The button and Esc put the sheet away; the emergency stands, with its foot, and the focus is there again."""
    overlay = make_overlay(TAKEN)
    assert overlay.body.safety is not None
    button = overlay.body.safety.override
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    sheet = sheet_of(overlay)
    with qtbot.assertNotEmitted(overlay.alert_overridden):
        if way == "button":
            press(sheet.keep)
        elif way == "escape":
            QTest.keyClick(sheet.radios[0], Qt.Key.Key_Escape)
        elif way == "escape in the field":
            press(sheet.radios[2])
            QTest.keyClick(sheet.field, Qt.Key.Key_Escape)
        else:
            QTest.keyClick(overlay.body.header.more, Qt.Key.Key_Escape)
    assert overlay.body.sheet is None
    assert button.isVisible()
    assert overlay.focusWidget() is button


def test_a_reason_of_ones_own_has_to_be_written(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """The field opens with the choice, takes the keyboard by the press, and gives it back with the override."""
    overlay, sheet = ask(make_overlay)
    assert sheet.field.isHidden()
    assert overlay.windowHandle().flags() & REFUSES
    press(sheet.radios[2])
    assert not overlay.windowHandle().flags() & REFUSES
    assert overlay.focusWidget() is sheet.field
    assert sheet.height() == 240
    assert not sheet.confirm.isEnabled()
    QTest.keyClicks(sheet.field, "   ")
    assert not sheet.confirm.isEnabled()
    QTest.keyClicks(sheet.field, "Fire drill ")
    with qtbot.waitSignal(overlay.alert_overridden) as signal:
        QTest.keyClick(sheet.field, Qt.Key.Key_Return)
    assert signal.args == ["s1", "Fire drill"]
    assert overlay.windowHandle().flags() & REFUSES


def test_return_in_an_empty_field_overrides_nothing(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Without a word there is no reason."""
    overlay, sheet = ask(make_overlay)
    press(sheet.radios[2])
    with qtbot.assertNotEmitted(overlay.alert_overridden):
        QTest.keyClick(sheet.field, Qt.Key.Key_Return)


def test_another_reason_gives_the_keyboard_back(make_overlay: MakeOverlay) -> None:
    """Whoever changes their mind has the other program's keyboard again."""
    overlay, sheet = ask(make_overlay)
    press(sheet.radios[2])
    press(sheet.radios[0])
    assert overlay.windowHandle().flags() & REFUSES
    assert sheet.field.isHidden()
    assert sheet.confirm.isEnabled()


def test_the_sheet_works_by_keyboard(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Arrows go through the reasons, Tab on to the field and the buttons; the field does not take the focus itself."""
    overlay, sheet = ask(make_overlay)
    assert overlay.focusWidget() is sheet.radios[0]
    QTest.keyClick(sheet.radios[0], Qt.Key.Key_Down)
    assert overlay.focusWidget() is sheet.radios[1]
    assert sheet.radios[1].isChecked()
    QTest.keyClick(sheet.radios[1], Qt.Key.Key_Down)
    assert overlay.focusWidget() is sheet.radios[2]
    assert sheet.field.isVisible()
    assert overlay.windowHandle().flags() & REFUSES
    QTest.keyClick(sheet.radios[2], Qt.Key.Key_Tab)
    assert overlay.focusWidget() is sheet.field
    QTest.keyClicks(sheet.field, "Drill")
    QTest.keyClick(sheet.field, Qt.Key.Key_Tab)
    assert overlay.focusWidget() is sheet.confirm
    QTest.keyClick(sheet.confirm, Qt.Key.Key_Tab)
    assert overlay.focusWidget() is sheet.keep
    with qtbot.waitSignal(overlay.alert_overridden):
        QTest.keyClick(sheet.confirm, Qt.Key.Key_Space)


def test_the_ring_can_be_seen_on_red(make_overlay: MakeOverlay) -> None:
    """In the take-over the focus ring is white, in every theme."""
    overlay = make_overlay(TAKEN, theme="light")
    assert overlay.body.safety is not None
    button = overlay.body.safety.override
    ring = overlay.findChild(FocusRing)
    assert ring is not None
    ring.follow(button)
    image = ring.grab().toImage()
    assert image.pixelColor(ring.width() // 2, 1).name() == "#ffffff"


def test_said_lines_leave_the_sheet_open(make_overlay: MakeOverlay) -> None:
    """While somebody chooses a reason the emergency goes on, and with it the sheet."""
    overlay, sheet = ask(make_overlay)
    press(sheet.radios[0])
    overlay.show_view(TWO_SAID)
    assert sheet_of(overlay) is sheet
    assert sheet.radios[0].isChecked()


@pytest.mark.parametrize("after", [GIVEN, CALM, ENDED, replace(TAKEN, safety=replace(SCREEN, alert_id="s2"))])
def test_the_sheet_leaves_with_its_emergency(make_overlay: MakeOverlay, after: View) -> None:
    """When it is over, the call is, or another stands, there is nothing to override; the keyboard goes back."""
    overlay, sheet = ask(make_overlay)
    press(sheet.radios[2])
    overlay.show_view(after)
    assert overlay.body.sheet is None
    assert not sheet.isVisible()
    assert overlay.windowHandle().flags() & REFUSES


def test_end_in_the_more_menu_asks_for_the_reason_first(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Ending the call in an emergency overrides it, with a reason, and ends it then."""
    overlay = make_overlay(ONE_SAID)
    with qtbot.assertNotEmitted(overlay.end_requested):
        open_end(overlay)
    sheet = sheet_of(overlay)
    assert sheet.confirm.words == "Override and end"
    press(sheet.radios[0])
    with qtbot.waitSignals([overlay.alert_overridden, overlay.end_requested], order="strict"):
        press(sheet.confirm)


def test_keep_showing_forgets_that_the_call_should_end(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """A later override is only that."""
    overlay = make_overlay(ONE_SAID)
    open_end(overlay)
    press(sheet_of(overlay).keep)
    choose(overlay, 0)
    with qtbot.assertNotEmitted(overlay.end_requested):
        press(sheet_of(overlay).confirm)


def test_the_amber_card_asks_in_the_same_way(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Its sheet stands in the footer's place in the window's own colours; the window keeps its size."""
    overlay, sheet = ask(make_overlay, FLOODED)
    assert overlay.body.footer.isHidden()
    assert [radio.words for radio in sheet.radios[:-1]] == list(WATER.reasons)
    assert sheet.radios[0].property("role") == "plain"
    press(sheet.radios[0])
    with qtbot.waitSignal(overlay.alert_overridden) as signal:
        press(sheet.confirm)
    assert signal.args == ["w1", "The water is off already"]
    assert overlay.body.footer.isVisible()


def test_the_amber_card_makes_way_for_its_sheet(make_overlay: MakeOverlay) -> None:
    """In a low window the card ends where the sheet begins, and the sheet is whole."""
    overlay = make_overlay(FLOODED, height=480)
    choose(overlay, 2)
    sheet = sheet_of(overlay)
    assert overlay.body.slot.geometry().bottom() < sheet.y()
    assert sheet.geometry().bottom() == overlay.body.rect().bottom()
    assert sheet.rect().contains(sheet.confirm.geometry())


@pytest.mark.parametrize("after", [HEARD, CALM, replace(FLOODED, card=replace(WATER, state="given")), TAKEN])
def test_the_amber_sheet_leaves_with_its_card(make_overlay: MakeOverlay, after: View) -> None:
    """A claim, the calm, the advice given and a take-over each put it away."""
    overlay, _ = ask(make_overlay, FLOODED)
    overlay.show_view(after)
    assert overlay.body.sheet is None


def test_collapsing_puts_the_amber_sheet_away(make_overlay: MakeOverlay) -> None:
    """The pill asks for nothing: the keyboard goes back, and the opened window has its footer."""
    overlay, sheet = ask(make_overlay, FLOODED)
    press(sheet.radios[2])
    overlay.set_collapsed(True)
    assert overlay.windowHandle().flags() & REFUSES
    overlay.set_collapsed(False)
    assert overlay.body.sheet is None
    assert overlay.body.footer.isVisible()


def test_no_opacity_while_a_reason_is_asked(make_overlay: MakeOverlay) -> None:
    """What has to be read is not transparent."""
    overlay = make_overlay(FLOODED, opacity=60)
    choose(overlay, 0)
    overlay.show_view(replace(FLOODED, clock_ms=64_000))
    assert overlay.windowOpacity() == 1.0
