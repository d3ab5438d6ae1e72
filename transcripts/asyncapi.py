"""The AsyncAPI 3.0 document of the wire, made from the tables of `transcripts.wire` and the payloads of the events.

`csr-transcripts asyncapi` prints it; `transcripts/asyncapi.json` is what it printed last, for those who have no Python.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from transcripts import wire
from transcripts.conversation import PAYLOADS as EXAMPLES
from transcripts.conversation import Turn, conversation
from transcripts.events import NAMES, PAYLOADS, current_version
from transcripts.protocol import DESCRIPTION, ERRORS_OF, EVERY_METHOD, PROBES

Schema = dict[str, Any]

CHANNEL = {"$ref": "#/channels/backend"}
MESSAGE_TITLES = {"RawEvent": "Event", "DraftIn": "Draft"}
PAYLOAD_TITLES = {kind.__name__: name for kind, name in NAMES.items()}
"""What structs are called in the document, where it is not their own name. Payloads and messages may be namesakes."""


def text() -> str:
    """The document as JSON, the same to the byte for the same message types."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def document() -> dict[str, Any]:
    """The document as an object."""
    turns = conversation()
    messages = _messages(turns)
    return {
        "asyncapi": "3.0.0",
        "id": "urn:csr-assist:v1",
        "info": {"title": "CSR Call Assistant backend", "version": "1.0.0", "description": DESCRIPTION},
        "defaultContentType": "application/json",
        "servers": _servers(),
        "channels": {"backend": _channel(messages)},
        "operations": _operations(),
        "components": {
            "messages": messages,
            "schemas": _schemas(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "Made by `csr-backend tokens create`."}
            },
        },
        "x-errors": [
            {"code": code, "name": wire.ERROR_NAMES[code], "meaning": meaning} for code, meaning in wire.ERRORS.items()
        ],
        "x-closes": [{"code": code, "meaning": meaning} for code, meaning in wire.CLOSES.items()],
        "x-limits": {
            "client_frame_bytes": wire.MAX_FRAME,
            "backend_frame_bytes": wire.HARD_FRAME,
            "events_in_an_append": wire.MAX_EVENTS,
            "heartbeat_s": wire.HEARTBEAT_S,
            "silence_s": wire.SILENCE_S,
        },
        "x-http": [{"method": "GET", "path": path, "answer": answer} for path, answer in PROBES.items()],
        "x-conversation": [_turn(turn) for turn in turns],
    }


def _servers() -> Schema:
    security = [{"$ref": "#/components/securitySchemes/bearer"}]
    common = {"pathname": "/", "protocolVersion": "13", "security": security, "x-subprotocol": wire.SUBPROTOCOL}
    port = {"default": "8765", "description": "As the operator chose."}
    return {
        "local": {
            "host": "127.0.0.1:{port}",
            "protocol": "ws",
            "description": f"A backend on the same machine. Subprotocol `{wire.SUBPROTOCOL}`.",
            "variables": {"port": port},
            **common,
        },
        "remote": {
            "host": "{host}:{port}",
            "protocol": "wss",
            "description": f"A backend on another machine, always with TLS. Subprotocol `{wire.SUBPROTOCOL}`.",
            "variables": {"host": {"description": "The name in the backend's certificate."}, "port": port},
            **common,
        },
    }


def _channel(messages: Iterable[str]) -> Schema:
    headers = {
        "type": "object",
        "properties": {
            "Authorization": {"type": "string", "pattern": "^Bearer .+$", "description": "The token."},
            "Sec-WebSocket-Protocol": {"type": "string", "const": wire.SUBPROTOCOL},
        },
        "required": ["Authorization"],
    }
    return {
        "address": "/",
        "title": "The websocket",
        "description": "One connection for all sessions of a client, in both directions.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": {"ws": {"method": "GET", "headers": headers, "bindingVersion": "0.1.0"}},
    }


def _operations() -> Schema:
    operations: Schema = {}
    for method, row in wire.METHODS.items():
        errors = [wire.ERROR_NAMES[code] for code in (*ERRORS_OF[method], *EVERY_METHOD)]
        operations[method] = {
            "action": "receive",
            "channel": CHANNEL,
            "title": method,
            **_words(row.params),
            "messages": [_message_of(f"{method}.request")],
            "reply": {"channel": CHANNEL, "messages": [_message_of(f"{method}.result"), _message_of("error")]},
            "x-roles": sorted(row.roles),
            "x-errors": errors,
        }
    for action, table in (("receive", wire.FROM_CLIENT), ("send", wire.FROM_SERVER)):
        for method, kind in table.items():
            operations[method] = {
                "action": action,
                "channel": CHANNEL,
                "title": method,
                **_words(kind),
                "messages": [_message_of(method)],
            }
    return operations


def _message_of(name: str) -> Schema:
    return {"$ref": f"#/channels/backend/messages/{name}"}


