"""The phrase language: what phrases match, and what is wrong with those that cannot be understood."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.inflection import forms
from rules.matcher import Matcher
from rules.normal import normalise
from rules.phrases import MAX_DEPTH, MAX_EXPANDED, MAX_LENGTH, PhraseError, Terms, translate
from rules.slots import SLOTS


def matched(phrase: str, text: str) -> list[str]:
    """The words of `text` that the phrase matches, prefilter included."""
    normal = normalise(text)
    data = normal.text.encode()
    matcher = Matcher([translate(phrase)])
    spans = matcher.spans(0, data) if matcher.candidates(normal, data) else []
    return [text[slice(*normal.original(*span))] for span in spans]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("cost", "Costco at no cost.", ["cost"]),
        ("fire", "He got fired by the fire, fireplace", ["fire"]),
        ("cost*", "It costs more at Costco, costing a lot", ["costs", "costing"]),
        ("guarantee*", "Guaranteed! We GUARANTEE the guarantee's fine", ["Guaranteed", "GUARANTEE", "guarantee's"]),
        ("same day", "It's same-day or the same. Day two", ["same-day"]),
        ("can't promise", "I cannot promise, I can not promise, I can promise", ["cannot promise", "can not promise"]),
        ("we'll be there", "we will be there, we’ll, uh, be there", ["we will be there", "we’ll, uh, be there"]),
        ("guarantee ... today", "guarantee a truck comes out today", ["guarantee a truck comes out today"]),
        ("guarantee ... today", "guarantee that a truck comes out today", []),
        ("guarantee ... today", "we guarantee. Not today", []),
        ("guarantee … today", "guarantee today", ["guarantee today"]),
        ("(i promise|you have my word)", "I promise, you have my word", ["I promise", "you have my word"]),
        ("can [i|we] get", "can get, can I get, can we get, can they get", ["can get", "can I get", "can we get"]),
        ("yes yes", "yes yes yes yes", ["yes yes yes yes"]),
        ("guarantee ...7 today", "guarantee that a truck comes out today", ["guarantee that a truck comes out today"]),
        ("eighty nine (fee|charge)", "an $89 fee", []),
        ("eighty nine dollars", "an $89 fee", ["$89"]),
        ("between eight and ten", "between 8 and 10, between eight and ten", None),
        ("twenty five hundred", "it is 2500, it is twenty five hundred", ["2500", "twenty five hundred"]),
        ("today", "we come to day or to night", ["to day"]),
        (
            "visit is <money>",
            "visit is $89, visit is eighty nine dollars",
            ["visit is $89", "visit is eighty nine dollars"],
        ),
        ("<money>", "89 bucks or $1,200 or 2:30, and 50 cents", ["89 bucks", "$1,200", "50 cents"]),
        ("<number> degrees", "62 degrees, sixty two degrees, a hundred degrees", None),
        (
            "at <time>",
            "at 2, at 2:30 pm, at noon, at two thirty, at 89",
            ["at 2", "at 2:30 pm", "at noon", "at two thirty"],
        ),
        ("on <day>", "on Monday morning, on the 15th, on March 3rd, on top", None),
        ("call <phone>", "call [PHONE], call phone", ["call [PHONE]"]),
        ("<email>", "it is [EMAIL]", ["[EMAIL]"]),
        ("<card>", "my card is [CARD]", ["[CARD]"]),
        (r"re:\bguarantee[ds]?\b", "guaranteed guarantee", ["guaranteed", "guarantee"]),
        ("re:^no$", "No. Oh no. no", ["No", "no"]),
        ("^no$", "No. Oh no. no", ["No", "no"]),
        ("^ (is|was) it", "Is it cold? and is it new? Was it", ["Is it", "Was it"]),
        ("[right] there $", "It is there. Is it there now? Right there", ["there", "Right there"]),
        ("costs <sum>", "costs 450, costs two fifty, costs half a grand, costs $12", None),
        ("costs <sum>", "costs 10, costs more", []),
        ("re:WON'T|Will not", "I won't", ["won't"]),
        ("café", "Cafe\u0301 cafe", ["Cafe\u0301"]),
        ("$89 (fee|charge)", "an $89 fee", ["$89 fee"]),
        ("nine one one", "call 911, call nine one one", ["911", "nine one one"]),
    ],
)
def test_a_phrase_matches_whole_words_in_any_spelling(phrase: str, text: str, words: list[str] | None) -> None:
    """Words, endings, gaps, choices, options, slots and RE2 match what the language says, and nothing beyond."""
    if words is None:
        words = text.split(", ")[: -1 if "top" in text else None]
    assert matched(phrase, text) == words


@pytest.mark.parametrize(
    ("phrase", "position", "problem"),
    [
        ("guarantee (it", 13, "`)` is missing"),
        ("guarantee it)", 12, "closes nothing"),
        ("we [will", 8, "`]` is missing"),
        ("a|b", 1, "put alternatives in ( )"),
        ("(a|)", 3, "words are missing here"),
        ("", 0, "words are missing here"),
        ("...", 0, "must stand between words"),
        ("guarantee ...", 10, "must stand between words"),
        ("a ... ... b", 6, "must stand between words"),
        ("guarantee *", 10, "must follow a word directly"),
        ("(a b)*", 5, "must follow a word directly"),
        ("so ^ yes", 3, "`^` stands at the beginning of a phrase"),
        ("(yes $)", 5, "`$` at its end"),
        ("(maybe)? today", 7, "write [ ] around optional words"),
        ("a ...13 b", 2, "a gap has 1 to 12 words"),
        ("not ... <match>", 8, "it stands in `unless` only"),
        ("at <tiem>", 3, "did you mean <time>?"),
        ("at <xyz>", 3, "there are <number>"),
        ("at <time", 3, "`>` is missing"),
        ("[maybe]", 0, "could match without a word"),
        ("(a|[b]) c", 0, "an alternative matches nothing"),
        ("my number is [PHONE]", 13, "write <phone>"),
        ("re:(abc", 3, "RE2 does not accept it"),
        ("re:a(?=b)", 4, "RE2 does not accept it"),
        ("re:", 3, "the pattern is empty"),
        ("re:a*", 3, "matches the empty text"),
        ("re: ?", 4, "RE2 does not accept it"),
        ("(" * (MAX_DEPTH + 2), MAX_DEPTH + 1, "groups within each other"),
        ("a" * (MAX_LENGTH + 1), MAX_LENGTH, "longer than"),
    ],
)
def test_a_phrase_that_cannot_be_understood_says_where_and_why(phrase: str, position: int, problem: str) -> None:
    """The error has the character at which the trouble begins and what to do about it."""
    with pytest.raises(PhraseError) as caught:
        translate(phrase)
    assert problem in caught.value.problem
    assert caught.value.position == position


@given(st.text(st.sampled_from("ab ()[]|<>*.…^$\\re:é'PHONE"), max_size=30))
def test_any_text_is_a_phrase_or_a_phrase_error(phrase: str) -> None:
    """Whatever is written, reading it ends in a pattern that RE2 accepts or in an error inside of the phrase."""
    try:
        pattern = translate(phrase)
    except PhraseError as error:
        position = error.position
    else:
        position = 0
        assert Matcher([pattern]).spans(0, b" ") == []
    assert 0 <= position <= len(phrase)


class Example(NamedTuple):
    """A phrase and words that it must match."""

    phrase: str
    words: str


WORDS = ["we", "will", "guarantee", "today", "the", "price", "2", "café"]


def _examples() -> st.SearchStrategy[Example]:
    """Phrases of every construct, each with one of its readings."""
    word = st.sampled_from(WORDS).map(lambda w: Example(w, w))
    inflected = st.sampled_from(["guarantee", "price", "stop"]).flatmap(
        lambda w: st.sampled_from(forms(w)).map(lambda form: Example(f"{w}*", form))
    )
    slot = st.sampled_from(
        [Example("<money>", "$89"), Example("<day>", "tomorrow"), Example("<time>", "noon"), Example("<number>", "ten")]
    )

    def compound(inner: st.SearchStrategy[Example]) -> st.SearchStrategy[Example]:
        several = st.lists(inner, min_size=1, max_size=3)
        sequence = several.map(lambda p: Example(" ".join(e.phrase for e in p), " ".join(e.words for e in p)))
        choice = several.flatmap(
            lambda p: st.sampled_from(p).map(lambda e: Example(f"({'|'.join(x.phrase for x in p)})", e.words))
        )
        option = st.tuples(inner, inner, st.booleans()).map(
            lambda t: Example(f"{t[0].phrase} [{t[1].phrase}]", f"{t[0].words} {t[1].words}" if t[2] else t[0].words)
        )
        gap = st.tuples(inner, inner, st.lists(st.sampled_from(WORDS), max_size=4)).map(
            lambda t: Example(f"{t[0].phrase} ... {t[1].phrase}", " ".join([t[0].words, *t[2], t[1].words]))
        )
        return sequence | choice | option | gap

    return st.recursive(word | inflected | slot, compound, max_leaves=6)


@given(
    _examples(),
    st.lists(st.sampled_from([*WORDS, "stop", "."]), max_size=3),
    st.lists(st.sampled_from(WORDS), max_size=3),
)
def test_the_prefilter_lets_every_match_through(example: Example, before: list[str], after: list[str]) -> None:
    """A text that holds a reading of a phrase is a candidate for it and matches, whatever stands around."""
    text = " ".join([*before, example.words, *after])
    said = text.split()
    assume(all(word != following for word, following in pairwise(said)))  # said twice, a word counts once
    assume(not any(word in ("2", "ten") and following in ("2", "ten") for word, following in pairwise(said)))
    normal = normalise(text)
    data = normal.text.encode()
    matcher = Matcher([translate("never said"), translate(example.phrase)])
    assert 1 in matcher.candidates(normal, data)
    assert matcher.spans(1, data)


def test_terms_stand_for_their_phrases() -> None:
    """A phrase may use named pieces, and these each other; a name is no slot's and is written in small letters."""
    terms = Terms([("crew", "(tech*|plumber)"), ("arrives", "<crew> (come*|arrive*)")])
    matcher = Matcher([translate("<arrives> ... today", terms)])
    normal = normalise("our techs arrive today")
    assert matcher.spans(0, normal.text.encode()) == [(4, 24)]
    with pytest.raises(PhraseError, match="did you mean <crew>"):
        translate("<crow>", terms)
    for name in ("money", "match", "Crew"):
        with pytest.raises(PhraseError, match=f"<{name}> is"):
            Terms([(name, "a")])


