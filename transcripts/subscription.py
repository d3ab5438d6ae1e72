"""The client's side of the wire as a state machine without sockets.

`Client` is told what happens (`connected`, `receive`, `tick`, `disconnected`) and answers with frames to send
(`take_frames`) and with what it learned. Whoever owns the socket moves bytes and time and decides nothing. It keeps the
promises of the wire from the client's end:

- every watched session arrives gapless and once: a gap makes it watch again from the last event it has;
- an event of a newer backend that cannot be read still counts, with an `Unread` payload;
- what was submitted (`submit`) is sent in order, one request at a time, again after a reconnect, until acknowledged;
- a backend silent for `SILENCE_S` is reported dead.

Times are seconds on any monotonic clock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from msgspec import UNSET, Struct

from transcripts import wire
from transcripts.events import Event, EventError, RawEvent

MOST_TRIES = 5  # at what a defect of the backend refuses; then what waits behind it has its turn
RETRY_S = 1.0  # wait before sending again what the backend could not store
RETRIED = frozenset({wire.UNAVAILABLE, wire.RATE_LIMITED, wire.INTERNAL_ERROR})


@dataclass(frozen=True, slots=True)
class EventsArrived:
    """The next events of a watched session, gapless and in order."""

    session_id: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class InterimArrived:
    """An utterance of a watched session, still being spoken."""

    interim: wire.Interim


@dataclass(frozen=True, slots=True)
class SuggestionArrived:
    """A reply in a watched session, still being written, or taken back."""

    session_id: str
    suggestion: wire.SuggestionDelta


@dataclass(frozen=True, slots=True)
class SessionChanged:
    """A visible session started, ended or got another outcome."""

    session: wire.SessionInfo


@dataclass(frozen=True, slots=True)
class Answered:
    """A request was served (`result`) or refused (`error`, also when the connection was lost before the answer)."""

    request_id: int
    result: wire.Result | None
    error: wire.RpcError | None


@dataclass(frozen=True, slots=True)
class Draining:
    """The backend stops soon; connect again after `after_s`."""

    after_s: float


@dataclass(frozen=True, slots=True)
class Died:
    """Nothing came for `SILENCE_S`: the connection is dead, whatever the socket says."""


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """A frame of the backend, or an event in one, could not be read and was passed over.

    `why` holds no words of the call.
    """

    why: str


Happening = (
    EventsArrived | InterimArrived | SuggestionArrived | SessionChanged | Answered | Draining | Died | Misunderstood
)


@dataclass(slots=True)
class _Pending:
    request_id: int
    method: str
    params: wire.Params
    tries: int = 0


class Client:
    """One desktop's (or program's) end of the connection, over any number of reconnects."""

    def __init__(self) -> None:
        self._frames: list[bytes] = []
        self._online = False
        self._next_id = 1
        self._watches: dict[str, int] = {}  # session_id -> last seq received
        self._watch_ids: dict[int, str] = {}  # request id of a watch -> session_id
        self._watch_again: set[str] = set()  # sessions whose watch the backend could not serve
        self._watch_again_at = 0.0
        self._asked: dict[int, str] = {}  # request id -> method, for requests that die with the connection
        self._outbox: deque[_Pending] = deque()
        self._in_flight = False
        self._retry_at: float | None = None
        self._watch_sessions = False
        self._heard_at = 0.0
        self._sent_at = 0.0

    @property
    def waiting(self) -> int:
        """How many submitted facts and requests the backend has not acknowledged."""
        return sum(
            len(item.params.events) if isinstance(item.params, wire.SessionAppend) else 1 for item in self._outbox
        )

    def take_frames(self) -> list[bytes]:
        """The frames to send now, in order; each is handed out once."""
        frames, self._frames = self._frames, []
        return frames

    def connected(self, now: float) -> None:
        """A connection is open: resume every watch, then what was submitted."""
        self._online, self._heard_at, self._sent_at = True, now, now
        self._retry_at = None
        self._watch_again.clear()
        if self._watch_sessions:
            self.request("sessions.watch", wire.SessionsWatch())
        for session_id in self._watches:
            self._send_watch(session_id)
        self._pump()

    def disconnected(self) -> list[Happening]:
        """The connection is gone: requests that are not resumed are answered with an error."""
        self._online, self._in_flight = False, False
        self._frames.clear()
        self._watch_ids.clear()
        lost = wire.RpcError(wire.UNAVAILABLE, "the connection was lost before the answer")
        answers: list[Happening] = [Answered(request_id, None, lost) for request_id in self._asked]
        self._asked.clear()
        return answers

    def request(self, method: str, params: wire.Params) -> int:
        """Ask once; the answer (or the loss of the connection) comes as `Answered` with the returned id.

        Without a connection it is asked with the next one, unless the attempt fails (`disconnected`).
        """
        request_id = self._take_id()
        self._asked[request_id] = method
        self._send(wire.request(request_id, method, params))
        return request_id

    def submit(self, method: str, params: wire.Params) -> int:
        """Have `session.start`, `session.append` or `session.end` carried out, over reconnects, in order.

        The params must hold the ids that make sending twice harmless. `Answered` comes with the returned id once the
        backend acknowledged or refused for good.
        """
        pending = _Pending(self._take_id(), method, params)
        self._outbox.append(pending)
        self._pump()
        return pending.request_id

    def notify(self, method: str, params: wire.Params) -> None:
        """Send a notification now, or drop it when there is no connection."""
        if self._online:
            self._send(wire.notification(method, params))

    def watch(self, session_id: str, after_seq: int = 0) -> None:
        """Receive the session's events after `after_seq`, resumed over reconnects until `unwatch`."""
        self._watches[session_id] = after_seq
        if self._online:
            self._send_watch(session_id)

    def unwatch(self, session_id: str) -> None:
        """Stop receiving the session's events."""
        if self._watches.pop(session_id, None) is not None and self._online:
            self.request("session.unwatch", wire.SessionUnwatch(session_id))

    def watch_sessions(self) -> None:
        """Receive `SessionChanged`, resumed over reconnects."""
        self._watch_sessions = True
        if self._online:
            self.request("sessions.watch", wire.SessionsWatch())

    def tick(self, now: float) -> list[Happening]:
        """Let time pass: send a heartbeat when due, try again what could not be stored, notice a dead peer."""
        if not self._online:
            return []
        if now - self._heard_at >= wire.SILENCE_S:
            return [Died()]
        if self._retry_at is not None and now >= self._retry_at:
            self._retry_at = None
            self._pump()
        if self._watch_again and now >= self._watch_again_at:
            for session_id in self._watch_again & self._watches.keys():
                self._send_watch(session_id)
            self._watch_again.clear()
        if self._frames:
            self._sent_at = now
        elif now - self._sent_at >= wire.HEARTBEAT_S - 1:
            self._sent_at = now
            self.notify("client.heartbeat", wire.ClientHeartbeat())
        return []

    def receive(self, frame: str | bytes, now: float) -> list[Happening]:
        """Take in a frame of the backend."""
        self._heard_at = now
        try:
            message = wire.parse(frame, largest=wire.HARD_FRAME)
            if message.method is UNSET:
                return self._on_answer(message, now)
            return self._on_notification(str(message.method), message)
        except wire.WireError as error:
            return [Misunderstood(f"error {error.code} {error.field}".strip())]

    def _on_notification(self, method: str, message: wire.Message) -> list[Happening]:
        kind = wire.FROM_SERVER.get(method)
        if kind is None:
            return []  # from a newer backend: nothing this client asked for
        params: Struct = wire.read(kind, message.params)
        match params:
            case wire.SessionEvents(session_id=session_id, events=raw):
                return self._on_events(session_id, raw)
            case wire.SessionDelta() as delta:
                return self._on_delta(delta)
            case wire.SessionsChanged(session=session):
                return [SessionChanged(session)]
            case wire.ServerDraining(reconnect_after_ms=after):
                return [Draining(after / 1000)]
        return []

    def _on_delta(self, delta: wire.SessionDelta) -> list[Happening]:
        if delta.session_id not in self._watches:
            return []
        happenings: list[Happening] = []
        if delta.interim is not None and delta.interim.session_id == delta.session_id:
            happenings.append(InterimArrived(delta.interim))
        if delta.suggestion is not None:
            happenings.append(SuggestionArrived(delta.session_id, delta.suggestion))
        return happenings

    def _on_events(self, session_id: str, events: tuple[RawEvent, ...]) -> list[Happening]:
        last = self._watches.get(session_id)
        if last is None:
            return []
        fresh = tuple(event for event in events if event.seq > last)
        if not fresh:
            return []
        if [event.seq for event in fresh] != list(range(last + 1, last + 1 + len(fresh))):
            if session_id not in self._watch_ids.values():  # what a watch under way brings closes the gap as well
                self._send_watch(session_id)
            return []
        self._watches[session_id] = fresh[-1].seq
        happenings: list[Happening] = []
        read = tuple(_read(event, happenings) for event in fresh)
        return [EventsArrived(session_id, read), *happenings]

    def _on_answer(self, message: wire.Message, now: float) -> list[Happening]:
        error = None if message.error is UNSET else message.error
        if not isinstance(message.id, int):
            return [Misunderstood(f"error {error.code}" if error else "an answer to nothing")]
        if message.id in self._watch_ids:
            session_id = self._watch_ids.pop(message.id)
            if error is not None and error.code in RETRIED:
                self._watch_again.add(session_id)
                self._watch_again_at = now + RETRY_S
                return []
            if error is not None:
                self._watches.pop(session_id, None)
                return [Answered(message.id, None, error)]
            return []
        if self._in_flight and self._outbox and message.id == self._outbox[0].request_id:
            return self._on_acknowledged(self._outbox[0], message, error, now)
        method = self._asked.pop(message.id, None)
        if method is None:
            return []
        if error is not None:
            return [Answered(message.id, None, error)]
        try:
            return [Answered(message.id, self._result(method, message), None)]
        except wire.WireError as unreadable:
            return [Answered(message.id, None, wire.RpcError(wire.INTERNAL_ERROR, unreadable.message))]

    def _on_acknowledged(
        self, pending: _Pending, message: wire.Message, error: wire.RpcError | None, now: float
    ) -> list[Happening]:
        self._in_flight = False
        pending.tries += 1
        defect = error is not None and error.code == wire.INTERNAL_ERROR
        if error is not None and error.code in RETRIED and not (defect and pending.tries >= MOST_TRIES):
            self._retry_at = now + RETRY_S
            return []
        try:
            result = None if error else self._result(pending.method, message)
        except wire.WireError:
            self._retry_at = now + RETRY_S  # that it is stored is not known
            raise
        self._outbox.popleft()
        self._pump()
        return [Answered(pending.request_id, result, error)]

    def _result(self, method: str, message: wire.Message) -> wire.Result:
        if message.result is UNSET:
            raise wire.WireError(wire.INVALID_REQUEST, "neither result nor error", field="result")
        result: wire.Result = wire.read(wire.METHODS[method].result, message.result, "result")
        return result

    def _pump(self) -> None:
        """Send the next submitted request, when none is on its way."""
        if self._online and self._outbox and not self._in_flight and self._retry_at is None:
            pending = self._outbox[0]
            self._in_flight = True
            self._send(wire.request(pending.request_id, pending.method, pending.params))

    def _send_watch(self, session_id: str) -> None:
        request_id = self._take_id()
        self._watch_ids[request_id] = session_id
        self._send(wire.request(request_id, "session.watch", wire.SessionWatch(session_id, self._watches[session_id])))

    def _send(self, frame: bytes) -> None:
        self._frames.append(frame)

    def _take_id(self) -> int:
        self._next_id += 1
        return self._next_id - 1


def _read(raw: RawEvent, happenings: list[Happening]) -> Event:
    """The event, with an `Unread` payload when it cannot be read; that it could not is added to `happenings`."""
    try:
        return raw.read()
    except EventError:
        happenings.append(Misunderstood(f"event {raw.type} version {raw.version}"))
        return raw.pass_over()


class Backoff:
    """When to try to connect again: at once, then exponentially longer with full jitter, at most `cap_s`."""

    def __init__(self, random: Callable[[], float], *, base_s: float = 0.5, cap_s: float = 15.0) -> None:
        """Take `random` from [0, 1): it spreads clients that lost the same backend."""
        self._random = random
        self._base_s = base_s
        self._cap_s = cap_s
        self._tries = 0

    def next_s(self) -> float:
        """Seconds to wait before the next try."""
        wait = 0.0 if self._tries == 0 else self._random() * min(self._cap_s, self._base_s * 2.0**self._tries)
        self._tries = min(self._tries + 1, 16)
        return wait

    def reset(self) -> None:
        """A connection stood: the next loss is tried at once again."""
        self._tries = 0
