"""Finding many patterns in one text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from rules import matcher as module
from rules.matcher import MAX_MATCHES, Matcher
from rules.normal import normalise
from rules.phrases import Pattern, translate

PHRASES = ["guarantee", "we ... today", "(yes|no) thanks", "<money>", "re:pri[cz]e", "re:[a-z]+ing", "café [now]"]
TEXTS = st.lists(
    st.sampled_from(
        ["We", "guarantee", "today", "yes", "thanks", "no", "$89", "price", "prize", "going", "café", "now", "👍", "."]
    )
).map(" ".join)


def found(matcher: Matcher, text: str) -> dict[int, list[str]]:
    """The words that each pattern matches."""
    normal = normalise(text)
    data = normal.text.encode()
    spans = {pattern: matcher.spans(pattern, data) for pattern in matcher.candidates(normal, data)}
    return {
        pattern: [text[slice(*normal.original(*span))] for span in pattern_spans]
        for pattern, pattern_spans in spans.items()
        if pattern_spans
    }


@given(TEXTS)
def test_together_patterns_find_what_each_finds_alone(text: str) -> None:
    """Compiling patterns together changes nothing about what matches and where."""
    together = found(Matcher(map(translate, PHRASES)), text)
    alone = {place: found(Matcher([translate(phrase)]), text).get(0, []) for place, phrase in enumerate(PHRASES)}
    assert together == {place: words for place, words in alone.items() if words}


def test_spans_count_characters_of_texts_beyond_ascii() -> None:
    """Two-byte letters before, inside and between matches do not shift them."""
    matcher = Matcher([translate("café"), translate("re:é n|n é")])
    assert matcher.spans(0, normalise("né café né café").text.encode()) == [(3, 9), (11, 17)]
    assert matcher.spans(0, " é café café ".encode()) == [(2, 8), (7, 13)]


def test_candidates_keep_the_order_of_the_patterns() -> None:
    """Phrases, raw patterns and phrases of slots alone come in the order in which they were given."""
    phrases = ["re:today", "<money>", "today", "re:to", "(to|today)"]
    normal = normalise("$5 today")
    assert Matcher(map(translate, phrases)).candidates(normal, normal.text.encode()) == [0, 1, 2, 3, 4]


def test_no_patterns_find_nothing() -> None:
    """A matcher without patterns is a matcher."""
    assert found(Matcher([]), "we guarantee it") == {}


def test_raw_patterns_past_one_prefilter_are_all_found() -> None:
    """More `re:` patterns than one prefilter takes are spread over several and keep their places."""
    count = module._SHARD * 2 + 5
    matcher = Matcher(translate(f"re:word{place}x") for place in range(count))
    text = " ".join(f"word{place}x" for place in (0, module._SHARD, count - 1))
    assert list(found(matcher, text)) == [0, module._SHARD, count - 1]


def test_a_prefilter_that_would_be_too_large_is_split() -> None:
    """Patterns whose literals outgrow one prefilter's memory are found all the same."""
    letters = "[" + "a" * 1 + "bcd" + "]"
    patterns = [Pattern(f"w{place:04}{letters * 2}{'x' * 300}") for place in range(module._SHARD)]
    text = f"w0000ab{'x' * 300} w0999cd{'x' * 300}"
    assert sorted(found(Matcher(patterns), text)) == [0, 999]


def test_hostile_patterns_and_texts_take_linear_time() -> None:
    """Nested quantifiers over 100,000 characters end, and so does a pattern that looks far ahead at every word."""
    phrases = [
        r"re:\b(?:\w+\s*)+\bguarantee\b",
        r"re:(a+)+b",
        r"re:x(.*y)?",
        "a ... a ... a ... b",
        "(a|a a|a a a) ... b",
    ]
    matcher = Matcher(map(translate, phrases))
    assert found(matcher, "a " * 50_000) == {}
    assert len(found(matcher, "x z " * 25_000)[2]) == MAX_MATCHES
    assert found(matcher, "a" * 100_000 + "!") == {}


def test_one_matcher_serves_many_threads() -> None:
    """Threads that share a matcher all get the right answer."""
    matcher = Matcher(map(translate, PHRASES))
    texts = [f"We guarantee it {number} times today, yes thanks, $89" for number in range(200)]
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda text: found(matcher, text), texts))
    assert results == [found(matcher, text) for text in texts]
