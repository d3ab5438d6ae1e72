"""A session that grows, its hub, and watchers of any speed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec

from backend.hub import Hub
from backend.observability import Metrics
from tests.backend.facts import T0, session_id
from transcripts import wire
from transcripts.chain import canonical
from transcripts.events import NoteAdded, RawEvent

ONE = session_id()


class Watcher:
    """A peer that reads when it is told to.

    Attributes:
        seqs: The seqs of the events it was sent, in order of arrival.
        interims: The texts of the interims it was sent.
        reads: Whether it reads now.
        gone: Sending to it fails.
    """

    def __init__(self, *, congested: bool = False) -> None:
        self.reads = asyncio.Event()
        if not congested:
            self.reads.set()
        self.gone = False
        self.seqs: list[int] = []
        self.interims: list[str] = []
        self.largest = 0

    @property
    def congested(self) -> bool:
        """See Sink."""
        return not self.reads.is_set()

    def push(self, frame: bytes) -> None:
        """See Sink."""
        self.largest = max(self.largest, len(frame))
        message = wire.parse(frame) if len(frame) <= wire.MAX_FRAME else None
        if message is None:
            return
        if message.method == "session.events":
            self.seqs += [event.seq for event in wire.read(wire.SessionEvents, message.params).events]
        elif message.method == "session.delta":
            interim = wire.read(wire.SessionDelta, message.params).interim
            self.interims += [interim.text] if interim is not None else []

    async def send(self, frame: bytes) -> None:
        """See Sink."""
        if self.gone:
            raise ConnectionError("gone")
        self.push(frame)
        await self.reads.wait()
        if self.gone:
            raise ConnectionError("gone")


class Stage:
    """A session that grows, its hub, and the log that the hub reads."""

    def __init__(self, tasks: asyncio.TaskGroup, metrics: Metrics) -> None:
        self.hub = Hub(self.read, tasks, metrics)
        self.metrics = metrics
        self.log: list[RawEvent] = []
        self.fault: Exception | None = None

    def store(self, count: int, text: str = "") -> list[RawEvent]:
        """Add events to the log without a word to anybody."""
        events = [_event(len(self.log) + 1 + n, text) for n in range(count)]
        self.log += events
        return events

    def publish(self, count: int, text: str = "") -> None:
        """Add events and tell the hub."""
        self.hub.publish(ONE, self.store(count, text))

    async def read(self, _session: str, after_seq: int, limit: int) -> list[RawEvent]:
        """The log's read, which takes its time."""
        page = self.log[after_seq : after_seq + limit]
        await asyncio.sleep(0)
        if self.fault is not None:
            raise self.fault
        return page

    def count(self, metric: str) -> float:
        """The value of one of the hub's metrics."""
        value = self.metrics.registry.get_sample_value(metric)
        assert value is not None
        return value


def _event(seq: int, text: str) -> RawEvent:
    return RawEvent(
        session_id=ONE,
        seq=seq,
        event_id=f"e{seq}",
        type="note.added",
        occurred_at=T0,
        actor="csr:dana",
        payload=msgspec.Raw(canonical(NoteAdded(text, seq))),
        version=1,
        recorded_at=T0,
        trace_id="",
        hash="00" * 32,
    )


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """A hub at work.

    Yields:
        The stage; leaving it waits until every catch-up has ended.
    """
    metrics = Metrics()
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        yield Stage(tasks, metrics)


def upto(last: int, first: int = 1) -> list[int]:
    """The seqs from first to last."""
    return list(range(first, last + 1))


async def turns(count: int = 20) -> None:
    """Let the event loop go round so many times."""
    for _ in range(count):
        await asyncio.sleep(0)
