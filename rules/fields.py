"""The fields of a ruleset file: which there are, what each may hold, and everything that is wrong with one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any

from rules.phrases import PhraseError, translate
from rules.ruleset import SUPPORTED_KINDS, Examples, Kind, Rule
from rules.yaml_nodes import Fields, Items, Node, Scalar

_ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DUE = re.compile(r"[1-9]\d{0,3}s|before_booking|before_close")
_KINDS: tuple[Kind, ...] = ("prohibited_claim", "keyword_alert", "required_question", "life_safety", "conversation")
_SPEAKERS = ("csr", "customer", "either")
_SEVERITIES = ("critical", "warning", "info")
_DEFAULT_SEVERITY = {"prohibited_claim": "critical"}
_MAX_TEXT = 2_000
_MAX_PHRASES = 500  # in one field of one rule
_MAX_RULES = 10_000

# Fields that only some kinds have.
_ONLY_FOR: dict[str, tuple[str, ...]] = {
    "corrected_by": ("prohibited_claim",),
    "ask": ("required_question",),
    "due": ("required_question",),
    "optional": ("required_question",),
    "cooldown": ("prohibited_claim", "keyword_alert"),
}


class FileReader:
    """Reads one file's nodes into rules. What is wrong is collected in `problems` and reading goes on."""

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        self.name = name
        self.problems: list[tuple[int, str, str]] = []  # line, rule id or "", what
        self._known = frozenset(known)  # ids of rules in other files
        self._rule = ""
        self._conditions: list[tuple[int, str, str]] = []  # line, rule id, the id that its `when` names
        self._readers: dict[str, Callable[[Node], Any]] = {
            "id": self._id,
            "kind": lambda node: self._choice(node, _KINDS),
            "title": lambda node: self._text(node, 200),
            "speaker": lambda node: self._choice(node, _SPEAKERS),
            "severity": lambda node: self._choice(node, _SEVERITIES),
            "any": self._phrases,
            "unless": self._phrases,
            "when": self._when,
            "due": self._due,
            "corrected_by": self._phrases,
            "say_instead": self._text,
            "source": lambda node: self._text(node, 200),
            "why": self._text,
            "cooldown": self._seconds,
            "ask": self._text,
            "optional": self._flag,
            "examples": self._examples,
        }

    def read(self, document: Node, default_id: str) -> tuple[str, str, tuple[Rule, ...]]:
        """The ruleset's id, its title and its rules; complete only if no problem was found."""
        if not isinstance(document, Fields):
            self._problem(document.line, f"a ruleset is a mapping with `id`, `title` and `rules`, not {document.type}")
            return default_id, default_id, ()
        self._unknown(document, ("id", "title", "rules"))
        ruleset_id = self._id(document.fields["id"]) if "id" in document.fields else default_id
        title = self._text(document.fields["title"], 200) if "title" in document.fields else ruleset_id
        listed = document.fields.get("rules")
        if not isinstance(listed, Items):
            problem = f"`rules` must be a list, not {listed.type}" if listed else "`rules` is missing"
            self._problem(listed.line if listed else document.line, problem)
            return ruleset_id, title, ()
        if len(listed.items) > _MAX_RULES:
            self._problem(listed.line, f"there are more than {_MAX_RULES:,} rules")
            return ruleset_id, title, ()
        lines: dict[str, int] = {}
        rules = [rule for node in listed.items if (rule := self._read_rule(node, lines))]
        self._check_conditions(lines, rules)
        return ruleset_id, title, tuple(rules)

    def problem_lines(self) -> list[str]:
        """Each problem as "file:line: rule `id`: what", in order of line."""
        return [
            f"{self.name}:{line}: {f'rule `{rule}`: ' if rule else ''}{what}"
            for line, rule, what in sorted(self.problems)
        ]

    def _problem(self, line: int, what: str) -> None:
        self.problems.append((line, self._rule, what))

    def _read_rule(self, node: Node, lines: dict[str, int]) -> Rule | None:
        self._rule = ""
        if not isinstance(node, Fields):
            self._problem(node.line, f"a rule is a mapping of fields, not {node.type}")
            return None
        before = len(self.problems)
        named = node.fields.get("id")
        self._rule = named.text if isinstance(named, Scalar) else "?"
        self._unknown(node, self._readers)
        values: dict[str, Any] = {}
        for field, reader in self._readers.items():
            if field in node.fields and (value := reader(node.fields[field])) is not None:
                values[field] = value
        for field in ("id", "kind", "title", "any"):
            if field not in node.fields:
                self._problem(node.line, f"`{field}` is missing")
        if "kind" in values:
            self._check_kind(node, values)
        if "id" in values:
            first = lines.setdefault(values["id"], node.line)
            if first != node.line:
                self._problem(node.lines["id"], f"the rule on line {first} has the same id")
        try:
            return Rule(**values) if len(self.problems) == before else None
        finally:
            self._rule = ""

    def _check_kind(self, node: Fields, values: dict[str, Any]) -> None:
        """What depends on the kind: whether it runs, whose words count, which fields it has. Fills in defaults."""
        kind = values["kind"]
        if kind not in SUPPORTED_KINDS:
            able = ", ".join(SUPPORTED_KINDS)
            self._problem(node.lines["kind"], f"this version cannot run the kind {kind}; it runs {able}")
            return
        if kind == "keyword_alert":
            if "speaker" not in node.fields:
                self._problem(node.line, "`speaker` is missing: csr, customer or either")
        elif values.setdefault("speaker", "csr") != "csr":
            self._problem(node.lines["speaker"], f"only the CSR's words count for a {kind}: `speaker` must be csr")
        values.setdefault("severity", _DEFAULT_SEVERITY.get(kind, "info"))
        for field, kinds in _ONLY_FOR.items():
            if field in node.fields and kind not in kinds:
                self._problem(node.lines[field], f"`{field}` has no effect on a {kind}")

    def _check_conditions(self, lines: dict[str, int], rules: list[Rule]) -> None:
        for line, rule, named in self._conditions:
            self._rule = rule
            if named == rule:
                self._problem(line, "`when` names the rule itself")
            elif named not in lines and named not in self._known:
                close = get_close_matches(named, [*lines, *self._known], n=1)
                hint = f"; did you mean {close[0]}?" if close else ""
                self._problem(line, f"`when` names {named}, and there is no such rule{hint}")
        conditions = {rule.id: rule.when for rule in rules if rule.when}
        for rule_id, line in lines.items():
            if _never_active(rule_id, conditions):
                self._rule = rule_id
                self._problem(line, "can never be active: the rules in `when` wait for each other")
        self._rule = ""

    def _unknown(self, node: Fields, known: Iterable[str]) -> None:
        names = tuple(known)
        for field, line in node.lines.items():
            if field not in names:
                close = get_close_matches(field, names, n=1)
                hint = f"did you mean `{close[0]}`?" if close else "there are " + ", ".join(names)
                self._problem(line, f"there is no field `{field}`; {hint}")

    def _text(self, node: Node, longest: int = _MAX_TEXT) -> str:
        if not isinstance(node, Scalar) or node.type == "nothing":
            self._problem(node.line, f"expected text, found {node.type}")
            return ""
        text = " ".join(node.text.split())
        if not text or len(text) > longest:
            self._problem(node.line, "the text is empty" if not text else f"longer than {longest:,} characters")
        return text

    def _texts(self, node: Node) -> list[tuple[int, str]]:
        """The texts of a list (or the one text that stands in place of a list), with their lines."""
        nodes = node.items if isinstance(node, Items) else (node,)
        if not nodes or len(nodes) > _MAX_PHRASES:
            self._problem(node.line, "the list is empty" if not nodes else f"more than {_MAX_PHRASES} in a list")
            return []
        return [(item.line, self._text(item)) for item in nodes]

    def _id(self, node: Node) -> str:
        text = self._text(node)
        if text and not _ID.fullmatch(text):
            self._problem(node.line, f"{text!r} is not an id: lower-case letters, digits and _, at most 64")
        return text

    def _choice(self, node: Node, choices: tuple[str, ...]) -> str | None:
        text = self._text(node)
        if text in choices:
            return text
        if text:
            close = get_close_matches(text, choices, n=1)
            hint = f"did you mean {close[0]}?" if close else "there are " + ", ".join(choices)
            self._problem(node.line, f"{text!r} is not possible here; {hint}")
        return None

    def _phrases(self, node: Node) -> tuple[str, ...]:
        phrases: list[str] = []
        for line, phrase in self._texts(node):
            if not phrase:
                continue
            if phrase in phrases:
                self._problem(line, f"`{phrase}` stands in this list twice")
            phrases.append(phrase)
            try:
                translate(phrase)
            except PhraseError as error:
                self._problem(line, str(error))
        return tuple(phrases)

    def _when(self, node: Node) -> tuple[str, ...]:
        named = self._texts(node)
        self._conditions += [(line, self._rule, rule_id) for line, rule_id in named if rule_id]
        return tuple(rule_id for _, rule_id in named)

    def _due(self, node: Node) -> str:
        text = self._text(node)
        if text and not _DUE.fullmatch(text):
            self._problem(node.line, f"{text!r} is no deadline; write 20s, before_booking or before_close")
        return text

    def _seconds(self, node: Node) -> int | None:
        if isinstance(node, Scalar) and re.fullmatch(r"\d{1,5}", node.text):
            return int(node.text)
        self._problem(node.line, "expected a number of seconds, such as 30")
        return None

    def _flag(self, node: Node) -> bool | None:
        if isinstance(node, Scalar) and node.type == "true or false":
            return node.text.lower() in ("true", "yes", "on")
        self._problem(node.line, f"expected true or false, found {node.type}")
        return None

    def _examples(self, node: Node) -> Examples:
        if not isinstance(node, Fields):
            self._problem(node.line, f"expected `match` and `no_match`, found {node.type}")
            return Examples()
        self._unknown(node, ("match", "no_match"))
        lists = {
            field: tuple(text for _, text in self._texts(node.fields[field]))
            for field in ("match", "no_match")
            if field in node.fields
        }
        return Examples(**lists)


def _never_active(rule_id: str, conditions: dict[str, tuple[str, ...]]) -> bool:
    """Whether every way to activate the rule leads back into a circle of conditions."""
    seen: set[str] = set()
    waiting = [rule_id]
    while waiting:
        current = waiting.pop()
        if current not in conditions:
            return False
        if current not in seen:
            seen.add(current)
            waiting += conditions[current]
    return True
