"""Fan-out of one session's events to its watchers, beside `websockets.broadcast`.

CPU time of the serving process per delivery, so that the reading side, another process, is not what is measured.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from itertools import count, islice
from typing import NamedTuple

import msgspec
from websockets.asyncio.server import ServerConnection, broadcast, serve

from backend.access import Identity
from backend.gateway import Socket
from backend.hub import CHUNK, Hub
from backend.observability import Metrics
from backend.settings import Limits
from tests.bench import processes
from tests.bench.figures import Figure, Limit, quantile
from transcripts import wire
from transcripts.events import RawEvent

OF_BROADCAST = 0.7
AT = datetime(2026, 3, 2, 15, 4, 5, tzinfo=UTC)
SESSION = "0195571c-0a88-7000-8000-000000000001"
PAYLOAD = b'{"at_ms":1000,"speaker":"csr","text":"Good. We are there tomorrow between 8 and 10.","utterance_id":"u-1"}'

Send = Callable[[int], object]


class Run(NamedTuple):
    """CPU microseconds per delivery of each message, and the 99th percentile of the times in ms the loop was held."""

    costs: list[float]
    held_ms: float


def run(*, quick: bool) -> list[Figure]:
    """Measure in-process sinks, then real sockets."""
    rounds, messages = (1, 20) if quick else (5, 100)
    figures = [asyncio.run(_in_process(1_000, rounds, messages))]
    for watchers in (200,) if quick else (200, 1_000):
        figures += asyncio.run(_sockets(watchers, rounds, messages))
    return figures


class _Counter:
    """A sink that only counts."""

    congested = False

    def __init__(self) -> None:
        self.frames = 0

    def push(self, frame: bytes) -> None:
        self.frames += 1

    async def send(self, frame: bytes) -> None:
        self.frames += 1


async def _in_process(watchers: int, rounds: int, messages: int) -> Figure:
    """What the hub itself costs, beside a loop that calls every sink."""
    async with asyncio.TaskGroup() as tasks:
        hub = Hub(_no_history, tasks, Metrics())
        sinks = [_Counter() for _ in range(watchers)]
        for sink in sinks:
            hub.watch(SESSION, 0, 0, sink)

        def loop(seq: int) -> None:
            frame = wire.notification("session.events", wire.SessionEvents(SESSION, (_event(seq),)))
            for sink in sinks:
                sink.push(frame)

        def publish(seq: int) -> None:
            hub.publish(SESSION, [_event(seq)])

        ours, peer = await _measure((publish, loop), watchers, rounds, messages, lambda: _turns(watchers))
    sent = 2 * (rounds + 2) * messages
    if any(sink.frames != sent for sink in sinks):
        raise processes.ProgramError("a watcher did not get every frame")
    return Figure(
        what=f"fan-out, {watchers:,} sinks in the process: CPU per delivery",
        unit="us",
        p50=quantile(ours.costs, 0.5),
        p99=quantile(ours.costs, 0.99),
        samples=len(ours.costs),
        peer_name="a plain loop",
        peer=quantile(peer.costs, 0.5),
    )


async def _sockets(watchers: int, rounds: int, messages: int) -> list[Figure]:
    async with _connected(watchers) as connections, asyncio.TaskGroup() as tasks:
        hub = Hub(_no_history, tasks, Metrics())
        who = Identity("bench", "supervisor")
        for connection in connections:
            hub.watch(SESSION, 0, 0, Socket(connection, who, Limits()))

        def all_at_once(seq: int) -> None:
            frame = wire.notification("session.events", wire.SessionEvents(SESSION, (_event(seq),)))
            broadcast(connections, frame, text=True)

        async def flushed() -> None:
            await _turns(watchers)
            waiting = [connection.transport.get_write_buffer_size for connection in connections]
            while any(size() for size in waiting):  # noqa: ASYNC110 # a transport tells nobody that it is empty
                await asyncio.sleep(0.001)

        def publish(seq: int) -> None:
            hub.publish(SESSION, [_event(seq)])

        ours, peer = await _measure((publish, all_at_once), watchers, rounds, messages, flushed)
    what = f"fan-out, {watchers:,} sockets"
    speed = Figure(
        what=f"{what}: deliveries per CPU second",
        unit="/s",
        p50=1e6 / quantile(ours.costs, 0.5),
        samples=len(ours.costs),
        limits=(Limit("ratio", ">=", OF_BROADCAST),),
        peer_name="websockets.broadcast",
        peer=1e6 / quantile(peer.costs, 0.5),
        note="a segment event of about 450 bytes to every watcher; the median message",
    )
    held = Figure(
        what=f"{what}: event loop held, p99",
        unit="ms",
        p50=ours.held_ms,
        samples=len(ours.costs),
        peer_name="websockets.broadcast",
        peer=peer.held_ms,
    )
    return [speed, held]


async def _measure(
    sends: tuple[Send, Send], watchers: int, rounds: int, messages: int, flushed: Callable[[], Awaitable[None]]
) -> tuple[Run, Run]:
    """Send messages one after the other, each flushed before the next, in turns of ours and the peer's.

    The cheapest round of each counts; the loop's longest hold is taken in a round of its own, which the probe burdens.
    """
    numbers = count(1), count(1)
    costs: tuple[list[list[float]], list[list[float]]] = ([], [])
    for _ in range(rounds + 1):  # the first warms up
        for send, number, rows in zip(sends, numbers, costs, strict=True):
            rows.append([])
            for seq in islice(number, messages):
                began = time.process_time_ns()
                send(seq)
                await flushed()
                rows[-1].append((time.process_time_ns() - began) / 1000 / watchers)
    holds: tuple[list[float], list[float]] = ([], [])
    for send, number, waits in zip(sends, numbers, holds, strict=True):
        probing = asyncio.get_running_loop().create_task(_probe(waits))
        for seq in islice(number, messages):
            send(seq)
            await flushed()
        probing.cancel()
    first, second = (
        Run(min(rows[1:], key=sum), quantile(waits, 0.99)) for rows, waits in zip(costs, holds, strict=True)
    )
    return first, second


async def _probe(holds: list[float]) -> None:
    """How long, in ms, a task that is always ready waits for its turn."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0)
        holds.append((time.perf_counter() - began) * 1000)


