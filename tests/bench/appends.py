"""Durable appends from 64 concurrent sessions: our log beside a raw `sqlite3` writer and an ORM.

The raw writer has the same tables and triggers, the same pragmas, one transaction for all that waits, and tells every
caller when its event is durable. Its rows are ready before the clock starts; a second one encodes and hashes them as
the log has to. The ORM commits each event on a thread per session, as a plain service would, and once more on a single
thread, where no writer waits for another's lock.
"""

from __future__ import annotations

import asyncio
import hashlib
import queue
import sqlite3
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session

from backend.log.schema import call_events, to_microseconds
from backend.log.sqlite import SqliteLog
from tests.bench.figures import Figure, Limit, quantile
from tests.bench.processes import home
from transcripts.chain import canonical
from transcripts.events import Draft, SegmentAdded
from transcripts.identity import uuid7

SESSIONS = 64
OF_RAW = 0.8
OF_ORM = 20.0
AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
TEXT = "Good. I've got you down for tomorrow between 8 and 10, and if anything opens up tonight, I'll call you first."
INSERT = f"INSERT INTO call_events VALUES ({', '.join('?' * len(call_events.c))})"

Row = tuple[int | str | bytes, ...]
Append = Callable[[int, int], Awaitable[object]]  # session, number of the event


class Run(NamedTuple):
    """Events per second, and how long each waited for its ack, in ms."""

    per_s: float
    waits: list[float]


