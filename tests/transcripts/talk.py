"""Conversations between a `Client` and a scripted peer, written down as they are said.

>> 1 session.watch {"after_seq": 2}     the client sends this request; params that are not named may be anything
>> client.heartbeat                     the client sends this notification
<< 1 {"last_seq": 4}                    the peer answers request 1
<< 1 !-32005                            the peer refuses request 1
<< events 3 4                           the peer sends these events of the session
<< server.draining {…}                  the peer sends this notification
<! text                                 the peer sends these very words
++                                      a connection opens
--                                      it is lost
.. 4                                    4 s pass
"""

from __future__ import annotations

import json
from collections import deque
from datetime import UTC, datetime
from typing import Any

import msgspec

from transcripts import wire
from transcripts.events import RawEvent
from transcripts.subscription import Client, EventsArrived, Happening

S = "0198c0de-5e00-7000-8000-000000000001"
AT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def event(seq: int, *, event_id: str = "", kind: str = "note.added", version: int = 1, session: str = S) -> RawEvent:
    """A stored event."""
    return RawEvent(
        session_id=session,
        seq=seq,
        event_id=event_id or f"e{seq}",
        type=kind,
        occurred_at=AT,
        actor="csr:dana",
        payload=msgspec.Raw(b'{"at_ms":0,"text":"a note"}'),
        version=version,
        recorded_at=AT,
        trace_id="",
        hash="00" * 32,
    )


def append(*event_ids: str) -> wire.SessionAppend:
    """Notes to store under these ids."""
    payload = msgspec.Raw(b'{"at_ms":0,"text":"a note"}')
    return wire.SessionAppend(
        S, tuple(wire.DraftIn(event_id=name, type="note.added", payload=payload, occurred_at=AT) for name in event_ids)
    )


class Talk:
    """A client, its clock, and what it said that nobody has heard yet."""

    def __init__(self) -> None:
        self.client = Client()
        self.now = 0.0
        self.unheard: deque[dict[str, Any]] = deque()

    def follow(self, script: str) -> list[Happening]:
        """Have the conversation; return what the client learned from it. Nothing may be said beyond the script."""
        learned: list[Happening] = []
        for line in filter(None, map(str.strip, script.splitlines())):
            mark, _, rest = line.partition(" ")
            if mark == ">>":
                self._hear(rest)
                continue
            assert not self.unheard, f"before {line!r} the client said {self.unheard}"
            learned += self._happen(mark, rest.strip())
            self.unheard.extend(json.loads(frame) for frame in self.client.take_frames())
        assert not self.unheard, f"in the end the client said {self.unheard}"
        return learned

    def _hear(self, expected: str) -> None:
        self.unheard.extend(json.loads(frame) for frame in self.client.take_frames())
        assert self.unheard, f"the client did not say {expected!r}"
        said = self.unheard.popleft()
        words = expected.split(" ", 2 if expected[0].isdigit() else 1)
        request_id = int(words.pop(0)) if expected[0].isdigit() else None
        assert (said.get("id"), said["method"]) == (request_id, words[0]), said
        for name, value in json.loads(words[1] if len(words) > 1 else "{}").items():
            assert said["params"].get(name) == value, said

    def _happen(self, mark: str, rest: str) -> list[Happening]:
        match mark:
            case "++":
                self.client.connected(self.now)
                return []
            case "--":
                return self.client.disconnected()
            case "..":
                self.now += float(rest)
                return self.client.tick(self.now)
            case "<!":
                return self.client.receive(rest, self.now)
            case "<<":
                return self.client.receive(_frame(*rest.partition(" ")[::2]), self.now)
        raise ValueError(f"{mark} is no step of a conversation")


def _frame(first: str, rest: str) -> bytes:
    if first == "events":
        return wire.notification(
            "session.events", wire.SessionEvents(S, tuple(event(int(seq)) for seq in rest.split()))
        )
    if not first.isdigit():
        return json.dumps({"jsonrpc": "2.0", "method": first, "params": json.loads(rest or "{}")}).encode()
    if rest.startswith("!"):
        return wire.failure(wire.WireError(int(rest[1:]), "no", request_id=int(first)))
    return json.dumps({"jsonrpc": "2.0", "id": int(first), "result": json.loads(rest)}).encode()


def seqs(happenings: list[Happening]) -> list[int]:
    """The numbers of the events that arrived."""
    return [each.seq for happening in happenings if isinstance(happening, EventsArrived) for each in happening.events]
