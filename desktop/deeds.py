"""What the CSR does with the call on the screen: shown at once, and stored with the call when the backend is there."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Literal

from desktop.call import Call
from desktop.requests import Requests
from transcripts import wire
from transcripts.events import (
    AlertAcknowledged,
    AlertOverridden,
    DispositionSet,
    NoteAdded,
    Payload,
    SuggestionDismissed,
    SuggestionRated,
    SuggestionUsed,
    SummaryEdited,
)
from transcripts.subscription import Answered

LONGEST_REASON = 2_000  # characters
LONGEST_TEXT = 20_000


class Deeds:
    """Deeds of one CSR. Without a call, and where there is nothing to do, each does nothing.

    Args:
        call: The call on the screen.
        requests: Has them stored.
        is_online: Whether the backend is there now.
        changed: Told after each that there is something to paint.
    """

    def __init__(
        self,
        call: Callable[[], Call | None],
        requests: Requests,
        is_online: Callable[[], bool],
        changed: Callable[[], None],
    ) -> None:
        self._current = call
        self._requests = requests
        self._is_online = is_online
        self._changed = changed

    def override(self, alert_id: str, reason: str) -> None:
        """Put an emergency away, for the reason a person gave."""
        call, reason = self._current(), reason.strip()[:LONGEST_REASON]
        if call is not None and reason and call.override(alert_id, reason, time.monotonic()):
            self._report(call, AlertOverridden(alert_id, reason))

    def acknowledge(self, alert_id: str = "") -> None:
        """Acknowledge a claim, by default the one on the screen, or the advice given in an emergency."""
        call, now = self._current(), time.monotonic()
        if call is not None:
            alert_id = alert_id or call.standing_claim(now)
            if alert_id and call.acknowledge(alert_id, now):
                self._report(call, AlertAcknowledged(alert_id))

    def use_card(self, card_id: str) -> None:
        """The CSR used a line."""
        call = self._current()
        if call is not None and call.put_away(card_id):
            self._report(call, SuggestionUsed(card_id))

    def dismiss_card(self, card_id: str) -> None:
        """The CSR put a line away; the backend stops one that it is still writing."""
        call = self._current()
        if call is not None and call.put_away(card_id):
            self._report(call, SuggestionDismissed(card_id))

    def rate_card(self, card_id: str, rating: Literal["up", "down"]) -> None:
        """The CSR's thumb on a line."""
        call = self._current()
        if call is not None and call.rate(card_id, rating):
            self._report(call, SuggestionRated(card_id, rating == "up"))

    def suggest(self) -> None:
        """Have the backend write a line, anew where one stands; without it the rules' newest line stands again."""
        call = self._current()
        if call is None or call.phase != "in_call":
            return
        if self._is_online():
            call.ask()
            params = wire.SuggestionRequest(call.session_id)
            self._requests.ask("suggestion.request", params, partial(self._on_suggestion, call))
        else:
            call.offer_again(time.monotonic())
        self._changed()

    def write_note(self, text: str) -> None:
        """Keep a note with the call."""
        call = self._current()
        if call is not None and text.strip():
            self._report(call, NoteAdded(text.strip()[:LONGEST_TEXT], call.clock_ms(time.monotonic()) or 0))

    def choose_outcome(self, disposition: str, reason: str) -> None:
        """Correct the outcome."""
        call = self._current()
        if call is not None:
            chosen = DispositionSet(disposition, reason)
            call.choose_outcome(chosen)
            self._report(call, chosen)

    def edit_summary(self, problem: str, equipment: str, agreed: str, follow_up: str) -> None:
        """Rewrite the lines of the summary."""
        call = self._current()
        if call is not None and call.session.summary is not None:
            lines = (line.strip()[:LONGEST_TEXT] for line in (problem, equipment, agreed, follow_up))
            edited = SummaryEdited(*lines)
            call.edit_summary(edited)
            self._report(call, edited)

    def _on_suggestion(self, call: Call, answer: Answered) -> None:
        result = answer.result
        if isinstance(result, wire.SuggestionRequested):
            call.expect(result.suggestion_id, result.why, time.monotonic())
        else:
            call.expect("", "", time.monotonic())
        self._changed()

    def _report(self, call: Call, payload: Payload) -> None:
        self._requests.report(call.session_id, payload)
        self._changed()
