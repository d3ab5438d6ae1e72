"""The session index: a row per session for lists, folded from the few event types that change it."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, update

from backend.log.schema import session_index
from transcripts.events import DispositionSet, Draft, Event, SessionEnded, SessionStarted, SummaryReady

CHANGES = (SessionStarted, SessionEnded, SummaryReady, DispositionSet)  # what `project` acts on

_row = session_index.c.session == bindparam("key")


def project(connection: Connection, key: int, fact: Draft | Event) -> None:
    """Apply one event to the index, in the transaction that stores it."""
    match fact.payload:
        case SessionStarted(agent=agent, trade=trade, title=title):
            connection.execute(
                insert(session_index).values(
                    session=key,
                    owner=fact.actor,
                    agent=agent,
                    trade=trade,
                    title=title,
                    status="live",
                    started_at=fact.occurred_at,
                    disposition="",
                )
            )
        case SessionEnded():
            connection.execute(
                update(session_index).where(_row).values(status="ended", ended_at=fact.occurred_at), {"key": key}
            )
        case SummaryReady(disposition=disposition) | DispositionSet(disposition=disposition):
            connection.execute(update(session_index).where(_row).values(disposition=disposition), {"key": key})
