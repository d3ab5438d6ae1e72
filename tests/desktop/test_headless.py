"""The call as lines of text, without a window."""

from __future__ import annotations

import pytest

from desktop.headless import Printer
from tests.desktop.story import SESSION, Story
from transcripts.events import Passage, SuggestionOffered, SuggestionWithheld, SummaryReady

BY_LOG = SummaryReady("No heat", "", "", "", "lead", "price", (), 2, (), "log", review="Model said booked")


def printed(story: Story, capsys: pytest.CaptureFixture[str]) -> tuple[Printer, str]:
    """The printer after the story's events, and what it printed."""
    printer = Printer(SESSION, as_json=False)
    printer.take(tuple(story.events))
    return printer, capsys.readouterr().out


async def test_suggestions_are_a_line_with_author_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    """Model and playbook are told apart; what was withheld names the rule and not the words."""
    story = Story().begin()
    path = (Passage("pricing.md", ("Pricing", "Diagnostic fee")),)
    story.log(SuggestionOffered("I hear you.", "model", None, 61_000, passages=path))
    story.log(SuggestionOffered("The visit is $89.", "playbook", None, 62_000, passages=path))
    story.log(SuggestionWithheld("promise", "Same-day promise", "Today for sure.", None, 63_000))
    _, out = printed(story, capsys)
    assert out.splitlines()[1:] == [
        "01:01  suggestion (model): I hear you.  [Model, from Playbook › Pricing › Diagnostic fee]",
        "01:02  suggestion (playbook): The visit is $89.  [Playbook › Pricing › Diagnostic fee]",
        "01:03  suggestion withheld: Same-day promise",
    ]


async def test_the_summary_says_who_wrote_it_and_what_to_review(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a model in the call the log's summary is the last; with one, the model's is waited for."""
    story = Story().begin()
    story.log(BY_LOG)
    printer, out = printed(story, capsys)
    assert out.splitlines()[1:] == [
        "Outcome    lead price",
        "Problem    No heat",
        "To review  Model said booked",
        "Written from the call log, no model",
    ]
    assert printer.finished.is_set()
    story = Story().begin()
    story.log(SuggestionOffered("I hear you.", "model", None, 61_000))
    story.log(BY_LOG)
    printer, _ = printed(story, capsys)
    assert not printer.finished.is_set()
