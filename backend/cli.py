"""The command line of the backend: serve, tokens, sessions, verify, rebuild; `backend.commands` holds the others.

Results go to standard output (JSON where a program reads them), everything else to standard error. Exit codes: 0 done,
1 the log is damaged (`verify`) or nothing was found (`playbook search`), 2 the command cannot be carried out.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from backend.access import create_token
from backend.commands import assist, playbook, secrets
from backend.log.contract import EventLog, LogError
from backend.log.sqlite import SqliteLog
from backend.observability import configure_logging
from backend.settings import DEFAULT_PORT, Settings, SettingsError, default_data_dir
from transcripts.chain import BrokenChainError, verify

T = TypeVar("T")
PAGE = 500


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except (LogError, SettingsError) as error:
        print(f"csr-backend: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="csr-backend", description="The service that owns the event log of all calls."
    )
    parser.add_argument("--data-dir", type=Path, default=default_data_dir(), help="where the log is (%(default)s)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the backend until SIGTERM or Ctrl-C")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on; beyond loopback needs TLS")
    serve.add_argument("--port", type=int, default=DEFAULT_PORT, help="port, 0 for any free one (%(default)s)")
    serve.add_argument("--tls-cert", type=Path, help="certificate chain (PEM)")
    serve.add_argument("--tls-key", type=Path, help="its private key (PEM)")
    serve.add_argument(
        "--rules",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        metavar="FILE",
        help="rulesets of record (YAML); the shipped ones when left out",
    )
    serve.add_argument("--assist", type=Path, metavar="FILE", help="settings of model, budgets and playbook (TOML)")
    serve.add_argument("--example-company", action="store_true", help="answer for a company that there is not (demo)")
    serve.add_argument("--door", type=Path, help="file that tells local programs how to connect")
    serve.add_argument("--log-level", choices=("debug", "info", "warning", "error"), default="info")
    serve.add_argument("--with-parent", action="store_true", help="stop when standard input is closed")
    serve.set_defaults(run=_serve)

    tokens = commands.add_parser("tokens", help="who may connect").add_subparsers(required=True, metavar="ACTION")
    create = tokens.add_parser("create", help="make a token and print it, this once")
    create.add_argument("--role", choices=("csr", "supervisor", "admin"), required=True)
    create.add_argument("--name", required=True, help="whose it is")
    create.set_defaults(run=_create_token)
    tokens.add_parser("list", help="names, roles and dates, one JSON object a line").set_defaults(run=_list_tokens)
    revoke = tokens.add_parser("revoke", help="make a token worthless")
    revoke.add_argument("name")
    revoke.set_defaults(run=_revoke_token)

    sessions = commands.add_parser("sessions", help="the calls").add_subparsers(required=True, metavar="ACTION")
    listing = sessions.add_parser("list", help="newest first, one JSON object a line")
    listing.add_argument("--status", choices=("live", "ended"))
    listing.add_argument("--limit", type=int, default=50)
    listing.set_defaults(run=_list_sessions)
    export = sessions.add_parser("export", help="every event of a session, one JSON object a line")
    export.add_argument("session_id", metavar="ID")
    export.set_defaults(run=_export)

    for more in (secrets, assist, playbook):
        more.add(commands)

    commands.add_parser("verify", help="check the hash chain of every session").set_defaults(run=_verify)
    commands.add_parser("rebuild", help="make every table but the log again from the log").set_defaults(run=_rebuild)
    return parser


def _serve(arguments: argparse.Namespace) -> int:
    from backend.service import Listening, run  # noqa: PLC0415 # the other commands need neither sockets nor rules
    from rules.ruleset import RulesetError  # noqa: PLC0415 # as above

    settings = Settings(
        data_dir=arguments.data_dir,
        host=arguments.host,
        port=arguments.port,
        tls_cert=arguments.tls_cert,
        tls_key=arguments.tls_key,
        rules=tuple(arguments.rules),
        assist=arguments.assist,
        example_company=arguments.example_company,
        door_file=arguments.door,
    )
    configure_logging(level=arguments.log_level)

    def announce(listening: Listening) -> None:
        print(
            msgspec.json.encode({"url": listening.url, "door": listening.door, "pid": os.getpid()}).decode(), flush=True
        )

    async def serve() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            try:
                loop.add_signal_handler(name, stop.set)
            except NotImplementedError:  # Windows: the handler runs outside the loop
                signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
        if arguments.with_parent:
            threading.Thread(target=_await_end_of_input, args=(loop, stop), daemon=True).start()
        await run(settings, stop, announce)

    try:
        asyncio.run(serve())
    except RulesetError as error:
        raise SettingsError(str(error)) from error
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {settings.host} port {settings.port}: {error.strerror or error}"
        ) from error
    return 0


def _await_end_of_input(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Set `stop` once whoever started this program is gone: the pipe that it held is closed, however it ended."""
    with contextlib.suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    with contextlib.suppress(RuntimeError):  # the loop has ended already
        loop.call_soon_threadsafe(stop.set)


def _with_log(arguments: argparse.Namespace, work: Callable[[EventLog], Awaitable[T]]) -> T:
    """Open the log, work with it, close it."""

    async def run() -> T:
        log = SqliteLog.open(Settings(data_dir=arguments.data_dir).database)
        try:
            return await work(log)
        finally:
            await log.close()

    return asyncio.run(run())


def _create_token(arguments: argparse.Namespace) -> int:
    print(_with_log(arguments, lambda log: create_token(log, arguments.name, arguments.role)))
    print("This token is shown once. Give it to the desktop with: csr-desktop token set", file=sys.stderr)
    return 0


def _list_tokens(arguments: argparse.Namespace) -> int:
    for token in _with_log(arguments, lambda log: log.tokens()):
        _print({"name": token.name, "role": token.role, "created_at": token.created_at, "revoked_at": token.revoked_at})
    return 0


def _revoke_token(arguments: argparse.Namespace) -> int:
    if not _with_log(arguments, lambda log: log.revoke_token(arguments.name, datetime.now(UTC))):
        raise LogError(f"there is no valid token named {arguments.name!r}; see: csr-backend tokens list")
    return 0


def _list_sessions(arguments: argparse.Namespace) -> int:
    for session in _with_log(arguments, lambda log: log.sessions(status=arguments.status, limit=arguments.limit)):
        _print(session)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    async def work(log: EventLog) -> int:
        last = 0
        while page := await log.read(arguments.session_id, last, PAGE):
            for event in page:
                _print(event)
            last = page[-1].seq
        return last

    if _with_log(arguments, work) == 0:
        raise LogError(f"there is no session {arguments.session_id}; see: csr-backend sessions list")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    async def work(log: EventLog) -> tuple[int, int, int]:
        sessions = events = broken = 0
        for session_id in log.session_ids():
            sessions += 1
            try:
                events += verify(log.links(session_id))
            except (BrokenChainError, LogError) as error:
                broken += 1
                print(f"csr-backend: {error}", file=sys.stderr)
        return sessions, events, broken

    sessions, events, broken = _with_log(arguments, work)
    _print({"sessions": sessions, "events": events, "broken": broken})
    return 1 if broken else 0


def _rebuild(arguments: argparse.Namespace) -> int:
    async def work(log: EventLog) -> int:
        return log.rebuild()

    _print({"sessions": _with_log(arguments, work)})
    return 0


def _print(what: object) -> None:
    print(msgspec.json.encode(what).decode())
