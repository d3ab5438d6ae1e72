"""The link's socket: what it says when it cannot connect, and that it notices what a socket does not tell."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from http import HTTPStatus
from itertools import pairwise

import pytest
from websockets import Request, Response
from websockets.asyncio.server import ServerConnection, serve

from desktop import link as link_module
from desktop.credentials import CredentialsError
from desktop.link import Endpoint, Link, LinkState
from transcripts import wire
from transcripts.subscription import Answered, Happening

Talk = Callable[[ServerConnection], Awaitable[None]]


class Listener:
    """Keeps what a link reports and lets a test wait for it."""

    def __init__(self) -> None:
        self.states: list[LinkState] = []
        self.happenings: list[Happening] = []
        self._news = asyncio.Event()

    def on_state(self, state: LinkState) -> None:
        """Keep it."""
        self.states.append(state)
        self._news.set()

    def on_happenings(self, happenings: list[Happening]) -> None:
        """Keep them."""
        self.happenings += happenings
        self._news.set()

    async def until(self, wanted: Callable[[], object]) -> None:
        """Wait until something is as wanted."""
        async with asyncio.timeout(20):
            while not wanted():
                self._news.clear()
                await self._news.wait()


@contextlib.asynccontextmanager
async def linked(endpoint: Callable[[], Awaitable[Endpoint]]) -> AsyncIterator[tuple[Link, Listener]]:
    """A link at work."""
    listener = Listener()
    link = Link(endpoint, listener.on_happenings, listener.on_state)
    link.watch_sessions()
    running = asyncio.create_task(link.run())
    try:
        yield link, listener
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@contextlib.asynccontextmanager
async def server(
    talk: Talk, answer: Callable[[ServerConnection, Request], Response | None] | None = None
) -> AsyncIterator[Callable[[], Awaitable[Endpoint]]]:
    """A websocket server with a conversation of the test's own; gives the way to it."""
    async with serve(talk, "127.0.0.1", 0, process_request=answer) as listening:
        port = listening.sockets[0].getsockname()[1]

        async def find() -> Endpoint:
            return Endpoint(f"ws://127.0.0.1:{port}", "token")

        yield find


async def silent(connection: ServerConnection) -> None:
    """Listen and never say a word."""
    async for _ in connection:
        pass


async def obliging(connection: ServerConnection) -> None:
    """Answer every request with nothing."""
    async for frame in connection:
        message = wire.parse(frame)
        if isinstance(message.id, int):
            await connection.send(wire.success(message.id, wire.Nothing()), text=True)


async def unwelcoming(connection: ServerConnection) -> None:
    """Close as the backend does for a bad token."""
    await connection.close(1008, "unauthenticated")


async def test_a_refused_token_is_said_and_never_looks_connected() -> None:
    """Close code 1008 becomes a sentence for the CSR; the state is never online in between."""
    async with server(unwelcoming) as find, linked(find) as (_, listener):
        await listener.until(lambda: any("token" in state.problem for state in listener.states))
        assert not any(state.online for state in listener.states)


async def test_an_address_that_is_no_backend_is_said() -> None:
    """A web server that refuses the upgrade is named as what it is."""

    def refuse(connection: ServerConnection, _request: Request) -> Response:
        return connection.respond(HTTPStatus.NOT_FOUND, "nothing here\n")

    async with server(silent, refuse) as find, linked(find) as (_, listener):
        await listener.until(lambda: any("as a backend" in state.problem for state in listener.states))


async def test_a_missing_token_is_said_in_its_own_words() -> None:
    """What the endpoint needs from a person reaches the window, and stays while the link waits to try again."""

    async def find() -> Endpoint:
        raise CredentialsError("No token for this backend.")

    async with linked(find) as (_, listener):
        await listener.until(lambda: any(state.next_try_at and state.problem for state in listener.states))
        assert listener.states[-1].problem == "No token for this backend."


async def test_no_backend_yet_is_no_problem_to_report() -> None:
    """A door that is not there is waited for without a word."""

    async def find() -> Endpoint:
        raise FileNotFoundError("local.json")

    async with linked(find) as (_, listener):
        await listener.until(lambda: any(state.next_try_at for state in listener.states))
        assert not any(state.problem for state in listener.states)


async def test_a_silent_peer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A half-open connection, on which nothing comes, is dropped and tried again."""
    monkeypatch.setattr(wire, "SILENCE_S", 0.2)
    monkeypatch.setattr(link_module, "TICK_S", 0.05)
    connections: list[ServerConnection] = []

    async def count(connection: ServerConnection) -> None:
        connections.append(connection)
        with contextlib.suppress(Exception):
            await silent(connection)

    async with server(count) as find, linked(find) as (_, listener):
        await listener.until(lambda: len(connections) >= 2 or len(listener.states) > 50)
        assert len(connections) >= 2


async def test_a_lost_connection_answers_what_was_asked() -> None:
    """A request without an answer is answered with an error when the connection ends."""

    async def once(connection: ServerConnection) -> None:
        await connection.recv()
        await connection.send(wire.success(1, wire.Nothing()), text=True)
        await connection.recv()

    async with server(once) as find, linked(find) as (link, listener):
        await listener.until(lambda: any(state.online for state in listener.states))
        request_id = link.request("sessions.list", wire.SessionsList())
        await listener.until(
            lambda: any(isinstance(news, Answered) and news.request_id == request_id for news in listener.happenings)
        )
        answer = next(
            news for news in listener.happenings if isinstance(news, Answered) and news.request_id == request_id
        )
        assert answer.error is not None


async def test_a_burst_of_frames_leaves_turns_to_the_window() -> None:
    """While thousands of frames arrive at once, other work of the event loop runs in between."""
    answered = 0

    async def flood(connection: ServerConnection) -> None:
        await connection.recv()
        for number in range(3_000):
            await connection.send(wire.notification("server.draining", wire.ServerDraining(number)), text=True)
        await silent(connection)

    async with server(flood) as find, linked(find) as (_, listener):
        turns: list[int] = []
        await listener.until(lambda: listener.happenings)
        while len(listener.happenings) < 3_000:
            turns.append(len(listener.happenings))
            await asyncio.sleep(0)
        answered = len(listener.happenings)
        steps = [after - before for before, after in pairwise(turns)]
        assert max(steps) <= 2 * link_module.BURST
    assert answered >= 3_000
