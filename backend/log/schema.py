"""The tables, as SQLAlchemy Core sees them; the migrations create them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(at: datetime) -> int:
    """Microseconds since 1970 in UTC: exact, sortable, eight bytes."""
    return (at - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """The inverse of `to_microseconds`."""
    return _EPOCH + timedelta(microseconds=value)


class Instant(TypeDecorator[datetime]):
    """A UTC instant kept as microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To the database."""
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return None if value is None else from_microseconds(value)


metadata = MetaData()

# The short integer that stands for a session inside the database. Part of the log: append-only, never rebuilt.
sessions = Table(
    "sessions",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("session_id", String(36), nullable=False, unique=True),
)

call_events = Table(
    "call_events",
    metadata,
    Column("session", ForeignKey("sessions.key"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("event_id", String(64), nullable=False),
    Column("type", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("actor", String(200), nullable=False),
    Column("trace_id", String(32), nullable=False),
    Column("payload", Text, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    PrimaryKeyConstraint("session", "seq"),
    UniqueConstraint("session", "event_id"),
    sqlite_with_rowid=False,
)

# A projection of the log: `rebuild` drops it and folds it again.
session_index = Table(
    "session_index",
    metadata,
    Column("session", ForeignKey("sessions.key"), primary_key=True),
    Column("owner", String(200), nullable=False, index=True),
    Column("agent", String(200), nullable=False),
    Column("trade", String(200), nullable=False),
    Column("title", String(200), nullable=False),
    Column("status", String(8), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("disposition", String(200), nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)
