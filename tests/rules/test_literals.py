"""What is known of the words that a phrase needs."""

from __future__ import annotations

from rules.literals import DIGIT, UNKNOWN, Literals, in_sequence, one_of, optional, tokens_of
from rules.phrases import translate


def words(*some: str) -> Literals:
    """A piece that matches one of these words."""
    return Literals(frozenset((word,) for word in some))


def test_words_in_sequence_ask_for_the_most_telling_pair() -> None:
    """Of a sequence the rarest two neighbours are looked up."""
    assert in_sequence([words("we"), words("will"), words("guarantee"), words("today")]).tokens() == (
        ("will guarantee",),
    )


def test_each_alternative_gives_a_token() -> None:
    """A text must have a token of one of the alternatives."""
    assert one_of([words("fee"), in_sequence([words("service"), words("charge")])]).tokens() == (
        ("fee", "service charge"),
    )


def test_an_alternative_that_is_not_known_makes_all_unknown() -> None:
    """Nothing can be asked of a text that may match an alternative of which nothing is known."""
    assert one_of([words("fee"), UNKNOWN]) == UNKNOWN
    assert optional(UNKNOWN) == UNKNOWN


def test_what_may_be_missing_is_not_asked_for() -> None:
    """An optional word stands in no required token, whatever its neighbours are."""
    assert in_sequence([optional(words("really")), words("guarantee")]).tokens() == (("guarantee", "really guarantee"),)
    assert optional(words("really")).tokens() == ()


def test_a_gap_separates_what_is_asked_for() -> None:
    """Words on both sides of a gap are required, the more telling ones first."""
    assert translate("we ... guarantee").required == (("guarantee",), ("we",))


def test_many_alternatives_are_summed_up() -> None:
    """Sequences past those that are told apart still require their words, in bounded space."""
    phrase = " ".join("(aa|bb|cc|dd|ee|ff|gg)" for _ in range(20))
    required = translate(phrase).required
    assert required
    assert sum(map(len, required)) < 200


def test_a_text_has_its_words_pairs_and_digits_as_tokens() -> None:
    """Slots of figures are looked up by the digit token."""
    assert tokens_of(["at", "2:30"], " at 2:30 ") == {"at", "2:30", "at 2:30", DIGIT}
    assert tokens_of([], "") == set()
