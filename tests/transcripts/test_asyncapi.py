"""The AsyncAPI document: current, valid, complete, and true of a real backend."""

from __future__ import annotations

import contextlib
import copy
import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

import transcripts
from backend.settings import DEFAULT_PORT, Limits
from rules.outcomes import DISPOSITIONS, REASONS
from tests.programs import backend
from transcripts import asyncapi, protocol, wire
from transcripts.cli import main
from transcripts.conversation import PAYLOADS as EXAMPLES
from transcripts.conversation import RULESET_TEXT
from transcripts.events import NAMES, PAYLOADS

DOCUMENT: dict[str, Any] = json.loads(asyncapi.text())
MESSAGES: dict[str, Any] = DOCUMENT["components"]["messages"]
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
NOTIFICATIONS = {**wire.FROM_CLIENT, **wire.FROM_SERVER}


def _validator(schema: dict[str, Any]) -> Draft7Validator:
    return Draft7Validator({**schema, "components": DOCUMENT["components"]})


def _nodes(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _nodes(part)


def _resolve(reference: str) -> Any:
    node: Any = DOCUMENT
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


def test_the_file_is_what_the_command_prints(capfd: pytest.CaptureFixture[str]) -> None:
    """The document beside the code is current; `csr-transcripts asyncapi > transcripts/asyncapi.json` makes it so."""
    assert main(["asyncapi"]) == 0
    path = Path(transcripts.__file__).with_name("asyncapi.json")
    assert capfd.readouterr().out == path.read_text(encoding="utf-8")


def test_every_reference_leads_somewhere() -> None:
    """Each `$ref` stands alone, as draft 7 asks, and points into the document."""
    references = [node for node in _nodes(DOCUMENT) if isinstance(node.get("$ref"), str)]
    assert len(references) > 100
    for node in references:
        assert list(node) == ["$ref"]
        _resolve(node["$ref"])


def test_the_frame_of_an_asyncapi_3_document_stands() -> None:
    """Servers have a protocol, the subprotocol and bearer security; the channel binds to a websocket."""
    assert DOCUMENT["asyncapi"] == "3.0.0"
    assert {server["protocol"] for server in DOCUMENT["servers"].values()} == {"ws", "wss"}
    for server in DOCUMENT["servers"].values():
        assert wire.SUBPROTOCOL in server["description"]
        assert [_resolve(scheme["$ref"])["scheme"] for scheme in server["security"]] == ["bearer"]
        assert set(re.findall(r"\{(\w+)\}", server["host"])) == set(server["variables"])
    assert DOCUMENT["servers"]["local"]["variables"]["port"]["default"] == str(DEFAULT_PORT)
    headers = DOCUMENT["channels"]["backend"]["bindings"]["ws"]["headers"]["properties"]
    assert headers["Sec-WebSocket-Protocol"]["const"] == wire.SUBPROTOCOL
    assert set(DOCUMENT["channels"]["backend"]["messages"]) == set(MESSAGES)


def test_every_method_and_notification_is_an_operation() -> None:
    """The backend receives requests with a reply and the client's notifications, and sends its own."""
    operations = DOCUMENT["operations"]
    assert set(operations) == {*wire.METHODS, *NOTIFICATIONS}
    for name, operation in operations.items():
        assert operation["action"] == ("send" if name in wire.FROM_SERVER else "receive")
        assert _resolve(operation["channel"]["$ref"]) is DOCUMENT["channels"]["backend"]
        assert ("reply" in operation) == (name in wire.METHODS)
        answers = operation.get("reply", {}).get("messages", [])
        for message in operation["messages"] + answers:
            assert message["$ref"].startswith("#/channels/backend/messages/")
        if answers:
            assert [answer["$ref"].rpartition("/")[2] for answer in answers] == [f"{name}.result", "error"]
            assert set(operation["x-errors"]) <= set(wire.ERROR_NAMES.values())


def test_every_event_type_has_its_payload() -> None:
    """A draft may be of each type that clients write, an event of any; type and version decide the payload."""
    drafts = SCHEMAS["Draft"]["properties"]["type"]["enum"]
    assert set(drafts) == set(PAYLOADS) - set(wire.BACKEND_TYPES)
    for name, conditions in ((name, SCHEMAS["Event"]["allOf"]) for name in PAYLOADS):
        assert {"payload": {"$ref": f"#/components/schemas/{name}"}} in [
            row["then"]["properties"] for row in conditions
        ]
    assert {type(example) for example in EXAMPLES} == set(NAMES)


def test_each_schema_explains_each_of_its_fields() -> None:
    """A reader finds every field described: by its own words, its type's, or the struct's."""
    for title, schema in SCHEMAS.items():
        Draft7Validator.check_schema(schema)
        assert schema["description"], title
        for name, field in schema["properties"].items():
            words = json.dumps(field)
            assert f"`{name}`" in schema["description"] or '"description"' in words or name in _PLAIN, f"{title}.{name}"


_PLAIN = {"session_id", "after_seq"}


def test_every_example_fits_its_schema() -> None:
    """The examples of messages and payloads validate, and every message has one."""
    for name, message in MESSAGES.items():
        assert message["examples"], name
        for example in message["examples"]:
            _validator(message["payload"]).validate(example["payload"])
    for schema in SCHEMAS.values():
        for example in schema.get("examples", []):
            _validator(schema).validate(example)


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({}, True),
        ({"type": "session.ended"}, False),
        ({"type": "unheard.of"}, False),
        ({"payload": {"text": "Call back"}}, False),
        ({"payload": {"text": "Call back", "at_ms": 5, "more": 1}}, False),
        ({"event_id": ""}, False),
        ({"trace_id": "short"}, False),
    ],
)
def test_schemas_refuse_what_the_backend_refuses(change: dict[str, Any], valid: bool) -> None:
    """The schema of a draft is as strict as the decoder."""
    draft = {"event_id": "n1", "type": "note.added", "payload": {"text": "Call back", "at_ms": 5}}
    draft |= {"occurred_at": "2026-03-02T15:00:00Z", **change}
    assert _validator(SCHEMAS["Draft"]).is_valid(draft) == valid


