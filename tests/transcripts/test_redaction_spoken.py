"""Redaction of what is said: in words, letter by letter, with repairs, cut over several turns."""

from __future__ import annotations

import time
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transcripts import (
    redaction_benign,
    redaction_calls,
    redaction_corpus,
    redaction_fresh,
    redaction_unheard,
)
from tests.transcripts.redaction_corpus import CLOSE, OPEN, Call
from tests.transcripts.redaction_score import kept, leaks
from transcripts.redaction import EMPTY, RedactionState, Redactor, redact, redact_interim

WORDS = "zero oh one two three four five six seven eight nine".split()  # ten words and "oh"
NODS = ("okay", "mm-hm", "yes", "got it", "go ahead", "uh huh", "right", "Okay.")


def talk(line: str) -> str:
    """A call, turn by turn and speaker by speaker between slashes, as it is kept."""
    redactor = Redactor()
    turns = line.split(" / ")
    return " / ".join(redactor.redact("customer" if at % 2 else "csr", text) for at, text in enumerate(turns))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("my number is five one two, double five five, oh one four seven", "my number is [PHONE]"),
        ("512 five five five oh 1 4 7", "[PHONE]"),
        ("it's five one two five five five twenty one forty seven", "it's [PHONE]"),
        ("eight hundred five five five oh one nine nine", "[PHONE]"),
        ("plus one four one five six six three oh oh nine two", "plus [PHONE]"),
        ("five five five oh one four seven extension two oh four", "[PHONE]"),
        ("it's five one two uh five five, no wait, five six oh one four seven", "it's [PHONE]"),
        ("five one two okay five five five yes oh one four seven", "[PHONE]"),
        ("call five won too five five five oh won for seven", "call [PHONE]"),
        ("five-one-two, five-five-five, zero-one-four-seven", "[PHONE]"),
        ("five one two what was it again five five five oh one four seven", "[PHONE]"),
        ("the last four of my card are four two four two", "the last four of my card are [CARD]"),
        ("four one one one, one one one one, one one one one, one one one one", "[CARD]"),
        ("the card is three seven eight two, eight two two four six three, one oh oh oh five", "the card is [CARD]"),
        ("card number 4111 1111 1111 11", "card number [CARD]"),
        ("my social is one two three, four five, six seven eight nine", "my social is [SSN]"),
        ("and the security code is eight three seven", "and the security code is [CVV]"),
        ("it's pat dot field at example dot com, thanks", "it's [EMAIL], thanks"),
        ("my email is b as in boy, o, b, at gmail", "my email is [EMAIL]"),
        ("m as in mary, then field, all one word, at proton dot me", "[EMAIL]"),
        ("send it to o'brien plus hvac at outlook dot com", "send it to [EMAIL]"),
        ("you can reach me at patfield at hotmail dot com", "you can reach me at [EMAIL]"),
    ],
)
def test_what_is_said_is_replaced_whole(said: str, kept: str) -> None:
    """A number or an address said in words becomes one placeholder, with all its repairs and hesitation."""
    assert redact(EMPTY, "customer", said)[1] == kept


@pytest.mark.parametrize(
    ("turns", "kept"),
    [
        ("what's the best number? / five one two / okay / five five five / mm-hm / oh one four seven",
         "what's the best number? / [PHONE] / okay / [PHONE] / mm-hm / [PHONE]"),
        ("best number? / 512 / yes / 555 / yes / 0147", "best number? / [PHONE] / yes / [PHONE] / yes / [PHONE]"),
        ("hi / it's five one two five five / okay / five oh one four seven", "hi / it's [PHONE] / okay / [PHONE]"),
        ("the card? / 4111 1111 / yes / 1111 1111 / expiration? / oh four twenty seven / and the code? / one two one",
         "the card? / [CARD] / yes / [CARD] / expiration? / [CARD] / and the code? / [CVV]"),
        ("your social? / one two three / okay / four five / okay / six seven eight nine",
         "your social? / [SSN] / okay / [SSN] / okay / [SSN]"),
        ("your email? / pat dot field / okay / at example dot com", "your email? / [EMAIL] / okay / [EMAIL]"),
        ("so that's five one two? / yes / five five five? / yes", "so that's [PHONE]? / yes / [PHONE]? / yes"),
        ("best number? / five one two five five five oh one four seven / and the address? / forty five twelve elm",
         "best number? / [PHONE] / and the address? / forty five twelve elm"),
        ("best number? / five one two five five five oh one four seven / and what time works? / eight thirty",
         "best number? / [PHONE] / and what time works? / eight thirty"),
        ("what's your number? / why / please hang up and call 911 / call nine one one?",
         "what's your number? / why / please hang up and call 911 / call nine one one?"),
        ("and the serial number? / one nine one two three four five six / okay / seven eight",
         "and the serial number? / one nine one two three four five six / okay / seven eight"),
    ],
)  # fmt: skip
def test_a_number_over_several_turns_is_replaced(turns: str, kept: str) -> None:
    """Every part of a number is hidden when it is said, the other speaker's part too; what follows it is not."""
    assert talk(turns) == kept


def _rate(calls: list[Call]) -> float:
    return sum(bool(leaks(call)) for call in calls) / len(calls)


@pytest.mark.parametrize("voice", [redaction_corpus.HEARD, redaction_unheard.UNHEARD], ids=["heard", "unheard"])
def test_of_a_thousand_calls_hardly_any_leaks(voice: redaction_corpus.Voice) -> None:
    """Spoken or split, at most one number in a hundred leaves a figure or a word behind."""
    assert _rate(list(redaction_corpus.private(7, 15, voice))) <= 0.01


