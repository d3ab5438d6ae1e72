"""The demo without a window: the same call through the same backend, printed as it happens."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from desktop import children
from desktop.endpoint import find_endpoint
from desktop.link import Link, LinkState
from transcripts.events import (
    AdviceGiven,
    AlertCorrected,
    AlertOverridden,
    AlertRaised,
    CardSuppressed,
    Event,
    QuestionSatisfied,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    SummaryReady,
)
from transcripts.session import Session
from transcripts.subscription import EventsArrived, Happening, SessionChanged


async def run_headless(call: Path, door: Path, session_id: str, speed: str, *, as_json: bool) -> None:
    """Play the call and print every event of its log, in order, until the summary is there.

    Raises:
        ChildError: The backend or the replay did not start (in an exception group).
    """
    printer = _Printer(session_id, as_json=as_json)
    online = asyncio.Event()

    def on_happenings(happenings: list[Happening]) -> None:
        for happening in happenings:
            match happening:
                case SessionChanged(session=session) if session.session_id == session_id and not printer.watching:
                    printer.watching = True
                    link.watch(session_id)
                case EventsArrived(events=events):
                    printer.take(events)

    def on_state(state: LinkState) -> None:
        if state.online:
            online.set()

    link = Link(find_endpoint(None, None, door), on_happenings, on_state)
    link.watch_sessions()
    async with children.backend(door), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(link.run(), name="link")
        await online.wait()
        async with children.replay(call, door, session_id, speed):
            await printer.finished.wait()
        running.cancel()


class _Printer:
    """Events as lines: JSON objects, or sentences for people."""

    def __init__(self, session_id: str, *, as_json: bool) -> None:
        self.session = Session(session_id)
        self.watching = False
        self.finished = asyncio.Event()
        self._as_json = as_json

    def take(self, events: tuple[Event, ...]) -> None:
        for event in events:
            self.session.apply(event)
            line = msgspec.json.encode(event).decode() if self._as_json else self._words(event)
            if line:
                print(line, flush=True)
            if isinstance(event.payload, SummaryReady):
                self.finished.set()

    def _words(self, event: Event) -> str:
        match event.payload:
            case SessionStarted(title=title, agent=agent):
                return f"Call with {agent}: {title}"
            case SegmentAdded(speaker=speaker, text=text, at_ms=at_ms):
                return f"{_clock(at_ms)}  {'You' if speaker == 'csr' else 'Customer':<9} {text}"
            case AlertRaised(kind="prohibited_claim") as alert:
                return f"{_clock(alert.at_ms)}  ALERT     {alert.title}. Say instead: “{alert.say_instead}”"
            case AlertRaised(kind="life_safety") as alert:
                return f"{_clock(alert.at_ms)}  SAFETY    {alert.title}. {alert.why}".rstrip()
            case AdviceGiven(line=line, at_ms=at_ms):
                return f"{_clock(at_ms)}  Advised   Line {line + 1} was said"
            case CardSuppressed(alert_id=str(), reason=reason):
                return f"       No card: {reason.replace('_', ' ')}"
            case AlertOverridden(reason=reason):
                return f"       Overridden: {reason}"
            case AlertRaised(kind="keyword_alert" | "conversation", say_instead=line) as alert if line:
                return f"{_clock(alert.at_ms)}  Playbook  {alert.title}: “{line}”"
            case AlertCorrected(after_ms=after_ms):
                return f"       Corrected in {round(after_ms / 1000)} s"
            case QuestionSatisfied(rule_id=rule_id, at_ms=at_ms):
                return f"{_clock(at_ms)}  Ticked    {rule_id.replace('_', ' ')}"
            case SessionEnded(at_ms=at_ms):
                return f"{_clock(at_ms)}  Call ended"
            case SummaryReady() as summary:
                rows = [
                    f"Outcome    {' '.join(filter(None, (summary.disposition, summary.reason))) or 'please choose'}"
                ]
                rows += [f"Proof      {_clock(proof.at_ms)}  {proof.label}: {proof.quote}" for proof in summary.proofs]
                for label in ("problem", "equipment", "agreed", "follow_up"):
                    if text := getattr(summary, label):
                        rows.append(f"{label.replace('_', ' ').capitalize():<10} {text}")
                return "\n".join(rows)
        return ""


def _clock(at_ms: int) -> str:
    minutes, seconds = divmod(at_ms // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"
