"""The suggestions of a call as this window knows them: being written, whole, withheld, put away.

The backend writes them, sentence by sentence, and then puts each into the log. A newer one takes the place of an older
one as soon as it has words. Times are seconds on the monotonic clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from desktop.view import Span
from transcripts.events import Author, Passage, Payload, SuggestionOffered, SuggestionWithheld
from transcripts.wire import SuggestionDelta


@dataclass(slots=True)
class ShownSuggestion:
    """A suggestion, whole since `whole_at`, or still being written."""

    suggestion_id: str
    begun_at: float
    utterance_id: str | None = None
    author: Author = "model"
    text: str = ""
    passages: tuple[Passage, ...] = ()
    evidence: tuple[Span, ...] = ()
    whole_at: float | None = None
    asked_for: bool = False
    offline: bool = False  # the playbook answers though a model is set up
    rating: Literal["up", "down"] | None = None

    @property
    def seen_at(self) -> float:
        """When it was whole, and while it is not, when it was begun."""
        return self.begun_at if self.whole_at is None else self.whole_at


@dataclass(frozen=True, slots=True)
class Withheld:
    """A suggestion that broke the rule `title`. `was_shown` is whether some of it had been on the screen."""

    suggestion_id: str
    title: str
    at: float
    was_shown: bool


class Suggestions:
    """Those that may still be shown, in the order in which they were begun. Folding one again changes nothing."""

    def __init__(self) -> None:
        self.withheld: Withheld | None = None
        self._by_id: dict[str, ShownSuggestion] = {}
        self._done: set[str] = set()  # nothing more is to come of them
        self._put_away: set[str] = set()  # never to be shown again
        self._answered: set[str] = set()  # utterances for which the CSR used or dismissed a line
        self._asked: set[str] = set()
        self._is_asking = False

    def __iter__(self) -> Iterator[ShownSuggestion]:
        return iter(tuple(self._by_id.values()))

    def get(self, suggestion_id: str) -> ShownSuggestion | None:
        """The suggestion of that id."""
        return self._by_id.get(suggestion_id)

    def is_answered(self, utterance_id: str | None) -> bool:
        """Whether the CSR has used or dismissed a line for this utterance."""
        return utterance_id in self._answered

    def ask(self) -> None:
        """The CSR asks the backend for one."""
        self._is_asking = True

    def expect(self, suggestion_id: str, now: float) -> None:
        """The backend looks for the one that was asked for, under this id; without an id there will be none."""
        self._is_asking = False
        if suggestion_id:
            self._asked.add(suggestion_id)
            if suggestion_id not in self._done:
                self._begin(suggestion_id, now).asked_for = True

    def take(self, delta: SuggestionDelta, now: float) -> bool:
        """Take in one while it is being written; tells whether it says that what was asked for came to nothing."""
        known = delta.suggestion_id in self._asked
        if delta.state == "writing":
            if delta.suggestion_id not in self._done:
                suggestion = self._begin(delta.suggestion_id, now)
                suggestion.utterance_id, suggestion.author = delta.utterance_id, delta.author
                suggestion.passages = delta.passages
                self._write(suggestion, delta.text)
            return False
        self._drop(delta.suggestion_id)
        if delta.state == "gone" or not (known or self._is_asking):
            return False
        self._is_asking = False
        return True

    def fold(self, event_id: str, payload: Payload, seen_at: float) -> None:
        """Take in what the log says of one."""
        match payload:
            case SuggestionOffered() as offered if event_id not in self._put_away:
                self._done.discard(event_id)  # the log is right, whatever was taken back before
                suggestion = self._begin(event_id, seen_at)
                suggestion.utterance_id, suggestion.author = offered.utterance_id, offered.author
                suggestion.passages, suggestion.evidence = offered.passages, offered.evidence
                suggestion.asked_for |= offered.asked_for
                suggestion.offline = bool(offered.offline)
                if suggestion.whole_at is None:
                    suggestion.whole_at = seen_at
                self._write(suggestion, offered.text)
                self._done.add(event_id)
            case SuggestionWithheld(title=title) if event_id not in self._put_away:
                shown = self._by_id.get(event_id)
                self._drop(event_id)
                self.withheld = Withheld(event_id, title, seen_at, was_shown=shown is not None and bool(shown.text))

    def put_away(self, suggestion_id: str) -> bool:
        """The CSR used, dismissed or stopped one; tells whether it was there."""
        suggestion = self._by_id.get(suggestion_id)
        self._put_away.add(suggestion_id)
        self._drop(suggestion_id)
        if suggestion is not None:
            self.answer(suggestion.utterance_id)
        return suggestion is not None

    def answer(self, utterance_id: str | None) -> None:
        """The CSR used or dismissed a line for this utterance: another for it comes only when asked for."""
        if utterance_id is not None:
            self._answered.add(utterance_id)

    def rate(self, suggestion_id: str, rating: Literal["up", "down"]) -> bool:
        """The CSR's thumb; tells whether it was there."""
        suggestion = self._by_id.get(suggestion_id)
        if suggestion is None:
            return False
        suggestion.rating = rating
        return True

    def _begin(self, suggestion_id: str, now: float) -> ShownSuggestion:
        suggestion = self._by_id.setdefault(suggestion_id, ShownSuggestion(suggestion_id, now))
        suggestion.asked_for |= suggestion_id in self._asked
        return suggestion

    def _write(self, suggestion: ShownSuggestion, text: str) -> None:
        """Show its words; the ones begun before it have had their time."""
        is_first, suggestion.text = not suggestion.text, text
        if is_first and text:
            for older in self:
                if older is suggestion:
                    break
                self._put_away.add(older.suggestion_id)
                self._drop(older.suggestion_id)
            self.withheld = None

    def _drop(self, suggestion_id: str) -> None:
        self._by_id.pop(suggestion_id, None)
        self._done.add(suggestion_id)
