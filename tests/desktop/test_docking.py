"""Where the window stands."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from desktop.overlay.docking import clamped, corner, dock_of, window_height
from desktop.settings import Dock

SCREEN = QRect(0, 0, 1440, 900)
SIZE = QSize(372, 720)

screens = st.builds(
    QRect, st.integers(-4000, 4000), st.integers(-4000, 4000), st.integers(400, 4000), st.integers(760, 3000)
)
places = st.builds(QPoint, st.integers(-9000, 9000), st.integers(-9000, 9000))
docks = st.builds(Dock, st.sampled_from(["left", "right"]), st.integers(0, 9000), st.integers(0, 9000))


def test_first_place_is_the_right_edge() -> None:
    """Before anybody moved it the window stands 12 px from the top right corner."""
    assert corner(Dock(), SCREEN, SIZE) == QPoint(1440 - 12 - 372, 12)


def test_edge_is_kept_when_the_screen_grows() -> None:
    """A window docked to the right stays at the right of a wider screen."""
    dock = dock_of(QRect(QPoint(1056, 60), SIZE), SCREEN)
    assert corner(dock, QRect(0, 0, 2560, 1440), SIZE) == QPoint(2560 - 12 - 372, 60)


def test_pill_and_window_share_their_corner() -> None:
    """The pill stands in the right top corner of where the window was."""
    dock = Dock("right", 40, 100)
    window = QRect(corner(dock, SCREEN, SIZE), SIZE)
    pill = QRect(corner(dock, SCREEN, QSize(220, 40)), QSize(220, 40))
    assert pill.topRight() == window.topRight()


@given(docks, screens)
def test_window_is_always_visible(dock: Dock, available: QRect) -> None:
    """Whatever was remembered, the whole window is on the screen."""
    assert available.contains(QRect(corner(dock, available, SIZE), SIZE))


@given(places, screens)
def test_a_dock_brings_the_window_back(place: QPoint, available: QRect) -> None:
    """Docking where the window stands does not move it."""
    window = clamped(QRect(place, SIZE), available)
    assert corner(dock_of(window, available), available, SIZE) == window.topLeft()


@given(screens)
def test_window_leaves_room_on_low_screens(available: QRect) -> None:
    """The window is 720 px high, or what the screen has less 24."""
    assert window_height(available) == min(720, available.height() - 24)


def test_too_large_a_window_shows_its_top_left() -> None:
    """On a screen that is too small the header stays within reach."""
    assert clamped(QRect(900, 500, 372, 720), QRect(100, 50, 300, 400)).topLeft() == QPoint(100, 50)
