"""A reply comes in pieces and leaves in sentences."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assist.sentences import Sentences, plain


def _cut(*pieces: str) -> list[str]:
    sentences = Sentences()
    found = [sentence for piece in pieces for sentence in sentences.feed(piece)]
    return found + sentences.end()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I hear you. The visit is $89.50. Does that work?",
            ["I hear you.", "The visit is $89.50.", "Does that work?"],
        ),
        ("We open at 8 a.m. tomorrow. Fine?", ["We open at 8 a.m. tomorrow.", "Fine?"]),
        ("Mr. Okafor comes to 12 Elm St. at noon.", ["Mr. Okafor comes to 12 Elm St. at noon."]),
        ('She said "it\'s fine." I agree', ['She said "it\'s fine."', "I agree"]),
        ("One line\nand another", ["One line", "and another"]),
        ("- **Sure.** I can `help`.", ["Sure.", "I can help."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_a_sentence_ends_where_a_listener_hears_it_end(text: str, expected: list[str]) -> None:
    """Prices, hours, titles and streets hold no end; line breaks and closing quotes do, and markup is not spoken."""
    assert _cut(text) == expected


def test_a_sentence_is_handed_out_when_the_next_one_begins() -> None:
    """The first sentence need not wait for the second to be whole."""
    sentences = Sentences()
    assert sentences.feed("I hear you.") == []
    assert sentences.feed(" The") == ["I hear you."]


def test_a_sentence_without_an_end_is_cut_at_a_word() -> None:
    """A model that never stops does not hold back the gate for ever, and no word is torn."""
    found = _cut("word " * 400)
    assert len(found) > 1
    assert set(" ".join(found).split()) == {"word"}


@given(st.text(alphabet="ab .!?\n$8'\"*", max_size=80), st.lists(st.integers(1, 7), max_size=40))
def test_however_it_is_cut_into_pieces_the_sentences_are_the_same(text: str, cuts: list[int]) -> None:
    """Tokens may end anywhere."""
    pieces, rest = [], text
    for cut in cuts:
        pieces.append(rest[:cut])
        rest = rest[cut:]
    assert _cut(*pieces, rest) == _cut(text)


@given(st.text(max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    """What goes in comes out, but for white space and marks."""
    assert re.sub(r"\W|_", "", " ".join(_cut(text))) == re.sub(r"\W|_", "", plain(text))
