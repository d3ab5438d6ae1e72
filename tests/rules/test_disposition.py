"""How a call ended: the outcome, its proofs and the summary, from the log alone."""

from __future__ import annotations

import copy
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.disposition import DISPOSITIONS, HINTS, LABELS, NEEDED, REASONS, summarise
from tests.rules.calls import SESSION_ID, events, home_services, played, redacted, sample, sample_names, spoken
from transcripts.events import SummaryReady
from transcripts.session import Session, fold

# Words of the summary that nobody has to have said.
OWN_WORDS = {"fee", "told", "no", "slot", "not", "asked", "corrected", "call", "back", "more"}


def summary_of(session: Session) -> SummaryReady:
    """The summary by the shipped rules."""
    return summarise(session, home_services())


def outcome(dialogue: str) -> tuple[str, str]:
    """Disposition and reason of a few lines of dialogue."""
    summary = summary_of(spoken(dialogue))
    return summary.disposition, summary.reason


def assert_cited(session: Session, summary: SummaryReady) -> None:
    """Every proof names an event of this call that has its words at its time."""
    utterance_of = {event_id: utterance_id for utterance_id, event_id in session.event_ids.items()}
    utterance_of |= {alert_id: alert.raised.utterance_id or "" for alert_id, alert in session.alerts.items()}
    utterance_of |= {event_id: fact.utterance_id for event_id, fact in session.satisfied.values()}
    for proof in summary.proofs:
        segment = session.segments[utterance_of[proof.event_id]]
        assert proof.label
        assert proof.quote
        assert proof.quote in segment.text
        assert proof.at_ms == segment.at_ms


def words(text: str) -> set[str]:
    """The words of a text, in lower case."""
    return set(re.findall(r"[\w'$-]+", text.lower()))


@pytest.mark.parametrize("name", sample_names())
def test_samples_end_as_expected_and_say_why(name: str) -> None:
    """Each sample call gets the outcome its file expects, with enough proofs, each citing an event of the call."""
    session = played(name)
    summary = summary_of(session)
    expected = sample(name).metadata
    assert (summary.disposition, summary.reason) == (expected["expected_disposition"], expected["expected_reason"])
    assert summary.written_by == "log"
    assert summary.needed == NEEDED.get(summary.disposition, 0)
    assert len(summary.proofs) >= (max(summary.needed, 1) if summary.disposition else 0)
    assert_cited(session, summary)


@pytest.mark.parametrize("name", sample_names())
def test_the_summary_invents_nothing(name: str) -> None:
    """Problem and equipment are in the customer's words, what was agreed in the call's, the follow-up in the rules'."""
    session = played(name)
    summary = summary_of(session)
    customer = words(" ".join(one.text for one in session.segments.values() if one.speaker == "customer"))
    call = words(" ".join(one.text for one in session.segments.values()))
    titles = words(" ".join(rule.title for rule in home_services().rules))
    assert words(summary.problem) <= customer
    assert words(summary.equipment) <= customer
    assert words(summary.agreed) <= call | OWN_WORDS
    assert {word for word in words(summary.follow_up) if not word.isdigit()} <= customer | titles | OWN_WORDS


@pytest.mark.parametrize("name", sample_names())
def test_the_summary_is_a_pure_function(name: str) -> None:
    """The same call gives the same summary, to the byte, and is left as it was."""
    session = played(name)
    before = copy.deepcopy(session)
    first = msgspec.json.encode(summary_of(session))
    assert session == before
    assert msgspec.json.encode(summary_of(played(name))) == first


@pytest.mark.parametrize("name", sample_names())
def test_rivals_are_all_the_others_in_menu_order(name: str) -> None:
    """The rivals are every disposition but the chosen one, with what each has and needs."""
    summary = summary_of(played(name))
    assert [one for one, _, _ in summary.rivals] == [one for one in DISPOSITIONS if one != summary.disposition]
    assert all(needed == NEEDED[one] and found >= 0 for one, found, needed in summary.rivals)


