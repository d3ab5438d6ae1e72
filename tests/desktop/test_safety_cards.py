"""The amber card, and the calm card after a take-over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.overlay import Overlay
from desktop.overlay.button import Button
from desktop.overlay.label import Label
from desktop.overlay.line_card import LineCard
from desktop.theme import choose
from tests.desktop.conftest import MakeOverlay
from tests.desktop.safety_scenes import AT_RISK, FLOODED, GIVEN, WATER
from tests.desktop.scenes import CALM, HEARD, OFFERED, PLAYBOOK

DARK = choose("dark")


def words_in(widget: object) -> list[str]:
    """The texts of the labels in a widget."""
    assert hasattr(widget, "findChildren")
    return [label.text for label in widget.findChildren(Label) if label.text and label.isVisible()]


def named(widget: QWidget | None, name: str) -> Button:
    """The button of that accessible name in a widget."""
    assert widget is not None
    return next(button for button in widget.findChildren(Button) if button.accessibleName() == name)


def amber(overlay: Overlay) -> object:
    """The amber card, which is on the screen."""
    card = overlay.body.slot.safety
    assert card is not None
    assert card.isVisible()
    return card


def test_the_amber_card_says_what_to_ask(make_overlay: MakeOverlay) -> None:
    """Whose words, the first line that was not said as a sentence, and the others small."""
    texts = words_in(amber(make_overlay(AT_RISK)))
    assert texts == [
        "Customer said",
        "\u201cWe have no heat and my mother is here, she\u2019s 84.\u201d",
        "Ask now",
        "\u201cWhat\u2019s the temperature inside right now?\u201d",
        "Can they stay somewhere warm or cool until we come?",
    ]


@pytest.mark.parametrize("name", ["dark", "light", "high_contrast"])
def test_the_amber_card_is_complete_in_the_first_frame(make_overlay: MakeOverlay, name: str) -> None:
    """The frame after it was heard shows the filled header and the body, also when things may move."""
    theme = choose(name)  # type: ignore[arg-type]  # one of the choices
    overlay = make_overlay(CALM, theme=name, reduced_motion="off")
    overlay.show_view(FLOODED)
    image = overlay.grab().toImage()
    card = overlay.body.slot.safety
    assert card is not None
    corner = card.mapTo(overlay, QPoint(0, 0))
    assert image.pixelColor(corner + QPoint(200, 5)) == theme.colour("warn")
    assert image.pixelColor(corner + QPoint(340, 150)) == theme.colour("warn_bg")


def test_a_said_line_has_its_tick_and_time(make_overlay: MakeOverlay) -> None:
    """The line that was said is told by its title; the question stays."""
    lines = (WATER.lines[0], replace(WATER.lines[1], state="said", said_at_ms=61_000))
    overlay = make_overlay(FLOODED)
    overlay.show_view(replace(FLOODED, card=replace(WATER, lines=lines)))
    assert words_in(amber(overlay))[-1] == "Away from electrics, said at 1:01"
    overlay.show_view(
        replace(
            FLOODED,
            card=replace(
                WATER,
                lines=(
                    replace(WATER.lines[0], state="said", said_at_ms=61_000),
                    replace(WATER.lines[1], state="active"),
                ),
            ),
        )
    )
    assert "\u201cKeep away from outlets and anything electric in the water.\u201d" in words_in(amber(overlay))


@pytest.mark.parametrize(("state", "words"), [("given", "Advice given"), ("overridden", "Override logged")])
def test_the_amber_card_becomes_a_line(make_overlay: MakeOverlay, qtbot: QtBot, state: str, words: str) -> None:
    """Once it was asked, or overridden, it shrinks to 40 px, in steps, and names the emergency."""
    overlay = make_overlay(FLOODED, reduced_motion="off")
    slot = overlay.body.slot
    overlay.show_view(replace(FLOODED, card=replace(WATER, state=state)))  # type: ignore[arg-type]  # one of its states
    assert slot.wanted_height > 56
    qtbot.waitUntil(lambda: slot.wanted_height == 56)
    line = overlay.findChild(LineCard)
    assert line is not None
    assert words_in(line) == [words, "Active flooding"]
    assert line.accessibleName() == f"{words}: Active flooding."


def test_amber_elsewhere_loses_its_fill(make_overlay: MakeOverlay) -> None:
    """Under the amber card the due question is a plain row: one loud thing at a time."""
    overlay = make_overlay(FLOODED)
    assert overlay.body.checklist.row_of("Diagnostic fee").property("state") == "open"
    overlay.show_view(replace(FLOODED, card=replace(WATER, state="given")))
    assert overlay.body.checklist.row_of("Diagnostic fee").property("state") == "due"


def test_the_amber_card_is_announced(make_overlay: MakeOverlay, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen reader hears it once, whole; a second later it is not news."""
    heard: list[str] = []
    monkeypatch.setattr("desktop.overlay.card_slot.announce", lambda _widget, words: heard.append(words))
    overlay = make_overlay(CALM)
    overlay.show_view(FLOODED)
    overlay.show_view(replace(FLOODED, card=replace(WATER, age_s=4)))
    assert len(heard) == 1
    assert heard[0].startswith("Life safety: Active flooding. Customer said: There\u2019s water pouring")
    assert "1, say now: Is it still running?" in heard[0]


