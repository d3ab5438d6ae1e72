"""Canonical bytes and the hash chain."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.facts import PAYLOADS, links
from transcripts.chain import GENESIS, BrokenChainError, Link, canonical, verify
from transcripts.conversation import PAYLOADS as EXAMPLES
from transcripts.conversation import conversation
from transcripts.events import NoteAdded, Payload, SessionStarted
from transcripts.upcast import upcast

SESSIONS = st.lists(PAYLOADS, min_size=1, max_size=6)


@given(PAYLOADS)
def test_the_canonical_form_is_sorted_json_without_white_space(payload: Payload) -> None:
    """Any JSON library that sorts keys and writes no spaces and no needless escapes makes the same bytes."""
    value = msgspec.to_builtins(payload)
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical(payload) == plain.encode()


def test_keys_are_sorted_at_every_level() -> None:
    """The order in which a source wrote its keys makes no difference."""
    one = SessionStarted(agent="dana", metadata={"b": 1, "a": 2})
    other = SessionStarted(agent="dana", metadata={"a": 2, "b": 1})
    assert canonical(one) == canonical(other)
    assert canonical(one).startswith(b'{"agent":"dana","metadata":{"a":2,"b":1},')


def test_a_known_event_has_its_known_hash() -> None:
    """The bytes that are hashed never change: stored chains depend on them."""
    link, stored = links([NoteAdded(text="Grüße", at_ms=5)])[0]
    expected = (
        '{"actor":"csr:dana","event_id":"id0","occurred_at":"2026-03-02T15:00:01Z",'
        '"payload":{"at_ms":5,"text":"Grüße"},"recorded_at":"2026-03-02T15:00:01Z","seq":1,'
        '"session_id":"0198c0de-5e00-7000-8000-000000000001","trace_id":"","type":"note.added","version":1}'
    )
    assert msgspec.json.encode(link).decode() == expected
    assert stored == hashlib.sha256(bytes(32) + expected.encode()).digest()
    assert stored.hex() == "3c98156ed6f2cd87693325178a37a8c82a0e18ed8a7b1886263de03283a45ba5"


def test_the_hashes_on_the_wire_can_be_checked_with_plain_json() -> None:
    """Following the document's words alone, a reader of `session.read` gets the hashes that stand there."""
    frames = [json.loads(turn.frame) for turn in conversation() if turn.frame is not None and turn.side == "backend"]
    events = {each["seq"]: each for frame in frames for each in frame.get("params", {}).get("events", [])}
    previous = bytes(32)
    for seq in range(1, len(events) + 1):
        event = dict(events[seq])
        stored = event.pop("hash")
        body = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(previous + body.encode()).digest()
        assert previous.hex() == stored
    assert len(events) == 6


@given(SESSIONS)
def test_a_chain_as_written_verifies(payloads: list[Payload]) -> None:
    """An untouched session verifies, and its events are counted."""
    assert verify(links(payloads)) == len(payloads)


@given(SESSIONS, st.data())
def test_any_changed_byte_breaks_the_chain(payloads: list[Payload], data: st.DataObject) -> None:
    """Changing one byte of a payload or of a hash is found at the event where it was done."""
    chain = links(payloads)
    index = data.draw(st.integers(0, len(chain) - 1))
    link, stored = chain[index]
    target = bytearray(data.draw(st.sampled_from([bytes(link.payload), stored])))
    in_hash = bytes(target) == stored
    target[data.draw(st.integers(0, len(target) - 1))] ^= data.draw(st.integers(1, 255))
    changed = link if in_hash else msgspec.structs.replace(link, payload=msgspec.Raw(bytes(target)))
    chain[index] = (changed, bytes(target) if in_hash else stored)
    with pytest.raises(BrokenChainError) as broken:
        verify(chain)
    assert broken.value.seq == index + 1


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "csr:eve"},
        {"event_id": "other"},
        {"session_id": "0198c0de-5e00-7000-8000-000000000002"},
        {"trace_id": "0" * 32},
        {"type": "segment.added"},
        {"version": 2},
    ],
)
def test_every_member_is_hashed(change: dict[str, str | int]) -> None:
    """No column of an event can be changed unnoticed."""
    (link, stored), *_ = links(EXAMPLES)
    with pytest.raises(BrokenChainError):
        verify([(msgspec.structs.replace(link, **change), stored)])
    for name in ("occurred_at", "recorded_at"):
        later = msgspec.structs.replace(link, **{name: getattr(link, name) + timedelta(microseconds=1)})
        with pytest.raises(BrokenChainError):
            verify([(later, stored)])


@pytest.mark.parametrize("index", range(32))
def test_every_byte_of_a_hash_counts(index: int) -> None:
    """A stored hash that differs in one byte does not verify."""
    ((link, stored),) = links([NoteAdded(text="a note", at_ms=5)])
    wrong = bytes(byte ^ (position == index) for position, byte in enumerate(stored))
    with pytest.raises(BrokenChainError, match="its hash does not fit"):
        verify([(link, wrong)])


def test_missing_and_exchanged_events_are_found() -> None:
    """An event left out at the beginning or within, or in another's place, breaks the sequence."""
    chain = links(EXAMPLES)
    for broken, seq in ((chain[1:], 2), (chain[:3] + chain[4:], 5), ([chain[1], chain[0]], 2)):
        with pytest.raises(BrokenChainError, match="expected seq") as found:
            verify(broken)
        assert found.value.seq == seq


def test_upcasting_does_not_change_a_hash() -> None:
    """A payload is hashed as it was stored, so reading it in a newer shape leaves the chain as it is."""
    old = msgspec.Raw(b'{"at":5,"text":"a note"}')
    (link, _), *_ = links([NoteAdded(text="a note", at_ms=5)])
    stored_link: Link = msgspec.structs.replace(link, payload=old, version=1)
    stored = stored_link.follow(GENESIS)
    new = upcast(
        "note.added",
        1,
        bytes(old),
        current={"note.added": 2},
        steps={("note.added", 1): lambda fields: {"at_ms": fields["at"], "text": fields["text"]}},
    )
    assert msgspec.json.decode(new) == {"at_ms": 5, "text": "a note"}
    assert verify([(stored_link, stored)]) == 1
    assert msgspec.structs.replace(stored_link, payload=msgspec.Raw(new)).follow(GENESIS) != stored