def _messages(turns: Iterable[Turn]) -> Schema:
    identifier = {"type": ["integer", "string"], "description": "Names the request; its answer bears the same."}
    messages: Schema = {}
    for method, row in wire.METHODS.items():
        messages[f"{method}.request"] = _message(row.params, id=identifier, method={"const": method}, params=row.params)
        messages[f"{method}.result"] = _message(row.result, id=identifier, result=row.result)
    for method, kind in (wire.FROM_CLIENT | wire.FROM_SERVER).items():
        messages[method] = _message(kind, method={"const": method}, params=kind)
    nobody = {"type": ["integer", "string", "null"], "description": "Null when that of the frame could not be read."}
    messages["error"] = _message(wire.RpcError, id=nobody, error=wire.RpcError)
    for name, message in messages.items():
        message["name"] = name
        message["examples"] = []
    for name, turn in _named(turns):
        if not turn.mistaken:
            messages[name]["examples"].append({"summary": turn.why, "payload": msgspec.json.decode(turn.frame or b"")})
    return messages


def _message(about: type[Struct], **members: Schema | type[Struct]) -> Schema:
    """A frame with these members, where a struct stands for its schema."""
    properties: Schema = {"jsonrpc": {"const": "2.0"}}
    required = ["jsonrpc"]
    for name, member in members.items():
        if isinstance(member, dict):
            properties[name] = member
            required.append(name)
        else:
            properties[name] = _reference(member.__name__, MESSAGE_TITLES)
            if name != "params" or any(field.required for field in msgspec.structs.fields(member)):
                required.append(name)
    payload: Schema = {"type": "object", "properties": properties, "required": required}
    message: Schema = {"name": "", **_words(about), "contentType": "application/json", "payload": payload}
    if "id" in members:
        message["correlationId"] = {"location": "$message.payload#/id"}
    return message


def _named(turns: Iterable[Turn]) -> Iterable[tuple[str, Turn]]:
    """Each frame with the name of its message."""
    methods: dict[object, str] = {}
    for turn in turns:
        if turn.frame is None:
            continue
        frame = msgspec.json.decode(turn.frame)
        if "method" not in frame:
            yield "error" if "error" in frame else f"{methods[frame['id']]}.result", turn
        elif "id" in frame:
            methods[frame["id"]] = frame["method"]
            yield f"{frame['method']}.request", turn
        else:
            yield frame["method"], turn


def _turn(turn: Turn) -> Schema:
    step: Schema = {"side": turn.side, "why": turn.why} | ({"mistaken": True} if turn.mistaken else {})
    if turn.frame is not None:
        step["frame"] = msgspec.json.decode(turn.frame)
    return step


def _schemas() -> Schema:
    """Every struct that occurs in a frame."""
    messages = (
        *(kind for row in wire.METHODS.values() for kind in (row.params, row.result)),
        *wire.FROM_CLIENT.values(),
        *wire.FROM_SERVER.values(),
        wire.RpcError,
    )
    schemas = _components(messages, MESSAGE_TITLES) | _components(PAYLOADS.values(), PAYLOAD_TITLES)
    for payload in EXAMPLES:
        schemas[NAMES[type(payload)]]["examples"] = [msgspec.to_builtins(payload)]
    schemas["RpcError"]["properties"]["code"]["enum"] = list(wire.ERRORS)
    _say_payloads(schemas["Event"], list(PAYLOADS), closed=False)
    _say_payloads(schemas["Draft"], [name for name in PAYLOADS if name not in wire.BACKEND_TYPES], closed=True)
    return schemas


def _components(kinds: Iterable[type[Struct]], titles: dict[str, str]) -> Schema:
    _, found = msgspec.json.schema_components(kinds, ref_template="{name}")
    components: Schema = {}
    for name, schema in found.items():
        title = titles.get(name, name)
        components[title] = {**_plain(schema, titles), "title": title}
    return components


def _say_payloads(schema: Schema, names: list[str], *, closed: bool) -> None:
    """Say which payload goes with which type and version; `closed` when no other type is allowed."""
    schema["properties"]["type"] |= {"enum": names} if closed else {"examples": names}
    schema["properties"]["payload"] = {"type": "object", "description": "As `type` and `version` ask for."}
    schema["allOf"] = [
        {
            "if": {"properties": {"type": {"const": name}, "version": {"const": current_version(name)}}},
            "then": {"properties": {"payload": {"$ref": f"#/components/schemas/{name}"}}},
        }
        for name in names
    ]


def _plain(schema: Any, titles: dict[str, str]) -> Any:
    """A schema of draft 2020-12 as one of draft 7, which AsyncAPI speaks, with references to our names."""
    if isinstance(schema, list):
        return [_plain(part, titles) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _plain(value, titles) for key, value in schema.items()}
    if isinstance(plain.get("description"), str):
        plain["description"] = inspect.cleandoc(plain["description"])
    if "prefixItems" in plain:
        plain["items"] = plain.pop("prefixItems")
        plain["additionalItems"] = False
    if isinstance(plain.get("$ref"), str):
        reference = _reference(plain.pop("$ref"), titles)
        return {"allOf": [reference], **plain} if plain else reference  # draft 7 overlooks what stands beside a $ref
    return plain


def _reference(name: str, titles: dict[str, str]) -> Schema:
    return {"$ref": f"#/components/schemas/{titles.get(name, name)}"}


def _words(kind: type[Struct]) -> Schema:
    """The first sentence of a struct's docstring as the summary, and all of it as the description."""
    words = inspect.cleandoc(kind.__doc__ or "")
    return {"summary": words.partition("\n")[0], "description": words}
