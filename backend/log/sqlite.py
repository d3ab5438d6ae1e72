"""The embedded store: SQLite in WAL mode, synchronous=FULL, one writer thread with group commit.

Reads run on connections of their own and never wait for the writer.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, create_engine, delete, event, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from backend.log import index
from backend.log.contract import EventLog, LogError, LogUnavailableError, Stored, Token
from backend.log.schema import call_events, session_index, sessions, to_microseconds, tokens
from backend.log.writer import GroupWriter, Job
from transcripts.chain import GENESIS, BrokenChainError, Link, canonical
from transcripts.events import NAMES, Draft, RawEvent, current_version
from transcripts.wire import SessionInfo

HEAD = "0001"  # the newest revision; at it, opening does not even load Alembic
HEADS = 2048  # sessions whose newest event and event ids are kept in memory

T = TypeVar("T")


@dataclass(slots=True)
class _Head:
    """Where a session's chain ends, and the seq of every event id in it."""

    key: int
    seq: int = 0
    hash: bytes = GENESIS
    seqs: dict[str, int] = field(default_factory=dict)


class SqliteLog(EventLog):
    """The event log in one SQLite file. Open it with `SqliteLog.open`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writing=True)
        self._closed = False
        self._heads: OrderedDict[str, _Head] = OrderedDict()
        self._insert = str(insert(call_events).compile(dialect=engine.dialect))
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="log-reader")
        self._connection = self._writing.connect()
        self._writer = GroupWriter(self._commit, "log-writer")

    @classmethod
    def open(cls, path: Path) -> SqliteLog:
        """Open or create the file and bring its schema up to date. Blocks; call it before serving.

        Raises:
            LogError: The file is no database, is newer than this program, or cannot be opened; the message says which.
        """
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # calls are nobody else's to read
        except OSError as error:
            raise LogError(f"{path.parent}: {error.strerror}") from error
        engine = create_engine(f"sqlite:///{path}", connect_args={"check_same_thread": False, "timeout": 5.0})
        event.listen(engine, "connect", _configure)
        event.listen(engine, "begin", _begin)
        try:
            _migrate(engine)
            return cls(engine)
        except (DatabaseError, LogError) as error:
            engine.dispose()
            raise LogError(f"{path}: {error.orig if isinstance(error, DatabaseError) else error}") from error

    def append(self, session_id: str, drafts: Sequence[Draft]) -> asyncio.Future[Stored]:
        """See the contract."""
        return self._writer.submit(session_id, drafts)

    async def read(self, session_id: str, after_seq: int = 0, limit: int = 500) -> list[RawEvent]:
        """See the contract."""
        query = (
            select(call_events)
            .join(sessions, sessions.c.key == call_events.c.session)
            .where(sessions.c.session_id == session_id, call_events.c.seq > after_seq)
            .order_by(call_events.c.seq)
            .limit(limit)
        )
        rows = await self._query(lambda connection: connection.execute(query).all())
        return [_raw_event(session_id, row) for row in rows]

    async def sessions(
        self,
        *,
        owner: str | None = None,
        status: Literal["live", "ended"] | None = None,
        before: str | None = None,
        limit: int = 50,
    ) -> list[SessionInfo]:
        """See the contract."""
        last_seq = (
            select(func.max(call_events.c.seq))
            .where(call_events.c.session == session_index.c.session)
            .scalar_subquery()
        )
        query = select(sessions.c.session_id, session_index, last_seq.label("last_seq")).join(
            session_index, session_index.c.session == sessions.c.key
        )
        if owner is not None:
            query = query.where(session_index.c.owner == owner)
        if status is not None:
            query = query.where(session_index.c.status == status)
        if before is not None:
            earlier = select(sessions.c.key).where(sessions.c.session_id == before).scalar_subquery()
            query = query.where(session_index.c.session < earlier)
        query = query.order_by(session_index.c.session.desc()).limit(limit)
        rows = await self._query(lambda connection: connection.execute(query).all())
        return [
            SessionInfo(
                session_id=row.session_id,
                status=row.status,
                agent=row.agent,
                trade=row.trade,
                title=row.title,
                started_at=row.started_at,
                ended_at=row.ended_at,
                last_seq=row.last_seq,
                disposition=row.disposition,
            )
            for row in rows
        ]

    async def owner(self, session_id: str) -> str | None:
        """See the contract."""
        query = (
            select(session_index.c.owner)
            .join(sessions, sessions.c.key == session_index.c.session)
            .where(sessions.c.session_id == session_id)
        )
        return await self._query(lambda connection: connection.scalar(query))

    async def add_token(self, token: Token) -> None:
        """See the contract."""
        row = insert(tokens).values(
            name=token.name,
            role=token.role,
            digest=token.digest,
            created_at=token.created_at,
            revoked_at=token.revoked_at,
        )
        try:
            await self._query(lambda connection: connection.execute(row), write=True)
        except IntegrityError as error:
            raise LogError(f"there is a token named {token.name!r} already; choose another name") from error

    async def tokens(self) -> list[Token]:
        """See the contract."""
        query = select(tokens).order_by(tokens.c.created_at)
        return [_token(row) for row in await self._query(lambda connection: connection.execute(query).all())]

    async def find_token(self, digest: bytes) -> Token | None:
        """See the contract."""
        query = select(tokens).where(tokens.c.digest == digest, tokens.c.revoked_at.is_(None))
        row = await self._query(lambda connection: connection.execute(query).one_or_none())
        return None if row is None else _token(row)

    async def revoke_token(self, name: str, at: datetime) -> bool:
        """See the contract."""
        change = update(tokens).where(tokens.c.name == name, tokens.c.revoked_at.is_(None)).values(revoked_at=at)
        return await self._query(lambda connection: connection.execute(change).rowcount, write=True) == 1

    def session_ids(self) -> list[str]:
        """See the contract."""
        with _as_log_error(), self._engine.connect() as connection:
            return list(connection.scalars(select(sessions.c.session_id).order_by(sessions.c.key)))

    def links(self, session_id: str) -> Iterator[tuple[Link, bytes]]:
        """See the contract."""
        query = (
            select(call_events)
            .join(sessions, sessions.c.key == call_events.c.session)
            .where(sessions.c.session_id == session_id)
            .order_by(call_events.c.seq)
        )
        seq = 0
        with _as_log_error(), self._engine.connect() as connection:
            try:
                for row in connection.execute(query):
                    yield _link(session_id, row), row.hash
                    seq = row.seq
            except (AttributeError, OverflowError, TypeError, ValueError) as error:  # SQLite takes any type anywhere
                raise BrokenChainError(session_id, seq + 1, "it cannot be read") from error

    def rebuild(self) -> int:
        """See the contract."""
        changes = [NAMES[kind] for kind in index.CHANGES]
        query = (
            select(sessions.c.session_id, call_events)
            .join(sessions, sessions.c.key == call_events.c.session)
            .where(call_events.c.type.in_(changes))
            .order_by(call_events.c.session, call_events.c.seq)
        )
        with _as_log_error(), self._writing.begin() as connection:
            connection.execute(delete(session_index))
            for row in connection.execute(query).all():
                index.project(connection, row.session, _raw_event(row.session_id, row).read())
            return connection.scalar(select(func.count()).select_from(session_index)) or 0

    async def close(self) -> None:
        """See the contract."""
        self._closed = True
        await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self._writer.close()
        self._readers.shutdown()
        self._connection.close()
        self._engine.dispose()

    async def _query(self, run: Callable[[Connection], T], *, write: bool = False) -> T:
        """Run a statement on a thread of its own, off the event loop."""

        def work() -> T:
            with self._writing.begin() if write else self._engine.connect() as connection:
                return run(connection)

        if self._closed:
            raise LogUnavailableError("the log is closed")
        with _as_log_error():
            return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    # The writer thread: nothing below runs anywhere else.

    def _commit(self, batch: Sequence[Job]) -> list[Stored]:
        connection = self._connection
        recorded_at = datetime.now(UTC)
        touched: set[str] = set()
        rows: list[tuple[Any, ...]] = []
        try:
            with connection.begin():
                outcomes = [self._place(connection, job, recorded_at, rows, touched) for job in batch]
                if rows:
                    connection.exec_driver_sql(self._insert, rows)
        except BaseException as error:
            for session_id in touched:
                self._heads.pop(session_id, None)
            if isinstance(error, OperationalError):
                raise LogUnavailableError(f"nothing was stored: {error.orig}") from error
            raise
        while len(self._heads) > HEADS:
            self._heads.popitem(last=False)
        return outcomes

    def _place(
        self,
        connection: Connection,
        job: Job,
        recorded_at: datetime,
        rows: list[tuple[Any, ...]],
        touched: set[str],
    ) -> Stored:
        """Give each new draft its seq and hash, and its row."""
        head = self._head(connection, job.session_id)
        touched.add(job.session_id)
        seqs: list[int] = []
        fresh: list[RawEvent] = []
        recorded = to_microseconds(recorded_at)
        for draft in job.drafts:
            known = head.seqs.get(draft.event_id)
            if known is not None:
                seqs.append(known)
                continue
            payload = canonical(draft.payload)
            name = draft.type
            occurred_at = draft.occurred_at.astimezone(UTC)
            link = Link(
                actor=draft.actor,
                event_id=draft.event_id,
                occurred_at=occurred_at,
                payload=msgspec.Raw(payload),
                recorded_at=recorded_at,
                seq=head.seq + 1,
                session_id=job.session_id,
                trace_id=draft.trace_id,
                type=name,
                version=current_version(name),
            )
            head.hash = link.follow(head.hash)
            head.seq += 1
            head.seqs[draft.event_id] = head.seq
            seqs.append(head.seq)
            rows.append(
                (
                    head.key,
                    head.seq,
                    draft.event_id,
                    name,
                    link.version,
                    to_microseconds(occurred_at),
                    recorded,
                    draft.actor,
                    draft.trace_id,
                    payload.decode(),
                    head.hash,
                )
            )
            fresh.append(_event_of(link, head.hash))
            if isinstance(draft.payload, index.CHANGES):
                index.project(connection, head.key, draft)
        return Stored(tuple(seqs), tuple(fresh))

    def _head(self, connection: Connection, session_id: str) -> _Head:
        head = self._heads.get(session_id)
        if head is not None:
            self._heads.move_to_end(session_id)
            return head
        key = connection.scalar(select(sessions.c.key).where(sessions.c.session_id == session_id))
        if key is None:
            key = connection.execute(insert(sessions).values(session_id=session_id)).inserted_primary_key[0]  # type: ignore[index]  # a single-row insert always has its key
        head = _Head(key)
        ids = select(call_events.c.event_id, call_events.c.seq, call_events.c.hash).where(call_events.c.session == key)
        for row in connection.execute(ids.order_by(call_events.c.seq)):
            head.seq, head.hash = row.seq, row.hash
            head.seqs[row.event_id] = row.seq
        self._heads[session_id] = head
        return head


def _configure(connection: sqlite3.Connection, _record: object) -> None:
    """Every connection: WAL, full durability, enforced keys; transactions begin when SQLAlchemy says so."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer takes its turn at once: one that begins by reading would fail when another program wrote meanwhile.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def _as_log_error() -> Iterator[None]:
    """Say in the contract's words what the database says; a broken constraint is for the caller to explain."""
    try:
        yield
    except IntegrityError:
        raise
    except OperationalError as error:
        raise LogUnavailableError(str(error.orig)) from error
    except DatabaseError as error:
        raise LogError(str(error.orig)) from error