def test_terms_cannot_grow_without_bound() -> None:
    """Terms that hold each other many times over are refused before they fill the memory."""
    pairs = [("t0", "(a|b|c|d|e|f|g|h)"), *((f"t{n}", f"<t{n - 1}> " * 10) for n in range(1, 10))]
    with pytest.raises(PhraseError, match="with its terms written out"):
        Terms(pairs)


@pytest.mark.parametrize("slot", SLOTS)
def test_the_longest_phrase_of_slots_is_not_too_large_for_re2(slot: str) -> None:
    """Any phrase that is short enough to be read can be compiled."""
    most = min(MAX_LENGTH // (len(slot) + 3), MAX_EXPANDED // len(SLOTS[slot]))
    phrase = " ".join([f"<{slot}>"] * most)
    assert len(Matcher([translate(phrase)])) == 1


@pytest.mark.parametrize(
    ("word", "some"),
    [
        ("promise", ["promises", "promised", "promising"]),
        ("cancel", ["canceled", "cancelled", "cancelling", "cancels"]),
        ("try", ["tries", "tried", "trying"]),
        ("stop", ["stopped", "stopping"]),
        ("tie", ["tied", "tying"]),
        ("box", ["boxes"]),
        ("break", ["broke", "broken", "breaking"]),
        ("do", ["does", "did", "done"]),
        ("24", ["24"]),
        ("a", ["a"]),
    ],
)
def test_inflection_gives_the_forms_of_a_word(word: str, some: list[str]) -> None:
    """Regular, doubled and irregular forms are known, and the word itself comes first."""
    assert forms(word)[0] == word
    assert set(some) <= set(forms(word))


def test_inflection_adds_no_other_endings() -> None:
    """A word's forms do not reach into other words that begin the same."""
    assert not {"costco", "costly"} & set(forms("cost"))
    assert not {"fireplace", "firm"} & set(forms("fire"))
