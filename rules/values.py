"""The values of a ruleset file, read one by one: what each may be, and what is wrong with one that is not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from rules.phrases import NO_TERMS, PhraseError, Terms, translate
from rules.yaml_nodes import Fields, Items, Node, Scalar

MAX_TEXT = 2_000
MAX_PHRASES = 500  # in one field of one rule

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DUE = re.compile(r"[1-9]\d{0,3}s|before_booking|before_close")


class Values:
    """Reads nodes as values. What is wrong is collected in `problems` and reading goes on.

    Attributes:
        problems: Line, rule id or "", and what is wrong, of each problem.
        rule: The id of the rule that is being read.
        terms: What `<name>` stands for in phrases.
        lines: Where each phrase of a rule stands: the line by rule id and phrase.
    """

    def __init__(self) -> None:
        self.problems: list[tuple[int, str, str]] = []
        self.rule = ""
        self.terms: Terms = NO_TERMS
        self.lines: dict[tuple[str, str], int] = {}

    def problem(self, line: int, what: str) -> None:
        """Note a problem of the rule that is being read."""
        self.problems.append((line, self.rule, what))

    def unknown(self, node: Fields, known: Iterable[str]) -> None:
        """Note the fields that there are not."""
        names = tuple(known)
        for field, line in node.lines.items():
            if field not in names:
                close = get_close_matches(field, names, n=1)
                hint = f"did you mean `{close[0]}`?" if close else "there are " + ", ".join(names)
                self.problem(line, f"there is no field `{field}`; {hint}")

    def text(self, node: Node, longest: int = MAX_TEXT) -> str:
        """A text, white space folded."""
        if not isinstance(node, Scalar) or node.type == "nothing":
            self.problem(node.line, f"expected text, found {node.type}")
            return ""
        text = " ".join(node.text.split())
        if not text or len(text) > longest:
            self.problem(node.line, "the text is empty" if not text else f"longer than {longest:,} characters")
        return text

    def texts(self, node: Node, longest: int = MAX_TEXT) -> list[tuple[int, str]]:
        """The texts of a list (or the one text that stands in place of a list), with their lines."""
        nodes = node.items if isinstance(node, Items) else (node,)
        if not nodes or len(nodes) > MAX_PHRASES:
            self.problem(node.line, "the list is empty" if not nodes else f"more than {MAX_PHRASES} in a list")
            return []
        return [(item.line, self.text(item, longest)) for item in nodes]

    def id(self, node: Node) -> str:
        """The name of a rule, a ruleset or a term."""
        text = self.text(node)
        if text and not _ID.fullmatch(text):
            self.problem(node.line, f"{text!r} is not an id: lower-case letters, digits and _, at most 64")
        return text

    def ids(self, node: Node) -> tuple[str, ...]:
        """A list of names."""
        nodes = node.items if isinstance(node, Items) else (node,)
        return tuple(self.id(item) for item in nodes)

    def choice(self, node: Node, choices: tuple[str, ...]) -> str | None:
        """One of a few words; None after a problem."""
        text = self.text(node)
        if text in choices:
            return text
        if text:
            close = get_close_matches(text, choices, n=1)
            hint = f"did you mean {close[0]}?" if close else "there are " + ", ".join(choices)
            self.problem(node.line, f"{text!r} is not possible here; {hint}")
        return None

    def phrases(self, node: Node, *, excuse: bool = False) -> tuple[str, ...]:
        """Phrases in the phrase language; `excuse` says that they are a rule's `unless`."""
        phrases: list[str] = []
        for line, phrase in self.texts(node):
            if not phrase:
                continue
            if phrase in phrases:
                self.problem(line, f"`{phrase}` stands in this list twice")
            phrases.append(phrase)
            self.lines.setdefault((self.rule, phrase), line)
            try:
                translate(phrase, self.terms, excuse=excuse)
            except PhraseError as error:
                self.problem(line, str(error))
        return tuple(phrases)

    def due(self, node: Node) -> str:
        """A deadline."""
        text = self.text(node)
        if text and not _DUE.fullmatch(text):
            self.problem(node.line, f"{text!r} is no deadline; write 20s, before_booking or before_close")
        return text

    def number(self, node: Node) -> int | None:
        """A whole number that is not negative; None after a problem."""
        if isinstance(node, Scalar) and re.fullmatch(r"\d{1,5}", node.text):
            return int(node.text)
        self.problem(node.line, "expected a whole number, such as 30")
        return None

    def flag(self, node: Node) -> bool | None:
        """True or false; None after a problem."""
        if isinstance(node, Scalar) and node.type == "true or false":
            return node.text.lower() in ("true", "yes", "on")
        self.problem(node.line, f"expected true or false, found {node.type}")
        return None
