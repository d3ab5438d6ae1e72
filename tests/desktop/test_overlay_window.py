"""The window as a whole: in front, never in the way, never resized."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.overlay import Overlay
from desktop.overlay.button import Button
from desktop.settings import Settings
from desktop.theme import choose
from desktop.view import Connection, View
from tests.desktop.conftest import MakeOverlay
from tests.desktop.safety_scenes import SAFETY_SCENES, TAKEN
from tests.desktop.scenes import CALM, CLAIM, CUT_OFF, ENDED, HEARD, OFFERED, SCENES

DARK = choose("dark")


def click(qtbot: QtBot, button: Button) -> None:
    """Press and release the left button on it."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_window_never_asks_for_the_focus(make_overlay: MakeOverlay) -> None:
    """It is a frameless tool on top that is shown without activating and does not accept the focus."""
    overlay = make_overlay(CALM)
    for flag in (
        Qt.WindowType.Tool,
        Qt.WindowType.FramelessWindowHint,
        Qt.WindowType.WindowStaysOnTopHint,
        Qt.WindowType.WindowDoesNotAcceptFocus,
    ):
        assert overlay.windowFlags() & flag == flag
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


def test_first_paint_needs_no_view(qtbot: QtBot) -> None:
    """Before anything is known the window is the calm one without a call, every part in its place."""
    overlay = Overlay(Settings(), composited=True, height=720)
    qtbot.addWidget(overlay)
    overlay.show()
    assert overlay.body.empty.isVisible()
    assert overlay.body.transcript.isHidden()
    assert overlay.body.footer.geometry().bottom() == overlay.body.rect().bottom()


