"""The messages between a desktop and the backend: JSON-RPC 2.0 in websocket text frames, subprotocol csr-assist.v1.

Every method and notification is a pair of structs in the tables below, from which the AsyncAPI document is generated
(`transcripts.asyncapi`). Adding a method: add its structs and its row here, and its handler in `backend.connection`.
"""

from __future__ import annotations

import re
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
MAX_FRAME = 1 << 20  # bytes; a larger frame of a client is answered with an error
HARD_FRAME = 8 << 20  # bytes; a larger frame of anybody closes the connection
MAX_EVENTS = 500  # events in one frame
HEARTBEAT_S = 5.0  # both sides send something at least this often
SILENCE_S = 15.0  # a peer silent for this long is dead

Instant = Annotated[datetime, Meta(tz=True, description="RFC 3339 with a UTC offset or Z, in the years 1970 to 9998.")]
TraceId = Annotated[
    str,
    Meta(
        pattern="^([0-9a-f]{32})?$",
        description="W3C trace id, which the events that follow carry; left out or empty, the backend makes one.",
    ),
]
SessionId = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        description="UUID in lower case, of version 7 if you can: sessions are then in order of time.",
    ),
]
Seq = Annotated[
    int, Meta(ge=0, le=2**53 - 1, description="Events up to and with this number are left out; 0 is from the first on.")
]
Role = Literal["csr", "supervisor", "admin"]

