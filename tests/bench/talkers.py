"""Calls in which the customer asks and a reply is streamed, again and again, over a socket of their own."""

from __future__ import annotations

import asyncio
import os
import random
import time
from datetime import UTC, datetime

import msgspec

from tests.bench.processes import PATIENCE_S
from tests.bench.raw_socket import RawSocket, open_socket
from transcripts import wire
from transcripts.door import Door
from transcripts.identity import uuid7

BATCH = 50  # utterances in a request
CHAT = (
    ("csr", "Thank you for calling, this call is recorded. How can I help?"),
    ("customer", "Our furnace quit last night, there's no heat at all. It's a Carrier, fifteen years old."),
    ("csr", "What's the service address, and the best number to reach you?"),
    ("customer", "418 Alder Court. It's the blue house, on the corner."),
    ("csr", "The diagnostic visit is $89. Does tomorrow between 8 and 10 work?"),
    ("customer", "Eighty-nine seems like a lot just to look at it. But yes, that works."),
)
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
        self._summed_up = asyncio.Event()
        self._summed_up_at = 0.0
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

    async def chat(self, utterances: int) -> None:
        """Have so many things said, by turns."""
        for number in range(0, utterances, BATCH):
            said = tuple(
                self._said(f"{number + place}", *CHAT[(number + place) % len(CHAT)], at_ms=4_000 * (number + place))
                for place in range(min(BATCH, utterances - number))
            )
            await self._ask("session.append", wire.SessionAppend(self.session_id, said))

    async def end(self) -> float:
        """End the call; seconds until its summary was here."""
        self._summed_up.clear()
        began = time.perf_counter()
        await self._ask("session.end", wire.SessionEnd(session_id=self.session_id))
        async with asyncio.timeout(PATIENCE_S):
            await self._summed_up.wait()
        return self._summed_up_at - began

    def _question(self) -> wire.DraftIn:
        return self._said(f"q{self._number}", "customer", QUESTION, at_ms=self._number * 1000)

    def _said(self, number: str, speaker: str, text: str, at_ms: int) -> wire.DraftIn:
        payload = {"utterance_id": f"u-{number}", "speaker": speaker, "text": text, "at_ms": at_ms}
        return wire.DraftIn(
            event_id=f"e-{number}",
            type="segment.added",
            payload=msgspec.Raw(msgspec.json.encode(payload)),
            occurred_at=datetime.now(UTC),
            trace_id=f"{self._trace}{self._number:x}".ljust(32, "a"),
        )

    async def _ask(self, method: str, params: wire.Params) -> None:
        self._number += 1
        self._answered.clear()
        self._socket.send(wire.request(self._number, method, params))
        async with asyncio.timeout(PATIENCE_S):
            await self._answered.wait()

    def _on_frame(self, frame: bytes) -> None:
        if b'"summary.ready"' in frame:
            self._summed_up_at = time.perf_counter()
            self._summed_up.set()
        if b'"suggestion.offered"' in frame:
            self._offered.set()
        elif f'"id":{self._number},'.encode() in frame[:80] or f'"id":{self._number}}}'.encode() in frame[-40:]:
            self._answered.set()
