"""Band, pill, end of call and outcome menu."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.crm import crm_text
from desktop.ending import EndPanel
from desktop.icons import PATHS, icon
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.outcome_menu import ChoiceRow, OutcomeMenu
from desktop.theme import choose
from desktop.view import Connection, View
from tests.desktop.conftest import MakeOverlay
from tests.desktop.scenes import CALM, CUT_OFF, END, ENDED, HEARD

DARK = choose("dark")
STALE = Connection("stale", 18, 0, None, 18, 271_000)


def rows(menu: OutcomeMenu) -> list[ChoiceRow]:
    """The rows of the menu that can be seen."""
    return [row for row in menu.findChildren(ChoiceRow) if row.isVisible()]


def labels(widget: object) -> list[str]:
    """The texts of the labels in a widget."""
    assert hasattr(widget, "findChildren")
    return [label.text for label in widget.findChildren(Label)]


def test_band_comes_after_two_seconds_and_leaves_a_second_late(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Short trouble shows nothing; after recovery the band stays for a second, then gives its space back."""
    overlay = make_overlay(replace(CALM, connection=Connection("offline", 1)))
    band, transcript = overlay.body.band, overlay.body.transcript
    assert band.isHidden()
    calm = transcript.y() + transcript.height()
    overlay.show_view(replace(CALM, connection=Connection("offline", 2)))
    assert band.isVisible()
    assert transcript.y() + transcript.height() == calm - 36
    overlay.show_view(CALM)
    assert band.isVisible()
    qtbot.waitUntil(band.isHidden, timeout=4000)
    assert transcript.y() + transcript.height() == calm


