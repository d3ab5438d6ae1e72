"""The suggestion card: sentences that come without a jump, what may be done when, keys, and hostile text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.keys import CARD_KEYS, shown
from desktop.overlay import Overlay, card_slot
from desktop.overlay.line_card import LineCard
from desktop.overlay.suggestion_card import SuggestionPanel
from desktop.view import SuggestionCard
from tests.desktop.conftest import MakeOverlay
from tests.desktop.scenes import HEARD, PLAYBOOK
from tests.desktop.suggestion_scenes import (
    BEGUN,
    HOSTILE,
    LONG_REPLY,
    REPLY,
    RIGHT_TO_LEFT,
    SENTENCES,
    WITHHELD,
    WRITING,
    offering,
)
from tests.desktop.test_overlay_cards import buttons, words_in

FIRST = replace(WRITING, text=SENTENCES[0].rstrip(), age_s=1)


def panel_of(overlay: Overlay) -> SuggestionPanel:
    """The card on the screen."""
    panel = overlay.body.slot.suggestion
    assert panel is not None
    assert panel.isVisible()
    return panel


class Paints(QObject):
    """Counts how often widgets are painted and laid out."""

    def __init__(self, *widgets: QObject) -> None:
        super().__init__()
        self.seen: list[tuple[QObject, QEvent.Type]] = []
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 # Qt's spelling
        """Count and pass on."""
        if event.type() in (QEvent.Type.Paint, QEvent.Type.Resize, QEvent.Type.Move):
            self.seen.append((watched, event.type()))
        return False


def test_sentences_come_without_a_jump(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """From the empty card to the whole one nothing moves, and a sentence more paints its own place alone."""
    overlay = make_overlay(offering(BEGUN))
    panel, checklist = panel_of(overlay), overlay.body.checklist
    place, text_at = checklist.geometry(), panel.text.geometry()
    qtbot.wait(1)
    painted = Paints(panel.text, checklist, overlay.body.transcript, overlay.body.header, overlay.body.footer)
    for card in (FIRST, WRITING, replace(WRITING, text=REPLY.text)):
        overlay.show_view(offering(card))
    qtbot.waitUntil(lambda: bool(painted.seen))
    assert {watched for watched, _ in painted.seen} == {panel.text}
    overlay.show_view(offering(REPLY))
    assert (checklist.geometry(), panel.text.geometry()) == (place, text_at)


def test_a_long_reply_grows_by_whole_lines_up_to_five(make_overlay: MakeOverlay) -> None:
    """Past the three lines it has from the start, it takes what it needs; the rest is in the tool tip."""
    overlay = make_overlay(offering(BEGUN))
    panel = panel_of(overlay)
    line = overlay.look.theme.line("reply")
    heights = []
    for end in range(0, len(LONG_REPLY.text), 40):
        overlay.show_view(offering(replace(BEGUN, text=LONG_REPLY.text[:end])))
        heights.append(panel.text.height())
    assert heights == sorted(heights)
    assert {height // line for height in heights} == {3, 4, 5}
    assert not any(height % line for height in heights)
    overlay.show_view(offering(replace(LONG_REPLY, card_id=BEGUN.card_id)))
    assert "Termin vormerken" in panel.text.toolTip()


def test_a_card_that_takes_anothers_place_is_no_smaller_while_it_is_written(make_overlay: MakeOverlay) -> None:
    """The checklist stays where it is when the model's first sentence replaces a longer line of the playbook."""
    overlay = make_overlay(offering(replace(PLAYBOOK, text=PLAYBOOK.text + " " + PLAYBOOK.text[:40])))
    place = overlay.body.checklist.geometry()
    overlay.show_view(offering(FIRST))
    assert overlay.body.checklist.geometry() == place
    overlay.show_view(offering(None))
    overlay.show_view(offering(replace(FIRST, card_id="m2")))
    assert panel_of(overlay).text.height() == 3 * overlay.look.theme.line("reply")


