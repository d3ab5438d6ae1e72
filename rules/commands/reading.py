"""What the subcommands read: rulesets and other files, with errors that name them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rules.ruleset import Ruleset, merge
from rules.yaml_source import MAX_BYTES, Loaded, read, shipped


class InputError(Exception):
    """Input that cannot be read; the message names it."""


def read_bytes(path: str, most: int) -> bytes:
    """The content of a file ("-" is standard input), cut one byte after `most`, which readers refuse.

    Raises:
        InputError: It cannot be opened or read.
    """
    if path == "-":
        return sys.stdin.buffer.read(most + 1)
    try:
        with Path(path).open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def read_ruleset(path: str, beside: Sequence[Ruleset] = ()) -> Loaded:
    """A ruleset file; `beside` are those it will be merged with.

    Raises:
        InputError: It cannot be read, or is not UTF-8.
        RulesetError: What is wrong with it.
    """
    try:
        text = read_bytes(path, MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}") from None
    return read(text, path, beside=beside)


def rulesets(paths: Sequence[str] | None) -> Ruleset:
    """The rulesets of these files as one; without files, the ones that come with the product.

    Raises:
        InputError: A file cannot be read.
        RulesetError: What is wrong with one.
    """
    if not paths:
        return shipped()
    found: list[Ruleset] = []
    for path in paths:
        found.append(read_ruleset(path, found).ruleset)
    return merge(found)