def run(*, quick: bool) -> list[Figure]:
    """Measure all in turns, so that they see the same neighbours; report the best run of each."""
    runs, events = (1, 40) if quick else (5, 250)
    few = max(3, events // 20)
    measures: tuple[Callable[[], Coroutine[Any, Any, Run]], ...] = (
        lambda: _log(events),
        lambda: _raw(events, encode=False),
        lambda: _raw(events, encode=True),
        lambda: _orm(few, SESSIONS),
        lambda: _orm(few, 1),
    )
    turns = [[asyncio.run(measure()) for measure in measures] for _ in range(runs)]
    ours, ready, encoded, orm, alone = (max(runs, key=lambda run: run.per_s) for runs in zip(*turns, strict=True))
    what = f"durable appends, {SESSIONS} sessions"
    ack = Figure(
        what=f"{what}: append to ack",
        unit="ms",
        p50=quantile(ours.waits, 0.5),
        p99=quantile(ours.waits, 0.99),
        samples=len(ours.waits),
        peer_name="raw writer",
        peer=quantile(ready.waits, 0.5),
    )
    against = (
        ("raw writer, rows ready", ready, (Limit("ratio", ">=", OF_RAW),)),
        ("raw writer, rows encoded and hashed", encoded, (Limit("ratio", ">=", OF_RAW),)),
        ("one ORM commit per event", orm, (Limit("ratio", ">=", OF_ORM),)),
        ("the same on one thread", alone, ()),
    )
    rates = [
        Figure(
            what=f"{what}: events/s",
            unit="/s",
            p50=ours.per_s,
            samples=len(ours.waits),
            limits=limits,
            peer_name=name,
            peer=peer.per_s,
            note="one event per append, each session waits for its ack; synchronous=FULL",
        )
        for name, peer, limits in against
    ]
    return [*rates, ack]


async def _drive(append: Append, events: int) -> Run:
    """Every session appends one event after the other; the first tenth warms up."""
    waits: list[float] = []

    async def session(number: int, first: int, last: int) -> None:
        for turn in range(first, last):
            began = time.perf_counter()
            await append(number, turn)
            waits.append((time.perf_counter() - began) * 1000)

    warm = max(1, events // 10)
    await asyncio.gather(*(session(number, 0, warm) for number in range(SESSIONS)))
    waits.clear()
    began = time.perf_counter()
    await asyncio.gather(*(session(number, warm, warm + events) for number in range(SESSIONS)))
    return Run(len(waits) / (time.perf_counter() - began), waits)


def _segment(turn: int) -> SegmentAdded:
    return SegmentAdded(f"u-{turn}", "csr", TEXT, turn * 1000)


def _event_id(session: int, turn: int) -> str:
    return uuid7(AT, turn.to_bytes(5, "big") + session.to_bytes(5, "big"))


def _session_id(session: int) -> str:
    return uuid7(AT, session.to_bytes(10, "big"))


async def _log(events: int) -> Run:
    drafts = {
        (session, turn): Draft(
            event_id=_event_id(session, turn), occurred_at=AT, actor="csr:bench", payload=_segment(turn)
        )
        for session in range(SESSIONS)
        for turn in range(events * 2)
    }
    ids = [_session_id(session) for session in range(SESSIONS)]
    with home() as folder:
        log = SqliteLog.open(folder / "calls.db")
        try:
            return await _drive(lambda session, turn: log.append(ids[session], (drafts[session, turn],)), events)
        finally:
            await log.close()


async def _raw(events: int, *, encode: bool) -> Run:
    rows = {
        (session, turn): _row(session, turn, bytes(32)) for session in range(SESSIONS) for turn in range(events * 2)
    }
    with home() as folder:
        writer = _RawWriter(await _empty(folder))
        hashes = [bytes(32)] * SESSIONS

        def append(session: int, turn: int) -> Awaitable[object]:
            if not encode:
                return writer.submit(rows[session, turn])
            row = _row(session, turn, hashes[session])
            hashes[session] = row[-1]  # type: ignore[assignment]  # the last column is the hash
            return writer.submit(row)

        try:
            return await _drive(append, events)
        finally:
            await asyncio.to_thread(writer.close)


def _row(session: int, turn: int, previous: bytes) -> Row:
    at = to_microseconds(AT)
    payload = canonical(_segment(turn))
    digest = hashlib.sha256(previous + payload).digest()
    event_id = _event_id(session, turn)
    return (session + 1, turn + 1, event_id, "segment.added", 1, at, at, "csr:bench", "", payload.decode(), digest)


async def _empty(folder: Path) -> Path:
    """A database with our tables and triggers, and the sessions' keys."""
    path = folder / "calls.db"
    await SqliteLog.open(path).close()
    with sqlite3.connect(path) as database:
        keys = [(session + 1, _session_id(session)) for session in range(SESSIONS)]
        database.executemany("INSERT INTO sessions VALUES (?, ?)", keys)
    database.close()
    return path


class _RawWriter:
    """The least that keeps the same promises: a queue, a thread, one transaction for all that waits."""

    def __init__(self, path: Path) -> None:
        self._jobs: queue.SimpleQueue[tuple[Row, asyncio.Future[None]] | None] = queue.SimpleQueue()
        self._loop = asyncio.get_running_loop()
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
            self._database.execute(f"PRAGMA {pragma}")
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def submit(self, row: Row) -> asyncio.Future[None]:
        future = self._loop.create_future()
        self._jobs.put((row, future))
        return future

    def close(self) -> None:
        self._jobs.put(None)
        self._thread.join()
        self._database.close()

    def _write(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch = [job]
            while not self._jobs.empty() and (job := self._jobs.get()) is not None:
                batch.append(job)
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(INSERT, [row for row, _ in batch])
            self._database.execute("COMMIT")
            self._loop.call_soon_threadsafe(_acknowledge, [future for _, future in batch])


def _acknowledge(futures: list[asyncio.Future[None]]) -> None:
    for future in futures:
        future.set_result(None)


class _Base(DeclarativeBase):
    pass


class _Record(_Base):
    __table__ = call_events


async def _orm(events: int, threads: int) -> Run:
    with home() as folder:
        engine = create_engine(f"sqlite:///{await _empty(folder)}", connect_args={"timeout": 60.0}, pool_size=threads)
        event.listen(engine, "connect", _durable)
        names = [column.name for column in call_events.c]

        def store(session: int, turn: int) -> None:
            with Session(engine) as unit:
                values = dict(zip(names, _row(session, turn, bytes(32)), strict=True))
                record = _Record(**values | {"occurred_at": AT, "recorded_at": AT})
                unit.add(record)
                unit.commit()

        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(threads) as pool:
            outcome = await _drive(lambda session, turn: loop.run_in_executor(pool, store, session, turn), events)
        engine.dispose()
        return outcome


def _durable(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")
