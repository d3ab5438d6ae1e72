"""The way in: every event is decoded, redacted, judged by the rules, stored, acknowledged and published, in that order.

Redaction and rules are pure folds, kept per live session (`backend.live`). A segment and the facts that the rules draw
from it are stored in one transaction, so the log never holds a claim without its alert. Nothing here waits for a model
or a network.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec
import structlog

from backend.access import Identity
from backend.hub import Hub
from backend.live import LiveSession, LiveSessions, call_clock, info
from backend.log.contract import EventLog, LogError, Stored
from backend.observability import Metrics
from backend.privacy import hidden_metadata, without_pii
from rules.disposition import summarise
from rules.engine import Rulebook
from transcripts import wire
from transcripts.events import (
    TEXT_LENGTH,
    Draft,
    Event,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    SummaryReady,
)
from transcripts.identity import derived_id, uuid7
from transcripts.redaction import redact, redact_interim
from transcripts.session import Session

RULES = "system:rules"
PATIENCE = 3  # times that a summary is begun anew because something was said meanwhile

_log = structlog.get_logger("intake")


Listener = Callable[[LiveSession, Sequence[Event]], None]


class Intake:
    """Takes in what sources and desktops report. `changed` hears of sessions that began, ended or were judged."""

    def __init__(
        self,
        *,
        log: EventLog,
        hub: Hub,
        rulebook: Rulebook,
        metrics: Metrics,
        tasks: asyncio.TaskGroup,
        changed: Callable[[wire.SessionInfo, str], None],
    ) -> None:
        self._log = log
        self._hub = hub
        self._rulebook = rulebook
        self._metrics = metrics
        self._changed = changed
        self._sessions = LiveSessions(log, rulebook, tasks, metrics)
        self._listeners: list[Listener] = []

    def tell(self, listener: Listener) -> None:
        """Have every stored event told, after it was published. Listeners are quick: the intake waits for them."""
        self._listeners.append(listener)

    async def start(self, who: Identity, params: wire.SessionStart) -> wire.SessionStarted:
        """Begin a session; asking again with the same `session_id` changes nothing.

        Raises:
            WireError: The id belongs to somebody else's session.
            LogUnavailableError: Nothing was stored.
        """
        now = datetime.now(UTC)
        session_id = params.session_id or uuid7(now, os.urandom(10))
        live = await self._sessions.find(session_id) or self._sessions.get(
            session_id
        )  # begun by another request meanwhile
        if live is not None and live.owner != who.actor:
            raise wire.WireError(wire.CONFLICT, "the session id is taken", field="params.session_id")
        if live is None:
            engine = self._sessions.engine(session_id)
            live = self._sessions.keep(session_id, LiveSession(Session(session_id), engine, who.actor))
        draft = Draft(
            event_id=params.event_id or derived_id(session_id, "session.started"),
            occurred_at=params.occurred_at or now,
            actor=who.actor,
            payload=without_pii(
                SessionStarted(
                    agent=params.agent or who.name,
                    trade=params.trade,
                    title=params.title,
                    ruleset=self._rulebook.version,
                    metadata=hidden_metadata(params.metadata),
                )
            ),
            trace_id=params.trace_id or _new_trace_id(),
        )
        if live.known and draft.event_id not in live.known:
            raise wire.WireError(wire.CONFLICT, "the session exists already", field="params.session_id")
        if draft.event_id not in live.known:
            live.engine.observe(draft.payload)
        stored = await self._store(live, [draft])
        return wire.SessionStarted(session_id, stored.seqs[0])

    async def append(self, who: Identity, params: wire.SessionAppend) -> asyncio.Future[wire.Appended]:
        """Take in events; returns once they are on their way, with the future of their durable numbers.

        The order of returns is the order in the log.

        Raises:
            WireError: The session is unknown or not theirs, or an event does not fit; nothing was stored.
        """
        live = await self.theirs(who, params.session_id)
        drafts = [self._read(draft, f"params.events[{n}]", who) for n, draft in enumerate(params.events)]
        judged: list[Draft] = []
        answers: list[int] = []
        try:
            for draft in drafts:
                answers.append(len(judged))
                judged += [draft] if draft.event_id in live.known else self._judge(live, draft)
        except BaseException:
            live.failed = True  # the folds have taken in what will not be stored
            raise
        stored = self._store(live, judged)
        acknowledged: asyncio.Future[wire.Appended] = asyncio.get_running_loop().create_future()
        stored.add_done_callback(lambda done: _acknowledge(done, answers, acknowledged))
        return acknowledged

    async def end(self, who: Identity, params: wire.SessionEnd) -> wire.SessionEnded:
        """End a session and store its summary with it; ending it again answers as the first time.

        Raises:
            WireError: The session is unknown or not theirs.
            LogUnavailableError: Nothing was stored.
        """
        live, summed_up = await self._summed_up(who, params.session_id)
        session_id = params.session_id
        now = params.occurred_at or datetime.now(UTC)
        at_ms = params.at_ms if params.at_ms is not None else call_clock(live.session, now)
        trace_id = params.trace_id or _new_trace_id()
        ended = Draft(
            event_id=derived_id(session_id, "session.ended"),
            occurred_at=now,
            actor=who.actor,
            payload=SessionEnded(at_ms=at_ms, reason=params.reason),
            trace_id=trace_id,
        )
        summary = Draft(
            event_id=derived_id(session_id, "summary.ready"),
            occurred_at=now,
            actor="system:summary",
            payload=summed_up,
            trace_id=trace_id,
        )
        missed = [] if live.ended else self._found(live, ended)
        live.ended = True
        stored = await self._store(live, [*missed, ended, summary])
        return wire.SessionEnded(stored.seqs[len(missed)])

    async def _summed_up(self, who: Identity, session_id: str) -> tuple[LiveSession, SummaryReady]:
        """The session and its summary, drawn from all that the log holds of it, with nothing on its way.

        A long call takes tens of milliseconds, in a thread, so that no other call waits; if meanwhile something was
        said in this one it is done again.

        Raises:
            WireError: The session is unknown or not theirs.
        """
        tries = 0
        while True:
            live = await self.theirs(who, session_id)
            if live.in_flight:
                await asyncio.wait(live.in_flight)
                continue
            if tries == PATIENCE:  # somebody does not stop: from here to the store nothing can come between
                return live, summarise(live.session, self._rulebook.ruleset)
            tries += 1
            seq = live.session.last_seq
            summary = await asyncio.to_thread(summarise, live.session.copy(), self._rulebook.ruleset)
            if not live.failed and not live.in_flight and live.session.last_seq == seq:
                return live, summary

    async def interim(self, who: Identity, interim: wire.Interim) -> None:
        """Pass on an utterance still being spoken, redacted; it is never stored."""
        live = await self._sessions.find(interim.session_id)
        if live is not None and who.may_see(live.owner) and not live.ended:
            text = redact_interim(live.redaction, interim.speaker, interim.text)
            redacted = msgspec.structs.replace(interim, text=text)
            self._hub.pass_on(wire.SessionDelta(interim.session_id, redacted))

    def record(self, live: LiveSession, drafts: Sequence[Draft]) -> asyncio.Future[Stored]:
        """Store what a part of the backend found out about a call; the future is done when it is durable."""
        return self._store(live, [found for draft in drafts for found in self._judge(live, draft)])

    async def look_up(self, session_id: str) -> tuple[str, int] | None:
        """The owner and the newest stored seq of a session; None when there is no such session."""
        live = await self._sessions.find(session_id)
        return None if live is None else (live.owner, live.session.last_seq)

    async def drain(self) -> None:
        """Wait until everything that is on its way to the disk now is there; what comes meanwhile is not waited for."""
        waiting = self._sessions.in_flight()
        if waiting:
            await asyncio.wait(waiting)

    def _read(self, draft_in: wire.DraftIn, path: str, who: Identity) -> Draft:
        draft = draft_in.read(path, who.actor)
        if draft.actor != who.actor and not draft.actor.startswith("system:"):
            raise wire.WireError(wire.FORBIDDEN, f"this token writes as {who.actor} or system:…", field=f"{path}.actor")
        if not draft.trace_id:
            draft = msgspec.structs.replace(draft, trace_id=_new_trace_id())
        if draft.type in wire.BACKEND_TYPES:
            raise wire.WireError(wire.INVALID_PARAMS, f"{draft.type} has a method of its own", field=f"{path}.type")
        return draft

    def _judge(self, live: LiveSession, draft: Draft) -> list[Draft]:
        """Redact a new draft and add the facts that the rules draw from it."""
        payload = draft.payload
        if isinstance(payload, SegmentAdded):
            live.redaction, text = redact(live.redaction, payload.speaker, payload.text)
            payload = msgspec.structs.replace(payload, text=text[:TEXT_LENGTH])  # a placeholder may be the longer one
        else:
            payload = without_pii(payload)
        draft = msgspec.structs.replace(draft, payload=payload)
        drafts = [draft]
        if not live.ended:  # what arrives after the end is stored, and judged no more
            drafts += self._found(live, draft)
        live.known.update(added.event_id for added in drafts)
        return drafts

    def _found(self, live: LiveSession, cause: Draft) -> list[Draft]:
        """The new facts that the rules draw from an event."""
        return [
            Draft(
                event_id=fact.event_id,
                occurred_at=cause.occurred_at,
                actor=RULES,
                payload=fact.payload,
                trace_id=cause.trace_id,
            )
            for fact in live.engine.observe(cause.payload)
            if fact.event_id not in live.known
        ]

    def _store(self, live: LiveSession, drafts: Sequence[Draft]) -> asyncio.Future[Stored]:
        began = time.perf_counter()
        live.known.update(draft.event_id for draft in drafts)
        future = self._log.append(live.session.session_id, drafts)
        live.in_flight.add(future)
        future.add_done_callback(lambda done: self._on_stored(live, done, began, drafts[0].trace_id))
        return future

    def _on_stored(self, live: LiveSession, done: asyncio.Future[Stored], began: float, trace_id: str) -> None:
        """Follow the log with the fold, and publish. Runs in the order of commits."""
        live.in_flight.discard(done)
        session_id = live.session.session_id
        error = None if done.cancelled() else done.exception()
        if done.cancelled() or error is not None:
            live.failed = True
            _log.error("append_failed", error=type(error).__name__, session_id=session_id, trace_id=trace_id)
            return
        self._metrics.append_s.observe(time.perf_counter() - began)
        fresh = done.result().fresh
        if not fresh:
            return
        _log.debug("stored", session_id=session_id, seq=fresh[-1].seq, events=len(fresh), trace_id=trace_id)
        for raw in fresh:
            self._metrics.events.labels(raw.type).inc()
        events: list[Event] = []
        try:
            for raw in () if live.failed else fresh:
                events.append(raw.read())
                live.session.apply(events[-1])
        except ValueError as mismatch:  # the log holds something that this fold has not seen
            live.failed = True
            _log.error("fold_failed", error=type(mismatch).__name__, session_id=session_id)
        self._hub.publish(session_id, fresh)
        if live.failed:
            return
        if any(raw.type in _LIFECYCLE for raw in fresh):
            self._changed(info(live.session), live.owner)
        for listener in self._listeners:
            listener(live, events)

    async def theirs(self, who: Identity, session_id: str) -> LiveSession:
        """The live session, for somebody who may see it.

        Raises:
            WireError: There is none, or it is not theirs.
        """
        live = await self._sessions.find(session_id)
        if live is None or not who.may_see(live.owner):
            raise wire.WireError(wire.NOT_FOUND, "there is no such session", field="params.session_id")
        return live


_LIFECYCLE = frozenset({"session.started", "session.ended", "summary.ready", "disposition.set"})


def _new_trace_id() -> str:
    """A W3C trace id. It names and hides nothing, so no segment waits for the kernel's randomness."""
    return f"{random.getrandbits(128) or 1:032x}"


def _acknowledge(
    done: asyncio.Future[Stored], answers: Sequence[int], acknowledged: asyncio.Future[wire.Appended]
) -> None:
    if acknowledged.done():
        return
    error = LogError("cancelled") if done.cancelled() else done.exception()
    if error is not None:
        acknowledged.set_exception(error)
    else:
        seqs = done.result().seqs
        acknowledged.set_result(wire.Appended(tuple(seqs[index] for index in answers)))
