"""Life safety as the window knows it: what is to be said, what was said, when it is over, and what it silences."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.call import Call
from desktop.view import AdviceCard, ClaimCard, SafetyCard, SafetyScreen, SuggestionCard
from tests.desktop.story import BEGAN, LIVE, SESSION, Story, rulebook
from transcripts.events import AdviceGiven, AlertAcknowledged, AlertOverridden, AlertRaised, SegmentAdded
from transcripts.wire import Interim


def screen(story: Story) -> SafetyScreen:
    """The take-over that has the window."""
    view = story.view()
    assert view.safety is not None
    assert view.card is None
    return view.safety


def amber(story: Story) -> SafetyCard:
    """The amber card on the screen, or the line it became."""
    card = story.view().card
    assert isinstance(card, SafetyCard)
    return card


def states(emergency: SafetyScreen | SafetyCard) -> list[tuple[str, int | None]]:
    """The lines' states, and when each was said."""
    return [(line.state, line.said_at_ms) for line in emergency.lines]


def gas(at_s: float = 5) -> Story:
    """A call in which the customer has just smelt gas."""
    story = Story().begin()
    story.say("customer", "there is a smell of gas here", at_s)
    return story


def test_an_emergency_takes_the_window_over_once_though_both_sides_found_it() -> None:
    """The screen has the title, who said what, the lines to say and the reasons to override it."""
    story = gas()
    emergency = screen(story)
    assert (emergency.title, emergency.speaker) == ("Gas smell", "customer")
    start, end = emergency.quote.evidence[0]
    assert emergency.quote.text[start:end] == "smell of gas"
    assert [(line.number, line.say, line.optional) for line in emergency.lines] == [
        (1, "Please get everyone out right now.", False),
        (2, "Don't touch any switches.", True),
        (3, "Call 911 from outside.", False),
    ]
    assert states(emergency) == [("active", None), ("waiting", None), ("waiting", None)]
    assert emergency.reasons == ("They are outside", "Heard wrong")
    assert len(story.call.alerts) == 1


def test_an_emergency_does_not_need_the_backend() -> None:
    """The local rules alone take the window over, tick the lines and let go."""
    story = Story(with_backend=False).begin()
    story.call.hear(SegmentAdded("u1", "customer", "there is a smell of gas", 5_000), story.now)
    assert screen(story).lines
    story.call.hear(SegmentAdded("u2", "csr", "everyone out please and call 911", 9_000), story.now)
    assert isinstance(story.view().card, AdviceCard)


def test_lines_are_ticked_in_any_order() -> None:
    """Each line has its time as it is said; the one to say is the first that was not."""
    story = gas()
    story.say("csr", "do not touch the switches", 8)
    assert states(screen(story)) == [("active", None), ("said", 8_000), ("waiting", None)]
    story.say("csr", "and call 911", 11)
    assert states(screen(story)) == [("active", None), ("said", 8_000), ("said", 11_000)]
    story = gas()
    story.say("csr", "everyone out", 8)
    assert states(screen(story)) == [("said", 8_000), ("active", None), ("waiting", None)]


def test_the_customer_does_not_tick_a_line() -> None:
    """Advice counts from the CSR only."""
    story = gas()
    story.say("customer", "should I call 911 and get everyone out", 8)
    assert states(screen(story))[0] == ("active", None)


def test_it_ends_when_what_is_required_was_said() -> None:
    """After the two required lines the window is calm, with what was said, how fast, and the closing sentence."""
    story = gas()
    story.say("csr", "please get everyone out", 8)
    story.say("csr", "then call 911", 19)
    view = story.view()
    assert view.safety is None
    card = view.card
    assert isinstance(card, AdviceCard)
    assert [(line.title, line.said_at_ms) for line in card.lines] == [("Everyone out", 8_000), ("911 called", 19_000)]
    assert (card.closing, card.after_s) == ("Please hang up and call 911.", 14)


def test_the_calm_card_stands_until_it_is_put_away() -> None:
    """It does not grow old; putting it away shows at once, and in the log."""
    story = gas()
    story.say("csr", "everyone out and call 911", 8)
    card = story.wait(300).view().card
    assert isinstance(card, AdviceCard)
    assert story.call.acknowledge(card.alert_id, story.now)
    assert story.view().card is None
    other = gas()
    other.say("csr", "everyone out and call 911", 8)
    other.log(AlertAcknowledged(other.call.alerts[0].alert_id))
    assert other.view().card is None


