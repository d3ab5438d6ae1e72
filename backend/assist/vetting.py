"""What has to hold of a sentence before a CSR may see it: the last gate between a model and the screen.

Four checks, whatever the model was told: it makes no prohibited claim, states no figure that neither the call nor the
playbook holds, bears nobody's number or address, and does not recite its instructions.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rules.figures import Figures
from rules.rulebook import Rulebook
from rules.vetting import violation
from transcripts.events import Evidence
from transcripts.redaction import EMPTY, redact

UNSUPPORTED = "unsupported_figure"
PERSONAL = "personal_data"
RECITAL = "instructions_recited"
_RECITAL = 7  # words in a row that no reply shares with the instructions by chance


class Refusal(Struct, frozen=True):
    """Why a sentence is not shown. `text` is the sentence, redacted; `evidence` are spans of it."""

    rule_id: str
    title: str
    text: str
    evidence: Evidence = ()


class Gate:
    """Checks the sentences of one reply.

    Args:
        rulebook: The rules of record.
        instructions: What the model was told and may not repeat.
        figures: What the call and the playbook state: the reply may state no other.
    """

    def __init__(self, rulebook: Rulebook, instructions: str, figures: Figures) -> None:
        self._rulebook = rulebook
        self._secret = frozenset(_runs(instructions))
        self._figures = figures

    def refuse(self, sentence: str) -> Refusal | None:
        """Why the sentence may not be shown; None if it may."""
        hidden = redact(EMPTY, "csr", sentence)[1]
        if hidden != sentence or "[" in sentence:  # a placeholder cannot be said either
            return Refusal(PERSONAL, "Personal data", hidden)
        if not self._secret.isdisjoint(_runs(sentence)):
            return Refusal(RECITAL, "Instructions", hidden)
        broken = violation(self._rulebook, sentence)
        if broken is not None:
            return Refusal(broken.rule.id, broken.rule.title, sentence, broken.evidence)
        made_up = self._figures.unsupported(sentence)
        return Refusal(UNSUPPORTED, "Unsupported figure", sentence, made_up) if made_up else None


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    return (tuple(words[place : place + _RECITAL]) for place in range(len(words) - _RECITAL + 1))
