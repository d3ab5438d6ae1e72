"""How a model fails: a short stable word for each way, whatever shape the provider gave it."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

Reason = Literal[
    "budget",
    "busy",
    "breaker",
    "no_key",
    "unreachable",
    "timeout_first_token",
    "timeout",
    "disconnected",
    "truncated",
    "malformed",
    "empty",
    "too_long",
    "stream_error",
    "bad_request",
    "unauthorized",
    "no_credit",
    "forbidden",
    "rate_limited",
    "no_route",
    "server_error",
]

LONGEST_WAIT_S = 3_600.0
"""What a provider asks for beyond this is no order to obey."""

_TEXTS: dict[Reason, str] = {
    "budget": "the call has spent its share",
    "busy": "too many calls ask at this time",
    "breaker": "the model failed too often to be asked now",
    "no_key": "there is no key for the model",
    "unreachable": "the model cannot be reached",
    "timeout_first_token": "the model did not begin in time",
    "timeout": "the model did not end in time",
    "disconnected": "the connection broke during the reply",
    "truncated": "the reply ended before it was whole",
    "malformed": "the reply is none that the protocol knows",
    "empty": "the reply holds no word",
    "too_long": "the reply did not end",
    "stream_error": "the model failed during the reply",
    "bad_request": "the provider does not understand the request",
    "unauthorized": "the provider does not accept the key",
    "no_credit": "the account has no credit",
    "forbidden": "the provider refuses this request",
    "rate_limited": "the provider is asked too often",
    "no_route": "nothing serves this model",
    "server_error": "the provider failed",
}
_STATUSES: dict[int, Reason] = {
    401: "unauthorized",
    402: "no_credit",
    403: "forbidden",
    404: "no_route",
    408: "timeout",
    429: "rate_limited",
    503: "no_route",
}
_CODES: dict[str, Reason] = {
    "insufficient_quota": "no_credit",
    "insufficient_credits": "no_credit",
    "invalid_api_key": "unauthorized",
    "authentication_error": "unauthorized",
    "content_filter": "forbidden",
    "content_policy_violation": "forbidden",
    "context_length_exceeded": "bad_request",
    "invalid_request_error": "bad_request",
    "model_not_found": "no_route",
    "overloaded_error": "no_route",
    "rate_limit_error": "rate_limited",
    "rate_limit_exceeded": "rate_limited",
    "server_error": "server_error",
}


class ModelError(Exception):
    """The model gave no whole reply. The text never holds the key, the prompt or a word of the reply.

    Attributes:
        reason: In which way it failed.
        retry_after_s: How long the provider asks to be left alone, in seconds; None when it does not say.
    """

    def __init__(self, reason: Reason, retry_after_s: float | None = None) -> None:
        super().__init__(_TEXTS[reason])
        self.reason = reason
        self.retry_after_s = retry_after_s


def reason_of_status(status: int) -> Reason:
    """What an HTTP status other than 200 means."""
    if status in _STATUSES:
        return _STATUSES[status]
    if status >= 500:
        return "server_error"
    return "bad_request" if status >= 400 else "malformed"


def reason_of_code(code: int | str | None) -> Reason | None:
    """What the code of an error in a body or a stream means, be it a number, digits or a word; None when unknown."""
    if isinstance(code, str) and code in _CODES:
        return _CODES[code]
    try:
        status = int(code or 0)
    except ValueError:
        return None
    return reason_of_status(status) if 400 <= status <= 599 else None


def retry_after_s(value: str | None, now: datetime | None = None) -> float | None:
    """The seconds that a Retry-After header asks for, from 0 to `LONGEST_WAIT_S`; None when it asks nothing known.

    Args:
        value: Seconds, or an HTTP date.
        now: What the date counts from, this machine's clock by default.
    """
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)  # "-0000" is UTC as well
        seconds = (until - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), LONGEST_WAIT_S) if math.isfinite(seconds) else None