def test_an_emergency_comes_while_the_sentence_is_still_spoken() -> None:
    """Interim words take the window over; the final ones keep it, with the final text."""
    story = Story().begin()
    story.call.listen(Interim(SESSION, "u2", "customer", "a smell of gas", 4_000), story.now)
    assert screen(story).quote.text == "a smell of gas"
    story.say("customer", "a smell of gas I think", 4)
    assert screen(story).quote.text == "a smell of gas I think"
    assert len(story.call.alerts) == 1


@pytest.mark.parametrize("last", ["final", "interim"])
def test_later_words_take_an_interim_emergency_back(last: str) -> None:
    """What was misheard while being spoken gives the window back."""
    story = Story().begin()
    story.call.listen(Interim(SESSION, "u2", "customer", "a smell of gas", 4_000), story.now)
    if last == "final":
        story.say("customer", "there is no smell of gas", 4)
    else:
        story.call.listen(Interim(SESSION, "u2", "customer", "there is no smell of gas", 4_000), story.now)
    assert story.view().safety is None


def test_advice_counts_only_when_it_was_said_to_the_end() -> None:
    """Interim words tick no line."""
    story = gas()
    story.call.listen(Interim(SESSION, "u9", "csr", "everyone out", 8_000), story.now)
    assert states(screen(story))[0] == ("active", None)
    story.say("csr", "everyone out", 8)
    assert states(screen(story))[0] == ("said", 8_000)


def test_an_override_ends_it_at_once() -> None:
    """It leaves a line of three seconds and no calm card; a second override is nothing to report."""
    story = gas()
    alert_id = screen(story).alert_id
    assert story.call.override(alert_id, "Heard wrong", story.now)
    assert not story.call.override(alert_id, "Heard wrong", story.now)
    assert story.view().safety is None
    assert (amber(story).state, amber(story).title) == ("overridden", "Gas smell")
    story.log(AlertOverridden(alert_id, "Heard wrong"))
    assert story.wait(3.1).view().card is None


def test_somebody_elses_override_ends_it_too() -> None:
    """An override from the log gives the window back."""
    story = gas()
    story.log(AlertOverridden(screen(story).alert_id, "Drill"))
    assert story.view().safety is None


def test_only_an_emergency_that_stands_can_be_overridden() -> None:
    """Neither a claim, nor one that is over, nor one that nobody raised."""
    story = gas()
    story.say("csr", "everyone out and call 911", 8)
    story.say("csr", "I guarantee it", 9)
    assert not any(story.call.override(alert.alert_id, "why", story.now) for alert in story.call.alerts)
    assert not story.call.override("nobody", "why", story.now)


def test_claims_are_silent_while_it_stands() -> None:
    """A claim said in the take-over has no card, not even afterwards; its mark and its place in the count remain."""
    story = gas()
    story.say("csr", "I guarantee it", 8)
    assert story.call.standing_claim(story.now) == ""
    story.say("csr", "everyone out and call 911", 12)
    assert isinstance(story.view().card, AdviceCard)
    assert [mark.kind for mark in story.view().lines[1].marks] == ["claim"]
    story.call.finish(story.now)
    end = story.view().end
    assert end is not None
    assert end.claims == "1 claim, not corrected"


def test_a_claim_from_before_waits_for_the_window() -> None:
    """The hidden card cannot be acknowledged by the key; it is there again when the emergency is over."""
    story = Story().begin()
    story.say("csr", "I guarantee it", 3)
    assert story.call.standing_claim(story.now)
    story.say("customer", "a smell of gas", 5)
    assert screen(story)
    assert story.call.standing_claim(story.now) == ""
    story.call.override(screen(story).alert_id, "Heard wrong", story.now)
    assert isinstance(story.view().card, ClaimCard)


def test_claims_speak_again_after_an_override() -> None:
    """The local rules know of the override before the log does."""
    story = Story(with_backend=False).begin()
    story.call.hear(SegmentAdded("u1", "customer", "a smell of gas", 5_000), story.now)
    story.call.override(screen(story).alert_id, "Heard wrong", story.now)
    story.call.hear(SegmentAdded("u2", "csr", "I guarantee it", 9_000), story.now)
    assert isinstance(story.view().card, ClaimCard)


