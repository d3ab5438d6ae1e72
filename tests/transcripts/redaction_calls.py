"""Excerpts of calls written down by several hands, from the text files beside this module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.transcripts.redaction_corpus import CLOSE, OPEN, Call
from transcripts.events import Speaker

_FOLDER = Path(__file__).parent
_SPEAKERS: tuple[Speaker, Speaker] = ("csr", "customer")


def private() -> list[Call]:
    """The excerpts in which something must be hidden."""
    return list(_read("redaction_calls.txt", "call"))


def benign() -> list[Call]:
    """The excerpts in which nothing may be altered."""
    return list(_read("redaction_benign_calls.txt", "benign call"))


def _read(name: str, style: str) -> Iterator[Call]:
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _call(line, style)


def _call(line: str, style: str) -> Call:
    first = {"R": 0, "C": 1}[line[0]]
    marked = line[3:].replace("<", OPEN).replace(">", CLOSE)
    turns = tuple((_SPEAKERS[(first + at) % 2], text.strip()) for at, text in enumerate(marked.split(" / ")))
    return Call(style, turns)
