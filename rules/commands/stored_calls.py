"""Stored calls, for `csr-rules backtest`: a backend's database, or a folder of exports and transcript files."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec

from rules.backtest import StoredCall
from rules.commands.reading import InputError, read_bytes
from transcripts.events import EventError, Payload, RawEvent, SegmentAdded, SessionEnded, SessionStarted, decode_payload
from transcripts.files import LARGEST_FILE, read_transcript
from transcripts.redaction import Redactor

Calls = tuple[int, Iterator[StoredCall]]
"""How many there are, and each of them."""

_LARGEST_EXPORT = 256 * 1024 * 1024
_EVENTS = (
    "select type, version, payload from call_events where session = ? order by seq"  # as backend.log.schema has it
)


def stored_calls(path: Path) -> Calls:
    """The calls in a database of a backend, or in a folder of exports (*.jsonl) and transcript files (*.json).

    Raises:
        InputError: There is no such file or folder, or it holds no calls. Reading a call raises what is wrong with it.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in (".json", ".jsonl") and file.is_file())
        if not files:
            raise InputError(f"{path}: no exports (*.jsonl) and no transcript files (*.json) in this folder")
        return len(files), (_read_file(file) for file in files)
    if not path.is_file():
        raise InputError(f"{path}: no such file or folder")
    return _database(path)


def _read_file(path: Path) -> StoredCall:
    return _export(path) if path.suffix == ".jsonl" else _transcript(path)


def _export(path: Path) -> StoredCall:
    """What `csr-backend sessions export` printed: an event a line."""
    decoder = msgspec.json.Decoder(RawEvent)
    payloads: list[Payload] = []
    for number, line in enumerate(read_bytes(str(path), _LARGEST_EXPORT).splitlines(), start=1):
        if line.strip():
            try:
                payloads.append(decoder.decode(line).read().payload)
            except (msgspec.DecodeError, EventError) as error:
                raise InputError(f"{path}:{number}: {error}") from None
    return StoredCall(path.stem, tuple(payloads), recorded=True)


def _transcript(path: Path) -> StoredCall:
    file = read_transcript(read_bytes(str(path), LARGEST_FILE), str(path))
    redactor = Redactor()
    payloads: list[Payload] = [SessionStarted(agent="", trade=str(file.metadata.get("trade", "")))]
    for index, part in enumerate(file.segments):
        if part.is_final:
            text = redactor.redact(part.speaker, part.text)
            payloads.append(SegmentAdded(f"segment-{index}", part.speaker, text, part.timestamp_ms))
    payloads.append(SessionEnded(max((part.timestamp_ms for part in file.segments), default=0)))
    return StoredCall(path.stem, tuple(payloads), recorded=False)


def _database(path: Path) -> Calls:
    """The sessions of a backend's SQLite file, which is only read; the backend may be running."""

    def ask(query: str, *values: object) -> list[tuple[object, ...]]:
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
                return database.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise InputError(f"{path}: not the database of a backend: {error}") from None

    sessions = ask("select key, session_id from sessions order by key")
    if not sessions:
        raise InputError(f"{path}: there are no sessions in this database")
    return len(sessions), (_session(str(session_id), ask(_EVENTS, key), path) for key, session_id in sessions)


def _session(session_id: str, rows: list[tuple[object, ...]], path: Path) -> StoredCall:
    try:
        payloads = tuple(
            decode_payload(str(name), int(str(version)), str(payload).encode()) for name, version, payload in rows
        )
    except EventError as error:
        raise InputError(f"{path}: session {session_id}: {error}") from None
    return StoredCall(session_id, payloads, recorded=True)


def watched(calls: Calls, told: Callable[[int, int], None]) -> Iterator[StoredCall]:
    """The calls, with `told(done, all)` before the first and after each of them."""
    count, each = calls
    told(0, count)
    for done, call in enumerate(each, start=1):
        yield call
        told(done, count)
