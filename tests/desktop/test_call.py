"""The call as the window knows it: what is shown, when, and that nothing shows twice."""

from __future__ import annotations

from desktop.crm import crm_text
from desktop.view import ClaimCard, Connection, Mark, SuggestionCard
from tests.desktop.story import BEGAN, SESSION, Story, rulebook
from transcripts.events import (
    AlertAcknowledged,
    DispositionSet,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    SuggestionDismissed,
    SummaryReady,
)
from transcripts.wire import Interim


def claim(story: Story) -> ClaimCard:
    """The claim card on the screen."""
    card = story.view().card
    assert isinstance(card, ClaimCard)
    return card


def test_before_a_call_there_is_nothing_to_show() -> None:
    """Without a session the window has no clock, no card and no checklist."""
    view = Story().view()
    assert (view.phase, view.clock_ms, view.card, view.checklist.items) == ("no_call", None, None, ())


def test_a_claim_is_shown_once_though_both_sides_found_it() -> None:
    """The local engine and the log raise the same alert id, and one card stands."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    card = claim(story)
    assert (card.title, card.state, card.waiting, card.quote.evidence) == (
        "Same-day promise",
        "standing",
        0,
        ((0, 11),),
    )


def test_a_claim_is_shown_without_any_backend() -> None:
    """The local rules alone raise the alert of words from a local source."""
    story = Story(with_backend=False).begin()
    story.call.hear(SegmentAdded("u9", "csr", "I guarantee it", 5_000), story.now)
    assert claim(story).quote.text == "I guarantee it"


def test_the_log_confirms_what_a_local_source_said_before() -> None:
    """The same segment from a local source and then from the log is one line and one card."""
    story = Story(with_backend=False).begin()
    segment = SegmentAdded("u9", "csr", "I guarantee it", 5_000)
    story.call.hear(segment, story.now)
    story.log(segment)
    view = story.view()
    assert len(view.lines) == 1
    assert claim(story).waiting == 0


def test_an_alert_comes_while_the_sentence_is_still_spoken_and_stays_when_it_is_final() -> None:
    """Interim words raise the card; the final ones keep it, with the final text."""
    story = Story().begin()
    story.call.listen(Interim(SESSION, "u2", "csr", "well I guarantee", 4_000), story.now)
    assert claim(story).quote.text == "well I guarantee"
    assert story.view().lines[-1].interim
    story.say("csr", "well I guarantee we come", 4)
    card = claim(story)
    assert (card.quote.text, card.waiting) == ("well I guarantee we come", 0)
    assert [line.interim for line in story.view().lines] == [False]


def test_a_final_text_takes_an_interim_alert_back() -> None:
    """What was misheard while being spoken leaves with the final words."""
    story = Story().begin()
    story.call.listen(Interim(SESSION, "u2", "csr", "I guarantee", 4_000), story.now)
    assert isinstance(story.view().card, ClaimCard)
    story.say("csr", "I can not guarantee that", 4)
    assert story.view().card is None


def test_a_growing_interim_takes_its_own_alert_back() -> None:
    """A later interim without the claim removes the card before the final arrives."""
    story = Story().begin()
    story.call.listen(Interim(SESSION, "u2", "csr", "I guarantee", 4_000), story.now)
    story.call.listen(Interim(SESSION, "u2", "csr", "I could not say I guarantee", 4_000), story.now)
    assert story.view().card is None


def test_an_interim_after_its_final_is_not_shown() -> None:
    """A late interim neither adds a line nor an alert."""
    story = Story().begin()
    utterance = story.say("csr", "hello", 2)
    story.call.listen(Interim(SESSION, utterance, "csr", "hello I guarantee", 2_000), story.now)
    assert len(story.view().lines) == 1
    assert story.view().card is None


def test_a_correction_settles_the_claim_and_says_how_fast() -> None:
    """After the repair the card says "corrected in 6 s", and leaves six seconds later."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    story.say("csr", "let me correct that", 11)
    card = claim(story)
    assert (card.state, card.corrected_after_s) == ("corrected", 6)
    assert story.wait(6.1).view().card is None


def test_an_acknowledged_claim_leaves_after_three_seconds() -> None:
    """Acknowledging is seen at once, without the log, and is counted once."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    alert_id = claim(story).alert_id
    assert story.call.acknowledge(alert_id, story.now)
    assert not story.call.acknowledge(alert_id, story.now)
    assert claim(story).state == "acknowledged"
    story.log(AlertAcknowledged(alert_id))
    assert story.wait(3.1).view().card is None


def test_a_second_claim_waits_behind_the_first() -> None:
    """The first claim keeps the slot and counts the others; the next follows when it is settled."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    first = claim(story).alert_id
    story.say("csr", "and it is free of charge", 8)
    assert (claim(story).alert_id, claim(story).waiting) == (first, 1)
    story.call.acknowledge(first, story.now)
    assert (claim(story).alert_id != first, claim(story).state) == (True, "standing")


