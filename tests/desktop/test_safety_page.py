"""Life safety in the window: it has all of it at once, says what to say, and makes room for that first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPaintEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.overlay import Overlay, announcement
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.theme import choose
from desktop.view import Connection, View
from tests.desktop.conftest import MakeOverlay
from tests.desktop.safety_scenes import GIVEN, ONE_SAID, SCREEN, TAKEN, TWO_SAID, lines_of, page_of
from tests.desktop.scenes import CALM, ENDED, HEARD

DARK = choose("dark")
CONTRAST = choose("high_contrast")


class Grounds(QObject):
    """Notes which parts of the window were painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[QRect] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 # Qt's spelling
        """Note a paint event and let it through."""
        if isinstance(event, QPaintEvent):
            self.painted.append(event.rect())
        return False


def seen(overlay: Overlay) -> QImage:
    """The window as it is painted."""
    return overlay.grab().toImage()


def colour_at(overlay: Overlay, x: int, y: int) -> QColor:
    """The colour of a point of the frame, whose corner is (0, 0)."""
    return seen(overlay).pixelColor(x + 12, y + 12)


def test_life_safety_has_the_window_in_the_first_frame(make_overlay: MakeOverlay) -> None:
    """The next frame is red from border to border, with the plate and the foot, though things may move."""
    overlay = make_overlay(CALM, reduced_motion="off")
    overlay.show_view(TAKEN)
    image = seen(overlay)
    assert image.pixelColor(12 + 186, 12) == DARK.colour("safety_edge")
    assert image.pixelColor(12 + 200, 12 + 5) == DARK.colour("safety_foot")
    assert image.pixelColor(12 + 186, 12 + 500) == DARK.colour("safety")
    assert image.pixelColor(12 + 200, 12 + 716) == DARK.colour("safety_foot")
    plate = lines_of(overlay)[0]
    assert image.pixelColor(plate.mapTo(overlay, QPoint(200, 4))) == DARK.colour("safety_plate")
    body = overlay.body
    for part in (body.slot, body.checklist, body.transcript, body.footer, body.band, body.header.main):
        assert not part.isVisible(), part


def test_the_window_is_the_same_again_afterwards(make_overlay: MakeOverlay) -> None:
    """When it is over the ground, the header's buttons and the parts are back, and what was calm before is calm."""
    overlay = make_overlay(CALM)
    before = seen(overlay)
    overlay.show_view(TAKEN)
    overlay.show_view(CALM)
    assert seen(overlay) == before
    assert overlay.body.safety_foot is None


