"""The windows that `paint` and `assist` look at. Run as `python -m tests.bench.painters KIND URL TOKEN_FILE`.

Each prints a line when a call is shown and calm, and one when its claim is painted: the window's update is done and
handed to the screen. The kind is `overlay`, `bare`, or `suggestions`, which tells of each sentence of a reply instead.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QApplication, QLabel
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from desktop import app
from desktop.endpoint import find_endpoint
from desktop.overlay import Overlay
from desktop.view import ClaimCard, SuggestionCard, View
from tests.bench.reporting import Arrivals, run_bare, say
from transcripts import wire

CALM_LINES = 2
"""Utterances before the claim in each call."""

arrivals = Arrivals()


class WatchedOverlay(Overlay):
    """The overlay, telling what it has painted."""

    _claimed = False
    _calm = False

    def show_view(self, view: View) -> None:
        """Note whether this view brings the claim."""
        super().show_view(view)
        if isinstance(view.card, ClaimCard) and view.card.state == "standing":
            self._claimed = self._calm
        elif view.phase == "in_call" and len(view.lines) == CALM_LINES and not self._calm:
            self._calm = True
            say(calm=True)

    def event(self, event: QEvent) -> bool:
        """Tell when the update that followed is over."""
        done = super().event(event)
        if self._claimed and event.type() == QEvent.Type.UpdateRequest:
            arrivals.say_painted()
            self._claimed = self._calm = False
        return done


class SuggestionOverlay(Overlay):
    """The overlay, telling which sentence of a reply it has painted."""

    _text = ""
    _news = ""

    def show_view(self, view: View) -> None:
        """Note whether this view brings another sentence."""
        super().show_view(view)
        text = view.card.text if isinstance(view.card, SuggestionCard) else ""
        if text not in ("", self._text):
            self._news = text.split(". ")[-1]
        self._text = text

    def event(self, event: QEvent) -> bool:
        """Tell when the update that followed is over."""
        done = super().event(event)
        if self._news and event.type() == QEvent.Type.UpdateRequest:
            say(text=self._news, at=time.perf_counter())
            self._news = ""
        return done


class BareWindow(QLabel):
    """A label that shows the frame as it came."""

    arrived = Signal(str)
    _claimed = False

    def on_arrived(self, text: str) -> None:
        """Show it."""
        self._claimed = True
        self.setText(text)

    def event(self, event: QEvent) -> bool:
        """Tell when the update that followed is over."""
        done = super().event(event)
        if self._claimed and event.type() == QEvent.Type.UpdateRequest:
            arrivals.say_painted()
            self._claimed = False
        return done


async def _watch(window: BareWindow, url: str, token: str) -> None:
    """Watch every call that begins; hand each frame with an alert to the window."""
    async with connect(
        url,
        additional_headers={"Authorization": f"Bearer {token}"},
        subprotocols=[Subprotocol(wire.SUBPROTOCOL)],
        compression=None,
        ping_interval=None,
        proxy=None,
    ) as socket:
        await socket.send(wire.request(1, "sessions.watch", wire.SessionsWatch()), text=True)
        heard = 0
        while True:
            frame = await socket.recv(decode=False)
            if b'"sessions.changed"' in frame:
                session = wire.read(wire.SessionsChanged, wire.parse(frame).params).session
                if session.status == "live":
                    heard = 0
                    await socket.send(
                        wire.request(2, "session.watch", wire.SessionWatch(session.session_id)), text=True
                    )
            elif b'"alert.raised"' in frame:
                window.arrived.emit(frame.decode()[-300:])
            elif b'"segment.added"' in frame:
                heard += frame.count(b'"segment.added"')
                if heard == CALM_LINES:
                    say(calm=True)
            await socket.send(wire.notification("client.heartbeat", wire.ClientHeartbeat()), text=True)


def main(kind: str, url: str, token_file: str) -> int:
    """Show a window until SIGTERM."""
    if kind != "bare":
        watched = WatchedOverlay if kind == "overlay" else SuggestionOverlay
        setattr(app, "Overlay", watched)  # noqa: B010 # the hook is the point, and typed differently
        return app.run_overlay(find_endpoint(url, Path(token_file), Path()))
    application = QApplication(sys.argv[:1])
    window = BareWindow("waiting")
    window.setFixedSize(360, 720)
    window.setWordWrap(True)
    window.arrived.connect(window.on_arrived)
    window.show()
    return run_bare(application, _watch(window, url, Path(token_file).read_text(encoding="utf-8").strip()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