def test_no_view_resizes_the_window(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Through every state the window keeps its place and size, and the header its place."""
    overlay = make_overlay(CALM)
    frame, header = overlay.geometry(), overlay.body.header.geometry()
    for scene in (*SCENES, *SAFETY_SCENES):
        overlay.show_view(scene.view)
        qtbot.wait(1)
        assert overlay.geometry() == frame, scene.name
        assert overlay.body.header.geometry() == header, scene.name


def test_claim_is_complete_in_the_first_frame(make_overlay: MakeOverlay) -> None:
    """The frame after a claim arrived shows the whole card, also when things may move."""
    overlay = make_overlay(CALM, reduced_motion="off")
    overlay.show_view(HEARD)
    image = overlay.grab().toImage()
    card = overlay.body.slot.claim
    corner = card.mapTo(overlay, QPoint(0, 0))
    assert card.height() == 280
    assert image.pixelColor(corner + QPoint(200, 5)) == DARK.colour("danger_fill")
    assert image.pixelColor(corner + QPoint(330, 150)) == DARK.colour("danger_bg")
    button = card.findChild(Button)
    assert button is not None
    assert image.pixelColor(button.mapTo(overlay, QPoint(8, 16))) == DARK.colour("prime")


class Paints(QObject):
    """Notes which of the watched widgets were painted."""

    def __init__(self) -> None:
        super().__init__()
        self.painted: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 # Qt's spelling
        """Note a paint event and let it through."""
        if event.type() == QEvent.Type.Paint:
            self.painted.append(type(watched).__name__)
        return False


def test_a_second_of_the_clock_repaints_the_header_only(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """A tick paints the clock and leaves the other parts as they are painted."""
    overlay = make_overlay(CALM)
    body, paints = overlay.body, Paints()
    qtbot.wait(20)
    for part in (body.header, body.checklist, body.transcript, body.footer):
        part.installEventFilter(paints)
    overlay.show_view(replace(CALM, clock_ms=253_000))
    qtbot.waitUntil(lambda: bool(paints.painted))
    assert set(paints.painted) == {"Header"}


def test_a_second_of_the_clock_in_a_take_over_repaints_the_header_only(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Nothing else on the red screen is painted again while nothing is said."""
    overlay, paints = make_overlay(TAKEN), Paints()
    page = overlay.body.safety
    assert page is not None
    qtbot.wait(20)
    for part in (overlay.body.header, page, *page.lines, page.recent):
        part.installEventFilter(paints)
    overlay.show_view(replace(TAKEN, clock_ms=165_000))
    qtbot.waitUntil(lambda: bool(paints.painted))
    assert set(paints.painted) == {"Header"}


def test_main_button_begins_and_ends_calls(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Without a call the main button asks for a session, in a call for its end."""
    overlay = make_overlay(View(Connection("idle")))
    main = overlay.body.header.main
    assert main.words == "New session"
    with qtbot.waitSignal(overlay.new_session_requested):
        click(qtbot, main)
    overlay.show_view(CALM)
    assert main.words == "End"
    with qtbot.waitSignal(overlay.end_requested):
        click(qtbot, main)
    overlay.show_view(ENDED)
    assert main.isHidden()


def test_acknowledge_carries_the_alert(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """The button of a claim card names its alert."""
    overlay = make_overlay(HEARD)
    button = overlay.body.slot.claim.findChild(Button)
    assert button is not None
    with qtbot.waitSignal(overlay.alert_acknowledged) as signal:
        click(qtbot, button)
    assert signal.args == [CLAIM.alert_id]


def test_collapsing_keeps_the_corner(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """The pill stands in the window's top right corner, and the window comes back to where it was."""
    overlay = make_overlay(CALM)
    before = overlay.geometry()
    click(qtbot, overlay.body.header.collapse)
    assert overlay.is_collapsed
    assert (overlay.width(), overlay.height()) == (220 + 24, 40 + 24)
    assert overlay.geometry().topRight() == before.topRight()
    assert overlay.pill is not None
    QTest.mouseClick(overlay.pill, Qt.MouseButton.LeftButton)
    assert overlay.geometry() == before
    assert overlay.body.isVisible()


def test_collapsing_moves_and_a_claim_ends_the_movement(make_overlay: MakeOverlay) -> None:
    """While the window changes into the pill, an arriving claim shows at once."""
    overlay = make_overlay(CALM, reduced_motion="off")
    overlay.set_collapsed(True)
    assert overlay.width() > 244
    overlay.show_view(HEARD)
    assert overlay.width() == 244
    assert overlay.pill is not None
    assert overlay.pill.claim() is not None


def test_what_arrived_while_collapsed_is_there_when_opened(make_overlay: MakeOverlay) -> None:
    """Opening the pill shows the view of now, not of then."""
    overlay = make_overlay(CALM)
    overlay.set_collapsed(True)
    overlay.show_view(HEARD)
    overlay.set_collapsed(False)
    assert overlay.body.slot.claim.isVisible()


def test_dragging_the_header_is_remembered(make_overlay: MakeOverlay) -> None:
    """Where the header was dropped is where the window docks, within the screen."""
    overlay = make_overlay(CALM, height=520)
    start = overlay.pos()
    overlay.body.header.dragged.emit(QPoint(-200, 40))
    assert overlay.pos() == start + QPoint(-200, 40)
    overlay.body.header.dragged.emit(QPoint(-9000, 9000))
    overlay.body.header.dropped.emit()
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert screen.contains(overlay.geometry().adjusted(12, 12, -12, -12))
    dock = next(iter(overlay.settings.docks.values()))
    assert (dock.edge, dock.gap) == ("left", 0)


def test_window_docks_again_when_screens_change(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """A window that the system has put elsewhere comes back when the screens change."""
    overlay = make_overlay(CALM, height=520)
    place = overlay.pos()
    overlay.move(-3000, 4000)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.primaryScreenChanged.emit(application.primaryScreen())
    qtbot.waitUntil(lambda: overlay.pos() == place)


def test_opacity_holds_for_the_calm_window_only(make_overlay: MakeOverlay) -> None:
    """A claim and trouble are opaque whatever the user chose."""
    overlay = make_overlay(CALM, opacity=70)
    assert round(overlay.windowOpacity(), 1) == 0.7
    overlay.show_view(HEARD)
    assert overlay.windowOpacity() == 1.0
    overlay.show_view(CALM)
    assert round(overlay.windowOpacity(), 1) == 0.7
    overlay.show_view(CUT_OFF)
    assert overlay.windowOpacity() == 1.0


def test_click_through_is_live_and_gives_the_mouse_back(make_overlay: MakeOverlay) -> None:
    """Click-through changes the window's handle while it is shown, and is saved."""
    overlay = make_overlay(CALM)
    handle = overlay.windowHandle()
    overlay.on_choice_changed("click_through", True)
    assert handle.flags() & Qt.WindowType.WindowTransparentForInput
    assert overlay.isVisible()
    assert overlay.settings.choices.click_through
    overlay.on_choice_changed("click_through", False)
    assert not handle.flags() & Qt.WindowType.WindowTransparentForInput


def test_larger_text_keeps_the_width(make_overlay: MakeOverlay) -> None:
    """At 130 % the card is higher, the window as large as before, and the transcript pays."""
    overlay = make_overlay(HEARD)
    size, card, transcript = overlay.size(), overlay.body.slot.claim.height(), overlay.body.transcript.height()
    overlay.on_choice_changed("text_size", 130)
    assert overlay.size() == size
    assert overlay.body.slot.claim.height() > card
    assert overlay.body.transcript.height() < transcript


def test_suggest_and_its_hint(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Suggest a reply asks for one, and says so in itself when there is none."""
    overlay = make_overlay(CALM)
    suggest = overlay.body.footer.suggest
    width = suggest.width()
    with qtbot.waitSignal(overlay.suggestion_requested):
        click(qtbot, suggest)
    overlay.show_view(replace(CALM, suggestion_hint="Nothing to offer yet"))
    assert suggest.width() == width
    assert suggest.said == "Nothing to offer yet"


def test_without_a_compositor_the_window_is_square(qtbot: QtBot) -> None:
    """Where transparency would be black there is no margin and the corner pixel is border."""
    settings = Settings()
    settings.change(theme="dark", reduced_motion="on")
    overlay = Overlay(settings, composited=False, height=600)
    qtbot.addWidget(overlay)
    overlay.show()
    overlay.show_view(CALM)
    image = overlay.grab().toImage()
    assert (overlay.width(), overlay.height()) == (372, 600)
    assert image.pixelColor(0, 0) == DARK.colour("line_s")


def test_closing_leaves_nothing_running(make_overlay: MakeOverlay) -> None:
    """A window closed in the middle of a movement and with click-through on has no timer left."""
    overlay = make_overlay(CALM, reduced_motion="off", click_through=True)
    overlay.show_view(HEARD)
    overlay.set_collapsed(True)
    overlay.closeEvent(QCloseEvent())
    overlay.close()


def test_everything_painted_has_a_name(make_overlay: MakeOverlay) -> None:
    """Header, checklist, card, band, transcript and each button tell a screen reader what they are."""
    overlay = make_overlay(OFFERED)
    body = overlay.body
    for part in (body.header, body.checklist, body.transcript, body.band):
        assert part.accessibleName(), part
    for button in overlay.findChildren(Button):
        assert button.accessibleName(), button.icon_name
    assert "Offline" in body.header.accessibleName()
    assert body.checklist.accessibleName() == "Checklist, 9 of 11 done"
    assert body.band.accessibleName() == "Offline. Alerts still work. 3 waiting to send."
    assert "Eighty-nine seems like a lot" in body.transcript.accessibleDescription()
