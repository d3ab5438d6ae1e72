"""The card slot: one card, what becomes of it, and how it leaves."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.line_card import LineCard
from desktop.overlay.suggestion_card import SuggestionPanel
from tests.desktop.conftest import MakeOverlay
from tests.desktop.scenes import CALM, CLAIM, CORRECTED, HEARD, LIVE, OFFERED, PLAYBOOK

SLOT = 12 + 4  # px around a card


def words_in(widget: object) -> list[str]:
    """The texts of the labels in a widget."""
    assert hasattr(widget, "findChildren")
    return [label.text for label in widget.findChildren(Label) if label.text and not label.isHidden()]


def buttons(panel: SuggestionPanel) -> dict[str, Button]:
    """The card's buttons by what they are called."""
    return {button.accessibleName(): button for button in panel.findChildren(Button)}


def test_claim_card_says_what_and_why(make_overlay: MakeOverlay) -> None:
    """The card has the words, the sentence to say and the reason."""
    texts = words_in(make_overlay(HEARD).body.slot.claim)
    assert f"\u201c{CLAIM.say_instead}\u201d" in texts
    assert CLAIM.why in texts
    assert any("definitely have someone" in text for text in texts)


def test_corrected_claim_shrinks_to_a_line(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Settling takes the slot from the card's height to 40 px, in steps, and names the rule."""
    overlay = make_overlay(HEARD, reduced_motion="off")
    slot = overlay.body.slot
    assert slot.wanted_height == 280 + SLOT
    overlay.show_view(CORRECTED)
    assert slot.wanted_height > 40 + SLOT
    qtbot.waitUntil(lambda: slot.wanted_height == 40 + SLOT)
    line = overlay.findChild(LineCard)
    assert line is not None
    assert words_in(line) == ["Corrected in 6 s", "Same-day promise"]


def test_reduced_motion_shrinks_in_one_frame(make_overlay: MakeOverlay) -> None:
    """Without movement the slot is 40 px high at once."""
    overlay = make_overlay(HEARD)
    overlay.show_view(CORRECTED)
    assert overlay.body.slot.wanted_height == 40 + SLOT


def test_acknowledged_and_old_claims_are_told_apart(make_overlay: MakeOverlay) -> None:
    """Each way a claim settles has its own words."""
    overlay = make_overlay(replace(HEARD, card=replace(CLAIM, state="acknowledged")))
    line = overlay.findChild(LineCard)
    assert line is not None
    assert line.accessibleName() == "Acknowledged: Same-day promise."
    overlay.show_view(replace(HEARD, card=replace(CLAIM, state="old")))
    assert line.accessibleName() == "Not corrected: Same-day promise."


def test_card_leaves_and_gives_its_space_back(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """A card that is gone fades, then its space closes."""
    overlay = make_overlay(CORRECTED, reduced_motion="off")
    overlay.show_view(CALM)
    assert overlay.body.slot.wanted_height > 0
    qtbot.waitUntil(lambda: overlay.body.slot.wanted_height == 0)
    assert overlay.body.slot.isHidden()


def test_claim_replaces_a_leaving_card_at_once(make_overlay: MakeOverlay) -> None:
    """A claim that comes while a card fades stands complete."""
    overlay = make_overlay(OFFERED, reduced_motion="off")
    overlay.show_view(CALM)
    overlay.show_view(HEARD)
    assert overlay.body.slot.wanted_height == 280 + SLOT
    assert overlay.body.slot.claim.isVisible()
    panel = overlay.findChild(SuggestionPanel)
    assert panel is not None
    assert panel.isHidden()


def test_amber_loses_its_fill_under_a_red_card(make_overlay: MakeOverlay) -> None:
    """While a claim stands the due row is plain; corrected, it has its plate again."""
    overlay = make_overlay(HEARD)
    rows = overlay.body.checklist.findChildren(type(overlay.body.checklist.row_of("Diagnostic fee")))
    assert {row.property("state") for row in rows} == {"open"}
    overlay.show_view(CORRECTED)
    assert overlay.body.checklist.row_of("Diagnostic fee").property("state") == "due"


def test_age_changes_without_a_new_layout(make_overlay: MakeOverlay) -> None:
    """A second later only the age is another; the card keeps its height."""
    overlay = make_overlay(HEARD)
    overlay.show_view(replace(HEARD, card=replace(CLAIM, age_s=4)))
    assert overlay.body.slot.wanted_height == 280 + SLOT


def test_long_quotation_is_cut_to_two_lines(make_overlay: MakeOverlay) -> None:
    """However much was said, the card keeps its height and the evidence its place."""
    text = "and then " * 60 + "we will definitely come today " + "so to speak " * 60
    start = text.index("we will")
    quote = replace(CLAIM.quote, text=text, evidence=((start, start + 29),))
    overlay = make_overlay(replace(HEARD, card=replace(CLAIM, quote=quote)))
    assert overlay.body.slot.claim.height() == 280
    assert any("we will definitely come today" in words for words in words_in(overlay.body.slot.claim))


def test_playbook_card_is_used_copied_dismissed_and_rated(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """Each action carries the card; Copy puts the text on the clipboard and confirms in itself."""
    overlay = make_overlay(OFFERED)
    panel = overlay.findChild(SuggestionPanel)
    assert panel is not None
    named = buttons(panel)
    for name, signal in (
        ("Used", overlay.card_used),
        ("Copy", overlay.card_copied),
        ("Dismiss", overlay.card_dismissed),
    ):
        with qtbot.waitSignal(signal) as caught:
            QTest.mouseClick(named[name], Qt.MouseButton.LeftButton)
        assert caught.args == ["c1"]
    assert QGuiApplication.clipboard().text() == PLAYBOOK.text
    assert named["Copy"].said == "Copied"
    with qtbot.waitSignal(overlay.card_rated) as caught:
        QTest.mouseClick(named["Poor suggestion"], Qt.MouseButton.LeftButton)
    assert caught.args == ["c1", "down"]


def test_playbook_card_shows_source_age_and_rating(make_overlay: MakeOverlay) -> None:
    """The card tells where the line is from and how old it is; the chosen thumb is filled."""
    overlay = make_overlay(OFFERED)
    panel = overlay.findChild(SuggestionPanel)
    assert panel is not None
    assert PLAYBOOK.source in words_in(panel)
    assert "offline \u00b7 4 s ago" in words_in(panel)
    overlay.show_view(replace(OFFERED, connection=LIVE, card=replace(PLAYBOOK, rating="up")))
    named = buttons(panel)
    assert named["Good suggestion"].is_filled
    assert not named["Poor suggestion"].is_filled
    assert "4 s ago" in words_in(panel)
