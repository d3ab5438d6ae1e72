"""Suggestions: a token at the backend's socket until it is painted, what they cost others, and the end of a call.

The backend, the model's endpoint and the overlay are child processes. The clock starts when the endpoint writes the
token that shows a sentence to be over, and stops when the overlay has painted that sentence.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import msgspec

from tests.bench import processes
from tests.bench.assist_cost import cost_of_listening
from tests.bench.desks import Desk
from tests.bench.figures import Figure, Limit, quantile
from tests.bench.storyteller import MARK
from tests.bench.talkers import Talker

PAINT_MS = 30.0
OTHERS = 1.5  # times the latency without suggestions
STREAMING = 20  # sessions for the paint
BUSY = 50  # sessions for the alerts
ALERTED = 10  # calls in which claims are made meanwhile
CLAIMS_PER_S = 100
LONG = 300  # utterances
SUMMARY_MS = 300.0
TOKENS_PER_S = 40.0

SETTINGS = """\
[model]
base_url = "{url}"
name = "test/storyteller"
[deadlines]
first_token_s = 20.0
total_s = 60.0
[budget]
requests_per_call = 100000
tokens_per_call = 1000000000
cost_per_call_usd = 1000.0
concurrent = 64
[suggest]
when = "asked"
[summary]
by_model = false
[playbook]
embeddings = "off"
"""


class Told(msgspec.Struct):
    """A sentence, and when it was written or painted."""

    text: str
    at: float


def run(*, quick: bool) -> list[Figure]:
    """Measure all of it."""
    figures = [*cost_of_listening(quick=quick)]
    with processes.displays() as screens:
        for name, environment in screens.items():
            painted = asyncio.run(_painted(environment, 12 if quick else 60))
            figures.append(_paint_figure(name, painted))
    figures.append(asyncio.run(_others(2 if quick else 6)))
    figures.append(asyncio.run(_summaries(5 if quick else 40)))
    return figures


def _paint_figure(screen: str, painted: list[float]) -> Figure:
    return Figure(
        what=f"token at the backend's HTTP socket to painted, {STREAMING} sessions streaming, {screen}",
        unit="ms",
        p50=quantile(painted, 0.5),
        p99=quantile(painted, 0.99),
        samples=len(painted),
        limits=(Limit("p99", "<=", PAINT_MS),),
        note=f"{TOKENS_PER_S:.0f} tokens/s each; the token is the one that shows a sentence to be over, for only whole"
        " sentences that passed the rules are painted",
    )


@contextlib.contextmanager
def _backend() -> Iterator[tuple[Path, processes.Running, subprocess.Popen[bytes]]]:
    """A backend with a model's endpoint beside it."""
    with (
        processes.home() as folder,
        processes.child("tests.bench.storyteller", str(TOKENS_PER_S), folder=folder) as teller,
    ):
        url = msgspec.json.decode(processes.first_line(teller), type=dict[str, str])["url"]
        (folder / "assist.toml").write_text(SETTINGS.format(url=url), encoding="utf-8")
        with processes.backend(folder) as running:
            yield folder, running, teller


async def _painted(environment: Mapping[str, str], replies: int) -> list[float]:
    """Milliseconds from written to painted, over the sentences of one call among many."""
    with _backend() as (folder, running, teller):
        token_file = folder / "token"
        token_file.touch(0o600)
        token_file.write_text(running.door.token, encoding="utf-8")
        arguments = ("suggestions", running.door.url, str(token_file))
        with processes.child("tests.bench.painters", *arguments, folder=folder, environment=environment) as window:
            await asyncio.to_thread(
                processes.wait_until, "a connection", lambda: running.metric("csr_connections") == 1
            )
            watched = Talker(MARK)
            await watched.open(running.door)  # the overlay shows the first call in which something is said
            await watched.ask_once()
            await asyncio.sleep(1.0)
            written, shown = _Lines(teller), _Lines(window)
            async with _talking(running, STREAMING - 1), written.reading(), shown.reading():
                await asyncio.sleep(1.0)
                for _ in range(replies):
                    await watched.ask_once()
                await asyncio.sleep(0.5)
            watched.close()
    seen = {told.text: told.at for told in shown.told}
    latencies = [(seen[told.text] - told.at) * 1000 for told in written.told if told.text in seen]
    missing = len(written.told) - len(latencies)
    if missing > len(written.told) // 20:
        raise processes.ProgramError(f"{missing} of {len(written.told)} sentences were not seen on the screen")
    return latencies


