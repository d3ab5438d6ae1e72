"""`csr-rules schema`: the JSON Schema of ruleset files, for editors."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from rules.schema import schema

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    describing = commands.add_parser(
        "schema",
        help="print the JSON Schema of ruleset files",
        description="Print the JSON Schema of ruleset files. An editor that knows it completes and checks them.",
    )
    describing.set_defaults(run=_schema)


def _schema(arguments: argparse.Namespace) -> int:
    del arguments
    print(json.dumps(schema(), indent=2))
    return 0
