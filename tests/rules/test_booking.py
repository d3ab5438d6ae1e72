"""How a booking is recognised: offers, answers, recaps and addresses, however they are put."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.answers import last_no, last_yes
from rules.booking import Booking
from rules.evidence import CallEvidence
from rules.named_slots import named_slot
from tests.rules.calls import SESSION_ID, events, redacted, sample, sample_names, spoken
from transcripts.session import fold

CALL = """
Customer: My water heater is leaking.
CSR: What's the address?
Customer: 12 Oak Street.
CSR: I have Thursday, either eight to noon or one to five. Which is better?
Customer: {answer}
"""


def booking(dialogue: str) -> Booking:
    """The booking in a few lines of dialogue."""
    return Booking(CallEvidence(spoken(dialogue)))


@pytest.mark.parametrize(
    "answer",
    [
        "The morning one, I'd rather get it over with.",
        "One to five is perfect.",
        "Okay.",
        "eight to noon",
        "Yeah, put us down for that.",
        "the morning can you make sure it won't leak again",
        "Oh, then Thursday, yeah. I work all week, so that would be a lifesaver.",
    ],
)
def test_a_yes_is_heard_in_many_ways(answer: str) -> None:
    """A choice, a time repeated or a nod accepts the slot."""
    assert booking(CALL.format(answer=answer)).stands


@pytest.mark.parametrize(
    "answer",
    [
        "No.",
        "Thursday, hmm. I'd have to ask my husband.",
        "Let me think about it.",
        "Yes, well, no, Thursday won't work.",
        "Thursday? With the basement full of water?",
        "That's too late for me.",
        "I'll call you back.",
    ],
)
def test_a_no_is_heard_in_many_ways(answer: str) -> None:
    """A refusal, a doubt or somebody else to ask accepts nothing, whatever was said before it."""
    assert not booking(CALL.format(answer=answer)).stands


@pytest.mark.parametrize(
    "recap",
    [
        "Alright, Thursday, eight to twelve, Oak Street.",
        "so we'll see you thursday",
        "You're all set.",
        "Okay. He'll be there between 8 and noon.",
    ],
)
def test_a_recap_repeats_the_slot(recap: str) -> None:
    """The day or the time again, in any spelling, or that it is set, is the recap."""
    found = booking(CALL.format(answer="Yes, the morning works.") + f"CSR: {recap}").recap
    assert found is not None
    assert found.segment.text == recap


@pytest.mark.parametrize(
    "other", ["I'll call you Thursday at eight.", "If he says yes, Thursday at eight.", "Bye now."]
)
def test_another_time_is_no_recap(other: str) -> None:
    """The time of a call, or a slot that depends on something, repeats nothing."""
    assert booking(CALL.format(answer="Yes, the morning works.") + f"CSR: {other}").recap is None


def test_a_booking_that_is_taken_back_does_not_stand() -> None:
    """Words after the recap that take it back count."""
    kept = CALL.format(answer="Yes, the morning works.") + "CSR: So that's Thursday, eight to noon, at 12 Oak Street.\n"
    assert booking(kept + "Customer: Great, thanks.").stands
    assert not booking(kept + "Customer: No, no, take me off. I'm not paying that.").stands


def test_the_last_slot_counts() -> None:
    """Who changes their mind in the call has the slot that was repeated last."""
    changed = CALL.format(answer="Yes, the morning works.") + (
        "CSR: So that's Thursday, eight to noon.\n"
        "Customer: Wait. Do you have Friday?\n"
        "CSR: Friday between one and five, does that work?\n"
        "Customer: Yes, that works.\n"
        "CSR: Then that's Friday, one to five."
    )
    assert booking(changed).appointment == "Friday between one and five"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("CSR: What's the address?\nCustomer: 418 Alder Court.", "418 Alder Court"),
        ("Customer: We're at nine oh six sawmill.\nCSR: Nine oh six sawmill, okay.", "nine oh six sawmill"),
        ("Customer: Our unit is from 2012.\nCSR: 2012, okay.", None),
        ("Customer: It's ninety degrees.\nCSR: Ninety, wow.", None),
    ],
)
def test_an_address_is_asked_for_or_repeated(said: str, found: str | None) -> None:
    """A street address after the question, or the number of a house that the CSR repeats; no year and no heat."""
    address = booking(said).address
    assert (address and address[1]) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("So that's Thursday between eight and noon, 418 Larkspur Lane.", "Thursday between eight and noon"),
        ("I have tomorrow at eleven, or the day after at two.", "tomorrow at eleven"),
        ("We're open till six.", ""),
        ("I can't do Thursday.", ""),
        ("It started on Monday.", ""),
        ("How are you?", ""),
    ],
)
def test_a_slot_is_quoted_whole(text: str, words: str) -> None:
    """The day and the time of one slot are quoted together; times of something else are none."""
    assert named_slot(text).words == words


@given(st.text(alphabet="yesno ,.?!'Ithawork at8", max_size=50))
def test_yes_and_no_have_a_place(text: str) -> None:
    """Where a yes or a no was found is within the text."""
    assert -1 <= last_yes(text) <= len(text)
    assert -1 <= last_no(text) < max(len(text), 1)
    assert named_slot(text).words in text


@given(st.sampled_from(sample_names()), st.data())
def test_a_booking_is_made_of_the_call(name: str, data: st.DataObject) -> None:
    """Wherever a call stops, offer, yes and recap come in this order and from the right speakers."""
    log = events(redacted(sample(name)))
    found = Booking(CallEvidence(fold(SESSION_ID, log[: data.draw(st.integers(0, len(log)))])))
    if found.accepted:
        offer, agreed, recap = found.accepted
        assert (offer.segment.speaker, agreed.segment.speaker) == ("csr", "customer")
        assert offer.place < agreed.place
        assert recap is None or (recap.segment.speaker == "csr" and recap.place > agreed.place)
        assert found.appointment in offer.segment.text + agreed.segment.text + (recap.segment.text if recap else "")
