"""A suggestion from its first sentence to its end: what the backend says of it, and what the CSR does to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.suggestions import Suggestions
from desktop.view import WithheldCard
from tests.desktop.story import Story
from tests.desktop.suggesting import PRICE, RULE_LINE, card_of, offer, take_back, write
from transcripts.events import (
    SuggestionDismissed,
    SuggestionOffered,
    SuggestionRated,
    SuggestionUsed,
    SuggestionWithheld,
)
from transcripts.wire import SuggestionDelta


def test_a_suggestion_grows_and_is_whole_under_one_id() -> None:
    """Sentences come one by one; the final event fills the same card and starts its age."""
    story = Story().begin()
    said = story.say("customer", "how long will it take", 8)
    write(story, "s1", "About an hour.", said)
    begun = card_of(story.wait(2))
    assert (begun.card_id, begun.author, begun.text, begun.age_s) == ("s1", "model", "About an hour.", 2)
    assert begun.is_writing
    write(story, "s1", "About an hour. Shall I book it? ", said)
    offer(story, "s1", "About an hour. Shall I book it?", said)
    whole = card_of(story.wait(1))
    assert (whole.card_id, whole.text, whole.age_s) == ("s1", "About an hour. Shall I book it?", 1)
    assert not whole.is_writing
    assert whole.source == "Model, from Playbook › Pricing › Diagnostic fee"


@pytest.mark.parametrize("deed", ["use", "dismiss", "used elsewhere", "dismissed elsewhere"])
def test_what_was_put_away_stays_away(deed: str) -> None:
    """Used, dismissed or stopped: neither the rest of it, nor its event, nor another line for the words comes back."""
    story = Story().begin()
    said = story.say("customer", PRICE, 8)
    write(story, "s1", "I hear you.", said)
    if deed == "used elsewhere":
        story.log(SuggestionUsed("s1"))
    elif deed == "dismissed elsewhere":
        story.log(SuggestionDismissed("s1"))
    else:
        assert story.call.put_away("s1")
    assert story.view().card is None
    write(story, "s1", "I hear you. And more.", said)
    offer(story, "s1", "I hear you. And more.", said)
    write(story, "s2", "Something else.", said)
    assert story.view().card is None
    offer(story, "s3", "Asked for.", said, asked_for=True)
    assert card_of(story).text == "Asked for."


def test_what_is_gone_does_not_come_back_by_a_late_delta() -> None:
    """A suggestion that was taken back stays so, until the log says otherwise."""
    story = Story().begin()
    said = story.say("customer", "how long will it take", 8)
    write(story, "s1", "About an hour.", said)
    take_back(story, "s1")
    write(story, "s1", "About an hour.", said)
    assert story.view().card is None
    offer(story, "s1", "About an hour.", said)
    assert card_of(story).text == "About an hour."


def test_a_withheld_reply_is_a_line_for_some_seconds() -> None:
    """What had been shown is replaced by the rule's title, which leaves by itself."""
    story = Story().begin()
    said = story.say("customer", PRICE, 8)
    write(story, "s1", "I hear you.", said)
    story.log(SuggestionWithheld("promise", "Same-day promise", "Today.", said, 9_000), event_id="s1")
    assert story.view().card == WithheldCard("s1", "Same-day promise")
    write(story, "s1", "I hear you. Today.", said)
    assert story.view().card == WithheldCard("s1", "Same-day promise")
    assert card_of(story.wait(4)).text == RULE_LINE


def test_a_suggestion_leaves_after_thirty_seconds() -> None:
    """Counted from when it was whole."""
    story = Story().begin()
    said = story.say("customer", "how long will it take", 8)
    write(story, "s1", "About", said)
    story.wait(10)
    offer(story, "s1", "About an hour.", said)
    assert card_of(story.wait(29.9)).age_s == 29
    assert story.wait(0.1).view().card is None


@pytest.mark.parametrize(
    ("evidence", "words"), [(((6, 10),), "That"), ((), "too expensive")], ids=["named", "marked by a rule"]
)
def test_the_words_that_are_answered_are_marked(evidence: tuple[tuple[int, int], ...], words: str) -> None:
    """The evidence of the suggestion counts, else what the rules marked."""
    story = Story().begin()
    offer(story, "s1", "I hear you.", story.say("customer", PRICE, 8), evidence=evidence)
    quote = card_of(story).quote
    assert [quote.text[slice(*span)] for span in quote.evidence] == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Well. Is it $89.50, or more?  ", "Is it $89.50, or more?"),
        ("no full stop anywhere", "no full stop anywhere"),
        ("Hm … so … how long?", "how long?"),
        ("...", "..."),
        ("a! " * 5_000, "a!"),
    ],
)
def test_without_evidence_the_last_sentence_is_marked(text: str, words: str) -> None:
    """Whatever the words are."""
    story = Story().begin()
    offer(story, "s1", "I hear you.", story.say("customer", text, 8))
    quote = card_of(story).quote
    assert [quote.text[slice(*span)] for span in quote.evidence] == [words]


def test_a_thumb_is_kept_from_here_and_from_the_log() -> None:
    """It shows at once; the latest one counts."""
    story = Story().begin()
    offer(story, "s1", "About an hour.", story.say("customer", "how long", 8))
    assert story.call.rate("s1", "up")
    assert card_of(story).rating == "up"
    story.log(SuggestionRated("s1", useful=False))
    assert card_of(story).rating == "down"
    assert not story.call.rate("unknown", "up")


DELTAS = st.builds(
    SuggestionDelta,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["writing", "gone", "nothing"]),
    st.sampled_from([None, "u1", "u2"]),
    st.sampled_from(["", "One.", "One. Two."]),
)
OFFERS = st.builds(
    SuggestionOffered, st.just("Whole."), st.just("model"), st.sampled_from([None, "u1", "u2"]), st.just(0)
)
WITHHELD = st.builds(SuggestionWithheld, st.just("r"), st.just("R"), st.just(""), st.none(), st.just(0))
STEPS = st.tuples(st.sampled_from(["a", "b", "c"]), st.one_of(DELTAS, OFFERS, WITHHELD, st.just("put away")))


@given(st.lists(STEPS, max_size=12))
def test_in_any_order_what_is_put_away_stays_away_and_one_is_shown(steps: list[tuple[str, object]]) -> None:
    """Of what has words there is never more than one, and nothing that the CSR put away."""
    suggestions, away = Suggestions(), set()
    for now, (suggestion_id, step) in enumerate(steps):
        if isinstance(step, SuggestionDelta):
            suggestions.take(step, now)
        elif isinstance(step, SuggestionOffered | SuggestionWithheld):
            suggestions.fold(suggestion_id, step, now)
            before = list(suggestions)
            suggestions.fold(suggestion_id, step, now)
            assert list(suggestions) == before
        else:
            suggestions.put_away(suggestion_id)
            away.add(suggestion_id)
        assert len([one for one in suggestions if one.text]) <= 1
        assert not away & {one.suggestion_id for one in suggestions}
