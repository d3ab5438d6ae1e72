"""The websockets adapter: sockets on one side, `Connection` state machines and a `Peer` each on the other.

The plain HTTP probes live on the same port. Appends are acknowledged from their commit's callback, without a task each;
everything else that one peer asks is carried out in the order it came.
"""

from __future__ import annotations

import asyncio
import contextlib
import http
import ssl
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from websockets import ConnectionClosed, Headers
from websockets import Request as HttpRequest
from websockets import Response as HttpResponse
from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.typing import Subprotocol

from backend.access import Access, Identity
from backend.connection import Close, Connection
from backend.dispatch import Dispatcher, Services
from backend.log.contract import LogUnavailableError
from backend.settings import Limits
from transcripts import wire

TICK_S = 1.0

_log = structlog.get_logger("gateway")


class Socket:
    """A peer's socket as the hub sees it."""

    def __init__(self, connection: ServerConnection, identity: Identity, limits: Limits) -> None:
        self.identity = identity
        self._connection = connection
        self._write_buffer = limits.write_buffer
        self._unread = limits.unread
        self._waiting = connection.transport.get_write_buffer_size  # asked twice for every frame to every watcher

    @property
    def congested(self) -> bool:
        """See `backend.hub.Sink`."""
        return self._waiting() > self._write_buffer

    def push(self, frame: bytes) -> None:
        """See `backend.hub.Sink`. A peer that is going away is passed over, one that never reads is cut off."""
        if self._waiting() > self._unread:
            self._connection.transport.abort()
        else:
            broadcast((self._connection,), frame, text=True)

    async def send(self, frame: bytes) -> None:
        """See `backend.hub.Sink`."""
        if self._waiting() > self._unread:
            self._connection.transport.abort()
        try:
            await self._connection.send(frame, text=True)
        except ConnectionClosed as error:
            raise ConnectionError("the peer is gone") from error


class Gateway:
    """Listens, authenticates, and runs one `Connection` per peer. `serving` turns false when the backend drains."""

    def __init__(self, services: Services, access: Access, limits: Limits) -> None:
        self._services = services
        self._access = access
        self._metrics = services.metrics
        self._limits = limits
        self._sockets: set[ServerConnection] = set()
        self._server: Server | None = None
        self.serving = False

    async def listen(self, host: str, port: int, tls: ssl.SSLContext | None) -> int:
        """Begin to accept connections; return the port."""
        self._server = await serve(
            self._on_connection,
            host,
            port,
            ssl=tls,
            select_subprotocol=_select,
            process_request=self._on_http,
            compression=None,  # three times the CPU of a delivery, for frames that are small already
            max_size=wire.HARD_FRAME,
            ping_interval=None,  # the protocol has heartbeats of its own, both ways
            close_timeout=2,
            server_header=None,
        )
        self.serving = True
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    def announce_drain(self, reconnect_after_ms: int) -> None:
        """Tell every peer that the backend is about to stop; readiness turns false."""
        self.serving = False
        broadcast(
            self._sockets,
            wire.notification("server.draining", wire.ServerDraining(reconnect_after_ms)),
            text=True,
        )

    async def close(self) -> None:
        """Stop listening and close every connection with 1001 (going away)."""
        if self._server is not None:
            self._server.close(code=1001, reason="the backend stops")
            await self._server.wait_closed()

    async def _on_http(self, _connection: ServerConnection, request: HttpRequest) -> HttpResponse | None:
        match request.path.partition("?")[0]:
            case "/healthz":
                return _page(http.HTTPStatus.OK, b"ok\n")
            case "/readyz" if self.serving and await self._services.ready():
                return _page(http.HTTPStatus.OK, b"ready\n")
            case "/readyz":
                return _page(http.HTTPStatus.SERVICE_UNAVAILABLE, b"not ready\n")
            case "/metrics":
                return _page(http.HTTPStatus.OK, self._metrics.page(), "text/plain; version=0.0.4; charset=utf-8")
            case _ if "upgrade" not in request.headers.get("Connection", "").lower():
                return _page(http.HTTPStatus.NOT_FOUND, b"a websocket, /healthz, /readyz or /metrics\n")
        return None

    async def _on_connection(self, socket: ServerConnection) -> None:
        header = socket.request.headers.get("Authorization", "") if socket.request else ""
        try:
            identity = await self._access.identify(header)
        except LogUnavailableError:
            await socket.close(1013, "try again later")
            return
        if identity is None:
            self._metrics.refusals.labels("unauthenticated").inc()
            await socket.close(1008, "unauthenticated")
            return
        self._sockets.add(socket)
        self._metrics.connections.inc()
        connection = Connection(identity, self._limits, time.monotonic())
        dispatcher = Dispatcher(self._services, Socket(socket, identity, self._limits), self._limits)
        beat = asyncio.get_running_loop().create_task(self._beat(socket, connection), name="heartbeat")
        try:
            await self._converse(socket, connection, dispatcher)
        except ConnectionClosed:
            pass
        except ConnectionError:
            await socket.close(1001, "gone")
        finally:
            dispatcher.close()
            self._sockets.discard(socket)
            self._metrics.connections.dec()
            beat.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await beat

    async def _converse(self, socket: ServerConnection, connection: Connection, dispatcher: Dispatcher) -> None:
        """Read, understand, carry out; ends when the peer closes or has to be closed."""
        while True:
            frame = await socket.recv(decode=False)
            match connection.receive(frame, time.monotonic()):
                case None:
                    pass
                case Close(code=code, reason=reason):
                    await socket.close(code, reason)
                    return
                case answer:
                    await dispatcher.serve(answer)

    async def _beat(self, socket: ServerConnection, connection: Connection) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(TICK_S)
                for action in connection.tick(time.monotonic(), datetime.now(UTC)):
                    if isinstance(action, Close):
                        await socket.close(action.code, action.reason)
                        return
                    broadcast((socket,), action, text=True)


def _select(_connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Our subprotocol when it is offered; a client that offers none is served as well."""
    ours = Subprotocol(wire.SUBPROTOCOL)
    return ours if ours in offered else None


def _page(status: http.HTTPStatus, body: bytes, kind: str = "text/plain; charset=utf-8") -> HttpResponse:
    headers = Headers({"Content-Type": kind, "Content-Length": str(len(body)), "Connection": "close"})
    return HttpResponse(status.value, status.phrase, headers, body)
