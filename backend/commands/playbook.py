"""`csr-backend playbook`: what the playbook holds, what it would offer, and the company's own files in it."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from backend.assist.settings import FILE, read_settings
from backend.settings import Settings, SettingsError

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from backend.assist.playbook.search import Playbook

_DISABLED = "---\ndisabled: true\n---\n"


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the subcommands."""
    playbook = commands.add_parser("playbook", help="what the CSR may be told to say")
    actions = playbook.add_subparsers(required=True, metavar="ACTION")
    actions.add_parser("list", help="every passage, one JSON object a line").set_defaults(run=_list)

    search = actions.add_parser(
        "search",
        help="what would be offered for these words",
        description="Print what would be offered, the surest first, with how sure that is and the words that it shares "
        "with what was said. The exit status is 1 if nothing would be.",
    )
    search.add_argument("text", help="what a caller says")
    search.add_argument("--trade", default="", help="the trade of the call; any when left out")
    search.set_defaults(run=_search)

    add = actions.add_parser("add", help="put a file into the company's playbook, or in place of a shipped one")
    add.add_argument("file", type=Path, help="a topic in Markdown, or company.md with the company's facts")
    add.add_argument("--as", dest="name", metavar="CATEGORY/NAME.md", help="where; its own name when left out")
    add.set_defaults(run=_add)

    remove = actions.add_parser("remove", help="take a file of the company away, or a shipped one out of use")
    remove.add_argument("name", metavar="CATEGORY/NAME.md", help="as `playbook list` names it")
    remove.set_defaults(run=_remove)

    evaluate = actions.add_parser("evaluate", help="how often it answers right, by words alone and by meaning as well")
    evaluate.add_argument("file", type=Path, nargs="?", help="questions (TOML); the shipped ones when left out")
    evaluate.add_argument("--missed", action="store_true", help="print each question that was not answered right")
    evaluate.set_defaults(run=_evaluate)


def _list(arguments: argparse.Namespace) -> int:
    with _opened(arguments) as playbook:
        for entry in playbook.entries:
            _print(
                {
                    "source": entry.passage.source,
                    "path": entry.passage.path,
                    "trades": entry.trades,
                    "say": entry.say,
                }
            )
    return 0


def _search(arguments: argparse.Namespace) -> int:
    with _opened(arguments, by_meaning=True) as playbook:
        found = playbook.search(arguments.text, arguments.trade)
        for each in found:
            print(f"{each.score:.2f}  {each.passage.source}  ({' > '.join(each.passage.path)})\n      {each.say}")
            for field, words in playbook.explain(arguments.text, each.passage.source).items():
                print(f"      {field}: {', '.join(words)}")
    if not found:
        print("nothing would be offered", file=sys.stderr)
    return 0 if found else 1


def _add(arguments: argparse.Namespace) -> int:
    from backend.assist.playbook.files import read_file  # noqa: PLC0415 # the other commands need none of it
    from backend.assist.playbook.front_matter import TopicError  # noqa: PLC0415 # as above

    name = _name(arguments.name or arguments.file.name)
    try:
        read_file(arguments.file, name)
        text = arguments.file.read_bytes()
    except TopicError as error:
        raise SettingsError(f"{arguments.file}:{error.line}: {error.problem}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{arguments.file} cannot be read: {error}") from error
    print(_put(_company_folder(arguments) / name, text))
    return 0


def _remove(arguments: argparse.Namespace) -> int:
    from backend.assist.playbook.search import SHIPPED  # noqa: PLC0415 # the other commands need none of it

    name = _name(arguments.name)
    file = _company_folder(arguments) / name
    is_shipped = (SHIPPED / name).is_file()
    if file.is_file() and not (is_shipped and file.read_text(encoding="utf-8", errors="replace") == _DISABLED):
        file.unlink()
        print(f"{name} is removed{'; the shipped one is in use again' if is_shipped else ''}")
    elif is_shipped:
        _put(file, _DISABLED.encode())
        print(f"{name} is out of use; to have it back, delete {file}")
    else:
        raise SettingsError(f"there is no {name} in the playbook; see: csr-backend playbook list")
    return 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from backend.assist.playbook.evaluation import SHIPPED_QUESTIONS, evaluate, read_questions  # noqa: PLC0415 # as above
    from backend.assist.playbook.front_matter import TopicError  # noqa: PLC0415 # as above

    file = arguments.file or SHIPPED_QUESTIONS
    try:
        sets = read_questions(file.read_text(encoding="utf-8"))
    except TopicError as error:
        raise SettingsError(f"{file}: {error.problem}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} cannot be read: {error}") from error
    print(f"{'set':10} {'searched by':18} {'questions':>9} {'hit@1':>6} {'hit@3':>6} {'others':>7} {'silent':>7}")
    for by_meaning in (False, True):
        with _opened(arguments, by_meaning=by_meaning) as playbook:
            if by_meaning and not playbook.by_meaning:
                break
            for name, questions in sets.items():
                score = evaluate(playbook, questions)
                print(
                    f"{name:10} {'words and meaning' if by_meaning else 'words':18} {score.answerable:9} "
                    f"{score.hit_1:6.3f} {score.hit_3:6.3f} {score.others:7} {score.silent:7.3f}"
                )
                for question, found in score.missed if arguments.missed else ():
                    offered = ", ".join(f"{each.passage.source} {each.score:.2f}" for each in found) or "nothing"
                    print(f"    {question.heard}\n        {', '.join(question.sources) or 'nothing'}, not {offered}")
    return 0


@contextlib.contextmanager
def _opened(arguments: argparse.Namespace, *, by_meaning: bool = False) -> Iterator[Playbook]:
    """The playbook in effect, what is wrong with it told on standard error."""
    from backend.assist.playbook.embedding import EmbeddingsUnavailableError, load_embedder  # noqa: PLC0415 # as above
    from backend.assist.playbook.search import SHIPPED, Playbook  # noqa: PLC0415 # as above
    from backend.observability import configure_logging  # noqa: PLC0415 # as above

    configure_logging(level="error")  # problems are told below, in words
    playbook = Playbook.open(SHIPPED, _company_folder(arguments))
    try:
        for problem in playbook.problems:
            print(f"csr-backend: {problem}", file=sys.stderr)
        if by_meaning:
            try:
                playbook.use(load_embedder(), cache=Settings(data_dir=arguments.data_dir).playbook_vectors)
            except EmbeddingsUnavailableError as error:
                print(f"csr-backend: searched by words alone: {error}", file=sys.stderr)
        yield playbook
    finally:
        playbook.close()


def _company_folder(arguments: argparse.Namespace) -> Path:
    own = read_settings(arguments.data_dir / FILE).playbook.folder
    return Path(own) if own else Settings(data_dir=arguments.data_dir).playbook


def _name(given: str) -> str:
    """A file's place in the playbook, which is within it."""
    path = PurePosixPath(given.replace(os.sep, "/"))
    if path.is_absolute() or path.suffix != ".md" or any(part.startswith(".") for part in path.parts):
        raise SettingsError(f"{given!r} is no place in the playbook: give it as category/name.md")
    return path.as_posix()


def _put(file: Path, content: bytes) -> Path:
    """Write a file whole or not at all, so that a running backend never reads half of it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink()
            raise
    except OSError as error:
        raise SettingsError(f"{file} cannot be written: {error.strerror or error}") from error
    return file


def _print(what: object) -> None:
    print(json.dumps(what, ensure_ascii=False))
