"""A segment sent until its alert event is at a watching client's socket: latency and throughput of the whole route.

The backend is a child process with its log on disk; the client is one process of raw sockets, two per session. Every
segment makes a claim, so each stores, answers and publishes two events.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import processes
from tests.bench.desks import Desk
from tests.bench.figures import Figure, Limit, quantile
from transcripts.door import Door, read_door

P50_MS = {1: 1.5, 10: 4.0, 50: 12.0}
PER_S = {1: 800.0, 10: 2_000.0, 50: 2_500.0}
LIGHT_PER_S = 100  # segments over all sessions: far below what saturates anything
DEPTH = 8  # segments of a session on their way when saturated
WARM_UP_S = 0.7

CLOSED = (
    "each session sends its next segment when the last one's alert and ack are there: as all of them wait all the"
    " time, latency is the number of sessions over the throughput"
)
LIGHT = f"{LIGHT_PER_S} segments/s over all sessions, evenly spaced"
FULL = f"{DEPTH} segments of each session on their way at any time"


@dataclass(frozen=True, slots=True)
class Run:
    """One run: latencies in ms, and segments per second."""

    latencies: list[float]
    per_s: float

    @property
    def p50(self) -> float:
        """Median latency in ms."""
        return quantile(self.latencies, 0.5)

    @property
    def p99(self) -> float:
        """99th percentile of the latencies in ms."""
        return quantile(self.latencies, 0.99)


def run(*, quick: bool) -> list[Figure]:
    """Measure the route with 1, 10 and 50 sessions, and the bare route beside it."""
    runs, seconds = (1, 1.0) if quick else (3, 3.0)
    figures: list[Figure] = []
    for sessions in (1, 10, 50):
        ours: list[tuple[Run, Run, Run]] = []
        bare: list[tuple[Run, Run, Run]] = []
        for _ in range(runs):  # in turns, so that both see the same neighbours
            ours.append(asyncio.run(_measure(_product, sessions, seconds)))
            bare.append(asyncio.run(_measure(_peer, sessions, seconds)))
        figures += _figures(sessions, _best(ours), _best(bare))
    return figures


def _figures(sessions: int, ours: tuple[Run, Run, Run], bare: tuple[Run, Run, Run]) -> Iterator[Figure]:
    name = f"route, {sessions} session{'s' * (sessions > 1)}"
    latency = (Limit("p50", "<=", P50_MS[sessions]),)
    rate = (Limit("p50", ">=", PER_S[sessions]),)
    closed, light, full = zip(ours, bare, strict=True)
    yield _latency(f"{name}: segment to alert", closed, latency, CLOSED)
    yield _rate(f"{name}: segments/s", closed, rate, CLOSED)
    yield _latency(f"{name}: segment to alert, light load", light, latency, LIGHT)
    yield _rate(f"{name}: segments/s, saturated", full, rate, FULL)


def _latency(what: str, pair: tuple[Run, Run], limits: tuple[Limit, ...], note: str) -> Figure:
    ours, bare = pair
    return Figure(
        what=what,
        unit="ms",
        p50=ours.p50,
        p99=ours.p99,
        samples=len(ours.latencies),
        limits=limits,
        peer_name="bare route",
        peer=bare.p50,
        note=note,
    )


def _rate(what: str, pair: tuple[Run, Run], limits: tuple[Limit, ...], note: str) -> Figure:
    ours, bare = pair
    return Figure(
        what=what,
        unit="/s",
        p50=ours.per_s,
        samples=len(ours.latencies),
        limits=limits,
        peer_name="bare route",
        peer=bare.per_s,
        note=note,
    )


def _best(runs: list[tuple[Run, Run, Run]]) -> tuple[Run, Run, Run]:
    closed, light, full = zip(*runs, strict=True)
    return (
        max(closed, key=lambda run: run.per_s),
        min(light, key=lambda run: run.p50),
        max(full, key=lambda run: run.per_s),
    )


@contextlib.contextmanager
def _product(folder: Path) -> Iterator[Door]:
    with processes.backend(folder) as running:
        yield running.door


@contextlib.contextmanager
def _peer(folder: Path) -> Iterator[Door]:
    with processes.child("tests.bench.bare_route", str(folder), folder=folder) as process:
        door = read_door(processes.first_line(process))
        assert door is not None
        yield door


async def _measure(
    serve: Callable[[Path], AbstractContextManager[Door]], sessions: int, seconds: float
) -> tuple[Run, Run, Run]:
    with processes.home() as folder, serve(folder) as door:
        closed = await _loop(door, sessions, 1, seconds)
        light = await _spaced(door, sessions, seconds)
        full = await _loop(door, sessions, DEPTH, seconds)
    return closed, light, full


async def _loop(door: Door, sessions: int, depth: int, seconds: float) -> Run:
    """Keep `depth` segments of every session on their way."""
    latencies: list[float] = []
    ends_at = [float("inf")]

    def on_alert(desk: Desk, latency: float) -> None:
        latencies.append(latency * 1000)
        if time.perf_counter() < ends_at[0]:
            desk.say()

    async with _opened(door, sessions, on_alert) as desks:
        for desk in desks:
            for _ in range(depth):
                desk.say()
        await asyncio.sleep(WARM_UP_S)
        latencies.clear()
        began = time.perf_counter()
        ends_at[0] = began + seconds
        await asyncio.sleep(seconds)
        taken, elapsed = list(latencies), time.perf_counter() - began
        await _settled(desks)
    return Run(taken, len(taken) / elapsed)


async def _spaced(door: Door, sessions: int, seconds: float) -> Run:
    """Send at a steady light pace, whatever comes back."""
    latencies: list[float] = []
    async with _opened(door, sessions, lambda _, latency: latencies.append(latency * 1000)) as desks:
        began = time.perf_counter()
        total = int((WARM_UP_S + seconds) * LIGHT_PER_S)
        for number in range(total):
            await asyncio.sleep(max(0.0, began + number / LIGHT_PER_S - time.perf_counter()))
            desks[number % sessions].say()
            if number == int(WARM_UP_S * LIGHT_PER_S):
                latencies.clear()
        await _settled(desks)
    return Run(latencies, len(latencies) / seconds)


@contextlib.asynccontextmanager
async def _opened(door: Door, sessions: int, on_alert: Callable[[Desk, float], None]) -> AsyncIterator[list[Desk]]:
    desks = [Desk(on_alert) for _ in range(sessions)]
    for desk in desks:
        await desk.open(door)
    beating = asyncio.get_running_loop().create_task(_beat(desks))
    try:
        yield desks
    finally:
        beating.cancel()
        for desk in desks:
            desk.close()
    if any(desk.refusals for desk in desks):
        raise processes.ProgramError("the backend refused segments")


async def _beat(desks: list[Desk]) -> None:
    while True:
        await asyncio.sleep(4.0)
        for desk in desks:
            desk.beat()


async def _settled(desks: list[Desk]) -> None:
    """Wait for what is still on its way: every segment must get its alert and its ack."""
    async with asyncio.timeout(10):
        while any(desk.waiting for desk in desks):  # noqa: ASYNC110 # an event would cost the client
            await asyncio.sleep(0.01)
