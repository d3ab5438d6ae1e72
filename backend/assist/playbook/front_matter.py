"""Markdown with front matter, and everything refused in it that a playbook has no use for.

    ---
    title: Diagnostic fee
    trades: [hvac, plumbing]
    ---
    What follows is Markdown.

The front matter is YAML, as plain as a ruleset's.
"""

from __future__ import annotations

from msgspec import Struct

from rules.yaml_nodes import Fields, Items, Node, Scalar, YamlError, read_document
from transcripts.events import NAME_LENGTH

MAX_CHARACTERS = 1 << 16
MARK = "---"


class TopicError(ValueError):
    """A file that cannot be read as what it should be. `line` counts from 1; `problem` says what to do about it."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line
        self.problem = problem


class Document(Struct, frozen=True):
    """A file in its two parts. `first` is the line on which the body begins."""

    fields: Fields
    body: tuple[str, ...]
    first: int


def read(text: str, known: tuple[str, ...]) -> Document:
    """Part a file, and see that its front matter has none but the `known` fields.

    Raises:
        TopicError: There is no front matter, it is not plain YAML, or it has a field that means nothing.
    """
    if len(text) > MAX_CHARACTERS:
        raise TopicError(1, f"the file is longer than {MAX_CHARACTERS:,} characters: part it into several topics")
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != MARK:
        raise TopicError(1, f"the file must begin with front matter: a line `{MARK}`, its fields, and `{MARK}` again")
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == MARK), None)
    if end is None:
        raise TopicError(1, f"the front matter has no end: put a line `{MARK}` after its last field")
    try:
        # The line of the mark stays, empty, so that lines count as in the file.
        node = read_document("\n".join(["", *lines[1:end]]))
    except YamlError as error:
        raise TopicError(error.line, error.problem) from error
    if not isinstance(node, Fields):
        raise TopicError(node.line, f"the front matter must be fields like `title: …`, not {node.type}")
    for name, line in node.lines.items():
        if name not in known:
            raise TopicError(line, f"`{name}` is no field here; there are: {', '.join(known)}")
    return Document(node, tuple(lines[end + 1 :]), end + 2)


def text_of(node: Node, name: str) -> str:
    """A value that is text, in one line.

    Raises:
        TopicError: It is a collection, empty, or too long.
    """
    if not isinstance(node, Scalar):
        raise TopicError(node.line, f"`{name}` must be text, not {node.type}")
    words = " ".join(node.text.split())
    if not words:
        raise TopicError(node.line, f"`{name}` is empty")
    if len(words) > NAME_LENGTH:
        raise TopicError(node.line, f"`{name}` is longer than {NAME_LENGTH} characters")
    return words


def texts_of(node: Node | None, name: str) -> tuple[str, ...]:
    """A list of texts; no field, or one with nothing in it, is an empty list.

    Raises:
        TopicError: It is no list, or something in it is no text.
    """
    if node is None or (isinstance(node, Scalar) and node.type == "nothing"):
        return ()
    if not isinstance(node, Items):
        raise TopicError(node.line, f"`{name}` must be a list, like `{name}: [one, two]`, not {node.type}")
    return tuple(text_of(item, name) for item in node.items)


def is_true(node: Node | None, name: str) -> bool:
    """A value that is true or false; without the field it is false.

    Raises:
        TopicError: It is neither.
    """
    if node is None:
        return False
    if not isinstance(node, Scalar) or node.type != "true or false":
        raise TopicError(node.line, f"`{name}` must be true or false")
    return node.text.lower() in ("true", "yes", "on")
