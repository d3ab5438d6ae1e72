"""The fields of one rule: which there are, for which kinds, and what a rule of each kind has to have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from rules.ruleset import Advice, Examples, Kind, Measure, Rule, Scope, Severity
from rules.values import Values
from rules.yaml_nodes import Fields, Items, Node, Scalar

KINDS: tuple[str, ...] = get_args(Kind)
MEASURES: tuple[str, ...] = get_args(Measure)
SCOPES: tuple[str, ...] = get_args(Scope)
SEVERITIES: tuple[str, ...] = get_args(Severity)
_DEFAULT_SEVERITY = {"prohibited_claim": "critical", "life_safety": "critical"}
_HEARD = ("keyword_alert", "life_safety")  # whose words count is for the author to say
_MAX_ADVICE = 5
_MAX_OVERRIDES = 4

ONLY_FOR: dict[str, tuple[str, ...]] = {
    "corrected_by": ("prohibited_claim",),
    "ask": ("required_question",),
    "due": ("required_question",),
    "optional": ("required_question",),
    "trades": ("required_question",),
    "cooldown": ("prohibited_claim", "keyword_alert", "life_safety", "conversation"),
    "until": ("life_safety",),
    "closing": ("life_safety",),
    "overrides": ("life_safety",),
    "measure": ("conversation",),
    "limit": ("conversation",),
    "limit_on_hold": ("conversation",),
    "within": ("conversation",),
}
"""Fields that only some kinds have."""


class RuleReader:
    """Reads the mapping of one rule."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self.conditions: list[tuple[int, str, str]] = []  # line, rule id, the id that its `when` names
        self.readers: dict[str, Callable[[Node], Any]] = {
            "id": values.id,
            "kind": lambda node: values.choice(node, KINDS),
            "title": lambda node: values.text(node, 200),
            "speaker": lambda node: values.choice(node, SCOPES),
            "severity": lambda node: values.choice(node, SEVERITIES),
            "any": values.phrases,
            "unless": lambda node: values.phrases(node, excuse=True),
            "when": self._when,
            "trades": values.ids,
            "due": values.due,
            "corrected_by": values.phrases,
            "say_instead": values.text,
            "source": lambda node: values.text(node, 200),
            "why": values.text,
            "cooldown": values.number,
            "ask": values.text,
            "optional": values.flag,
            "until": self._advice,
            "closing": values.text,
            "overrides": self._overrides,
            "measure": lambda node: values.choice(node, MEASURES),
            "limit": values.number,
            "limit_on_hold": values.number,
            "within": values.number,
            "examples": self._examples,
        }

    def read(self, node: Node, lines: dict[str, int]) -> Rule | None:
        """The rule; None after a problem. `lines` are those of the rules read so far, by id."""
        values = self._values
        values.rule = ""
        if not isinstance(node, Fields):
            values.problem(node.line, f"a rule is a mapping of fields, not {node.type}")
            return None
        before = len(values.problems)
        named = node.fields.get("id")
        values.rule = named.text if isinstance(named, Scalar) else "?"
        values.unknown(node, self.readers)
        found: dict[str, Any] = {}
        for field, reader in self.readers.items():
            if field in node.fields and (value := reader(node.fields[field])) is not None:
                found[field] = value
        for field in ("id", "kind", "title"):
            if field not in node.fields:
                values.problem(node.line, f"`{field}` is missing")
        if "kind" in found:
            self._check_kind(node, found)
        if "id" in found:
            first = lines.setdefault(found["id"], node.line)
            if first != node.line:
                values.problem(node.lines["id"], f"the rule on line {first} has the same id")
        try:
            return Rule(**found) if len(values.problems) == before else None
        finally:
            values.rule = ""

    def _check_kind(self, node: Fields, found: dict[str, Any]) -> None:
        """What depends on the kind: whose words count, which fields it has and needs. Fills in defaults."""
        kind, values = found["kind"], self._values
        if kind in _HEARD:
            if "speaker" not in node.fields:
                values.problem(node.line, "`speaker` is missing: csr, customer or either")
        elif found.setdefault("speaker", "csr") != "csr":
            values.problem(node.lines["speaker"], f"only the CSR's words count for a {kind}: `speaker` must be csr")
        found.setdefault("severity", _DEFAULT_SEVERITY.get(kind, "info"))
        for field, kinds in ONLY_FOR.items():
            if field in node.fields and kind not in kinds:
                values.problem(node.lines[field], f"`{field}` has no effect on a {kind}")
        if kind == "conversation":
            self._check_measure(node, found)
        elif "any" not in node.fields:
            values.problem(node.line, "`any` is missing")
        if kind == "life_safety" and "until" not in node.fields:
            values.problem(node.line, "`until` is missing: what the CSR has to say before the emergency is over")
        if kind == "life_safety" and found.get("until") and all(line.optional for line in found["until"]):
            values.problem(node.lines["until"], "every line is optional: the emergency would never end by advice")

    def _check_measure(self, node: Fields, found: dict[str, Any]) -> None:
        measure = found.get("measure")
        if measure is None:
            if "measure" not in node.fields:
                self._values.problem(node.line, "`measure` is missing: " + ", ".join(MEASURES))
        elif measure == "open_items":
            if "any" not in node.fields:
                self._values.problem(node.line, "`any` is missing: the words that close a call")
        elif not found.get("limit"):
            self._values.problem(node.lines.get("limit", node.line), f"`limit` is missing: from where {measure} counts")

    def _when(self, node: Node) -> tuple[str, ...]:
        named = self._values.texts(node)
        self.conditions += [(line, self._values.rule, rule_id) for line, rule_id in named if rule_id]
        return tuple(rule_id for _, rule_id in named)

    def _overrides(self, node: Node) -> tuple[str, ...]:
        named = self._values.texts(node, 60)
        if len(named) > _MAX_OVERRIDES:
            self._values.problem(node.line, f"more than {_MAX_OVERRIDES} reasons: nobody reads them in an emergency")
        return tuple(text for _, text in named)

    def _advice(self, node: Node) -> tuple[Advice, ...]:
        values = self._values
        if not isinstance(node, Items) or not 1 <= len(node.items) <= _MAX_ADVICE:
            values.problem(
                node.line, f"expected a list of 1 to {_MAX_ADVICE} lines of advice with `say`, `title`, `any`"
            )
            return ()
        return tuple(advice for item in node.items if (advice := self._line_of_advice(item)) is not None)

    def _line_of_advice(self, node: Node) -> Advice | None:
        values = self._values
        if not isinstance(node, Fields):
            values.problem(node.line, f"expected `say`, `title` and `any`, found {node.type}")
            return None
        values.unknown(node, ("say", "title", "any", "optional"))
        missing = [field for field in ("say", "title", "any") if field not in node.fields]
        if missing:
            values.problem(node.line, f"`{missing[0]}` is missing")
            return None
        return Advice(
            say=values.text(node.fields["say"], 200),
            title=values.text(node.fields["title"], 60),
            any=values.phrases(node.fields["any"]),
            optional="optional" in node.fields and bool(values.flag(node.fields["optional"])),
        )

    def _examples(self, node: Node) -> Examples:
        values = self._values
        if not isinstance(node, Fields):
            values.problem(node.line, f"expected `match` and `no_match`, found {node.type}")
            return Examples()
        values.unknown(node, ("match", "no_match"))
        lists = {
            field: tuple(text for _, text in values.texts(node.fields[field]))
            for field in ("match", "no_match")
            if field in node.fields
        }
        return Examples(**lists)
