"""The SQLite file in the hands of others: attackers, full disks, other programs, damage."""

import asyncio
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import Engine, event

from backend.log.contract import LogError, LogUnavailableError
from backend.log.sqlite import SqliteLog
from tests.backend.facts import note, notes, session_id, started
from tests.backend.stores import open_sqlite
from transcripts.chain import BrokenChainError, verify

ONE, TWO = session_id(1), session_id(2)
COLUMNS = "session, seq, event_id, type, version, occurred_at, recorded_at, actor, trace_id, payload, hash"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed log whose first session has the notes 1 to 4."""

    async def fill() -> None:
        log = open_sqlite(tmp_path)
        await log.append(ONE, [started(), *notes(1, 2, 3, 4)])
        await log.append(TWO, [started(), *notes(1)])
        await log.close()

    asyncio.run(fill())
    return tmp_path / "calls.db"


def raw(file: Path, *statements: str) -> None:
    """Carry out SQL as anybody with the file can, and commit it."""
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def triggers(file: Path) -> list[str]:
    """The triggers that guard the log."""
    with closing(sqlite3.connect(file)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]


def check(file: Path) -> list[int | str]:
    """What `verify` says of each session: its number of events, or what is wrong."""

    async def walk() -> list[int | str]:
        log = SqliteLog.open(file)
        found: list[int | str] = []
        for session in log.session_ids():
            try:
                found.append(verify(log.links(session)))
            except BrokenChainError as error:
                found.append(str(error))
        await log.close()
        return found

    return asyncio.run(walk())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE call_events SET payload = '{}' WHERE seq = 2",
        "UPDATE OR REPLACE call_events SET seq = 3 WHERE seq = 2",
        "DELETE FROM call_events WHERE seq = 5",
        "DELETE FROM call_events",
        f"INSERT OR REPLACE INTO call_events SELECT {COLUMNS} FROM call_events WHERE seq = 2",
        f"REPLACE INTO call_events SELECT session, seq, 'other', {COLUMNS[24:]} FROM call_events WHERE seq = 5",
        f"INSERT INTO call_events SELECT session, seq + 2, event_id || 'x', {COLUMNS[24:]} FROM call_events"
        " WHERE session = 1 AND seq = 5",
        f"INSERT INTO call_events SELECT session, seq - 5, event_id || 'x', {COLUMNS[24:]} FROM call_events"
        " WHERE session = 1 AND seq = 5",
        f"INSERT INTO call_events SELECT session, seq + 1, event_id, {COLUMNS[24:]} FROM call_events"
        " WHERE session = 1 AND seq = 5",
        f"INSERT OR IGNORE INTO call_events SELECT session, 9, event_id || 'x', {COLUMNS[24:]} FROM call_events",
        "UPDATE sessions SET session_id = 'other'",
        "DELETE FROM sessions",
    ],
)
def test_the_log_refuses_to_be_rewritten(file: Path, statement: str) -> None:
    """Whoever holds the file cannot change, remove, replace or squeeze in an event by a statement."""
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|only the next seq"):
        raw(file, statement)
    assert check(file) == [5, 2]


@pytest.mark.parametrize(
    "attack",
    [
        'UPDATE call_events SET payload = \'{"text":"nothing","at_ms":2}\' WHERE seq = 3',
        "UPDATE call_events SET payload = 17 WHERE seq = 3",
        "UPDATE call_events SET payload = x'00ff' WHERE seq = 3",
        "UPDATE call_events SET payload = 'no JSON' WHERE seq = 3",
        "UPDATE call_events SET actor = 'csr:other' WHERE seq = 3",
        "UPDATE call_events SET trace_id = 'f' WHERE seq = 3",
        "UPDATE call_events SET type = 'never.heard' WHERE seq = 3",
        "UPDATE call_events SET version = 2 WHERE seq = 3",
        "UPDATE call_events SET occurred_at = occurred_at + 1 WHERE seq = 3",
        "UPDATE call_events SET recorded_at = recorded_at - 1 WHERE seq = 3",
        "UPDATE call_events SET occurred_at = 9223372036854775807 WHERE seq = 3",
        "UPDATE call_events SET event_id = 'other' WHERE seq = 3",
        "UPDATE call_events SET hash = zeroblob(32) WHERE seq = 3",
        "UPDATE call_events SET hash = 'text' WHERE seq = 3",
        "DELETE FROM call_events WHERE seq = 3",
    ],
)
def test_a_forged_row_is_found(file: Path, attack: str) -> None:
    """An attacker who drops the triggers and forges a row of one session is found; the other session stands."""
    raw(file, *(f"DROP TRIGGER {name}" for name in triggers(file)), f"{attack} AND session = 1")
    forged, whole = check(file)
    assert whole == 2
    assert isinstance(forged, str)
    assert ONE in forged
    assert "seq 3" in forged or "seq 4" in forged


def test_a_new_file_is_for_its_owner_only(tmp_path: Path) -> None:
    """The folder that a log is first opened in can be entered by its owner only; the file has the whole schema."""
    log = SqliteLog.open(tmp_path / "data" / "calls.db")
    asyncio.run(log.close())
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert len(triggers(tmp_path / "data" / "calls.db")) == 5


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look at" * 100, b"SQLite format 3\0"])
def test_a_file_that_is_no_log_is_refused(tmp_path: Path, content: bytes) -> None:
    """Opening something else than a log says which file and what is wrong with it."""
    path = tmp_path / "calls.db"
    path.write_bytes(content)
    with pytest.raises(LogError, match=r"calls\.db"):
        SqliteLog.open(path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Opening a log where no folder can be made names the place."""
    (tmp_path / "file").touch()
    with pytest.raises(LogError, match="file"):
        SqliteLog.open(tmp_path / "file" / "calls.db")


