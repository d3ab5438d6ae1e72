"""The rules applied to one call: a fold over its events that says which new facts follow.

The state is a function of the payloads observed, in the order of the log, and nothing else. So the desktop and the
backend, or a process that was started again, reach the same facts with the same ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec import Struct

from rules.attention import Attention, Reason, has_card
from rules.checklist import ChecklistState
from rules.conversation import Conversation
from rules.normal import Normal, normalise
from rules.rulebook import Heard, Rulebook
from rules.ruleset import Rule
from transcripts.events import (
    AdviceGiven,
    AlertCorrected,
    AlertOverridden,
    AlertRaised,
    CardSuppressed,
    Evidence,
    Payload,
    QuestionMissed,
    QuestionSatisfied,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    Speaker,
)
from transcripts.identity import derived_id

__all__ = ["Engine", "Fact", "Quote", "Rulebook"]

RuleFact = AlertRaised | AlertCorrected | AdviceGiven | CardSuppressed | QuestionSatisfied | QuestionMissed
HOLD = "hold_announced"  # the rule after which a silence may be longer
_NODS = frozenset(
    """
    okay ok yeah yes yep uh huh mhm mm hmm right sure alright go ahead got it
    """.split()
)


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


class _Emergency(NamedTuple):
    """Life safety that stands: what is still to be said, by the number of its line of advice."""

    alert_id: str
    rule: Rule
    lines: frozenset[int]

    @property
    def is_over(self) -> bool:
        return all(self.rule.until[line].optional for line in self.lines) and bool(self.rule.until)


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
        self._known: set[str] = set()  # ids of the facts so far
        self._first: dict[str, AlertRaised | QuestionSatisfied] = {}  # rule id -> the fact with which it first fired
        self._last_ms: dict[str, int] = {}  # rule id -> call clock of its latest alert
        self._standing: dict[str, list[_Standing]] = {}  # by rule id
        self._settled: set[str] = set()  # ids of alerts that were corrected or overridden
        self._emergencies: dict[str, _Emergency] = {}  # by rule id
        self._texts: dict[str, str] = {}  # by utterance
        self._before: dict[Speaker, Normal] = {}  # what may go on in the speaker's next utterance
        self._attention = Attention()
        self._conversation = Conversation(rulebook.rules)
        self._checklist = ChecklistState(rulebook.rules)

    def observe(self, payload: Payload) -> list[Fact]:
        """Take in the next event of the session's log; return the facts that follow from it and are new.

        Every payload of the session is given, in the order of the log. Rule facts found there count as if this
        engine had found them, whatever version of the rules they came from.
        """
        match payload:
            case SegmentAdded():
                return self._hear_out(payload)
            case SessionEnded():
                moments = [self._moment(moment.rule, moment.at_ms) for moment in self._conversation.end(payload)]
                missed = self._checklist.closed(payload.at_ms, self._active)
                return self._kept([*moments, *map(self._missed, missed)])
            case SessionStarted(trade=trade):
                self._checklist.trade = trade.strip().lower()
            case AlertOverridden(alert_id=alert_id):
                self._settled.add(alert_id)
                self._end_emergency(alert_id)
            case AlertRaised() | AlertCorrected() | AdviceGiven() | CardSuppressed():
                self._take(payload)
            case QuestionSatisfied() | QuestionMissed():
                self._take(payload)
        return []

    def hear(self, interim: SegmentAdded) -> list[Fact]:
        """The facts that would follow from the words if an utterance still being spoken ended here. Changes nothing.

        A later `observe` of the whole utterance gives its facts again, under the same ids.
        """
        return self._evaluate(interim, self._normal(interim))

    def active(self, rule_id: str) -> bool:
        """Whether the rule applies now.

        It does if it is of the call's trade, and has no `when` or a rule that `when` names has fired.
        """
        rule = self.rulebook.by_id.get(rule_id)
        return rule is not None and self._active(rule)

    @property
    def taken_over(self) -> bool:
        """Whether an emergency has the conversation to itself: its advice was neither spoken nor overridden."""
        return any(emergency.rule.severity == "critical" for emergency in self._emergencies.values())

    def is_outranked(self, at_ms: int) -> bool:
        """Whether a claim or an emergency has the card at this instant of the call clock: no routine card may come."""
        return self._attention.graver(at_ms) is not None

    def open_questions(self) -> list[Rule]:
        """The questions that concern this call and were not asked, optional ones among them, in the rules' order."""
        return [
            rule
            for rule in self.rulebook.rules
            if rule.kind == "required_question" and rule.id not in self._first and self._active(rule)
        ]

    def due_ms(self, rule_id: str) -> int | None:
        """The instant of the call clock by which a question has to be asked; None if its deadline is no time.

        It counts from the start of the call, or from when the rule's `when` became true.
        """
        rule = self.rulebook.by_id.get(rule_id)
        return self._checklist.due_ms(rule) if rule is not None else None

    def activated_by(self, rule_id: str) -> Quote | None:
        """The words that made the rule's `when` true; None for a rule without `when`, or one that is not active."""
        rule = self.rulebook.by_id.get(rule_id)
        for named, fact in self._first.items():
            if rule and named in rule.when:
                text = self._texts.get(fact.utterance_id or "", "")
                words = " … ".join(text[start:end] for start, end in fact.evidence)
                return Quote(named, fact.utterance_id or "", fact.at_ms, words)
        return None

    def _active(self, rule: Rule) -> bool:
        return self._checklist.concerns(rule) and (not rule.when or any(named in self._first for named in rule.when))

    def _hear_out(self, segment: SegmentAdded) -> list[Fact]:
        """A final utterance: what its time tells, what its words say, and which cards come of it."""
        moments = [self._moment(moment.rule, moment.at_ms) for moment in self._conversation.observe(segment)]
        facts = self._kept([*moments, *map(self._missed, self._checklist.passed(segment.at_ms, self._active))])
        normal = self._normal(segment)
        heard = self._evaluate(segment, normal)
        self._texts[segment.utterance_id] = segment.text
        self._before[segment.speaker] = normal
        other: Speaker = "customer" if segment.speaker == "csr" else "csr"
        if not _NODS.issuperset(normal.words[normal.carried :]):
            self._before.pop(other, None)  # it was answered
        for fact in heard:
            self._take(fact.payload)
        if any(fact.rule.id == HOLD for fact in heard):
            self._conversation.hold()
        facts += heard
        return facts + self._kept(map(self._missed, self._checklist.asked(segment.at_ms, self._active)))

    def _normal(self, segment: SegmentAdded) -> Normal:
        return normalise(segment.text, self._before.get(segment.speaker))

    def _kept(self, facts: Iterable[Fact | None]) -> list[Fact]:
        """The facts that are new, folded into the state, each with the card that is not shown for it."""
        new = [fact for fact in facts if fact is not None and fact.event_id not in self._known]
        kept = self._with_cards(new)
        for fact in kept:
            self._take(fact.payload)
        return kept

    def _with_cards(self, facts: list[Fact]) -> list[Fact]:
        """The facts, each alert followed by the word that its card is not shown, if it is not."""
        if not any(isinstance(fact.payload, AlertRaised) for fact in facts):
            return facts
        attention = self._attention.copy()  # of two alerts in one breath the second knows of the first
        judged: list[Fact] = []
        for fact in facts:
            judged.append(fact)
            if isinstance(fact.payload, AlertRaised):
                reason = attention.judge(fact.rule, fact.payload.at_ms)
                if reason is None:
                    attention.show(fact.rule, fact.event_id, fact.payload.at_ms)
                else:
                    judged.append(self._suppressed(fact.rule, reason, fact.payload, fact.event_id))
        return judged

    def _evaluate(self, segment: SegmentAdded, normal: Normal) -> list[Fact]:
        """The new facts of an utterance's words, each rule's in its turn. Reads the state without changing it."""
        facts: list[Fact] = []
        fired = set(self._first)
        for rule, heard in self.rulebook.listen(segment.speaker, normal):
            if rule.kind == "required_question":
                if rule.id not in fired and self._checklist.may_concern(rule) and heard.claims:
                    facts.append(self._satisfied(rule, segment, heard))
                    fired.add(rule.id)
                continue
            alert = self._heard_alert(rule, segment, heard, fired)
            raised = alert if alert is not None and isinstance(alert.payload, AlertRaised) else None
            if alert is not None:
                facts.append(alert)
            if raised is not None:
                fired.add(rule.id)
            facts += self._corrections(rule, segment, heard, raised)
            if segment.speaker == "csr" and rule.kind == "life_safety":
                facts += self._advice(rule, segment, heard, raised)
        return self._with_cards(facts)

    def _satisfied(self, rule: Rule, segment: SegmentAdded, heard: Heard) -> Fact:
        payload = QuestionSatisfied(
            rule_id=rule.id,
            utterance_id=segment.utterance_id,
            evidence=heard.evidence(heard.claims),
            at_ms=segment.at_ms,
            ruleset=self.rulebook.version,
        )
        return Fact(self._id(self.rulebook.version, rule.id, segment.utterance_id), payload, rule)

    def _heard_alert(self, rule: Rule, segment: SegmentAdded, heard: Heard, fired: set[str]) -> Fact | None:
        """The alert of a rule that is heard, or the card that is not shown because the rule has just had one."""
        if rule.when and fired.isdisjoint(rule.when):
            return None
        rests = self._rests(rule, segment.at_ms)
        if (rests and not has_card(rule)) or not heard.claims:
            return None
        if rule.kind == "conversation" and not self._checklist.open_items(fired, self._active):
            return None
        raised = self._alert(rule, segment.utterance_id, heard.evidence(heard.claims), segment.at_ms)
        if raised.event_id in self._known or not isinstance(raised.payload, AlertRaised):
            return None
        if rule.id in self._emergencies:
            return self._suppressed(rule, "duplicate", raised.payload, None)
        return self._suppressed(rule, "cooldown", raised.payload, None) if rests else raised

    def _alert(self, rule: Rule, utterance_id: str | None, evidence: Evidence, at_ms: int) -> Fact:
        payload = AlertRaised(
            rule_id=rule.id,
            kind=rule.kind,
            severity=rule.severity,
            title=rule.title,
            why=rule.why,
            say_instead=rule.say_instead,
            utterance_id=utterance_id,
            evidence=evidence,
            origin=self.origin,
            at_ms=at_ms,
            ruleset=self.rulebook.version,
        )
        return Fact(self._alert_id(payload), payload, rule)

    def _moment(self, rule: Rule, at_ms: int) -> Fact | None:
        """The alert of a conversation rule at an instant of the call clock."""
        return None if self._rests(rule, at_ms) else self._alert(rule, None, (), at_ms)

    def _suppressed(self, rule: Rule, reason: Reason, alert: AlertRaised, alert_id: str | None) -> Fact:
        payload = CardSuppressed(
            rule_id=rule.id,
            kind=rule.kind,
            reason=reason,
            alert_id=alert_id,
            utterance_id=alert.utterance_id,
            evidence=alert.evidence,
            at_ms=alert.at_ms,
            ruleset=self.rulebook.version,
        )
        return Fact(self._id(self.rulebook.version, rule.id, _cause(alert), "suppressed"), payload, rule)

    def _missed(self, missed: tuple[Rule, int]) -> Fact:
        rule, at_ms = missed
        payload = QuestionMissed(rule_id=rule.id, due=rule.due or "", at_ms=at_ms, ruleset=self.rulebook.version)
        return Fact(self._id(self.rulebook.version, rule.id, "missed"), payload, rule)

    def _corrections(self, rule: Rule, segment: SegmentAdded, heard: Heard, raised: Fact | None) -> list[Fact]:
        """The claims of this rule that the utterance repairs, one raised in the same utterance included."""
        if not rule.corrected_by:
            return []
        standing = self._standing.get(rule.id, [])
        if raised:
            standing = [*standing, _Standing(raised.event_id, segment.utterance_id, segment.at_ms)]
        if not standing or not (found := heard.repairs):
            return []
        facts: list[Fact] = []
        for claim in standing:
            repairs = found
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

    def _advice(self, rule: Rule, segment: SegmentAdded, heard: Heard, raised: Fact | None) -> list[Fact]:
        """The lines of advice that the CSR says in this utterance while the emergency stands."""
        standing = self._emergencies.get(rule.id)
        if raised is not None:
            standing = _Emergency(raised.event_id, rule, frozenset(range(len(rule.until))))
        if standing is None:
            return []
        facts: list[Fact] = []
        for line in sorted(standing.lines):
            if spans := heard.advice(line):
                payload = AdviceGiven(
                    alert_id=standing.alert_id,
                    rule_id=rule.id,
                    line=line,
                    utterance_id=segment.utterance_id,
                    evidence=heard.evidence(spans),
                    at_ms=segment.at_ms,
                )
                facts.append(Fact(self._advice_id(payload), payload, rule))
        return facts

    def _rests(self, rule: Rule, at_ms: int) -> bool:
        last = self._last_ms.get(rule.id)
        return last is not None and abs(at_ms - last) < rule.cooldown * 1000

    def _take(self, payload: RuleFact) -> None:
        """Fold a rule fact into the state; the same fact again changes nothing."""
        match payload:
            case AlertRaised():
                self._take_alert(payload)
            case AlertCorrected(alert_id=alert_id, rule_id=rule_id):
                self._settled.add(alert_id)
                self._attention.settle(alert_id)
                standing = self._standing.get(rule_id, [])
                self._standing[rule_id] = [claim for claim in standing if claim.alert_id != alert_id]
            case AdviceGiven(rule_id=rule_id, alert_id=alert_id, line=line):
                self._known.add(self._advice_id(payload))
                emergency = self._emergencies.get(rule_id)
                if emergency is not None and emergency.alert_id == alert_id:
                    emergency = emergency._replace(lines=emergency.lines - {line})
                    self._emergencies[rule_id] = emergency
                    if emergency.is_over:
                        self._end_emergency(alert_id)
            case CardSuppressed():
                self._known.add(self._id(payload.ruleset, payload.rule_id, _cause(payload), "suppressed"))
            case QuestionSatisfied():
                event_id = self._id(payload.ruleset, payload.rule_id, payload.utterance_id)
                if event_id not in self._known:
                    self._known.add(event_id)
                    self._first.setdefault(payload.rule_id, payload)
                    self._checklist.satisfy(payload.rule_id, payload.at_ms)
            case QuestionMissed():
                self._known.add(self._id(payload.ruleset, payload.rule_id, "missed"))
                self._checklist.miss(payload.rule_id)

    def _take_alert(self, raised: AlertRaised) -> None:
        event_id = self._alert_id(raised)
        if event_id in self._known:
            return
        self._known.add(event_id)
        self._first.setdefault(raised.rule_id, raised)
        self._last_ms[raised.rule_id] = raised.at_ms
        self._checklist.note(raised.rule_id, raised.at_ms)
        if event_id in self._settled:
            return
        rule = self.rulebook.by_id.get(raised.rule_id)
        if rule is not None and rule.kind == raised.kind and self._attention.judge(rule, raised.at_ms) is None:
            self._attention.show(rule, event_id, raised.at_ms)
        if rule is not None and rule.kind == raised.kind == "life_safety" and rule.until:
            self._emergencies[rule.id] = _Emergency(event_id, rule, frozenset(range(len(rule.until))))
        elif raised.utterance_id:
            claim = _Standing(event_id, raised.utterance_id, raised.at_ms)
            self._standing.setdefault(raised.rule_id, []).append(claim)

    def _end_emergency(self, alert_id: str) -> None:
        self._attention.settle(alert_id)
        for rule_id in [rule_id for rule_id, one in self._emergencies.items() if one.alert_id == alert_id]:
            del self._emergencies[rule_id]

    def _alert_id(self, raised: AlertRaised) -> str:
        return self._id(raised.ruleset, raised.rule_id, _cause(raised))

    def _advice_id(self, given: AdviceGiven) -> str:
        return self._id(given.alert_id, f"advice {given.line}")

    def _id(self, version: str, *parts: str) -> str:
        return derived_id(self.session_id, version, *parts)


def _cause(fact: AlertRaised | CardSuppressed) -> str:
    """What a fact came of: the utterance, or the instant of the call clock."""
    return fact.utterance_id or f"{fact.at_ms} ms"
