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
LOCAL = "local"  # the name of whoever comes through the local door


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


class Access:
    """Decides who a bearer token stands for."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._passing: dict[bytes, Identity] = {}  # valid while this backend runs, never stored

    def grant_local(self) -> str:
        """A token for the local door, valid while this backend runs."""
        token = _new_token()
        self._passing[_digest(token)] = Identity(LOCAL, "csr")
        return token

    async def identify(self, authorization: str) -> Identity | None:
        """Who sent this `Authorization` header; None when the token is missing, unknown or revoked.

        Raises:
            LogUnavailableError: The tokens cannot be read now.
        """
        scheme, _, token = authorization.partition(" ")
        token = token.strip()
        if scheme.lower() != "bearer" or not token:
            return None
        digest = _digest(token)
        passing = self._passing.get(digest)
        if passing is not None:
            return passing
        found = await self._log.find_token(digest)
        return None if found is None else Identity(found.name, found.role)


async def create_token(log: EventLog, name: str, role: Role) -> str:
    """Make a token, keep its hash, and return it; nobody can read it again later.

    Raises:
        LogError: The name is empty, reserved or taken.
    """
    if not name.strip() or name == LOCAL:
        raise LogError(f"a token needs a name of its own ({LOCAL!r} is taken by the local door)")
    token = _new_token()
    await log.add_token(Token(name=name, role=role, digest=_digest(token), created_at=datetime.now(UTC)))
    return token


def _new_token() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
