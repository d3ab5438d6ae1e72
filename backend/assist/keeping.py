"""How assist has what it found out stored with the call."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from backend.live import LiveSession
from backend.log.contract import Stored
from transcripts.events import Draft, Payload

ACTOR = "system:assist"


class Record(Protocol):
    """Stores drafts, in the order of the calls."""

    def __call__(self, live: LiveSession, drafts: Sequence[Draft]) -> asyncio.Future[Stored]:
        """Have them stored; the future is done when they are durable."""
        ...


async def keep(record: Record, live: LiveSession, event_id: str, payload: Payload, trace_id: str) -> None:
    """Store one fact; returns when it is durable. Cancelled, it is stored all the same.

    Raises:
        LogError: It could not be stored.
    """
    draft = Draft(event_id=event_id, occurred_at=datetime.now(UTC), actor=ACTOR, payload=payload, trace_id=trace_id)
    await asyncio.shield(record(live, [draft]))
