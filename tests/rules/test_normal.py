"""Normalised text and the way back from it."""

from __future__ import annotations

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.folding import fold
from rules.normal import SENTENCE_END, Normal, normalise

# Characters that change their length or neighbours when folded, among ordinary ones.
TRICKY = (
    "ßẞﬁİıŉǰΐ½㎡™éÅ한ᄒ…’—\u0301\u0308\u200d\u00ad\ufe0f\u20e3\U0001f44d\U0001f3fd\U0001f1fa\ud800" + string.printable
)
LATIN = st.text(st.sampled_from(TRICKY), max_size=60)
TEXTS = LATIN | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("I guarantee it.", "i guarantee it"),
        ("We won't; they’ll, it's", "we will not they will it is"),
        ("I can't say, we cannot say, cant say", "i can not say we can not say can not say"),
        ("He shouldn't've", "he should not have"),
        ("Your customer's house", "your customer's house"),
        ("gonna lemme", "going to let me"),
        ("eighty nine dollars, $89, 89 bucks", "89 dollars 89 dollars 89 bucks"),
        ("two thirty, nine oh five, ten oh five", "2:30 9:05 10:05"),
        ("a hundred percent, one hundred and fifty", "100 percent 150"),
        ("between a hundred and two hundred", "between 100 and 200"),
        ("twelve hundred or twenty five hundred or two thousand and ten", "1200 or 2500 or 2010"),
        ("nineteen eighty seven, twenty twenty four", "1987 2024"),
        ("one eighty, one sixty five, eighty nine ninety five", "180 165 89 95"),
        ("nine one one, four five one two Oak", "911 4512 oak"),
        ("that one fifteen years ago", "that 1 15 years ago"),
        ("2 thirty, 5 hundred, $3k, 8-10", "2:30 500 3000 dollars 8 to 10"),
        ("one, two, three", "1 2 3"),
        ("we we can, you know, I mean, can do it", "we can do it"),
        ("do you know, let you know, what I mean", "do you know let you know what i mean"),
        ("some body comes to day after noon", "somebody comes today afternoon"),
        ("can i get you're name, your good for noon", "can i get your name you are good for noon"),
        ("were is it leaking, they were at home", "where is it leaking they were at home"),
        ("between ate and noon, mice ate it", "between 8 and noon mice ate it"),
        ("there gonna come, is there parking there", "they are going to come is there parking there"),
        ("it aint gone be won more day, all gone", "it is not going to be 1 more day all gone"),
        ("you half to wait, half price, it want be there", "you have to wait half price it will not be there"),
        ("nothin comin outta there", "nothing coming out of there"),
        ("hell be there, its fine, ill call", "he will be there it is fine i will call"),
        ("Uh, I um guarantee", "i guarantee"),
        ("It is $1,200.50 at 2pm or 2:30 p.m.", "it is 1200.50 dollars at 2 pm or 2:30 pm"),
        ("24/7, 100% A/C & e-mail", "24/7 100 percent ac and email"),
        ("a 2½ ton unit", "a 2 1/2 ton unit"),
        ("a 16x25x1 filter, the 3rd", "a 16x25x1 filter the 3rd"),
        ("same-day up - front", "same day up front"),
        ("call [PHONE] or [EMAIL]", "call [phone] or [email]"),
        ("[note] is no placeholder", "note is no placeholder"),
        ("ＦＵＬＬ ﬁt Straße CAFE\u0301", "full fit strasse café"),
        ("guar\u00adantee™ 👍🏽 \u0301 1\ufe0f\u20e3", "guarantee 1"),
        ("Mr. Diaz, 5 Elm St. today", "mr diaz 5 elm st today"),
        ("", ""),
        ("… !? 👍", ""),
    ],
)
def test_spellings_of_the_same_words_become_one(text: str, normal: str) -> None:
    """Case, contractions, figures, hesitations and punctuation leave one plain spelling."""
    assert " ".join(normalise(text).words) == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Yes. We do! Do you? Good", " yes \n we do \n do you \n good "),
        ('He said "no." Then left', " he said no \n then left "),
        ("well... I think… so", " well i think so "),
        ("at 2 p.m. I come, v2.0 now", " at 2 pm i come v2 0 now "),
        ("One.", " 1 "),
    ],
)
def test_a_line_break_stands_where_a_sentence_ends(text: str, normal: str) -> None:
    """Stops end a sentence; hesitations, abbreviations and points inside of words do not."""
    assert normalise(text).text == normal


def test_an_utterance_goes_on_from_the_one_before() -> None:
    """The end of what was said just before stands in front, back to its last stop, and maps to nothing here."""
    normal = normalise("there today, I promise", normalise("Good. We'll definitely have someone"))
    assert normal.text == " we will definitely have someone there today i promise "
    assert normal.text[normal.fresh :] == " there today i promise "
    assert normal.source[slice(*normal.original(0, normal.fresh + 12))] == "there today"
    assert normal.original(0, normal.fresh) == (0, 0)
    assert normalise("today", normalise("We're done.")).text == " today "
    assert normalise("", normalise("We'll be")).text == ""


