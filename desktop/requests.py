"""What the window asks of the backend, and what it has the backend store."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from desktop.link import Link
from transcripts import wire
from transcripts.chain import canonical
from transcripts.events import NAMES, Payload, current_version
from transcripts.identity import uuid7
from transcripts.subscription import Answered

Handler = Callable[[Answered], None]

_log = logging.getLogger(__name__)


def new_id(wall: datetime) -> str:
    """An id for an event or a session that begins at `wall`, the time of day in UTC."""
    return uuid7(wall, os.urandom(10))


class Requests:
    """Remembers who waits for which answer. Not thread-safe: it belongs to the thread of the link."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._handlers: dict[int, Handler] = {}

    def ask(self, method: str, params: wire.Params, handle: Handler) -> None:
        """Ask now; without a connection there is no answer."""
        self._handlers[self._link.request(method, params)] = handle

    def submit(self, method: str, params: wire.Params, handle: Handler | None = None) -> None:
        """Have something done, now or when there is a connection again."""
        request_id = self._link.submit(method, params)
        if handle is not None:
            self._handlers[request_id] = handle

    def report(self, session_id: str, payload: Payload) -> None:
        """Have what the CSR did stored with the call."""
        wall = datetime.now(UTC)
        name = NAMES[type(payload)]
        draft = wire.DraftIn(
            event_id=new_id(wall),
            type=name,
            payload=msgspec.Raw(canonical(payload)),
            occurred_at=wall,
            version=current_version(name),
        )
        self.submit("session.append", wire.SessionAppend(session_id, (draft,)))

    def take(self, answer: Answered) -> None:
        """Give an answer to who waits for it."""
        handle = self._handlers.pop(answer.request_id, None)
        if handle is not None:
            handle(answer)
        elif answer.error is not None:
            _log.warning("the backend refused a request: %s %s", answer.error.code, answer.error.data.field)
