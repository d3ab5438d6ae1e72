"""The keyboard in the window: borrowed to write a note, and seen where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.overlay.button import Button, FocusRing
from tests.desktop.conftest import MakeOverlay
from tests.desktop.scenes import CALM


def click(button: Button) -> None:
    """Press and release the left button on it."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_note_takes_the_focus_only_while_it_is_written(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """The window accepts the focus from the press on Note until the note is written."""
    overlay = make_overlay(CALM)
    refuses = Qt.WindowType.WindowDoesNotAcceptFocus
    click(overlay.body.footer.note)
    assert not overlay.windowHandle().flags() & refuses
    assert overlay.body.footer.is_writing
    field = overlay.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "gate code 12")
    with qtbot.waitSignal(overlay.note_written) as signal:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert signal.args == ["gate code 12"]
    assert overlay.windowHandle().flags() & refuses
    assert not overlay.body.footer.is_writing


def test_escape_drops_a_note(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Esc closes the note without writing it."""
    overlay = make_overlay(CALM)
    click(overlay.body.footer.note)
    field = overlay.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "never mind")
    with qtbot.assertNotEmitted(overlay.note_written):
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not overlay.body.footer.is_writing


def test_keyboard_shows_where_it_is(make_overlay: MakeOverlay) -> None:
    """Focus that came by Tab is ringed; focus that came otherwise is not."""
    overlay = make_overlay(CALM)
    main, ring = overlay.body.header.main, overlay.findChild(FocusRing)
    assert ring is not None
    main.setFocus(Qt.FocusReason.OtherFocusReason)
    assert ring.isHidden()
    overlay.body.header.more.setFocus(Qt.FocusReason.TabFocusReason)
    assert overlay.focusWidget() is overlay.body.header.more