def test_try_now_asks_for_a_retry(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """While reconnecting the band has a button, and only then."""
    overlay = make_overlay(replace(CUT_OFF, connection=Connection("reconnecting", 9, 0, 4)))
    button = overlay.body.band.findChild(Button)
    assert button is not None
    with qtbot.waitSignal(overlay.retry_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    overlay.show_view(CUT_OFF)
    assert button.isHidden()


def test_stale_is_louder_than_offline(make_overlay: MakeOverlay) -> None:
    """Without transcript alerts are deaf: the band is filled amber, the pill too."""
    overlay = make_overlay(CUT_OFF)
    band = overlay.body.band
    assert band.grab().toImage().pixelColor(4, 20) == DARK.colour("warn_bg")
    overlay.show_view(replace(CUT_OFF, connection=STALE))
    assert band.grab().toImage().pixelColor(4, 20) == DARK.colour("warn")
    overlay.set_collapsed(True)
    assert overlay.pill is not None
    assert overlay.pill.grab().toImage().pixelColor(110, 6) == DARK.colour("warn")


@pytest.mark.parametrize(
    ("view", "spoken"),
    [
        (replace(CALM, checklist=CUT_OFF.checklist), "Live, 04:12. 5 of 11 done. Press to open."),
        (CALM, "Live, 04:12. Diagnostic fee, due in 0:20. Press to open."),
        (CUT_OFF, "Offline, 04:26. 5 of 11 done. Press to open."),
        (View(Connection("idle")), "Idle, --:--. 0 of 0 done. Press to open."),
    ],
)
def test_pill_has_one_message(make_overlay: MakeOverlay, view: View, spoken: str) -> None:
    """The pill says the state, the clock and the one thing that matters most."""
    overlay = make_overlay(view)
    overlay.set_collapsed(True)
    assert overlay.pill is not None
    assert overlay.pill.accessibleName() == spoken


def test_pill_is_red_for_a_claim(make_overlay: MakeOverlay) -> None:
    """A claim fills the pill; once settled it is calm again."""
    overlay = make_overlay(HEARD)
    overlay.set_collapsed(True)
    assert overlay.pill is not None
    assert overlay.pill.grab().toImage().pixelColor(110, 6) == DARK.colour("danger_fill")
    overlay.show_view(CALM)
    assert overlay.pill.grab().toImage().pixelColor(110, 6) == DARK.colour("window")


def test_pill_opens_by_keyboard(make_overlay: MakeOverlay) -> None:
    """Enter opens the window."""
    overlay = make_overlay(CALM)
    overlay.set_collapsed(True)
    assert overlay.pill is not None
    QTest.keyClick(overlay.pill, Qt.Key.Key_Return)
    assert not overlay.is_collapsed


def test_end_of_call_shows_what_it_came_to(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Outcome, proofs, summary and counts are there; Copy for CRM and Next call work."""
    overlay = make_overlay(ENDED)
    end = overlay.body.end
    assert end is not None
    texts = labels(end)
    assert "Booked" in texts
    assert "Address confirmed 418 Alder Court" in texts
    assert "Carrier gas furnace, about 15 years" in texts
    assert "Checklist 10 of 11" in texts
    assert END.written_by in texts
    QTest.mouseClick(end.copy.copy, Qt.MouseButton.LeftButton)
    assert END.record is not None
    assert QGuiApplication.clipboard().text() == crm_text(END.record)
    assert end.copy.copy.said == "Copied"
    with qtbot.waitSignal(overlay.new_session_requested):
        QTest.mouseClick(end.next_call, Qt.MouseButton.LeftButton)


def test_summary_in_the_making_shows_its_labels(make_overlay: MakeOverlay) -> None:
    """Until it is ready the labels stand with an ellipsis and nothing can be copied."""
    overlay = make_overlay(replace(ENDED, end=EndPanel(ready=False)))
    end = overlay.body.end
    assert end is not None
    assert {"Problem", "Equipment", "Agreed", "Follow up", "…"} <= set(labels(end))
    assert not end.copy.copy.isEnabled()
    overlay.show_view(ENDED)
    assert end.copy.copy.isEnabled()


def test_undecided_outcome_asks_to_choose(make_overlay: MakeOverlay) -> None:
    """Without enough evidence the chip asks."""
    overlay = make_overlay(replace(ENDED, end=replace(END, outcome="")))
    assert overlay.body.end is not None
    assert "Outcome: please choose" in labels(overlay.body.end)


def open_menu(overlay: object, qtbot: QtBot) -> OutcomeMenu:
    """Press Change and give the menu."""
    body = overlay.body  # type: ignore[attr-defined]  # an overlay
    QTest.mouseClick(body.end.change, Qt.MouseButton.LeftButton)
    menu = body.menu
    assert isinstance(menu, OutcomeMenu)
    return menu


def test_outcome_is_changed(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """A row without reasons is chosen at once."""
    overlay = make_overlay(ENDED)
    menu = open_menu(overlay, qtbot)
    spam = next(row for row in rows(menu) if row.words == "Spam")
    with qtbot.waitSignal(overlay.outcome_chosen) as signal:
        QTest.mouseClick(spam, Qt.MouseButton.LeftButton)
    assert signal.args == ["spam", ""]
    assert menu.isHidden()


def test_outcome_with_reasons_asks_for_one(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """A lead needs its reason before it is chosen."""
    overlay = make_overlay(ENDED)
    menu = open_menu(overlay, qtbot)
    lead = next(row for row in rows(menu) if row.words == "Lead")
    with qtbot.assertNotEmitted(overlay.outcome_chosen):
        QTest.mouseClick(lead, Qt.MouseButton.LeftButton)
    assert [row.words for row in rows(menu)] == ["Price", "Timing", "Shopping around"]
    with qtbot.waitSignal(overlay.outcome_chosen) as signal:
        QTest.mouseClick(rows(menu)[1], Qt.MouseButton.LeftButton)
    assert signal.args == ["lead", "timing"]


def test_escape_closes_the_outcome_menu(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Esc and a press beside the panel change nothing."""
    overlay = make_overlay(ENDED)
    menu = open_menu(overlay, qtbot)
    with qtbot.assertNotEmitted(overlay.outcome_chosen):
        QTest.keyClick(rows(menu)[0], Qt.Key.Key_Escape)
    assert menu.isHidden()
    menu = open_menu(overlay, qtbot)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.rect().bottomLeft())
    assert menu.isHidden()


def test_next_call_closes_the_menu(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """A new call does not begin behind the last one's menu."""
    overlay = make_overlay(ENDED)
    menu = open_menu(overlay, qtbot)
    overlay.show_view(CALM)
    assert menu.isHidden()
    assert overlay.body.transcript.isVisible()


@pytest.mark.parametrize("name", sorted(PATHS))
def test_every_icon_paints(qtbot: QtBot, name: str) -> None:
    """Each icon leaves ink in its colour, sharp at the screen's ratio."""
    pixmap = icon(name, 16, "#FF0000", 2.0)
    image: QImage = pixmap.toImage()
    assert (image.width(), pixmap.deviceIndependentSize().width()) == (32, 16)
    inked = [image.pixelColor(x, y) for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255]
    assert inked
    assert {colour.name() for colour in inked} == {"#ff0000"}


def test_gallery_renders_a_scene(tmp_path: Path) -> None:
    """The gallery writes a picture of the right size for a scene."""
    command = [sys.executable, "-m", "tests.desktop.gallery", str(tmp_path), "--only", "07-pill-calm", "--scale", "1"]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    image = QImage(str(tmp_path / "07-pill-calm.png"))
    assert (image.width(), image.height()) == (244, 64)