async def _turns(watchers: int) -> None:
    """Let the hub have the turns of the loop that it needs for everybody."""
    for _ in range(watchers // CHUNK + 1):
        await asyncio.sleep(0)


async def _no_history(_session_id: str, _after_seq: int, _limit: int) -> list[RawEvent]:
    raise processes.ProgramError("a watcher fell behind: the reading side is too slow for this measurement")


def _event(seq: int) -> RawEvent:
    return RawEvent(
        session_id=SESSION,
        seq=seq,
        event_id=f"event-{seq}",
        type="segment.added",
        occurred_at=AT,
        actor="csr:bench",
        payload=msgspec.Raw(PAYLOAD),
        version=1,
        recorded_at=AT,
        trace_id="",
        hash="0" * 64,
    )


@contextlib.asynccontextmanager
async def _connected(watchers: int) -> AsyncIterator[list[ServerConnection]]:
    """Connections to another process that reads and forgets."""
    connections: list[ServerConnection] = []
    complete = asyncio.Event()

    async def keep(connection: ServerConnection) -> None:
        connections.append(connection)
        if len(connections) == watchers:
            complete.set()
        await connection.wait_closed()

    async with serve(keep, "127.0.0.1", 0, compression=None, ping_interval=None, close_timeout=1) as server:
        port = str(server.sockets[0].getsockname()[1])
        with processes.home() as folder, processes.child("tests.bench.readers", port, str(watchers), folder=folder):
            async with asyncio.timeout(processes.PATIENCE_S):
                await complete.wait()
            yield connections
