"""`csr-rules backtest`: what a change of rules would change over stored calls."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rules.backtest import Backtest, Change, Fire
from rules.commands.reading import rulesets
from rules.commands.stored_calls import stored_calls, watched
from rules.rulebook import Rulebook
from rules.yaml_source import shipped

if TYPE_CHECKING:
    from argparse import _SubParsersAction

_BAR = 30  # characters


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    testing = commands.add_parser(
        "backtest",
        help="say what other rules would change over stored calls",
        description="Judge stored calls by other rules and print, by rule, what would be heard that was not and what "
        "would be heard no more, with the sentences.",
    )
    testing.add_argument("--rules", metavar="NEW", nargs="+", action="extend", required=True, help="the rules to try")
    testing.add_argument(
        "--against",
        metavar="OLD",
        nargs="+",
        action="extend",
        help="the rules to compare with; without them what each call's log recorded (transcript files have no log: the "
        "rules shipped)",
    )
    testing.add_argument(
        "--sessions",
        metavar="DB|FOLDER",
        type=Path,
        required=True,
        help="a backend's database, or a folder of exports (*.jsonl) and transcript files (*.json)",
    )
    testing.add_argument("--json", action="store_true", help="print one JSON object")
    testing.set_defaults(run=_backtest)


def _backtest(arguments: argparse.Namespace) -> int:
    new = Rulebook(rulesets(arguments.rules))
    old = Rulebook(rulesets(arguments.against)) if arguments.against else None
    ours: Rulebook | None = None
    result = Backtest()
    for call in watched(stored_calls(arguments.sessions), _progress):
        against = old
        if against is None and not call.recorded:
            against = ours = ours or Rulebook(shipped())
        result.take(call, new, against)
    if arguments.json:
        sys.stdout.buffer.write(msgspec.json.encode(result) + b"\n")
        return 0
    for rule_id, change in sorted(result.rules.items()):
        if change.gained or change.lost:
            print("\n".join(_lines(rule_id, change)))
    gained = sum(len(change.gained) for change in result.rules.values())
    lost = sum(len(change.lost) for change in result.rules.values())
    print(f"{result.calls} calls, {result.segments} segments: {gained} gained, {lost} lost")
    return 0


def _lines(rule_id: str, change: Change) -> list[str]:
    head = f"{rule_id}: {change.before} before, {change.after} after, +{len(change.gained)} −{len(change.lost)}"
    return [
        head,
        *(f"  + {_shown(fire)}" for fire in change.gained),
        *(f"  − {_shown(fire)}" for fire in change.lost),
    ]


def _shown(fire: Fire) -> str:
    minutes, seconds = divmod(fire.at_ms // 1000, 60)
    said = f" {fire.speaker}: {fire.sentence}" if fire.speaker else ""
    return f"{fire.call} {minutes}:{seconds:02}{said}"


def _progress(done: int, count: int) -> None:
    """A bar on standard error, where a person looks at it."""
    if sys.stderr.isatty():
        filled = _BAR * done // max(1, count)
        end = "\n" if done == count else ""
        print(
            f"\r[{'#' * filled}{' ' * (_BAR - filled)}] {done} of {count} calls", end=end, file=sys.stderr, flush=True
        )
