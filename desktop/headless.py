"""The demo without a window: the same call through the same backend, printed as it happens."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec

from desktop import children
from desktop.endpoint import find_endpoint
from desktop.link import Link, LinkState
from desktop.offers import source_of
from desktop.outcome import WRITTEN_BY
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
    SuggestionOffered,
    SuggestionWithheld,
    SummaryReady,
)
from transcripts.session import Session
from transcripts.subscription import EventsArrived, Happening, SessionChanged

MODEL_S = 2.5  # how long the model's summary may take after the one from the log


async def run_headless(call: Path, door: Path, session_id: str, speed: str, *, as_json: bool) -> None:
    """Play the call and print every event of its log, in order, until the summary is there.

    Raises:
        ChildError: The backend or the replay did not start (in an exception group).
    """
    printer = Printer(session_id, as_json=as_json)
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


class Printer:
    """Events as lines: JSON objects, or sentences for people."""

    def __init__(self, session_id: str, *, as_json: bool) -> None:
        self.session = Session(session_id)
        self.watching = False
        self.finished = asyncio.Event()
        self._as_json = as_json
        self._has_model = False  # it has had a part in this call, so it will write the summary too

    def take(self, events: tuple[Event, ...]) -> None:
        """Print the next events; `finished` is set with the last summary that is to come."""
        for event in events:
            self.session.apply(event)
            line = msgspec.json.encode(event).decode() if self._as_json else self._words(event)
            if line:
                print(line, flush=True)
            match event.payload:
                case SuggestionOffered(author="model") | SuggestionWithheld():
                    self._has_model = True
                case SummaryReady(written_by="log") if self._has_model:
                    asyncio.get_running_loop().call_later(MODEL_S, self.finished.set)
                case SummaryReady():
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
            case SuggestionOffered(author=author, text=text, passages=passages, at_ms=at_ms):
                return f"{_clock(at_ms)}  suggestion ({author}): {text}  [{source_of(author, passages)}]"
            case SuggestionWithheld(title=title, at_ms=at_ms):
                return f"{_clock(at_ms)}  suggestion withheld: {title}"
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
                if summary.review:
                    rows.append(f"To review  {summary.review}")
                rows.append(WRITTEN_BY[summary.written_by])
                return "\n".join(rows)
        return ""


def _clock(at_ms: int) -> str:
    minutes, seconds = divmod(at_ms // 1000, 60)
    return f"{minutes:02d}:{seconds:02d}"
