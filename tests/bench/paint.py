"""A frame at the client's socket until the claim card is painted, and the same for a bare qasync window.

A real backend, a source that begins a call, says two calm things and then makes a claim, and the real overlay as a
child process. A relay stands before the overlay: the clock starts when it writes the frame to the overlay's socket, so
the time that the event loop needs to wake up is included. It stops when the window's update is over, children and all.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from tests.bench import processes
from tests.bench.desks import CLAIM
from tests.bench.figures import Figure, Limit, quantile
from tests.bench.raw_socket import RawSocket, open_socket
from tests.bench.relay import Relay
from transcripts import wire
from transcripts.identity import uuid7

P99_MS = 8.0
WARM_UP = 10
PAUSE_S = 0.05  # for what the last change set in motion: painting, a fading card
CALM = ("Thank you for calling Alder Heating and Air, this is Dana.", "Okay, let me look at the board for you.")


class Sample(msgspec.Struct):
    """What a window says: that it is calm, or when the claim came out of its socket and when it was painted."""

    calm: bool = False
    arrived: float = 0.0
    painted: float = 0.0
    cpu: float = 0.0  # seconds of the window's thread from one to the other
    handed: float = 0.0


def run(*, quick: bool) -> list[Figure]:
    """Measure on every screen there is."""
    runs, samples = (1, 30) if quick else (2, 250)
    figures: list[Figure] = []
    with processes.displays() as screens:
        for name, environment in screens.items():
            turns = [
                (_window("overlay", environment, samples), _window("bare", environment, max(30, samples // 2)))
                for _ in range(runs)
            ]
            ours, bare = (min(results, key=_p99) for results in zip(*turns, strict=True))
            figures += _figures(name, ours, bare)
    return figures


def _figures(screen: str, ours: list[Sample], bare: list[Sample]) -> list[Figure]:
    what = f"to alert painted, {screen}"
    stages = (
        (f"frame at the socket {what}", _from_socket, (Limit("p99", "<=", P99_MS),)),
        (f"frame in the process {what}", _from_process, ()),
        (f"… of it CPU time of the window, {screen}", _cpu, ()),
    )
    return [
        Figure(
            what=name,
            unit="ms",
            p50=quantile(milliseconds(ours), 0.5),
            p99=quantile(milliseconds(ours), 0.99),
            samples=len(ours),
            limits=limits,
            peer_name=f"bare qasync, p99 {quantile(milliseconds(bare), 0.99):.2g}",
            peer=quantile(milliseconds(bare), 0.5),
        )
        for name, milliseconds, limits in stages
    ]


def _from_socket(samples: list[Sample]) -> list[float]:
    return [(sample.painted - sample.handed) * 1000 for sample in samples]


def _from_process(samples: list[Sample]) -> list[float]:
    return [(sample.painted - sample.arrived) * 1000 for sample in samples]


def _cpu(samples: list[Sample]) -> list[float]:
    return [sample.cpu * 1000 for sample in samples]


def _p99(samples: list[Sample]) -> float:
    return quantile(_from_socket(samples), 0.99)


def _window(kind: str, environment: Mapping[str, str], samples: int) -> list[Sample]:
    return asyncio.run(_measure(kind, environment, samples))


async def _measure(kind: str, environment: Mapping[str, str], samples: int) -> list[Sample]:
    with processes.home() as folder, processes.backend(folder) as running:
        relay = Relay(running.port)
        token_file = folder / "token"
        token_file.touch(0o600)
        token_file.write_text(running.door.token, encoding="utf-8")
        async with relay.listening() as port:
            arguments = (kind, f"ws://127.0.0.1:{port}", str(token_file))
            with processes.child("tests.bench.painters", *arguments, folder=folder, environment=environment) as window:
                await asyncio.to_thread(
                    processes.wait_until, "a connection", lambda: running.metric("csr_connections") == 1
                )
                source = await _Source.open(running)
                await asyncio.sleep(0.5)
                taken = [await _sample(source, window, relay) for _ in range(WARM_UP + samples)][WARM_UP:]
                source.close()
    return taken


async def _sample(source: _Source, window: subprocess.Popen[bytes], relay: Relay) -> Sample:
    """One call: begin, two calm utterances, the claim, the end."""
    source.begin()
    for text in CALM:
        source.say(text)
    while not (await _said(window)).calm:
        pass
    await asyncio.sleep(PAUSE_S)
    source.say(CLAIM)
    said = await _said(window)
    while not said.painted:
        said = await _said(window)
    said.handed = relay.handed_at
    source.end()
    await asyncio.sleep(PAUSE_S)
    return said


async def _said(window: subprocess.Popen[bytes]) -> Sample:
    async with asyncio.timeout(processes.PATIENCE_S):
        return msgspec.json.decode(await asyncio.to_thread(processes.first_line, window), type=Sample)


class _Source:
    """Whatever turns a call into words, on a socket of its own."""

    def __init__(self) -> None:
        self._session_id = ""
        self._number = 0
        self._socket: RawSocket

    @classmethod
    async def open(cls, running: processes.Running) -> _Source:
        source = cls()
        source._socket = await open_socket(running.door, _ignore)
        return source

    def close(self) -> None:
        self._socket.close()

    def begin(self) -> None:
        self._session_id = uuid7(datetime.now(UTC), os.urandom(10))
        self._request("session.start", wire.SessionStart(session_id=self._session_id))

    def say(self, text: str) -> None:
        self._number += 1
        payload = {"utterance_id": f"u-{self._number}", "speaker": "csr", "text": text, "at_ms": 1000}
        draft = wire.DraftIn(
            event_id=f"e-{self._number}",
            type="segment.added",
            payload=msgspec.Raw(msgspec.json.encode(payload)),
            occurred_at=datetime.now(UTC),
        )
        self._request("session.append", wire.SessionAppend(self._session_id, (draft,)))

    def end(self) -> None:
        self._request("session.end", wire.SessionEnd(session_id=self._session_id))

    def _request(self, method: str, params: wire.Params) -> None:
        self._number += 1
        self._socket.send(wire.request(self._number, method, params))


def _ignore(_frame: bytes) -> None:
    pass
