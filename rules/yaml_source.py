"""Rulesets as YAML files: reading them, and saying exactly what is wrong with one and where.

    id: home_services
    title: Home services
    rules:
      - id: guarantee_arrival
        kind: prohibited_claim
        title: Arrival guaranteed
        any: ["(guarantee*|promise*) ... (today|same day)"]
        unless: ["not ... (guarantee*|promise*)"]

A file is at most 1 MiB and has no aliases, so reading it takes bounded time and memory whatever is in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import resources
from pathlib import PurePath

from rules.fields import FileReader
from rules.ruleset import Ruleset, RulesetError, make_ruleset, merge
from rules.yaml_nodes import MAX_BYTES, YamlError, read_document

__all__ = ["MAX_BYTES", "load", "merge", "shipped", "shipped_names"]


def load(text: str, name: str, *, beside: Iterable[Ruleset] = ()) -> Ruleset:
    """Read a ruleset.

    Args:
        text: The file's content.
        name: The file's name, for messages; its stem is the ruleset's id where the file gives none.
        beside: Rulesets that will be merged with this one, whose rules `when` may name.

    Raises:
        RulesetError: Everything that is wrong, one line each: "file:line: rule `id`: what".
    """
    try:
        document = read_document(text)
    except YamlError as error:
        raise RulesetError([f"{name}:{error.line}: {error.problem}"]) from error
    known = [rule.id for ruleset in beside for rule in ruleset.rules]
    reader = FileReader(name, known)
    ruleset_id, title, rules = reader.read(document, PurePath(name).stem)
    if reader.problems:
        raise RulesetError(reader.problem_lines())
    return make_ruleset(ruleset_id, title, rules)


def shipped(name: str = "home_services") -> Ruleset:
    """The ruleset of that name which comes with the product.

    Raises:
        RulesetError: There is no ruleset of this name.
    """
    beside = () if name == "home_services" else (shipped(),)
    return load(shipped_text(name), f"{name}.yaml", beside=beside)


def shipped_text(name: str = "home_services") -> str:
    """The YAML of a ruleset which comes with the product.

    Raises:
        RulesetError: There is no ruleset of this name.
    """
    if name not in shipped_names():
        raise RulesetError([f"there is no ruleset {name!r}; there are: {', '.join(shipped_names())}"])
    return resources.files("rules").joinpath("rulesets", f"{name}.yaml").read_text(encoding="utf-8")


def shipped_names() -> tuple[str, ...]:
    """The names of the rulesets that come with the product, sorted."""
    folder = resources.files("rules").joinpath("rulesets")
    files = sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []
    return tuple(file.removesuffix(".yaml") for file in files if file.endswith(".yaml"))
