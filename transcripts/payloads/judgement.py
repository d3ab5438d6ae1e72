"""What the rules found in the call, and what people did about it."""

from __future__ import annotations

from typing import Literal

from transcripts.payloads.base import Evidence, Identifier, Milliseconds, Name, Payload, Position, Text


class AlertRaised(Payload, frozen=True):
    """A rule fired. `evidence` are the spans of the utterance's text that made it fire.

    `rule_id` and `ruleset` (its version) name the rule; `kind` is the rule's kind (as `prohibited_claim`), `severity`
    how grave it is (`critical`, `warning`, `info`). `title`, `why` and `say_instead` are the card's words.
    `utterance_id` is the segment that made it fire, null where none did; `at_ms` is when. `origin` is the side that
    noticed first.
    """

    rule_id: Name
    kind: Name
    severity: Name
    title: Name
    why: Text
    say_instead: Text
    utterance_id: Identifier | None
    evidence: Evidence
    origin: Literal["backend", "desktop"]
    at_ms: Milliseconds
    ruleset: Name = ""


class AlertAcknowledged(Payload, frozen=True):
    """The CSR has seen the alert. `alert_id` is the event id of its `alert.raised`."""

    alert_id: Identifier


class AlertCorrected(Payload, frozen=True):
    """The CSR repaired a claim; `after_ms` is how long that took on the call clock.

    `alert_id` is the event id of the `alert.raised` that is repaired, `rule_id` its rule. The repair is the segment
    `utterance_id`, in the words at `evidence`.
    """

    alert_id: Identifier
    rule_id: Name
    utterance_id: Identifier
    evidence: Evidence
    after_ms: Milliseconds


class AlertOverridden(Payload, frozen=True):
    """A person put an emergency away, for the `reason` they gave. `alert_id` is the event id of its `alert.raised`."""

    alert_id: Identifier
    reason: Text


class AdviceGiven(Payload, frozen=True):
    """The CSR said a line of an emergency's advice, in the words at `evidence` of the segment `utterance_id`.

    `alert_id` is the event id of the emergency's `alert.raised`, `rule_id` its rule, `line` which of the rule's lines
    of advice it was, counted from 0. `at_ms` is when it was said.
    """

    alert_id: Identifier
    rule_id: Name
    line: Position
    utterance_id: Identifier
    evidence: Evidence
    at_ms: Milliseconds


class CardSuppressed(Payload, frozen=True):
    """A card was not shown, so that the CSR is not told too much at once.

    `reason` says why: `cooldown` (its rule rests), `duplicate` (it stands already), `claim` (a claim was on the
    screen), `life_safety` (an emergency was), `busy` (another card had just come) or `budget` (there were enough).
    `alert_id` is the event id of the `alert.raised` that it belongs to, null where none was raised. `rule_id`, `kind`,
    `ruleset`, `utterance_id`, `evidence` and `at_ms` are those of the alert.
    """

    rule_id: Name
    kind: Name
    reason: Literal["cooldown", "duplicate", "claim", "life_safety", "busy", "budget"]
    alert_id: Identifier | None
    utterance_id: Identifier | None
    evidence: Evidence
    at_ms: Milliseconds
    ruleset: Name = ""


class QuestionMissed(Payload, frozen=True):
    """A required question was not asked by its deadline, which was at `at_ms`; it may be asked later.

    `rule_id` and `ruleset` (its version) name the rule that asks for it; `due` is the deadline as the rule has it.
    """

    rule_id: Name
    due: Name
    at_ms: Milliseconds
    ruleset: Name = ""


class QuestionSatisfied(Payload, frozen=True):
    """A required question was asked, in the words at `evidence` of the segment `utterance_id`.

    `rule_id` and `ruleset` (its version) name the rule that asks for it; `at_ms` is when it was asked.
    """

    rule_id: Name
    utterance_id: Identifier
    evidence: Evidence
    at_ms: Milliseconds
    ruleset: Name = ""
