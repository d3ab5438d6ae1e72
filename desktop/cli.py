"""The command line of the desktop: overlay, demo, token."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from transcripts.files import TranscriptFileError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code: 0, or 2 after a message on standard error."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output has seen enough
        sys.stderr.close()
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="csr-desktop", description="The window beside the softphone.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    overlay = commands.add_parser("overlay", help="show the overlay, connected to a backend")
    overlay.add_argument("--url", help="address of the backend (wss://…); left out, the one on this machine")
    overlay.add_argument("--token-file", type=Path, metavar="FILE", help="its token, instead of the keyring")
    overlay.add_argument("--door", type=Path, metavar="FILE", help="where the backend on this machine can be found")
    overlay.set_defaults(run=_overlay)

    demo = commands.add_parser("demo", help="show a sample call, with a backend of its own")
    demo.add_argument("--call", default="hvac_booking", metavar="NAME", help="a sample call (see --list), or a file")
    demo.add_argument("--speed", default="1", metavar="N|max", help="1 is the pace of the call")
    demo.add_argument("--headless", action="store_true", help="print the call instead of showing it")
    demo.add_argument("--json", action="store_true", help="with --headless: one JSON object per event")
    demo.add_argument("--list", action="store_true", help="name the sample calls")
    demo.set_defaults(run=_demo)

    token = commands.add_parser("token", help="the token of a backend, in the keyring")
    actions = token.add_subparsers(required=True, metavar="ACTION")
    keep = actions.add_parser("set", help="keep a token; asked for, or read from standard input")
    keep.add_argument("--url", required=True, help="address of the backend")
    keep.set_defaults(run=_keep_token)
    forget = actions.add_parser("forget", help="remove a token")
    forget.add_argument("--url", required=True, help="address of the backend")
    forget.set_defaults(run=_forget_token)
    return parser


def _overlay(arguments: argparse.Namespace) -> int:
    from desktop.display import display_problem  # noqa: PLC0415 # each command loads what it needs

    problem = display_problem()
    if problem:
        return _fail(f"{problem} The overlay needs one; without, see: csr-desktop demo --headless")
    from desktop.app import run_overlay  # noqa: PLC0415 # as above
    from desktop.endpoint import default_door, find_endpoint  # noqa: PLC0415 # as above

    return run_overlay(find_endpoint(arguments.url, arguments.token_file, arguments.door or default_door()))


def _demo(arguments: argparse.Namespace) -> int:
    from desktop import samples  # noqa: PLC0415 # as above
    from desktop.demo import run_demo  # noqa: PLC0415 # as above

    if arguments.list:
        for name in samples.names():
            print(f"{name:<28} {samples.title(name)}")
        return 0
    if arguments.json and not arguments.headless:
        return _fail("--json goes with --headless")
    try:
        if arguments.speed != "max" and not 0 < float(arguments.speed) < float("inf"):
            raise ValueError
    except ValueError:
        return _fail(f"--speed takes a positive number or max, not {arguments.speed!r}")
    try:
        call = samples.find(arguments.call)
    except (TranscriptFileError, OSError) as error:
        return _fail(str(error))
    return run_demo(call, arguments.speed, headless=arguments.headless, as_json=arguments.json)


def _keep_token(arguments: argparse.Namespace) -> int:
    from desktop.credentials import CredentialsError, TokenKeyring  # noqa: PLC0415 # as above

    token = (getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not token:
        return _fail("no token was given")
    try:
        asyncio.run(TokenKeyring().keep(arguments.url, token))
    except CredentialsError as error:
        return _fail(str(error))
    return 0


def _forget_token(arguments: argparse.Namespace) -> int:
    from desktop.credentials import CredentialsError, TokenKeyring  # noqa: PLC0415 # as above

    try:
        asyncio.run(TokenKeyring().forget(arguments.url))
    except CredentialsError as error:
        return _fail(str(error))
    return 0


def _fail(message: str) -> int:
    print(f"csr-desktop: {message}", file=sys.stderr)
    return 2
