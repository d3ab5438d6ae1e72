"""The call as this window knows it: the log's fold, the local rules, and what the CSR just did.

The local engine judges every word as it arrives, also words still being spoken, so an alert is on the screen without
waiting for the backend, and without one. The facts have the same ids on both sides, so each shows once.

`now` is always seconds on the monotonic clock, `wall` the time of day in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from desktop import cards, safety
from desktop.agenda import Agenda, Progress, Tick
from desktop.alerts import Alerts, ShownAlert
from desktop.clock import CallClock
from desktop.lines import Lines, marks_of
from desktop.outcome import Corrections, end_panel
from desktop.suggestions import Suggestions
from desktop.view import Card, Connection, View
from rules.engine import HOLD, Engine, Fact, Rulebook
from transcripts.events import (
    AlertOverridden,
    AlertRaised,
    CardSuppressed,
    DispositionSet,
    Event,
    Payload,
    QuestionMissed,
    QuestionSatisfied,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    SuggestionDismissed,
    SuggestionRated,
    SuggestionUsed,
    SummaryEdited,
)
from transcripts.session import Session
from transcripts.wire import Interim, SuggestionDelta

RECENT_S = 5.0  # an event recorded longer ago is history: its card is as old as the event
HINT_S = 1.5
URGENT = ("prohibited_claim", "life_safety")  # kinds of rules that cannot wait for the end of the sentence


class Call:
    """One call. `hear`, `listen` and `take` bring news; `view` says what to show."""

    def __init__(self, session_id: str, rulebook: Rulebook) -> None:
        self.session = Session(session_id)
        self._heard: list[Payload] = []  # what the engine was told, for another ruleset
        self._finals: set[SegmentAdded] = set()
        self._alerts = Alerts()
        self._suggestions = Suggestions()
        self._progress = Progress()
        self._lines = Lines()
        self._clock = CallClock()
        self._phase: Literal["no_call", "in_call", "ended"] = "no_call"
        self._corrections = Corrections()
        self._hint = ("", 0.0)
        self.last_heard_at: float | None = None
        self.on_hold = False
        self.use(rulebook)

    @property
    def session_id(self) -> str:
        """Whose call it is; empty before the first one."""
        return self.session.session_id

    @property
    def phase(self) -> Literal["no_call", "in_call", "ended"]:
        """Where the call stands for this window, which may be ahead of the log."""
        return self._phase

    @property
    def alerts(self) -> list[ShownAlert]:
        """Every alert of the call, in the order in which they were raised."""
        return list(self._alerts)

    def use(self, rulebook: Rulebook) -> None:
        """Judge by this ruleset from now on; what was heard so far is known to it."""
        self._rulebook = rulebook
        self._engine = Engine(rulebook, self.session.session_id, "desktop")
        self._agenda = Agenda(rulebook.ruleset)
        for payload in self._heard:
            self._engine.observe(payload)

    def begin(self, wall: datetime, now: float, trade: str = "") -> None:
        """The CSR began the call here; the log will follow. `trade` is the line of business it is about."""
        self._phase = "in_call"
        self._clock.start(wall, wall, now)
        self.last_heard_at = now
        self._observe(SessionStarted("", trade), now)

    def finish(self, now: float) -> int:
        """The CSR ended the call here; the log and the summary will follow. Returns the call clock."""
        at_ms = self._clock.at_ms(now) or 0
        self._end(at_ms)
        return at_ms

    def take(self, events: Iterable[Event], wall: datetime, now: float) -> None:
        """Fold the next events of the log."""
        for event in events:
            self.session.apply(event)
            age = (wall - event.recorded_at).total_seconds()
            seen_at = now - age if age > RECENT_S else now
            match event.payload:
                case SegmentAdded() as segment:
                    self.hear(segment, now, seen_at)
                    continue
                case SessionStarted():
                    self._phase = "in_call"
                    self._clock.start(event.occurred_at, wall, now)
                    self.last_heard_at = now
                case SessionEnded(at_ms=at_ms):
                    self._end(at_ms)
                case payload:
                    self._apply(event.event_id, payload, seen_at)
            self._observe(event.payload, seen_at)

    def hear(self, segment: SegmentAdded, now: float, seen_at: float | None = None) -> None:
        """A final, redacted utterance, from the log or straight from a local source."""
        if segment in self._finals:
            return  # the log confirms what a local source said before
        self._finals.add(segment)
        self._lines.add(segment)
        self._clock.hear(segment.at_ms, now)
        self.last_heard_at = now
        self.on_hold = False
        confirmed = {fact.event_id for fact in self._observe(segment, now if seen_at is None else seen_at)}
        self._alerts.withdraw(segment.utterance_id, confirmed)

    def listen(self, interim: Interim, now: float) -> None:
        """An utterance still being spoken, redacted."""
        spoken = SegmentAdded(interim.utterance_id, interim.speaker, interim.text, interim.at_ms)
        # What a signal means, the end of the sentence may turn round.
        facts = [fact for fact in self._engine.hear(spoken) if fact.rule.kind in URGENT]
        marks = tuple(
            mark for fact in facts if isinstance(fact.payload, AlertRaised) for mark in marks_of(fact.payload)
        )
        if self._phase != "in_call" or not self._lines.speak(spoken, marks):
            return
        self._clock.hear(interim.at_ms, now)
        self.last_heard_at = now
        self._alerts.withdraw(interim.utterance_id, {fact.event_id for fact in facts})
        for fact in facts:
            self._show(fact, now, provisional=True)

    def write(self, delta: SuggestionDelta, now: float) -> None:
        """A suggestion, still being written, or taken back; where it came to nothing, the rules may have a line."""
        if self._suggestions.take(delta, now):
            self.offer_again(now, delta.why)

    # What the CSR does is shown at once; each returns whether there was anything to do.

    def acknowledge(self, alert_id: str, now: float) -> bool:
        """The CSR has seen the claim, or the card after safety advice."""
        return self._alerts.acknowledge(alert_id, now)

    def override(self, alert_id: str, reason: str, now: float) -> bool:
        """The CSR put an emergency that stands away, for a reason."""
        alert = self._alerts.get(alert_id)
        if alert is None or safety.over_at(alert, self._rules) is not None:
            return False
        if not self._alerts.override(alert_id, now):
            return False
        self._observe(AlertOverridden(alert_id, reason), now)
        return True

    def put_away(self, card_id: str) -> bool:
        """The CSR used or dismissed a line, or stopped the writing of one."""
        alert = self._alerts.get(card_id)
        if alert is None:
            return self._suggestions.put_away(card_id)
        self._suggestions.answer(alert.raised.utterance_id)
        return self._alerts.put_away(card_id)

    def rate(self, card_id: str, rating: Literal["up", "down"]) -> bool:
        """The CSR's thumb."""
        return self._alerts.rate(card_id, rating) or self._suggestions.rate(card_id, rating)

    def ask(self) -> None:
        """The CSR asks the backend for a line."""
        self._suggestions.ask()

    def expect(self, suggestion_id: str, why: str, now: float) -> None:
        """The backend looks for a line under this id; without one it has none, and says why."""
        self._suggestions.expect(suggestion_id, now)
        if not suggestion_id:
            self.offer_again(now, why)

    def offer_again(self, now: float, why: str = "") -> bool:
        """Show the newest line of the rules once more; where there is none the button says so, or `why`."""
        offered = self._alerts.offer_again(now)
        if not offered:
            self._hint = (why or "No line for this yet", now)
        return offered

    def choose_outcome(self, chosen: DispositionSet) -> None:
        """The CSR corrected the outcome."""
        self._corrections.outcome = chosen

    def edit_summary(self, edited: SummaryEdited) -> None:
        """The CSR rewrote the lines of the summary."""
        self._corrections.summary = edited

    def standing_claim(self, now: float) -> str:
        """The alert id of the claim on the screen, empty when there is none."""
        return cards.standing_claim(self._card(now, offline=False))

    def clock_ms(self, now: float) -> int | None:
        """The call clock."""
        return self._clock.at_ms(now)

    def view(self, connection: Connection, now: float) -> View:
        """The whole window at `now`."""
        clock_ms = self._clock.at_ms(now)
        if self._phase == "no_call":
            return View(connection=connection)
        ended = self._phase == "ended"
        checklist = self._agenda.checklist(self._engine, self._progress, clock_ms or 0, now, ended=ended)
        emergency = None if ended else safety.taking_over(self._alerts, self._rules)
        lines = self._lines.snapshot()
        return View(
            connection=connection,
            phase=self._phase,
            clock_ms=clock_ms,
            card=None if ended else self._card(now, offline=connection.state in ("offline", "reconnecting")),
            checklist=checklist,
            lines=lines,
            end=end_panel(self.session, self._corrections, checklist, self.alerts) if ended else None,
            safety=safety.safety_screen(emergency, self._rules, lines) if emergency else None,
            suggestion_hint=self._hint[0] if now - self._hint[1] < HINT_S else "",
        )

    @property
    def _rules(self) -> safety.Rules:
        return self._rulebook.by_id

    def _card(self, now: float, *, offline: bool) -> Card | None:
        """The card on the screen; none while an emergency has taken it over."""
        if safety.taking_over(self._alerts, self._rules) is not None:
            return None
        lines = self._lines.snapshot()
        return cards.choose_card(self._alerts, self._suggestions, self._rules, lines, now, offline=offline)

    def _end(self, at_ms: int) -> None:
        self._phase = "ended"
        self._clock.stop(at_ms)
        self._lines.drop_interims()

    def _observe(self, payload: Payload, seen_at: float) -> list[Fact]:
        self._heard.append(payload)
        facts = self._engine.observe(payload)
        for fact in facts:
            self._show(fact, seen_at, provisional=False)
        return facts

    def _show(self, fact: Fact, seen_at: float, *, provisional: bool) -> None:
        """Take in what the local rules say. Of words still being spoken only alerts count, and which get no card."""
        if not provisional or isinstance(fact.payload, AlertRaised | CardSuppressed):
            self._apply(fact.event_id, fact.payload, seen_at, provisional=provisional)

    def _apply(self, event_id: str, payload: Payload, seen_at: float, *, provisional: bool = False) -> None:
        match payload:
            case AlertRaised() as raised:
                self._raise(event_id, raised, seen_at, provisional=provisional)
            case QuestionSatisfied(rule_id=rule_id, at_ms=at_ms):
                self._progress.ticks.setdefault(rule_id, Tick(at_ms, seen_at))
            case QuestionMissed(rule_id=rule_id):
                self._progress.missed.add(rule_id)
            case DispositionSet() as chosen:
                self.choose_outcome(chosen)
            case SummaryEdited() as edited:
                self.edit_summary(edited)
            case SuggestionUsed(suggestion_id=card_id) | SuggestionDismissed(suggestion_id=card_id):
                self.put_away(card_id)
            case SuggestionRated(suggestion_id=card_id, useful=useful):
                self.rate(card_id, "up" if useful else "down")
            case _:
                self._alerts.fold(payload, seen_at)
                self._suggestions.fold(event_id, payload, seen_at)

    def _raise(self, event_id: str, raised: AlertRaised, seen_at: float, *, provisional: bool) -> None:
        if raised.rule_id == HOLD and self._alerts.get(event_id) is None:
            self.on_hold = True
        text = self._lines.text(raised.utterance_id or "")
        self._alerts.add(event_id, raised, text, seen_at, provisional=provisional)
        if not provisional:
            self._lines.mark(raised)
