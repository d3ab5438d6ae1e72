"""The assistant against a real backend: calls begin, survive, and end, and what the CSR does is stored."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from desktop.assistant import Assistant
from desktop.endpoint import find_endpoint
from desktop.view import AdviceCard, ClaimCard, SuggestionCard, View
from tests.desktop.story import rulebook
from tests.desktop.story_backend import story_backend
from tests.programs import SAMPLES, backend, run, running, said
from transcripts.events import SegmentAdded

GAS = {"speaker": "customer", "text": "there is a smell of gas here"}


class Glass:
    """A window that keeps the last view and lets a test wait for one."""

    def __init__(self) -> None:
        self.views: list[View] = []
        self._news = asyncio.Event()

    def show_view(self, view: View) -> None:
        """Keep it."""
        self.views.append(view)
        self._news.set()

    async def until(self, wanted: Callable[[View], object], seconds: float = 20) -> View:
        """The first view, from now on, that is wanted."""
        async with asyncio.timeout(seconds):
            while not wanted(self.views[-1]):
                self._news.clear()
                await self._news.wait()
        return self.views[-1]


@contextlib.asynccontextmanager
async def desk(door: Path) -> AsyncIterator[tuple[Assistant, Glass]]:
    """An assistant at work, looking for its backend at `door`."""
    glass = Glass()
    assistant = Assistant(glass, find_endpoint(None, None, door))
    running_task = asyncio.create_task(assistant.run())
    await assistant.ready.wait()
    try:
        yield assistant, glass
    finally:
        running_task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running_task


@contextlib.asynccontextmanager
async def emergency(door: Path) -> AsyncIterator[tuple[Assistant, Glass, str]]:
    """A call in which gas was smelt: the assistant, its window and the alert's id."""
    async with desk(door) as (assistant, glass):
        await glass.until(lambda view: view.connection.state == "idle")
        assistant.start_session()
        await glass.until(lambda view: view.connection.state == "live" and view.connection.waiting == 0)
        # The rules of the backend are there once their questions are.
        await glass.until(lambda view: "ask_recording" in {item.rule_id for item in view.checklist.items})
        assert assistant.call is not None
        call = {"metadata": {}, "segments": [{**GAS, "timestamp_ms": 500, "is_final": True}]}
        path = door.parent / "gas.json"
        path.write_text(json.dumps(call))
        session = ("--session", assistant.call.session_id)
        with running("transcripts", "replay", str(path), "--door", str(door), *session, "--no-end") as replay:
            await asyncio.to_thread(said, replay)
            view = await glass.until(lambda view: view.safety is not None)
            assert view.safety is not None
            yield assistant, glass, view.safety.alert_id


def exported(folder: Path, session_id: str) -> str:
    """The session's log as text."""
    return run("backend", "--data-dir", str(folder), "sessions", "export", session_id).stdout


async def test_a_call_begun_here_is_stored_with_everything_the_csr_does(tmp_path: Path) -> None:
    """New session, a note, the end: all in the log, and the summary comes back."""
    with backend(tmp_path) as (_, listening):
        async with desk(Path(listening["door"])) as (assistant, glass):
            await glass.until(lambda view: view.connection.state == "idle")
            session_id = assistant.start_session(trade="hvac")
            await glass.until(lambda view: view.connection.state == "live")
            assistant.deeds.write_note("gate code is on the fence, call 512-555-0147")
            await glass.until(lambda view: view.connection.waiting == 0)
            assistant.end_session()
            view = await glass.until(lambda view: view.end is not None and view.end.ready)
            assert view.phase == "ended"
            assistant.deeds.choose_outcome("lead", "price")
            assistant.deeds.edit_summary("Pilot light out", "", "", "They call back")
            view = await glass.until(lambda view: view.end is not None and view.end.written_by == "Edited by you")
            assert view.end is not None
            assert view.end.summary == ("Pilot light out", "", "", "They call back")
            await glass.until(lambda view: view.connection.waiting == 0)
    log = exported(tmp_path, session_id)
    for name in (
        "session.started",
        "note.added",
        "session.ended",
        "summary.ready",
        "disposition.set",
        "summary.edited",
    ):
        assert f'"type":"{name}"' in log
    assert "512-555-0147" not in log


async def test_a_replayed_call_appears_by_itself(tmp_path: Path) -> None:
    """A session somebody begins for this CSR takes the empty screen, and shows alert, ticks, line and summary."""
    with backend(tmp_path) as (_, listening):
        door = listening["door"]
        async with desk(Path(door)) as (assistant, glass):
            await glass.until(lambda view: view.connection.state == "idle")
            call = str(SAMPLES / "hvac_booking.json")
            with running("transcripts", "replay", call, "--door", door, "--speed", "40") as replay:
                await asyncio.to_thread(said, replay)
                view = await glass.until(
                    lambda view: isinstance(view.card, ClaimCard) and view.card.state == "standing"
                )
                assert isinstance(view.card, ClaimCard)
                assert view.card.say_instead
                await glass.until(lambda view: isinstance(view.card, ClaimCard) and view.card.state == "corrected")
                alerts = [v.card for v in glass.views if isinstance(v.card, ClaimCard)]
                assert len({card.alert_id for card in alerts}) == 1
                view = await glass.until(lambda view: view.end is not None and view.end.ready)
                assert view.end is not None
                assert view.end.outcome == "Booked"
                assert view.end.checklist_done >= 10
            assert any(v.lines and v.lines[-1].interim for v in glass.views)
            assert assistant.call is not None
            assert any(alert.offers_line for alert in assistant.call.alerts)