BACKEND_TYPES = ("session.started", "session.ended", "summary.ready")  # no client may append them

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
    NOT_FOUND: "There is no such session, or this token may not see it.",
    FORBIDDEN: "The token's role may not do this.",
    CONFLICT: "The session id is taken: by somebody else's session, or by one that began with another `event_id`.",
    TOO_LARGE: "The frame is larger than 1 MiB; nothing of it was read. Send it in parts.",
    UNAVAILABLE: "The log cannot be used now; nothing was stored, send it again later.",
    RATE_LIMITED: "Too many frames; send it again later. The connection is closed with 1008 if it goes on.",
}
ERROR_NAMES = {
    PARSE_ERROR: "PARSE_ERROR",
    INVALID_REQUEST: "INVALID_REQUEST",
    UNKNOWN_METHOD: "UNKNOWN_METHOD",
    INVALID_PARAMS: "INVALID_PARAMS",
    INTERNAL_ERROR: "INTERNAL_ERROR",
    NOT_FOUND: "NOT_FOUND",
    FORBIDDEN: "FORBIDDEN",
    CONFLICT: "CONFLICT",
    TOO_LARGE: "TOO_LARGE",
    UNAVAILABLE: "UNAVAILABLE",
    RATE_LIMITED: "RATE_LIMITED",
}
CLOSES = {
    1001: "The backend stops, or has heard nothing from you for 15 s (reason `no heartbeat`); connect again.",
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
    """An event to store. `payload` is what `type` asks for; `event_id` is yours: the same id again is stored once.

    The id has to be unique in the session; a UUID serves. `version` is the version of the payload's shape that you
    write; an older one is brought up to date. `occurred_at` is when it happened in the world.
    """

    event_id: Identifier
    type: Name
    payload: msgspec.Raw
    occurred_at: Instant
    version: Annotated[int, Meta(ge=1)] = 1
    actor: Annotated[
        str,
        Meta(
            max_length=200,
            description="`system:<part>` for what a program did by itself; else left out: it is the token's own name.",
        ),
    ] = ""
    trace_id: TraceId = ""

    def __post_init__(self) -> None:
        """Check what no schema can say."""
        _check_year("occurred_at", self.occurred_at)

    def read(self, path: str, actor: str) -> Draft:
        """Decode the payload.

        Raises:
            WireError: The type is unknown or the payload does not fit; the field begins with `path`.
        """
        try:
            payload = _decode_payload(self.type, self.version, bytes(self.payload))
        except EventError as error:
            what = str(error)
            part = what.partition(":")[0]
            field = part if part in {"type", "version"} else f"payload{_field_in(what)}"
            raise WireError(INVALID_PARAMS, what, field=f"{path}.{field}") from error
        return Draft(
            event_id=self.event_id,
            occurred_at=self.occurred_at,
            actor=self.actor or actor,
            payload=payload,
            trace_id=self.trace_id,
        )


class SessionInfo(Struct, frozen=True, kw_only=True):
    """A session in a list.

    `session_id` names it, `status` tells whether the call still goes on. `agent` is the CSR's name, `trade` the line of
    business, `title` a line for lists. `started_at` and `ended_at` (null while it is live) are when. `last_seq` is the
    number of its newest event. `disposition` is its outcome: a person's choice before the summary's, empty while nobody
    knows.
    """

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
    """Begin a session. With a `session_id` of your own the request may be sent again safely.

    Left out, the backend makes an id, and a request sent again begins another session. `event_id` names the
    `session.started` event; left out, it is derived from the session's id. `occurred_at` is when the call began; left
    out, now. `agent` is the CSR's name; left out, the name of the token. `trade` is the line of business (as `hvac`),
    `title` a line for lists, redacted.
    """

    session_id: SessionId | None = None
    event_id: Identifier | None = None
    occurred_at: Instant | None = None
    agent: Name = ""
    trade: Name = ""
    title: Name = ""
    metadata: Metadata = {}
    trace_id: TraceId = ""

    def __post_init__(self) -> None:
        """Check what no schema can say."""
        _check_year("occurred_at", self.occurred_at)


class SessionStarted(Result, frozen=True):
    """The session `session_id` is in the log; `seq` is the number of its `session.started` event, 1."""

    session_id: str
    seq: int


class SessionAppend(Params, frozen=True):
    """Store `events` of a session, in this order, all or none.

    What the rules draw from them is stored with them, so the numbers of your events may have gaps between them. Events
    that come after the end of the session are stored as well, and judged no more.
    """

    session_id: SessionId
    events: Annotated[tuple[DraftIn, ...], Meta(min_length=1, max_length=MAX_EVENTS)]


class Appended(Result, frozen=True):
    """Every event is durable; `seqs` are their numbers, one each, in the order in which the events were sent."""

    seqs: tuple[int, ...]


class SessionEnd(Params, frozen=True, kw_only=True):
    """End a session. The summary follows as a `summary.ready` event. Ending an ended session changes nothing.

    `occurred_at` is when it ended; left out, now. `at_ms` is that on the call clock; left out, it is reckoned from
    `occurred_at`. `reason` tells how it ended. A session has one end, so it needs no id of the sender's.
    """

    session_id: SessionId
    occurred_at: Instant | None = None
    at_ms: Milliseconds | None = None
    reason: Literal["hangup", "replay_finished", "abandoned"] = "hangup"
    trace_id: TraceId = ""

    def __post_init__(self) -> None:
        """Check what no schema can say."""
        _check_year("occurred_at", self.occurred_at)


class SessionEnded(Result, frozen=True):
    """The end is in the log; `seq` is the number of its `session.ended` event."""

    seq: int


class SessionWatch(Params, frozen=True):
    """Receive every event after `after_seq` as `session.events`, first the stored ones, then live.

    A later watch of the same session on the same connection takes the place of the earlier one.
    """

    session_id: SessionId
    after_seq: Seq = 0


class Watching(Result, frozen=True):
    """The watch is on; `last_seq` is the number of the newest event now. Its events follow this answer."""

    last_seq: int


class SessionUnwatch(Params, frozen=True):
    """Stop receiving a session's events. Frames on their way still arrive. It may be asked without a watch."""

    session_id: SessionId


class Nothing(Result, frozen=True):
    """Done; there is nothing to tell."""


class SessionRead(Params, frozen=True):
    """Read a page of a session's events."""

    session_id: SessionId
    after_seq: Seq = 0
    limit: Annotated[int, Meta(ge=1, le=MAX_EVENTS, description="Events in the page at most; it may hold fewer.")] = 200


class Page(Result, frozen=True):
    """Events after `after_seq`, as `events`; there are more while the last one's seq is below `last_seq`."""

    events: tuple[RawEvent, ...]
    last_seq: int


class SessionsList(Params, frozen=True, kw_only=True):
    """List sessions, newest first: a CSR's own, all for supervisors. `before` is the last id of the page before.

    Left out or null, `before` asks for the first page and `status` for live and ended ones.
    """

    status: Literal["live", "ended"] | None = None
    limit: Annotated[int, Meta(ge=1, le=200, description="Sessions in the page at most.")] = 50
    before: SessionId | None = None


class Sessions(Result, frozen=True):
    """A page of `sessions`; it is the last one when it holds fewer than `limit`."""

    sessions: tuple[SessionInfo, ...]


class SessionsWatch(Params, frozen=True):
    """Receive `sessions.changed` when a visible session starts, ends, or its outcome changes, until disconnected."""


class RulesetGet(Params, frozen=True):
    """Fetch the ruleset of record."""


class RulesetText(Result, frozen=True):
    """The ruleset as YAML in `text`, its file's `name`, and its `version` (derived from its content)."""

    version: str
    name: str
    text: str


class Interim(Params, frozen=True):
    """An utterance still being spoken: shown and matched, never stored. Notification.

    `text` is all of the utterance so far, not what was added. `speaker` says it since `at_ms`. `utterance_id` is the
    one that the utterance's `segment.added` will carry. Those who watch the session receive it, redacted.
    """

    session_id: SessionId
    utterance_id: Identifier
    speaker: Speaker
    text: Text
    at_ms: Milliseconds


class ClientHeartbeat(Params, frozen=True):
    """I am still here. Notification, at least every 5 s when nothing else is sent."""


class SessionEvents(Params, frozen=True):
    """New `events` of the watched session `session_id`, one or more, in order of `seq`. Notification."""

    session_id: str
    events: tuple[RawEvent, ...]


class SessionDelta(Params, frozen=True):
    """Something passing of the watched session `session_id`: an `interim`. Notification.

    It may be left out when the connection is slow, and may come after the final segment of its utterance: an utterance
    whose `segment.added` has arrived is done with.
    """

    session_id: str
    interim: Interim


class SessionsChanged(Params, frozen=True):
    """The `session` started, ended or got another outcome. Notification."""

    session: SessionInfo


class ServerHeartbeat(Params, frozen=True):
    """The backend is still here; `at` is its time of day. Notification, at least every 5 s."""

    at: datetime


class ServerDraining(Params, frozen=True):
    """The backend is about to stop: connect again after `reconnect_after_ms` milliseconds. Notification."""

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
    """Where the error is.

    `field` is the path of what does not fit, as `params.events[2].payload.text`; left out where nothing can be named.
    `trace_id` is that of the backend's log line about a defect; left out for other errors.
    """

    field: str = ""
    trace_id: str = ""


class RpcError(Struct, frozen=True, omit_defaults=True):
    """The `error` member of a response: `code` is for programs, `message` for developers, `data` says where."""

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


class _Identified(Struct, frozen=True):
    id: int | str | None = None


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
_identified = msgspec.json.Decoder(_Identified)
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # an escaped U+0000; behind an escaped backslash it is five letters
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


def parse(frame: str | bytes, *, largest: int = MAX_FRAME) -> Message:
    """Read the envelope of a frame of at most `largest` bytes.

    Raises:
        WireError: Not UTF-8 text, too large, not JSON, or not JSON-RPC 2.0.
    """
    raw = frame.encode("utf-8", "surrogatepass") if isinstance(frame, str) else frame
    if len(raw) > largest:
        problem = f"the frame has {len(raw)} bytes; at most {largest} are taken"
        raise WireError(TOO_LARGE, problem, request_id=_id_in(raw))
    try:
        message = _message.decode(raw)
    except msgspec.ValidationError as error:
        raise WireError(INVALID_REQUEST, str(error), field=_field_in(str(error)).lstrip(".")) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(PARSE_ERROR, f"not JSON: {error}") from error
    if b"\\u0000" in raw and _NUL.search(raw):
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


def _id_in(raw: bytes) -> int | str | None:
    """The id of a frame that is not read any further, so that its sender knows which one it was."""
    try:
        return _identified.decode(raw).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _check_year(name: str, at: datetime | None) -> None:
    """Refuse an instant that not every program and time zone can hold."""
    if at is not None and not 1970 <= at.year <= 9998:
        raise ValueError(f"does not fit: `{name}` is in the year {at.year}")


def _field_in(problem: str) -> str:
    """The path in one of msgspec's messages, as `.events[0].text`; empty when it names none."""
    _, _, place = problem.partition(" - at `$")
    path = place.rstrip("`")
    for lead in ("missing required field `", "contains unknown field `", "does not fit: `"):
        _, found, rest = problem.partition(lead)
        if found:
            path += "." + rest.partition("`")[0]
    return path
