"""Which line is on the screen: a suggestion against the rules, newer ones, the moment, and what was asked for."""

from __future__ import annotations

from desktop.view import ClaimCard, Connection, WithheldCard
from tests.desktop.story import Story
from tests.desktop.suggesting import PRICE, RULE_LINE, card_of, offer, take_back, write
from transcripts.events import SessionEnded, SuggestionWithheld

OFFLINE = Connection("offline", troubled_s=5)


def test_the_rules_line_stands_until_the_model_has_a_sentence() -> None:
    """For the same words the rule is first, and gives way to the first sentence of the model."""
    story = Story().begin()
    said = story.say("customer", PRICE, 8)
    write(story, "s1", "", said)
    assert card_of(story).text == RULE_LINE
    write(story, "s1", "I hear you.", said)
    assert card_of(story).text == "I hear you."
    take_back(story, "s1")
    assert card_of(story).text == RULE_LINE


def test_the_backends_playbook_does_not_replace_the_rules_line() -> None:
    """Two answers of the playbook to the same words: the one that stood first stays, unless the CSR asks."""
    story = Story().begin()
    said = story.say("customer", PRICE, 8)
    offer(story, "s1", "From the shelf.", said, author="playbook")
    assert card_of(story).text == RULE_LINE
    offer(story, "s2", "Asked for.", said, author="playbook", asked_for=True)
    assert card_of(story).text == "Asked for."
    assert card_of(story).source == "Playbook › Pricing › Diagnostic fee"


def test_the_later_moment_wins() -> None:
    """A rule's line for newer words stands before a suggestion for older ones, and the other way round."""
    story = Story().begin()
    older = story.say("customer", "how long will it take", 8)
    write(story, "s1", "About an hour.", older)
    story.say("customer", PRICE, 12)
    assert card_of(story).text == RULE_LINE
    newest = story.say("customer", "and when can you come", 15)
    write(story, "s2", "Tomorrow at eight.", newest)
    assert card_of(story).text == "Tomorrow at eight."


def test_a_newer_suggestion_takes_the_place_with_its_first_words() -> None:
    """The older one stands until then, and never comes back, whatever arrives of it later."""
    story = Story().begin()
    said = story.say("customer", "how long will it take", 8)
    offer(story, "s1", "About an hour.", said)
    write(story, "s2", "", said)
    assert card_of(story).card_id == "s1"
    write(story, "s2", "Not long.", said)
    assert card_of(story).card_id == "s2"
    write(story, "s1", "About an hour.", said)
    offer(story, "s1", "About an hour.", said)
    assert card_of(story).card_id == "s2"
    take_back(story, "s2")
    assert story.view().card is None


def test_a_rules_line_that_was_used_brings_no_suggestion() -> None:
    """The CSR has answered these words with the rule's line: the model's answer to them is late."""
    story = Story().begin()
    said = story.say("customer", PRICE, 8)
    assert story.call.put_away(card_of(story).card_id)
    write(story, "s1", "I hear you.", said)
    assert story.view().card is None


def test_a_reply_that_nobody_saw_is_withheld_behind_a_line() -> None:
    """The notice does not push a line aside when nothing of the reply had been on the screen."""
    story = Story().begin()
    said = story.say("customer", PRICE, 8)
    story.log(SuggestionWithheld("promise", "Same-day promise", "Today.", said, 9_000), event_id="s1")
    assert card_of(story).text == RULE_LINE
    assert story.call.put_away(card_of(story).card_id)
    assert story.view().card == WithheldCard("s1", "Same-day promise")


def test_offline_a_half_written_reply_makes_way() -> None:
    """With the backend out of reach nothing more will come of it; a whole one stays and says offline."""
    story = Story().begin()
    said = story.say("customer", PRICE, 8)
    write(story, "s1", "I hear you.", said)
    card = card_of(story, OFFLINE)
    assert (card.text, card.offline) == (RULE_LINE, True)
    offer(story, "s1", "I hear you. Really.", said)
    assert card_of(story, OFFLINE).text == "I hear you. Really."
    assert card_of(story, OFFLINE).offline
    assert not card_of(story).offline
    offer(story, "s2", "The playbook instead.", said, author="playbook", offline="timeout", asked_for=True)
    assert card_of(story).offline


def test_a_moment_that_has_passed_is_not_answered() -> None:
    """Once the customer has said something else and got an answer, a suggestion for the words before it is gone."""
    story = Story().begin()
    said = story.say("customer", "how long will it take", 8)
    offer(story, "s1", "About an hour.", said)
    story.say("csr", "let me see", 9)
    story.say("customer", "and what about tomorrow", 10)
    assert card_of(story).text == "About an hour."
    story.say("csr", "tomorrow is fine", 12)
    assert story.view().card is None
    write(story, "s2", "About an hour, usually.", said)
    assert story.view().card is None


def test_nothing_is_suggested_after_the_call() -> None:
    """The end of the call takes the card away."""
    story = Story().begin()
    said = story.say("customer", "how long will it take", 8)
    offer(story, "s1", "About an hour.", said)
    story.log(SessionEnded(9_000))
    assert story.view().card is None


def test_a_suggestion_never_replaces_a_claim_or_an_emergency() -> None:
    """A claim, and then an emergency, have the place to themselves."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    said = story.say("customer", "how long will it take", 8)
    offer(story, "s1", "About an hour.", said)
    assert isinstance(story.view().card, ClaimCard)
    said = story.say("customer", "there is a smell of gas", 10)
    offer(story, "s2", "About an hour.", said)
    assert story.view().card is None
    assert story.view().safety is not None


def test_who_asked_sees_that_something_comes() -> None:
    """An empty suggestion shows to who asked for it, unless a line stands there; unasked it does not."""
    story = Story().begin()
    said = story.say("customer", "how long will it take", 8)
    write(story, "s1", "", said)
    assert story.view().card is None
    story.call.ask()
    story.call.expect("s2", "", story.now)
    write(story, "s2", "", said)
    assert (card_of(story).card_id, card_of(story).text, card_of(story).is_writing) == ("s2", "", True)


def test_what_was_asked_for_in_vain_is_said_in_the_button() -> None:
    """The rules' line stands again where there is one; else the button says why there is none, for a moment."""
    story = Story().begin()
    story.call.ask()
    story.call.expect("s1", "", story.now)
    take_back(story, "s1", "nothing", "Nothing fits")
    assert story.view().suggestion_hint == "Nothing fits"
    assert not story.wait(1.5).view().suggestion_hint
    story.say("customer", PRICE, 8)
    assert story.wait(31).view().card is None
    story.call.ask()
    story.call.expect("", "Model busy", story.now)
    assert card_of(story).text == RULE_LINE
    assert not story.view().suggestion_hint


def test_that_another_window_asked_in_vain_is_not_said_here() -> None:
    """Everybody who watches hears of it; only who asked is told."""
    story = Story().begin()
    take_back(story, "s1", "nothing", "Nothing fits")
    assert not story.view().suggestion_hint
