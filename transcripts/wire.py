"""The messages between a desktop and the backend: JSON-RPC 2.0 in websocket text frames, subprotocol csr-assist.v1.

Every method and notification is a pair of structs in the tables below, from which the AsyncAPI document is generated
(`transcripts.asyncapi`). Adding a method: add its structs and its row here, and its handler in `backend.connection`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from transcripts.events import (
    Draft,
    EventError,
    Identifier,
    Metadata,
    Milliseconds,
    Name,
    RawEvent,
    Speaker,
    Text,
)
from transcripts.events import decode_payload as _decode_payload

SUBPROTOCOL = "csr-assist.v1"
MAX_FRAME = 1 << 20  # bytes; a larger frame is answered with an error
MAX_EVENTS = 500  # events in one frame
HEARTBEAT_S = 5.0  # both sides send something at least this often
SILENCE_S = 15.0  # a peer silent for this long is dead

Instant = Annotated[datetime, Meta(tz=True, description="RFC 3339 with a UTC offset")]
TraceId = Annotated[str, Meta(pattern="^([0-9a-f]{32})?$", description="W3C trace id, or empty")]
SessionId = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        description="UUID in lower case, version 7 preferred",
    ),
]
Seq = Annotated[int, Meta(ge=0)]
Role = Literal["csr", "supervisor", "admin"]

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
UNKNOWN_METHOD = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
NOT_FOUND = -32001
FORBIDDEN = -32002
CONFLICT = -32003
TOO_LARGE = -32004
UNAVAILABLE = -32005
RATE_LIMITED = -32006
ERRORS = {
    PARSE_ERROR: "The frame is not JSON.",
    INVALID_REQUEST: "The JSON is not a JSON-RPC 2.0 request.",
    UNKNOWN_METHOD: "There is no such method.",
    INVALID_PARAMS: "A parameter is missing or does not fit; `data.field` names it.",
    INTERNAL_ERROR: "A defect of the backend; the log line with the same `data.trace_id` tells more.",
    NOT_FOUND: "There is no such session, or it is not visible to this token.",
    FORBIDDEN: "The token's role may not do this.",
    CONFLICT: "The session's state does not allow it (it has ended, or exists already with another owner).",
    TOO_LARGE: "The frame is larger than 1 MiB, or holds more than 500 events.",
    UNAVAILABLE: "The log cannot store anything now; nothing was stored, send it again later.",
    RATE_LIMITED: "Too many requests; send it again later. The connection is closed with 1008 if it goes on.",
}
CLOSES = {
    1001: "The backend stops; connect again.",
    1008: "The token is missing, unknown or revoked (reason `unauthenticated`), or the rate was abused (`rate limit`).",
    1009: "A frame was larger than 8 MiB.",
    1011: "A defect of the backend.",
    1013: "The backend cannot check the token now; connect again later.",
}


class WireError(Exception):
    """A message that cannot be served. `field` is a path such as `params.events[2].payload.text`, or empty."""

    def __init__(self, code: int, message: str, *, field: str = "", request_id: int | str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field
        self.request_id = request_id


class Params(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Parameters of a method or notification."""


class Result(Struct, frozen=True):
    """What a method answers with. Fields may be added; a client ignores those it does not know."""


class DraftIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An event to store. `payload` is what `type` asks for; `event_id` is yours: the same id again is stored once."""

    event_id: Identifier
    type: Name
    payload: msgspec.Raw
    occurred_at: Instant
    version: Annotated[int, Meta(ge=1)] = 1
    actor: Annotated[str, Meta(max_length=200, description="`system:<part>`, or left out: the token's own name")] = ""
    trace_id: TraceId = ""

    def read(self, path: str, actor: str) -> Draft:
        """Decode the payload.

        Raises:
            WireError: The type is unknown or the payload does not fit; the field begins with `path`.
        """
        try:
            payload = _decode_payload(self.type, self.version, bytes(self.payload))
        except EventError as error:
            what = str(error)
            field = "type" if what.startswith("type:") else f"payload{_field_in(what)}"
            raise WireError(INVALID_PARAMS, what, field=f"{path}.{field}") from error
        except ValueError as error:
            raise WireError(INVALID_PARAMS, str(error), field=f"{path}.version") from error
        return Draft(
            event_id=self.event_id,
            occurred_at=self.occurred_at,
            actor=self.actor or actor,
            payload=payload,
            trace_id=self.trace_id,
        )


class SessionInfo(Struct, frozen=True, kw_only=True):
    """A session in a list."""

    session_id: str
    status: Literal["live", "ended"]
    agent: str
    trade: str
    title: str
    started_at: datetime
    ended_at: datetime | None
    last_seq: int
    disposition: str


class SessionStart(Params, frozen=True, kw_only=True):
    """Begin a session. With a `session_id` of your own the request may be sent again safely."""

    session_id: SessionId | None = None
    event_id: Identifier | None = None
    occurred_at: Instant | None = None
    agent: Name = ""
    trade: Name = ""
    title: Name = ""
    metadata: Metadata = {}
    trace_id: TraceId = ""


class SessionStarted(Result, frozen=True):
    """The session is in the log."""

    session_id: str
    seq: int


class SessionAppend(Params, frozen=True):
    """Store events of a session, in this order."""

    session_id: SessionId
    events: Annotated[tuple[DraftIn, ...], Meta(min_length=1, max_length=MAX_EVENTS)]


class Appended(Result, frozen=True):
    """Every event is durable; `seqs` are their numbers in the order they were sent."""

    seqs: tuple[int, ...]


class SessionEnd(Params, frozen=True, kw_only=True):
    """End a session. The summary follows as a `summary.ready` event. Ending an ended session changes nothing."""

    session_id: SessionId
    event_id: Identifier | None = None
    occurred_at: Instant | None = None
    at_ms: Milliseconds | None = None
    reason: Literal["hangup", "replay_finished", "abandoned"] = "hangup"
    trace_id: TraceId = ""


class SessionEnded(Result, frozen=True):
    """The end is in the log; `seq` is its number."""

    seq: int


class SessionWatch(Params, frozen=True):
    """Receive every event after `after_seq` as `session.events`, first the stored ones, then live."""

    session_id: SessionId
    after_seq: Seq = 0


class Watching(Result, frozen=True):
    """The watch is on; `last_seq` is the newest event now."""

    last_seq: int


class SessionUnwatch(Params, frozen=True):
    """Stop receiving a session's events."""

    session_id: SessionId


class Nothing(Result, frozen=True):
    """Done; there is nothing to tell."""


class SessionRead(Params, frozen=True):
    """Read a page of a session's events."""

    session_id: SessionId
    after_seq: Seq = 0
    limit: Annotated[int, Meta(ge=1, le=MAX_EVENTS)] = 200


class Page(Result, frozen=True):
    """Events after `after_seq`; there are more while the last one's seq is below `last_seq`."""

    events: tuple[RawEvent, ...]
    last_seq: int


class SessionsList(Params, frozen=True, kw_only=True):
    """List sessions, newest first: a CSR's own, all for supervisors. `before` is the last id of the page before."""

    status: Literal["live", "ended"] | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    before: SessionId | None = None


class Sessions(Result, frozen=True):
    """A page of sessions; it is the last one when it holds fewer than `limit`."""

    sessions: tuple[SessionInfo, ...]


class SessionsWatch(Params, frozen=True):
    """Receive `sessions.changed` when a visible session starts, ends, or its outcome changes."""


class RulesetGet(Params, frozen=True):
    """Fetch the ruleset of record."""


class RulesetText(Result, frozen=True):
    """The ruleset as YAML, and its version (derived from its content)."""

    version: str
    name: str
    text: str


class Interim(Params, frozen=True):
    """An utterance still being spoken: shown and matched, never stored. Notification."""

    session_id: SessionId
    utterance_id: Identifier
    speaker: Speaker
    text: Text
    at_ms: Milliseconds


class ClientHeartbeat(Params, frozen=True):
    """I am still here. Notification, at least every 5 s when nothing else is sent."""


class SessionEvents(Params, frozen=True):
    """New events of a watched session, in order of `seq`. Notification."""

    session_id: str
    events: tuple[RawEvent, ...]


class SessionDelta(Params, frozen=True):
    """Something passing of a watched session: an interim. May be dropped when the connection is slow. Notification."""

    session_id: str
    interim: Interim


class SessionsChanged(Params, frozen=True):
    """A session started, ended or got another outcome. Notification."""

    session: SessionInfo


class ServerHeartbeat(Params, frozen=True):
    """The backend is still here. Notification, every 5 s."""

    at: datetime


class ServerDraining(Params, frozen=True):
    """The backend is about to stop: connect again after `reconnect_after_ms`. Notification."""

    reconnect_after_ms: int


class Method(Struct, frozen=True):
    """A row of the method table."""

    params: type[Params]
    result: type[Result]
    roles: frozenset[Role]


_ALL: frozenset[Role] = frozenset({"csr", "supervisor", "admin"})

