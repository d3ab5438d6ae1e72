"""`csr-transcripts replay`: a transcript file played into a backend, as a telephone system would deliver the call.

Everything goes over the real websocket. A lost connection is taken up again and nothing is stored twice: each event has
its id before it is first sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from websockets import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.connection import broadcast
from websockets.typing import Subprotocol

from transcripts import wire
from transcripts.chain import canonical
from transcripts.door import Door
from transcripts.events import NAME_LENGTH, VALUE_LENGTH, SegmentAdded
from transcripts.files import FileSegment, TranscriptFile, utterances
from transcripts.identity import uuid7
from transcripts.replay import schedule
from transcripts.subscription import Answered, Backoff, Client, Died, Happening, SessionChanged

PATIENCE_S = 10.0  # how long to look for a backend that was never there
MOST_WAITING = 64  # segments on their way at most, so that "max" is as fast as the backend and no faster

Find = Callable[[], Awaitable[Door]]


class ReplayError(Exception):
    """The call cannot be played; the message says why and what to do."""


@dataclass(slots=True)
class Replay:
    """What to play and how. `speed` None is as fast as it goes; `end` ends the session after the last word."""

    file: TranscriptFile
    find: Find
    session_id: str | None = None
    speed: float | None = 1.0
    end: bool | None = None  # None: only a session that this replay began


@dataclass(slots=True)
class _Run:
    client: Client = field(default_factory=Client)
    socket: ClientConnection | None = None
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    moved: asyncio.Event = field(default_factory=asyncio.Event)  # something was acknowledged
    answers: dict[int, asyncio.Future[Answered]] = field(default_factory=dict)
    session_id: str = ""
    over: bool = False  # somebody else ended the session
    lost: bool = False  # and said so
    refusal: str = ""
    unreachable: str = ""  # why there is no connection now

    def flush(self) -> None:
        if self.socket is not None:
            for frame in self.client.take_frames():
                broadcast((self.socket,), frame, text=True)

    async def ask(self, method: str, params: wire.Params, *, durable: bool = True) -> wire.Result:
        """The answer to a request. Raises ReplayError when it is refused."""
        send = self.client.submit if durable else self.client.request
        answer = self.answers[send(method, params)] = asyncio.get_running_loop().create_future()
        self.flush()
        answered = await answer
        if answered.result is None:
            error = answered.error
            raise ReplayError(f"{method} was refused: {error.message if error else 'no reason given'}")
        result: wire.Result = answered.result
        return result

    def learn(self, happenings: list[Happening]) -> None:
        for happening in happenings:
            match happening:
                case Answered(request_id=request_id) as answer:
                    self.moved.set()
                    future = self.answers.pop(request_id, None)
                    if future is not None and not future.done():
                        future.set_result(answer)
                    elif answer.error is not None:
                        self.refusal = answer.error.message
                case SessionChanged(session=session):
                    if session.session_id == self.session_id and session.status == "ended":
                        self.over = True
                        self.moved.set()


async def play(replay: Replay, say: Callable[[dict[str, Any]], None]) -> None:
    """Play the call; `say` is told the session id at once and the number of segments at the end.

    Cancellation stops the replay; what was acknowledged stays in the log.

    Raises:
        ReplayError: There is no backend, or it refuses.
    """
    run = _Run()
    refused: ReplayError | None = None
    async with asyncio.TaskGroup() as tasks:
        staying = tasks.create_task(_stay_connected(run, replay.find), name="replay-link")
        ticking = tasks.create_task(_tick(run), name="replay-tick")
        try:
            await _perform(run, replay, say)
        except ReplayError as error:
            refused = error  # raised past the group, which would wrap it
        finally:
            staying.cancel()
            ticking.cancel()
    if refused is not None:
        raise refused


async def _perform(run: _Run, replay: Replay, say: Callable[[dict[str, Any]], None]) -> None:
    await _until_connected(run)
    began = datetime.now(UTC)
    run.client.watch_sessions()
    offset_ms, own = await _join(run, replay, began)
    say({"session_id": run.session_id})
    sent = 0
    clock = time.monotonic()
    prefix = uuid7(began, os.urandom(10))[-12:]
    indexes = utterances(replay.file)
    for cue in schedule(replay.file, speed=replay.speed):
        while run.client.waiting > MOST_WAITING and not run.over:
            run.moved.clear()
            await run.moved.wait()
        await asyncio.sleep(max(0.0, clock + cue.delay_until_ms / 1000 - time.monotonic()))
        if run.over:
            break
        segment = _segment(cue.segment, f"{prefix}-{indexes[cue.index]}", offset_ms)
        if cue.segment.is_final:
            _append(run, segment, began + timedelta(milliseconds=cue.segment.timestamp_ms))
            sent += 1
        else:
            interim = wire.Interim(run.session_id, segment.utterance_id, segment.speaker, segment.text, segment.at_ms)
            run.client.notify("session.interim", interim)
        run.flush()
    while run.client.waiting:
        run.moved.clear()
        await run.moved.wait()
    if run.refusal:
        raise ReplayError(run.refusal)
    if (own if replay.end is None else replay.end) and not run.over:
        last_ms = max((segment.timestamp_ms for segment in replay.file.segments), default=0)
        end = wire.SessionEnd(
            session_id=run.session_id,
            occurred_at=began + timedelta(milliseconds=last_ms),
            at_ms=offset_ms + last_ms,
            reason="replay_finished",
        )
        await run.ask("session.end", end)
    say({"session_id": run.session_id, "segments": sent})


async def _join(run: _Run, replay: Replay, began: datetime) -> tuple[int, bool]:
    """Begin the session, or find the one to attach to: where its call clock stands, and whether it is our own."""
    run.session_id = replay.session_id or uuid7(began, os.urandom(10))
    if replay.session_id is not None:
        with contextlib.suppress(ReplayError):
            page = await run.ask("session.read", wire.SessionRead(replay.session_id, limit=1), durable=False)
            if isinstance(page, wire.Page) and page.events:
                return int((began - page.events[0].occurred_at).total_seconds() * 1000), False
    metadata = replay.file.metadata
    start = wire.SessionStart(
        session_id=run.session_id,
        event_id=uuid7(began, os.urandom(10)),
        occurred_at=began,
        agent=str(metadata.get("agent", ""))[:NAME_LENGTH],
        trade=str(metadata.get("trade", ""))[:NAME_LENGTH],
        title=str(metadata.get("title", ""))[:NAME_LENGTH],
        metadata=_flat(metadata),
    )
    await run.ask("session.start", start)
    return 0, True


def _segment(segment: FileSegment, utterance_id: str, offset_ms: int) -> SegmentAdded:
    return SegmentAdded(utterance_id, segment.speaker, segment.text, max(0, segment.timestamp_ms + offset_ms))


def _append(run: _Run, segment: SegmentAdded, occurred_at: datetime) -> None:
    draft = wire.DraftIn(
        event_id=uuid7(datetime.now(UTC), os.urandom(10)),
        type="segment.added",
        payload=msgspec.Raw(canonical(segment)),
        occurred_at=occurred_at,
        actor="system:replay",
        trace_id=os.urandom(16).hex(),
    )
    run.client.submit("session.append", wire.SessionAppend(run.session_id, (draft,)))


def _flat(metadata: dict[str, Any]) -> dict[str, str | int | bool | None]:
    """The file's metadata as an event takes it: text, whole numbers and truth values; the rest as JSON text."""
    return {
        key[:NAME_LENGTH]: value if value is None or isinstance(value, int) else _text(value)
        for key, value in list(metadata.items())[:64]
    }


