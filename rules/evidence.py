"""The facts of one call that speak for an outcome, in the order in which they were said."""

from __future__ import annotations

from typing import NamedTuple

from rules.quotes import around, marked
from transcripts.events import Evidence as Spans
from transcripts.events import Proof, SegmentAdded
from transcripts.session import Session

# Words that follow an offer by more utterances than this answer something else.
_ANSWER_WITHIN = 3


class Found(NamedTuple):
    """A fact in the log and the utterance it came from. `place` counts the call's utterances from 0."""

    rule_id: str
    event_id: str
    place: int
    segment: SegmentAdded
    spans: Spans

    @property
    def words(self) -> str:
        """The words that made the fact."""
        return marked(self.segment.text, self.spans)

    @property
    def sentence(self) -> str:
        """The sentences around those words."""
        return around(self.segment.text, self.spans)

    def proves(self, label: str, quote: str = "") -> Proof:
        """This fact as a proof, with its own words where no others are given."""
        return Proof(label=label, event_id=self.event_id, at_ms=self.segment.at_ms, quote=quote or self.words)


class CallEvidence:
    """The rule facts of a call by rule, each list in the order of the words."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.segments = tuple(session.segments.values())
        self._places = {segment.utterance_id: place for place, segment in enumerate(self.segments)}
        self._by_rule: dict[str, list[Found]] = {}
        for alert in session.alerts.values():
            self._add(alert.raised.rule_id, alert.alert_id, alert.raised.utterance_id, alert.raised.evidence)
        for rule_id, (event_id, fact) in session.satisfied.items():
            self._add(rule_id, event_id, fact.utterance_id, fact.evidence)
        for found in self._by_rule.values():
            found.sort(key=lambda one: one.place)

    def _add(self, rule_id: str, event_id: str, utterance_id: str | None, spans: Spans) -> None:
        place = self._places.get(utterance_id or "")
        if place is not None:
            found = Found(rule_id, event_id, place, self.segments[place], spans)
            self._by_rule.setdefault(rule_id, []).append(found)

    @property
    def trade(self) -> str:
        """The call's line of business; "" where it is not known."""
        return self.session.started.trade.strip().lower() if self.session.started else ""

    def of(self, *rule_ids: str) -> list[Found]:
        """The facts of these rules, as they were said."""
        found = [one for rule_id in rule_ids for one in self._by_rule.get(rule_id, ())]
        return sorted(found, key=lambda one: one.place)

    def said(self, place: int) -> Found:
        """The utterance itself as a fact: its `segment.added`."""
        segment = self.segments[place]
        event_id = self.session.event_ids[segment.utterance_id]
        return Found("", event_id, place, segment, ((0, len(segment.text)),))

    def answer(self, question: Found) -> Found | None:
        """The customer's next words after a question, if the CSR did not say more than one thing before them."""
        following = range(question.place + 1, min(question.place + 1 + _ANSWER_WITHIN, len(self.segments)))
        return next((self.said(place) for place in following if self.segments[place].speaker == "customer"), None)