def test_an_event_of_a_newer_backend_is_valid() -> None:
    """A client that validates events does not stumble over a type or a version it does not know."""
    event = dict(MESSAGES["session.events"]["examples"][0]["payload"]["params"]["events"][0])
    validator = _validator(SCHEMAS["Event"])
    assert validator.is_valid({**event, "type": "unheard.of", "payload": {"a": 1}})
    assert validator.is_valid({**event, "version": 9, "payload": {"a": 1}})
    assert not validator.is_valid({**event, "payload": {"a": 1}})


def test_the_words_name_codes_limits_and_probes() -> None:
    """Error and close codes with their meaning, limits, heartbeats and probes stand in the description."""
    text = DOCUMENT["info"]["description"]
    limits = Limits()
    for code, meaning in wire.ERRORS.items():
        assert f"| {code} | {wire.ERROR_NAMES[code]} | {meaning} |" in text
    for code, meaning in wire.CLOSES.items():
        assert f"| {code} | {meaning} |" in text
    figures = (wire.MAX_FRAME, wire.MAX_EVENTS, limits.burst, int(limits.requests_per_s), limits.refusals_before_close)
    for figure in figures:
        assert f"{figure:,}" in text
    assert f"{limits.unread >> 20} MiB unread" in text
    for fact in (*protocol.PROBES, "15 s", "5 s", "client.heartbeat", "after_seq", "event_id", "local.json"):
        assert fact in text
    outcome = SCHEMAS["disposition.set"]["description"]
    for name in (*DISPOSITIONS, *(reason for reasons in REASONS.values() for reason in reasons)):
        assert f"`{name}`" in outcome


def test_the_conversation_is_had_with_a_real_backend(tmp_path: Path) -> None:
    """A backend answers the worked conversation frame by frame as the document says, apart from times."""
    rules = tmp_path / "example.yaml"
    rules.write_text(RULESET_TEXT, encoding="utf-8")
    turns = [turn for turn in DOCUMENT["x-conversation"] if not _is_unasked(turn.get("frame", {}))]
    lost = next(n for n, turn in enumerate(turns) if "frame" not in turn)
    with backend(tmp_path, "--rules", str(rules)) as (_, ready):
        door = json.loads(Path(ready["door"]).read_text(encoding="utf-8"))
        with _connected(door) as socket:
            _converse(socket, turns[:lost])
            assert 7 in [answer.get("id") for answer in _answers(socket, 2)]  # it is this one that gets lost
        with _connected(door) as socket:
            _converse(socket, turns[lost + 1 :])


def _is_unasked(frame: dict[str, Any]) -> bool:
    """Whether the frame comes when its time comes, or only where a model is set up."""
    return frame.get("method") in ("server.heartbeat", "server.draining") or "suggestion" in frame.get("params", {})


@contextlib.contextmanager
def _connected(door: dict[str, str]) -> Iterator[ClientConnection]:
    headers = {"Authorization": f"Bearer {door['token']}"}
    offered = [Subprotocol(wire.SUBPROTOCOL)]
    with connect(door["url"], additional_headers=headers, subprotocols=offered, proxy=None) as socket:
        assert socket.subprotocol == wire.SUBPROTOCOL
        yield socket


def _converse(socket: ClientConnection, turns: list[dict[str, Any]]) -> None:
    """Say the client's part and hear the backend's; frames that answer one another may come in any order."""
    for side, part in groupby((turn for turn in turns if "frame" in turn), lambda turn: turn["side"]):
        frames = [turn["frame"] for turn in part]
        if side == "client":
            for frame in frames:
                socket.send(json.dumps(frame))
        else:
            assert Counter(map(_gist, _answers(socket, len(frames)))) == Counter(map(_gist, frames))


def _answers(socket: ClientConnection, count: int) -> Iterator[dict[str, Any]]:
    while count:
        frame = json.loads(socket.recv(timeout=20))
        if frame.get("method") != "server.heartbeat":
            count -= 1
            yield frame


def _gist(full: dict[str, Any]) -> str:
    """What does not depend on the clock or who is connected."""
    frame = copy.deepcopy(full)
    for events in (frame.get("params", {}).get("events"), frame.get("result", {}).get("events")):
        for event in events or []:
            assert _validator(SCHEMAS["Event"]).is_valid(event)
            for varying in ("event_id", "actor", "payload", "recorded_at", "trace_id", "hash"):
                event.pop(varying)
    frame.get("params", {}).get("session", {}).pop("disposition", None)
    for varying in ("suggestion_id", "why"):
        frame.get("result", {}).pop(varying, None)
    return json.dumps(frame, sort_keys=True)