async def _others(seconds: float) -> Figure:
    """How long alerts take beside streaming suggestions, and without them, in turns."""
    quiet: list[float] = []
    busy: list[float] = []
    with _backend() as (_, running, _teller):
        latencies: list[float] = []
        desks = [Desk(lambda _, latency: latencies.append(latency * 1000)) for _ in range(ALERTED)]
        for desk in desks:
            await desk.open(running.door)
        for _ in range(3):
            quiet += await _claims(desks, latencies, seconds)
            async with _talking(running, BUSY) as talkers:
                await asyncio.sleep(1.0)
                busy += await _claims(desks, latencies, seconds)
                replies = sum(talker.replies for talker in talkers)
        for desk in desks:
            desk.close()
    return Figure(
        what=f"segment to alert while {BUSY} sessions stream suggestions: p99",
        unit="ms",
        p50=quantile(busy, 0.99),
        samples=len(busy),
        limits=(Limit("ratio", "<=", OTHERS),),
        peer_name="without suggestions, p99",
        peer=quantile(quiet, 0.99),
        note=f"{CLAIMS_PER_S} claims/s in {ALERTED} other calls; medians {quantile(busy, 0.5):.2g} and"
        f" {quantile(quiet, 0.5):.2g} ms; {replies} replies of {TOKENS_PER_S:.0f} tokens/s in the last turn",
    )


async def _summaries(calls: int) -> Figure:
    """How long the summary takes that is drawn from the log, from the end of a long call."""
    with _backend() as (_, running, _teller):
        taken: list[float] = []
        for _number in range(calls):
            talker = Talker()
            await talker.open(running.door)
            await talker.chat(LONG)
            taken.append(await talker.end() * 1000)
            talker.close()
    return Figure(
        what="end of a call to its summary from the log",
        unit="ms",
        p50=quantile(taken, 0.5),
        p99=quantile(taken, 0.99),
        samples=calls,
        limits=(Limit("p99", "<=", SUMMARY_MS),),
        note=f"calls of {LONG} utterances; stored, published and at a watcher's socket",
    )


async def _claims(desks: list[Desk], latencies: list[float], seconds: float) -> list[float]:
    """Claims at a steady pace; what their alerts took."""
    latencies.clear()
    began = time.perf_counter()
    for number in range(int(seconds * CLAIMS_PER_S)):
        await asyncio.sleep(max(0.0, began + number / CLAIMS_PER_S - time.perf_counter()))
        desks[number % len(desks)].say()
    async with asyncio.timeout(10):
        while any(desk.waiting for desk in desks):  # noqa: ASYNC110 # an event would cost the client
            await asyncio.sleep(0.01)
    for desk in desks:
        desk.beat()
    return list(latencies)


@contextlib.asynccontextmanager
async def _talking(running: processes.Running, count: int) -> AsyncIterator[list[Talker]]:
    """So many calls in which replies stream without a pause, while the block runs."""
    talkers = [Talker() for _ in range(count)]
    for talker in talkers:
        await talker.open(running.door)
    tasks = [asyncio.create_task(talker.talk()) for talker in talkers]
    try:
        yield talkers
    finally:
        for task in tasks:
            task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        for talker in talkers:
            talker.close()
    failed = [one for one in done if isinstance(one, Exception)]
    if failed:
        raise processes.ProgramError(f"{len(failed)} calls got no reply: {failed[0]!r}")


class _Lines:
    """What a child process tells of sentences."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self.told: list[Told] = []
        self._child = child

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[None]:
        """Read its lines while the block runs."""
        assert self._child.stdout is not None
        loop, pipe = asyncio.get_running_loop(), self._child.stdout
        reader = asyncio.StreamReader()
        transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
        task = asyncio.create_task(self._read(reader))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            transport.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            with contextlib.suppress(msgspec.ValidationError):  # a line about something else
                self.told.append(msgspec.json.decode(line, type=Told))
