"""Which words of a customer wait for an answer."""

import pytest

from backend.assist.asking import asks, is_nod


@pytest.mark.parametrize("text", ["Okay.", "uh huh", "Yeah, sure, thanks", "Hold on a second please.", "", "Okay, bye"])
def test_a_nod_moves_nothing(text: str) -> None:
    """Signs of listening and requests for a moment are no reason to answer, nor to stop answering."""
    assert is_nod(text)


@pytest.mark.parametrize("text", ["No.", "Eighty-nine seems like a lot.", "My wife decides", "It is leaking", "512"])
def test_words_of_weight_are_no_nod(text: str) -> None:
    """A refusal, an objection or a fact moves the call on."""
    assert not is_nod(text)


@pytest.mark.parametrize(
    "text",
    [
        "how much is it",
        "Can you come today?",
        "i was wondering if there is a discount",
        "do you guys do plumbing",
        "So what happens next",
    ],
)
def test_a_question_is_heard_without_its_mark(text: str) -> None:
    """Speech to text leaves question marks out."""
    assert asks(text)


@pytest.mark.parametrize("text", ["The furnace quit.", "My name is Ruth Okafor", "418 Alder Court"])
def test_a_statement_asks_nothing(text: str) -> None:
    """A fact waits for no reply."""
    assert not asks(text)
