"""Assist in a backend as people start it: the settings file, the wire, restarts, and what it leaves behind."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from backend.settings import SettingsError
from tests.backend.child import running
from tests.backend.llm_script import STALL, says, streams, token
from tests.backend.llm_server import LlmServer, llm_server
from tests.backend.peer import Peer, connected_to, serving, utterance

KEY = "sk-or-v1-nobody-may-ever-see-this-0123456789"
SESSION = "0198c0de-5e00-7000-8000-000000000009"
SETTINGS = """\
[model]
base_url = "{url}"
name = "test/parrot"
[deadlines]
debounce_ms = 5
first_token_s = 20.0
total_s = 40.0
[playbook]
embeddings = "off"
"""


def _settings(folder: Path, server: LlmServer) -> Path:
    file = folder / "assist.toml"
    file.write_text(SETTINGS.format(url=server.url), encoding="utf-8")
    return file


async def _ask(peer: Peer, number: int, text: str) -> None:
    events = [utterance(number, text, "customer")]
    await peer.ask("session.append", session_id=SESSION, events=events)


async def _event(peer: Peer, kind: str) -> dict[str, Any]:
    while not (found := [event for event in peer.events if event["type"] == kind]):
        await peer.frame()
    return found[0]


async def test_a_reply_streams_to_who_watches(tmp_path: Path) -> None:
    """Deltas with all of the text so far, then the event; the CSR's own wish goes under the id that was told."""
    async with llm_server(says("I hear", " you. Is that", " all right?")) as server:
        with running(tmp_path / "data", "--assist", str(_settings(tmp_path, server))) as child:
            async with connected_to(child.door) as peer:
                await peer.ask("session.start", session_id=SESSION, trade="hvac")
                await peer.ask("session.watch", session_id=SESSION)
                await _ask(peer, 1, "What do you charge to come out?")
                offered = await _event(peer, "suggestion.offered")
                assert offered["payload"]["text"] == "I hear you. Is that all right?"
                assert offered["actor"] == "system:assist"
                deltas = [one["params"]["suggestion"] for one in peer.notifications if one["method"] == "session.delta"]
                assert next(delta["text"] for delta in deltas if "text" in delta) == "I hear you."
                assert {delta["suggestion_id"] for delta in deltas} == {offered["event_id"]}
                wanted = await peer.ask("suggestion.request", session_id=SESSION)
                assert wanted["suggestion_id"]


async def test_a_backend_that_is_killed_while_it_streams_loses_nothing_that_was_said(tmp_path: Path) -> None:
    """The reply is gone, the call is not; the next backend answers the next words."""
    async with llm_server(streams(token("One moment. And"), STALL), says("We do.")) as server:
        arguments = ("--assist", str(_settings(tmp_path, server)))
        with running(tmp_path / "data", *arguments) as child:
            async with connected_to(child.door) as peer:
                await peer.ask("session.start", session_id=SESSION, trade="hvac")
                await _ask(peer, 1, "What do you charge to come out?")
                await server.arrived()
                child.process.kill()
                child.process.wait()
        with running(tmp_path / "data", *arguments) as child:
            async with connected_to(child.door) as peer:
                await peer.ask("session.watch", session_id=SESSION)
                await _ask(peer, 2, "Do you take credit cards, or how does that work?")
                offered = await _event(peer, "suggestion.offered")
                assert offered["payload"]["utterance_id"] == "u2"
                said = [event for event in peer.events if event["type"] == "segment.added"]
                assert [event["payload"]["utterance_id"] for event in said] == ["u1", "u2"]


async def test_a_backend_that_is_told_to_stop_does_not_wait_for_a_stream(tmp_path: Path) -> None:
    """It ends what is being written and goes."""
    async with llm_server(streams(token("One moment. And"), STALL)) as server:
        with running(tmp_path / "data", "--assist", str(_settings(tmp_path, server))) as child:
            async with connected_to(child.door) as peer:
                await peer.ask("session.start", session_id=SESSION, trade="hvac")
                await _ask(peer, 1, "What do you charge to come out?")
                await server.arrived()
            assert await asyncio.to_thread(child.stop) == 0


async def test_the_key_and_the_words_are_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key goes from the environment to the endpoint's header, into no file and no log; nor do words of a call."""
    monkeypatch.setenv("CSR_SECRET_OPENROUTER", KEY)
    async with llm_server(says("We do.")) as server:
        data = tmp_path / "data"
        with running(data, "--assist", str(_settings(tmp_path, server)), "--log-level", "debug") as child:
            async with connected_to(child.door) as peer:
                await peer.ask("session.start", session_id=SESSION, trade="hvac")
                await peer.ask("session.watch", session_id=SESSION)
                await _ask(peer, 1, "Call me at 512 555 0148, what do you charge to come out?")
                await _event(peer, "suggestion.offered")
                await peer.ask("session.end", session_id=SESSION)
                await _event(peer, "summary.ready")
            child.stop()
            for file in (*data.rglob("*"), child.errors):
                if file.is_file():
                    content = file.read_bytes()
                    assert KEY.encode() not in content
                    assert b"555 0148" not in content
            assert b"what do you charge" not in child.errors.read_bytes()
        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
        assert all("0148" not in json.dumps(request.body) for request in server.requests)


async def test_settings_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    """The backend does not start half-way: it names the file and the key."""
    wrong = tmp_path / "assist.toml"
    wrong.write_text("[model]\nnmae = 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"assist\.toml.*nmae"):
        async with serving(tmp_path, assist=wrong):
            pass
