"""The barest program that can be called the same route: the peer of `route`. Run as `python -m tests.bench.bare_route`.

A websocket in, one `re2` pattern, one SQLite transaction for all that waits, an answer and a frame to the watchers.
No tokens, redaction, ruleset, hash chain, index, resume, back-pressure, metrics or errors: what the product adds.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any

import msgspec
import re2
from websockets import ConnectionClosed
from websockets.asyncio.server import ServerConnection, broadcast, serve

from transcripts.door import Door

SCHEMA = """CREATE TABLE call_events (session INTEGER, seq INTEGER, event_id TEXT, type TEXT, payload TEXT,
    PRIMARY KEY (session, seq), UNIQUE (session, event_id)) WITHOUT ROWID"""
CLAIM = re2.compile(r"(?i)\bguarantee\b.*\btoday\b")

Row = tuple[int, int, str, str, str]
Done = tuple["_Call", ServerConnection, int, list[bytes], int]


class _Segment(msgspec.Struct):
    utterance_id: str
    speaker: str
    text: str
    at_ms: int


class _Draft(msgspec.Struct):
    event_id: str
    payload: _Segment


class _Params(msgspec.Struct):
    session_id: str = ""
    events: list[_Draft] = []


class _Request(msgspec.Struct):
    id: int = 0
    method: str = ""
    params: _Params = msgspec.field(default_factory=_Params)


class _Call:
    def __init__(self, key: int) -> None:
        self.key = key
        self.seq = 0
        self.watchers: set[ServerConnection] = set()


class _Route:
    def __init__(self, path: Path) -> None:
        self._calls: dict[str, _Call] = {}
        self._jobs: queue.SimpleQueue[tuple[list[Row], Done]] = queue.SimpleQueue()
        self._decoder = msgspec.json.Decoder(_Request)
        self._loop = asyncio.get_running_loop()
        self._database = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", SCHEMA):
            self._database.execute(statement)
        threading.Thread(target=self._write, daemon=True).start()

    async def converse(self, socket: ServerConnection) -> None:
        try:
            while True:
                self._serve(socket, self._decoder.decode(await socket.recv(decode=False)))
        except ConnectionClosed:
            for call in self._calls.values():
                call.watchers.discard(socket)

    def _serve(self, socket: ServerConnection, request: _Request) -> None:
        session_id = request.params.session_id
        match request.method:
            case "session.start":
                self._calls[session_id] = _Call(len(self._calls) + 1)
                result: dict[str, Any] = {"session_id": session_id, "seq": 1}
            case "session.watch":
                self._calls[session_id].watchers.add(socket)
                result = {"last_seq": 0}
            case "session.append":
                self._append(socket, self._calls[session_id], request)
                return
            case _:
                return
        broadcast((socket,), msgspec.json.encode({"jsonrpc": "2.0", "id": request.id, "result": result}), text=True)

    def _append(self, socket: ServerConnection, call: _Call, request: _Request) -> None:
        rows: list[Row] = []
        events: list[bytes] = []
        for draft in request.params.events:
            heard = draft.payload
            facts: list[tuple[str, str, Any]] = [(draft.event_id, "segment.added", heard)]
            match = CLAIM.search(heard.text)
            if match:
                alert = {"rule_id": "claim", "utterance_id": heard.utterance_id, "evidence": [match.span()]}
                facts.append((f"{draft.event_id}-alert", "alert.raised", alert))
            for event_id, name, payload in facts:
                call.seq += 1
                stored = msgspec.json.encode(payload)
                rows.append((call.key, call.seq, event_id, name, stored.decode()))
                event = {"seq": call.seq, "event_id": event_id, "type": name, "payload": msgspec.Raw(stored)}
                events.append(msgspec.json.encode(event))
        self._jobs.put((rows, (call, socket, request.id, events, call.seq)))

    def _write(self) -> None:
        while True:
            batch = [self._jobs.get()]
            while not self._jobs.empty():
                batch.append(self._jobs.get())
            self._database.execute("BEGIN")
            rows = [row for job, _ in batch for row in job]
            self._database.executemany("INSERT INTO call_events VALUES (?, ?, ?, ?, ?)", rows)
            self._database.execute("COMMIT")
            self._loop.call_soon_threadsafe(self._publish, [done for _, done in batch])

    @staticmethod
    def _publish(batch: list[Done]) -> None:
        for call, socket, request_id, events, seq in batch:
            params = b'{"session_id":"","events":[' + b",".join(events) + b"]}"
            frame = b'{"jsonrpc":"2.0","method":"session.events","params":' + params + b"}"
            broadcast(call.watchers, frame, text=True)
            answer = b'{"jsonrpc":"2.0","id":%d,"result":{"seqs":[%d]}}' % (request_id, seq)
            broadcast((socket,), answer, text=True)


async def _main(folder: Path) -> None:
    route = _Route(folder / "bare.db")
    async with serve(route.converse, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        port = server.sockets[0].getsockname()[1]
        sys.stdout.buffer.write(Door(f"ws://127.0.0.1:{port}", "none").write() + b"\n")
        sys.stdout.buffer.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
