"""The circuit breaker: a model that keeps failing is left alone for a while, so that no call waits for it in vain."""

from __future__ import annotations

from typing import Literal

from backend.assist.failure import Reason

State = Literal["closed", "open", "half_open"]

_HOPELESS: frozenset[Reason] = frozenset({"unauthorized", "no_credit", "no_key"})
"""What does not pass by itself: somebody has to do something about it."""


class Breaker:
    """Whether the model may be asked. It reads no clock: `now` is any count of seconds that never goes back.

    Closed, everything is allowed. `failures` in a row open it, and so does one that asks for time or is hopeless.
    Open, nothing is allowed until the pause is over; then it is half open and exactly one request, the probe, may
    pass. Its success closes the breaker, its failure opens it for twice the pause.

    Every request that was allowed ends in one of `succeeded`, `failed` and `abandoned`; a probe that ends in none
    would keep all others out.

    Args:
        failures: How many in a row open it.
        pause_s: The first pause, in seconds.
        longest_pause_s: What doubling stops at.
        hopeless_pause_s: The pause after what does not pass by itself.
    """

    def __init__(
        self,
        *,
        failures: int = 3,
        pause_s: float = 5.0,
        longest_pause_s: float = 120.0,
        hopeless_pause_s: float = 300.0,
    ) -> None:
        self._limit = failures
        self._pause_s = pause_s
        self._longest_pause_s = longest_pause_s
        self._hopeless_pause_s = hopeless_pause_s
        self._failed_in_a_row = 0
        self._opened_in_a_row = 0
        self._until = 0.0
        self._probing = False
        self.state: State = "closed"

    def allow(self, now: float) -> bool:
        """Whether a request may be sent now; half open, the one that is told so is the probe."""
        if self.state == "open" and now >= self._until:
            self.state = "half_open"
            self._probing = False
        if self.state == "half_open" and not self._probing:
            self._probing = True
            return True
        return self.state == "closed"

    def succeeded(self) -> None:
        """A request got its whole reply. One that was sent before the breaker opened does not close it."""
        if self.state == "open":
            return
        self.state = "closed"
        self._failed_in_a_row = self._opened_in_a_row = 0

    def failed(self, now: float, reason: Reason, retry_after_s: float | None = None) -> None:
        """A request got none."""
        self._failed_in_a_row += 1
        hopeless = reason in _HOPELESS
        if self.state == "open":  # sent before it opened: what it was told may reach further, and nothing else
            self._until = max(self._until, now + (self._hopeless_pause_s if hopeless else retry_after_s or 0.0))
            return
        enough = self._failed_in_a_row >= self._limit
        if not (enough or hopeless or retry_after_s or self.state == "half_open"):
            return
        pause = min(self._pause_s * 2.0**self._opened_in_a_row, self._longest_pause_s)
        if hopeless:
            pause = max(pause, self._hopeless_pause_s)
        self.state = "open"
        self._until = now + max(pause, retry_after_s or 0.0)
        self._opened_in_a_row = min(self._opened_in_a_row + 1, 30)

    def abandoned(self) -> None:
        """A request was given up by us and tells nothing; were it the probe, the next one may pass in its place."""
        self._probing = False
