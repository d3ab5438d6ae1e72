"""The attention budget: which alerts become a card, for a CSR who is told too much at once hears nothing.

A claim's card always comes, an emergency before everything. A routine card (a line from the playbook) comes alone, not
while something graver stands, and only so many in a few minutes. Only what was said decides, never what a person did
with the window: so every process comes to the same cards.
"""

from __future__ import annotations

from collections import deque
from typing import Literal

from rules.ruleset import Rule

Reason = Literal["cooldown", "duplicate", "claim", "life_safety", "busy", "budget"]

CLAIM_MS = 45_000  # a claim that nobody repaired has had its time, and so has an emergency that is only a card
BUSY_MS = 8_000  # a card is read undisturbed for so long
BUDGET = 3  # routine cards
BUDGET_MS = 180_000


class Attention:
    """What is on the screen of one call, as far as its words tell."""

    def __init__(self) -> None:
        self._claims: dict[str, tuple[str, int]] = {}  # standing claims: alert id -> rule id, when
        self._emergencies: dict[str, int | None] = {}  # standing ones: alert id -> when it came, None: it stays loud
        self._routine: deque[int] = deque(maxlen=BUDGET)

    def copy(self) -> Attention:
        """The same state, to try out what would come."""
        other = Attention()
        other._claims = dict(self._claims)
        other._emergencies = dict(self._emergencies)
        other._routine = self._routine.copy()
        return other

    def judge(self, rule: Rule, at_ms: int) -> Reason | None:
        """Why an alert of this rule gets no card now; None if it gets one, or never has one."""
        taken_over = None in self._emergencies.values()
        if rule.kind == "life_safety":
            return "life_safety" if taken_over and rule.severity != "critical" else None
        standing = {rule_id for rule_id, since in self._claims.values() if 0 <= at_ms - since < CLAIM_MS}
        if rule.kind == "prohibited_claim":
            return "life_safety" if taken_over else "duplicate" if rule.id in standing else None
        if not has_card(rule):
            return None
        if graver := self.graver(at_ms):
            return graver
        if self._routine and at_ms - self._routine[-1] < BUSY_MS:
            return "busy"
        enough = len(self._routine) == BUDGET and at_ms - self._routine[0] < BUDGET_MS
        return "budget" if enough else None

    def graver(self, at_ms: int) -> Literal["life_safety", "claim"] | None:
        """What stands on the screen before any routine card, an emergency or a claim; None if nothing does."""
        if any(since is None or 0 <= at_ms - since < CLAIM_MS for since in self._emergencies.values()):
            return "life_safety"
        claimed = any(0 <= at_ms - since < CLAIM_MS for _, since in self._claims.values())
        return "claim" if claimed else None

    def show(self, rule: Rule, alert_id: str, at_ms: int) -> None:
        """An alert was raised and its card is shown."""
        if rule.kind == "prohibited_claim":
            self._claims[alert_id] = (rule.id, at_ms)
        elif rule.kind == "life_safety":
            self._emergencies[alert_id] = None if rule.severity == "critical" else at_ms
        elif has_card(rule):
            self._routine.append(at_ms)

    def settle(self, alert_id: str) -> None:
        """A claim was repaired, or an emergency is over."""
        self._claims.pop(alert_id, None)
        self._emergencies.pop(alert_id, None)


def has_card(rule: Rule) -> bool:
    """Whether the rule's alerts are shown as a card; others are only counted."""
    return rule.kind in ("prohibited_claim", "life_safety") or bool(
        rule.kind in ("keyword_alert", "conversation") and rule.say_instead
    )
