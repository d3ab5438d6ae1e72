"""The event types: what they hold, and what of old and new ones can be read."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given

from tests.transcripts.facts import PAYLOADS, events, raw
from transcripts import upcast as upcasting
from transcripts.chain import canonical
from transcripts.conversation import PAYLOADS as EXAMPLES
from transcripts.events import (
    NAMES,
    Draft,
    EventError,
    NoteAdded,
    Payload,
    Unread,
    current_version,
    decode_payload,
)
from transcripts.events import PAYLOADS as TYPES
from transcripts.upcast import UnknownVersionError, upcast


@given(PAYLOADS)
def test_every_type_is_read_as_it_was_written(payload: Payload) -> None:
    """What canonical bytes hold decodes to an equal payload, for every type."""
    name = NAMES[type(payload)]
    assert decode_payload(name, current_version(name), canonical(payload)) == payload


def test_there_is_an_example_of_every_type() -> None:
    """The strategy above draws from all types, and names and structs go one to one."""
    assert {type(example) for example in EXAMPLES} == set(TYPES.values()) == set(NAMES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: NAMES[type(example)])
def test_a_field_too_many_or_of_another_kind_is_named(example: Payload) -> None:
    """An unknown, missing or misfitting field of any type is refused by name."""
    name = NAMES[type(example)]
    fields = msgspec.to_builtins(example)
    _refused(name, {**fields, "extra": 1}, r"contains unknown field `extra`")
    for field in msgspec.structs.fields(type(example)):
        _refused(name, {**fields, field.name: [[{}]]}, rf"\$\.{field.name}")
        if field.required:
            _refused(name, {key: value for key, value in fields.items() if key != field.name}, f"`{field.name}`")


def _refused(name: str, fields: dict[str, Any], why: str) -> None:
    with pytest.raises(EventError, match=why) as refused:
        decode_payload(name, 1, json.dumps(fields).encode())
    assert str(refused.value).startswith(f"payload of {name}: ")


@pytest.mark.parametrize(
    ("name", "version", "payload", "why"),
    [
        ("unheard.of", 1, b"{}", "type: 'unheard.of' is not an event type"),
        ("note.added", 2, b"{}", "version: note.added 2 is not known here"),
        ("note.added", 0, b"{}", "version: note.added 0 is not known here"),
        ("note.added", 1, b"{", "payload of note.added: "),
        ("note.added", 1, b'{"text":"\xff","at_ms":1}', "payload of note.added: "),
        ("note.added", 1, b'{"text":"a","at_ms":-1}', r"payload of note.added: .*\$.at_ms"),
        ("segment.added", 1, b'{"utterance_id":"a b","speaker":"csr","text":"","at_ms":1}', r"\$.utterance_id"),
        ("segment.added", 1, b'{"utterance_id":"a","speaker":"dog","text":"","at_ms":1}', r"\$.speaker"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(name: str, version: int, payload: bytes, why: str) -> None:
    """Unknown types, versions and broken payloads are refused; the message begins with the part at fault."""
    with pytest.raises(EventError, match=why):
        decode_payload(name, version, payload)


def test_texts_have_an_end() -> None:
    """A text of 20,000 characters is taken, a longer one is not."""
    assert decode_payload("note.added", 1, canonical(NoteAdded(text="é" * 20_000, at_ms=0)))
    _refused("note.added", {"text": "é" * 20_001, "at_ms": 0}, r"length <= 20000 - at `\$\.text`")


def test_raw_events_are_read_or_passed_over() -> None:
    """`read` gives the payload its type; `pass_over` keeps everything but the payload."""
    (event,) = events([NoteAdded(text="a note", at_ms=5)])
    assert raw(event).read() == event
    newer = msgspec.structs.replace(raw(event, b'{"a":1}'), version=7)
    with pytest.raises(EventError, match="version"):
        newer.read()
    assert newer.pass_over() == msgspec.structs.replace(event, version=7, payload=Unread())


def test_a_draft_knows_its_type() -> None:
    """A draft's type follows from its payload."""
    for payload in EXAMPLES:
        draft = Draft(event_id="a", occurred_at=events([payload])[0].occurred_at, actor="csr:dana", payload=payload)
        assert TYPES[draft.type] is type(payload)


@pytest.fixture
def third_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes are at version 3: `body` and seconds became `body` and milliseconds, then `text`."""

    def to_milliseconds(fields: dict[str, Any]) -> dict[str, Any]:
        return {"body": fields["body"], "at_ms": fields["at_s"] * 1000}

    def to_text(fields: dict[str, Any]) -> dict[str, Any]:
        return {"text": fields["body"], "at_ms": fields["at_ms"]}

    monkeypatch.setitem(upcasting.CURRENT, "note.added", 3)
    monkeypatch.setitem(upcasting.STEPS, ("note.added", 1), to_milliseconds)
    monkeypatch.setitem(upcasting.STEPS, ("note.added", 2), to_text)


@pytest.mark.usefixtures("third_version")
@pytest.mark.parametrize(
    ("version", "payload"),
    [(1, b'{"body":"hello","at_s":5}'), (2, b'{"body":"hello","at_ms":5000}'), (3, b'{"text":"hello","at_ms":5000}')],
)
def test_old_payloads_are_read_in_todays_shape(version: int, payload: bytes) -> None:
    """Each old version is brought up one step at a time; today's is read as it is."""
    assert decode_payload("note.added", version, payload) == NoteAdded(text="hello", at_ms=5000)
    assert current_version("note.added") == 3


@pytest.mark.usefixtures("third_version")
@pytest.mark.parametrize("payload", [b'{"body":"hello"}', b'{"body":"hello","at_s":{}}', b"[]", b"{"])
def test_a_payload_that_is_not_of_its_version_is_refused(payload: bytes) -> None:
    """A step that does not find what it needs is an error of the payload, not a defect."""
    with pytest.raises(EventError, match=r"payload of note\.added: "):
        decode_payload("note.added", 1, payload)


def test_a_missing_step_is_an_unknown_version() -> None:
    """A version that no step leads on from cannot be read."""
    with pytest.raises(UnknownVersionError, match=r"note\.added 1 has no step to 2"):
        upcast("note.added", 1, b"{}", current={"note.added": 2}, steps={})
