"""Lines that are offered: from the playbook, or for how the call goes."""

from __future__ import annotations

from msgspec.structs import replace

from desktop.lines import marks_of
from desktop.view import SuggestionCard
from tests.desktop.story import Story
from transcripts.events import AlertRaised


def test_a_playbook_line_never_replaces_a_claim() -> None:
    """A line that came while a claim stood stays away, unless the CSR asks for one."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    story.say("customer", "that is too expensive", 8)
    story.call.acknowledge(story.call.standing_claim(story.now), story.now)
    assert story.wait(3.1).view().card is None
    assert story.call.offer_again(story.now)
    card = story.view().card
    assert isinstance(card, SuggestionCard)
    assert card.text == "The visit covers a full check."


def test_a_playbook_line_says_whose_words_and_where_it_is_from() -> None:
    """The card quotes the customer, names its source and its age."""
    story = Story().begin()
    story.say("customer", "that is too expensive", 8)
    card = story.wait(3).view().card
    assert isinstance(card, SuggestionCard)
    assert (card.text, card.age_s, card.speaker) == ("The visit covers a full check.", 3, "customer")
    assert card.source == "Playbook › Pricing › Diagnostic fee"


def test_how_the_call_goes_may_offer_a_line_too() -> None:
    """A conversation rule with a sentence is a card: after a long silence nothing is quoted, else the CSR's words."""
    story = Story().begin()
    story.say("csr", "hello", 2)
    story.say("customer", "I am here", 700)
    card = story.view().card
    assert isinstance(card, SuggestionCard)
    assert (card.text, card.quote.text, card.source) == ("Are you still there?", "", "Playbook › Calls › Silence")
    story.say("csr", "then have a great day", 720)
    card = story.view().card
    assert isinstance(card, SuggestionCard)
    assert (card.text, card.speaker) == ("One more thing before I let you go.", "csr")


def test_what_is_only_measured_is_not_shown() -> None:
    """A conversation rule without a sentence raises no card and marks nothing."""
    story = Story().begin()
    story.say("csr", "so what we will do is send you somebody and then he will look at it", 2)
    story.say("customer", "no wait a second please", 3)
    assert [alert.raised.rule_id for alert in story.call.alerts] == ["overlaps"]
    assert story.view().card is None
    measured = AlertRaised("r", "conversation", "warning", "", "", "", "u1", ((0, 4),), "backend", 0)
    assert not marks_of(measured)
    assert marks_of(replace(measured, say_instead="One more thing."))


def test_a_playbook_line_leaves_when_its_moment_has_passed() -> None:
    """After 30 s the line is gone, and asking for it brings it back."""
    story = Story().begin()
    story.say("customer", "that is too expensive", 8)
    assert story.wait(30.1).view().card is None
    assert story.call.offer_again(story.now)
    assert isinstance(story.view().card, SuggestionCard)
