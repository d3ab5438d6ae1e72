"""One peer's requests, carried out against the intake, the log and the hub."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import msgspec
import structlog
from msgspec import Struct

from backend.access import Identity
from backend.connection import Refusal, Request
from backend.hub import Hub, Sink, Watch
from backend.intake import Intake
from backend.live import LiveSession
from backend.log.contract import EventLog, LogUnavailableError
from backend.observability import Metrics
from backend.settings import Limits
from transcripts import wire
from transcripts.events import RawEvent

_log = structlog.get_logger("dispatch")


class Assist(Protocol):
    """Gives replies to the CSR."""

    def request(self, live: LiveSession) -> wire.SuggestionRequested:
        """The CSR wants one now."""
        ...


@dataclass(slots=True)
class Services:
    """What requests are served from."""

    log: EventLog
    hub: Hub
    intake: Intake
    assist: Assist
    metrics: Metrics
    ruleset: wire.RulesetFiles

    async def ready(self) -> bool:
        """Whether the log answers."""
        try:
            await self.log.sessions(limit=1)
        except LogUnavailableError:
            return False
        return True


class PeerSink(Sink, Protocol):
    """A sink that knows whose it is."""

    @property
    def identity(self) -> Identity:
        """Who is connected."""
        ...


class Dispatcher:
    """Serves one peer. `close` ends what it began: its watches and its place in the lobby."""

    def __init__(self, services: Services, sink: PeerSink, limits: Limits) -> None:
        self._services = services
        self._sink = sink
        self._who = sink.identity
        self._watches: dict[str, Watch] = {}
        self._room = asyncio.Semaphore(limits.in_flight)

    async def serve(self, request: Request | Refusal) -> None:
        """Carry out a request and answer it. An append returns once it is on its way; its answer follows its commit.

        Waits while the peer does not read its answers, so that a peer's memory is bounded.

        Raises:
            ConnectionError: The peer is gone.
        """
        if isinstance(request, Refusal):
            self._services.metrics.refusals.labels(str(request.code)).inc()
            await self._sink.send(request.frame)
            return
        try:
            match request.params:
                case wire.SessionAppend() as params:
                    await self._append(request.request_id, params)
                case wire.Interim() as interim:
                    await self._services.intake.interim(self._who, interim)
                case wire.SessionWatch() as params:
                    await self._watch(request.request_id, params)
                case params:
                    result = await self._result(params)
                    if request.request_id is not None:
                        await self._sink.send(wire.success(request.request_id, result))
        except (ConnectionError, asyncio.CancelledError):
            raise
        except Exception as error:  # noqa: BLE001 # a defect must not take the peer's connection, and has to be seen
            answer = self._failure(request.request_id, error)
            if request.request_id is not None:  # nobody waits for the answer to a notification
                await self._sink.send(answer)

    def close(self) -> None:
        """The peer is gone."""
        for watch in self._watches.values():
            self._services.hub.unwatch(watch)
        self._services.hub.leave_lobby(self._sink)

    async def _append(self, request_id: int | str | None, params: wire.SessionAppend) -> None:
        await self._room.acquire()
        try:
            future = await self._services.intake.append(self._who, params)
        except BaseException:
            self._room.release()
            raise
        future.add_done_callback(lambda done: self._on_appended(request_id, done))

    def _on_appended(self, request_id: int | str | None, done: asyncio.Future[wire.Appended]) -> None:
        self._room.release()
        if done.cancelled() or request_id is None:
            return
        error = done.exception()
        if error is None:
            self._sink.push(wire.success(request_id, done.result()))
        else:
            self._sink.push(self._failure(request_id, error))

    async def _result(self, params: wire.Params) -> Struct:
        services = self._services
        match params:
            case wire.SessionStart():
                return await services.intake.start(self._who, params)
            case wire.SessionEnd():
                return await services.intake.end(self._who, params)
            case wire.SessionUnwatch(session_id=session_id):
                if session_id in self._watches:
                    services.hub.unwatch(self._watches.pop(session_id))
                return wire.Nothing()
            case wire.SessionRead(session_id=session_id, after_seq=after_seq, limit=limit):
                last_seq = await self._last_seq(session_id)
                return wire.Page(_fitting(await services.log.read(session_id, after_seq, limit)), last_seq)
            case wire.SessionsList(status=status, limit=limit, before=before):
                owner = self._who.actor if self._who.role == "csr" else None
                found = await services.log.sessions(owner=owner, status=status, before=before, limit=limit)
                return wire.Sessions(tuple(found))
            case wire.SessionsWatch():
                services.hub.enter_lobby(self._sink)
                return wire.Nothing()
            case wire.SuggestionRequest(session_id=session_id):
                return services.assist.request(await services.intake.theirs(self._who, session_id))
            case wire.RulesetGet():
                return services.ruleset
        raise wire.WireError(wire.UNKNOWN_METHOD, f"nothing serves {type(params).__name__}")

    async def _watch(self, request_id: int | str | None, params: wire.SessionWatch) -> None:
        """Answer, then send from where the peer says it is; an earlier watch of the session is over."""
        last_seq = await self._last_seq(params.session_id)
        # No await from here on: what is published later finds the watch, what was published before is in last_seq.
        earlier = self._watches.pop(params.session_id, None)
        if earlier is not None:
            self._services.hub.unwatch(earlier)
        if request_id is not None:
            self._sink.push(wire.success(request_id, wire.Watching(last_seq)))
        watch = self._services.hub.watch(params.session_id, params.after_seq, last_seq, self._sink)
        self._watches[params.session_id] = watch

    async def _last_seq(self, session_id: str) -> int:
        """The newest seq of a session that this peer may see.

        Raises:
            WireError: There is none, or it is not theirs.
        """
        found = await self._services.intake.look_up(session_id)
        if found is None or not self._who.may_see(found[0]):
            raise wire.WireError(wire.NOT_FOUND, "there is no such session", field="params.session_id")
        return found[1]

    def _failure(self, request_id: int | str | None, error: BaseException) -> bytes:
        """The answer to a request that could not be served; a defect is logged under the trace id that it names."""
        if isinstance(error, wire.WireError):
            wire_error, trace_id = error, ""
        elif isinstance(error, LogUnavailableError):
            wire_error, trace_id = wire.WireError(wire.UNAVAILABLE, str(error)), ""
        else:
            trace_id = secrets.token_hex(16)
            wire_error = wire.WireError(wire.INTERNAL_ERROR, "a defect of the backend")
            _log.error("request_failed", trace_id=trace_id, exc_info=error)
        wire_error.request_id = request_id
        self._services.metrics.refusals.labels(str(wire_error.code)).inc()
        return wire.failure(wire_error, trace_id)


def _fitting(events: Sequence[RawEvent]) -> tuple[RawEvent, ...]:
    """As many of the events as fit into a frame that a client takes."""
    while len(events) > 1 and len(msgspec.json.encode(events)) > wire.MAX_FRAME - 1024:
        events = events[: len(events) // 2]
    return tuple(events)
