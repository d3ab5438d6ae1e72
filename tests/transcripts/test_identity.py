"""Identifiers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import RFC_4122, UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transcripts.identity import derived_id, uuid7

INSTANTS = st.datetimes(datetime(1970, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC))
ENTROPY = st.binary(min_size=10, max_size=10)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@given(INSTANTS, ENTROPY)
@example(datetime(2026, 1, 1, 0, 0, 1, 1000, tzinfo=UTC), bytes(10))
@example(datetime(2001, 9, 9, 1, 46, 40, 999_000, tzinfo=UTC), b"\xff" * 10)
def test_uuid7_holds_its_millisecond_and_its_bits(at: datetime, entropy: bytes) -> None:
    """The first 48 bits are the Unix time in ms; version 7, the RFC's variant, and canonical lower-case text."""
    text = uuid7(at, entropy)
    uuid = UUID(text)
    assert str(uuid) == text
    assert (uuid.version, uuid.variant) == (7, RFC_4122)
    assert uuid.int >> 80 == (at - EPOCH) // timedelta(milliseconds=1)


def test_uuid7_known_vector() -> None:
    """The example of RFC 9562, appendix A.6."""
    at = datetime(2022, 2, 22, 14, 22, 22, tzinfo=timezone(timedelta(hours=-5)))
    assert uuid7(at, bytes.fromhex("0cc318c4dc0c0c07398f")) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(INSTANTS, INSTANTS, ENTROPY, ENTROPY)
def test_uuid7_sorts_by_time(one: datetime, other: datetime, first: bytes, second: bytes) -> None:
    """Of ids of different milliseconds the later one sorts after."""
    milliseconds = [(at - EPOCH) // timedelta(milliseconds=1) for at in (one, other)]
    ids = [uuid7(one, first), uuid7(other, second)]
    if milliseconds[0] != milliseconds[1]:
        assert (ids[0] < ids[1]) == (milliseconds[0] < milliseconds[1])


@pytest.mark.parametrize("entropy", [b"", bytes(9), bytes(11)])
def test_uuid7_takes_ten_bytes(entropy: bytes) -> None:
    """Too little entropy would make ids collide, so another length is refused."""
    with pytest.raises(ValueError, match="10 bytes"):
        uuid7(EPOCH, entropy)


def test_derived_ids_are_stable() -> None:
    """The same parts give the same id for ever; logs hold them."""
    assert derived_id() == "e3b0c442-98fc-8c14-9afb-f4c8996fb924"
    assert derived_id("session", "session.started") == "3bc66529-8eb7-842f-9e7c-d315b72e6120"
    assert derived_id("sitzung", "Grüße", "") == "8c193b48-846e-849c-8d2f-93f13320bb5f"


@given(st.lists(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"])), max_size=4))
def test_derived_ids_have_version_8(parts: list[str]) -> None:
    """Any parts make a UUID of version 8 and the RFC's variant, the same each time."""
    uuid = UUID(derived_id(*parts))
    assert (uuid.version, uuid.variant) == (8, RFC_4122)
    assert str(uuid) == derived_id(*parts)


def test_derived_ids_tell_parts_apart() -> None:
    """Where a part ends matters, and so does an empty one."""
    ids = [derived_id(*parts) for parts in (("a", "bc"), ("ab", "c"), ("abc",), ("abc", ""), ("", "abc"), ("c", "ab"))]
    assert len(set(ids)) == len(ids)
