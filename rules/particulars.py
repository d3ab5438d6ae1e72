"""What a summary tells besides its outcome, field by field, in the words of the call or in fixed ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from rules.booking import Booking
from rules.cases import EMERGENCIES, MISSED, NEEDS, OBSTACLES, VISITS, need
from rules.evidence import CallEvidence, Found
from rules.figures import stated
from rules.outcomes import LABELS
from rules.quotes import around, plain
from rules.ruleset import Rule, Ruleset
from rules.verdict import Verdict
from transcripts.events import ClaimMade

FOLLOWED_UP = ("booked", "lead", "")
"""The outcomes after which a question that was not asked still matters."""

_MOST = 4  # entries of a list, but for what stands open
_MOST_CLAIMS = 64
_LONGEST = 110  # characters of a quote
_URGENT = {"no_heat_or_cool_vulnerable": "No heat or cooling, someone vulnerable", "active_flooding": "Water running"}
_SOON = re.compile(
    r"\b(?:asap|as soon as (?:possible|you can)|right (?:away|now)|immediately|emergency|urgent|can't wait"
    r"|(?:need|want|get|come|here|out|somebody|someone|anyone|anybody|do it|there)\b[^.?!]{0,30}\b(?:today|tonight))\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\b(?:i'll|i will|we'll|we will|he'll|he will|she'll|they'll|i promise|i'm going to|we're going to)"
    r" (?!(?:be honest|tell you|say|let you go|ask|just ask|need|have to|see if|hang up|read|repeat"
    r"|transfer|put you (?:on|through)|place you|go ahead and (?:put|place|transfer)|stay on|try you|be with you)\b)"
    r"[^.?!]{4,}",
    re.IGNORECASE,
)
_AFTER_ALL = ("not_a_lead", "spam", "abandoned")  # nothing comes after these


class Particulars:
    """The fields of one call's summary. Each is worked out when it is asked for; most quote what was said."""

    def __init__(self, call: CallEvidence, booking: Booking, verdict: Verdict, ruleset: Ruleset) -> None:
        self.call = call
        self.booking = booking
        self.verdict = verdict
        self._ruleset = ruleset

    @cached_property
    def subject(self) -> list[Found]:
        """The facts in which the customer says what the call is about; what is said again comes after what is new."""
        call, chosen = self.call, self.verdict.disposition
        if chosen == "existing_job":
            return call.of(*VISITS)
        if chosen == "not_a_lead":
            return [one for one in call.of(*NEEDS, *MISSED) if one.segment.speaker == "customer"]
        if chosen == "spam":
            return call.of("spam_or_solicitor")
        told = [one for one in call.of(*NEEDS, "no_heat_or_cool_vulnerable") if one.segment.speaker == "customer"]
        first = {one.rule_id: one for one in reversed(told)}
        return sorted(told, key=lambda one: one is not first[one.rule_id])

    @cached_property
    def call_reason(self) -> str:
        """Why they called, in their words."""
        if self.subject:
            return plain(self.subject[0].sentence, _LONGEST)
        told = need(self.call)
        return plain(told.segment.text, _LONGEST) if told and told.segment.speaker == "customer" else ""

    @cached_property
    def urgency(self) -> str:
        """How pressing it is: an emergency and which, somebody vulnerable, or that they want it soon."""
        raised = {alert.raised.rule_id: alert.raised for alert in self.call.session.alerts.values()}
        for rule_id in EMERGENCIES:
            if rule_id in raised and raised[rule_id].severity == "critical":
                return f"Emergency: {raised[rule_id].title}"
        for rule_id, words in _URGENT.items():
            if rule_id in raised:
                return f"Urgent: {words}"
        if self.verdict.disposition in _AFTER_ALL:
            return ""
        for segment in self.call.segments:
            if segment.speaker == "customer" and _SOON.search(segment.text):
                return "Wants it soon"
        return ""

    @cached_property
    def promised(self) -> tuple[str, ...]:
        """What the CSR said they or the technician will do."""
        said = (
            match[0]
            for segment in self.call.segments
            if segment.speaker == "csr"
            for match in _PROMISE.finditer(segment.text)
        )
        return _each(plain(words.strip(), _LONGEST) for words in said)

    @cached_property
    def fees(self) -> tuple[str, ...]:
        """The prices that the CSR told, in the sentences that tell them."""
        return _each(plain(sentence, _LONGEST) for sentence in self._priced())

    def _priced(self) -> Iterator[str]:
        told = {one.place: one for one in self.call.of("disclose_diagnostic_fee")}
        for place, segment in enumerate(self.call.segments):
            if segment.speaker != "csr":
                continue
            if place in told:
                yield told[place].sentence
            elif "$" in segment.text or "dollar" in segment.text.lower() or "bucks" in segment.text.lower():
                sums = [
                    one for one in stated(segment.text) if any(key[0] == "money" for ways in one.asks for key in ways)
                ]
                if sums:
                    yield around(segment.text, ((sums[0].start, sums[0].end),))

    @cached_property
    def appointment(self) -> str:
        """The slot that was accepted and not taken back, where the call is about one to come."""
        verdict = self.verdict
        to_come = verdict.disposition in ("booked", "") or verdict.reason == "reschedule"
        return self.booking.appointment if to_come and self.booking.stands else ""

    @cached_property
    def objections(self) -> tuple[str, ...]:
        """What the customer said against booking."""
        return _each(plain(one.sentence, _LONGEST) for one in self.call.of(*OBSTACLES))

    @cached_property
    def claims(self) -> tuple[ClaimMade, ...]:
        """The prohibited claims of the call and how fast each was put right."""
        made = [
            ClaimMade(alert.raised.title, alert.raised.at_ms, alert.corrected.after_ms if alert.corrected else None)
            for alert in self.call.session.alerts.values()
            if alert.raised.kind == "prohibited_claim"
        ]
        return tuple(made[:_MOST_CLAIMS])

    @cached_property
    def standing(self) -> tuple[str, ...]:
        """The titles of the claims that nobody put right."""
        return tuple(dict.fromkeys(claim.title for claim in self.claims if claim.corrected_after_ms is None))

    @cached_property
    def callback(self) -> str:
        """The words with which a call was asked for, where that is what is left."""
        if self.verdict.reason != "callback":
            return ""
        heard = self.call.of("callback_requested")
        return plain(heard[0].sentence if heard else self.verdict.proven.proofs[-1].quote, _LONGEST)

    @cached_property
    def follow_ups(self) -> tuple[str, ...]:
        """What is left to do: claims to put right, a call that was asked for, questions to ask."""
        parts = [f"{title} (not corrected)" for title in self.standing]
        if self.callback:
            parts.append(f"Call back: {self.callback.rstrip('.?!')}")
        parts += [f"{rule.title.rstrip('?')} (not asked)" for rule in self.not_asked]
        return tuple(parts[:_MOST_CLAIMS])

    @cached_property
    def next_step(self) -> str:
        """What comes next; "" where nothing does."""
        verdict = self.verdict
        if not verdict.disposition:
            return "Choose the outcome" if self.call.segments else ""
        if verdict.disposition in _AFTER_ALL:
            return ""
        if verdict.disposition == "lead":
            label = LABELS[verdict.reason].lower() if verdict.reason else "no slot accepted"
            return f"Call back: {self.callback.rstrip('.?!')}" if self.callback else f"Follow up: {label}"
        if self.appointment:
            return f"Visit: {self.appointment}"
        if verdict.disposition == "existing_job":
            return f"Existing job: {LABELS[verdict.reason].lower()}"
        return f"{LABELS[verdict.disposition]}: no visit yet"

    @cached_property
    def checklist_done(self) -> tuple[str, ...]:
        """The questions that counted and were asked."""
        return tuple(rule.id for rule in self._counted() if rule.id in self.call.session.satisfied)

    @cached_property
    def checklist_open(self) -> tuple[str, ...]:
        """The questions that counted and were not asked."""
        return tuple(rule.id for rule in self.not_asked)

    @cached_property
    def not_asked(self) -> tuple[Rule, ...]:
        """The rules of the questions that counted and were not asked, after calls where that still matters."""
        if self.verdict.disposition not in FOLLOWED_UP or not self.call.segments:
            return ()
        return tuple(rule for rule in self._counted() if rule.id not in self.call.session.satisfied)

    def _counted(self) -> Iterator[Rule]:
        """The items of this call's checklist that count."""
        for rule in self._ruleset.rules:
            if rule.kind != "required_question" or rule.optional:
                continue
            if rule.id == "recap_appointment":
                if self.booking.accepted is not None:
                    yield rule
            elif (not rule.trades or self.call.trade in rule.trades) and (not rule.when or self.call.of(*rule.when)):
                yield rule


def _each(quotes: Iterable[str]) -> tuple[str, ...]:
    """The first few of several quotes, none twice and none empty."""
    return tuple(quote for quote in dict.fromkeys(quotes) if quote)[:_MOST]
