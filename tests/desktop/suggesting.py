"""A backend that suggests, in the words of a story."""

from __future__ import annotations

from typing import Literal

from desktop.view import Connection, SuggestionCard
from tests.desktop.story import LIVE, Story
from transcripts.events import Author, Passage, SuggestionOffered
from transcripts.wire import SuggestionDelta

FEE = Passage("pricing.md", ("Pricing", "Diagnostic fee"))
PRICE = "Well. That is too expensive for me."
RULE_LINE = "The visit covers a full check."  # what the story's rules have for it


def write(story: Story, suggestion_id: str, text: str, utterance_id: str | None, author: Author = "model") -> None:
    """The backend has written so much of a suggestion."""
    delta = SuggestionDelta(suggestion_id, "writing", utterance_id, text, author, (FEE,))
    story.call.write(delta, story.now)


def take_back(story: Story, suggestion_id: str, state: Literal["gone", "nothing"] = "gone", why: str = "") -> None:
    """The backend takes a suggestion back, or has none."""
    story.call.write(SuggestionDelta(suggestion_id, state, why=why), story.now)


def offer(story: Story, suggestion_id: str, text: str, utterance_id: str | None, **more: object) -> None:
    """A suggestion is whole."""
    fields = {"author": "model", "at_ms": 9_000, "passages": (FEE,)} | more
    story.log(SuggestionOffered(text, utterance_id=utterance_id, **fields), event_id=suggestion_id)  # type: ignore[arg-type]  # its fields


def card_of(story: Story, connection: Connection = LIVE) -> SuggestionCard:
    """The suggestion on the screen."""
    card = story.view(connection).card
    assert isinstance(card, SuggestionCard), card
    return card
