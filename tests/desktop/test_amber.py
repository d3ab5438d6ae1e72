"""Emergencies that leave the booking alone: the amber card, and whom it waits for."""

from __future__ import annotations

from desktop.view import AdviceCard, ClaimCard, SafetyCard
from tests.desktop.story import Story


def amber(story: Story) -> SafetyCard:
    """The amber card on the screen, or the line it became."""
    card = story.view().card
    assert isinstance(card, SafetyCard)
    return card


def states(card: SafetyCard) -> list[tuple[str, int | None]]:
    """The lines' states, and when each was said."""
    return [(line.state, line.said_at_ms) for line in card.lines]


def test_water_leaves_the_window_and_the_booking_alone() -> None:
    """A warning is a card: what to ask now, its other lines, its reasons."""
    story = Story().begin()
    story.say("customer", "there is water pouring in", 5)
    assert story.view().safety is None
    card = amber(story.wait(3))
    assert (card.title, card.state, card.age_s, card.reasons) == (
        "Active flooding",
        "standing",
        3,
        ("The water is off",),
    )
    assert states(card) == [("active", None), ("waiting", None)]
    story.say("csr", "mind the outlets", 9)
    assert states(amber(story)) == [("active", None), ("said", 9_000)]


def test_the_amber_card_leaves_once_it_was_asked() -> None:
    """Six seconds long a line says that the advice was given."""
    story = Story().begin()
    story.say("customer", "there is water pouring in", 5)
    story.say("csr", "where is your main shut off", 8)
    assert amber(story).state == "given"
    assert story.wait(6.1).view().card is None


def test_the_amber_card_can_be_overridden() -> None:
    """Three seconds long a line says so."""
    story = Story().begin()
    story.say("customer", "there is water pouring in", 5)
    assert story.call.override(amber(story).alert_id, "The water is off", story.now)
    assert amber(story).state == "overridden"
    assert story.wait(3.1).view().card is None


def test_a_claim_comes_before_the_amber_card() -> None:
    """The claim counts what waits; settled, its line stays for its time, and the amber card is back."""
    story = Story().begin()
    story.say("customer", "there is water pouring in", 5)
    story.say("csr", "I guarantee it", 8)
    card = story.view().card
    assert isinstance(card, ClaimCard)
    assert card.waiting == 1
    story.say("csr", "let me correct that", 12)
    card = story.view().card
    assert isinstance(card, ClaimCard)
    assert card.state == "corrected"
    assert amber(story.wait(6.1)).state == "standing"


def test_the_amber_card_does_not_wait_for_a_settled_line() -> None:
    """An emergency that comes after a claim was settled shows at once."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    story.say("csr", "let me correct that", 8)
    story.say("customer", "there is water pouring in", 9)
    assert amber(story).state == "standing"


def test_amber_cards_wait_for_each_other() -> None:
    """The older one stands and counts the other."""
    story = Story().begin()
    story.say("customer", "there is water pouring in", 5)
    story.say("customer", "and my baby is here", 7)
    assert (amber(story).title, amber(story).waiting) == ("Active flooding", 1)
    story.say("csr", "where is your main shut off", 9)
    assert amber(story.wait(6.1)).title == "Person at risk"


def test_an_amber_card_of_a_take_over_stays_away() -> None:
    """What the rules silenced is not shown when the window is calm again."""
    story = Story().begin()
    story.say("customer", "there is a smell of gas here", 5)
    story.say("customer", "and water pouring in", 7)
    story.say("csr", "everyone out and call 911", 9)
    assert isinstance(story.view().card, AdviceCard)
    assert "water" in {alert.raised.rule_id for alert in story.call.alerts}