def _words(normal: Normal) -> list[tuple[str, int, int]]:
    """Each word with its range in the normalised text."""
    found, at = [], 1
    for word in normal.words:
        found.append((word, at, at + len(word)))
        at += len(word) + 1
    return [item for item in found if item[0] != SENTENCE_END]


@given(TEXTS)
@example("İ can't")
@example("e\u0301\u0301 ﬁn")
@example("2p.m.")
@example("1/2/3/4/5 a.b.c")
@example("no no. , um")
@example("you know . ,")
@example("no, hundred percent, thousand")
def test_every_word_maps_back_to_the_characters_it_came_from(text: str) -> None:
    """The original of a word, folded or normalised on its own, has that word, and originals are in order."""
    normal = normalise(text)
    assert normal.text == (f" {' '.join(normal.words)} " if normal.words else "")
    before = (0, 0)
    for word, start, end in _words(normal):
        first, last = normal.original(start, end)
        assert 0 <= first < last <= len(text)
        assert word in fold(text[first:last]).text or word in normalise(text[first:last]).words
        assert first >= before[0]
        assert last >= before[1]
        before = (first, last)


@given(TEXTS, st.data())
def test_a_range_maps_to_the_hull_of_its_words(text: str, data: st.DataObject) -> None:
    """The original of a range of words begins with its first word's and ends with its last word's."""
    words = _words(normalise(text))
    if words:
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, len(words) - 1))
        normal = normalise(text)
        start, end = words[first][1], words[last][2]
        hull = (normal.original(*words[first][1:])[0], normal.original(*words[last][1:])[1])
        assert normal.original(start - 1, end + 1) == normal.original(start, end) == hull


@given(TEXTS)
def test_parts_of_a_word_map_to_their_own_characters(text: str) -> None:
    """Each character of a word that kept its spelling maps to the original characters that fold to it."""
    normal = normalise(text)
    for word, start, _ in _words(normal):
        for offset, character in enumerate(word):
            first, last = normal.original(start + offset, start + offset + 1)
            assert first < last
            folded = fold(text[first:last]).text
            assert character in folded or word in normalise(text[first:last]).words


@given(LATIN)
def test_normalising_normalised_text_changes_no_word(text: str) -> None:
    """Words are in their final spelling after one pass."""
    words = [word for word in normalise(text).words if word != SENTENCE_END]
    again = [word for word in normalise(" ".join(words)).words if word != SENTENCE_END]
    assert again == words


@given(st.lists(st.sampled_from(["a", "1", ".", ",", "'", "/", ":", "[", "-", "!", " ", "é", "\u0301"]), max_size=4))
def test_a_long_text_of_any_repeated_piece_is_read(pieces: list[str]) -> None:
    """No piece of text repeated 100,000 characters long stalls normalising."""
    piece = "".join(pieces) or "."
    text = piece * (100_000 // len(piece)) + "x"
    assert normalise(text).words


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("I can't promise today, but I guarantee the price", ["i can not promise today", "but i guarantee the price"]),
        ("i can't promise today but i guarantee it", ["i can not promise today", "but i guarantee it"]),
        ("I can't, unfortunately, guarantee that", ["i can not unfortunately guarantee that"]),
        ("I can't, you know, guarantee that", ["i can not you know guarantee that"]),
        ("No, we guarantee it", ["no", "we guarantee it"]),
        ("No, guaranteed", ["no", "guaranteed"]),
        ("We can't say so we never promise", ["we can not say", "so we never promise"]),
        ("I can't guarantee today or tomorrow", ["i can not guarantee today or tomorrow"]),
        ("I can't. We guarantee it", ["i can not", "we guarantee it"]),
        ("But… I'll try", ["but i will try"]),
        ("I can't come at 2 p.m. I guarantee 3", ["i can not come at 2 pm", "i guarantee 3"]),
        ("We never use Dr. Fixit. We promise", ["we never use dr fixit", "we promise"]),
        ("", []),
    ],
)
def test_clauses_follow_words_more_than_commas(text: str, clauses: list[str]) -> None:
    """A clause begins with a conjunction and a subject or at a pause before a subject; a lone comma cuts nothing."""
    normal = normalise(text)
    assert [normal.text[start:end].strip() for start, end in normal.clauses] == clauses


@given(TEXTS)
def test_clauses_cover_every_word_once(text: str) -> None:
    """Clauses are in order, share no word, and leave none out."""
    normal = normalise(text)
    words = [normal.text[start:end].split() for start, end in normal.clauses]
    assert [word for clause in words for word in clause] == [word for word, _, _ in _words(normal)]
    assert all(words)


@given(TEXTS, st.data())
def test_the_clause_around_a_range_holds_it(text: str, data: st.DataObject) -> None:
    """The clauses around a range of words begin before it and end after it."""
    normal = normalise(text)
    words = _words(normal)
    if words:
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, len(words) - 1))
        start, end = normal.clause_around(words[first][1] - 1, words[last][2] + 1)
        assert start < words[first][1]
        assert end > words[last][2]
        assert start in {clause[0] for clause in normal.clauses}
        assert end in {clause[1] for clause in normal.clauses}
