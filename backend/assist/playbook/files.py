"""The two folders of a playbook, read as one: what ships with the product, and what the company puts over it.

A file of the company stands in for the shipped one of the same path, or takes it away with `disabled: true`. A file
that cannot be read is a problem of its own and takes no other with it: what it said before stays, if it could be read
then. A company's file that never could leaves its topic out, for the shipped words are what it was to replace.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from backend.assist.playbook.company import FILE, Company, read_company
from backend.assist.playbook.front_matter import TopicError
from backend.assist.playbook.topics import Topic, read_topic
from transcripts.events import NAME_LENGTH, Passage


class Problem(Struct, frozen=True):
    """What is wrong with a file, and where; `line` counts from 1."""

    file: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class Entry(Struct, frozen=True):
    """A passage as this company says it. `say` is "" where nothing is left of the line: it is background only."""

    passage: Passage
    title: str
    trades: tuple[str, ...]
    triggers: tuple[str, ...]
    say: str
    background: str

    def is_for(self, trade: str) -> bool:
        """Whether the passage may be used in a call of this trade, where "" is a call whose trade is not known."""
        return not self.trades or not trade or trade in self.trades


class Contents(Struct, frozen=True):
    """What two folders held at one moment."""

    entries: tuple[Entry, ...]
    company: Company
    problems: tuple[Problem, ...]


class _Version(NamedTuple):
    """What tells that a file was changed."""

    modified_ns: int
    size: int
    inode: int


class Folders:
    """Reads the folders, each file again only when it was changed. Not thread-safe.

    Args:
        default: What ships with the product.
        company: What the company puts over it; need not exist.
    """

    def __init__(self, default: Path, company: Path | None) -> None:
        self._layers = [default] if company is None else [default, company]
        self._seen: dict[Path, _Version] | None = None
        self._good: dict[Path, Topic | Company] = {}  # the last that could be read
        self._problems: dict[Path, Problem] = {}
        self._names: dict[Path, str] = {}

    def have_changed(self) -> bool:
        """Whether a file came, went or was changed since `read`; costs one look at every file's entry."""
        return self._seen != self._scan()

    def read(self) -> Contents:
        """Read what was changed, and lay the company's files over the shipped ones."""
        seen = self._scan()
        before = self._seen or {}
        for path in [path for path in self._good.keys() | self._problems.keys() if path not in seen]:
            self._good.pop(path, None)
            self._problems.pop(path, None)
        company = Company()
        topics: dict[str, Topic | None] = {}
        for path, version in seen.items():
            name = self._names[path]
            if before.get(path) != version:
                self._take(path, name)
            good = self._good.get(path)
            if isinstance(good, Company):
                company = good
            elif name != FILE:
                topics[name] = good
        self._seen = seen
        entries = (
            _entry(topic, at, company)
            for _, topic in sorted(topics.items())
            if topic is not None
            for at in range(len(topic.passages))
        )
        return Contents(tuple(entries), company, tuple(problem for _, problem in sorted(self._problems.items())))

    def _take(self, path: Path, name: str) -> None:
        try:
            self._good[path] = read_file(path, name)
            self._problems.pop(path, None)
        except TopicError as error:
            self._problems[path] = Problem(path, error.line, error.problem)
        except UnicodeDecodeError as error:
            self._problems[path] = Problem(path, error.object.count(b"\n", 0, error.start) + 1, "it is not UTF-8")
        except OSError as error:
            self._problems[path] = Problem(path, 1, f"it cannot be read: {error.strerror or error}")

    def _scan(self) -> dict[Path, _Version]:
        found: dict[Path, _Version] = {}
        self._names = {}
        for folder in self._layers:
            for name, version in _markdown(folder):
                path = folder / name
                found[path] = version
                self._names[path] = name
        return found


def read_file(path: Path, name: str) -> Topic | Company:
    """Read a file that is to stand at `name`, with `/`, in a playbook.

    Raises:
        TopicError: What is wrong with it.
        UnicodeDecodeError: It is not UTF-8.
        OSError: It cannot be read.
    """
    if len(name) > NAME_LENGTH:
        raise TopicError(1, "the names of folder and file are too long together")
    text = path.read_text(encoding="utf-8")
    return read_company(text) if name == FILE else read_topic(text, name)


def _entry(topic: Topic, at: int, company: Company) -> Entry:
    written = topic.passages[at]
    paragraphs = (company.fill(paragraph) for paragraph in written.background.split("\n\n"))
    return Entry(
        passage=written.passage,
        title=written.title,
        trades=written.trades,
        triggers=written.triggers,
        say=company.fill(written.line),
        background="\n\n".join(paragraph for paragraph in paragraphs if paragraph),
    )


def _markdown(folder: Path, within: str = "") -> Iterator[tuple[str, _Version]]:
    """The Markdown files in and below a folder, in order; what is hidden stays so, as an editor's copies."""
    try:
        with os.scandir(folder / within) as listing:
            items = sorted(listing, key=lambda item: item.name)
    except OSError:  # it is not there, or gone between two looks
        return
    for item in items:
        if item.name.startswith("."):
            continue
        if item.is_dir(follow_symlinks=False):
            yield from _markdown(folder, f"{within}{item.name}/")
        elif item.name.endswith(".md"):
            try:
                status = item.stat()
            except OSError:  # as above
                continue
            yield f"{within}{item.name}", _Version(status.st_mtime_ns, status.st_size, status.st_ino)
