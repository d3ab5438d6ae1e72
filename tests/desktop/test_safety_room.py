"""Room in the take-over: the line to say comes first, at every height, text size and length of words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop.theme import choose
from desktop.view import View
from tests.desktop.conftest import MakeOverlay
from tests.desktop.safety_scenes import (
    GAS,
    GERMAN_ONE_SAID,
    GERMAN_TAKEN,
    ONE_SAID,
    SAID,
    SCREEN,
    TAKEN,
    TWO_SAID,
    advice,
    lines_of,
    page_of,
)


def test_lines_have_the_room_the_look_gives_them(make_overlay: MakeOverlay) -> None:
    """The plate has 16 px above and below its lines, the others 8, and 8 px lie between."""
    lines = lines_of(make_overlay(TWO_SAID))
    assert [line.height() for line in lines] == [80, 80, 96]
    assert [line.y() for line in lines] == [136, 224, 312]


def test_the_transcript_gives_way_first(make_overlay: MakeOverlay) -> None:
    """As the window gets lower there is one line of the transcript, then none, then lines to come are set smaller."""
    screen = replace(SCREEN, lines=advice(*GAS, said_at=(167_000,), optional=(2,)), recent=SAID[2:4])
    page = page_of(make_overlay(replace(ONE_SAID, safety=screen)))
    full = page.height()
    assert (page.density.recent, page.density.waiting) == (2, "say")
    found = []
    for height in range(full, full - 260, -1):
        page.resize(page.width(), height)
        state = (page.density.recent, page.density.waiting, page.density.said_in_full)
        if state not in found:
            found.append(state)
    assert found == [(2, "say", True), (1, "say", True), (0, "say", True), (0, "reply", True), (0, "reply", False)]
    assert page.recent.isHidden()


@pytest.mark.parametrize("height", [720, 520])
@pytest.mark.parametrize("text_size", [90, 100, 130])
@pytest.mark.parametrize("view", [TAKEN, TWO_SAID, GERMAN_TAKEN, GERMAN_ONE_SAID])
def test_the_line_to_say_is_always_in_sight(make_overlay: MakeOverlay, view: View, text_size: int, height: int) -> None:
    """In every window, at every text size and in long words the plate is whole, above a foot that can be pressed."""
    overlay = make_overlay(view, height=height, text_size=text_size)
    page = page_of(overlay)
    plate = next(line for line in lines_of(overlay) if line.line.state == "active")
    top, bottom = (plate.mapTo(page, corner).y() for corner in (QPoint(0, 0), plate.rect().bottomLeft()))
    assert top >= 0
    assert bottom < page.override.y()
    assert plate.visibleRegion().boundingRect() == plate.rect()
    assert page.override.geometry().bottom() < page.height()


def test_no_line_is_cut_in_two(make_overlay: MakeOverlay) -> None:
    """Where not everything fits, what is in sight is whole, and the rest is scrolled to."""
    overlay = make_overlay(GERMAN_TAKEN, height=520)
    page = page_of(overlay)
    for line in page.lines:
        region = line.visibleRegion().boundingRect()
        assert region.isEmpty() or region == line.rect(), line.line.number
    assert not page.lines[2].visibleRegion().isEmpty() or page.focusPolicy() == Qt.FocusPolicy.TabFocus
    for _ in range(20):
        QTest.keyClick(page, Qt.Key.Key_Down)
    assert page.lines[2].visibleRegion().boundingRect() == page.lines[2].rect()


def test_reading_on_is_not_disturbed(make_overlay: MakeOverlay) -> None:
    """Who scrolled stays there while others speak, and is brought back when there is another line to say."""
    overlay = make_overlay(GERMAN_TAKEN, height=520)
    page = page_of(overlay)
    for _ in range(20):
        QTest.keyClick(page, Qt.Key.Key_Down)
    at = page.lines[2].mapTo(page, QPoint(0, 0))
    assert GERMAN_TAKEN.safety is not None
    overlay.show_view(replace(GERMAN_TAKEN, safety=replace(GERMAN_TAKEN.safety, recent=SAID[1:2])))
    assert page.lines[2].mapTo(page, QPoint(0, 0)) == at
    overlay.show_view(GERMAN_ONE_SAID)
    plate = next(line for line in page.lines if line.line.state == "active")
    assert plate.visibleRegion().boundingRect() == plate.rect()


def test_another_theme_holds_at_once(make_overlay: MakeOverlay) -> None:
    """High contrast and larger text chosen in the take-over lay it out again."""
    overlay = make_overlay(TAKEN)
    height = lines_of(overlay)[0].height()
    overlay.on_choice_changed("text_size", 130)
    assert lines_of(overlay)[0].height() > height
    overlay.on_choice_changed("theme", "high_contrast")
    assert overlay.grab().toImage().pixelColor(12 + 1, 300) == choose("high_contrast").colour("safety_edge")
