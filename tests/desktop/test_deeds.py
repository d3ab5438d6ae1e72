"""Asking for a suggestion over the wire, and what the CSR does to it: with a backend that follows a script."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from desktop.assistant import Assistant
from desktop.link import Endpoint
from desktop.view import SuggestionCard, View
from tests.desktop.story import rulebook
from tests.desktop.suggesting import RULE_LINE
from tests.desktop.test_assistant import Glass, desk
from transcripts import wire
from transcripts.events import SegmentAdded

PRICE = SegmentAdded("u1", "customer", "that is too expensive", 3_000)


class Script:
    """A backend that stores nothing, and answers `suggestion.request` with `answer` and then `deltas`."""

    def __init__(self, answer: wire.SuggestionRequested | None, *deltas: wire.SuggestionDelta) -> None:
        self.answer = answer
        self.deltas = deltas
        self.asked: list[str] = []
        self.stored: list[dict[str, Any]] = []

    async def talk(self, socket: ServerConnection) -> None:
        """One connection, from its first frame to its end."""
        async for frame in socket:
            message = wire.parse(frame)
            if isinstance(message.id, int):
                self.asked.append(str(message.method))
                await socket.send(self._answer(message).decode())
            if message.method == "suggestion.request":
                session_id = json.loads(bytes(message.params))["session_id"]
                for delta in self.deltas:
                    notice = wire.notification("session.delta", wire.SessionDelta(session_id, suggestion=delta))
                    await socket.send(notice.decode())

    def _answer(self, message: wire.Message) -> bytes:
        assert isinstance(message.id, int)
        params = json.loads(bytes(message.params))
        match message.method:
            case "session.start":
                return wire.success(message.id, wire.SessionStarted(params["session_id"], 1))
            case "session.watch":
                return wire.success(message.id, wire.Watching(0))
            case "session.append":
                self.stored += params["events"]
                return wire.success(message.id, wire.Appended((1,)))
            case "sessions.list":
                return wire.success(message.id, wire.Sessions(()))
            case "suggestion.request" if self.answer is not None:
                return wire.success(message.id, self.answer)
        error = wire.WireError(wire.UNKNOWN_METHOD, "not in the script", request_id=message.id)
        return wire.failure(error)


@contextlib.asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[tuple[Assistant, Glass]]:
    """An assistant in a call with the scripted backend, and its window."""
    async with serve(script.talk, "127.0.0.1", 0, subprotocols=[wire.SUBPROTOCOL]) as listening:  # type: ignore[list-item]  # a new type of str
        port = listening.sockets[0].getsockname()[1]

        async def endpoint() -> Endpoint:
            return Endpoint(f"ws://127.0.0.1:{port}", "token")

        glass = Glass()
        assistant = Assistant(glass, endpoint)
        running = asyncio.create_task(assistant.run())
        try:
            await assistant.ready.wait()
            await glass.until(lambda view: view.connection.state == "idle")
            assistant.start_session()
            assert assistant.call is not None
            assistant.call.use(rulebook())
            await glass.until(lambda view: "session.watch" in script.asked and view.connection.waiting == 0)
            yield assistant, glass
        finally:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running


def suggested(view: View) -> SuggestionCard | None:
    """The suggestion in a view."""
    return view.card if isinstance(view.card, SuggestionCard) else None


async def test_a_reply_is_asked_for_written_and_stopped() -> None:
    """The request goes out, the sentences are on the screen, and Stop is stored as a dismissal of that suggestion."""
    script = Script(
        wire.SuggestionRequested("s1"),
        wire.SuggestionDelta("s1", "writing", "u1", "I hear you."),
        wire.SuggestionDelta("s1", "writing", "u1", "I hear you. It comes off the bill."),
    )
    async with scripted(script) as (assistant, glass):
        assistant.hear(PRICE)
        assistant.deeds.suggest()
        view = await glass.until(lambda view: (card := suggested(view)) and card.text.endswith("bill."))
        card = suggested(view)
        assert card is not None
        assert (card.card_id, card.is_writing, card.quote.text) == ("s1", True, PRICE.text)
        assistant.deeds.dismiss_card("s1")
        await glass.until(lambda view: view.card is None and view.connection.waiting == 0)
    assert [(event["type"], event["payload"]) for event in script.stored] == [
        ("suggestion.dismissed", {"suggestion_id": "s1"})
    ]


@pytest.mark.parametrize(
    ("answer", "deltas", "hint"),
    [
        (wire.SuggestionRequested("", "Model busy"), (), "Model busy"),
        (
            wire.SuggestionRequested("s1"),
            (wire.SuggestionDelta("s1", "nothing", why="Nothing fits"),),
            "Nothing fits",
        ),
        (None, (), "No line for this yet"),
    ],
    ids=["refused", "came to nothing", "an older backend"],
)
async def test_where_the_backend_has_none_the_rules_line_stands_again(
    answer: wire.SuggestionRequested | None, deltas: tuple[wire.SuggestionDelta, ...], hint: str
) -> None:
    """Without a line of the rules the button says why; with one it stands once more."""
    async with scripted(Script(answer, *deltas)) as (assistant, glass):
        assistant.deeds.suggest()
        await glass.until(lambda view: view.suggestion_hint == hint)
        assistant.hear(PRICE)
        view = await glass.until(suggested)
        card = suggested(view)
        assert card is not None
        assistant.deeds.dismiss_card(card.card_id)
        await glass.until(lambda view: view.card is None)
        assistant.deeds.suggest()
        view = await glass.until(suggested)
        again = suggested(view)
        assert again is not None
        assert again.text == RULE_LINE


async def test_without_a_backend_the_rules_line_stands_again_at_once(tmp_path: Path) -> None:
    """Nobody is asked; the line says that it is offline."""
    async with desk(tmp_path / "nowhere") as (assistant, glass):
        assistant.start_session()
        assert assistant.call is not None
        assistant.call.use(rulebook())
        assistant.hear(PRICE)
        card = suggested(await glass.until(suggested))
        assert card is not None
        assistant.deeds.use_card(card.card_id)
        await glass.until(lambda view: view.card is None)
        assistant.deeds.suggest()
        card = suggested(await glass.until(suggested))
        assert card is not None
        assert (card.text, card.offline) == (RULE_LINE, True)


async def test_deeds_without_a_call_do_nothing(tmp_path: Path) -> None:
    """Before the first call every one of them is harmless."""
    async with desk(tmp_path / "nowhere") as (assistant, glass):
        deeds = assistant.deeds
        deeds.suggest()
        deeds.use_card("a")
        deeds.rate_card("a", "up")
        deeds.edit_summary("a", "b", "c", "d")
        deeds.write_note("a note")
        deeds.choose_outcome("booked", "")
        deeds.acknowledge()
        await asyncio.sleep(0)
        assert glass.views[-1].connection.waiting == 0
