"""Calls in which the customer asks and a reply is streamed, again and again, over a socket of their own."""

from __future__ import annotations

import asyncio
import os
import random
from datetime import UTC, datetime

import msgspec

from tests.bench.processes import PATIENCE_S
from tests.bench.raw_socket import RawSocket, open_socket
from transcripts import wire
from transcripts.door import Door
from transcripts.identity import uuid7

QUESTION = "So what do you charge just to come out and have a look at it?"


class Talker:
    """One call. `talk` has it answered over and over until it is cancelled; `replies` counts the whole ones."""

    def __init__(self, trace: str = "0") -> None:
        self.session_id = uuid7(datetime.now(UTC), os.urandom(10))
        self.replies = 0
        self._trace = trace
        self._number = 0
        self._offered = asyncio.Event()
        self._answered = asyncio.Event()
        self._socket: RawSocket

    async def open(self, door: Door) -> None:
        """Begin the call and watch it."""
        self._socket = await open_socket(door, self._on_frame)
        await self._ask("session.start", wire.SessionStart(session_id=self.session_id, agent="bench"))
        await self._ask("session.watch", wire.SessionWatch(self.session_id))

    def close(self) -> None:
        """Drop the socket."""
        self._socket.close()

    def beat(self) -> None:
        """Keep the socket alive."""
        self._socket.send(wire.notification("client.heartbeat", wire.ClientHeartbeat()))

    async def talk(self) -> None:
        """Ask, be answered, ask again; people do so each in their own time."""
        while True:
            await asyncio.sleep(random.random())
            await self.ask_once()

    async def ask_once(self) -> None:
        """One question of the customer, and its reply until it is whole."""
        self._offered.clear()
        await self._ask("session.append", wire.SessionAppend(self.session_id, (self._question(),)))
        await self._ask("suggestion.request", wire.SuggestionRequest(self.session_id))
        async with asyncio.timeout(PATIENCE_S):
            await self._offered.wait()
        self.replies += 1

    def _question(self) -> wire.DraftIn:
        number = self._number
        payload = {"utterance_id": f"u-{number}", "speaker": "customer", "text": QUESTION, "at_ms": number * 1000}
        return wire.DraftIn(
            event_id=f"e-{number}",
            type="segment.added",
            payload=msgspec.Raw(msgspec.json.encode(payload)),
            occurred_at=datetime.now(UTC),
            trace_id=f"{self._trace}{number:x}".ljust(32, "a"),
        )

    async def _ask(self, method: str, params: wire.Params) -> None:
        self._number += 1
        self._answered.clear()
        self._socket.send(wire.request(self._number, method, params))
        async with asyncio.timeout(PATIENCE_S):
            await self._answered.wait()

    def _on_frame(self, frame: bytes) -> None:
        if b'"suggestion.offered"' in frame:
            self._offered.set()
        elif f'"id":{self._number},'.encode() in frame[:80] or f'"id":{self._number}}}'.encode() in frame[-40:]:
            self._answered.set()
