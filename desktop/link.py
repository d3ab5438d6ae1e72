"""The socket around the client's state machine: connects, resumes, keeps time, and reports what it learned.

`transcripts.subscription.Client` decides what to say; this module moves bytes. The users of a `Link` see no socket, so
it could move into a thread of its own without their noticing.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from websockets import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidURI
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.connection import broadcast
from websockets.typing import Subprotocol

from desktop.credentials import CredentialsError
from transcripts import wire
from transcripts.subscription import Backoff, Client, Died, Happening

BURST = 32  # frames taken in one go; then the window gets its turn, for the socket may hold thousands ready
TICK_S = 1.0
OPEN_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to connect, and the token to show."""

    url: str
    token: str


@dataclass(frozen=True, slots=True)
class LinkState:
    """How the connection is. `since` and `next_try_at` are on the monotonic clock; `problem` needs a person."""

    online: bool
    since: float
    next_try_at: float | None = None
    problem: str = ""


class Link:
    """A connection to the backend that keeps itself up.

    Args:
        endpoint: Asked before every attempt. A CredentialsError it raises is shown; an OSError means "not there yet".
        on_happenings: Told what arrived, in order, one call per frame.
        on_state: Told when the connection's state changed.
    """

    def __init__(
        self,
        endpoint: Callable[[], Awaitable[Endpoint]],
        on_happenings: Callable[[list[Happening]], None],
        on_state: Callable[[LinkState], None],
    ) -> None:
        self._endpoint = endpoint
        self._on_happenings = on_happenings
        self._on_state = on_state
        self._client = Client()
        self._socket: ClientConnection | None = None
        self._backoff = Backoff(random.random)
        self._try_now = asyncio.Event()
        self.state = LinkState(online=False, since=time.monotonic())

    @property
    def waiting(self) -> int:
        """How much of what was submitted is not acknowledged."""
        return self._client.waiting

    def request(self, method: str, params: wire.Params) -> int:
        """See `Client.request`; without a connection it goes out with the next one."""
        request_id = self._client.request(method, params)
        self._flush()
        return request_id

    def submit(self, method: str, params: wire.Params) -> int:
        """See `Client.submit`."""
        request_id = self._client.submit(method, params)
        self._flush()
        return request_id

    def watch(self, session_id: str, after_seq: int = 0) -> None:
        """See `Client.watch`."""
        self._client.watch(session_id, after_seq)
        self._flush()

    def unwatch(self, session_id: str) -> None:
        """See `Client.unwatch`."""
        self._client.unwatch(session_id)
        self._flush()

    def watch_sessions(self) -> None:
        """See `Client.watch_sessions`."""
        self._client.watch_sessions()
        self._flush()

    def try_now(self) -> None:
        """Do not wait for the next attempt."""
        self._try_now.set()

    async def run(self) -> None:
        """Stay connected until cancelled. Cancellation closes the socket; what was submitted stays submitted."""
        while True:
            wait = self._backoff.next_s()
            if wait:
                self._try_now.clear()
                self._tell(next_try_at=time.monotonic() + wait)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._try_now.wait()
            problem = await self._stay()
            self._on_happenings(self._client.disconnected())
            self._tell(problem=problem)

    async def _stay(self) -> str:
        """One connection, from the attempt to its loss; returns what a person should know about it."""
        try:
            endpoint = await self._endpoint()
            async with connect(
                endpoint.url,
                additional_headers={"Authorization": f"Bearer {endpoint.token}"},
                subprotocols=[Subprotocol(wire.SUBPROTOCOL)],
                compression=None,
                max_size=wire.HARD_FRAME,
                ping_interval=None,
                open_timeout=OPEN_TIMEOUT_S,
                close_timeout=1,
                proxy=None,
            ) as socket:
                await self._converse(socket)
        except CredentialsError as error:
            return str(error)
        except ssl.SSLError as error:
            return f"The backend's certificate was not accepted ({error.reason or 'TLS error'}). Ask IT."
        except InvalidMessage:
            pass  # the backend ended in the middle of the handshake
        except (InvalidURI, InvalidHandshake) as error:
            return f"The address does not answer as a backend ({type(error).__name__}). Ask IT."
        except ConnectionClosed as error:
            if error.rcvd is not None and error.rcvd.code == 1008:
                return "The backend does not accept this token. Ask IT for a new one."
        except (OSError, TimeoutError):
            pass
        finally:
            self._socket = None
        return ""

    async def _converse(self, socket: ClientConnection) -> None:
        """Talk until the connection is lost, which raises."""
        self._socket = socket
        self._client.connected(time.monotonic())
        self._flush()
        ticking = asyncio.get_running_loop().create_task(self._tick(socket), name="link-tick")
        try:
            for number in itertools.count(1):
                frame = await socket.recv(decode=False)
                now = time.monotonic()
                if not self.state.online:
                    self._backoff.reset()
                    self._tell(online=True)  # an unwelcome peer is let in, and shown the door without a word
                self._handle(self._client.receive(frame, now))
                if number % BURST == 0:
                    await asyncio.sleep(0)
        finally:
            ticking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await ticking

    async def _tick(self, socket: ClientConnection) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            happenings = self._client.tick(time.monotonic())
            self._flush()
            if any(isinstance(happening, Died) for happening in happenings):
                socket.transport.abort()  # nobody is there to shake hands with
                return

    def _handle(self, happenings: list[Happening]) -> None:
        self._flush()
        if not happenings:
            return
        self._on_happenings(happenings)

    def _flush(self) -> None:
        if self._socket is not None:
            for frame in self._client.take_frames():
                broadcast((self._socket,), frame, text=True)

    def _tell(self, *, online: bool = False, next_try_at: float | None = None, problem: str = "") -> None:
        before = self.state
        since = before.since if before.online == online else time.monotonic()
        if not online and not problem and next_try_at is not None:
            problem = before.problem  # it stands until an attempt ends differently
        self.state = LinkState(online, since, next_try_at, problem)
        self._on_state(self.state)
