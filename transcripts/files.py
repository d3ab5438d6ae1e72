"""Transcript files: a call as JSON, for replay, for tests and for exchange with other programs.

A file is one object, `{"metadata": {…}, "segments": [{"speaker", "text", "timestamp_ms", "is_final"}, …]}`, in UTF-8.
`timestamp_ms` is when the utterance starts on the call clock; `is_final` false marks an interim. Keys that are not
known here are kept at every level and written back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from transcripts.events import Speaker

LARGEST_FILE = 16 * 1024 * 1024  # bytes
LONGEST_TEXT = 20_000  # characters, as in a `segment.added` event
LAST_MOMENT = 7 * 24 * 3600 * 1000  # milliseconds, as in a `segment.added` event
_SPEAKERS = ("csr", "customer")
_FILE_KEYS = ("metadata", "segments")
_SEGMENT_KEYS = ("speaker", "text", "timestamp_ms", "is_final")


class TranscriptFileError(ValueError):
    """A transcript file that cannot be used; the message names the file, the segment and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class FileSegment:
    """One segment of a file. `extra` holds its other keys."""

    speaker: Speaker
    text: str
    timestamp_ms: int
    is_final: bool
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TranscriptFile:
    """A file's content. The segments keep the order of the file; `extra` holds the other keys of the file."""

    metadata: dict[str, Any]
    segments: tuple[FileSegment, ...]
    extra: dict[str, Any] = field(default_factory=dict)


def read_transcript(data: bytes, name: str) -> TranscriptFile:
    """Read a transcript file.

    Args:
        data: The whole file; UTF-8, with or without a byte order mark.
        name: What messages call the file.

    Raises:
        TranscriptFileError: The file is too large, not UTF-8, not JSON, or a key is missing or has a wrong value.
    """
    try:
        return _file(_json(data))
    except TranscriptFileError as error:
        raise TranscriptFileError(f"{name}: {error}") from None


def write_transcript(file: TranscriptFile) -> bytes:
    """The bytes of a transcript file, one segment a line; `read_transcript` gives an equal value back."""
    lines = ",\n".join(f"    {_line(_segment_object(segment))}" for segment in file.segments)
    parts = [f'  "metadata": {_line(file.metadata)}', f'  "segments": [\n{lines}\n  ]' if lines else '  "segments": []']
    parts += [f"  {_line(key)}: {_line(value)}" for key, value in file.extra.items()]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def utterances(file: TranscriptFile) -> tuple[int, ...]:
    """The utterance of each segment: 0, 1, 2 … in the order in which utterances begin.

    Interims and the next final segment of the same speaker are one utterance, also across the other speaker's words.
    Interims that no final segment follows are an utterance that is never logged.
    """
    count = 0
    unfinished: dict[str, int] = {}
    indexes = []
    for segment in file.segments:
        index = unfinished.pop(segment.speaker, None)
        if index is None:
            index, count = count, count + 1
        if not segment.is_final:
            unfinished[segment.speaker] = index
        indexes.append(index)
    return tuple(indexes)


def _json(data: bytes) -> object:
    if len(data) > LARGEST_FILE:
        raise TranscriptFileError(f"the file has {len(data):,} bytes; at most {LARGEST_FILE:,} are read")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TranscriptFileError(f"not UTF-8 at byte {error.start}") from None
    if "\0" in text:
        raise TranscriptFileError("a NUL character is not allowed")
    try:
        value: object = json.loads(text, parse_constant=_refuse, object_pairs_hook=_object)
        if "\\u" in text:  # half a surrogate pair is no character and could not be written again
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise TranscriptFileError(f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}") from None
    except UnicodeEncodeError:
        raise TranscriptFileError("half a surrogate pair (\\ud800 to \\udfff) is not a character") from None
    except RecursionError:
        raise TranscriptFileError("nested too deeply") from None
    except TranscriptFileError:
        raise
    except ValueError as error:  # an integer of thousands of digits
        raise TranscriptFileError(f"not usable JSON: {error}") from None
    return value


def _refuse(constant: str) -> object:
    raise TranscriptFileError(f"{constant} is not a JSON number")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # None
        raise TranscriptFileError(f"`{twice}` stands twice in one object")
    return value


def _file(value: object) -> TranscriptFile:
    if not isinstance(value, dict):
        raise TranscriptFileError(f"the file must be an object, not {_kind(value)}")
    metadata = _get(value, "metadata", "")
    if not isinstance(metadata, dict):
        raise TranscriptFileError(f"`metadata` must be an object, not {_kind(metadata)}")
    segments = _get(value, "segments", "")
    if not isinstance(segments, list):
        raise TranscriptFileError(f"`segments` must be an array, not {_kind(segments)}")
    return TranscriptFile(
        metadata,
        tuple(_segment(segment, f"segments[{index}]: ") for index, segment in enumerate(segments)),
        {key: item for key, item in value.items() if key not in _FILE_KEYS},
    )


def _segment(value: object, where: str) -> FileSegment:
    if not isinstance(value, dict):
        raise TranscriptFileError(f"{where}must be an object, not {_kind(value)}")
    speaker, text, timestamp, final = (_get(value, key, where) for key in _SEGMENT_KEYS)
    if speaker not in _SPEAKERS:
        shown = _line(speaker)[:40] if isinstance(speaker, str) else _kind(speaker)
        raise TranscriptFileError(f'{where}`speaker` must be "csr" or "customer", not {shown}')
    if not isinstance(text, str):
        raise TranscriptFileError(f"{where}`text` must be a string, not {_kind(text)}")
    if len(text) > LONGEST_TEXT:
        raise TranscriptFileError(f"{where}`text` has {len(text):,} characters; at most {LONGEST_TEXT:,} are read")
    if "\0" in text:
        raise TranscriptFileError(f"{where}`text` holds a NUL character")
    if isinstance(timestamp, bool) or not isinstance(timestamp, int):
        raise TranscriptFileError(f"{where}`timestamp_ms` must be a whole number, not {_kind(timestamp)}")
    if not 0 <= timestamp <= LAST_MOMENT:
        raise TranscriptFileError(f"{where}`timestamp_ms` must be from 0 to {LAST_MOMENT} (7 days), not {timestamp}")
    if not isinstance(final, bool):
        raise TranscriptFileError(f"{where}`is_final` must be true or false, not {_kind(final)}")
    extra = {key: item for key, item in value.items() if key not in _SEGMENT_KEYS}
    return FileSegment(cast(Speaker, speaker), text, timestamp, final, extra)


def _get(value: Mapping[str, Any], key: str, where: str) -> Any:
    if key not in value:
        raise TranscriptFileError(f"{where}`{key}` is missing")
    return value[key]


def _segment_object(segment: FileSegment) -> dict[str, Any]:
    known = {key: getattr(segment, key) for key in _SEGMENT_KEYS}
    return {**known, **segment.extra}


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a fraction" if isinstance(value, float) else "a number")
