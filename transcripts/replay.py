"""When each segment of a file is due when the call is played back.

A file says when utterances start. What a listener gets is later: an interim when its words have been spoken, a final
segment when the speaker has finished, which at an ordinary pace of speech is before the next utterance starts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from transcripts.files import FileSegment, TranscriptFile, utterances

WORD_MS = 400  # 150 words a minute


@dataclass(frozen=True, slots=True)
class Cue:
    """A segment and the moment to send it, in milliseconds of wall time since the replay began."""

    delay_until_ms: float
    index: int
    segment: FileSegment


def schedule(file: TranscriptFile, *, speed: float | None) -> Iterator[Cue]:
    """The segments in the order of the file, each with its moment; moments never go back.

    An utterance takes `WORD_MS` a word, or as long as there is until the next utterance starts, if that is shorter.
    Its interims come within that time, each when the share of the words that it holds has been spoken, or at its own
    timestamp where that is later than the utterance's start.

    Args:
        file: The call.
        speed: 1 plays at the pace of the call, 4 four times as fast; None makes every moment 0.

    Raises:
        ValueError: The speed is not a positive, finite number.
    """
    if speed is not None and not (math.isfinite(speed) and speed > 0):
        raise ValueError(f"the speed must be a positive number, not {speed}")
    return _cues(file, speed)


def _cues(file: TranscriptFile, speed: float | None) -> Iterator[Cue]:
    if speed is None:
        yield from (Cue(0.0, index, segment) for index, segment in enumerate(file.segments))
        return
    latest = 0.0
    for index, (segment, due) in enumerate(zip(file.segments, _dues(file), strict=True)):
        latest = max(latest, due)
        yield Cue(latest / speed, index, segment)


def _dues(file: TranscriptFile) -> list[float]:
    """The call-clock instant of each segment, before the order of the file is enforced."""
    indexes = utterances(file)
    starts: dict[int, int] = {}
    words: dict[int, int] = {}
    for utterance, segment in zip(indexes, file.segments, strict=True):
        starts.setdefault(utterance, segment.timestamp_ms)
        words[utterance] = max(words.get(utterance, 1), len(segment.text.split()))
    dues = []
    begun = 0  # utterances are numbered as they begin
    for utterance, segment in zip(indexes, file.segments, strict=True):
        begun = max(begun, utterance + 1)
        start = starts[utterance]
        room = max(0, starts[begun] - start) if begun in starts else math.inf
        share = 1.0 if segment.is_final else len(segment.text.split()) / words[utterance]
        dues.append(max(start + min(words[utterance] * WORD_MS, room) * share, segment.timestamp_ms))
    return dues
