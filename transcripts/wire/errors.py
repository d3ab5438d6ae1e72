"""What may go wrong on the wire: codes, close codes, and the exception that names the field."""

from __future__ import annotations

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


def field_in(problem: str) -> str:
    """The path in one of msgspec's messages, as `.events[0].text`; empty when it names none."""
    _, _, place = problem.partition(" - at `$")
    path = place.rstrip("`")
    for lead in ("missing required field `", "contains unknown field `", "does not fit: `"):
        _, found, rest = problem.partition(lead)
        if found:
            path += "." + rest.partition("`")[0]
    return path
