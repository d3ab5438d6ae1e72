"""The call as this window knows it: the log's fold, the local rules, and what the CSR just did.

The local engine judges every word as it arrives, also words still being spoken, so an alert is on the screen without
waiting for the backend, and without one. The facts have the same ids on both sides, so each shows once.

`now` is always seconds on the monotonic clock, `wall` the time of day in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from desktop.agenda import Agenda, Tick
from desktop.alerts import ShownAlert, choose_card
from desktop.clock import CallClock
from desktop.lines import Lines, marks_of
from desktop.outcome import end_panel
from desktop.view import Connection, View
from rules.engine import Engine, Fact, Rulebook
from transcripts.events import (
    AlertAcknowledged,
    AlertCorrected,
    AlertRaised,
    DispositionSet,
    Event,
    Payload,
    QuestionSatisfied,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    SuggestionDismissed,
    SuggestionRated,
    SuggestionUsed,
)
from transcripts.session import Session
from transcripts.wire import Interim

RECENT_S = 5.0  # an event recorded longer ago is history: its card is as old as the event
HINT_S = 1.5


class Call:
    """One call. `hear`, `listen` and `take` bring news; `view` says what to show."""

    def __init__(self, session_id: str, rulebook: Rulebook) -> None:
        self.session = Session(session_id)
        self._heard: list[Payload] = []  # what the engine was told, for another ruleset
        self._finals: set[SegmentAdded] = set()
        self._alerts: dict[str, ShownAlert] = {}
        self._ticks: dict[str, Tick] = {}
        self._lines = Lines()
        self._clock = CallClock()
        self._phase: Literal["no_call", "in_call", "ended"] = "no_call"
        self._chosen: DispositionSet | None = None
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
        return list(self._alerts.values())

    def use(self, rulebook: Rulebook) -> None:
        """Judge by this ruleset from now on; what was heard so far is known to it."""
        self._rulebook = rulebook
        self._engine = Engine(rulebook, self.session.session_id, "desktop")
        self._agenda = Agenda(rulebook.ruleset)
        self._sources = {rule.id: rule.source for rule in rulebook.ruleset.rules}
        for payload in self._heard:
            self._engine.observe(payload)

    def begin(self, wall: datetime, now: float) -> None:
        """The CSR began the call here; the log will follow."""
        self._phase = "in_call"
        self._clock.start(wall, wall, now)
        self.last_heard_at = now

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
        for alert in self.alerts:
            if alert.provisional and alert.raised.utterance_id == segment.utterance_id:
                if alert.alert_id in confirmed:
                    alert.provisional = False
                else:
                    del self._alerts[alert.alert_id]  # the final words take it back

    def listen(self, interim: Interim, now: float) -> None:
        """An utterance still being spoken, redacted."""
        spoken = SegmentAdded(interim.utterance_id, interim.speaker, interim.text, interim.at_ms)
        # Only claims cannot wait for the end of the sentence; what a signal means, its end may turn round.
        facts = [fact for fact in self._engine.hear(spoken) if fact.rule.kind == "prohibited_claim"]
        marks = tuple(
            mark for fact in facts if isinstance(fact.payload, AlertRaised) for mark in marks_of(fact.payload)
        )
        if self._phase != "in_call" or not self._lines.speak(spoken, marks):
            return
        self._clock.hear(interim.at_ms, now)
        self.last_heard_at = now
        current = {fact.event_id for fact in facts}
        for alert in self.alerts:
            if (
                alert.provisional
                and alert.raised.utterance_id == interim.utterance_id
                and alert.alert_id not in current
            ):
                del self._alerts[alert.alert_id]
        for fact in facts:
            self._show(fact, now, provisional=True)

    # What the CSR does is shown at once; each returns whether there was anything to do.

    def acknowledge(self, alert_id: str, now: float) -> bool:
        """The CSR has seen the claim."""
        alert = self._alerts.get(alert_id)
        if alert is None or alert.acknowledged_at is not None:
            return False
        alert.acknowledged_at = now
        return True

    def put_away(self, card_id: str) -> bool:
        """The CSR used or dismissed a line."""
        alert = self._alerts.get(card_id)
        if alert is None:
            return False
        alert.put_away = True
        return True

    def rate(self, card_id: str, rating: Literal["up", "down"]) -> bool:
        """The CSR's thumb."""
        alert = self._alerts.get(card_id)
        if alert is None:
            return False
        alert.rating = rating
        return True

    def offer_again(self, now: float) -> bool:
        """Show the newest line of the playbook once more; where there is none the button says so."""
        lines = [alert for alert in self.alerts if alert.offers_line]
        if not lines:
            self._hint = ("No line for this yet", now)
            return False
        newest = max(lines, key=lambda alert: (alert.raised.at_ms, alert.seen_at))
        newest.put_away, newest.seen_at = False, now
        return True

    def choose_outcome(self, chosen: DispositionSet) -> None:
        """The CSR corrected the outcome."""
        self._chosen = chosen

    def standing_claim(self, now: float) -> str:
        """The alert id of the claim on the screen, empty when there is none."""
        card = choose_card(self.alerts, now, offline=False)
        return getattr(card, "alert_id", "") if getattr(card, "state", "") in ("standing", "old") else ""

    def clock_ms(self, now: float) -> int | None:
        """The call clock."""
        return self._clock.at_ms(now)

    def view(self, connection: Connection, now: float) -> View:
        """The whole window at `now`."""
        clock_ms = self._clock.at_ms(now)
        if self._phase == "no_call":
            return View(connection=connection)
        ended = self._phase == "ended"
        checklist = self._agenda.checklist(self._engine, self._ticks, clock_ms or 0, now, ended=ended)
        alerts = self.alerts
        offline = connection.state in ("offline", "reconnecting")
        return View(
            connection=connection,
            phase=self._phase,
            clock_ms=clock_ms,
            card=None if ended else choose_card(alerts, now, offline=offline),
            checklist=checklist,
            lines=self._lines.snapshot(),
            end=end_panel(self.session, self._chosen, checklist, alerts) if ended else None,
            suggestion_hint=self._hint[0] if now - self._hint[1] < HINT_S else "",
        )

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
        """Take in what the local rules say. Only alerts are shown of words still being spoken."""
        match fact.payload:
            case AlertRaised():
                self._apply(fact.event_id, fact.payload, seen_at, provisional=provisional)
            case payload if not provisional:
                self._apply(fact.event_id, payload, seen_at)

    def _apply(self, event_id: str, payload: Payload, seen_at: float, *, provisional: bool = False) -> None:
        match payload:
            case AlertRaised() as raised:
                self._raise(event_id, raised, seen_at, provisional=provisional)
            case AlertCorrected(alert_id=alert_id) as corrected if alert_id in self._alerts:
                self._alerts[alert_id].correct(corrected, seen_at)
            case AlertAcknowledged(alert_id=alert_id) if alert_id in self._alerts:
                if self._alerts[alert_id].acknowledged_at is None:
                    self._alerts[alert_id].acknowledged_at = seen_at
            case QuestionSatisfied(rule_id=rule_id, at_ms=at_ms):
                self._ticks.setdefault(rule_id, Tick(at_ms, seen_at))
            case SuggestionUsed(suggestion_id=card_id) | SuggestionDismissed(suggestion_id=card_id):
                self.put_away(card_id)
            case SuggestionRated(suggestion_id=card_id, useful=useful):
                self.rate(card_id, "up" if useful else "down")
            case DispositionSet() as chosen:
                self._chosen = chosen

    def _raise(self, event_id: str, raised: AlertRaised, seen_at: float, *, provisional: bool) -> None:
        text = self._lines.text(raised.utterance_id or "")
        known = self._alerts.get(event_id)
        if known is None:
            source = self._sources.get(raised.rule_id, "")
            self._alerts[event_id] = ShownAlert(event_id, raised, text, source, seen_at, provisional)
            if raised.rule_id == "hold_announced":
                self.on_hold = True
        elif provisional or known.provisional:
            known.raised, known.text = raised, text  # the words have grown
            known.provisional = known.provisional and provisional
        if not provisional:
            self._lines.mark(raised)
