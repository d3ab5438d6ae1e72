"""Identifiers: time-ordered ones for sessions and events, derived ones for facts that follow from other facts."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def uuid7(at: datetime, entropy: bytes) -> str:
    """Make a UUIDv7 (RFC 9562, 5.7).

    Args:
        at: The instant, with a time zone; kept to the millisecond.
        entropy: Ten random bytes.

    Returns:
        The canonical lower-case text form. Ids of later milliseconds sort after earlier ones.

    Raises:
        ValueError: The entropy has another length.
        OverflowError: The instant is before 1970.
    """
    if len(entropy) != 10:
        raise ValueError(f"a UUIDv7 takes 10 bytes of entropy, not {len(entropy)}")
    milliseconds = (at - _EPOCH) // timedelta(milliseconds=1)  # in whole numbers: a float loses the last millisecond
    bits = int.from_bytes(milliseconds.to_bytes(6, "big") + entropy, "big")
    return _text(_stamped(bits, version=7))


def derived_id(*parts: str) -> str:
    """Derive an event id from what determines the fact (a UUIDv8 of RFC 9562, 5.8, over SHA-256).

    Whoever computes the same fact, on whichever machine, computes the same id, so the log stores it once.
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return _text(_stamped(int.from_bytes(digest[:16], "big"), version=8))


def _stamped(bits: int, *, version: int) -> int:
    """Write the version and the variant of RFC 9562 into 128 bits."""
    bits &= ~(0xF << 76) & ~(0x3 << 62)
    return bits | (version << 76) | (0x2 << 62)


def _text(bits: int) -> str:
    """128 bits in the canonical form of a UUID; a `uuid.UUID` on the way would take three times as long."""
    figures = f"{bits:032x}"
    return f"{figures[:8]}-{figures[8:12]}-{figures[12:16]}-{figures[16:20]}-{figures[20:]}"