def test_an_unanswered_claim_grows_old() -> None:
    """After 45 s the card shrinks to "not corrected" and makes room for the playbook."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    assert claim(story.wait(45.1)).state == "old"
    story.say("customer", "that is too expensive", 55)
    assert isinstance(story.view().card, SuggestionCard)


def test_a_claim_said_twice_has_one_card() -> None:
    """The same claim again while it stands gets no card of its own; it is marked, and counted at the end."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    story.say("csr", "definitely today", 8)
    assert claim(story).waiting == 0
    assert [mark.kind for mark in story.view().lines[-1].marks] == ["claim"]
    story.call.finish(story.now)
    end = story.view().end
    assert end is not None
    assert end.claims == "2 claims, 0 corrected"


def test_a_line_still_spoken_gets_no_card_that_its_end_would_not_get() -> None:
    """Interim words of a claim that already stands raise no second card."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    story.call.listen(Interim(SESSION, "u9", "csr", "definitely today", 8_000), story.now)
    assert claim(story).waiting == 0
    story.call.listen(Interim(SESSION, "u9", "csr", "definitely today free of charge", 8_000), story.now)
    assert claim(story).waiting == 1


def test_whether_a_claim_gets_a_card_is_decided_by_its_last_words() -> None:
    """A claim that had no card of its own while it was spoken has one when nothing stands any more at its end."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    story.call.listen(Interim(SESSION, "u9", "csr", "definitely today", 8_000), story.now)
    story.say("csr", "let me correct that", 9)
    story.log(SegmentAdded("u9", "csr", "definitely today", 10_000))
    assert claim(story).state == "standing"


def test_a_dismissed_line_stays_away() -> None:
    """A line put away here, or by the log, is not shown again."""
    story = Story().begin()
    story.say("customer", "that is too expensive", 8)
    card = story.view().card
    assert isinstance(card, SuggestionCard)
    story.log(SuggestionDismissed(card.card_id))
    assert story.view().card is None


def test_without_a_line_the_button_says_so() -> None:
    """Asking for a reply with nothing to offer is answered in the button for a moment."""
    story = Story().begin()
    assert not story.call.offer_again(story.now)
    assert story.view().suggestion_hint
    assert not story.wait(2).view().suggestion_hint


def test_highlights_follow_the_kind_of_rule() -> None:
    """Claims are marked red, signals blue, what is only counted not at all."""
    story = Story().begin()
    story.say("csr", "hold on, I guarantee it", 2)
    story.say("customer", "we have no heat", 4)
    csr, customer = story.view().lines
    assert [mark.kind for mark in csr.marks] == ["claim"]
    assert customer.marks == (Mark((8, 15), "signal"),)


def test_unchanged_lines_keep_their_identity() -> None:
    """Lines that did not change are the same objects in the next view."""
    story = Story().begin()
    story.say("csr", "hello", 1)
    before = story.view().lines[0]
    story.say("customer", "hi", 2)
    assert story.view().lines[0] is before


def test_history_is_as_old_as_its_events() -> None:
    """A claim folded from an old log does not look fresh."""
    story = Story().begin()
    event = story.event(SegmentAdded("u2", "csr", "I guarantee it", 5_000), at_ms=5_000)
    story.call.take([event], event.recorded_at.replace(minute=2), story.now)
    assert claim(story).age_s == 120


def test_another_ruleset_takes_over_in_mid_call() -> None:
    """A new rulebook knows what was said before it came."""
    story = Story().begin()
    story.say("customer", "no heat here", 3)
    story.call.use(rulebook())
    assert "ask_risk" in {item.rule_id for item in story.view().checklist.items}


def test_the_csr_ends_the_call_before_the_log_does() -> None:
    """The end panel is there at once, and filled when the summary arrives."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 5)
    assert story.call.finish(story.now) == 5_000
    view = story.view()
    assert view.end is not None
    assert (view.phase, view.card, view.end.ready, view.clock_ms) == ("ended", None, False, 5_000)
    story.log(SessionEnded(5_000))
    story.log(SummaryReady("No heat", "", "", "", "booked", "", (), 4, (("lead", 1, 2),), "log"))
    end = story.view().end
    assert end is not None
    assert (end.ready, end.outcome, end.summary, end.claims) == (
        True,
        "Booked",
        ("No heat", "", "", ""),
        "1 claim, not corrected",
    )
    assert end.record is not None
    assert "Problem: No heat" in crm_text(end.record)
    story.call.choose_outcome(DispositionSet("lead", "price"))
    chosen = story.view().end
    assert chosen is not None
    assert (chosen.outcome, chosen.outcome_reason) == ("Lead", "Price")
    assert [choice.disposition for choice in chosen.choices if choice.current] == ["lead"]


def test_the_clock_runs_with_the_call_and_follows_a_fast_replay() -> None:
    """The clock shows wall time since the start, pushed forward by what is said later than that."""
    story = Story().begin()
    assert story.wait(7).view().clock_ms == 7_000
    story.call.hear(SegmentAdded("u5", "csr", "hello", 60_000), story.now)
    assert story.view().clock_ms == 60_000
    assert story.wait(1).view().clock_ms == 61_000


def test_joining_a_call_late_shows_its_real_age() -> None:
    """A session that began two minutes ago is at 2:00 when this window joins."""
    story = Story()
    story.call.take([story.event(SessionStarted("Dana"))], BEGAN.replace(minute=2), story.now)
    assert story.view(Connection("live")).clock_ms == 120_000
