"""The figures that a text states, and whether its sources hold them, however they are spelled."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rules.figures import Figures, stated, unsupported

UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
UNITS += "seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def spoken(number: int) -> str:
    """A number below a thousand in words."""
    if number >= 100:
        rest = f" and {spoken(number % 100)}" if number % 100 else ""
        return f"{UNITS[number // 100]} hundred{rest}"
    if number >= 20:
        return f"{TENS[number // 10]}{f'-{UNITS[number % 10]}' if number % 10 else ''}"
    return UNITS[number]


def marked(text: str, *sources: str) -> list[str]:
    """The words of the figures in `text` that no source states."""
    return [text[start:end] for start, end in unsupported(text, sources)]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The visit is $89.", "our visit fee is eighty-nine"),
        ("It's 89 bucks.", "eighty nine dollars"),
        ("between 2 and 4", "two to four"),
        ("Thursday 2-4 pm", "thursday from two to four"),
        ("at 3:30", "half past three"),
        ("at noon", "12 p.m."),
        ("at 2 pm", "two works for me"),
        ("10 am to noon", "ten to twelve"),
        ("a 1-year warranty", "our labor has a year of warranty"),
        ("84 years old", "she's eighty-four"),
        ("call 555-0134", "it's five five five oh one three four"),
        ("$139", "it's one thirty nine for the call"),
        ("3258 Oak Park", "thirty two fifty eight oak park"),
        ("half off", "fifty percent"),
        ("May 3rd", "on may third"),
        ("the 12th", "wednesday the twelfth"),
        ("today at five", "this evening at five"),
        ("Thursday", "next Thursday"),
        ("Sat 8-10", "saturday eight to ten"),
        ("2.5 tons", "two and a half tons"),
        ("$2,000", "two grand"),
    ],
)
def test_a_figure_is_held_in_any_spelling(text: str, source: str) -> None:
    """Written, spoken or half and half, a figure of the source is supported."""
    assert marked(text, source) == []


@pytest.mark.parametrize(
    ("text", "source", "found"),
    [
        ("It's $98.", "eighty-nine dollars", ["$98"]),
        ("2 to 5", "two to four", ["2 to 5"]),
        ("8 to 4", "eight to ten or two to four", ["8 to 4"]),
        ("20% off", "twenty dollars", ["20%"]),
        ("at 2 pm", "two kids and a dog", ["2 pm"]),
        ("8:30 pm", "eight thirty a.m.", ["8:30 pm"]),
        ("15 years", "fifteen minutes", ["15 years"]),
        ("next Thursday", "thursday", ["next Thursday"]),
        ("tomorrow", "today", ["tomorrow"]),
        ("in June", "in july", ["June"]),
        ("a 2-year warranty", "a one-year warranty", ["2-year"]),
        ("model XR15", "an xr14", ["XR15"]),
        ("555-0135", "555-0134", ["555-0135"]),
        ("It costs $89.", "", ["$89"]),
    ],
)
def test_another_figure_is_not(text: str, source: str, found: list[str]) -> None:
    """A figure with another value, unit or half of the day is marked."""
    assert marked(text, source) == found


@pytest.mark.parametrize(
    "text",
    [
        "One more thing before you go.",
        "One moment, please.",
        "Give me a second.",
        "That one works for two reasons.",
        "This is your first visit, and the second opinion is yours.",
        "It may be the one in the attic.",
        "We march on. Call 911 from outside.",
        "No one will be there, and another one comes.",
    ],
)
def test_ways_of_speaking_are_no_figures(text: str) -> None:
    """Words such as "one" and "second" are not held to be figures where they are none."""
    assert marked(text) == []


@example(89, "dollars")
@given(st.integers(2, 999), st.sampled_from(["dollars", "percent", "degrees", "years"]))
def test_numbers_in_words_hold_numbers_in_figures(number: int, unit: str) -> None:
    """What is spoken holds what is written with the same unit, and the other way round."""
    written = {"dollars": f"${number}", "percent": f"{number}%"}.get(unit, f"{number} {unit}")
    said = f"{spoken(number)} {unit}"
    assert marked(f"It is {written}.", said) == []
    assert marked(f"It is {said}.", written) == []


@given(st.integers(2, 998), st.integers(2, 998), st.sampled_from(["dollars", "percent", "degrees", ""]))
def test_a_changed_number_is_marked(number: int, other: int, unit: str) -> None:
    """A number is held by itself alone."""
    said = f"It is {spoken(number)} {unit}."
    assert bool(marked(f"It is {other} {unit}.", said)) == (number != other)


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from(DAYS))
def test_windows_are_held_whole(first: int, last: int, day: str) -> None:
    """A day and a window are held however they are said; another end or another day is not."""
    said = f"i have {day.lower()} {UNITS[first]} to {UNITS[last]}"
    assert marked(f"{day} between {first} and {last}", said) == []
    assert marked(f"{day} from {first}-{last % 12 + 1}", said) != []
    assert marked(f"{DAYS[DAYS.index(day) - 1]} between {first} and {last}", said) != []


PIECES = st.lists(
    st.sampled_from(
        "$89 89% two to four noon half past 3 1-2 one a May 3rd 12th next Friday 555-0134 twenty oh and the x14 ½ ３"
        " 7:05 pm years , . 1,200 o'clock quarter".split()
    ),
    max_size=14,
).map(" ".join)


@given(PIECES | st.text(max_size=60))
def test_any_text_holds_its_own_figures(text: str) -> None:
    """Every text supports itself; figures are in order, apart, within the text, and no digit is left out."""
    assert unsupported(text, [text]) == ()
    spans = [(one.start, one.end) for one in stated(text)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    for match in re.finditer(r"\d+", text):
        assert any(start < match.end() and end > match.start() for start, end in spans)


@given(st.lists(PIECES, max_size=5), PIECES)
def test_sources_can_come_one_by_one(sources: list[str], text: str) -> None:
    """A call that grows ends up with the same answer, and more sources never support less."""
    growing = Figures()
    before = growing.unsupported(text)
    for source in sources:
        growing.add(source)
        after = growing.unsupported(text)
        assert set(after) <= set(before)
        before = after
    assert before == unsupported(text, sources)
