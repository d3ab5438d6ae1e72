"""The facts of one call that speak for an outcome, in the order in which they were said."""

from __future__ import annotations

from typing import NamedTuple

from rules.quotes import address, around, marked, slot
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

    def offers(self) -> list[Found]:
        """Every time the CSR named a slot."""
        offers = {one.place: one for one in self.of("booking_asked", "ask_for_booking") if slot(one.segment.text)}
        return list(offers.values())

    def acceptance(self) -> tuple[Found, Found] | None:
        """The last slot that was offered and said yes to: the offer and the yes.

        A bare "okay" counts only as the first thing said to the offer; later it answers something else.
        """
        for offer in reversed(self.offers()):
            first = self.answer(offer)
            for agreed in self.of("customer_agreed"):
                bare = " " not in agreed.words.strip()
                if 0 < agreed.place - offer.place <= _ANSWER_WITHIN and not (
                    bare and first and agreed.place != first.place
                ):
                    return offer, agreed
        return None

    def recap(self) -> Found | None:
        """The CSR repeating a slot after the customer's yes."""
        accepted = self.acceptance()
        repeats = self.of("recap_appointment", "slot_confirmed")
        later = [one for one in repeats if accepted and one.place > accepted[1].place and slot(one.segment.text)]
        return next((one for one in later if one.rule_id == "recap_appointment"), later[0] if later else None)

    def service_address(self) -> tuple[Found, str] | None:
        """The utterance with the street address of the visit and the address in it.

        Without a recognisable address, the question that asked for it and its own words. None if nobody asked.
        """
        asked = self.of("confirm_service_address")
        if not asked:
            return None
        if quote := address(asked[0].segment.text):
            return asked[0], quote
        for place in range(asked[0].place + 1, len(self.segments)):
            if quote := address(self.segments[place].text):
                return self.said(place), quote
        return asked[0], asked[0].words
