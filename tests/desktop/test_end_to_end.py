"""The whole route: a real backend, the real overlay, a call replayed through the real websocket."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import qasync
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from desktop.app import connect
from desktop.assistant import Assistant
from desktop.endpoint import find_endpoint
from desktop.hotkeys import Hotkeys
from desktop.overlay import Overlay
from desktop.view import Connection, View
from tests.desktop.conftest import MakeOverlay
from tests.desktop.story_backend import story_backend
from tests.programs import backend, running, said


def segments(*said: tuple[str, str, int]) -> list[dict[str, object]]:
    """A transcript of (speaker, words, milliseconds)."""
    return [
        {"speaker": speaker, "text": text, "timestamp_ms": at_ms, "is_final": True} for speaker, text, at_ms in said
    ]


SEGMENTS = segments(
    ("csr", "Thank you for calling, this is Dana on a recorded line. May I have your name?", 500),
    ("customer", "It's Marguerite. We have no heat, and call me on 512-555-0148.", 3_000),
    ("csr", "The visit is $89 and covers a full diagnosis.", 6_000),
    ("customer", "Eighty-nine seems like a lot just to look at it.", 9_000),
    ("csr", "Don't worry, I guarantee we'll have someone there today.", 15_000),
    ("csr", "Sorry, let me correct that. We'll do our best.", 21_000),
    ("csr", "Anything else I should know?", 60_000),
)
EMERGENCY = segments(
    ("csr", "Thank you for calling.", 500),
    ("customer", "There is a smell of gas here.", 3_000),
    ("csr", "Please get everyone out right now.", 6_000),
    ("csr", "Then call 911 from outside.", 12_000),
    ("customer", "I will.", 14_000),
)


class Screen:
    """What a person sees: the words of every visible widget, and a click on one of them."""

    def __init__(self, overlay: Overlay) -> None:
        self.overlay = overlay

    def words(self) -> str:
        """The accessible words of everything visible."""
        found = []
        for widget in self.overlay.findChildren(QWidget):
            if widget.isVisible():
                text = widget.text() if isinstance(widget, QLabel | QPushButton) else ""
                found += [text, widget.accessibleName(), widget.accessibleDescription()]
        return "\n".join(filter(None, found))

    def click(self, name: str) -> None:
        """Press the visible button of this accessible name."""
        for button in self.overlay.findChildren(QPushButton):
            if button.isVisible() and name in (button.accessibleName() or button.text()):
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                return
        raise AssertionError(f"no button {name!r} in:\n{self.words()}")

    async def until(self, seen: Callable[[], object], seconds: float = 30) -> None:
        """Wait, painting, until the screen is as wanted."""
        async with asyncio.timeout(seconds):
            while not seen():  # noqa: ASYNC110 # a screen has no event to wait for
                await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def shown(overlay: Overlay, door: Path, call: list[dict[str, object]], *arguments: str) -> AsyncIterator[Screen]:
    """The overlay with an assistant behind it, and a call replayed to them."""
    path = door.parent / "call.json"
    path.write_text(json.dumps({"metadata": {"title": "A call"}, "segments": call}))
    assistant = Assistant(overlay, find_endpoint(None, None, door))
    hotkeys = Hotkeys()
    connect(overlay, hotkeys, assistant, lambda: None)
    task = asyncio.get_running_loop().create_task(assistant.run())
    try:
        with running("transcripts", "replay", str(path), "--door", str(door), "--speed", "3", *arguments) as replay:
            await asyncio.to_thread(said, replay)
            yield Screen(overlay)
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        hotkeys.close()


def test_a_replayed_call_is_seen_in_the_window(qapp: QApplication, make_overlay: MakeOverlay, tmp_path: Path) -> None:
    """The alert, the correction, the ticks, the playbook's line, the transcript and the outcome reach the window."""
    overlay = make_overlay(View(Connection("idle")))

    async def scene() -> None:
        with backend(tmp_path) as (_, listening):
            async with shown(overlay, Path(listening["door"]), SEGMENTS) as screen:
                await screen.until(lambda: "From the playbook" in screen.words())
                screen.click("Used")
                await screen.until(lambda: "From the playbook" not in screen.words())
                await screen.until(lambda: "Same-day promise" in screen.words() and "Say instead" in screen.words())
                await screen.until(lambda: "Corrected in 6 s" in screen.words())
                await screen.until(lambda: "3 of" in screen.words())
                screen.click("End")
                await screen.until(lambda: "Written from the call log" in screen.words())
                assert "Copy for CRM" in screen.words()

    loop = qasync.QEventLoop(qapp, already_running=False)
    with loop:
        loop.run_until_complete(scene())


def test_an_emergency_is_seen_advised_and_referred(
    qapp: QApplication, make_overlay: MakeOverlay, tmp_path: Path
) -> None:
    """Gas takes the window over, the CSR's words tick the lines, and the call ends as safety referred."""
    overlay = make_overlay(View(Connection("idle")))

    async def scene() -> None:
        with story_backend(tmp_path) as door:
            async with shown(overlay, door, EMERGENCY, "--no-end") as screen:
                await screen.until(lambda: "1, say now: Please get everyone out right now." in screen.words())
                assert "Life safety: Gas smell." in screen.words()
                await screen.until(lambda: "1, said at 0:06" in screen.words())
                await screen.until(lambda: "Safety advice given, 0:09 after heard." in screen.words())
                screen.click("End as Safety referred")
                await screen.until(lambda: "outcome Safety referred" in screen.words())

    loop = qasync.QEventLoop(qapp, already_running=False)
    with loop:
        loop.run_until_complete(scene())
