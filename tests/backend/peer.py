"""A backend on real sockets in this process, and peers that speak to it in plain JSON."""

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import pytest
from websockets import ConnectionClosed
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from backend.access import create_token
from backend.log.sqlite import SqliteLog
from backend.service import Listening, run
from backend.settings import Settings
from tests.backend.desk import RULES
from tests.backend.facts import session_id
from tests.backend.stores import open_sqlite
from transcripts.door import read_door
from transcripts.wire import Role

ONE = session_id(1)


class RefusedError(Exception):
    """A request was answered with an error: its code, the field it names and the rest of its data."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['code']} {error['message']}")
        self.code: int = error["code"]
        self.data: dict[str, str] = error.get("data", {})
        self.field = self.data.get("field", "")


@dataclass(slots=True)
class Peer:
    """One connection, driven by hand."""

    socket: ClientConnection
    events: list[dict[str, Any]] = field(default_factory=list)
    notifications: list[dict[str, Any]] = field(default_factory=list)  # the others
    asked: int = 0

    async def frame(self) -> dict[str, Any]:
        """Receive the next frame; notifications are kept as well."""
        async with asyncio.timeout(20):
            message: dict[str, Any] = json.loads(await self.socket.recv())
        assert message.pop("jsonrpc") == "2.0"
        if message.get("method") == "session.events":
            self.events += message["params"]["events"]
        elif "method" in message:
            self.notifications.append(message)
        return message

    async def send(self, method: str, **params: object) -> int:
        """Send a request; its id."""
        self.asked += 1
        request = {"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params}
        await self.socket.send(json.dumps(request))
        return self.asked

    async def ask(self, method: str, **params: object) -> dict[str, Any]:
        """The result of a request.

        Raises:
            RefusedError: It was refused.
        """
        request_id = await self.send(method, **params)
        while True:
            message = await self.frame()
            if message.get("id") == request_id:
                if "error" in message:
                    raise RefusedError(message["error"])
                result: dict[str, Any] = message["result"]
                return result

    async def seen(self, count: int) -> list[int]:
        """The seqs of the events received, once there are `count`."""
        while len(self.events) < count:
            await self.frame()
        return [event["seq"] for event in self.events]

    async def told(self, method: str) -> dict[str, Any]:
        """The params of the first notification of this method that was not asked for before."""
        while True:
            for message in self.notifications:
                if message["method"] == method:
                    self.notifications.remove(message)
                    params: dict[str, Any] = message["params"]
                    return params
            await self.frame()

    async def say(self, number: int, text: str, *, session: str = ONE, speaker: str = "csr") -> dict[str, Any]:
        """Append the utterance with this number."""
        return await self.ask("session.append", session_id=session, events=[utterance(number, text, speaker)])


def utterance(number: int, text: str, speaker: str = "csr") -> dict[str, Any]:
    """An utterance as JSON; its event id is `s<number>`."""
    payload = {"utterance_id": f"u{number}", "speaker": speaker, "text": text, "at_ms": number * 1000}
    return {
        "event_id": f"s{number}",
        "type": "segment.added",
        "payload": payload,
        "occurred_at": "2026-03-02T15:00:00Z",
    }


async def listen(peer: Peer) -> NoReturn:
    """Receive frames until the connection is closed."""
    while True:
        await peer.frame()


async def closing(peer: Peer) -> tuple[int, str]:
    """The code and reason with which the backend closes the connection."""
    with pytest.raises(ConnectionClosed) as caught:
        await listen(peer)
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code, caught.value.rcvd.reason


async def flood(socket: ClientConnection, frames: Iterator[str]) -> None:
    """Send until the connection is closed, without reading an answer."""
    with contextlib.suppress(ConnectionClosed):
        for frame in frames:
            await socket.send(frame)


@dataclass(slots=True)
class Backend:
    """A running backend. `stop` stops it; `ended` is done when it has."""

    settings: Settings
    url: str
    stop: asyncio.Event
    ended: asyncio.Task[None]

    @property
    def token(self) -> str:
        """The token of the local door."""
        door = read_door(self.settings.door.read_bytes())
        assert door is not None
        return door.token

    async def make_token(self, name: str, role: Role) -> str:
        """A new token, made as the command line does beside a running backend."""
        log = SqliteLog.open(self.settings.database)
        try:
            return await create_token(log, name, role)
        finally:
            await log.close()

    @asynccontextmanager
    async def peer(self, token: str | None = None, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Peer]:
        """A connection with this token, the local door's by default.

        Yields:
            The peer; its socket is closed afterwards.
        """
        headers = {"Authorization": f"Bearer {token or self.token}"}
        async with self.connect(headers, tls=tls) as socket:
            yield Peer(socket)

    def connect(self, headers: dict[str, str], *, tls: ssl.SSLContext | None = None, **more: Any) -> connect:
        """A websocket with these headers."""
        more = {"subprotocols": [Subprotocol("csr-assist.v1")], "max_size": 1 << 20, **more}
        return connect(self.url, additional_headers=headers, ssl=tls, ping_interval=None, proxy=None, **more)


@asynccontextmanager
async def connected_to(door: Path) -> AsyncIterator[Peer]:
    """A connection to a backend in a process of its own, through its door.

    Yields:
        The peer; its socket is closed afterwards.
    """
    found = read_door(await asyncio.to_thread(door.read_bytes))
    assert found is not None
    headers = {"Authorization": f"Bearer {found.token}"}
    async with connect(found.url, additional_headers=headers, ping_interval=None, proxy=None) as socket:
        yield Peer(socket)


@asynccontextmanager
async def serving(folder: Path, **settings: Any) -> AsyncIterator[Backend]:
    """A backend on a port of its own with its data in the folder, and with the few rules unless it is told others.

    Yields:
        The backend; it is stopped afterwards, if it was not before.
    """
    await open_sqlite(folder).close()
    if "rules" not in settings:
        settings["rules"] = (folder / "desk.yaml",)
        (folder / "desk.yaml").write_text(RULES, encoding="utf-8")
    stop = asyncio.Event()
    listening: asyncio.Future[Listening] = asyncio.get_running_loop().create_future()
    chosen = Settings(data_dir=folder, port=0, **settings)
    ended = asyncio.create_task(run(chosen, stop, listening.set_result))
    ended.add_done_callback(lambda _: listening.cancel())
    try:
        await asyncio.wait([listening])
        if listening.cancelled():
            await ended  # it says why
        yield Backend(chosen, listening.result().url, stop, ended)
    finally:
        stop.set()
        async with asyncio.timeout(20):
            await ended
