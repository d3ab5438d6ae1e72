"""Events for tests: any payload of any type, and sessions that hold them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import strategies as st

from transcripts.chain import GENESIS, Link, canonical
from transcripts.conversation import PAYLOADS as EXAMPLES
from transcripts.events import NAMES, Event, Payload, RawEvent, current_version

S = "0198c0de-5e00-7000-8000-000000000001"
BEGAN = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
IDS = st.sampled_from([f"id{n}" for n in range(4)])
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


def _like(example: Payload) -> st.SearchStrategy[Payload]:
    """Payloads of the example's type, with other words and ids."""
    changes: dict[str, st.SearchStrategy[object]] = {}
    for name in example.__struct_fields__:
        if name.endswith("_id"):
            changes[name] = IDS
        elif name in ("text", "title", "disposition"):
            changes[name] = WORDS
        elif name.endswith("_ms"):
            changes[name] = st.integers(0, 10_000)
        elif name == "metadata":
            changes[name] = st.dictionaries(WORDS, WORDS | st.integers() | st.booleans() | st.none(), max_size=4)
    return st.fixed_dictionaries(changes).map(lambda drawn: msgspec.structs.replace(example, **drawn))


PAYLOADS: st.SearchStrategy[Payload] = st.one_of([_like(example) for example in EXAMPLES])


def events(payloads: Iterable[Payload]) -> list[Event]:
    """The payloads as a session's events, from seq 1 on; the first event id is `id0`."""
    return [
        Event(
            session_id=S,
            seq=seq,
            event_id=f"id{seq - 1}",
            type=NAMES[type(payload)],
            occurred_at=BEGAN + timedelta(seconds=seq),
            actor="csr:dana",
            payload=payload,
            version=current_version(NAMES[type(payload)]),
            recorded_at=BEGAN + timedelta(seconds=seq),
            trace_id="",
            hash="",
        )
        for seq, payload in enumerate(payloads, start=1)
    ]


def links(payloads: Iterable[Payload]) -> list[tuple[Link, bytes]]:
    """The payloads as a session's chained events with their hashes."""
    chained: list[tuple[Link, bytes]] = []
    previous = GENESIS
    for event in events(payloads):
        members = {name: getattr(event, name) for name in Link.__struct_fields__ if name != "payload"}
        link = Link(payload=msgspec.Raw(canonical(event.payload)), **members)
        previous = link.follow(previous)
        chained.append((link, previous))
    return chained


def raw(event: Event, payload: bytes | None = None) -> RawEvent:
    """The event before its payload is read, or with another payload."""
    members = {name: getattr(event, name) for name in Event.__struct_fields__ if name != "payload"}
    return RawEvent(payload=msgspec.Raw(canonical(event.payload) if payload is None else payload), **members)