def test_the_amber_pill_says_what_and_since_when(make_overlay: MakeOverlay) -> None:
    """The pill stays a pill, filled amber, with the emergency's words."""
    overlay = make_overlay(CALM)
    overlay.set_collapsed(True)
    overlay.show_view(FLOODED)
    assert overlay.is_collapsed
    assert overlay.pill is not None
    assert overlay.pill.grab().toImage().pixelColor(110, 6) == DARK.colour("warn")
    assert not overlay.pill.is_calm
    assert "Life safety: Active flooding." in overlay.pill.accessibleName()


def test_the_amber_window_is_opaque(make_overlay: MakeOverlay) -> None:
    """The user's transparency is not for emergencies."""
    overlay = make_overlay(CALM, opacity=60)
    overlay.show_view(FLOODED)
    assert overlay.windowOpacity() == 1.0


def test_a_low_window_cuts_no_list_in_two(make_overlay: MakeOverlay) -> None:
    """Between a tall card and the foot the checklist shows what fits whole, or nothing."""
    for height in range(480, 620, 10):
        overlay = make_overlay(FLOODED, height=height)
        body = overlay.body
        assert body.slot.geometry().bottom() < body.footer.y()
        if not body.checklist.isHidden():
            row = body.checklist.row_of("Diagnostic fee")
            assert row.mapTo(body, row.rect().bottomLeft()).y() < body.footer.y()
        assert body.checklist.geometry().bottom() <= body.footer.y()


def test_the_calm_card_tells_what_was_said_when(make_overlay: MakeOverlay) -> None:
    """How fast, each line's title and time, and the closing sentence in quotation marks; no checklist meanwhile."""
    overlay = make_overlay(GIVEN)
    card = overlay.body.slot.advice
    assert card is not None
    assert words_in(card) == [
        "Safety advice given",
        "0:14 after heard",
        "\u201cPlease hang up and call 911 from outside. We\u2019ll help with repairs once it\u2019s safe.\u201d",
        *("Everyone out", "2:47", "No switches, no phone inside", "2:52", "911 and the gas utility", "2:58"),
    ]
    assert overlay.body.checklist.isHidden()
    assert card.accessibleName().startswith("Safety advice given, 0:14 after heard. Everyone out, said at 2:47.")


def test_the_calm_card_ends_the_call_or_goes_back(make_overlay: MakeOverlay, qtbot: QtBot) -> None:
    """One button asks to end as safety referred, the other acknowledges the alert; then the checklist is back."""
    overlay = make_overlay(GIVEN)
    card = overlay.body.slot.advice
    with qtbot.waitSignal(overlay.safety_referred):
        QTest.mouseClick(named(card, "End as Safety referred"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(overlay.alert_acknowledged) as signal:
        QTest.mouseClick(named(card, "Back to checklist"), Qt.MouseButton.LeftButton)
    assert signal.args == ["s1"]
    overlay.show_view(replace(GIVEN, card=None))
    assert overlay.body.checklist.isVisible()


@pytest.mark.parametrize("text_size", [90, 100, 115, 130])
def test_the_calm_cards_buttons_fit_at_every_text_size(make_overlay: MakeOverlay, text_size: int) -> None:
    """Where they do not stand beside each other they stand one below the other, within the card."""
    card = make_overlay(GIVEN, text_size=text_size).body.slot.advice
    assert card is not None
    for button in (card.end, card.back):
        assert card.rect().contains(button.geometry())
        assert button.width() == button.sizeHint().width()
    assert not card.end.geometry().intersects(card.back.geometry())


def test_a_line_of_the_csrs_words_is_quoted_as_theirs(make_overlay: MakeOverlay) -> None:
    """A playbook card says who said the words; without words it quotes nothing."""
    overlay = make_overlay(replace(OFFERED, card=replace(PLAYBOOK, speaker="csr")))
    assert any(text.startswith("You said ") for text in words_in(overlay.body.slot))
    silent = replace(PLAYBOOK, card_id="c2", quote=replace(PLAYBOOK.quote, text="", evidence=()))
    overlay.show_view(replace(OFFERED, card=silent))
    assert not any("said" in text for text in words_in(overlay.body.slot))


def test_a_claim_over_the_amber_card_is_red(make_overlay: MakeOverlay) -> None:
    """The one card in the slot is the claim's, and amber is back after it."""
    overlay = make_overlay(FLOODED)
    overlay.show_view(HEARD)
    assert overlay.body.slot.claim.isVisible()
    assert overlay.body.slot.safety is not None
    assert overlay.body.slot.safety.isHidden()
    overlay.show_view(FLOODED)
    assert overlay.body.slot.safety.isVisible()
