"""Who may connect, and what they may see.

A token is 256 random bits; the log keeps its SHA-256 only. A CSR sees and writes their own sessions, supervisors and
admins see all.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from backend.log.contract import EventLog, LogError, Token
from transcripts.wire import Role

PREFIX = "csr_"  # so that secret scanners recognise a token


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody with a valid token."""

    name: str
    role: Role

    @property
    def actor(self) -> str:
        """The name under which what they do is recorded."""
        return f"{self.role}:{self.name}"

    def may_see(self, owner: str) -> bool:
        """Whether sessions started by `owner` (an actor) are visible to them."""
        return self.role != "csr" or owner == self.actor


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def create_token(log: EventLog, name: str, role: Role) -> str:
    """Make a token, keep its hash, and return it; nobody can read it again later.

    Raises:
        LogError: The name is taken or empty.
    """
    if not name.strip():
        raise LogError("a token needs a name, so that it can be revoked by it")
    token = PREFIX + secrets.token_urlsafe(32)
    await log.add_token(Token(name=name, role=role, digest=_digest(token), created_at=datetime.now(UTC)))
    return token


async def identify(log: EventLog, authorization: str) -> Identity | None:
    """Who sent this `Authorization` header; None when the token is missing, unknown or revoked."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        return None
    found = await log.find_token(_digest(token.strip()))
    return None if found is None else Identity(found.name, found.role)
