"""Canonical bytes and the hash chain that makes the log's history evident.

Canonical form: the event without its hash as JSON, keys sorted at every level, no white space, UTF-8, times as RFC 3339
with "Z". `hash = SHA-256(previous hash, 32 bytes || canonical bytes)`; the first event of a session follows 32 zero
bytes. The payload enters in the version in which it was stored, so upcasting never changes a hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import Struct

GENESIS = bytes(32)

_encoder = msgspec.json.Encoder(order="sorted")


class Link(Struct, frozen=True, kw_only=True):
    """An event as it is hashed. Fields stand in sorted order; `payload` holds canonical JSON already."""

    actor: str
    event_id: str
    occurred_at: datetime
    payload: msgspec.Raw
    recorded_at: datetime
    seq: int
    session_id: str
    trace_id: str
    type: str
    version: int

    def follow(self, previous: bytes) -> bytes:
        """The hash of this event after `previous` (32 bytes)."""
        return hashlib.sha256(previous + msgspec.json.encode(self)).digest()


class BrokenChainError(ValueError):
    """An event does not follow from the one before it."""

    def __init__(self, session_id: str, seq: int, problem: str) -> None:
        super().__init__(f"session {session_id}, seq {seq}: {problem}")
        self.session_id = session_id
        self.seq = seq


def canonical(payload: object) -> bytes:
    """The canonical JSON of a payload (a struct, or what was decoded from storage)."""
    return _encoder.encode(payload)


def verify(links: Iterable[tuple[Link, bytes]]) -> int:
    """Check one session from its first event on; return how many events it has.

    Args:
        links: (event, stored hash) in order of seq.

    Raises:
        BrokenChainError: At the first event that is out of sequence or whose hash does not fit.
    """
    previous, count = GENESIS, 0
    for link, stored in links:
        if link.seq != count + 1:
            raise BrokenChainError(link.session_id, link.seq, f"expected seq {count + 1}")
        previous = link.follow(previous)
        if previous != stored:
            raise BrokenChainError(link.session_id, link.seq, "its hash does not fit its content and its predecessor")
        count += 1
    return count
