"""How well the window hears the call, from the link's state and the time since anybody was heard."""

from __future__ import annotations

from typing import Literal

from desktop.call import Call
from desktop.link import LinkState
from desktop.view import Connection

QUIET_S = 15  # no transcript for this long in a call is stale
HOLD_S = 60  # after an announced hold
SETTLED_S = 15  # a loss older than this is "offline", a fresh one "reconnecting"


def reception(state: LinkState, waiting: int, call: Call | None, now: float) -> Connection:
    """The connection as the window shows it at `now`, seconds on the monotonic clock."""
    in_call = call is not None and call.phase == "in_call"
    if state.online:
        heard_at = call.last_heard_at if call is not None else None
        silent_s = int(now - heard_at) if in_call and heard_at is not None else 0
        limit = HOLD_S if call is not None and call.on_hold else QUIET_S
        if call is not None and silent_s >= limit:
            clock_ms = call.clock_ms(now) or 0
            return Connection(
                "stale",
                troubled_s=silent_s,
                waiting=waiting,
                silent_s=silent_s,
                stopped_at_ms=max(0, clock_ms - silent_s * 1000),
            )
        return Connection("live" if in_call else "idle", waiting=waiting)
    troubled_s = int(now - state.since)
    name: Literal["offline", "reconnecting"] = "reconnecting" if troubled_s < SETTLED_S and not waiting else "offline"
    next_try_s = None if state.next_try_at is None else max(0, round(state.next_try_at - now))
    return Connection(name, troubled_s=troubled_s, waiting=waiting, next_try_s=next_try_s, problem=state.problem)
