"""The desktop program: a Qt application whose event loop is asyncio's, with the overlay on it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

import qasync
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.assistant import Assistant
from desktop.hotkeys import Hotkeys
from desktop.keys import CARD_KEYS
from desktop.link import Endpoint
from desktop.overlay import Overlay
from desktop.settings import Settings

_log = logging.getLogger(__name__)

Errand = Callable[[Assistant], AbstractAsyncContextManager[None]]


@contextlib.asynccontextmanager
async def no_errand(_assistant: Assistant) -> AsyncIterator[None]:
    """Nothing beside the window."""
    yield


def run_overlay(endpoint: Callable[[], Awaitable[Endpoint]], errand: Errand = no_errand) -> int:
    """Show the overlay until it is closed; return the exit code.

    `errand` is entered once the assistant can begin calls, and left before the program ends (the demo's replay, say).
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("CSR Call Assistant")
    application.setQuitOnLastWindowClosed(False)
    settings = Settings.load()
    if settings.problem:
        _log.warning("%s", settings.problem)
    overlay = Overlay(settings)
    overlay.show()
    application.processEvents()  # the first paint comes before everything that takes time
    loop = qasync.QEventLoop(application, already_running=False)
    with loop:
        loop.run_until_complete(_live(overlay, endpoint, errand))
    return 0


async def _live(overlay: Overlay, endpoint: Callable[[], Awaitable[Endpoint]], errand: Errand) -> None:
    assistant = Assistant(overlay, endpoint)
    hotkeys = Hotkeys()
    closed = asyncio.Event()
    connect(overlay, hotkeys, assistant, closed.set)
    waker = QTimer()  # Python sees a signal only when it runs
    waker.start(500)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: closed.set())
    try:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(assistant.run(), name="assistant")
            await assistant.ready.wait()
            async with errand(assistant):
                await closed.wait()
            running.cancel()
    finally:
        waker.stop()
        hotkeys.close()
        overlay.close()
        overlay.deleteLater()


def connect(overlay: Overlay, hotkeys: Hotkeys, assistant: Assistant, close: Callable[[], None]) -> None:
    """Join what the CSR does in the window, or by a global key, to the assistant."""
    deeds = assistant.deeds
    overlay.new_session_requested.connect(assistant.start_session)
    overlay.end_requested.connect(assistant.end_session)
    overlay.alert_acknowledged.connect(deeds.acknowledge)
    overlay.alert_overridden.connect(deeds.override)
    overlay.safety_referred.connect(assistant.refer)
    overlay.card_used.connect(deeds.use_card)
    overlay.card_dismissed.connect(deeds.dismiss_card)
    overlay.card_rated.connect(deeds.rate_card)
    overlay.suggestion_requested.connect(deeds.suggest)
    overlay.note_written.connect(deeds.write_note)
    overlay.outcome_chosen.connect(deeds.choose_outcome)
    overlay.summary_edited.connect(deeds.edit_summary)
    overlay.retry_requested.connect(assistant.retry)
    overlay.quit_requested.connect(close)
    # What is done to a card is done to the one that is seen: its own buttons know what may be done now.
    actions: dict[str, Callable[[], None]] = {name: partial(overlay.body.slot.press, name) for name in CARD_KEYS}
    actions |= {"acknowledge": deeds.acknowledge, "suggest": deeds.suggest}
    hotkeys.activated.connect(lambda name: actions[name]())
