"""The codec of the wire: what is written is read, what does not fit is named, and nothing else goes wrong."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcripts import wire
from transcripts.conversation import conversation
from transcripts.events import NoteAdded

S = "0198c0de-5e00-7000-8000-000000000001"
FRAMES = [turn.frame for turn in conversation() if turn.frame is not None]
DRAFT: dict[str, Any] = {
    "event_id": "n1",
    "type": "note.added",
    "payload": {"text": "a note", "at_ms": 5},
    "occurred_at": "2026-03-02T15:00:00Z",
}
KINDS: dict[str, type[Any]] = {name: row.params for name, row in wire.METHODS.items()}
KINDS |= wire.FROM_CLIENT | wire.FROM_SERVER
NOTIFICATIONS = {**wire.FROM_CLIENT, **wire.FROM_SERVER}


def _params(kind: type[Any]) -> list[Any]:
    """The params or results of this kind that the worked conversation holds."""
    return [value for frame in FRAMES for found, value in [_read(frame)] if found is kind]


def _read(frame: bytes) -> tuple[type[Any] | None, Any]:
    message = wire.parse(frame)
    kind = KINDS.get(str(message.method))
    return kind, None if kind is None else wire.read(kind, message.params)


@pytest.mark.parametrize("method", wire.METHODS)
def test_requests_are_read_as_they_were_written(method: str) -> None:
    """Every method's params go through `request`, `parse` and `read` unchanged, as does the id."""
    kind = wire.METHODS[method].params
    assert _params(kind)
    for params in _params(kind):
        for request_id in (7, "seven"):
            message = wire.parse(wire.request(request_id, method, params))
            assert (message.id, message.method) == (request_id, method)
            assert msgspec.json.encode(wire.read(kind, message.params)) == msgspec.json.encode(params)


@pytest.mark.parametrize("method", NOTIFICATIONS)
def test_notifications_are_read_as_they_were_written(method: str) -> None:
    """Every notification goes through `notification`, `parse` and `read` unchanged, without an id."""
    kind = NOTIFICATIONS[method]
    assert _params(kind)
    for params in _params(kind):
        message = wire.parse(wire.notification(method, params))
        assert (message.id, message.method) == (msgspec.UNSET, method)
        assert msgspec.json.encode(wire.read(kind, message.params)) == msgspec.json.encode(params)


def test_answers_are_read_as_they_were_written() -> None:
    """A result and an error come back with the id of the request."""
    done = wire.parse(wire.success("a", wire.Appended((4, 5))))
    assert (done.id, done.error) == ("a", msgspec.UNSET)
    assert isinstance(done.result, msgspec.Raw)
    assert wire.read(wire.Appended, done.result, "result") == wire.Appended((4, 5))
    refused = wire.parse(wire.failure(wire.WireError(wire.NOT_FOUND, "no", field="params.x", request_id=3), "ab" * 16))
    assert (refused.id, refused.result) == (3, msgspec.UNSET)
    assert refused.error == wire.RpcError(wire.NOT_FOUND, "no", wire.ErrorData("params.x", "ab" * 16))


def test_a_client_overlooks_what_newer_results_hold() -> None:
    """Results and notifications of the backend may gain members."""
    assert wire.read(wire.Watching, msgspec.Raw(b'{"last_seq":3,"more":[1]}'), "result") == wire.Watching(3)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"event_id": ""}, "params.events[1].event_id"),
        ({"event_id": "a b"}, "params.events[1].event_id"),
        ({"version": 0}, "params.events[1].version"),
        ({"actor": "x" * 201}, "params.events[1].actor"),
        ({"trace_id": "xyz"}, "params.events[1].trace_id"),
        ({"occurred_at": "2026-03-02T15:00:00"}, "params.events[1].occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+10:00"}, "params.events[1].occurred_at"),
        ({"occurred_at": "9999-12-31T23:59:59-10:00"}, "params.events[1].occurred_at"),
        ({"colour": "red"}, "params.events[1].colour"),
        ({"type": None}, "params.events[1].type"),
    ],
)
def test_what_does_not_fit_is_named(change: dict[str, Any], field: str) -> None:
    """An error of any depth carries the path of its field."""
    error = _refusal(wire.SessionAppend, {"session_id": S, "events": [DRAFT, {**DRAFT, **change}]})
    assert (error.code, error.field) == (wire.INVALID_PARAMS, field)