def test_calls_written_down_as_they_came_do_not_leak() -> None:
    """Nothing survives of the numbers and addresses in calls of other hands."""
    assert [leaks(call) for call in redaction_fresh.calls() if leaks(call)] == []


def test_of_a_hundred_excerpts_at_most_one_leaks() -> None:
    """In calls written down by several hands, with stories, repairs and fragments, hardly anything survives."""
    assert _rate(redaction_calls.private()) <= 0.01


def test_of_a_hundred_benign_excerpts_at_most_one_is_altered() -> None:
    """What sounds like a number there and is none is left alone."""
    assert _rate(redaction_calls.benign()) <= 0.01


def test_benign_calls_stay_as_they_are() -> None:
    """Prices, times, addresses, sizes, labels, counting and websites are left alone in every wording."""
    calls = [*redaction_benign.sentences(3, 2, redaction_benign.HEARD), *redaction_unheard.benign(3, 2)]
    assert _rate(calls) <= 0.01


def test_a_call_redacted_again_is_the_same_call() -> None:
    """The state is told from redacted text, so a restart in the middle of a number changes nothing."""
    for call in redaction_corpus.private(11, 3):
        first, second = Redactor(), Redactor()
        for speaker, marked in call.turns:
            once = first.redact(speaker, _plain(marked))
            assert second.redact(speaker, once) == once
            assert first.state == second.state


def test_the_state_holds_no_figure_of_a_number() -> None:
    """The state counts segments and names kinds, and survives being stored."""
    redactor = Redactor()
    redactor.redact("csr", "what's the card number?")
    redactor.redact("customer", "four one one one")
    stored = msgspec.json.encode(redactor.state)
    assert msgspec.json.decode(stored, type=RedactionState) == redactor.state
    fields = msgspec.to_builtins(redactor.state)
    assert all(value < 10 if isinstance(value, int) else value.isalpha() or not value for value in fields.values())


def test_no_interim_shows_a_figure_that_the_final_hides() -> None:
    """Word by word, an interim of a call shows no figure of a number that its final segment masks."""
    for call in redaction_corpus.private(5, 2):
        if call.style.startswith("email"):
            continue
        redactor = Redactor()
        for speaker, marked in call.turns:
            text = _plain(marked)
            words = text.split(" ")
            interims = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
            shown = [redact_interim(redactor.state, speaker, interim) for interim in interims]
            final = kept(text, redactor.redact(speaker, text))
            for interim, redacted in zip(interims, shown, strict=True):
                there = kept(interim, redacted)
                leaked = [at for at in _secret(marked) if at < len(interim) and there[at] and not final[at]]
                assert not leaked, (interim, redacted)


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from(WORDS), min_size=10, max_size=10),
    st.sets(st.integers(1, 9), max_size=4),
    st.lists(st.sampled_from(NODS), min_size=4, max_size=4),
    st.sampled_from(["my number is", "the best number is", "it's my cell, the number's"]),
)
def test_no_split_leaks_more_than_the_whole(figures: list[str], cuts: set[int], nods: list[str], lead: str) -> None:
    """Wherever a number that was named is cut, with nods between, no figure of it is left."""
    redactor = Redactor()
    bounds = [0, *sorted(cuts), len(figures)]
    for turn, (left, right) in enumerate(pairwise(bounds)):
        piece = " ".join(figures[left:right])
        redacted = redactor.redact("customer", f"{lead} {piece}" if turn == 0 else piece)
        assert set(redacted.split()).isdisjoint(set(WORDS) - {"oh"})  # alone, it is a sigh
        if turn < len(nods):
            assert redactor.redact("csr", nods[turn]) == nods[turn]


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from([*WORDS, "to", "for", "um", "double", "at", "dot", "com", "[PHONE]", "512", "call", "gmail"])
    )
)
def test_redacting_again_changes_nothing(words: list[str]) -> None:
    """The output of redaction holds nothing that redaction would hide."""
    _, once = redact(EMPTY, "customer", " ".join(words))
    assert redact(EMPTY, "customer", once)[1] == once


HOSTILE = (
    "one ", "at ", "five no wait ", "dot ", "double five ", "a b c at ", "[PHONE] five ", "my number is ",
    "ends in five ", "my email is pat at ", "five um ", "in the zip ", "number one number ", "expires ", "five or ",
    "a as in b ", "1-", "oh ", "for ", "september of ", "one two three four five six seven, ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_repetition_is_redacted(piece: str) -> None:
    """A text of thousands of candidates neither stalls the recognisers nor exhausts the stack."""
    _, redacted = redact(EMPTY, "customer", piece * 2000)
    assert redact(EMPTY, "customer", redacted)[1] == redacted


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_cost_grows_with_the_length_and_no_faster(piece: str) -> None:
    """Four times the text costs about four times as much, and not sixteen times."""
    redactor = Redactor()
    redactor.redact("csr", "what's your number?")

    def cost(count: int) -> float:
        times = []
        for _ in range(3):
            began = time.process_time()
            redact(redactor.state, "customer", piece * count)
            times.append(time.process_time() - began)
        return min(times)

    assert cost(2000) < 11 * max(cost(500), 0.002)


def _plain(marked: str) -> str:
    return marked.replace(OPEN, "").replace(CLOSE, "")


def _secret(marked: str) -> list[int]:
    places: list[int] = []
    place, within = 0, False
    for char in marked:
        if char in (OPEN, CLOSE):
            within = char == OPEN
            continue
        if within:
            places.append(place)
        place += 1
    return places