def test_the_screen_shows_the_last_two_lines_since() -> None:
    """What was said since the words that raised the alarm, the one still being spoken included."""
    story = Story().begin()
    story.say("csr", "how can I help", 2)
    story.say("customer", "a smell of gas", 5)
    assert screen(story).recent == ()
    story.say("csr", "oh dear", 7)
    story.say("customer", "since this morning", 8)
    story.call.listen(Interim(SESSION, "u9", "csr", "I see", 9_000), story.now)
    assert [(line.text, line.interim) for line in screen(story).recent] == [
        ("since this morning", False),
        ("I see", True),
    ]


def test_two_emergencies_follow_each_other() -> None:
    """The second takes the window when the first lets it go; then there is one calm card, the last one's."""
    story = gas()
    story.say("customer", "and the CO alarm too", 7)
    assert screen(story).title == "Gas smell"
    story.say("csr", "everyone out and call 911", 9)
    assert screen(story).title == "Carbon monoxide"
    story.say("csr", "wait in the fresh air", 12)
    card = story.view().card
    assert isinstance(card, AdviceCard)
    assert [line.title for line in card.lines] == ["Fresh air"]
    story.call.acknowledge(card.alert_id, story.now)
    assert story.view().card is None


def test_the_end_of_the_call_ends_the_take_over() -> None:
    """Who hung up needs no advice: the end panel stands."""
    story = gas()
    story.call.finish(story.now)
    view = story.view()
    assert (view.phase, view.safety, view.end is not None) == ("ended", None, True)


def test_no_line_is_offered_in_an_emergency() -> None:
    """The playbook waits; asking for a line shows nothing over the take-over, and afterwards after the calm card."""
    story = gas()
    story.say("customer", "that is too expensive", 7)
    story.call.offer_again(story.now)
    assert screen(story)
    story.say("csr", "everyone out and call 911", 9)
    card = story.view().card
    assert isinstance(card, AdviceCard)
    story.call.acknowledge(card.alert_id, story.now)
    assert isinstance(story.view().card, SuggestionCard)


def raised(story: Story, ruleset: str, rule_id: str = "gas") -> AlertRaised:
    """The emergency as another version of the rules, or another rule, would have raised it."""
    utterance_id = story.call.alerts[-1].raised.utterance_id if story.call.alerts else None
    return AlertRaised(
        rule_id, "life_safety", "critical", "Gas smell", "", "Get out.", utterance_id, (), "backend", 5_000, ruleset
    )


def test_another_version_of_the_rules_names_the_same_emergency() -> None:
    """The log's id takes the place of the local one, and advice under either ticks the lines."""
    story = Story(with_backend=False).begin()
    story.call.hear(SegmentAdded("u1", "customer", "a smell of gas", 5_000), story.now)
    local = screen(story).alert_id
    story.log(raised(story, "other"), event_id="theirs")
    assert (screen(story).alert_id, len(story.call.alerts)) == ("theirs", 1)
    story.log(AdviceGiven("theirs", "gas", 0, "u2", (), 8_000))
    story.log(AdviceGiven(local, "gas", 2, "u3", (), 9_000))
    assert isinstance(story.view().card, AdviceCard)


def test_an_emergency_without_a_rule_here_ends_by_override_only() -> None:
    """Its own sentence is the line to say; nothing ticks it."""
    story = Story().begin()
    story.log(raised(story, "other", "unheard_of"), event_id="theirs")
    emergency = screen(story)
    assert [(line.say, line.state) for line in emergency.lines] == [("Get out.", "active")]
    assert emergency.reasons == ()
    assert story.call.override("theirs", "Nothing", story.now)
    assert story.view().safety is None


def test_a_window_that_joins_late_shows_how_it_ended() -> None:
    """Advice given two minutes ago is the calm card; of an override as long ago there is nothing to see."""
    advised, overridden = gas(), gas()
    advised.say("csr", "everyone out and call 911", 8)
    overridden.log(AlertOverridden(screen(overridden).alert_id, "Drill"))
    cards = []
    for story in (advised, overridden):
        late = Call(SESSION, rulebook())
        late.take(story.events, BEGAN + timedelta(minutes=2), 5_000)
        cards.append(late.view(LIVE, 5_000).card)
    assert isinstance(cards[0], AdviceCard)
    assert cards[1] is None
