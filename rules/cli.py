"""The command `csr-rules`.

A subcommand is a function from the parsed arguments to an exit status and one entry in `_parser`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from rules.engine import Engine, Fact, Rulebook
from rules.ruleset import Ruleset, RulesetError
from rules.yaml_source import MAX_BYTES, load, merge, shipped
from transcripts.events import NAMES, AlertCorrected, SegmentAdded
from transcripts.files import LARGEST_FILE, TranscriptFile, TranscriptFileError, read_transcript
from transcripts.redaction import Redactor

PROGRAM = "csr-rules"
FAILED = 2  # the exit status when the input cannot be used


class InputError(Exception):
    """Input that cannot be read; the message names it."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand.

    Returns:
        The exit status: 0, or 2 after a message on standard error.
    """
    arguments = _parser().parse_args(argv)
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough. Python flushes again at exit, which must not fail either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (InputError, RulesetError, TranscriptFileError) as error:
        sys.stdout.flush()
        for line in str(error).splitlines():
            print(f"{PROGRAM}: {line}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=PROGRAM, description="Work with the rules for calls.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    running = commands.add_parser(
        "run",
        help="say what the rules find in a call",
        description="Run the rules over the final segments of a transcript file, redacted as they are on the CSR's "
        "screen, and print what follows from them: alerts, corrections, questions that were asked.",
    )
    running.add_argument("--transcript", metavar="FILE", required=True, help="a transcript file; - is standard input")
    running.add_argument(
        "--rules", metavar="FILE", nargs="+", action="extend", help="rulesets to use; without it the ones shipped"
    )
    running.add_argument("--json", action="store_true", help="print one JSON object per fact")
    running.set_defaults(run=_run)
    return parser


def _run(arguments: argparse.Namespace) -> int:
    content = _read(arguments.transcript, LARGEST_FILE)
    name = "standard input" if arguments.transcript == "-" else arguments.transcript
    file = read_transcript(content, name)
    ruleset = _rulesets(arguments.rules) if arguments.rules else shipped()
    for index, segment, fact in find(file, ruleset):
        line = msgspec.json.encode(describe(index, segment, fact)).decode() if arguments.json else _line(segment, fact)
        sys.stdout.buffer.write(f"{line}\n".encode())
    return 0


def find(file: TranscriptFile, ruleset: Ruleset) -> Iterator[tuple[int, SegmentAdded, Fact]]:
    """The facts of a call, each with the place in the file (from 0) and the redacted words of the segment behind it."""
    engine = Engine(Rulebook(ruleset), "run", "backend")
    redactor = Redactor()
    for index, part in enumerate(file.segments):
        if part.is_final:
            text = redactor.redact(part.speaker, part.text)
            segment = SegmentAdded(f"segment-{index}", part.speaker, text, part.timestamp_ms)
            for fact in engine.observe(segment):
                yield index, segment, fact


def describe(index: int, segment: SegmentAdded, fact: Fact) -> dict[str, Any]:
    """A fact as a JSON object. `evidence` are ranges of characters of the redacted text, `words` what stands there."""
    payload, rule = fact.payload, fact.rule
    described: dict[str, Any] = {
        "type": NAMES[type(payload)],
        "rule_id": rule.id,
        "kind": rule.kind,
        "severity": rule.severity,
        "title": rule.title,
        "segment": index,
        "speaker": segment.speaker,
        "evidence": payload.evidence,
        "words": _words(segment, fact),
        "at_ms": segment.at_ms,
    }
    if isinstance(payload, AlertCorrected):
        described["after_ms"] = payload.after_ms
    return described


def _words(segment: SegmentAdded, fact: Fact) -> list[str]:
    return [segment.text[start:end] for start, end in fact.payload.evidence]


def _line(segment: SegmentAdded, fact: Fact) -> str:
    minutes, seconds = divmod(segment.at_ms // 1000, 60)
    words = " … ".join(_words(segment, fact))
    after = f" after {fact.payload.after_ms / 1000:.0f} s" if isinstance(fact.payload, AlertCorrected) else ""
    what = f"{NAMES[type(fact.payload)]} {fact.rule.id}{after}"
    return f'{minutes:02}:{seconds:02}  {segment.speaker:<8}  {what}: {fact.rule.title}: "{words}"'


def _rulesets(paths: Sequence[str]) -> Ruleset:
    found: list[Ruleset] = []
    for path in paths:
        try:
            text = _read(path, MAX_BYTES).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not UTF-8 at byte {error.start}") from None
        found.append(load(text, path, beside=found))
    return merge(found)


def _read(path: str, most: int) -> bytes:
    """The content of a file ("-" is standard input), cut one byte after `most`, which readers refuse.

    Raises:
        InputError: It cannot be opened or read.
    """
    if path == "-":
        return sys.stdin.buffer.read(most + 1)
    try:
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


if __name__ == "__main__":
    sys.exit(main())
