"""Old payloads in today's shape.

A stored payload is never rewritten. When a payload struct changes, its version in `CURRENT` goes up by one and a step
from the version before is added to `STEPS`; reading applies the steps one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

Step = Callable[[dict[str, Any]], dict[str, Any]]

CURRENT: dict[str, int] = {"summary.ready": 2}  # types not named here are at version 1
STEPS: dict[tuple[str, int], Step] = {  # (type, version) -> the step to version + 1
    ("summary.ready", 1): lambda summary: summary,  # version 2 has fields more, all of which may be left out
}


class UnknownVersionError(ValueError):
    """A version that this program cannot bring to today's."""


class OldPayloadError(ValueError):
    """A payload that is not of the version it claims."""


def upcast(
    name: str,
    version: int,
    payload: bytes,
    *,
    current: dict[str, int] = CURRENT,
    steps: dict[tuple[str, int], Step] = STEPS,
) -> bytes:
    """Bring a payload of `version` to today's version.

    Raises:
        UnknownVersionError: The version is newer than this program knows, or a step is missing.
        OldPayloadError: The payload lacks what a step needs.
        msgspec.DecodeError: It is not a JSON object.
    """
    newest = current.get(name, 1)
    if not 1 <= version <= newest:
        raise UnknownVersionError(f"{name} {version} is not known here (the newest is {newest}); update this program")
    fields = msgspec.json.decode(payload, type=dict[str, Any])
    for number in range(version, newest):
        step = steps.get((name, number))
        if step is None:
            raise UnknownVersionError(f"{name} {number} has no step to {number + 1}")
        try:
            fields = step(fields)
        except (LookupError, TypeError) as error:
            raise OldPayloadError(f"does not fit version {number}: {error}") from error
    return msgspec.json.encode(fields)