METHODS: dict[str, Method] = {
    "session.start": Method(SessionStart, SessionStarted, _ALL),
    "session.append": Method(SessionAppend, Appended, _ALL),
    "session.end": Method(SessionEnd, SessionEnded, _ALL),
    "session.watch": Method(SessionWatch, Watching, _ALL),
    "session.unwatch": Method(SessionUnwatch, Nothing, _ALL),
    "session.read": Method(SessionRead, Page, _ALL),
    "sessions.list": Method(SessionsList, Sessions, _ALL),
    "sessions.watch": Method(SessionsWatch, Nothing, _ALL),
    "ruleset.get": Method(RulesetGet, RulesetText, _ALL),
}
FROM_CLIENT: dict[str, type[Params]] = {"session.interim": Interim, "client.heartbeat": ClientHeartbeat}
FROM_SERVER: dict[str, type[Params]] = {
    "session.events": SessionEvents,
    "session.delta": SessionDelta,
    "sessions.changed": SessionsChanged,
    "server.heartbeat": ServerHeartbeat,
    "server.draining": ServerDraining,
}


class ErrorData(Struct, frozen=True, omit_defaults=True):
    """Where the error is: the field that does not fit, and the trace id of the backend's log line."""

    field: str = ""
    trace_id: str = ""


class RpcError(Struct, frozen=True, omit_defaults=True):
    """The `error` member of a response."""

    code: int
    message: str
    data: ErrorData = ErrorData()


class Message(Struct, frozen=True):
    """Any JSON-RPC frame before its params or result are read."""

    jsonrpc: Literal["2.0"]
    id: int | str | UnsetType | None = UNSET
    method: str | UnsetType = UNSET
    params: msgspec.Raw = msgspec.Raw(b"{}")
    result: msgspec.Raw | UnsetType = UNSET
    error: RpcError | UnsetType = UNSET


class _Request(Struct, frozen=True):
    jsonrpc: str
    id: int | str
    method: str
    params: Params


class _Notification(Struct, frozen=True):
    jsonrpc: str
    method: str
    params: Struct


class _Success(Struct, frozen=True):
    jsonrpc: str
    id: int | str
    result: Struct


class _Failure(Struct, frozen=True):
    jsonrpc: str
    id: int | str | None
    error: RpcError


_encoder = msgspec.json.Encoder()
_message = msgspec.json.Decoder(Message)
_decoders: dict[type[Struct], msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind)
    for kind in (
        *(row.params for row in METHODS.values()),
        *(row.result for row in METHODS.values()),
        *FROM_CLIENT.values(),
        *FROM_SERVER.values(),
    )
}


def request(request_id: int | str, method: str, params: Params) -> bytes:
    """Encode a request."""
    return _encoder.encode(_Request("2.0", request_id, method, params))


def notification(method: str, params: Struct) -> bytes:
    """Encode a notification."""
    return _encoder.encode(_Notification("2.0", method, params))


def success(request_id: int | str, result: Struct) -> bytes:
    """Encode the answer to a request."""
    return _encoder.encode(_Success("2.0", request_id, result))


def failure(error: WireError, trace_id: str = "") -> bytes:
    """Encode the refusal of a request (or of a frame that had no readable id)."""
    data = ErrorData(field=error.field, trace_id=trace_id)
    return _encoder.encode(_Failure("2.0", error.request_id, RpcError(error.code, error.message, data)))


def parse(frame: str | bytes) -> Message:
    """Read the envelope of a frame.

    Raises:
        WireError: Not UTF-8 text, too large, not JSON, or not JSON-RPC 2.0.
    """
    raw = frame.encode("utf-8", "surrogatepass") if isinstance(frame, str) else frame
    if len(raw) > MAX_FRAME:
        raise WireError(TOO_LARGE, f"the frame has {len(raw)} bytes; at most {MAX_FRAME} are taken")
    try:
        message = _message.decode(raw)
    except msgspec.ValidationError as error:
        raise WireError(INVALID_REQUEST, str(error), field=_field_in(str(error)).lstrip(".")) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(PARSE_ERROR, f"not JSON: {error}") from error
    if b"\\u0000" in raw:
        request_id = None if message.id is UNSET else message.id
        raise WireError(INVALID_PARAMS, "text must not hold the character U+0000", request_id=request_id)
    return message


def read(kind: type[Struct], raw: msgspec.Raw, path: str = "params") -> Any:
    """Decode params or a result of the given kind.

    Raises:
        WireError: It does not fit; `field` names the place below `path`.
    """
    try:
        return _decoders[kind].decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(INVALID_PARAMS, str(error), field=path + _field_in(str(error))) from error


def _field_in(problem: str) -> str:
    """The path in one of msgspec's messages, as `.events[0].text`; empty when it names none."""
    _, _, place = problem.partition(" - at `$")
    path = place.rstrip("`")
    for lead in ("missing required field `", "contains unknown field `"):
        _, found, rest = problem.partition(lead)
        if found:
            path += "." + rest.partition("`")[0]
    return path