@pytest.mark.parametrize(
    ("kind", "params", "field"),
    [
        (wire.SessionAppend, {"session_id": S}, "params.events"),
        (wire.SessionAppend, {"session_id": S, "events": []}, "params.events"),
        (wire.SessionAppend, {"session_id": S, "events": [DRAFT] * (wire.MAX_EVENTS + 1)}, "params.events"),
        (wire.SessionAppend, {"session_id": S.upper(), "events": [DRAFT]}, "params.session_id"),
        (wire.SessionWatch, {"session_id": S, "after_seq": -1}, "params.after_seq"),
        (wire.SessionWatch, {"session_id": S, "after_seq": 2**53}, "params.after_seq"),
        (wire.SessionWatch, {"session_id": S, "after": 1}, "params.after"),
        (wire.SessionRead, {"session_id": S, "limit": 501}, "params.limit"),
        (wire.SessionStart, {"occurred_at": "1969-12-31T23:59:59Z"}, "params.occurred_at"),
        (wire.SessionStart, {"metadata": {"a": [1]}}, "params.metadata[...]"),
        (wire.SessionEnd, {"session_id": S, "occurred_at": "0001-01-01T00:00:00Z"}, "params.occurred_at"),
        (wire.SessionEnd, {"session_id": S, "reason": "bored"}, "params.reason"),
        (wire.Interim, {"session_id": S}, "params.utterance_id"),
        (wire.SessionUnwatch, [], "params"),
    ],
)
def test_each_method_names_its_fields(kind: type[wire.Params], params: Any, field: str) -> None:
    """Missing, unknown and misfitting parameters are named by their path."""
    error = _refusal(kind, params)
    assert (error.code, error.field) == (wire.INVALID_PARAMS, field)


def _refusal(kind: type[wire.Params], params: Any) -> wire.WireError:
    with pytest.raises(wire.WireError) as refused:
        wire.read(kind, msgspec.Raw(json.dumps(params).encode()))
    return refused.value


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "unheard.of"}, "e[0].type"),
        ({"version": 9}, "e[0].version"),
        ({"payload": {"text": "a"}}, "e[0].payload.at_ms"),
        ({"payload": {"text": 5, "at_ms": 5}}, "e[0].payload.text"),
        ({"payload": {"text": "a", "at_ms": 5, "x": 1}}, "e[0].payload.x"),
        ({"payload": "words"}, "e[0].payload"),
    ],
)
def test_a_drafts_payload_is_named_as_deep(change: dict[str, Any], field: str) -> None:
    """The payload is checked against its type, and errors in it carry their path as well."""
    draft = msgspec.json.decode(json.dumps({**DRAFT, **change}), type=wire.DraftIn)
    with pytest.raises(wire.WireError) as refused:
        draft.read("e[0]", "csr:dana")
    assert (refused.value.code, refused.value.field) == (wire.INVALID_PARAMS, field)


def test_a_draft_is_read_under_its_senders_name() -> None:
    """The actor is the sender unless the draft names one; the rest is taken as it came."""
    draft = msgspec.json.decode(json.dumps(DRAFT), type=wire.DraftIn)
    read = draft.read("e[0]", "csr:dana")
    assert (read.event_id, read.actor, read.payload) == ("n1", "csr:dana", NoteAdded("a note", 5))
    assert msgspec.structs.replace(draft, actor="system:x").read("e[0]", "csr:dana").actor == "system:x"


