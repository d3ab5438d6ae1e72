"""YAML as plain nodes that know their line, with everything refused that a ruleset has no use for."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

MAX_BYTES = 1 << 20
MAX_DEPTH = 16  # collections within collections

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where the wheel has it: 10 x faster
_TYPES = {
    "tag:yaml.org,2002:str": "text",
    "tag:yaml.org,2002:int": "a whole number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:null": "nothing",
}
# What YAML makes of plain text; the last three are words that look like a date, a merge and a default value.
_TAGS = frozenset((*_TYPES, *(f"tag:yaml.org,2002:{kind}" for kind in ("seq", "map", "timestamp", "merge", "value"))))


class YamlError(ValueError):
    """Text that is not YAML, or not the plain YAML that rulesets are written in. `line` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


class Scalar(NamedTuple):
    """A value as written. `type` is what YAML takes it for, in words."""

    line: int
    text: str
    type: str


class Items(NamedTuple):
    """A list."""

    line: int
    items: tuple[Node, ...]
    type: str = "a list"


class Fields(NamedTuple):
    """A mapping; `lines` has the line of each key."""

    line: int
    fields: dict[str, Node]
    lines: dict[str, int]
    type: str = "a mapping"


Node = Scalar | Items | Fields


def read_document(text: str) -> Node:
    """Read the one document in `text`.

    Raises:
        YamlError: It is too long, not YAML, empty, nested too deeply, uses aliases or tags, or repeats a key.
    """
    if len(text) > MAX_BYTES or len(text.encode(errors="replace")) > MAX_BYTES:
        raise YamlError(1, f"the file is longer than {MAX_BYTES:,} bytes")
    try:
        _check(text)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark if error.problem_mark is not None else error.context_mark
        line = mark.line + 1 if mark is not None else 1
        raise YamlError(line, f"not YAML: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(line, f"not YAML: the character {error.character!r} is not allowed") from error
    except UnicodeEncodeError as error:
        raise YamlError(text.count("\n", 0, error.start) + 1, "not YAML: half of a surrogate pair") from error
    if root is None:
        raise YamlError(1, "the file is empty")
    return _convert(root)


def _check(text: str) -> None:
    """Refuse what could make composing a tree expensive, on the flat stream of events."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        mark: Any = event.start_mark  # libyaml's and Python's marks are two types
        line = mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(line, f"aliases are not supported: write out what `*{event.anchor}` stands for")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise YamlError(line, "a ruleset file has one document; `---` begins a second one")
        elif isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise YamlError(line, f"nested more than {MAX_DEPTH} levels deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _convert(node: yaml.Node) -> Node:
    line = node.start_mark.line + 1
    if node.tag not in _TAGS:
        raise YamlError(line, f"tags like `{node.tag}` are not supported")
    if isinstance(node, yaml.ScalarNode):
        return Scalar(line, node.value, _TYPES.get(node.tag, "text"))
    if isinstance(node, yaml.SequenceNode):
        return Items(line, tuple(map(_convert, node.value)))
    fields: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        key_line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise YamlError(key_line, "the name of a field must be text")
        if key.value in fields:
            raise YamlError(key_line, f"`{key.value}` is given twice; the first one is on line {lines[key.value]}")
        fields[key.value] = _convert(value)
        lines[key.value] = key_line
    return Fields(line, fields, lines)
