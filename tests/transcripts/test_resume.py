"""The promises of the wire kept over any schedule of cuts, losses and repetitions."""

from __future__ import annotations

from collections import deque

from hypothesis import example, given
from hypothesis import strategies as st

from tests.transcripts.talk import S, append, event
from transcripts import wire
from transcripts.events import RawEvent
from transcripts.subscription import Backoff, Client, EventsArrived


class Backend:
    """A log of one session and one connection to it. `failing` requests are refused with UNAVAILABLE."""

    def __init__(self) -> None:
        self.log: list[RawEvent] = []
        self.out: deque[bytes] = deque()
        self.watched = False
        self.failing = 0

    def store(self, event_id: str) -> int:
        """Store an event, unless it is there; return its number."""
        known = next((stored.seq for stored in self.log if stored.event_id == event_id), None)
        if known is not None:
            return known
        self.log.append(event(len(self.log) + 1, event_id=event_id))
        self._send(self.log[-1:])
        return len(self.log)

    def serve(self, frame: bytes) -> None:
        """Carry out a request of the client."""
        message = wire.parse(frame)
        assert isinstance(message.id, int)
        if self.failing:
            self.failing -= 1
            self.out.append(wire.failure(wire.WireError(wire.UNAVAILABLE, "later", request_id=message.id)))
        elif message.method == "session.watch":
            params: wire.SessionWatch = wire.read(wire.SessionWatch, message.params)
            self.watched = True
            self.out.append(wire.success(message.id, wire.Watching(len(self.log))))
            self._send(self.log[params.after_seq :])
        else:
            drafts: wire.SessionAppend = wire.read(wire.SessionAppend, message.params)
            stored = tuple(self.store(draft.event_id) for draft in drafts.events)
            self.out.append(wire.success(message.id, wire.Appended(stored)))

    def _send(self, events: list[RawEvent]) -> None:
        if self.watched and events:
            self.out.append(wire.notification("session.events", wire.SessionEvents(S, tuple(events))))


class World:
    """A client, a backend, and the unreliable line between them."""

    def __init__(self) -> None:
        self.client = Client()
        self.client.watch(S)
        self.backend = Backend()
        self.line: deque[bytes] = deque()
        self.online = False
        self.now = 0.0
        self.seen: list[str] = []
        self.submitted: list[str] = []

    def step(self, action: str) -> None:
        """Let one thing happen."""
        batch_first = bool(self.backend.out) and b'"session.events"' in self.backend.out[0]
        match action:
            case "submit":
                self.submitted.append(f"mine{len(self.submitted)}")
                self.client.submit("session.append", append(self.submitted[-1]))
            case "another writer":
                self.backend.store(f"theirs{len(self.backend.log)}")
            case "up" if self.line:
                self.backend.serve(self.line.popleft())
            case "down" if self.backend.out:
                for happening in self.client.receive(self.backend.out.popleft(), self.now):
                    if isinstance(happening, EventsArrived):
                        self.seen += [each.event_id for each in happening.events]
            case "drop" if batch_first:
                self.backend.out.popleft()
            case "repeat" if batch_first:
                self.backend.out.appendleft(self.backend.out[0])
            case "fail":
                self.backend.failing += 1
            case "cut" if self.online:
                self.client.disconnected()
                self.line.clear()
                self.backend.out.clear()
                self.backend.watched = self.online = False
            case "connect" if not self.online:
                self.client.connected(self.now)
                self.online = True
            case "wait":
                self.now += 0.5
                self.client.tick(self.now)
        frames = self.client.take_frames()
        self.line.extend(frame for frame in frames if self.online and b"client.heartbeat" not in frame)

    def settle(self) -> None:
        """Let everything through until nobody has anything more to say."""
        self.step("connect")
        self.step("another writer")  # shows a loss at the end, which nothing else would
        for _ in range(3 + self.backend.failing * 3):
            while self.line or self.backend.out:
                self.step("up")
                self.step("down")
            self.step("wait")


ACTIONS = ("submit", "another writer", "up", "down", "drop", "repeat", "fail", "cut", "connect", "wait")


@given(st.lists(st.sampled_from(ACTIONS), max_size=120))
@example(["connect", "cut", "connect", "up", "down", "another writer", "drop"])  # a watch lost with its connection
def test_every_event_arrives_once_and_every_submit_is_stored_once(schedule: list[str]) -> None:
    """Whatever the line does, the client sees exactly the log, and the log holds each submit once and in order."""
    world = World()
    for action in schedule:
        world.step(action)
    world.settle()
    stored = [each.event_id for each in world.backend.log]
    assert world.seen == stored
    assert [name for name in stored if name.startswith("mine")] == world.submitted
    assert world.client.waiting == 0


@given(st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=40))
def test_backoff_grows_with_jitter_to_its_cap(draws: list[float]) -> None:
    """The first try comes at once; the n-th wait is a random part of min(cap, base times 2 to the n)."""
    numbers = iter(draws)
    backoff = Backoff(lambda: next(numbers), base_s=0.5, cap_s=15.0)
    assert backoff.next_s() == 0
    for tries, draw in enumerate(draws, start=1):
        assert backoff.next_s() == draw * min(15.0, 0.5 * 2.0**tries)
    backoff.reset()
    assert backoff.next_s() == 0