async def test_alerts_do_not_need_the_backend(tmp_path: Path) -> None:
    """With the backend killed a local source still raises the alert, and the loss is said."""
    with backend(tmp_path) as (child, listening):
        async with desk(Path(listening["door"])) as (assistant, glass):
            await glass.until(lambda view: view.connection.state == "idle")
            assistant.start_session()
            await glass.until(lambda view: view.connection.state == "live")
            child.kill()
            await glass.until(lambda view: view.connection.state in ("reconnecting", "offline"))
            assistant.hear(SegmentAdded("u1", "csr", "I guarantee we'll have someone there today", 3_000))
            view = await glass.until(lambda view: isinstance(view.card, ClaimCard))
            assert not isinstance(view.card, SuggestionCard)


async def test_a_killed_backend_is_found_again_and_gets_what_was_missed(tmp_path: Path) -> None:
    """What the CSR does while the backend is gone arrives, once, when it is back; the call goes on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with backend(tmp_path, port=port) as (child, listening):
        door = Path(listening["door"])
        async with desk(door) as (assistant, glass):
            await glass.until(lambda view: view.connection.state == "idle")
            session_id = assistant.start_session()
            await glass.until(lambda view: view.connection.state == "live" and view.connection.waiting == 0)
            child.kill()
            await asyncio.to_thread(child.wait)
            await glass.until(lambda view: view.connection.state == "reconnecting")
            assistant.deeds.write_note("said while nobody listened")
            view = await glass.until(lambda view: view.connection.waiting == 1)
            assert view.connection.state == "offline"
            with backend(tmp_path, port=port):
                assistant.retry()
                await glass.until(lambda view: view.connection.state == "live" and view.connection.waiting == 0)
    log = exported(tmp_path, session_id)
    assert log.count("said while nobody listened") == 1


async def test_a_new_window_finds_the_call_in_progress(tmp_path: Path) -> None:
    """A second overlay, started in mid-call, shows the same session."""
    with backend(tmp_path) as (_, listening):
        door = Path(listening["door"])
        async with desk(door) as (first, glass):
            await glass.until(lambda view: view.connection.state == "idle")
            session_id = first.start_session(title="No heat")
            await glass.until(lambda view: view.connection.state == "live" and view.connection.waiting == 0)
        async with desk(door) as (second, other):
            await other.until(lambda view: view.phase == "in_call")
            assert second.call is not None
            assert second.call.session_id == session_id


async def test_an_override_is_stored_with_its_reason(tmp_path: Path) -> None:
    """It shows at once; without a reason there is none."""
    with story_backend(tmp_path) as door:
        async with emergency(door) as (assistant, glass, alert_id):
            assistant.deeds.override(alert_id, "  ")
            assert assistant.call is not None
            assert assistant.call.view(glass.views[-1].connection, 0).safety is not None
            assistant.deeds.override(alert_id, "Heard wrong")
            await glass.until(lambda view: view.safety is None)
            await glass.until(lambda view: view.connection.waiting == 0)
            session_id = assistant.call.session_id
    log = exported(tmp_path, session_id)
    assert log.count('"type":"alert.overridden"') == 1
    assert '"reason":"Heard wrong"' in log


async def test_a_referred_call_ends_with_that_outcome(tmp_path: Path) -> None:
    """After the advice the call is ended and its outcome is safety referred, for the log too."""
    with story_backend(tmp_path) as door:
        async with emergency(door) as (assistant, glass, alert_id):
            assistant.hear(SegmentAdded("l1", "csr", "everyone out and call 911", 3_000))
            view = await glass.until(lambda view: isinstance(view.card, AdviceCard))
            assert isinstance(view.card, AdviceCard)
            assert view.card.alert_id == alert_id
            assistant.refer()
            view = await glass.until(lambda view: view.end is not None and view.end.ready)
            assert view.end is not None
            assert view.end.outcome == "Safety referred"
            await glass.until(lambda view: view.connection.waiting == 0)
            assert assistant.call is not None
            session_id = assistant.call.session_id
    log = exported(tmp_path, session_id)
    assert '"disposition":"safety_referred"' in log
    assert log.index('"type":"session.ended"') < log.index('"type":"disposition.set"')


async def test_the_local_rules_know_the_trade_without_a_backend(tmp_path: Path) -> None:
    """A call begun while nobody listens has the checklist of its trade."""
    async with desk(tmp_path / "nowhere") as (assistant, glass):
        assistant.start_session(trade="plumbing")
        await glass.until(lambda view: bool(view.checklist.items))
        assert assistant.call is not None
        assistant.call.use(rulebook())
        view = assistant.call.view(glass.views[-1].connection, 0)
        assert "ask_shut_off" in {item.rule_id for item in view.checklist.items}
