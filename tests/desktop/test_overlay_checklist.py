"""The checklist: what fits, in which order, and what is behind the done row."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.view import Checklist
from tests.desktop.conftest import MakeOverlay
from tests.desktop.scenes import CALM, CUT_OFF, DONE, EQUIPMENT, FEE, HEARD, NUMBER, SLOT, SOURCE, item

OPEN = (NUMBER, EQUIPMENT, SLOT, SOURCE)


def test_all_rows_show_when_they_fit(make_overlay: MakeOverlay) -> None:
    """In a calm call the six open questions stand there, and the done ones behind one row."""
    checklist = make_overlay(CALM).body.checklist
    assert checklist.shown_labels() == [
        "Diagnostic fee",
        "Anyone at risk at home?",
        "Best callback number",
        "Equipment type and age",
        "Offer a time slot",
        "How did you find us?",
    ]
    assert checklist.done_words == "5 done: recording, name, address …"


def test_transcript_keeps_its_share(make_overlay: MakeOverlay) -> None:
    """Under the band and under a claim card rows give way and are counted."""
    assert make_overlay(CUT_OFF).body.checklist.done_words == "5 done, 1 more open"
    overlay = make_overlay(HEARD)
    assert overlay.body.checklist.shown_labels() == ["Diagnostic fee", "Offer a time slot"]
    assert overlay.body.checklist.done_words == "7 done, 2 more open"


def test_low_window_shows_the_next_row_only(make_overlay: MakeOverlay) -> None:
    """Under 600 px there is the next question and the done row."""
    checklist = make_overlay(CALM, height=520).body.checklist
    assert checklist.shown_labels() == ["Diagnostic fee"]
    assert checklist.done_words == "5 done, 5 more open"


def test_done_group_opens_in_place(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """A press shows the done questions and takes the space from the transcript; another closes it."""
    overlay = make_overlay(CALM)
    body = overlay.body
    size, before = overlay.size(), body.transcript.height()
    QTest.mouseClick(body.checklist.done_row, Qt.MouseButton.LeftButton)
    assert "Recording" in body.checklist.shown_labels()
    assert body.transcript.height() < before
    assert overlay.size() == size
    QTest.mouseClick(body.checklist.done_row, Qt.MouseButton.LeftButton)
    assert body.transcript.height() == before


def test_nothing_changes_places_under_the_pointer(make_overlay: MakeOverlay, monkeypatch: object) -> None:
    """While the pointer is on the list the order stands; when it leaves the new one comes."""
    overlay = make_overlay(replace(CALM, checklist=Checklist(OPEN, NUMBER.rule_id)))
    checklist = overlay.body.checklist
    checklist.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    overlay.show_view(replace(CALM, checklist=Checklist(tuple(reversed(OPEN)), SOURCE.rule_id)))
    assert checklist.shown_labels()[0] == "Best callback number"
    checklist.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    checklist.leaveEvent(QEvent(QEvent.Type.Leave))
    assert checklist.shown_labels()[0] == "How did you find us?"


def test_ticked_row_keeps_its_place_then_joins_the_done(make_overlay: MakeOverlay) -> None:
    """A row just ticked stays where it was with its check; afterwards it is one of the done."""
    ticked = replace(EQUIPMENT, state="done", just_ticked=True, done_at_ms=1_000)
    overlay = make_overlay(replace(CALM, checklist=Checklist((NUMBER, ticked, SLOT), NUMBER.rule_id)))
    checklist = overlay.body.checklist
    assert checklist.shown_labels() == ["Best callback number", "Equipment type and age", "Offer a time slot"]
    settled = replace(ticked, just_ticked=False)
    overlay.show_view(replace(CALM, checklist=Checklist((NUMBER, SLOT, settled), NUMBER.rule_id)))
    assert checklist.shown_labels() == ["Best callback number", "Offer a time slot"]
    assert checklist.done_words == "1 done: equipment type and age"


def test_rows_are_spoken_with_their_state(make_overlay: MakeOverlay) -> None:
    """Each row's name tells the question, its state and what made it appear."""
    checklist = make_overlay(CALM).body.checklist
    assert checklist.row_of(FEE.rule_id).accessibleName() == (
        "Diagnostic fee, next, due in 0:20, say \u201cThe visit is $89 with a full diagnosis.\u201d"
    )
    assert "added: customer said \u201cno heat\u201d" in checklist.row_of("Anyone at risk at home?").accessibleName()


def test_optional_questions_do_not_count(make_overlay: MakeOverlay) -> None:
    """An optional row is shown with its tag and left out of the count."""
    optional = item("Membership", optional=True)
    overlay = make_overlay(replace(CALM, checklist=Checklist((NUMBER, optional, *DONE[:2]), NUMBER.rule_id)))
    assert overlay.body.checklist.accessibleName() == "Checklist, 2 of 3 done"
    assert "optional" in overlay.body.checklist.row_of("Membership").accessibleName()


def test_no_checklist_takes_no_space(make_overlay: MakeOverlay) -> None:
    """A ruleset without questions leaves everything to the transcript."""
    overlay = make_overlay(replace(CALM, checklist=Checklist()))
    assert overlay.body.checklist.isHidden()
    assert overlay.body.transcript.y() == overlay.body.header.height()
