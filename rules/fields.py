"""The fields of a ruleset file, and everything that is wrong with one file."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from rules.phrases import PhraseError, Terms, terms_of
from rules.rule_fields import RuleReader
from rules.ruleset import Rule, Ruleset
from rules.values import Values
from rules.yaml_nodes import Fields, Items, Node

MAX_RULES = 10_000
MAX_TERMS = 1_000
FIELDS = ("id", "title", "uses", "terms", "rules")


class FileReader:
    """Reads one file's nodes into rules; what is wrong with it is in `problem_lines`.

    Args:
        name: What messages call the file.
        beside: Rulesets whose terms the file may use and whose rules its `when` may name.
    """

    def __init__(self, name: str, beside: Iterable[Ruleset] = ()) -> None:
        self.name = name
        self.rules: tuple[Rule, ...] = ()
        self.terms: dict[str, str] = {}
        self._values = Values()
        self._rule_reader = RuleReader(self._values)
        self._known: set[str] = set()  # ids of rules in other files
        for ruleset in beside:
            self._known.update(rule.id for rule in ruleset.rules)
            self.terms.update(ruleset.terms)

    @property
    def lines(self) -> dict[tuple[str, str], int]:
        """Where each phrase of a rule stands, and under the phrase "" where the rule does."""
        return self._values.lines

    def read(self, document: Node, default_id: str) -> tuple[str, str]:
        """Read `rules` and `terms`; gives the ruleset's id and its title. Complete only if no problem was found."""
        values = self._values
        if not isinstance(document, Fields):
            values.problem(document.line, f"a ruleset is a mapping with `id`, `title` and `rules`, not {document.type}")
            return default_id, default_id
        values.unknown(document, FIELDS)
        ruleset_id = values.id(document.fields["id"]) if "id" in document.fields else default_id
        title = values.text(document.fields["title"], 200) if "title" in document.fields else ruleset_id
        if "terms" in document.fields:
            self._read_terms(document.fields["terms"])
        values.terms = terms_of(tuple(self.terms.items()))
        listed = document.fields.get("rules")
        if not isinstance(listed, Items):
            problem = f"`rules` must be a list, not {listed.type}" if listed else "`rules` is missing"
            values.problem(listed.line if listed else document.line, problem)
        elif len(listed.items) > MAX_RULES:
            values.problem(listed.line, f"there are more than {MAX_RULES:,} rules")
        else:
            lines: dict[str, int] = {}
            self.rules = tuple(rule for node in listed.items if (rule := self._rule_reader.read(node, lines)))
            self._check_conditions(lines)
            values.lines.update({(rule_id, ""): line for rule_id, line in lines.items()})
        return ruleset_id, title

    def problem_lines(self) -> list[str]:
        """Each problem as "file:line: rule `id`: what", in order of line."""
        return [
            f"{self.name}:{line}: {f'rule `{rule}`: ' if rule else ''}{what}"
            for line, rule, what in sorted(self._values.problems)
        ]

    def _read_terms(self, node: Node) -> None:
        values = self._values
        if not isinstance(node, Fields) or len(node.fields) > MAX_TERMS:
            values.problem(node.line, f"`terms` is a mapping of at most {MAX_TERMS} names to phrases")
            return
        terms = Terms(self.terms.items())
        for name, term in node.fields.items():
            phrase = values.text(term)
            if self.terms.get(name, phrase) != phrase:
                values.problem(node.lines[name], f"`{name}` means something else in a ruleset that this one uses")
                continue
            try:
                terms.add(name, phrase)
            except PhraseError as error:
                values.problem(term.line, f"term `{name}`: {error}")
            else:
                self.terms[name] = phrase

    def _check_conditions(self, lines: dict[str, int]) -> None:
        values = self._values
        for line, rule, named in self._rule_reader.conditions:
            values.rule = rule
            if named == rule:
                values.problem(line, "`when` names the rule itself")
            elif named not in lines and named not in self._known:
                close = get_close_matches(named, [*lines, *self._known], n=1)
                hint = f"; did you mean {close[0]}?" if close else ""
                values.problem(line, f"`when` names {named}, and there is no such rule{hint}")
        conditions = {rule.id: rule.when for rule in self.rules if rule.when}
        for rule_id, line in lines.items():
            if _never_active(rule_id, conditions):
                values.rule = rule_id
                values.problem(line, "can never be active: the rules in `when` wait for each other")
        values.rule = ""


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
