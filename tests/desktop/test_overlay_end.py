"""The end of a call: edited in place, reviewed, copied, and replaced by the model's summary without a jump."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QScrollArea
from pytestqt.qtbot import QtBot

from desktop.ending import LABELS
from desktop.overlay import Overlay
from desktop.overlay.button import Button
from desktop.overlay.end_panel import EndView
from desktop.overlay.summary_rows import SummaryRows
from desktop.overlay.text_field import TextField
from tests.desktop.conftest import MakeOverlay
from tests.desktop.scenes import CALM, END, ENDED
from tests.desktop.suggestion_scenes import TO_REVIEW
from tests.desktop.test_overlay_cards import words_in

REFUSES = Qt.WindowType.WindowDoesNotAcceptFocus
BY_LOG = replace(
    ENDED, end=replace(END, written_by="Written from the call log, no model", summary=("No heat", "", "", ""))
)


def end_of(overlay: Overlay) -> EndView:
    """The end of the call on the screen."""
    assert overlay.body.end is not None
    return overlay.body.end


def rows_of(overlay: Overlay) -> SummaryRows:
    """The summary on the screen."""
    rows = end_of(overlay).summary
    assert rows is not None
    return rows


def click(overlay: Overlay, name: str) -> None:
    """Press the button that a screen reader calls so."""
    found = [one for one in overlay.findChildren(Button) if one.accessibleName() == name and one.isVisible()]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def write(field: TextField, text: str) -> None:
    """Put `text` in place of what stands in the field."""
    field.selectAll()
    QTest.keyClicks(field, text)


def test_the_summary_is_edited_in_place(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """The four lines are fields with what stood there; saved, all four are told and the keyboard is given back."""
    overlay = make_overlay(BY_LOG)
    assert overlay.windowHandle().flags() & REFUSES
    click(overlay, "Edit the summary")
    assert not overlay.windowHandle().flags() & REFUSES
    rows = rows_of(overlay)
    assert [field.accessibleName() for field in rows.fields] == list(LABELS)
    assert [field.text for field in rows.fields] == ["No heat", "", "", ""]
    assert overlay.focusWidget() is rows.fields[0]
    write(rows.fields[0], "Pilot light out")
    QTest.keyClick(rows.fields[0], Qt.Key.Key_Tab)
    assert overlay.focusWidget() is rows.fields[1]
    QTest.keyClicks(rows.fields[1], "Carrier")
    with qtbot.waitSignal(overlay.summary_edited) as caught:
        click(overlay, "Save")
    assert caught.args == ["Pilot light out", "Carrier", "", ""]
    assert not rows.is_editing
    assert overlay.windowHandle().flags() & REFUSES


@pytest.mark.parametrize("way", ["Esc", "Cancel", "pill", "next call"])
def test_giving_up_keeps_the_summary(make_overlay: MakeOverlay, qtbot: QtBot, way: str) -> None:
    """Esc, Cancel, the pill, and another call on the screen write nothing; the keyboard is given back."""
    overlay = make_overlay(ENDED)
    click(overlay, "Edit the summary")
    rows = rows_of(overlay)
    write(rows.fields[0], "never mind")
    with qtbot.assertNotEmitted(overlay.summary_edited):
        if way == "Esc":
            QTest.keyClick(rows.fields[0], Qt.Key.Key_Escape)
        elif way == "Cancel":
            click(overlay, "Cancel")
        elif way == "pill":
            overlay.set_collapsed(True)
        else:
            overlay.show_view(CALM)
    assert not end_of(overlay).is_editing
    assert overlay.windowHandle().flags() & REFUSES
    assert END.summary[0] in words_in(end_of(overlay))


def test_enter_saves_and_what_did_not_change_is_not_told(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """A field is one paragraph: Enter is done. Without a change nothing is stored."""
    overlay = make_overlay(ENDED)
    click(overlay, "Edit the summary")
    with qtbot.assertNotEmitted(overlay.summary_edited):
        QTest.keyClick(rows_of(overlay).fields[2], Qt.Key.Key_Return)
    click(overlay, "Edit the summary")
    write(rows_of(overlay).fields[2], "Tomorrow")
    with qtbot.waitSignal(overlay.summary_edited) as caught:
        QTest.keyClick(rows_of(overlay).fields[2], Qt.Key.Key_Return)
    assert caught.args == [*END.summary[:2], "Tomorrow", END.summary[3]]


def test_next_call_keeps_what_was_being_written(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Who goes on to the next call meant what stands there."""
    overlay = make_overlay(ENDED)
    click(overlay, "Edit the summary")
    write(rows_of(overlay).fields[0], "Pilot light out")
    with qtbot.waitSignals([overlay.summary_edited, overlay.new_session_requested], order="strict"):
        click(overlay, "Next call")


