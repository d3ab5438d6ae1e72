"""`csr-backend secrets`: keep, list and forget what only the backend may know. No command prints a secret."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

import msgspec

from backend.assist.secrets import LONGEST, PREFIX, SecretError, forget_secret, keep_secret, known_secrets

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommand."""
    secrets = commands.add_parser(
        "secrets",
        help="keys of other services, in the keyring",
        description=f"Keys of other services, in the keyring. An environment variable {PREFIX}NAME goes before it.",
    )
    actions = secrets.add_subparsers(required=True, metavar="ACTION")
    keep = actions.add_parser("set", help="keep a secret; asked for, or read from standard input")
    keep.add_argument("name", metavar="NAME", help="what it is called, as openrouter")
    keep.set_defaults(run=_keep)
    actions.add_parser("list", help="names and where each is found, one JSON object a line").set_defaults(run=_list)
    forget = actions.add_parser("forget", help="remove a secret from the keyring")
    forget.add_argument("name", metavar="NAME")
    forget.set_defaults(run=_forget)


def _keep(arguments: argparse.Namespace) -> int:
    text = getpass.getpass("Secret: ") if sys.stdin.isatty() else sys.stdin.readline(LONGEST + 2)
    keep_secret(arguments.name, text)
    return 0


def _list(_arguments: argparse.Namespace) -> int:
    found, problem = known_secrets()
    for name, origin in found.items():
        print(msgspec.json.encode({"name": name, "from": origin}).decode())
    if problem:
        print(f"csr-backend: {problem}", file=sys.stderr)
    return 0


def _forget(arguments: argparse.Namespace) -> int:
    if not forget_secret(arguments.name):
        raise SecretError(f"the keyring holds no secret named {arguments.name}; see: csr-backend secrets list")
    return 0
