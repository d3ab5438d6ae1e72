"""What every store of the event log promises.

`tests/backend/test_log.py` runs the same suite against each store: a new store is one module here and one line there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from transcripts.chain import Link
from transcripts.events import Draft, RawEvent
from transcripts.wire import Role, SessionInfo


class LogError(Exception):
    """The log cannot do what was asked."""


class LogUnavailableError(LogError):
    """Nothing was stored: the disk is full, the database is locked or gone. The same call may succeed later."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The durable outcome of an append: the seq of every draft, and the events that were not there before."""

    seqs: tuple[int, ...]
    fresh: tuple[RawEvent, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token as stored: its hash, never itself."""

    name: str
    role: Role
    digest: bytes
    created_at: datetime
    revoked_at: datetime | None = None


class EventLog(Protocol):
    """The only truth: per session a gapless, hash-chained sequence of events, and projections folded from it."""

    def append(self, session_id: str, drafts: Sequence[Draft]) -> asyncio.Future[Stored]:
        """Store drafts as the next events of a session, all or none, in the order of the calls.

        A draft whose event id the session has already keeps its first seq and content. The result is set after the
        commit: it survives `kill -9`. Cancelling the future does not take the drafts back.

        Raises (through the future):
            LogUnavailableError: Nothing of this call was stored.
        """
        ...

    async def read(self, session_id: str, after_seq: int = 0, limit: int = 500) -> list[RawEvent]:
        """The session's events after `after_seq` in order of seq, as stored; empty for an unknown session."""
        ...

    async def sessions(
        self,
        *,
        owner: str | None = None,
        status: Literal["live", "ended"] | None = None,
        before: str | None = None,
        limit: int = 50,
    ) -> list[SessionInfo]:
        """Sessions from the index, newest first, optionally of one owner (the actor that started them)."""
        ...

    async def owner(self, session_id: str) -> str | None:
        """The actor that started the session, or None when there is no such session."""
        ...

    async def add_token(self, token: Token) -> None:
        """Keep a token.

        Raises:
            LogError: The name is taken.
        """
        ...

    async def tokens(self) -> list[Token]:
        """Every token, oldest first."""
        ...

    async def find_token(self, digest: bytes) -> Token | None:
        """The token with this hash, if it is known and not revoked."""
        ...

    async def revoke_token(self, name: str, at: datetime) -> bool:
        """Revoke the named token; tell whether there was one to revoke."""
        ...

    def session_ids(self) -> list[str]:
        """Every session in the log, oldest first (for `verify`; not on the hot path)."""
        ...

    def links(self, session_id: str) -> Iterator[tuple[Link, bytes]]:
        """The session's events as hashed and their stored hashes, for `transcripts.chain.verify`."""
        ...

    def rebuild(self) -> int:
        """Drop every projection and fold it again from the log; return the number of sessions."""
        ...

    async def close(self) -> None:
        """Store what was appended, then let go of the files."""
        ...