def _migrate(engine: Engine) -> None:
    with engine.begin() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")).all()
        current = connection.scalar(text("SELECT version_num FROM alembic_version")) if tables else None
    if current == HEAD:
        return
    if current is not None and current > HEAD:
        raise LogError(f"the log has schema {current}, this program knows up to {HEAD}: update the program")
    from alembic import command  # noqa: PLC0415 # a tenth of a second, needed only when the schema changes
    from alembic.config import Config  # noqa: PLC0415 # as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _link(session_id: str, row: Any) -> Link:  # a row of call_events
    return Link(
        actor=row.actor,
        event_id=row.event_id,
        occurred_at=row.occurred_at,
        payload=msgspec.Raw(row.payload.encode()),
        recorded_at=row.recorded_at,
        seq=row.seq,
        session_id=session_id,
        trace_id=row.trace_id,
        type=row.type,
        version=row.version,
    )


def _raw_event(session_id: str, row: Any) -> RawEvent:  # a row of call_events
    return _event_of(_link(session_id, row), row.hash)


def _event_of(link: Link, digest: bytes) -> RawEvent:
    return RawEvent(
        session_id=link.session_id,
        seq=link.seq,
        event_id=link.event_id,
        type=link.type,
        occurred_at=link.occurred_at,
        actor=link.actor,
        payload=link.payload,
        version=link.version,
        recorded_at=link.recorded_at,
        trace_id=link.trace_id,
        hash=digest.hex(),
    )


def _token(row: Any) -> Token:  # a row of tokens
    return Token(row.name, row.role, row.digest, row.created_at, row.revoked_at)
