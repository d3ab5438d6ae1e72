"""Rulesets as YAML files: reading them, and saying exactly what is wrong with one and where.

    id: home_services
    title: Home services
    terms:
      promise: "(guarantee*|promise*)"
    rules:
      - id: guarantee_arrival
        kind: prohibited_claim
        title: Arrival guaranteed
        any: ["<promise> ... (today|same day)"]
        unless: ["not ... <match>"]

A file is at most 1 MiB and has no aliases, so reading it takes bounded time and memory whatever is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from pathlib import PurePath
from typing import NamedTuple

from rules.fields import FileReader
from rules.ruleset import Ruleset, RulesetError, make_ruleset, merge
from rules.yaml_nodes import MAX_BYTES, Fields, Items, Node, Scalar, YamlError, read_document

__all__ = [
    "MAX_BYTES",
    "Loaded",
    "load",
    "load_files",
    "merge",
    "read",
    "shipped",
    "shipped_names",
    "shipped_one",
    "shipped_text",
]

BASE = "home_services"


def load_files(files: Iterable[tuple[str, str]]) -> Ruleset:
    """Read rulesets, each given as its file's name and content, into one.

    Raises:
        RulesetError: What is wrong with one of them, or with all together.
    """
    found: list[Ruleset] = []
    for name, text in files:
        found.append(load(text, name, beside=found))
    return merge(found)


class Loaded(NamedTuple):
    """A ruleset and where it stands in its file: the line by rule id and phrase, the rule's own under the phrase ""."""

    ruleset: Ruleset
    lines: dict[tuple[str, str], int]


def load(text: str, name: str, *, beside: Iterable[Ruleset] = ()) -> Ruleset:
    """Read a ruleset.

    Args:
        text: The file's content.
        name: The file's name, for messages; its stem is the ruleset's id where the file gives none.
        beside: Rulesets that will be merged with this one: `when` may name their rules, and phrases use their terms.

    Raises:
        RulesetError: Everything that is wrong, one line each: "file:line: rule `id`: what".
    """
    return read(text, name, beside=beside).ruleset


def read(text: str, name: str, *, beside: Iterable[Ruleset] = ()) -> Loaded:
    """Read a ruleset together with the lines of its rules and phrases.

    Raises:
        RulesetError: As `load`.
    """
    try:
        document = read_document(text)
    except YamlError as error:
        raise RulesetError([f"{name}:{error.line}: {error.problem}"]) from error
    reader = FileReader(name, [*beside, *_used(document, name)])
    ruleset_id, title = reader.read(document, PurePath(name).stem)
    if problems := reader.problem_lines():
        raise RulesetError(problems)
    return Loaded(make_ruleset(ruleset_id, title, reader.rules, reader.terms.items()), reader.lines)


def _used(document: Node, name: str) -> list[Ruleset]:
    """The shipped rulesets that a file builds on."""
    uses = document.fields.get("uses") if isinstance(document, Fields) else None
    if uses is None:
        return []
    nodes = uses.items if isinstance(uses, Items) else (uses,)
    rulesets: list[Ruleset] = []
    for node in nodes:
        used = node.text if isinstance(node, Scalar) else ""
        if used not in shipped_names() or used == PurePath(name).stem:
            others = ", ".join(other for other in shipped_names() if other != PurePath(name).stem)
            raise RulesetError([f"{name}:{node.line}: `uses` names a ruleset that comes with the product: {others}"])
        rulesets.append(shipped_one(used))
    return rulesets


@lru_cache(maxsize=1)
def shipped() -> Ruleset:
    """All rulesets that come with the product, as one."""
    return merge(map(shipped_one, shipped_names()))


@lru_cache(maxsize=16)
def shipped_one(name: str) -> Ruleset:
    """The ruleset of that name which comes with the product.

    Raises:
        RulesetError: There is no ruleset of this name.
    """
    return load(shipped_text(name), f"{name}.yaml")


def shipped_text(name: str) -> str:
    """The YAML of a ruleset which comes with the product.

    Raises:
        RulesetError: There is no ruleset of this name.
    """
    if name not in shipped_names():
        raise RulesetError([f"there is no ruleset {name!r}; there are: {', '.join(shipped_names())}"])
    return resources.files("rules").joinpath("rulesets", f"{name}.yaml").read_text(encoding="utf-8")


def shipped_names() -> tuple[str, ...]:
    """The names of the rulesets that come with the product: the one for every trade first, then the trades'."""
    folder = resources.files("rules").joinpath("rulesets")
    files = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    names = (file.removesuffix(".yaml") for file in files if file.endswith(".yaml"))
    return tuple(sorted(names, key=lambda name: (name != BASE, name)))
