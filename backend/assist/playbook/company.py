"""What is true of one company, and lines that say only what is.

    ---
    facts:
      company: Northfield Home Services
      diagnostic_fee: $89
    ---

A line names a fact as `{diagnostic_fee}`. A sentence that names one which the company has not given is left out: a
playbook that does not know says nothing of it, and so nothing false.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from backend.assist.playbook.front_matter import TopicError, read, text_of
from rules.yaml_nodes import Fields, Scalar

FILE = "company.md"

_FACT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
# After a stop, but for one that belongs to an abbreviation.
_SENTENCES = re.compile(r"(?<=[.!?])(?<!\bMr\.)(?<!\bMs\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bSt\.)\s+")


class Company(Struct, frozen=True):
    """A company's facts, as text; its name is one of them."""

    facts: Mapping[str, str] = {}

    @property
    def name(self) -> str:
        """The company's name, or ""."""
        return self.facts.get("company", "")

    def fill(self, text: str) -> str:
        """The sentences of `text` whose facts are known, with the facts in their place."""
        if "{" not in text:
            return text
        known = (sentence for sentence in _SENTENCES.split(text) if self._knows(sentence))
        return _FACT.sub(lambda match: self.facts[match[1]], " ".join(known))

    def _knows(self, sentence: str) -> bool:
        return all(name in self.facts for name in _FACT.findall(sentence))


def read_company(text: str) -> Company:
    """Read `company.md`.

    Raises:
        TopicError: What is wrong with it.
    """
    given = read(text, ("facts",)).fields.fields.get("facts")
    if given is None or (isinstance(given, Scalar) and given.type == "nothing"):
        return Company()
    if not isinstance(given, Fields):
        raise TopicError(given.line, "`facts` must be a mapping, like `diagnostic_fee: $89` on a line of its own")
    facts: dict[str, str] = {}
    for fact, node in given.fields.items():
        line = given.lines[fact]
        if not _FACT.fullmatch(f"{{{fact}}}"):
            raise TopicError(line, f"a fact's name is lower-case letters, digits and _, not `{fact}`")
        if isinstance(node, Scalar) and node.type == "nothing":
            continue  # named and left open
        facts[fact] = text_of(node, fact)
    return Company(facts)


def check_facts(text: str, line: int) -> None:
    """See that every brace in `text` names a fact.

    Raises:
        TopicError: One does not.
    """
    rest = _FACT.sub("", text)
    if "{" in rest or "}" in rest:
        raise TopicError(line, "a brace must enclose the name of a fact, like {diagnostic_fee}")
