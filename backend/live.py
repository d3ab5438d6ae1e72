"""Sessions in progress: the folds that follow each of them, kept in memory and made again from the log.

A session is in memory while it is used. One that is not, or whose folds ran ahead of a log that did not follow, is
folded from the log when it is asked for again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from backend.log.contract import EventLog, Stored
from backend.observability import Metrics
from rules.engine import Engine, Rulebook
from transcripts import wire
from transcripts.events import SegmentAdded
from transcripts.redaction import EMPTY, RedactionState, redact
from transcripts.session import Session

LIVE = 4096  # sessions held in memory; the one not used for longest is let go, and restored when it is used again
PAGE = 500
LONGEST_CALL_MS = 7 * 24 * 3600 * 1000


@dataclass(slots=True)
class LiveSession:
    """The folds of a session in progress. `session` follows the log; the others run ahead by what is in flight."""

    session: Session
    engine: Engine
    owner: str
    redaction: RedactionState = EMPTY
    known: set[str] = field(default_factory=set)  # event ids that are stored or on their way
    in_flight: set[asyncio.Future[Stored]] = field(default_factory=set)
    ended: bool = False
    failed: bool = False  # the folds ran ahead of a log that did not follow: they are made again from the log


class LiveSessions:
    """The sessions in memory. Restores run in the task group it is given."""

    def __init__(self, log: EventLog, rulebook: Rulebook, tasks: asyncio.TaskGroup, metrics: Metrics) -> None:
        self._log = log
        self._rulebook = rulebook
        self._tasks = tasks
        self._metrics = metrics
        self._sessions: OrderedDict[str, LiveSession] = OrderedDict()
        self._restoring: dict[str, asyncio.Task[LiveSession | Exception | None]] = {}

    def get(self, session_id: str) -> LiveSession | None:
        """The session if it is in memory."""
        return self._sessions.get(session_id)

    def in_flight(self) -> list[asyncio.Future[Stored]]:
        """Every append that is on its way to the disk."""
        return [future for live in self._sessions.values() for future in live.in_flight]

    async def find(self, session_id: str) -> LiveSession | None:
        """The live session, restored from the log if need be; None when there is no such session."""
        live = self._sessions.get(session_id)
        while live is not None and live.session.last_seq == 0 and live.in_flight:
            await asyncio.wait(live.in_flight)  # nothing may be stored before its start is
            live = self._sessions.get(session_id)
        if live is not None and not live.failed:
            self._sessions.move_to_end(session_id)
            return live
        task = self._restoring.get(session_id)
        if task is None:
            task = self._tasks.create_task(self._restore(session_id), name="restore")
            self._restoring[session_id] = task
            task.add_done_callback(lambda _: self._restoring.pop(session_id, None))
        outcome = await asyncio.shield(task)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def _restore(self, session_id: str) -> LiveSession | Exception | None:
        """Fold a session from the log. What goes wrong is returned: raised, it would end the whole task group."""
        try:
            return await self._fold(session_id)
        except Exception as error:  # noqa: BLE001 # raised again for whoever asked
            return error

    async def _fold(self, session_id: str) -> LiveSession | None:
        there = self._sessions.get(session_id)
        if there is not None and not there.failed:
            return there  # begun or restored since this was asked for
        if there is not None:
            if there.in_flight:
                await asyncio.wait(there.in_flight)
            del self._sessions[session_id]
        owner = await self._log.owner(session_id)
        if owner is None:
            return None
        live = LiveSession(Session(session_id), self.engine(session_id), owner)
        while page := await self._log.read(session_id, live.session.last_seq, PAGE):
            for raw in page:
                event = raw.read()
                live.session.apply(event)
                live.known.add(event.event_id)
                live.ended = live.session.ended is not None
                if isinstance(event.payload, SegmentAdded):
                    live.redaction, _ = redact(live.redaction, event.payload.speaker, event.payload.text)
                if not live.ended:
                    live.engine.observe(event.payload)
        return self.keep(session_id, live)

    def engine(self, session_id: str) -> Engine:
        """The rules of record for a session."""
        return Engine(self._rulebook, session_id, "backend")

    def keep(self, session_id: str, live: LiveSession) -> LiveSession:
        """Hold a session; one that nobody used for longest may have to go."""
        self._sessions[session_id] = live
        for oldest in list(self._sessions)[: max(0, len(self._sessions) - LIVE)]:
            if not self._sessions[oldest].in_flight:
                del self._sessions[oldest]
        self._metrics.sessions.set(len(self._sessions))
        return live


def call_clock(session: Session, now: datetime) -> int:
    """Where the call stands, in milliseconds: the time since it began, but not before what was said last."""
    elapsed = 0 if session.started_at is None else int((now - session.started_at).total_seconds() * 1000)
    last = max((segment.at_ms for segment in session.segments.values()), default=0)
    return min(max(elapsed, last, 0), LONGEST_CALL_MS)


def info(session: Session) -> wire.SessionInfo:
    """The session as lists show it."""
    started, at = session.started, session.started_at
    if started is None or at is None:
        raise ValueError(f"session {session.session_id} has not started")
    ended = session.ended
    return wire.SessionInfo(
        session_id=session.session_id,
        status="live" if ended is None else "ended",
        agent=started.agent,
        trade=started.trade,
        title=started.title,
        started_at=at,
        ended_at=session.ended_at,
        last_seq=session.last_seq,
        disposition=session.disposition,
    )
