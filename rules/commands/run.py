"""`csr-rules run`: what the rules find in a call."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from rules.commands.reading import read_bytes, rulesets
from rules.engine import Engine, Fact, Rulebook
from rules.ruleset import Ruleset
from transcripts.events import (
    NAMES,
    AdviceGiven,
    AlertCorrected,
    CardSuppressed,
    Evidence,
    QuestionMissed,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
)
from transcripts.files import LARGEST_FILE, TranscriptFile, read_transcript
from transcripts.redaction import Redactor

if TYPE_CHECKING:
    from argparse import _SubParsersAction

Found = tuple[int | None, SegmentAdded | None, Fact]
"""The place in the file (from 0) and the redacted segment behind a fact, where words are behind it, and the fact."""


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    running = commands.add_parser(
        "run",
        help="say what the rules find in a call",
        description="Run the rules over the final segments of a transcript file, redacted as they are on the CSR's "
        "screen, and print what follows from them: alerts, corrections, advice given, questions asked or missed, cards "
        "that were not shown.",
    )
    running.add_argument("--transcript", metavar="FILE", required=True, help="a transcript file; - is standard input")
    running.add_argument(
        "--rules", metavar="FILE", nargs="+", action="extend", help="rulesets to use; without it the ones shipped"
    )
    running.add_argument("--trade", help="the call's trade; without it what the file's metadata says")
    running.add_argument("--json", action="store_true", help="print one JSON object per fact")
    running.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    content = read_bytes(arguments.transcript, LARGEST_FILE)
    name = "standard input" if arguments.transcript == "-" else arguments.transcript
    file = read_transcript(content, name)
    trade = arguments.trade or str(file.metadata.get("trade", ""))
    for index, segment, fact in find(file, rulesets(arguments.rules), trade):
        line = msgspec.json.encode(describe(index, segment, fact)).decode() if arguments.json else _line(segment, fact)
        sys.stdout.buffer.write(f"{line}\n".encode())
    return 0


def find(file: TranscriptFile, ruleset: Ruleset, trade: str = "") -> Iterator[Found]:
    """The facts of a call, in their order; the call ends with its last segment."""
    engine = Engine(Rulebook(ruleset), "run", "backend")
    engine.observe(SessionStarted(agent="", trade=trade))
    redactor = Redactor()
    said: dict[str, tuple[int, SegmentAdded]] = {}
    end_ms = 0
    for index, part in enumerate(file.segments):
        if part.is_final:
            text = redactor.redact(part.speaker, part.text)
            segment = SegmentAdded(f"segment-{index}", part.speaker, text, part.timestamp_ms)
            said[segment.utterance_id] = index, segment
            end_ms = max(end_ms, part.timestamp_ms)
            for fact in engine.observe(segment):
                yield (*_behind(fact, said), fact)
    for fact in engine.observe(SessionEnded(end_ms)):
        yield (*_behind(fact, said), fact)


def _behind(fact: Fact, said: dict[str, tuple[int, SegmentAdded]]) -> tuple[int | None, SegmentAdded | None]:
    utterance_id = None if isinstance(fact.payload, QuestionMissed) else fact.payload.utterance_id
    return said[utterance_id] if utterance_id else (None, None)


def describe(index: int | None, segment: SegmentAdded | None, fact: Fact) -> dict[str, Any]:
    """A fact as a JSON object. `evidence` are ranges of characters of the redacted text, `words` what stands there."""
    payload, rule = fact.payload, fact.rule
    described: dict[str, Any] = {
        "type": NAMES[type(payload)],
        "rule_id": rule.id,
        "kind": rule.kind,
        "severity": rule.severity,
        "title": rule.title,
        "segment": index,
        "speaker": segment.speaker if segment else None,
        "evidence": _evidence(fact),
        "words": _words(segment, fact),
        "at_ms": segment.at_ms if isinstance(payload, AlertCorrected) and segment else _at_ms(fact),
    }
    match payload:
        case AlertCorrected(after_ms=after_ms):
            described["after_ms"] = after_ms
        case AdviceGiven(line=line):
            described["line"] = line
        case CardSuppressed(reason=reason):
            described["reason"] = reason
        case QuestionMissed(due=due):
            described["due"] = due
    return described


def _at_ms(fact: Fact) -> int:
    return 0 if isinstance(fact.payload, AlertCorrected) else fact.payload.at_ms


def _evidence(fact: Fact) -> Evidence:
    return () if isinstance(fact.payload, QuestionMissed) else fact.payload.evidence


def _words(segment: SegmentAdded | None, fact: Fact) -> list[str]:
    return [segment.text[start:end] for start, end in _evidence(fact)] if segment else []


def _line(segment: SegmentAdded | None, fact: Fact) -> str:
    at_ms = segment.at_ms if segment else _at_ms(fact)
    minutes, seconds = divmod(at_ms // 1000, 60)
    what = f"{NAMES[type(fact.payload)]} {fact.rule.id}"
    match fact.payload:
        case AlertCorrected(after_ms=after_ms):
            what += f" after {after_ms / 1000:.0f} s"
        case AdviceGiven(line=line):
            what += f" line {line + 1}"
        case CardSuppressed(reason=reason):
            what += f" ({reason})"
        case QuestionMissed(due=due):
            what += f" (due {due})"
    words = " … ".join(_words(segment, fact))
    quoted = f': "{words}"' if words else ""
    return f"{minutes:02}:{seconds:02}  {segment.speaker if segment else '-':<8}  {what}: {fact.rule.title}{quoted}"
