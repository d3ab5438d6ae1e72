"""Frames to messages and back: JSON-RPC 2.0, read strictly, with the field named that does not fit."""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec
from msgspec import UNSET, Struct, UnsetType

from transcripts.wire.errors import INVALID_PARAMS, INVALID_REQUEST, PARSE_ERROR, TOO_LARGE, WireError, field_in
from transcripts.wire.limits import MAX_FRAME
from transcripts.wire.messages import FROM_CLIENT, FROM_SERVER, METHODS, Params


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
        raise WireError(INVALID_REQUEST, str(error), field=field_in(str(error)).lstrip(".")) from error
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
        raise WireError(INVALID_PARAMS, str(error), field=path + field_in(str(error))) from error


def _id_in(raw: bytes) -> int | str | None:
    """The id of a frame that is not read any further, so that its sender knows which one it was."""
    try:
        return _identified.decode(raw).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
