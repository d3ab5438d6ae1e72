"""The command `csr-transcripts`.

A subcommand is a function from the parsed arguments to an exit status and one entry in `_parser`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from platformdirs import user_data_path

from transcripts.door import APP, FILE, Door, read_door
from transcripts.files import LARGEST_FILE, TranscriptFileError, read_transcript
from transcripts.redaction import Redactor

if TYPE_CHECKING:
    from transcripts.cli_replay import Find

PROGRAM = "csr-transcripts"
FAILED = 2  # the exit status when the input cannot be used
_LINE_ENDS = str.maketrans(dict.fromkeys("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))


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
    except (InputError, TranscriptFileError) as error:
        sys.stdout.flush()
        print(f"{PROGRAM}: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=PROGRAM, description="Work with the transcripts of calls.")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    redacting = commands.add_parser(
        "redact",
        help="hide phone numbers, e-mail addresses, cards, security codes and social security numbers",
        description="Print text without phone numbers, e-mail addresses, cards, security codes and social security "
        "numbers. Each line of FILE is a call of its own; a transcript file is one call, a segment a line.",
    )
    source = redacting.add_mutually_exclusive_group()
    source.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="text in UTF-8; - or nothing is standard input"
    )
    source.add_argument("--transcript", metavar="FILE", help="a transcript file; - is standard input")
    redacting.set_defaults(run=_redact)

    describing = commands.add_parser(
        "asyncapi",
        help="print the AsyncAPI document of the wire",
        description="Print the AsyncAPI 3.0 document of the websocket: all that is needed to write a client.",
    )
    describing.set_defaults(run=_asyncapi)

    replaying = commands.add_parser(
        "replay",
        help="play a call into a backend",
        description="Play a transcript file into a backend as if the call were happening now. The first line printed "
        "is a JSON object with the session's id.",
    )
    replaying.add_argument("file", metavar="FILE", help="a transcript file; - is standard input")
    replaying.add_argument("--url", help="address of the backend; left out, the one on this machine")
    replaying.add_argument("--token-file", type=Path, metavar="FILE", help="file with the token for the backend")
    replaying.add_argument("--door", type=Path, metavar="FILE", help="where the backend on this machine can be found")
    replaying.add_argument("--session", metavar="ID", help="play into this session; begun if there is none")
    replaying.add_argument("--speed", type=_speed, default=1.0, metavar="N|max", help="1 is the pace of the call")
    replaying.add_argument("--end", action=argparse.BooleanOptionalAction, help="end the session after the last word")
    replaying.set_defaults(run=_replay)
    return parser


def _redact(arguments: argparse.Namespace) -> int:
    if arguments.transcript is not None:
        return _redact_transcript(arguments.transcript)
    with _opened(arguments.file) as (lines, name):
        for number, line in enumerate(lines, start=1):
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise InputError(f"{name}: line {number} is not UTF-8 at byte {error.start}") from None
            words = text.rstrip("\r\n")
            _print(Redactor().redact("customer", words) + text[len(words) :])
            if lines.isatty() or arguments.file == "-":
                sys.stdout.flush()  # whoever feeds a pipe line by line gets each answer at once
    return 0


def _redact_transcript(path: str) -> int:
    with _opened(path) as (content, name):
        file = read_transcript(content.read(LARGEST_FILE + 1), name)
    redactor = Redactor()
    for segment in file.segments:
        redacted = redactor.redact(segment.speaker, segment.text, final=segment.is_final)
        _print(redacted.translate(_LINE_ENDS) + "\n")
    return 0


def _replay(arguments: argparse.Namespace) -> int:
    import asyncio  # noqa: PLC0415 # the other commands need no event loop and no sockets

    from transcripts.cli_replay import Replay, ReplayError, play  # noqa: PLC0415 # as above

    with _opened(arguments.file) as (content, name):
        file = read_transcript(content.read(LARGEST_FILE + 1), name)
    replay = Replay(
        file=file,
        find=_finder(arguments.url, arguments.token_file, arguments.door),
        session_id=arguments.session,
        speed=arguments.speed,
        end=arguments.end,
    )
    try:
        asyncio.run(play(replay, lambda line: _say(json.dumps(line))))
    except ReplayError as error:
        raise InputError(str(error)) from None
    return 0


def _asyncapi(_arguments: argparse.Namespace) -> int:
    from transcripts import asyncapi  # noqa: PLC0415 # the other commands need no schemas

    _print(asyncapi.text())
    return 0


def _finder(url: str | None, token_file: Path | None, door_file: Path | None) -> Find:
    """How to find the backend: the address and token that were given, else the local door, read anew each time."""
    import asyncio  # noqa: PLC0415 # the other commands need no event loop

    path = door_file or user_data_path(APP, appauthor=False) / FILE

    async def find() -> Door:
        token = await asyncio.to_thread(token_file.read_text, encoding="utf-8") if token_file else ""
        token = token.strip()
        if url is not None and token:
            return Door(url, token)
        door = read_door(await asyncio.to_thread(path.read_bytes))
        if door is None:
            raise FileNotFoundError("no local backend")
        return Door(url or door.url, token or door.token)

    return find


def _speed(text: str) -> float | None:
    if text == "max":
        return None
    speed = float(text)
    if not 0 < speed < float("inf"):
        raise argparse.ArgumentTypeError("the speed is a positive number or max")
    return speed


def _say(line: str) -> None:
    _print(line + "\n")
    sys.stdout.flush()


def _print(text: str) -> None:
    """Write UTF-8 whatever the locale, and no other line ends than the text has."""
    sys.stdout.buffer.write(text.encode())


@contextmanager
def _opened(path: str) -> Iterator[tuple[BinaryIO, str]]:
    """Standard input for "-", else the file; with the name that messages use.

    Raises:
        InputError: It cannot be opened or read.
    """
    if path == "-":
        yield sys.stdin.buffer, "standard input"
        return
    try:
        with Path(path).open("rb") as file:
            yield file, path
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


if __name__ == "__main__":
    sys.exit(main())
