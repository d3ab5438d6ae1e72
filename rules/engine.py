"""The rules applied to one call: a fold over its events that says which new facts follow.

The state is a function of the payloads observed, in the order of the log, and nothing else. So the desktop and the
backend, or a process that was started again, reach the same facts with the same ids.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from rules.normal import normalise
from rules.rulebook import Heard, Rulebook
from rules.ruleset import Rule
from transcripts.events import AlertCorrected, AlertRaised, Payload, QuestionSatisfied, SegmentAdded
from transcripts.identity import derived_id

__all__ = ["Engine", "Fact", "Quote", "Rulebook"]

RuleFact = AlertRaised | AlertCorrected | QuestionSatisfied


class Fact(Struct, frozen=True):
    """Something that follows from the call and the rules. Equal causes give an equal `event_id`, whoever finds it."""

    event_id: str
    payload: RuleFact
    rule: Rule


class Quote(Struct, frozen=True):
    """The words on which a rule fired; `words` is "" where the utterance itself was not observed."""

    rule_id: str
    utterance_id: str
    at_ms: int
    words: str


class _Standing(NamedTuple):
    """A claim that has not been repaired."""

    alert_id: str
    utterance_id: str
    at_ms: int


class Engine:
    """One session's rules. Not thread-safe; use it where the session's events are folded.

    Args:
        rulebook: The compiled rules.
        session_id: Whose facts they are; part of every derived id.
        origin: Which side this engine runs on; written into alerts.
    """

    def __init__(self, rulebook: Rulebook, session_id: str, origin: Literal["backend", "desktop"]) -> None:
        self.rulebook = rulebook
        self.session_id = session_id
        self.origin = origin
        self._known: set[str] = set()  # ids of alerts and satisfied questions
        self._first: dict[str, RuleFact] = {}  # rule id -> the fact with which it first fired, in that order
        self._last_ms: dict[str, int] = {}  # rule id -> call clock of its latest alert
        self._standing: dict[str, list[_Standing]] = {}  # by rule id
        self._corrected: set[str] = set()  # alert ids
        self._texts: dict[str, str] = {}  # by utterance

    def observe(self, payload: Payload) -> list[Fact]:
        """Take in the next event of the session's log; return the facts that follow from it and are new.

        Every payload of the session is given, in the order of the log. Rule facts found there count as if this
        engine had found them, whatever version of the rules they came from.
        """
        if isinstance(payload, SegmentAdded):
            facts = self._evaluate(payload)
            self._texts[payload.utterance_id] = payload.text
            for fact in facts:
                self._take(fact.payload)
            return facts
        if isinstance(payload, AlertRaised | AlertCorrected | QuestionSatisfied):
            self._take(payload)
        return []

    def hear(self, interim: SegmentAdded) -> list[Fact]:
        """The facts that would follow if an utterance still being spoken ended here. Changes nothing.

        A later `observe` of the whole utterance gives its facts again, under the same ids.
        """
        return self._evaluate(interim)

    def active(self, rule_id: str) -> bool:
        """Whether the rule applies now: it has no `when`, or a rule that `when` names has fired."""
        rule = self.rulebook.by_id.get(rule_id)
        return rule is not None and (not rule.when or any(named in self._first for named in rule.when))

    def activated_by(self, rule_id: str) -> Quote | None:
        """The words that made the rule's `when` true; None for a rule without `when`, or one that is not active."""
        rule = self.rulebook.by_id.get(rule_id)
        for named, fact in self._first.items():
            if rule and named in rule.when and not isinstance(fact, AlertCorrected):
                text = self._texts.get(fact.utterance_id or "", "")
                words = " … ".join(text[start:end] for start, end in fact.evidence)
                return Quote(named, fact.utterance_id or "", fact.at_ms, words)
        return None

    def _evaluate(self, segment: SegmentAdded) -> list[Fact]:
        """The new facts of an utterance, each rule's in its turn. Reads the state without changing it."""
        facts: list[Fact] = []
        fired = set(self._first)
        for rule, heard in self.rulebook.listen(segment.speaker, normalise(segment.text)):
            if rule.kind == "required_question":
                if rule.id not in fired and heard.claims:
                    facts.append(self._satisfied(rule, segment, heard))
                    fired.add(rule.id)
                continue
            raised = self._raised(rule, segment, heard, fired)
            if raised:
                facts.append(raised)
                fired.add(rule.id)
            facts += self._corrections(rule, segment, heard, raised)
        return facts

    def _satisfied(self, rule: Rule, segment: SegmentAdded, heard: Heard) -> Fact:
        payload = QuestionSatisfied(
            rule_id=rule.id,
            utterance_id=segment.utterance_id,
            evidence=heard.evidence(heard.claims),
            at_ms=segment.at_ms,
            ruleset=self.rulebook.version,
        )
        return Fact(self._id(self.rulebook.version, rule.id, segment.utterance_id), payload, rule)

    def _raised(self, rule: Rule, segment: SegmentAdded, heard: Heard, fired: set[str]) -> Fact | None:
        if (rule.when and fired.isdisjoint(rule.when)) or self._rests(rule, segment.at_ms) or not heard.claims:
            return None
        event_id = self._id(self.rulebook.version, rule.id, segment.utterance_id)
        if event_id in self._known:
            return None
        payload = AlertRaised(
            rule_id=rule.id,
            kind=rule.kind,
            severity=rule.severity,
            title=rule.title,
            why=rule.why,
            say_instead=rule.say_instead,
            utterance_id=segment.utterance_id,
            evidence=heard.evidence(heard.claims),
            origin=self.origin,
            at_ms=segment.at_ms,
            ruleset=self.rulebook.version,
        )
        return Fact(event_id, payload, rule)

    def _corrections(self, rule: Rule, segment: SegmentAdded, heard: Heard, raised: Fact | None) -> list[Fact]:
        """The claims of this rule that the utterance repairs, one raised in the same utterance included."""
        standing = self._standing.get(rule.id, [])
        if raised:
            standing = [*standing, _Standing(raised.event_id, segment.utterance_id, segment.at_ms)]
        if not standing or not heard.repairs:
            return []
        facts: list[Fact] = []
        for claim in standing:
            repairs = heard.repairs
            if claim.utterance_id == segment.utterance_id and heard.claims:
                said = heard.claims[-1][1]
                repairs = [repair for repair in repairs if repair[0] >= said - 1]  # they share the space between
            if not repairs:
                continue
            payload = AlertCorrected(
                alert_id=claim.alert_id,
                rule_id=rule.id,
                utterance_id=segment.utterance_id,
                evidence=heard.evidence(repairs),
                after_ms=max(segment.at_ms - claim.at_ms, 0),
            )
            event_id = self._id(self.rulebook.version, rule.id, claim.utterance_id, "corrected")
            facts.append(Fact(event_id, payload, rule))
        return facts

    def _rests(self, rule: Rule, at_ms: int) -> bool:
        last = self._last_ms.get(rule.id)
        return last is not None and abs(at_ms - last) < rule.cooldown * 1000

    def _take(self, payload: RuleFact) -> None:
        """Fold a rule fact into the state; the same fact again changes nothing."""
        if isinstance(payload, AlertCorrected):
            self._corrected.add(payload.alert_id)
            standing = self._standing.get(payload.rule_id, [])
            self._standing[payload.rule_id] = [claim for claim in standing if claim.alert_id != payload.alert_id]
            return
        event_id = self._id(payload.ruleset, payload.rule_id, payload.utterance_id or "")
        if event_id in self._known:
            return
        self._known.add(event_id)
        self._first.setdefault(payload.rule_id, payload)
        if isinstance(payload, AlertRaised):
            self._last_ms[payload.rule_id] = payload.at_ms
            if payload.utterance_id and event_id not in self._corrected:
                claim = _Standing(event_id, payload.utterance_id, payload.at_ms)
                self._standing.setdefault(payload.rule_id, []).append(claim)

    def _id(self, version: str, *parts: str) -> str:
        return derived_id(self.session_id, version, *parts)