@given(st.sampled_from(sample_names()), st.data())
def test_any_beginning_of_a_call_can_be_summarised(name: str, data: st.DataObject) -> None:
    """A call that stops anywhere gets a summary whose proofs are in it."""
    log = events(redacted(sample(name)))
    session = fold(SESSION_ID, log[: data.draw(st.integers(0, len(log)))])
    assert_cited(session, summary_of(session))


def test_every_outcome_has_words() -> None:
    """Each disposition and reason has a label; hints belong to dispositions."""
    reasons = {reason for several in REASONS.values() for reason in several}
    assert set(LABELS) == set(DISPOSITIONS) | reasons
    assert set(NEEDED) == set(DISPOSITIONS)
    assert set(HINTS) <= set(DISPOSITIONS)
    assert set(REASONS) <= set(DISPOSITIONS)


def test_the_demo_call_reads_as_a_person_would_write_it() -> None:
    """The demo call's summary has its four lines and its four proofs in order."""
    summary = summary_of(played("hvac_booking"))
    assert summary.problem == (
        "Our furnace quit on us last night and there's no heat at all. My mother's with us, she's 84."
    )
    assert summary.equipment.startswith("It's a Carrier, I think. Gas. Maybe fifteen years old")
    assert summary.agreed == "Tomorrow between 8 and 10. $89 fee told."
    assert summary.follow_up == "How they found us (not asked)."
    assert [(proof.label, proof.quote) for proof in summary.proofs] == [
        ("Address confirmed", "418 Alder Court"),
        ("Slot offered", "tomorrow between 8 and 10"),
        ("Customer agreed", "yes, that works"),
        ("Recap given", "tomorrow between 8 and 10"),
    ]
    assert ("lead", 2, 2) in summary.rivals


def test_an_empty_call_decides_nothing() -> None:
    """A call without a word has no outcome and four empty lines."""
    summary = summary_of(fold(SESSION_ID, events([])))
    assert (summary.disposition, summary.reason, summary.proofs) == ("", "", ())
    assert (summary.problem, summary.equipment, summary.agreed, summary.follow_up) == ("", "", "", "")


def test_a_caller_who_hangs_up_at_once_is_abandoned() -> None:
    """Where the call ended as abandoned before a need, the last words are the proof."""
    session = spoken("CSR: Alder Plumbing, this is Luis.\nCustomer: Hello? Hello?", "abandoned")
    summary = summary_of(session)
    assert summary.disposition == "abandoned"
    assert summary.proofs[0].quote == "Hello? Hello?"
    assert_cited(session, summary)


BOOKING = """
CSR: What's the service address?
Customer: 12 Oak Street. My toilet is leaking.
CSR: Does Friday between 8 and 10 work?
Customer: {answer}
CSR: {after}
"""
RECAP = "So that's Friday between 8 and 10, at 12 Oak Street."


def test_booked_needs_all_four_proofs() -> None:
    """Address, offer, yes and recap make a booking; without the recap nothing is decided."""
    assert outcome(BOOKING.format(answer="Yes.", after=RECAP)) == ("booked", "")
    assert outcome(BOOKING.format(answer="Yeah, that works.", after="Great, bye.")) == ("", "")


def test_a_refused_slot_is_a_lead() -> None:
    """A real need and a refused slot are a lead, even if the CSR recaps regardless."""
    assert outcome(BOOKING.format(answer="No, that doesn't work for me.", after="Okay."))[0] == "lead"
    assert outcome(BOOKING.format(answer="I need to ask my wife first.", after=RECAP)) == ("lead", "decision_maker")


def test_a_late_okay_is_no_yes() -> None:
    """A bare okay counts only as the first thing said to the offer."""
    late = BOOKING.format(answer="Not sure.", after="It's a two hour window.\nCustomer: Okay.")
    assert outcome(late)[0] == "lead"
    assert outcome(BOOKING.format(answer="Okay.", after=RECAP)) == ("booked", "")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("That's too expensive.", "price"),
        ("I can't wait until Friday, that's too late.", "timing"),
        ("I'm just shopping around.", "shopping"),
        ("I have to ask my landlord.", "decision_maker"),
        ("Can you call me back tomorrow?", "callback"),
        ("Bye.", ""),
    ],
)
def test_a_lead_has_the_reason_that_was_given(said: str, reason: str) -> None:
    """What kept the customer from booking is the reason; without one it stays empty."""
    assert outcome(f"Customer: My furnace quit last night.\nCSR: Does Friday at 8 work?\nCustomer: {said}") == (
        "lead",
        reason,
    )