def test_the_ground_is_painted_again_when_it_changes(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Both ways the whole frame is painted, its border included."""
    overlay, grounds = make_overlay(CALM), Grounds()
    qtbot.wait(20)
    overlay.installEventFilter(grounds)
    for view in (TAKEN, CALM):
        grounds.painted.clear()
        overlay.show_view(view)
        qtbot.waitUntil(lambda: any(region.contains(overlay.rect()) for region in grounds.painted))


def test_an_ordinary_call_builds_nothing_of_it(make_overlay: MakeOverlay) -> None:
    """The page is made when it is needed first."""
    overlay = make_overlay(CALM)
    overlay.show_view(HEARD)
    assert overlay.body.safety is None
    assert overlay.body.sheet is None


def test_life_safety_opens_the_pill_and_nothing_else_does(make_overlay: MakeOverlay) -> None:
    """A claim leaves the pill a pill; an emergency opens the window in one step, and it stays open."""
    overlay = make_overlay(CALM, reduced_motion="off")
    frame = overlay.geometry()
    overlay.look.still = True
    overlay.set_collapsed(True)
    overlay.look.still = False
    overlay.show_view(HEARD)
    assert overlay.is_collapsed
    overlay.show_view(TAKEN)
    assert not overlay.is_collapsed
    assert overlay.geometry() == frame
    assert lines_of(overlay)
    overlay.set_collapsed(True)
    assert not overlay.is_collapsed


def test_opacity_is_not_for_emergencies(make_overlay: MakeOverlay) -> None:
    """The user's transparency ends with the take-over and comes back with the calm."""
    overlay = make_overlay(CALM, opacity=60)
    assert overlay.windowOpacity() == pytest.approx(0.6, abs=0.01)
    overlay.show_view(TAKEN)
    assert overlay.windowOpacity() == 1.0
    overlay.show_view(CALM)
    assert overlay.windowOpacity() == pytest.approx(0.6, abs=0.01)


def test_the_header_says_who_has_the_window(make_overlay: MakeOverlay) -> None:
    """Neither End nor the pill can be pressed; the state and the clock are still told, and the more button is there."""
    header = make_overlay(TAKEN).body.header
    assert header.accessibleName() == "Life safety, Live, call clock 02:44"
    assert [button.accessibleName() for button in header.findChildren(Button) if button.isVisible()] == ["More"]


def test_trouble_is_told_in_the_header(make_overlay: MakeOverlay) -> None:
    """The band stays away; the header has the state in words, in white, and the band is back with the calm."""
    offline = Connection("offline", troubled_s=9, waiting=3)
    overlay = make_overlay(replace(CALM, connection=offline))
    assert overlay.body.band.isVisible()
    overlay.show_view(replace(TAKEN, connection=offline))
    assert overlay.body.header.accessibleName() == "Life safety, Offline, call clock 02:44"
    assert overlay.body.band.isHidden()
    overlay.show_view(replace(CALM, connection=offline))
    assert overlay.body.band.isVisible()


def test_each_line_tells_its_number_and_state(make_overlay: MakeOverlay) -> None:
    """What to say now, what is still to say and what was said when, each in words."""
    assert [line.accessibleName() for line in lines_of(make_overlay(ONE_SAID))] == [
        "1, said at 2:47: Please get everyone out of the house right now.",
        "2, say now, optional: Don\u2019t touch any switches, and don\u2019t use a phone inside.",
        "3, to say: Once you\u2019re outside, call 911 and your gas utility.",
    ]


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (TAKEN, "Booking and suggestions are paused until 1 and 3 are said."),
        (TWO_SAID, "Still required: 3. Booking stays paused."),
        (
            replace(TAKEN, safety=replace(SCREEN, lines=SCREEN.lines[:1])),
            "Booking and suggestions are paused until 1 is said.",
        ),
        (
            replace(TAKEN, safety=replace(SCREEN, lines=())),
            "Booking and suggestions are paused until this is overridden.",
        ),
    ],
)
def test_what_is_still_required_is_said(make_overlay: MakeOverlay, view: View, words: str) -> None:
    """The numbers of the lines without which the call does not go on."""
    assert words in [label.text for label in page_of(make_overlay(view)).findChildren(Label)]


def test_evidence_stays_in_sight(make_overlay: MakeOverlay) -> None:
    """However much was said, the words that raised the alarm are quoted within two lines."""
    text = "and then " * 60 + "it smells like rotten eggs " + "so to speak " * 60
    start = text.index("smells")
    quote = replace(SCREEN.quote, text=text, evidence=((start, start + 23),))
    labels = page_of(make_overlay(replace(TAKEN, safety=replace(SCREEN, quote=quote)))).findChildren(Label)
    quoted = next(label for label in labels if label.text.startswith("Customer: "))
    assert "smells like rotten eggs" in quoted.text
    assert quoted.height() == 40


def test_without_words_nothing_is_quoted(make_overlay: MakeOverlay) -> None:
    """An emergency whose words the window never heard has no quotation, and the rest moves up."""
    overlay = make_overlay(replace(TAKEN, safety=replace(SCREEN, quote=replace(SCREEN.quote, text="", evidence=()))))
    assert lines_of(overlay)[0].y() == 96
    assert not [
        label for label in page_of(overlay).findChildren(Label) if "Customer: " in label.text and label.isVisible()
    ]


def test_high_contrast_is_black_with_a_wide_border(make_overlay: MakeOverlay) -> None:
    """4 px of border around black, and the plate white."""
    overlay = make_overlay(TAKEN, theme="high_contrast")
    for inset in range(4):
        assert colour_at(overlay, inset, 300) == CONTRAST.colour("safety_edge"), inset
    assert colour_at(overlay, 5, 300) == QColor("#000000")
    plate = lines_of(overlay)[0]
    assert seen(overlay).pixelColor(plate.mapTo(overlay, QPoint(200, 4))) == QColor("#FFFFFF")


