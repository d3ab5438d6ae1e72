"""Transcript files: what is read, what is kept, what is refused and how."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.files import (
    LAST_MOMENT,
    FileSegment,
    TranscriptFile,
    TranscriptFileError,
    read_transcript,
    utterances,
    write_transcript,
)

GOOD: dict[str, Any] = {"speaker": "csr", "text": "Hello", "timestamp_ms": 0, "is_final": True}

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
SEGMENTS = st.builds(
    FileSegment,
    speaker=st.sampled_from(["csr", "customer"]),
    text=TEXT,
    timestamp_ms=st.integers(0, LAST_MOMENT),
    is_final=st.booleans(),
    extra=st.dictionaries(TEXT.filter(lambda key: key not in GOOD), JSON, max_size=2),
)
FILES = st.builds(
    TranscriptFile,
    metadata=st.dictionaries(TEXT, JSON, max_size=3),
    segments=st.lists(SEGMENTS, max_size=6).map(tuple),
    extra=st.dictionaries(TEXT.filter(lambda key: key not in ("metadata", "segments")), JSON, max_size=2),
)


def _file(*segments: object) -> bytes:
    return json.dumps({"metadata": {}, "segments": segments}).encode()


@given(FILES)
def test_a_written_file_reads_back_equal(file: TranscriptFile) -> None:
    """Everything a file holds, unknown keys at every level included, survives writing and reading."""
    data = write_transcript(file)
    assert read_transcript(data, "call.json") == file
    assert write_transcript(read_transcript(data, "call.json")) == data


def test_a_byte_order_mark_is_no_error() -> None:
    """A file that an editor gave a byte order mark reads like one without."""
    data = _file(GOOD)
    assert read_transcript(b"\xef\xbb\xbf" + data, "call.json") == read_transcript(data, "call.json")


@pytest.mark.parametrize("key", list(GOOD))
def test_a_missing_key_is_named_with_its_segment(key: str) -> None:
    """The message names the file, the segment's index and the key that is missing."""
    broken = {name: value for name, value in GOOD.items() if name != key}
    with pytest.raises(TranscriptFileError, match=rf"^call\.json: segments\[1\]: `{key}` is missing$"):
        read_transcript(_file(GOOD, broken), "call.json")


@pytest.mark.parametrize("key", ["metadata", "segments"])
def test_a_missing_part_of_the_file_is_named(key: str) -> None:
    """A file without its metadata or its segments says which."""
    whole: dict[str, Any] = {"metadata": {}, "segments": []}
    data = json.dumps({name: value for name, value in whole.items() if name != key}).encode()
    with pytest.raises(TranscriptFileError, match=rf"^call\.json: `{key}` is missing$"):
        read_transcript(data, "call.json")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"speaker": "agent"}, r'`speaker` must be "csr" or "customer", not "agent"'),
        ({"speaker": ["csr"]}, r'`speaker` must be "csr" or "customer", not an array'),
        ({"text": None}, "`text` must be a string, not null"),
        ({"text": "x" * 20_001}, "`text` has 20,001 characters; at most 20,000 are read"),
        ({"text": "a\0b"}, "`text` holds a NUL character"),
        ({"timestamp_ms": -1}, r"`timestamp_ms` must be from 0 to 604800000 \(7 days\), not -1"),
        ({"timestamp_ms": 10**12}, r"`timestamp_ms` must be from 0 to 604800000 \(7 days\), not 1000000000000"),
        ({"timestamp_ms": 1.0}, "`timestamp_ms` must be a whole number, not a fraction"),
        ({"timestamp_ms": "0"}, "`timestamp_ms` must be a whole number, not a string"),
        ({"timestamp_ms": True}, "`timestamp_ms` must be a whole number, not true or false"),
        ({"is_final": 1}, "`is_final` must be true or false, not a number"),
    ],
)
def test_a_wrong_value_is_named_with_its_segment(change: dict[str, Any], message: str) -> None:
    """The message names the segment's index, the key and what is wrong with its value."""
    with pytest.raises(TranscriptFileError, match=rf"^call\.json: segments\[1\]: {message}$"):
        read_transcript(_file(GOOD, {**GOOD, **change}), "call.json")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON at line 1, column 1"),
        (b'{"metadata": {},\n "segments": [}', "not JSON at line 2, column 15"),
        (b"[]", "the file must be an object, not an array"),
        (b'{"metadata": [], "segments": []}', "`metadata` must be an object, not an array"),
        (b'{"metadata": {}, "segments": {}}', "`segments` must be an array, not an object"),
        (b'{"metadata": {}, "segments": [3]}', r"segments\[0\]: must be an object, not a number"),
        (b'{"metadata": {}, "metadata": {}, "segments": []}', "`metadata` stands twice in one object"),
        (b'{"metadata": {"a": NaN}, "segments": []}', "NaN is not a JSON number"),
        (b'{"metadata": {"a": "\\ud800"}, "segments": []}', "half a surrogate pair"),
        (b'{"metadata": {"a": ' + b"9" * 5000 + b'}, "segments": []}', "not usable JSON"),
        (b"\xff\xfe{", "not UTF-8 at byte 0"),
        (b"{\0}", "a NUL character is not allowed"),
        (b"[" * 100_000, "nested too deeply"),
        (b" " * (16 * 1024 * 1024 + 1), r"the file has 16,777,217 bytes; at most 16,777,216 are read"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:12].decode("latin-1"),
)
def test_an_unusable_file_is_refused_in_words(data: bytes, message: str) -> None:
    """A file that is no transcript is refused with its name and the reason, never with another error."""
    with pytest.raises(TranscriptFileError, match=rf"^call\.json: {message}"):
        read_transcript(data, "call.json")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Whatever the bytes, the only error is that of a transcript file."""
    with suppress(TranscriptFileError):
        assert read_transcript(data, "call.json") == read_transcript(data, "call.json")


def _segments(*turns: str) -> TranscriptFile:
    """Segments from "c" and "u" for the CSR's and the customer's finals, "c~" and "u~" for their interims."""
    return TranscriptFile(
        {}, tuple(FileSegment("csr" if turn[0] == "c" else "customer", "x", 0, len(turn) == 1) for turn in turns)
    )


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([], ()),
        (["c", "u", "c"], (0, 1, 2)),
        (["c~", "c~", "c", "u"], (0, 0, 0, 1)),
        (["c~", "u", "c"], (0, 1, 0)),
        (["c~", "u~", "c", "u"], (0, 1, 0, 1)),
        (["c", "u~", "u~"], (0, 1, 1)),
    ],
)
def test_interims_share_the_utterance_of_their_final(turns: list[str], expected: tuple[int, ...]) -> None:
    """Interims and the next final of their speaker are one utterance; a trailing interim is one of its own."""
    assert utterances(_segments(*turns)) == expected
