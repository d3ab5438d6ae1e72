"""The event log, its session keys, the session index and the tokens.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: tuple[str, ...] | None = None
depends_on: tuple[str, ...] | None = None

# The log refuses to be rewritten, whoever holds the connection. The insert trigger closes the side door: INSERT OR
# REPLACE deletes without firing a delete trigger, and a seq that is not the next one would tear a gap.
REFUSE = "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END"
TRIGGERS = {
    "call_events_no_update": f"BEFORE UPDATE ON call_events {REFUSE}",
    "call_events_no_delete": f"BEFORE DELETE ON call_events {REFUSE}",
    "call_events_in_sequence": (
        "BEFORE INSERT ON call_events"
        " WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM call_events WHERE session = NEW.session), 0)"
        " OR EXISTS (SELECT 1 FROM call_events WHERE session = NEW.session AND event_id = NEW.event_id)"
        " BEGIN SELECT RAISE(ABORT, 'call_events takes only the next seq and new event ids'); END"
    ),
    "sessions_no_update": f"BEFORE UPDATE ON sessions {REFUSE}",
    "sessions_no_delete": f"BEFORE DELETE ON sessions {REFUSE}",
}


def upgrade() -> None:
    """Create the tables and the triggers."""
    op.create_table(
        "sessions",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("session_id", sa.String(36), nullable=False, unique=True),
    )
    op.create_table(
        "call_events",
        sa.Column("session", sa.Integer, sa.ForeignKey("sessions.key"), nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("type", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("occurred_at", sa.BigInteger, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("trace_id", sa.String(32), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("session", "seq"),
        sa.UniqueConstraint("session", "event_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "session_index",
        sa.Column("session", sa.Integer, sa.ForeignKey("sessions.key"), primary_key=True),
        sa.Column("owner", sa.String(200), nullable=False, index=True),
        sa.Column("agent", sa.String(200), nullable=False),
        sa.Column("trade", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("started_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.Column("disposition", sa.String(200), nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("revoked_at", sa.BigInteger),
    )
    for name, body in TRIGGERS.items():
        op.execute(f"CREATE TRIGGER {name} {body}")


def downgrade() -> None:
    """Refuse: dropping the log is not a migration."""
    raise RuntimeError("the first revision holds the log itself; it is not undone")