def test_the_models_summary_waits_while_the_csr_edits(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """What arrives meanwhile shows when the editing is over, not before."""
    overlay = make_overlay(BY_LOG)
    click(overlay, "Edit the summary")
    rows = rows_of(overlay)
    write(rows.fields[0], "Pilot")
    overlay.show_view(ENDED)
    assert rows.fields[0].text == "Pilot"
    QTest.keyClicks(rows.fields[0], " light")
    assert rows.fields[0].text == "Pilot light"
    click(overlay, "Cancel")
    qtbot.waitUntil(lambda: END.summary[0] in words_in(end_of(overlay)))
    assert END.written_by in words_in(end_of(overlay))


def test_the_models_summary_replaces_the_logs_without_a_jump(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """The page stays where it was scrolled to, the claims stay open, the focus stays on its button."""
    overlay = make_overlay(BY_LOG, height=400)
    end = end_of(overlay)
    click(overlay, f"{END.claims}, press to show")
    area = end.findChild(QScrollArea)
    assert area is not None
    assert end.change is not None
    end.change.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 40)
    area.verticalScrollBar().setValue(40)
    before = end.change
    overlay.show_view(ENDED)
    assert area.verticalScrollBar().value() == 40
    assert end.change is not before
    assert overlay.focusWidget() is end.change
    assert "corrected in 6 s" in words_in(end)
    assert END.written_by in words_in(end)


def test_an_outcome_to_review_offers_the_models(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Why, in words beside the flag, and the proposed outcome one press away; no share of confidence anywhere."""
    overlay = make_overlay(TO_REVIEW)
    words = words_in(end_of(overlay))
    assert "Model said booked; 2 of 4 proofs" in words
    assert not any("%" in text for text in words)
    with qtbot.waitSignal(overlay.outcome_chosen) as caught:
        click(overlay, "Set to Booked")
    assert caught.args == ["booked", ""]


def test_copy_as_json_is_a_second_choice(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """The small button opens a menu by press or by key; each of its rows copies and confirms."""
    overlay = make_overlay(ENDED)
    end = end_of(overlay)
    end.copy.more.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(end.copy.more, Qt.Key.Key_Space)
    menu = end.copy.findChild(QMenu)
    assert menu is not None
    named = {action.text(): action for action in menu.actions()}
    assert list(named) == ["Copy as text", "Copy as JSON"]
    named["Copy as JSON"].trigger()
    assert json.loads(QGuiApplication.clipboard().text())["problem"] == "No heat"
    assert end.copy.copy.said == "Copied"
    named["Copy as text"].trigger()
    assert "Problem: No heat" in QGuiApplication.clipboard().text().splitlines()
    menu.close()
    qtbot.waitUntil(lambda: not end.copy.findChildren(QMenu))


def test_lines_of_which_nothing_is_known_are_left_out(make_overlay: MakeOverlay) -> None:
    """They are there again as fields; a summary of nothing keeps its labels."""
    overlay = make_overlay(BY_LOG)
    assert "Equipment" not in words_in(end_of(overlay))
    overlay.show_view(replace(ENDED, end=replace(END, summary=("", "", "", ""))))
    assert set(LABELS) <= set(words_in(end_of(overlay)))


@pytest.mark.parametrize("text_size", [100, 130])
def test_the_two_buttons_hold_their_words(make_overlay: MakeOverlay, text_size: int) -> None:
    """At any text size neither label is wider than its button."""
    end = end_of(make_overlay(ENDED, text_size=text_size))
    assert end.copy.copy.width() >= end.copy.copy.sizeHint().width()
    assert end.next_call.width() >= end.next_call.sizeHint().width() - 2 * end.next_call.pad
    assert end.copy.geometry().right() < end.next_call.geometry().left()