def test_while_it_is_written_it_can_only_be_stopped(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Used and Copy wait, there are no thumbs, and Stop dismisses; whole, all of them are there."""
    overlay = make_overlay(offering(WRITING))
    panel = panel_of(overlay)
    named = buttons(panel)
    assert not named["Used"].isEnabled()
    assert not named["Copy"].isEnabled()
    assert named["Good suggestion"].isHidden()
    with qtbot.waitSignal(overlay.card_dismissed) as caught:
        QTest.mouseClick(named["Stop"], Qt.MouseButton.LeftButton)
    assert caught.args == ["m1"]
    overlay.show_view(offering(REPLY))
    named = buttons(panel)
    assert {"Used", "Copy", "Dismiss", "Good suggestion", "Poor suggestion"} == set(named)
    assert all(button.isVisible() and button.isEnabled() for button in named.values())


def test_the_caret_blinks_only_while_it_is_seen_and_may_move(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """On and off every half second; steady with reduced motion; gone with the last sentence."""
    overlay = make_overlay(offering(WRITING), reduced_motion="off")
    text = panel_of(overlay).text
    qtbot.waitUntil(lambda: not text.is_lit)
    qtbot.waitUntil(lambda: text.is_lit)
    accent = overlay.look.theme.colour("accent")
    lit = text.grab().toImage()
    assert any(lit.pixelColor(x, y) == accent for x in range(lit.width()) for y in range(lit.height()))
    overlay.show_view(offering(REPLY))
    assert not text.is_writing
    dark = text.grab().toImage()
    assert not any(dark.pixelColor(x, y) == accent for x in range(dark.width()) for y in range(dark.height()))


@pytest.mark.parametrize("name", CARD_KEYS)
def test_the_keys_do_what_the_buttons_do(make_overlay: MakeOverlay, name: str) -> None:
    """Each key presses its button on the card that is seen."""
    overlay = make_overlay(offering(REPLY))
    heard: list[tuple[object, ...]] = []
    for signal in (overlay.card_used, overlay.card_copied, overlay.card_dismissed, overlay.card_rated):
        signal.connect(lambda *values: heard.append(values))
    overlay.body.slot.press(name)
    more = {"praise": ("up",), "blame": ("down",)}.get(name, ())
    assert heard == [("m1", *more)]
    assert (QGuiApplication.clipboard().text() == REPLY.text) == (name == "copy")
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize("name", CARD_KEYS)
def test_without_a_card_that_is_seen_the_keys_do_nothing(make_overlay: MakeOverlay, name: str) -> None:
    """Not before the first one, not under a claim, not in the pill; and a button that waits is not pressed."""
    overlay = make_overlay(offering(None))
    heard: list[object] = []
    for signal in (overlay.card_used, overlay.card_copied, overlay.card_rated):
        signal.connect(lambda *values: heard.append(values))
    overlay.body.slot.press(name)
    overlay.show_view(offering(WRITING))
    if name != "dismiss":
        overlay.body.slot.press(name)
    overlay.card_dismissed.connect(lambda *values: heard.append(values))
    overlay.show_view(offering(REPLY))
    overlay.show_view(HEARD)
    overlay.body.slot.press(name)
    overlay.show_view(offering(REPLY))
    overlay.set_collapsed(True)
    overlay.body.slot.press(name)
    assert not heard


def test_buttons_tell_their_keys_and_come_in_order(make_overlay: MakeOverlay) -> None:
    """In the tool tip and for a screen reader; Tab goes from left to right."""
    overlay = make_overlay(offering(REPLY))
    named = buttons(panel_of(overlay))
    assert named["Used"].toolTip() == "Used (Ctrl+Alt+U)"
    assert named["Poor suggestion"].accessibleDescription() == shown("blame")
    in_order = [named[name] for name in ("Used", "Copy", "Dismiss", "Good suggestion", "Poor suggestion")]
    in_order[0].setFocus(Qt.FocusReason.TabFocusReason)
    reached = [overlay.focusWidget()]
    for _ in in_order[1:]:
        QTest.keyClick(overlay.focusWidget() or overlay, Qt.Key.Key_Tab)
        reached.append(overlay.focusWidget())
    assert reached == in_order
    overlay.show_view(offering(replace(WRITING, card_id="m2")))
    assert buttons(panel_of(overlay))["Stop"].toolTip() == "Stop (Ctrl+Alt+X)"


def test_a_suggestion_is_read_out_once_when_it_is_whole(
    make_overlay: MakeOverlay, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not sentence by sentence, not each second, and politely."""
    spoken: list[str] = []

    def note(widget: object, words: str, *, politely: bool = False) -> None:
        assert politely
        spoken.append(words)

    monkeypatch.setattr(card_slot, "announce", note)
    overlay = make_overlay(offering(FIRST))
    for card in (WRITING, REPLY, replace(REPLY, age_s=9), replace(REPLY, age_s=10, rating="up")):
        overlay.show_view(offering(card))
    assert spoken == [f"Suggested reply: {REPLY.text} Customer said: {REPLY.quote.text} Source: {REPLY.source}."]


def test_who_wrote_it_is_said_by_word_and_sign(make_overlay: MakeOverlay) -> None:
    """Model and playbook have titles of their own; offline the tool tip says who answers."""
    overlay = make_overlay(offering(REPLY))
    panel = panel_of(overlay)
    assert {"Suggested reply", "3 s ago", REPLY.source} <= set(words_in(panel))
    overlay.show_view(offering(replace(PLAYBOOK, offline=True)))
    assert {"From the playbook", "offline \u00b7 4 s ago"} <= set(words_in(panel))
    tips = {child.toolTip() for child in panel.findChildren(QObject) if hasattr(child, "toolTip")}
    assert "Offline suggestions: the playbook answers" in tips
    assert "Offline suggestions: the playbook answers" in panel.accessibleName()


def test_a_withheld_reply_is_one_line(make_overlay: MakeOverlay) -> None:
    """The card gives way to 40 px with the rule's title."""
    overlay = make_overlay(offering(WRITING))
    overlay.show_view(offering(WITHHELD))
    line = overlay.findChild(LineCard)
    assert line is not None
    assert words_in(line) == ["Reply withheld: same-day promise"]
    assert overlay.body.slot.wanted_height == 40 + 16


@pytest.mark.parametrize("card", [HOSTILE, RIGHT_TO_LEFT, LONG_REPLY, replace(REPLY, text="\U0001f600" * 3_000)])
def test_hostile_text_stays_text_in_its_place(make_overlay: MakeOverlay, card: SuggestionCard) -> None:
    """Markup is shown as written, control characters turn nothing round, and no text makes the window larger."""
    overlay = make_overlay(offering(card))
    panel = panel_of(overlay)
    assert panel.text.height() <= 5 * overlay.look.theme.line("reply")
    assert overlay.body.checklist.isVisible()
    assert "<b>" not in panel.text.toolTip()
    assert "\u202e" not in panel.text.toolTip()
    assert not panel.grab().isNull()


def test_a_long_hint_stays_within_its_button(make_overlay: MakeOverlay) -> None:
    """Why there is no suggestion is the backend's words: they are cut, not painted over the edge."""
    overlay = make_overlay(replace(offering(None), suggestion_hint="because " * 40))
    button = overlay.body.footer.suggest
    assert button.said
    image = button.grab().toImage()
    ground = image.pixelColor(0, 0)
    edges = [
        image.pixelColor(x, y) for x in (1, 2, image.width() - 3, image.width() - 2) for y in range(image.height())
    ]
    assert {colour.rgb() for colour in edges} == {ground.rgb()}