def test_without_a_compositor_it_is_square_too(qtbot: QtBot, make_overlay: MakeOverlay) -> None:
    """Where transparency would be black the corner pixel is border."""
    overlay = make_overlay(CALM)
    square = Overlay(overlay.settings, composited=False, height=600)
    qtbot.addWidget(square)
    square.show()
    square.show_view(TAKEN)
    image = square.grab().toImage()
    assert image.pixelColor(0, 0) == DARK.colour("safety_edge")
    assert image.pixelColor(1, 1) == DARK.colour("safety_foot")
    assert image.pixelColor(370, 598) == DARK.colour("safety_foot")


def test_it_is_announced_at_once(make_overlay: MakeOverlay, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen reader hears the emergency once, then the next line to say; a tick of the clock is not news."""
    heard: list[str] = []

    def announce(_widget: object, words: str) -> None:
        heard.append(words)

    monkeypatch.setattr("desktop.overlay.safety_page.announce", announce)
    overlay = make_overlay(CALM)
    overlay.show_view(TAKEN)
    overlay.show_view(replace(TAKEN, clock_ms=165_000))
    overlay.show_view(ONE_SAID)
    assert len(heard) == 2
    assert heard[0].startswith("Life safety: Gas smell. Customer said: Hi, it smells like rotten eggs by the stove.")
    assert heard[0].endswith("Booking and suggestions are paused until 1 and 3 are said.")
    assert heard[1].startswith("2, say now")


def test_announcements_are_assertive(make_overlay: MakeOverlay, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is announced interrupts what is being read, and nothing is sent while nobody listens."""
    sent: list[QAccessible.AnnouncementPoliteness] = []

    class Listening:
        """An accessibility bridge that keeps what it is told."""

        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness
        on = False

        @classmethod
        def isActive(cls) -> bool:  # noqa: N802 # Qt's spelling
            """Whether somebody listens."""
            return cls.on

        @staticmethod
        def updateAccessibility(event: object) -> None:  # noqa: N802 # Qt's spelling
            """Take an event."""
            sent.append(event.politeness())  # type: ignore[attr-defined]  # an announcement

    monkeypatch.setattr(announcement, "QAccessible", Listening)
    overlay = make_overlay(CALM)
    overlay.show_view(TAKEN)
    assert not sent
    Listening.on = True
    overlay.show_view(ONE_SAID)
    assert sent == [QAccessible.AnnouncementPoliteness.Assertive]


def test_a_second_emergency_is_announced_as_a_new_one(
    make_overlay: MakeOverlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, and the same again after the calm, are each told whole."""
    heard: list[str] = []
    monkeypatch.setattr("desktop.overlay.safety_page.announce", lambda _widget, words: heard.append(words))
    overlay = make_overlay(TAKEN)
    overlay.show_view(replace(TAKEN, safety=replace(SCREEN, alert_id="s2", title="Carbon monoxide")))
    overlay.show_view(TAKEN)
    overlay.show_view(GIVEN)
    overlay.show_view(TAKEN)
    assert [words.split(".")[0] for words in heard] == [
        "Life safety: Gas smell",
        "Life safety: Carbon monoxide",
        "Life safety: Gas smell",
        "Life safety: Gas smell",
    ]


def test_a_note_begun_before_waits_for_afterwards(make_overlay: MakeOverlay) -> None:
    """The keyboard goes back at once; what was written is in the field again on the next press of Note."""
    overlay = make_overlay(CALM)
    refuses = Qt.WindowType.WindowDoesNotAcceptFocus
    QTest.mouseClick(overlay.body.footer.note, Qt.MouseButton.LeftButton)
    field = overlay.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "gate code 12")
    overlay.show_view(TAKEN)
    assert overlay.windowHandle().flags() & refuses
    overlay.show_view(CALM)
    assert not overlay.body.footer.is_writing
    QTest.mouseClick(overlay.body.footer.note, Qt.MouseButton.LeftButton)
    assert overlay.focusWidget().property("text") == "gate code 12"


def test_the_end_of_the_call_ends_it(make_overlay: MakeOverlay) -> None:
    """The end panel stands where the take-over was."""
    overlay = make_overlay(TAKEN)
    overlay.show_view(ENDED)
    assert overlay.body.end is not None
    assert overlay.body.end.isVisible()
    assert overlay.body.safety is not None
    assert overlay.body.safety.isHidden()
