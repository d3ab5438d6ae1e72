"""The call clock: milliseconds since the call began, as the window shows it.

It runs with this machine's monotonic clock and never goes back. A replay faster than real time pushes it forward: what
is said at 2:47 moves it to 2:47.
"""

from __future__ import annotations

from datetime import datetime


class CallClock:
    """The clock of one call. `now` is always seconds on the monotonic clock."""

    def __init__(self) -> None:
        self._began: float | None = None
        self._stopped_ms: int | None = None

    def start(self, started_at: datetime, wall: datetime, now: float) -> None:
        """The call began at `started_at`, which was some time before `wall`, the time of day now."""
        elapsed = max(0.0, (wall - started_at).total_seconds())
        self._began = now - elapsed

    def hear(self, at_ms: int, now: float) -> None:
        """Something was said at `at_ms`: the clock shows at least that."""
        if self._began is not None and self._stopped_ms is None:
            self._began = min(self._began, now - at_ms / 1000)

    def stop(self, at_ms: int) -> None:
        """The call ended at `at_ms`."""
        self._stopped_ms = at_ms

    def at_ms(self, now: float) -> int | None:
        """What the clock shows; None before the call."""
        if self._stopped_ms is not None:
            return self._stopped_ms
        return None if self._began is None else max(0, int((now - self._began) * 1000))