def test_the_last_obstacle_is_the_reason() -> None:
    """Of several obstacles the one named last counts; a call back only if it is the only one."""
    call = "Customer: My sink is clogged.\nCustomer: {}\nCustomer: {}\nCustomer: Call me back tomorrow."
    price, wife = "That's too expensive.", "I'd have to talk to my wife."
    assert outcome(call.format(price, wife)) == ("lead", "decision_maker")
    assert outcome(call.format(wife, price)) == ("lead", "price")


def test_asking_about_the_new_visit_keeps_it_booked() -> None:
    """Words about a visit after the offer speak of the visit just booked; before it, of an older one."""
    booked = BOOKING.format(answer="Yes, that works.", after=RECAP + "\nCustomer: And when is the technician coming?")
    assert outcome(booked) == ("booked", "")
    assert outcome("Customer: I need to reschedule my appointment." + booked) == ("existing_job", "reschedule")


def test_out_of_area_is_taken_back_by_an_offer() -> None:
    """A caller who fears to be out of the area and is offered a slot is no lost lead."""
    worry = "Customer: I think I'm outside your service area.\n"
    assert outcome(worry + "CSR: Let me look.\nCSR: You are right, sorry.") == ("not_a_lead", "out_of_area")
    assert outcome(worry + BOOKING.format(answer="Yes.", after=RECAP).strip()) == ("booked", "")


def test_a_service_not_offered_is_not_a_lead() -> None:
    """The CSR saying that we do not do this work is the proof."""
    assert outcome("Customer: My roof is leaking.\nCSR: I'm sorry, we don't do roofing.") == (
        "not_a_lead",
        "service_not_offered",
    )


def test_safety_needs_both_halves_of_the_advice() -> None:
    """Leaving and 911 together refer a gas smell; one alone, or advice before the smell, does not."""
    smell = "Customer: My furnace is acting up.\nCustomer: I smell gas down here."
    leave, call = "CSR: Leave the house right now.", "CSR: From outside, call 911."
    assert outcome("\n".join((smell, leave, call))) == ("safety_referred", "")
    assert outcome("\n".join((smell, leave)))[0] == "lead"
    assert outcome("\n".join((leave, call, smell)))[0] == "lead"


def test_a_standing_claim_is_followed_up() -> None:
    """A claim that nobody corrected is named in the follow-up; a corrected one is not."""
    claim = "Customer: My furnace quit.\nCSR: I guarantee we'll have someone there today."
    assert "Same-day promise (not corrected)" in summary_of(spoken(claim)).follow_up
    corrected = claim + "\nCSR: Let me correct that, I can't promise today."
    assert "Same-day promise" not in summary_of(spoken(corrected)).follow_up


def test_only_questions_of_the_trade_are_followed_up() -> None:
    """What a call of one trade has to ask beyond the others is left open only in a call of that trade."""

    def left_open(trade: str) -> int:
        session = spoken("CSR: What's going on today?\nCustomer: Something is wrong here.", trade=trade)
        found = re.search(r"(\d+) more \(not asked\)", summary_of(session).follow_up)
        return int(found[1]) if found else 0

    for trade in ("hvac", "plumbing", "electrical", "pest"):
        own = [
            rule
            for rule in home_services().rules
            if rule.kind == "required_question" and trade in rule.trades and not (rule.optional or rule.when)
        ]
        assert left_open(trade) - left_open("") == len(own)
    assert len(own) > 0


def test_redacted_words_stay_redacted() -> None:
    """A summary shows the placeholder where the caller said a number."""
    summaries = [msgspec.structs.asdict(summary_of(played(name))) for name in sample_names()]
    text = " ".join(str(value) for summary in summaries for field, value in summary.items() if field != "proofs")
    text += " ".join(proof.quote for summary in summaries for proof in summary["proofs"])
    assert not re.search(r"555-\d{4}|@example|4111", text)
