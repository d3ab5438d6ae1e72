"""An intake with its hub on a log, and a log that fails or waits when told."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache

from backend.access import Identity
from backend.hub import Hub
from backend.intake import Intake
from backend.log.contract import EventLog, LogUnavailableError, Stored
from backend.log.sqlite import SqliteLog
from backend.observability import Metrics
from rules.engine import Rulebook
from rules.yaml_source import load, shipped
from tests.backend.facts import session_id
from transcripts import wire
from transcripts.events import Draft, Event, RawEvent

DANA, LEE, SUE = Identity("dana", "csr"), Identity("lee", "csr"), Identity("sue", "supervisor")
ONE = session_id(1)


RULES = """\
id: desk
rules:
  - id: promise
    kind: prohibited_claim
    title: Promise
    any: ["guarantee*"]
  - id: gas_smell
    kind: life_safety
    title: Gas
    speaker: either
    any: [smell gas]
    until: [{say: Please leave the house now., title: Out, any: [leave the house]}]
    closing: Is everybody outside?
  - id: no_heat
    kind: keyword_alert
    title: No heat
    speaker: customer
    any: [no heat]
"""


@cache
def rulebook() -> Rulebook:
    """A few rules, so that a call's events can be counted on one hand."""
    return Rulebook(load(RULES, "desk.yaml"))


@cache
def shipped_book() -> Rulebook:
    """The shipped rules, compiled once."""
    return Rulebook(shipped())


class MoodyLog(SqliteLog):
    """The SQLite log with the moods of a disk.

    Attributes:
        full: Appends fail.
        unreadable: Reads fail.
        appended: The event types of every append that was not refused, in the order of the calls.
    """

    full = False
    unreadable = False
    appended: list[list[str]]
    _held: list[tuple[str, Sequence[Draft], asyncio.Future[Stored]]] | None = None

    def hold(self) -> None:
        """Let appends wait from now on."""
        self._held = []

    def release(self, first: int | None = None) -> None:
        """Carry out the appends that wait, or the first of them, in order; they fail where the log is full by now."""
        held, self._held = self._held or [], None
        for session, drafts, outer in held[:first]:
            inner = self.append(session, drafts)
            inner.add_done_callback(lambda done, outer=outer: _pass_on(done, outer))  # type: ignore[misc]  # a default binds it
        if first is not None:
            self._held = held[first:]

    def append(self, session_id: str, drafts: Sequence[Draft]) -> asyncio.Future[Stored]:
        """As the log, in its present mood."""
        future: asyncio.Future[Stored] = asyncio.get_running_loop().create_future()
        if self._held is not None:
            self._held.append((session_id, drafts, future))
            return future
        if self.full:
            asyncio.get_running_loop().call_soon(future.set_exception, LogUnavailableError("full"))
            return future
        self.__dict__.setdefault("appended", []).append([draft.type for draft in drafts])
        return super().append(session_id, drafts)

    async def read(self, session_id: str, after_seq: int = 0, limit: int = 500) -> list[RawEvent]:
        """As the log, in its present mood."""
        if self.unreadable:
            raise LogUnavailableError("unreadable")
        return await super().read(session_id, after_seq, limit)


def _pass_on(done: asyncio.Future[Stored], outer: asyncio.Future[Stored]) -> None:
    if outer.cancelled():
        return
    error = done.exception()
    if error is not None:
        outer.set_exception(error)
    else:
        outer.set_result(done.result())


@dataclass(slots=True)
class Desk:
    """An intake at work, and what it said of sessions."""

    log: EventLog
    hub: Hub
    intake: Intake
    metrics: Metrics
    tasks: asyncio.TaskGroup
    changed: list[tuple[str, str, str]] = field(default_factory=list)  # (status, disposition, owner)

    async def start(self, who: Identity = DANA, session: str = ONE) -> wire.SessionStarted:
        """Begin a session."""
        return await self.intake.start(who, wire.SessionStart(session_id=session, trade="hvac"))

    async def append(self, *events: wire.DraftIn, who: Identity = DANA, session: str = ONE) -> tuple[int, ...]:
        """Store events in one request; their seqs."""
        return (await (await self.intake.append(who, wire.SessionAppend(session, events)))).seqs

    async def end(self, who: Identity = DANA, session: str = ONE) -> int:
        """End a session; the seq of its end."""
        return (await self.intake.end(who, wire.SessionEnd(session_id=session, at_ms=60_000))).seq

    async def events(self, session: str = ONE) -> list[Event]:
        """What the log holds of a session."""
        return [raw.read() for raw in await self.log.read(session)]

    async def types(self, session: str = ONE) -> list[str]:
        """The types of what the log holds of a session."""
        return [event.type for event in await self.events(session)]


@asynccontextmanager
async def desk_on(log: EventLog, rules: Rulebook | None = None) -> AsyncIterator[Desk]:
    """A desk that begins with nothing but what the log holds; with the few rules unless it is told others.

    Yields:
        The desk; leaving it waits for what is on its way.
    """
    metrics = Metrics()
    async with asyncio.TaskGroup() as tasks:
        hub = Hub(log.read, tasks, metrics)
        changed: list[tuple[str, str, str]] = []
        intake = Intake(
            log=log,
            hub=hub,
            rulebook=rules or rulebook(),
            metrics=metrics,
            tasks=tasks,
            changed=lambda info, owner: changed.append((info.status, info.disposition, owner)),
        )
        yield Desk(log, hub, intake, metrics, tasks, changed)
        await intake.drain()
