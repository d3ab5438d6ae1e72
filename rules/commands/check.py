"""`csr-rules check` and `csr-rules test`: whether rulesets are right, and whether they do what they say."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from rules.commands.reading import read_ruleset, rulesets
from rules.examples import failures
from rules.lint import warnings
from rules.ruleset import Ruleset, RulesetError, merge

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommands."""
    checking = commands.add_parser(
        "check",
        help="say what is wrong with rulesets",
        description="Print every error of the rulesets, with line, rule and what to do, and warnings for phrases that "
        "can never match or add nothing. The exit status is 1 if there are errors.",
    )
    checking.add_argument("files", metavar="FILE", nargs="+", help="a ruleset in YAML; - is standard input")
    checking.set_defaults(run=_check)

    testing = commands.add_parser(
        "test",
        help="try the rules on their own examples",
        description="Print every example that does not hold. The exit status is 1 if there are any.",
    )
    testing.add_argument("files", metavar="FILE", nargs="*", help="a ruleset; without any, the ones shipped")
    testing.set_defaults(run=_test)


def _check(arguments: argparse.Namespace) -> int:
    good: list[Ruleset] = []
    errors = told = rules = 0
    waiting = list(arguments.files)
    problems: dict[str, tuple[str, ...]] = {}
    # Files may use each other's terms and rules in any order: one that fails is tried again after the others.
    while waiting:
        failed: list[str] = []
        for path in waiting:
            try:
                loaded = read_ruleset(path, good)
            except RulesetError as error:
                problems[path] = error.problems
                failed.append(path)
                continue
            problems.pop(path, None)
            good.append(loaded.ruleset)
            rules += len(loaded.ruleset.rules)
            for warning in warnings(loaded.ruleset, loaded.lines):
                told += 1
                print(f"{path}:{warning.line}: warning: rule `{warning.rule_id}`: {warning.text}")
        if len(failed) == len(waiting):
            break
        waiting = failed
    if not waiting:
        try:
            merge(good)
        except RulesetError as error:
            problems["together"] = error.problems
    for lines in problems.values():
        for line in lines:
            errors += 1
            print(f"{line}")
    print(f"{rules} rules in {len(good)} files, {errors} errors, {told} warnings", file=sys.stderr)
    return 1 if errors else 0


def _test(arguments: argparse.Namespace) -> int:
    ruleset = rulesets(arguments.files)
    failed = 0
    for failure in failures(ruleset):
        failed += 1
        should = "should match" if failure.expected else "should not match"
        print(f"rule `{failure.rule.id}`: {should}, said by the {failure.speaker}: {failure.text}")
    examples = sum(len(rule.examples.match) + len(rule.examples.no_match) for rule in ruleset.rules)
    print(f"{len(ruleset.rules)} rules, {examples} examples, {failed} failed", file=sys.stderr)
    return 1 if failed else 0
