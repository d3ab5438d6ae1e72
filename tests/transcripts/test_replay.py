"""The pace of a replay."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcripts.test_files import FILES
from transcripts.files import FileSegment, TranscriptFile
from transcripts.replay import schedule


def _file(*segments: tuple[str, str, int, bool]) -> TranscriptFile:
    return TranscriptFile(
        {},
        tuple(FileSegment("csr" if who == "csr" else "customer", text, at, final) for who, text, at, final in segments),
    )


def _moments(file: TranscriptFile, speed: float | None = 1) -> list[float]:
    return [cue.delay_until_ms for cue in schedule(file, speed=speed)]


def test_a_final_is_due_when_its_words_are_spoken() -> None:
    """A final segment comes after its start by 400 ms a word."""
    file = _file(("csr", "one two three", 1000, True), ("customer", "four", 9000, True))
    assert _moments(file) == [2200, 9400]


def test_a_final_is_due_before_the_next_utterance_starts() -> None:
    """However many words it has, a final segment comes no later than the next utterance's start."""
    file = _file(("csr", "one two three four five", 0, True), ("customer", "six", 500, True))
    assert _moments(file) == [500, 900]


def test_interims_are_spread_over_the_utterance() -> None:
    """Interims that carry the utterance's start come as their words are spoken."""
    file = _file(
        ("csr", "one", 0, False), ("csr", "one two", 0, False), ("csr", "one two three four", 0, True),
        ("customer", "five", 8000, True),
    )  # fmt: skip
    assert _moments(file) == [400, 800, 1600, 8400]


def test_interims_with_their_own_moments_keep_them() -> None:
    """An interim whose timestamp is later than its share of the words comes at its timestamp."""
    file = _file(("csr", "one", 700, False), ("csr", "one two", 2000, False), ("csr", "one two three", 700, True))
    assert _moments(file) == [1100, 2000, 2000]


def test_speed_divides_every_moment() -> None:
    """Four times the speed is a quarter of every moment, and no speed is no waiting."""
    file = _file(("csr", "one two three", 1000, True), ("customer", "four", 9000, True))
    assert _moments(file, 4) == [550, 2350]
    assert _moments(file, None) == [0, 0]


@pytest.mark.parametrize("speed", [0, -1, math.inf, math.nan])
def test_an_impossible_speed_is_refused_at_once(speed: float) -> None:
    """A speed that is no positive number is refused before the first segment is asked for."""
    with pytest.raises(ValueError, match="the speed must be a positive number"):
        schedule(_file(), speed=speed)


@given(FILES, st.sampled_from([0.5, 1, 4, None]))
def test_the_order_of_the_file_is_the_order_of_the_replay(file: TranscriptFile, speed: float | None) -> None:
    """Every segment comes once, in the file's order, at moments that never go back and never before its start."""
    cues = list(schedule(file, speed=speed))
    assert [cue.index for cue in cues] == list(range(len(file.segments)))
    assert tuple(cue.segment for cue in cues) == file.segments
    moments = [cue.delay_until_ms for cue in cues]
    assert moments == sorted(moments)
    if speed is not None:
        assert all(cue.delay_until_ms * speed >= cue.segment.timestamp_ms - 1e-3 for cue in cues)