def test_a_log_of_a_newer_program_is_refused(file: Path) -> None:
    """A log whose schema is newer than this program is left alone and the message says to update."""
    raw(file, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LogError, match="update the program"):
        SqliteLog.open(file)


class Disk:
    """The space that the connections to a log have, in pages."""

    def __init__(self) -> None:
        self.connections: list[Any] = []

    def on_connected(self, connection: Any, _record: object) -> None:
        """Take note of a connection."""
        self.connections.append(connection)

    def on_closed(self, connection: Any, _record: object) -> None:
        """Forget a connection that is no more."""
        self.connections.remove(connection)

    def leave(self, pages: int) -> None:
        """Let the file grow by so many pages and no further."""
        for connection in self.connections:
            used = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {used + pages}")


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk that can be full for the logs opened during the test.

    Yields:
        The disk.
    """
    disk = Disk()
    event.listen(Engine, "connect", disk.on_connected)
    event.listen(Engine, "close", disk.on_closed)
    yield disk
    event.remove(Engine, "connect", disk.on_connected)
    event.remove(Engine, "close", disk.on_closed)


async def test_a_full_disk_fails_appends_until_there_is_space(disk: Disk, tmp_path: Path) -> None:
    """With a full disk an append fails whole as unavailable; with space again the same append succeeds."""
    log = open_sqlite(tmp_path)
    try:
        await log.append(ONE, notes(1))
        disk.leave(2)
        large = [note(2), note(3, "x" * 19_000)]
        futures = [log.append(ONE, large), log.append(TWO, [note(1, "y" * 19_000)])]
        for future in futures:
            with pytest.raises(LogUnavailableError, match=r"nothing was stored: .*full"):
                await future
        assert [event.event_id for event in await log.read(ONE)] == ["n1"]
        disk.leave(1000)
        assert (await log.append(ONE, large)).seqs == (2, 3)
        assert (await log.append(TWO, notes(1))).seqs == (1,)
        assert [verify(log.links(session)) for session in log.session_ids()] == [3, 1]
    finally:
        await log.close()


async def test_a_read_only_file_fails_appends_only(disk: Disk, tmp_path: Path) -> None:
    """While nothing can be written, reading goes on and appending fails as unavailable."""
    log = open_sqlite(tmp_path)
    try:
        await log.append(ONE, notes(1))
        for connection in disk.connections:
            connection.execute("PRAGMA query_only = ON")
        with pytest.raises(LogUnavailableError, match="readonly"):
            await log.append(ONE, notes(2))
        assert len(await log.read(ONE)) == 1
        for connection in disk.connections:
            connection.execute("PRAGMA query_only = OFF")
        assert (await log.append(ONE, notes(2))).seqs == (2,)
    finally:
        await log.close()


async def test_every_connection_is_durable(disk: Disk, tmp_path: Path) -> None:
    """Readers and the writer have the write-ahead log, a sync with every commit, and foreign keys."""
    log = open_sqlite(tmp_path)
    try:
        await log.append(ONE, notes(1))
        await log.read(ONE)
        for pragma, value in {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}.items():
            found = {connection.execute(f"PRAGMA {pragma}").fetchone()[0] for connection in disk.connections}
            assert found == {value}
    finally:
        await log.close()


async def test_appends_wait_for_another_writer(tmp_path: Path) -> None:
    """While another program writes, appends wait for it and are then stored together, a bad one failing alone."""
    log = open_sqlite(tmp_path)
    try:
        await log.append(ONE, [started()])
        with closing(sqlite3.connect(tmp_path / "calls.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            futures = [log.append(TWO, notes(number)) for number in range(5)]
            bad = log.append(ONE, [started(event_id="again")])
            before_all_time = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))  # in UTC
            worse = log.append(ONE, [structs.replace(note(5), occurred_at=before_all_time)])
            futures.append(log.append(ONE, notes(9)))
            other.execute("COMMIT")
        assert [(await future).seqs for future in futures] == [(1,), (2,), (3,), (4,), (5,), (2,)]
        for failing in (bad, worse):
            with pytest.raises(LogError) as caught:
                await failing
            assert not isinstance(caught.value, LogUnavailableError)
    finally:
        await log.close()


async def test_another_program_may_write_between_our_statements(tmp_path: Path) -> None:
    """An append that has begun by reading does not fail because another program commits at that moment."""
    log = open_sqlite(tmp_path)
    other = sqlite3.connect(tmp_path / "calls.db", isolation_level=None, check_same_thread=False, timeout=0)
    answers: list[str] = []

    def intrude(*_: object) -> None:
        try:
            other.execute("UPDATE tokens SET revoked_at = 1")
            answers.append("stored")
        except sqlite3.OperationalError as error:
            answers.append(str(error))

    event.listen(Engine, "after_cursor_execute", intrude)
    try:
        assert (await log.append(ONE, notes(1))).seqs == (1,)
    finally:
        event.remove(Engine, "after_cursor_execute", intrude)
        other.close()
        await log.close()
    assert set(answers) == {"database is locked"}


def spoil(file: Path) -> None:
    """Overwrite every page but the first."""
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    file.write_bytes(content)


async def test_damage_is_an_error_of_the_log(file: Path) -> None:
    """A file whose pages are damaged fails reading, listing and appending with the log's own error."""
    log = SqliteLog.open(file)
    spoil(file)
    try:
        for attempt in (log.read(ONE), log.sessions(), log.owner(ONE), log.find_token(b""), log.append(TWO, notes(7))):
            with pytest.raises(LogError):
                await attempt
        for work in (log.session_ids, log.rebuild, lambda: list(log.links(ONE))):
            with pytest.raises((LogError, BrokenChainError)):
                work()
    finally:
        await log.close()
