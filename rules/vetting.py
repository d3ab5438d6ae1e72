"""What a CSR may not say, looked for in words that nobody has said yet: a reply that a model wrote."""

from __future__ import annotations

from msgspec import Struct

from rules.normal import normalise
from rules.rulebook import Rulebook
from rules.ruleset import Rule
from transcripts.events import Evidence


class Violation(Struct, frozen=True):
    """A prohibited claim; `evidence` are the words that make it, as spans of the text."""

    rule: Rule
    evidence: Evidence


def violation(rulebook: Rulebook, text: str) -> Violation | None:
    """The first prohibited claim that the text would make if the CSR said it; None if it may be said.

    Conditions of a rule (`when`) are not asked about: what may be wrong in some calls is put into nobody's mouth in
    any.
    """
    for rule, heard in rulebook.listen("csr", normalise(text)):
        if rule.kind == "prohibited_claim" and heard.claims:
            return Violation(rule, heard.evidence(heard.claims))
    return None
