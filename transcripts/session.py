"""The state of a call, folded from its events.

`Session.apply` is the whole meaning of every event type; nothing else decides what an event changes. The fold is
deterministic: the same events in the same order give an equal state in any process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from transcripts.events import (
    AdviceGiven,
    AlertAcknowledged,
    AlertCorrected,
    AlertOverridden,
    AlertRaised,
    CardSuppressed,
    DispositionSet,
    Event,
    NoteAdded,
    QuestionMissed,
    QuestionSatisfied,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    SuggestionDismissed,
    SuggestionOffered,
    SuggestionRated,
    SuggestionUsed,
    SuggestionWithheld,
    SummaryEdited,
    SummaryReady,
)


@dataclass(slots=True)
class Alert:
    """A fired rule and what became of it. `alert_id` is the event id of its `alert.raised`."""

    alert_id: str
    raised: AlertRaised
    acknowledged: bool = False
    corrected: AlertCorrected | None = None
    suppressed: CardSuppressed | None = None
    advice: dict[int, AdviceGiven] = field(default_factory=dict)  # by line
    overridden: AlertOverridden | None = None


@dataclass(slots=True)
class Offer:
    """An offered line and what the CSR did with it.

    `offered` is the suggestion; None where an alert carried the line.
    """

    offered: SuggestionOffered | None = None
    used: bool = False
    dismissed: bool = False
    useful: bool | None = None


@dataclass(slots=True)
class Session:
    """One assisted call. Mappings keep the order in which things happened."""

    session_id: str
    last_seq: int = 0
    started_at: datetime | None = None
    started: SessionStarted | None = None
    ended: SessionEnded | None = None
    ended_at: datetime | None = None
    segments: dict[str, SegmentAdded] = field(default_factory=dict)  # by utterance_id
    event_ids: dict[str, str] = field(default_factory=dict)  # utterance_id -> id of its segment.added
    alerts: dict[str, Alert] = field(default_factory=dict)  # by alert_id
    satisfied: dict[str, tuple[str, QuestionSatisfied]] = field(default_factory=dict)  # rule_id -> (event id, fact)
    missed: dict[str, QuestionMissed] = field(default_factory=dict)  # by rule_id
    offers: dict[str, Offer] = field(default_factory=dict)  # by suggestion_id
    withheld: dict[str, SuggestionWithheld] = field(default_factory=dict)  # by suggestion_id
    notes: list[NoteAdded] = field(default_factory=list)
    summary: SummaryReady | None = None
    edited: SummaryEdited | None = None
    corrected_outcome: DispositionSet | None = None

    @property
    def phase(self) -> Literal["no_call", "in_call", "ended"]:
        """Whether the call has begun and is still going on."""
        if self.started is None:
            return "no_call"
        return "in_call" if self.ended is None else "ended"

    @property
    def disposition(self) -> str:
        """The outcome that counts: a person's choice before the summary's; empty while nobody knows."""
        if self.corrected_outcome is not None:
            return self.corrected_outcome.disposition
        return self.summary.disposition if self.summary else ""

    def copy(self) -> Session:
        """The same state, which later events leave as it is: for who reads it in another thread."""
        return replace(
            self,
            segments=dict(self.segments),
            event_ids=dict(self.event_ids),
            alerts={alert_id: replace(alert, advice=dict(alert.advice)) for alert_id, alert in self.alerts.items()},
            satisfied=dict(self.satisfied),
            missed=dict(self.missed),
            offers={offer_id: replace(offer) for offer_id, offer in self.offers.items()},
            withheld=dict(self.withheld),
            notes=list(self.notes),
        )

    def apply(self, event: Event) -> None:
        """Take in the next event.

        Raises:
            ValueError: The event is of another session, or not the next in sequence.
        """
        if event.session_id != self.session_id or event.seq != self.last_seq + 1:
            raise ValueError(
                f"session {self.session_id} at seq {self.last_seq} cannot take seq {event.seq} of {event.session_id}"
            )
        self.last_seq = event.seq
        match event.payload:
            case SegmentAdded() as segment:
                self.segments[segment.utterance_id] = segment
                self.event_ids[segment.utterance_id] = event.event_id
            case AlertRaised() as raised:
                self.alerts[event.event_id] = Alert(event.event_id, raised)
            case AlertAcknowledged(alert_id=alert_id):
                if alert_id in self.alerts:
                    self.alerts[alert_id].acknowledged = True
            case AlertCorrected(alert_id=alert_id) as corrected:
                if alert_id in self.alerts:
                    self.alerts[alert_id].corrected = corrected
            case AlertOverridden(alert_id=alert_id) as overridden:
                if alert_id in self.alerts:
                    self.alerts[alert_id].overridden = overridden
            case AdviceGiven(alert_id=alert_id, line=line) as given:
                if alert_id in self.alerts:
                    self.alerts[alert_id].advice.setdefault(line, given)
            case CardSuppressed(alert_id=suppressed_id) as suppressed:
                if suppressed_id in self.alerts:
                    self.alerts[suppressed_id].suppressed = suppressed
            case QuestionMissed(rule_id=rule_id) as missed:
                self.missed.setdefault(rule_id, missed)
            case QuestionSatisfied(rule_id=rule_id) as satisfied:
                self.satisfied.setdefault(rule_id, (event.event_id, satisfied))
            case (
                SuggestionOffered()
                | SuggestionWithheld()
                | SuggestionUsed()
                | SuggestionDismissed()
                | SuggestionRated() as suggestion
            ):
                self._apply_suggestion(event.event_id, suggestion)
            case NoteAdded() as note:
                self.notes.append(note)
            case SessionStarted() as started:
                self.started, self.started_at = started, event.occurred_at
            case SessionEnded() as ended:
                self.ended, self.ended_at = ended, event.occurred_at
            case SummaryReady() as summary:
                self.summary = summary
            case SummaryEdited() as edited:
                self.edited = edited
            case DispositionSet() as chosen:
                self.corrected_outcome = chosen

    def _apply_suggestion(
        self,
        event_id: str,
        payload: SuggestionOffered | SuggestionWithheld | SuggestionUsed | SuggestionDismissed | SuggestionRated,
    ) -> None:
        match payload:
            case SuggestionOffered() as offered:
                self.offers.setdefault(event_id, Offer()).offered = offered
            case SuggestionWithheld() as withheld:
                self.withheld[event_id] = withheld
            case SuggestionUsed(suggestion_id=offer):
                self.offers.setdefault(offer, Offer()).used = True
            case SuggestionDismissed(suggestion_id=offer):
                self.offers.setdefault(offer, Offer()).dismissed = True
            case SuggestionRated(suggestion_id=offer, useful=useful):
                self.offers.setdefault(offer, Offer()).useful = useful


def fold(session_id: str, events: Iterable[Event]) -> Session:
    """The state after `events`, which are all of the session's from seq 1 on.

    Raises:
        ValueError: The events have a gap or belong to another session.
    """
    session = Session(session_id)
    for event in events:
        session.apply(event)
    return session
