"""Fan-out: every watcher of a session receives each event once, in order, whatever its speed.

A watch is nothing but a cursor. While the watcher keeps up, a published frame (encoded once for all) goes straight to
its socket. One that does not, or that has just begun, is sent pages from the log, at its own pace, until its cursor
has reached the newest event; then it is live again. So no queue grows for anybody, and a slow watcher slows no other.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Protocol

import structlog

from backend.log.contract import LogError
from backend.observability import Metrics
from transcripts import wire
from transcripts.events import RawEvent

CHUNK = 50  # watchers served before the event loop gets its turn (about 0.5 ms)
PAGE = 200  # events read from the log at a time
RETRY_S = 0.5  # wait before a failed read of the log is tried again

_log = structlog.get_logger("hub")

Reader = Callable[[str, int, int], Awaitable[list[RawEvent]]]


class Sink(Protocol):
    """Where a watcher's frames go."""

    @property
    def congested(self) -> bool:
        """Whether more is waiting to be sent than the bound allows."""
        ...

    def push(self, frame: bytes) -> None:
        """Send without waiting."""
        ...

    async def send(self, frame: bytes) -> None:
        """Send and wait until the peer has room for more. Raises ConnectionError when it is gone."""
        ...


class Watch:
    """One watcher of one session."""

    def __init__(self, session_id: str, after_seq: int, sink: Sink) -> None:
        self.session_id = session_id
        self.cursor = after_seq
        self.sink = sink
        self.live = False
        self.closed = False


class Hub:
    """All watches of a backend. Catch-ups run in the task group it is given."""

    def __init__(self, read: Reader, tasks: asyncio.TaskGroup, metrics: Metrics) -> None:
        self._read = read
        self._tasks = tasks
        self._metrics = metrics
        self._watches: dict[str, list[Watch]] = {}
        self._newest: dict[str, int] = {}  # seq of the newest published event of each watched session
        self._lobby: set[Sink] = set()

    def watch(self, session_id: str, after_seq: int, last_seq: int, sink: Sink) -> Watch:
        """Begin to send the events after `after_seq`; `last_seq` is the newest one now."""
        watch = Watch(session_id, after_seq, sink)
        self._watches.setdefault(session_id, []).append(watch)
        self._newest[session_id] = max(last_seq, self._newest.get(session_id, 0))
        self._metrics.watches.inc()
        self._settle(watch)
        return watch

    def unwatch(self, watch: Watch) -> None:
        """Send nothing more."""
        if watch.closed:
            return
        watch.closed = True
        self._metrics.watches.dec()
        watches = self._watches[watch.session_id]
        watches.remove(watch)
        if not watches:
            del self._watches[watch.session_id], self._newest[watch.session_id]

    def publish(self, session_id: str, events: Sequence[RawEvent]) -> None:
        """Send stored events, the next ones of their session, to everybody who watches it."""
        watches = self._watches.get(session_id)
        if not watches or not events:
            return
        self._newest[session_id] = events[-1].seq
        for frame, part in _frames(session_id, events):
            self._in_chunks(watches, functools.partial(self._offer, frame=frame, events=part))

    def pass_on(self, delta: wire.SessionDelta) -> None:
        """Send something passing to everybody who keeps up; nobody else will miss it."""
        watches = self._watches.get(delta.session_id)
        if watches:
            frame = wire.notification("session.delta", delta)
            self._in_chunks(watches, lambda watch: self._flash(watch, frame))

    def enter_lobby(self, sink: Sink) -> None:
        """Have `announce` reach this peer."""
        self._lobby.add(sink)

    def leave_lobby(self, sink: Sink) -> None:
        """Announce nothing more to this peer."""
        self._lobby.discard(sink)

    def announce(self, session: wire.SessionInfo, visible: Callable[[Sink], bool]) -> None:
        """Tell those in the lobby who may see it that a session changed."""
        frame = wire.notification("sessions.changed", wire.SessionsChanged(session))
        for sink in self._lobby:
            if visible(sink):
                sink.push(frame)

    def _in_chunks(self, watches: Iterable[Watch], serve: Callable[[Watch], None]) -> None:
        """Serve some at once, the others in turns of the event loop to come.

        A later call stays a turn behind an earlier one. Should watchers that leave bring it nearer, a cursor tells.
        """
        _serve_some(list(watches), 0, serve)

    def _offer(self, watch: Watch, frame: bytes, events: Sequence[RawEvent]) -> None:
        if not watch.live or watch.closed:
            return
        if watch.cursor == events[0].seq - 1 and not watch.sink.congested:
            watch.cursor = events[-1].seq
            watch.sink.push(frame)
        elif watch.cursor < events[-1].seq:
            self._settle(watch)

    def _flash(self, watch: Watch, frame: bytes) -> None:
        if watch.live and not watch.closed and not watch.sink.congested:
            watch.sink.push(frame)
        else:
            self._metrics.dropped_interims.inc()

    def _settle(self, watch: Watch) -> None:
        """Make a watch live, now or after it has caught up."""
        watch.live = watch.cursor >= self._newest[watch.session_id]
        if not watch.live:
            self._metrics.catch_ups.inc()
            self._tasks.create_task(self._catch_up(watch), name="catch-up")

    async def _catch_up(self, watch: Watch) -> None:
        """Send from the log until the cursor meets the newest event. Ends silently when the watcher is gone."""
        try:
            while not watch.closed:
                if watch.cursor >= self._newest[watch.session_id]:
                    watch.live = True  # no await since the comparison: nothing was published in between
                    return
                try:
                    events = await self._read(watch.session_id, watch.cursor, PAGE)
                except LogError as error:
                    _log.warning("catch_up_failed", error=type(error).__name__, session_id=watch.session_id)
                    await asyncio.sleep(RETRY_S)
                    continue
                for frame, part in _frames(watch.session_id, events):
                    if not watch.closed:
                        watch.cursor = part[-1].seq
                        await watch.sink.send(frame)
        except ConnectionError:
            self.unwatch(watch)


def _frames(session_id: str, events: Sequence[RawEvent]) -> Iterator[tuple[bytes, Sequence[RawEvent]]]:
    """Events as frames that a client takes, each with the events in it; nearly always it is one."""
    if events:
        frame = wire.notification("session.events", wire.SessionEvents(session_id, tuple(events)))
        if len(frame) <= wire.MAX_FRAME or len(events) == 1:
            yield frame, events
        else:
            yield from _frames(session_id, events[: len(events) // 2])
            yield from _frames(session_id, events[len(events) // 2 :])


def _serve_some(watches: Sequence[Watch], start: int, serve: Callable[[Watch], None]) -> None:
    for watch in watches[start : start + CHUNK]:
        serve(watch)
    if start + CHUNK < len(watches):
        # Not all at once: what is ready in one turn of the loop runs before anything is read from a socket.
        asyncio.get_running_loop().call_soon(_serve_some, watches, start + CHUNK, serve)
