"""The command `csr-rules`.

A subcommand is a module of `rules.commands` with `add(commands)`, which sets `run` to a function from the parsed
arguments to an exit status.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from rules.commands import backtest, check, explain, run, schema
from rules.commands.reading import InputError
from rules.ruleset import RulesetError
from transcripts.files import TranscriptFileError

PROGRAM = "csr-rules"
FAILED = 2  # the exit status when the input cannot be used


def main(argv: Sequence[str] | None = None) -> int:
    """Run a subcommand.

    Returns:
        The exit status: 0, 1 where a check found something wrong, 2 after a message on standard error.
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
    for command in (check, explain, run, backtest, schema):
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