def _text(value: object) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text[:VALUE_LENGTH]


async def _until_connected(run: _Run) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            await run.connected.wait()
    except TimeoutError:
        raise ReplayError(run.unreachable or "no backend answers; start one with: csr-backend serve") from None


async def _stay_connected(run: _Run, find: Find) -> None:
    backoff = Backoff(random.random, cap_s=2.0)
    while True:
        await asyncio.sleep(backoff.next_s())
        try:
            door = await find()
            async with connect(
                door.url,
                additional_headers={"Authorization": f"Bearer {door.token}"},
                subprotocols=[Subprotocol(wire.SUBPROTOCOL)],
                compression=None,
                ping_interval=None,
                close_timeout=1,
                proxy=None,
            ) as run.socket:
                run.client.connected(time.monotonic())
                run.flush()
                run.connected.set()
                run.unreachable = ""
                run.lost = False
                while True:
                    frame = await run.socket.recv(decode=False)
                    backoff.reset()
                    run.learn(run.client.receive(frame, time.monotonic()))
                    run.flush()
        except ConnectionClosed as error:
            if error.rcvd is not None and error.rcvd.code == 1008:
                run.unreachable = "the backend does not accept the token; make one with: csr-backend tokens create"
        except (InvalidURI, InvalidHandshake) as error:
            run.unreachable = f"the address does not answer as a backend ({type(error).__name__})"
        except (OSError, TimeoutError):
            if run.connected.is_set() and not run.lost:
                run.lost = True
                print("csr-transcripts: the backend is gone; trying again", file=sys.stderr)
        finally:
            run.socket = None
            run.learn(run.client.disconnected())


async def _tick(run: _Run) -> None:
    while True:
        await asyncio.sleep(1.0)
        died = any(isinstance(happening, Died) for happening in run.client.tick(time.monotonic()))
        run.flush()
        if died and run.socket is not None:
            run.socket.transport.abort()
