"""The state of a call: what each event changes, and that only the events and their order count."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.facts import BEGAN, PAYLOADS, S, events
from transcripts.events import (
    AlertAcknowledged,
    AlertCorrected,
    AlertRaised,
    DispositionSet,
    NoteAdded,
    Payload,
    QuestionSatisfied,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    SuggestionDismissed,
    SuggestionRated,
    SuggestionUsed,
    SummaryReady,
    Unread,
)
from transcripts.session import Offer, Session, fold

SESSIONS = st.lists(PAYLOADS, max_size=30)
ALERT = AlertRaised("r1", "prohibited_claim", "critical", "", "", "", "u1", ((0, 4),), "backend", 10)
SUMMARY = SummaryReady("", "", "", "", "booked", "", (), 1, (), "log")


def _state(*payloads: Payload) -> Session:
    return fold(S, events(payloads))


@given(SESSIONS, st.lists(st.integers(0, 30), max_size=4))
def test_the_fold_does_not_depend_on_the_pages(payloads: list[Payload], cuts: list[int]) -> None:
    """Reading the events in pages of any size ends in the same state as reading them at once."""
    everything = events(payloads)
    paged = Session(S)
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(everything)], strict=True):
        for event in everything[start:end]:
            paged.apply(event)
    assert paged == fold(S, everything)
    assert paged.last_seq == len(payloads)


@given(SESSIONS)
def test_an_event_of_the_future_changes_nothing_but_the_count(payloads: list[Payload]) -> None:
    """An event that cannot be read moves the numbers on and has no other effect."""
    newest = msgspec.structs.replace(events([*payloads, ALERT])[-1], payload=Unread())
    state = fold(S, [*events(payloads), newest])
    assert state.last_seq == len(payloads) + 1
    state.last_seq -= 1
    assert state == fold(S, events(payloads))


def test_the_phase_follows_start_and_end() -> None:
    """A session is no call before it starts, then one, then ended; the times are those of the events."""
    assert _state().phase == "no_call"
    started = _state(SessionStarted("dana"))
    assert (started.phase, started.started_at) == ("in_call", BEGAN + timedelta(seconds=1))
    ended = _state(SessionStarted("dana"), SessionEnded(5))
    assert (ended.phase, ended.ended_at, ended.ended) == ("ended", BEGAN + timedelta(seconds=2), SessionEnded(5))


def test_segments_are_kept_in_order_with_their_events() -> None:
    """Segments stand by utterance in the order in which they came."""
    one, two = SegmentAdded("u9", "csr", "hello", 0), SegmentAdded("u1", "customer", "hi", 5)
    state = _state(one, two)
    assert list(state.segments.items()) == [("u9", one), ("u1", two)]
    assert state.event_ids == {"u9": "id0", "u1": "id1"}


def test_an_alert_is_raised_acknowledged_and_corrected() -> None:
    """What becomes of an alert is told by its event id; words about another alert leave it alone."""
    corrected = AlertCorrected("id0", "r1", "u2", (), 900)
    alert = _state(ALERT).alerts["id0"]
    assert (alert.raised, alert.acknowledged, alert.corrected) == (ALERT, False, None)
    alert = _state(ALERT, AlertAcknowledged("id0")).alerts["id0"]
    assert (alert.acknowledged, alert.corrected) == (True, None)
    alert = _state(ALERT, corrected).alerts["id0"]
    assert (alert.acknowledged, alert.corrected) == (False, corrected)
    strange = _state(ALERT, AlertAcknowledged("other"), msgspec.structs.replace(corrected, alert_id="other"))
    assert strange.alerts == _state(ALERT).alerts


def test_the_first_satisfaction_of_a_question_counts() -> None:
    """A question asked twice stays satisfied by the first time."""
    first, second = (QuestionSatisfied("q1", utterance, (), 0) for utterance in ("u1", "u2"))
    assert _state(first, second).satisfied == {"q1": ("id0", first)}


def test_offers_collect_what_was_done_with_them() -> None:
    """Used, dismissed and rated are kept per suggestion; the latest rating counts."""
    state = _state(
        SuggestionUsed("s1"), SuggestionRated("s1", True), SuggestionRated("s1", False), SuggestionDismissed("s2")
    )
    assert state.offers == {"s1": Offer(used=True, useful=False), "s2": Offer(dismissed=True)}


def test_notes_are_kept_in_order() -> None:
    """Every note stays."""
    notes = [NoteAdded("one", 1), NoteAdded("two", 2)]
    assert _state(*notes).notes == notes


def test_a_persons_choice_outranks_the_summary() -> None:
    """The disposition is nobody's, then the summary's, then the person's, whichever came first."""
    choice = DispositionSet("lead", "price")
    assert _state().disposition == ""
    assert _state(SUMMARY).disposition == "booked"
    assert _state(SUMMARY, choice).disposition == _state(choice, SUMMARY).disposition == "lead"
    assert _state(choice, DispositionSet("spam")).disposition == "spam"
    assert _state(SUMMARY, choice).summary == SUMMARY


@pytest.mark.parametrize("payload", [SessionStarted("dana"), ALERT, NoteAdded("one", 1)])
def test_only_the_next_event_of_the_session_is_taken(payload: Payload) -> None:
    """Out of sequence or of another session is refused, and leaves the state as it was."""
    first, second, third = events([payload, payload, payload])
    state = fold(S, [first])
    for wrong in (first, third, msgspec.structs.replace(second, session_id="another")):
        with pytest.raises(ValueError, match=f"session {S} at seq 1 cannot take seq"):
            state.apply(wrong)
        assert state == fold(S, [first])
    state.apply(second)
    assert state.last_seq == 2


@given(st.lists(PAYLOADS, min_size=1, max_size=12), st.integers(0, 12))
def test_a_copy_stays_as_it_was(payloads: list[Payload], cut: int) -> None:
    """What comes later changes the session and not its copy."""
    story = events(payloads)
    session = fold(S, story[:cut])
    copied = session.copy()
    for event in story[cut:]:
        session.apply(event)
    assert copied == fold(S, story[:cut])
    assert session == fold(S, story)