@pytest.mark.parametrize(
    ("frame", "code", "request_id"),
    [
        ("", wire.PARSE_ERROR, None),
        ("{", wire.PARSE_ERROR, None),
        (b'{"jsonrpc":"2.0","id":1,"method":"\xff"}', wire.PARSE_ERROR, None),
        ('{"jsonrpc":"2.0","id":1,"params":' + "[" * 50_000, wire.PARSE_ERROR, None),
        ("[]", wire.INVALID_REQUEST, None),
        ('{"id":1,"method":"a"}', wire.INVALID_REQUEST, None),
        ('{"jsonrpc":"1.0","id":1,"method":"a"}', wire.INVALID_REQUEST, None),
        ('{"jsonrpc":"2.0","id":1.5,"method":"a"}', wire.INVALID_REQUEST, None),
        ('{"jsonrpc":"2.0","id":1,"method":5}', wire.INVALID_REQUEST, None),
        (r'{"jsonrpc":"2.0","id":1,"method":"a","params":{"a":"\u0000"}}', wire.INVALID_PARAMS, 1),
        (r'{"jsonrpc":"2.0","id":1,"method":"a","params":{"a":"\\\u0000"}}', wire.INVALID_PARAMS, 1),
        ('{"id":"x","pad":"' + "x" * wire.MAX_FRAME + '"}', wire.TOO_LARGE, "x"),
        ("x" * (wire.MAX_FRAME + 1), wire.TOO_LARGE, None),
    ],
)
def test_frames_that_cannot_be_served(frame: str | bytes, code: int, request_id: int | str | None) -> None:
    """Each kind of bad frame has its code, and its id where that can be read."""
    with pytest.raises(wire.WireError) as refused:
        wire.parse(frame)
    assert (refused.value.code, refused.value.request_id) == (code, request_id)


def test_a_frame_may_have_a_mebibyte_and_no_more() -> None:
    """The limit counts bytes, is reached before it is passed, and can be set higher by who trusts the peer."""
    frame = '{"jsonrpc":"2.0","id":1,"method":"a","params":{"a":"%s"}}'
    fitting = frame % ("é" + "x" * (wire.MAX_FRAME - len(frame)))
    assert len(fitting.encode()) == wire.MAX_FRAME
    assert wire.parse(fitting).id == 1
    with pytest.raises(wire.WireError, match="at most 1048576"):
        wire.parse(fitting + "  ")
    assert wire.parse(fitting + "  ", largest=wire.HARD_FRAME).id == 1


def test_the_letters_of_an_escape_are_text() -> None:
    """A backslash followed by u0000 as plain letters is not the character U+0000."""
    assert wire.parse(r'{"jsonrpc":"2.0","id":1,"method":"a","params":{"a":"\\u0000"}}').id == 1


MEMBERS = st.sampled_from(["jsonrpc", "id", "method", "params", "result", "error"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("2.0")
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=6))


@given(st.binary(max_size=200) | st.text(max_size=200) | TREES.map(json.dumps))
@example('{"jsonrpc":"2.0","id":1,"method":"\ud800"}')
@example('{"jsonrpc":"2.0","id":1180591620717411303424}')
def test_any_bytes_are_read_or_refused(frame: str | bytes) -> None:
    """Whatever arrives, `parse` answers with a message or with a WireError that can be sent back."""
    try:
        message = wire.parse(frame)
    except wire.WireError as error:
        assert wire.parse(wire.failure(error)).error is not msgspec.UNSET  # noqa: PT017 # either outcome will do
        return
    assert message.jsonrpc == "2.0"


@given(st.sampled_from(FRAMES), st.data())
def test_any_damage_is_read_or_refused(frame: bytes, data: st.DataObject) -> None:
    """A real frame with bytes changed, cut or doubled is read or refused, down to its params and payloads."""
    damaged = bytearray(frame)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(damaged) - 1))
        damaged[start : start + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        _, params = _read(bytes(damaged)) if damaged else (None, None)
        for draft in params.events if isinstance(params, wire.SessionAppend) else ():
            draft.read("params.events[0]", "csr:dana")
    except wire.WireError as error:
        wire.parse(wire.failure(error))
