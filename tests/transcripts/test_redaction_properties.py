"""Redaction of written forms, as properties of generated text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from transcripts.events import Speaker
from transcripts.redaction import EMPTY, Redactor, redact, redact_interim

SPOKEN = """okay so please hello thanks the unit is making noise and a leak under our sink since monday you know it will
be great technician heat upstairs cold water furnace quiet maybe soon"""
WORDS = st.lists(st.sampled_from(SPOKEN.split()), max_size=8).map(" ".join)
DIGIT = st.sampled_from("0123456789")


def _digits(count: int) -> st.SearchStrategy[str]:
    return st.text(DIGIT, min_size=count, max_size=count)


@st.composite
def phones(draw: st.DrawFn) -> str:
    """A North American number in some written form."""
    lead = st.sampled_from("23456789")
    area, exchange = (draw(lead) + draw(_digits(2)) for _ in range(2))
    line = draw(_digits(4))
    shape = draw(
        st.sampled_from(
            [
                "{}-{}-{}",
                "({}) {}-{}",
                "({}){}-{}",
                "{}.{}.{}",
                "{}{}{}",
                "{} {}-{}",
                "{}\u2011{}\u2011{}",
                "{} - {} - {}",
            ]
        )
    )
    country = draw(st.sampled_from(["", "+1 ", "+1-", "1-", "1 ", "+1"]))
    extension = draw(st.sampled_from(["", " ext. 12", " x204", ", extension 7"]))
    return country + shape.format(area, exchange, line) + extension


@st.composite
def cards(draw: st.DrawFn) -> str:
    """A number of 13 to 19 digits that an issuer could give out, with its check digit, in some grouping."""
    lead = draw(st.sampled_from(["4", "51", "55", "34", "37", "6011", "65", "2221", "36", "62"]))
    size = draw(st.integers(13, 19))
    body = lead + draw(_digits(size - 1 - len(lead)))
    check = next(digit for digit in "0123456789" if _luhn_sum(body + digit) % 10 == 0)
    number = body + check
    grouping = draw(st.sampled_from([(4,) * 5, (4, 6, 5, 4), (19,), (1,) * 19, (2,) * 10, (4, 15)]))
    groups = []
    for length in grouping:
        groups.append(number[:length])
        number = number[length:]
        if not number:
            break
    return draw(st.sampled_from([" ", "-", ".", "  ", " - "])).join(groups)


def _luhn_sum(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total


@st.composite
def emails(draw: st.DrawFn) -> str:
    """An address with tags, apostrophes, dots, subdomains and letters beyond ASCII."""
    letters = st.text(st.sampled_from("abcxyzéüñ019"), min_size=1, max_size=8)
    local = draw(st.sampled_from([".", "+", "'", "_", "-"])).join(draw(st.lists(letters, min_size=1, max_size=3)))
    domain = ".".join(draw(st.lists(letters, min_size=1, max_size=3)))
    return f"{local}@{domain}.{draw(st.sampled_from(['com', 'co.uk', 'de', 'museum']))}"


ITEMS = st.one_of(phones(), cards(), emails())
MIXED = st.lists(
    st.one_of(ITEMS, WORDS, st.text(max_size=12), _digits(3), _digits(4), _digits(7), _digits(9)), max_size=6
)


@given(WORDS, phones(), WORDS)
def test_no_digit_of_a_phone_number_is_left(before: str, phone: str, after: str) -> None:
    """A phone number among words leaves the words and a placeholder."""
    assert redact(EMPTY, "customer", f"{before} {phone} {after}")[1] == f"{before} [PHONE] {after}"


@given(WORDS, cards(), WORDS)
def test_no_digit_of_a_card_is_left(before: str, card: str, after: str) -> None:
    """A card among words leaves no digit."""
    redacted = redact(EMPTY, "customer", f"{before} {card} {after}")[1]
    assert not any(char.isdigit() for char in redacted)
    assert "[CARD]" in redacted
    assert redacted.startswith(before)
    assert redacted.endswith(after)


@given(WORDS, emails(), WORDS)
def test_no_letter_of_an_email_address_is_left(before: str, email: str, after: str) -> None:
    """An e-mail address among words leaves the words and a placeholder."""
    assert redact(EMPTY, "customer", f"{before} {email} {after}")[1] == f"{before} [EMAIL] {after}"


@settings(max_examples=300)
@given(MIXED)
def test_redacting_again_changes_nothing(parts: list[str]) -> None:
    """The output of redaction holds nothing that redaction would hide."""
    _, once = redact(EMPTY, "customer", " ".join(parts))
    assert redact(EMPTY, "customer", once)[1] == once


@given(st.lists(st.tuples(st.sampled_from(["csr", "customer"]), MIXED), max_size=5))
def test_a_call_redacted_again_is_the_same_call(turns: list[tuple[str, list[str]]]) -> None:
    """The state is told from redacted text, so a second pass over a whole call changes nothing either."""
    first, second = Redactor(), Redactor()
    for speaker, parts in turns:
        once = first.redact("csr" if speaker == "csr" else "customer", " ".join(parts))
        assert second.redact("csr" if speaker == "csr" else "customer", once) == once
        assert first.state == second.state


@settings(max_examples=300)
@given(WORDS, st.one_of(phones(), cards()), WORDS, st.data())
def test_no_prefix_shows_digits_that_the_final_hides(before: str, number: str, after: str, data: st.DataObject) -> None:
    """However a segment grows, its interims show no digit of a number that the whole segment hides."""
    text = f"{before} {number} {after}"
    cut = data.draw(st.integers(0, len(text)))
    assert not any(char.isdigit() for char in redact_interim(EMPTY, "customer", text[:cut]))


@given(WORDS, emails(), st.data())
@example("", "pat.field@example.com", None)
def test_no_prefix_shows_an_address_once_it_is_named(before: str, email: str, data: st.DataObject | None) -> None:
    """After the word "email", no interim shows a part of the address that follows."""
    lead = f"{before} my email is "
    for cut in range(len(email)) if data is None else [data.draw(st.integers(0, len(email)))]:
        shown = redact_interim(EMPTY, "customer", lead + email[:cut]).removeprefix(lead)
        assert shown.rstrip(".") in ("", "…", "[EMAIL]")


@given(st.lists(st.one_of(WORDS, st.integers(0, 99).map(str), st.sampled_from(["$89", "2:30", "16x25x1", "24/7"]))))
def test_words_and_small_figures_stay(parts: list[str]) -> None:
    """Sentences of words, amounts, times, sizes and figures apart from each other are not touched."""
    text = " then ".join(parts)
    assert redact(EMPTY, "csr", text)[1] == text


@given(st.text(max_size=60))
def test_text_without_digit_or_sign_stays(text: str) -> None:
    """Text without a digit and without an at sign is returned byte for byte."""
    plain = "".join(char for char in text if not char.isnumeric() and char not in "@\uff20\ufe6b")
    assert redact(EMPTY, "csr", plain)[1] == plain


FIGURES = ["zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
TENS = ["ten", "fifteen", "nineteen", "twenty", "thirty", "fifty", "ninety"]
TALK = """to for um double at dot com [PHONE] 512 call gmail pat a my number is not or ends in units code 0147 [EMAIL]
[CARD] march of"""
QUESTIONS = ("what's your email?", "what's the serial number?", "and the code on the back?")
NODS = ("okay", "mm-hm", "yes", "got it", "go ahead", "uh huh", "right", "Okay.", "sounds good", "and?")
ASKED = {
    "phone": "and what's the best number to reach you?",
    "card": "go ahead with the card number please",
    "ssn": "and your social security number?",
}
SIZES = {"phone": (3, 3, 4), "card": (4, 4, 4, 4), "ssn": (3, 2, 4)}
QUIET = [""] * 6
PAUSES = (" ", " ", ", ", " uh ", ", no wait, ", " - ", " okay ")


@st.composite
def said(draw: st.DrawFn, kind: str) -> list[str]:
    """A number as it is said, in words: one by one, in pairs, with doubles, written in part, with pauses between."""
    words: list[str] = []
    for size in SIZES[kind]:
        how = draw(st.sampled_from(("ones", "ones", "double", "pairs", "written")))
        if how == "written":
            words += draw(_digits(size)).split()
        elif how == "double":
            words += ["double", draw(st.sampled_from(FIGURES))]
            words += draw(st.lists(st.sampled_from(FIGURES), min_size=max(0, size - 2), max_size=max(0, size - 2)))
        elif how == "pairs" and size == 4:
            words += draw(st.lists(st.sampled_from(TENS), min_size=2, max_size=2))
        else:
            words += draw(st.lists(st.sampled_from(FIGURES), min_size=size, max_size=size))
        words += draw(st.sampled_from(PAUSES)).split()
    return words


def number(kind: str, text: str) -> tuple[str, list[str]]:
    """A number of a kind as it was said."""
    return kind, text.split()


NUMBERS = st.sampled_from(sorted(ASKED)).flatmap(lambda kind: st.tuples(st.just(kind), said(kind)))


def figures_left(text: str) -> set[str]:
    """The words of a redacted text that say a figure; a sigh alone does not."""
    words = text.lower().replace(",", " ").replace("-", " ").replace(".", " ").split()
    return {word for word in words if word in (*FIGURES, *TENS) or word.isdigit()} - {"oh"}


@settings(max_examples=300)
@example(
    number("card", "zero zero zero zero double zero zero zero - double zero zero zero double zero"), {4, 10}, QUIET
)
@example(number("phone", "one zero zero - double zero zero double zero zero zero"), {5}, QUIET)
@example(number("ssn", "zero zero zero , no wait, double zero - double zero zero zero"), {1, 10}, QUIET)
@example(number("ssn", "zero zero one , double zero zero zero zero zero"), {2, 5}, QUIET)
@example(number("phone", "two one one 000 0000"), set(), QUIET)
@example(number("phone", "double zero one , 000 ten ten"), {3}, QUIET)
@given(NUMBERS, st.sets(st.integers(1, 24), max_size=5), st.lists(st.sampled_from(("", *NODS)), min_size=6, max_size=6))
def test_no_split_of_a_number_that_was_asked_for_leaks(
    number: tuple[str, list[str]], cuts: set[int], nods: list[str]
) -> None:
    """Wherever an answer is cut into segments, with a nod between or without, no figure of it is left."""
    kind, words = number
    bounds = [0, *sorted(cut for cut in cuts if cut < len(words)), len(words)]
    redactor = Redactor()
    redactor.redact("csr", ASKED[kind])
    for turn, (left, right) in enumerate(pairwise(bounds)):
        assert figures_left(redactor.redact("customer", " ".join(words[left:right]))) == set()
        if nods[turn]:
            assert redactor.redact("csr", nods[turn]) == nods[turn]


@settings(max_examples=300)
@given(NUMBERS, st.booleans(), WORDS, st.data())
def test_no_prefix_of_a_spoken_number_shows_a_figure(
    number: tuple[str, list[str]], asked: bool, after: str, data: st.DataObject
) -> None:
    """However an utterance grows, its interims show no figure of a number that the whole hides."""
    kind, words = number
    redactor = Redactor()
    if asked:
        redactor.redact("csr", ASKED[kind])
    lead = {"phone": "my number is", "card": "the card number is", "ssn": "my social is"}[kind]
    text = f"{lead} {' '.join(words)} {after}"
    final = redact(redactor.state, "customer", text)[1]
    cut = data.draw(st.integers(0, len(text)))
    shown = redact_interim(redactor.state, "customer", text[:cut])
    assert figures_left(shown) <= figures_left(final)


@settings(max_examples=200)
@given(st.lists(NUMBERS, min_size=1, max_size=3), st.integers(0, 5))
def test_a_restart_in_the_middle_of_a_number_changes_nothing(
    numbers: list[tuple[str, list[str]]], restart: int
) -> None:
    """The state made again from the redacted segments of a call is the state, and so goes on as it did."""
    turns: list[tuple[Speaker, str]] = []
    for kind, words in numbers:
        middle = len(words) // 2
        turns += [("csr", ASKED[kind]), ("customer", " ".join(words[:middle])), ("customer", " ".join(words[middle:]))]
    whole, again = Redactor(), Redactor()
    for at, (speaker, text) in enumerate(turns):
        redacted = whole.redact(speaker, text)
        if at == restart:
            again = Redactor(again.state)
        assert again.redact(speaker, redacted) == redacted
        assert again.state == whole.state


@settings(max_examples=300)
@given(st.sampled_from(["", *ASKED.values(), *QUESTIONS]), st.lists(st.sampled_from([*FIGURES, *TENS, *TALK.split()])))
def test_what_is_redacted_stays_as_it_is(asked: str, words: list[str]) -> None:
    """Redacting the output again changes nothing, whatever was asked for."""
    state = redact(EMPTY, "csr", asked)[0]
    _, once = redact(state, "customer", " ".join(words))
    assert redact(state, "customer", once)[1] == once
