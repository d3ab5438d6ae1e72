"""What is quoted from a call: sentences, plain words, slots, addresses and sums."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.quotes import address, around, marked, money, plain, sentences, slot

SPEECH = st.text(alphabet="ab ,.!?…'\"$18um\n", max_size=60)


@given(SPEECH)
def test_sentences_cover_every_word_once(text: str) -> None:
    """Sentences are in order, do not overlap, and leave nothing but space out."""
    at = 0
    for start, end in sentences(text):
        assert text[at:start].strip() == ""
        assert text[start:end].strip()
        at = end
    assert text[at:].strip() == ""


@given(SPEECH)
def test_what_is_found_was_said(text: str) -> None:
    """Slots, addresses and sums are pieces of the text."""
    assert slot(text) in text
    assert address(text) in text
    assert money(text) in text


@example("$1 1$", 10)
@given(SPEECH, st.integers(10, 40))
def test_plain_is_short_and_adds_no_word(text: str, longest: int) -> None:
    """A plain line keeps to its length and has only words of the text."""
    shown = plain(text, longest)
    assert len(shown) <= longest + 2
    said = {word.strip(",.!?…'\"").lower() for word in text.split()}
    assert {word.strip(",.!?…'\"").lower() for word in shown.split()} <= said | {""}


def test_plain_leaves_out_what_people_say_while_thinking() -> None:
    """Greetings, hesitations and stutters go; the sentence stays."""
    assert plain("Uh, hi, yeah, so our furnace quit and, um, it's, uh, it's cold.") == "Our furnace quit and it's cold."
    assert plain("Yeah.") == "Yeah."
    assert plain("we we can call nine one one") == "We can call nine one one"


def test_around_takes_the_whole_sentence() -> None:
    """Evidence is shown with its sentence; a decimal point does not end one."""
    text = "Hi there. It costs $89.50 to look. Bye."
    start = text.index("costs")
    assert around(text, ((start, start + 5),)) == "It costs $89.50 to look."
    assert around(text, ()) == ""


def test_marked_prefers_the_whole_quote() -> None:
    """Spans close together are quoted as one; far apart only the first."""
    assert marked("yes, that works", ((0, 3), (5, 15))) == "yes, that works"
    assert marked("yes" + " well" * 30 + " okay", ((0, 3), (153, 158))) == "yes"
    assert marked("yes", ()) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Does tomorrow between 8 and 10 in the morning work?", "tomorrow between 8 and 10"),
        ("I have Friday between 8 and 10.", "Friday between 8 and 10"),
        ("How about Thursday at 3 p.m.?", "Thursday at 3 p.m"),
        ("from 2 to 4 on Monday", "from 2 to 4 on Monday"),
        ("What day would be better?", ""),
    ],
)
def test_slot(text: str, found: str) -> None:
    """The day and the window are taken together."""
    assert slot(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("418 Alder Court. It's the blue house.", "418 Alder Court"),
        ("95 Juniper Lane, unit B.", "95 Juniper Lane, unit B"),
        ("It's ninety-five juniper lane", "ninety-five juniper lane"),
        ("At 8 we work.", ""),
        ("tomorrow ten to twelve folly road", ""),
    ],
)
def test_address(text: str, found: str) -> None:
    """A street address is recognised in figures and in words."""
    assert address(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("So, the visit is $89, and more.", "$89"),
        ("It's eighty-nine dollars for the visit", "eighty-nine dollars"),
        ("that is 79 bucks", "79 bucks"),
        ("$1,250.50 in all", "$1,250.50"),
        ("at 8 tomorrow", ""),
    ],
)
def test_money(text: str, found: str) -> None:
    """A sum is taken as it was said."""
    assert money(text) == found
