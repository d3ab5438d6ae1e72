"""The assistant behind the window: joins the link, the call and the overlay, and knows nothing of how they look.

Everything runs on the GUI thread's event loop; nothing here blocks it. News from the link is folded as it arrives and
painted once per turn of the loop.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from desktop.call import Call
from desktop.deeds import Deeds
from desktop.link import Endpoint, Link, LinkState
from desktop.reception import reception
from desktop.requests import Requests, new_id
from desktop.view import View
from rules.engine import Rulebook
from rules.ruleset import RulesetError
from rules.yaml_source import load_files, shipped
from transcripts import wire
from transcripts.events import Metadata, SegmentAdded
from transcripts.subscription import (
    Answered,
    EventsArrived,
    Happening,
    InterimArrived,
    Misunderstood,
    SessionChanged,
    SuggestionArrived,
)

TICK_S = 1.0  # the clock, ages and countdowns
TICKED_S = 0.92  # a ticked row has kept its place for long enough
RECENT = timedelta(hours=12)  # a live session begun longer ago is a forgotten one

_log = logging.getLogger(__name__)


class Window(Protocol):
    """What the assistant needs of a window."""

    def show_view(self, view: View) -> None:
        """Paint this."""
        ...


class Assistant:
    """One desk. `run` lives as long as the window; the other methods, and `deeds`, are what the CSR does."""

    def __init__(self, window: Window, endpoint: Callable[[], Awaitable[Endpoint]]) -> None:
        self._window = window
        self._link = Link(endpoint, self._on_happenings, self._on_state)
        self._rulebook: Rulebook | None = None
        self._call: Call | None = None
        self._requests = Requests(self._link)
        self.deeds = Deeds(lambda: self._call, self._requests, lambda: self._link.state.online, self._changed)
        self._tasks: asyncio.TaskGroup | None = None
        self._paint_due = False
        self._expected = ""
        self.ready = asyncio.Event()  # the local rules are loaded: calls can begin

    @property
    def call(self) -> Call | None:
        """The call on the screen."""
        return self._call

    async def run(self) -> None:
        """Load the rules, stay connected, keep the clock going. Ends by cancellation, which leaves nothing running."""
        self._repaint()
        self._rulebook = await asyncio.to_thread(lambda: Rulebook(shipped()))
        gc.freeze()  # the compiled rules live as long as the window: the collector need not walk them
        self.ready.set()
        self._link.watch_sessions()
        async with asyncio.TaskGroup() as self._tasks:
            self._tasks.create_task(self._link.run(), name="link")
            self._tasks.create_task(self._keep_time(), name="clock")

    # What the CSR does.

    def start_session(self, trade: str = "", title: str = "", metadata: Metadata | None = None) -> str:
        """Begin a call, with or without a backend; return its session id (empty before the rules are loaded)."""
        if self._rulebook is None:
            return ""
        now, wall = time.monotonic(), datetime.now(UTC)
        session_id = new_id(wall)
        self._show(session_id)
        if self._call is not None:
            self._call.begin(wall, now, trade)
        start = wire.SessionStart(
            session_id=session_id,
            event_id=new_id(wall),
            occurred_at=wall,
            trade=trade,
            title=title,
            metadata=metadata or {},
        )
        self._requests.submit("session.start", start, lambda answer: self._on_started(session_id, answer))
        self._changed()
        return session_id

    def expect(self, session_id: str) -> None:
        """Show this session, and no other, as soon as somebody begins it."""
        self._expected = session_id

    def end_session(self) -> None:
        """End the call on the screen; the summary follows from the backend."""
        call = self._call
        if call is None or call.phase != "in_call":
            return
        at_ms = call.finish(time.monotonic())
        end = wire.SessionEnd(session_id=call.session_id, occurred_at=datetime.now(UTC), at_ms=min(at_ms, 604_800_000))
        self._requests.submit("session.end", end)
        self._changed()

    def refer(self) -> None:
        """End the call on the screen as one that was sent to 911 or the utility."""
        if self._call is not None and self._call.phase == "in_call":
            self.end_session()
            self.deeds.choose_outcome("safety_referred", "")

    def hear(self, segment: SegmentAdded) -> None:
        """A redacted utterance from a source on this machine: judged and shown at once, whatever the backend does."""
        if self._call is not None:
            self._call.hear(segment, time.monotonic())
            self._changed()

    def retry(self) -> None:
        """Connect now."""
        self._link.try_now()

    # News.

    def _on_state(self, state: LinkState) -> None:
        if state.online:
            self._requests.ask("sessions.list", wire.SessionsList(status="live", limit=1), self._on_sessions)
            self._requests.ask("ruleset.get", wire.RulesetGet(), self._on_ruleset)
        self._changed()

    def _on_happenings(self, happenings: list[Happening]) -> None:
        now = time.monotonic()
        for happening in happenings:
            match happening:
                case EventsArrived(session_id=session_id, events=events):
                    if self._call is not None and session_id == self._call.session_id:
                        self._call.take(events, datetime.now(UTC), now)
                        if any(event.type in ("question.satisfied", "segment.added") for event in events):
                            asyncio.get_running_loop().call_later(TICKED_S, self._changed)
                case InterimArrived(interim=interim):
                    if self._call is not None and interim.session_id == self._call.session_id:
                        self._call.listen(interim, now)
                case SuggestionArrived(session_id=session_id, suggestion=suggestion):
                    if self._call is not None and session_id == self._call.session_id:
                        self._call.write(suggestion, now)
                case SessionChanged(session=session):
                    self._consider(session)
                case Misunderstood(why=why):
                    _log.warning("a frame of the backend was not understood: %s", why)
                case Answered() as answer:
                    self._requests.take(answer)
        self._changed()

    def _on_started(self, session_id: str, answer: Answered) -> None:
        if answer.error is None and self._call is not None and self._call.session_id == session_id:
            self._link.watch(session_id, self._call.session.last_seq)

    def _on_sessions(self, answer: Answered) -> None:
        if isinstance(answer.result, wire.Sessions):
            for session in answer.result.sessions:
                self._consider(session)

    def _on_ruleset(self, answer: Answered) -> None:
        result = answer.result
        if isinstance(result, wire.RulesetFiles) and self._rulebook and result.version != self._rulebook.version:
            assert self._tasks is not None
            self._tasks.create_task(self._adopt(result), name="ruleset")

    async def _adopt(self, ruleset: wire.RulesetFiles) -> None:
        """Judge by the backend's ruleset, so that both sides reach the same facts."""
        try:
            self._rulebook = await asyncio.to_thread(_rulebook_of, ruleset)
        except RulesetError as error:
            _log.warning("the backend's ruleset does not load here: %s", error)
            return
        if self._call is not None:
            self._call.use(self._rulebook)
            self._changed()

    def _consider(self, session: wire.SessionInfo) -> None:
        """Show a live session of this CSR when the screen has nothing better to show."""
        call = self._call
        if session.status != "live" or datetime.now(UTC) - session.started_at > RECENT:
            return
        if call is not None and (call.session_id == session.session_id or not _may_leave(call)):
            return
        if self._expected not in ("", session.session_id):
            return
        self._expected = ""
        self._show(session.session_id)
        self._link.watch(session.session_id)

    def _show(self, session_id: str) -> None:
        if self._rulebook is None:
            return
        if self._call is not None:
            self._link.unwatch(self._call.session_id)
        self._call = Call(session_id, self._rulebook)

    # Plumbing.

    async def _keep_time(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            self._repaint()

    def _changed(self) -> None:
        """Paint in the next turn of the loop, once for all news of this one."""
        if not self._paint_due:
            self._paint_due = True
            asyncio.get_running_loop().call_soon(self._repaint)

    def _repaint(self) -> None:
        self._paint_due = False
        now = time.monotonic()
        connection = reception(self._link.state, self._link.waiting, self._call, now)
        self._window.show_view(View(connection) if self._call is None else self._call.view(connection, now))


def _may_leave(call: Call) -> bool:
    """Whether another call may take the screen: this one is over, or nothing was said in it."""
    return call.phase != "in_call" or not call.session.segments


def _rulebook_of(ruleset: wire.RulesetFiles) -> Rulebook:
    return Rulebook(load_files((file.name, file.text) for file in ruleset.files))
