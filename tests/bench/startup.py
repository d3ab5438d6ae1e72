"""The overlay's start, memory and idle CPU, beside a bare PySide6 window with the same third-party imports.

From the start of the process to its first paint. The file caches are warm: dropping them needs root and would be felt
by everybody on the machine. Memory and CPU are those of the plain command with an idle call on the screen, connected to
a real backend.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from tests.bench import processes
from tests.bench.figures import Figure, Limit
from tests.bench.raw_socket import open_socket
from transcripts import wire
from transcripts.identity import uuid7

PAINT_S = 0.6
RESIDENT_MIB = 110.0
IDLE_PERCENT = 0.5
SETTLE_S = 4.0


class Idle(NamedTuple):
    """A window left alone: memory in MiB, CPU in per cent of one core."""

    resident: float
    proportional: float
    cpu: float


def run(*, quick: bool) -> list[Figure]:
    """Measure on every screen there is."""
    starts, seconds = (3, 3.0) if quick else (7, 10.0)
    figures: list[Figure] = []
    with processes.displays() as screens:
        for name, environment in screens.items():
            pairs = [(_start("overlay", environment), _start("bare", environment)) for _ in range(starts + 1)][1:]
            first = Figure(
                what=f"overlay, start to first paint, {name}",
                unit="s",
                p50=statistics.median(ours for ours, _ in pairs),
                p99=max(ours for ours, _ in pairs),
                samples=starts,
                limits=(Limit("p50", "<=", PAINT_S),),
                peer_name="bare window",
                peer=statistics.median(bare for _, bare in pairs),
                note="child processes, file caches warm; the second number is the slowest start",
            )
            ours = asyncio.run(_idle_overlay(environment, seconds))
            bare = _idle_bare(environment, seconds)
            figures += [first, *_idle(name, ours, bare, seconds)]
    return figures


def _idle(screen: str, ours: Idle, bare: Idle, seconds: float) -> list[Figure]:
    return [
        Figure(
            what=f"overlay, resident memory, {screen}",
            unit="MiB",
            p50=ours.resident,
            limits=(Limit("p50", "<=", RESIDENT_MIB),),
            peer_name="bare window",
            peer=bare.resident,
            note=f"proportional set size {ours.proportional:.0f} MiB, of the bare window {bare.proportional:.0f} MiB",
        ),
        Figure(
            what=f"overlay, CPU with an idle call, {screen}",
            unit="%",
            p50=ours.cpu,
            limits=(Limit("p50", "<=", IDLE_PERCENT),),
            peer_name="bare window",
            peer=bare.cpu,
            note=f"of one core, over {seconds:.0f} s; the call clock ticks each second",
        ),
    ]


def _start(kind: str, environment: Mapping[str, str]) -> float:
    """Seconds from the start of the process to its first paint."""
    with processes.home() as folder:
        began = time.perf_counter()
        with processes.child(
            "tests.bench.starters", kind, str(folder / "no-door"), folder=folder, environment=environment
        ) as process:
            said = msgspec.json.decode(processes.first_line(process), type=dict[str, float])
            return said["painted"] - began


async def _idle_overlay(environment: Mapping[str, str], seconds: float) -> Idle:
    with processes.home() as folder, processes.backend(folder) as running:
        arguments = ("overlay", "--door", str(running.door_file))
        source = await open_socket(running.door, _ignore)
        session_id = uuid7(datetime.now(UTC), os.urandom(10))
        source.send(wire.request(1, "session.start", wire.SessionStart(session_id=session_id, title="An idle call")))
        with processes.child("desktop", *arguments, folder=folder, environment=environment) as process:
            await asyncio.to_thread(processes.wait_until, "the watch", lambda: running.metric("csr_watches") >= 1)
            return await asyncio.to_thread(_rest, process.pid, seconds)


def _idle_bare(environment: Mapping[str, str], seconds: float) -> Idle:
    with (
        processes.home() as folder,
        processes.child("tests.bench.starters", "bare", folder=folder, environment=environment) as process,
    ):
        processes.first_line(process)
        return _rest(process.pid, seconds)


def _rest(pid: int, seconds: float) -> Idle:
    """Let it settle, then watch it do nothing."""
    time.sleep(SETTLE_S)
    used, began = processes.cpu_s(pid), time.perf_counter()
    time.sleep(seconds)
    cpu = (processes.cpu_s(pid) - used) / (time.perf_counter() - began) * 100
    return Idle(*processes.memory_mib(pid), cpu)


def _ignore(_frame: bytes) -> None:
    pass
