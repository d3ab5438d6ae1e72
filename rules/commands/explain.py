"""`csr-rules explain`: why a rule fires on some words, or does not."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import msgspec

from rules.commands.reading import InputError, rulesets
from rules.explanation import Explanation, explain, read

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    explaining = commands.add_parser(
        "explain",
        help="say why rules fire on some words, or do not",
        description="Print how the rules read an utterance, and for each rule with a phrase in it (or the one that is "
        "named) what matched, where, and what excused it.",
    )
    explaining.add_argument("files", metavar="FILE", nargs="*", help="rulesets; without any, the ones shipped")
    explaining.add_argument("--text", required=True, help="what was said")
    explaining.add_argument("--speaker", choices=("csr", "customer"), default="csr", help="who said it (csr)")
    explaining.add_argument("--rule", metavar="ID", help="one rule, whether its phrases are there or not")
    explaining.add_argument("--json", action="store_true", help="print one JSON object per rule")
    explaining.set_defaults(run=_explain)


def _explain(arguments: argparse.Namespace) -> int:
    ruleset = rulesets(arguments.files)
    if arguments.rule and ruleset.rule(arguments.rule) is None:
        raise InputError(f"there is no rule {arguments.rule!r}")
    found = explain(ruleset, arguments.text, arguments.speaker)
    wanted = [
        one for one in found if (one.rule_id == arguments.rule if arguments.rule else bool(one.matches or one.repairs))
    ]
    if arguments.json:
        for one in wanted:
            print(msgspec.json.encode(one).decode())
        return 0
    reading = read(arguments.text)
    print(f"read as:  {reading.text}")
    print(f"clauses:  {' | '.join(reading.clauses)}")
    for one in wanted:
        print("\n" + "\n".join(_lines(one)))
    if not wanted:
        print("\nno rule has a phrase in it")
    return 0


def _lines(one: Explanation) -> list[str]:
    lines = [f"{one.rule_id} ({one.kind}): {one.verdict}"]
    for match in one.matches:
        excused = f"  excused by {match.excused_by}" if match.excused_by else ""
        lines.append(f"    {match.phrase}\n      “{match.words}” in “{match.clause}”{excused}")
    lines += [f"    corrected by {match.phrase}\n      “{match.words}”" for match in one.repairs]
    return lines
