"""Desks as the backend sees them: each a call with a connection that speaks and another one that watches."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from tests.bench.raw_socket import RawSocket, open_socket
from transcripts import wire
from transcripts.door import Door
from transcripts.identity import uuid7

CLAIM = (
    "Okay, thanks for holding, I have the board right here. Don't worry, I guarantee we'll have someone there today."
)
STEP_MS = 7_000  # between two utterances on the call clock


class _Event(Struct):
    type: str
    payload: dict[str, Any]


class _Events(Struct):
    events: tuple[_Event, ...] = ()


class _Frame(Struct):
    id: int = 0
    method: str = ""
    params: _Events = msgspec.field(default_factory=_Events)
    error: wire.RpcError | None = None


_decoder = msgspec.json.Decoder(_Frame)


class Desk:
    """One call. `on_alert` hears the latency in seconds of each segment once its alert and its ack are both here."""

    def __init__(self, on_alert: Callable[[Desk, float], None]) -> None:
        self.session_id = uuid7(datetime.now(UTC), os.urandom(10))
        self.refusals = 0
        self._on_alert = on_alert
        self._sent = 0
        self._sent_at: dict[int, float] = {}
        self._half: dict[int, float] = {}  # segments with the ack or the alert, and the latency of the alert
        self._answers: dict[int, asyncio.Future[None]] = {}
        self._source: RawSocket
        self._watcher: RawSocket

    async def open(self, door: Door) -> None:
        """Connect both sockets, begin the call, watch it."""
        self._source = await open_socket(door, self._on_answer)
        self._watcher = await open_socket(door, self._on_events)
        await self._ask(self._source, "session.start", wire.SessionStart(session_id=self.session_id, agent="bench"))
        await self._ask(self._watcher, "session.watch", wire.SessionWatch(self.session_id))

    def close(self) -> None:
        """Drop both sockets."""
        self._source.close()
        self._watcher.close()

    def beat(self) -> None:
        """Keep the silent socket alive."""
        self._watcher.send(wire.notification("client.heartbeat", wire.ClientHeartbeat()))
        self._source.send(wire.notification("client.heartbeat", wire.ClientHeartbeat()))

    def say(self) -> None:
        """Send a segment with a claim in it."""
        self._sent += 1
        number = self._sent
        frame = (
            f'{{"jsonrpc":"2.0","id":{number},"method":"session.append","params":{{"session_id":"{self.session_id}",'
            f'"events":[{{"event_id":"e-{number}","type":"segment.added","occurred_at":"2026-03-02T15:04:05Z",'
            f'"payload":{{"utterance_id":"u-{number}","speaker":"csr","text":"{CLAIM}",'
            f'"at_ms":{number * STEP_MS}}}}}]}}}}'
        ).encode()
        self._sent_at[number] = time.perf_counter()
        self._source.send(frame)

    @property
    def waiting(self) -> int:
        """Segments without an alert or an ack."""
        return len(self._sent_at) + len(self._half)

    async def _ask(self, socket: RawSocket, method: str, params: wire.Params) -> None:
        number = -1 - len(self._answers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        socket.send(wire.request(number, method, params))
        async with asyncio.timeout(10):
            await self._answers[number]

    def _on_events(self, payload: bytes) -> None:
        now = time.perf_counter()
        frame = _decoder.decode(payload)
        if frame.id:
            self._settle(frame)
        for event in frame.params.events:
            if event.type == "alert.raised" and event.payload["utterance_id"]:
                number = int(event.payload["utterance_id"][2:])
                latency = now - self._sent_at.pop(number)
                if number in self._half:
                    del self._half[number]
                    self._on_alert(self, latency)
                else:
                    self._half[number] = latency

    def _on_answer(self, payload: bytes) -> None:
        frame = _decoder.decode(payload)
        if frame.id < 0:
            self._settle(frame)
        elif frame.id > 0:
            self.refusals += frame.error is not None
            latency = self._half.pop(frame.id, None)
            if latency is None:
                self._half[frame.id] = 0.0
            else:
                self._on_alert(self, latency)

    def _settle(self, frame: _Frame) -> None:
        answer = self._answers[frame.id]
        if frame.error is not None:
            answer.set_exception(ConnectionError(frame.error.message))
        else:
            answer.set_result(None)
