"""The server's side of one connection as a state machine without sockets.

`Connection.receive` turns a frame into a `Request` to carry out, or into frames to send at once; `tick` lets time pass.
Whoever owns the socket moves bytes and decides nothing about the protocol. Times are seconds on any monotonic clock.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime

from msgspec import UNSET, Struct

from backend.access import Identity
from backend.settings import Limits
from transcripts import wire


@dataclass(frozen=True, slots=True)
class Request:
    """A well-formed request that this peer may make. `request_id` is None for a notification."""

    request_id: int | str | None
    method: str
    params: wire.Params


@dataclass(frozen=True, slots=True)
class Refusal:
    """A frame to send back instead of carrying anything out; `code` is for the metrics."""

    frame: bytes
    code: int


@dataclass(frozen=True, slots=True)
class Close:
    """The connection has to be closed with this code and reason."""

    code: int
    reason: str


class Connection:
    """What one authenticated peer has said and may still say."""

    def __init__(self, identity: Identity, limits: Limits, now: float) -> None:
        self.identity = identity
        self._limits = limits
        self._heard_at = now
        self._sent_at = now
        self._tokens = float(limits.burst)
        self._refilled_at = now
        self._refused = 0

    def receive(self, frame: str | bytes, now: float) -> Request | Refusal | Close | None:
        """Take in a frame: something to carry out, to answer, to close with, or nothing to do."""
        self._heard_at = now
        if not self._spend(now):
            self._refused += 1
            if self._refused > self._limits.refusals_before_close:
                return Close(1008, "rate limit")
            return _too_fast(frame)
        try:
            message = wire.parse(frame)
        except wire.WireError as error:
            return Refusal(wire.failure(error), error.code)
        request_id = None if message.id is UNSET else message.id
        try:
            return self._understand(message, request_id)
        except wire.WireError as error:
            error.request_id = request_id
            if message.id is UNSET:
                return None  # JSON-RPC: nobody waits for the answer to a notification
            return Refusal(wire.failure(error), error.code)

    def tick(self, now: float, at: datetime) -> list[bytes | Close]:
        """Let time pass: a heartbeat when due (`at` is the time of day in it), a close when the peer is dead."""
        if now - self._heard_at >= wire.SILENCE_S:
            return [Close(1001, "no heartbeat")]
        if now - self._sent_at >= wire.HEARTBEAT_S - 1:
            self._sent_at = now
            return [wire.notification("server.heartbeat", wire.ServerHeartbeat(at))]
        return []

    def _understand(self, message: wire.Message, request_id: int | str | None) -> Request | None:
        if message.method is UNSET:
            raise wire.WireError(wire.INVALID_REQUEST, "a frame from a client names a method", field="method")
        method = str(message.method)
        kind: type[wire.Params] | None = wire.FROM_CLIENT.get(method)
        if message.id is UNSET:
            if kind is None:
                return None
            params: Struct = wire.read(kind, message.params)
            return None if isinstance(params, wire.ClientHeartbeat) else Request(None, method, params)  # type: ignore[arg-type]  # FROM_CLIENT holds Params only
        if request_id is None:
            raise wire.WireError(wire.INVALID_REQUEST, "a request's id is a string or a number", field="id")
        row = wire.METHODS.get(method)
        if row is None:
            raise wire.WireError(wire.UNKNOWN_METHOD, f"there is no method {method[:80]!r}", field="method")
        if self.identity.role not in row.roles:
            raise wire.WireError(wire.FORBIDDEN, f"a {self.identity.role} token may not call {method}")
        return Request(request_id, method, wire.read(row.params, message.params))

    def _spend(self, now: float) -> bool:
        """Take one from the bucket that refills with time."""
        refill = (now - self._refilled_at) * self._limits.requests_per_s
        self._tokens = min(float(self._limits.burst), self._tokens + refill)
        self._refilled_at = now
        if self._tokens >= self._limits.burst:
            self._refused = 0  # it has kept the rate for a while
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


def _too_fast(frame: str | bytes) -> Refusal | None:
    """The answer to a frame past the rate: under its id where it can be read, none to a notification."""
    error = wire.WireError(wire.RATE_LIMITED, "too many requests; send it again later")
    with contextlib.suppress(wire.WireError):
        message = wire.parse(frame)
        if message.id is UNSET and message.method is not UNSET:
            return None
        error.request_id = None if message.id is UNSET else message.id
    return Refusal(wire.failure(error), error.code)
