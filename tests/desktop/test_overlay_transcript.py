"""The transcript: follows the end, can be scrolled back, stays quick."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.overlay.transcript import Transcript
from desktop.view import Connection, Line
from tests.desktop.conftest import MakeOverlay
from tests.desktop.scenes import CALM, said


def many(count: int, start: int = 0) -> tuple[Line, ...]:
    """Numbered lines of both speakers."""
    return tuple(
        said("csr" if number % 3 else "customer", f"Line {number} goes on a little so that it may well wrap.", number)
        for number in range(start, start + count)
    )


def shown(transcript: Transcript) -> list[str]:
    """What stands in the view, painted first so that it is settled."""
    transcript.grab()
    return transcript.visible_text()


def test_newest_line_is_in_sight(make_overlay: MakeOverlay) -> None:
    """While it follows, the last line shows, and stays when more arrive."""
    lines = many(40)
    overlay = make_overlay(replace(CALM, lines=lines))
    assert shown(overlay.body.transcript)[-1] == lines[-1].text
    more = many(1, 40)
    overlay.show_view(replace(CALM, lines=(*lines, *more)))
    assert shown(overlay.body.transcript)[-1] == more[0].text


def test_interim_ends_its_speakers_line(make_overlay: MakeOverlay) -> None:
    """Words being spoken continue the same speaker's line, with an ellipsis; final, they stand alone."""
    overlay = make_overlay(CALM)
    assert shown(overlay.body.transcript)[-1] == "Yes, the blue house. It\u2019s a Carrier I think, maybe …"
    final = replace(CALM.lines[-1], text="It is a Carrier.", interim=False)
    overlay.show_view(replace(CALM, lines=(*CALM.lines[:-1], final)))
    assert shown(overlay.body.transcript)[-2:] == ["Yes, the blue house.", "It is a Carrier."]


def test_scrolled_back_view_stays_where_it_is(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """New lines do not move what is being read; Newest goes to the end and follows again."""
    lines = many(60)
    overlay = make_overlay(replace(CALM, lines=lines))
    transcript = overlay.body.transcript
    transcript.scroll_by(-300)
    assert not transcript.is_following
    before = shown(transcript)
    overlay.show_view(replace(CALM, lines=(*lines, *many(5, 60))))
    assert shown(transcript) == before
    newest = transcript.newest
    assert newest.isVisible()
    QTest.mouseClick(newest, Qt.MouseButton.LeftButton)
    assert transcript.is_following
    assert newest.isHidden()
    assert "Line 64" in shown(transcript)[-1]


def test_scrolling_to_the_end_follows_again(make_overlay: MakeOverlay) -> None:
    """Who scrolls down to the last line is following."""
    overlay = make_overlay(replace(CALM, lines=many(60)))
    transcript = overlay.body.transcript
    transcript.scroll_by(-200)
    assert not transcript.is_following
    transcript.scroll_by(400)
    assert transcript.is_following


def test_keyboard_scrolls(make_overlay: MakeOverlay) -> None:
    """Home goes to the first line, Page Down on, End to the newest."""
    overlay = make_overlay(replace(CALM, lines=many(60)))
    transcript = overlay.body.transcript
    QTest.keyClick(transcript, Qt.Key.Key_Home)
    assert "Line 0 " in shown(transcript)[0]
    QTest.keyClick(transcript, Qt.Key.Key_PageDown)
    assert "Line 0 " not in shown(transcript)[0]
    QTest.keyClick(transcript, Qt.Key.Key_End)
    assert transcript.is_following


def test_few_lines_cannot_be_scrolled_away(make_overlay: MakeOverlay) -> None:
    """Where everything fits there is nothing to scroll."""
    overlay = make_overlay(replace(CALM, lines=many(2)))
    overlay.body.transcript.scroll_by(-100)
    assert overlay.body.transcript.is_following


def test_only_what_is_in_sight_is_laid_out(make_overlay: MakeOverlay) -> None:
    """Ten thousand lines cost what the visible ones cost."""
    overlay = make_overlay(replace(CALM, lines=many(10_000)))
    transcript = overlay.body.transcript
    transcript.grab()
    assert transcript.laid_out < 40
    QTest.keyClick(transcript, Qt.Key.Key_Home)
    transcript.grab()
    assert transcript.laid_out < 80


def test_mark_that_comes_later_is_painted(make_overlay: MakeOverlay) -> None:
    """A line whose marks change is laid out again."""
    lines = many(5)
    overlay = make_overlay(replace(CALM, lines=lines))
    before = overlay.body.transcript.grab().toImage()
    marked = said("customer", lines[3].text, 3, ("Line 3", "claim"))
    overlay.show_view(replace(CALM, lines=(*lines[:3], marked, lines[4])))
    assert overlay.body.transcript.grab().toImage() != before


def test_stop_is_ruled_off(make_overlay: MakeOverlay) -> None:
    """Without transcript the place where it stopped is shown under the last line."""
    overlay = make_overlay(replace(CALM, lines=many(40)))
    before = len(shown(overlay.body.transcript))
    stale = Connection("stale", 18, 0, None, 18, 271_000)
    overlay.show_view(replace(CALM, lines=many(40), connection=stale))
    transcript = overlay.body.transcript
    assert len(shown(transcript)) <= before
    image = transcript.grab().toImage()
    amber = overlay.look.theme.colour("warn_line")
    row = transcript.height() - 12 - 8
    assert image.pixelColor(transcript.width() - 40, row) == amber


def test_screen_reader_gets_the_latest_lines(make_overlay: MakeOverlay) -> None:
    """The description holds the last three lines with their speakers."""
    overlay = make_overlay(CALM)
    spoken = overlay.body.transcript.accessibleDescription().splitlines()
    assert len(spoken) == 3
    assert spoken[-1] == "Customer: It\u2019s a Carrier I think, maybe …"
