"""A real backend on real sockets, spoken to by a real websockets client."""

import asyncio
import datetime
import itertools
import json
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

import backend.gateway
from backend.intake import Intake
from backend.log.contract import LogUnavailableError
from backend.log.sqlite import SqliteLog
from backend.settings import Limits
from tests.backend.facts import session_id
from tests.backend.peer import ONE, Backend, Peer, RefusedError, closing, flood, serving, utterance
from transcripts import wire

CLAIM = "Don't worry, I guarantee we'll have someone there today."


async def page(server: Backend, path: str) -> tuple[int, str, str]:
    """Status, type and body of a plain HTTP request."""

    def get() -> tuple[int, str, str]:
        try:
            with urllib.request.urlopen(server.url.replace("ws", "http", 1) + path, timeout=10) as response:
                return response.status, response.headers["Content-Type"], response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read().decode()

    return await asyncio.to_thread(get)


class TestAccess:
    """Who gets in."""

    async def test_only_a_valid_token_gets_in(self, server: Backend) -> None:
        """Without a token, or with an unknown or revoked one, the connection is closed with 1008 and the reason."""
        revoked = await server.make_token("old", "csr")
        log = SqliteLog.open(server.settings.database)
        await log.revoke_token("old", datetime.datetime.now(datetime.UTC))
        await log.close()
        for header in (None, "", "Bearer", "Bearer csr_unknown", f"Basic {server.token}", f"Bearer {revoked}"):
            async with server.connect({} if header is None else {"Authorization": header}) as socket:
                assert await closing(Peer(socket)) == (1008, "unauthenticated")
        async with server.connect({"Authorization": f"bearer {server.token}"}) as socket:
            assert await Peer(socket).ask("sessions.list") == {"sessions": []}

    async def test_tokens_that_cannot_be_checked_are_tried_later(
        self, server: Backend, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """While the log cannot look a token up, the connection is closed with 1013."""

        async def find_token(_log: SqliteLog, _digest: bytes) -> None:
            raise LogUnavailableError("busy")

        monkeypatch.setattr(SqliteLog, "find_token", find_token)
        async with server.peer("csr_unknown") as peer:
            assert (await closing(peer))[0] == 1013

    async def test_the_subprotocol_is_agreed_on(self, server: Backend) -> None:
        """Our subprotocol is chosen when it is offered; a client that offers none is served as well."""
        async with server.peer() as peer:
            assert peer.socket.subprotocol == "csr-assist.v1"
        async with server.connect({"Authorization": f"Bearer {server.token}"}, subprotocols=None) as socket:
            assert socket.subprotocol is None
            assert await Peer(socket).ask("sessions.watch") == {}

    async def test_each_sees_their_own_and_a_supervisor_all(self, server: Backend) -> None:
        """A CSR's session is not there for another CSR in any method; a supervisor reads, watches and lists it."""
        dana, lee, sue = [
            await server.make_token("dana", "csr"),
            await server.make_token("lee", "csr"),
            await server.make_token("sue", "supervisor"),
        ]
        async with server.peer(dana) as dana_, server.peer(lee) as lee_, server.peer(sue) as sue_:
            await lee_.ask("sessions.watch")
            await sue_.ask("sessions.watch")
            await dana_.ask("session.start", session_id=ONE, title="Hers")
            await lee_.ask("session.start", session_id=session_id(2))
            for method, params in {
                "session.watch": {},
                "session.read": {},
                "session.end": {},
                "session.append": {"events": [utterance(1, "Hi.")]},
            }.items():
                with pytest.raises(RefusedError) as caught:
                    await lee_.ask(method, session_id=ONE, **params)
                assert (caught.value.code, caught.value.field) == (wire.NOT_FOUND, "params.session_id")
                with pytest.raises(RefusedError) as unknown:
                    await lee_.ask(method, session_id=session_id(9), **params)
                assert str(unknown.value) == str(caught.value)
            with pytest.raises(RefusedError) as caught:
                await lee_.ask("session.start", session_id=ONE)
            assert caught.value.code == wire.CONFLICT
            assert [s["session_id"] for s in (await lee_.ask("sessions.list"))["sessions"]] == [session_id(2)]
            assert [s["session_id"] for s in (await sue_.ask("sessions.list"))["sessions"]] == [session_id(2), ONE]
            assert (await sue_.ask("session.watch", session_id=ONE))["last_seq"] == 1
            assert (await sue_.told("sessions.changed"))["session"]["title"] == "Hers"
            assert (await lee_.told("sessions.changed"))["session"]["session_id"] == session_id(2)


class TestWatching:
    """Events on their way to those who watch."""

    async def test_two_watchers_see_a_call(self, server: Backend) -> None:
        """Both connections that watch a session see its events, alerts and redacted interims, in the same order."""
        async with server.peer() as source, server.peer() as watcher:
            assert await source.ask("session.start", session_id=ONE, event_id="begin") == {"session_id": ONE, "seq": 1}
            assert await source.ask("session.watch", session_id=ONE) == {"last_seq": 1}
            assert await watcher.ask("session.watch", session_id=ONE) == {"last_seq": 1}
            assert await source.seen(1) == await watcher.seen(1) == [1]
            interim = {
                "session_id": ONE,
                "utterance_id": "u1",
                "speaker": "csr",
                "text": "It's 512-555-0148.",
                "at_ms": 0,
            }
            await source.socket.send(json.dumps({"jsonrpc": "2.0", "method": "session.interim", "params": interim}))
            assert await source.say(1, CLAIM) == {"seqs": [2]}
            assert await source.ask("session.end", session_id=ONE, at_ms=5000) == {"seq": 4}
            for peer in (source, watcher):
                assert await peer.seen(5) == [1, 2, 3, 4, 5]
                assert (await peer.told("session.delta"))["interim"]["text"] == "It's [PHONE]."
            assert source.events == watcher.events
            types = [event["type"] for event in watcher.events]
            assert types == ["session.started", "segment.added", "alert.raised", "session.ended", "summary.ready"]

    async def test_a_watch_resumes_after_a_seq(self, server: Backend) -> None:
        """A new connection that says how far it is gets the rest and then goes live; watching again starts anew."""
        async with server.peer() as source:
            await source.ask("session.start", session_id=ONE)
            for number in range(1, 6):
                await source.say(number, "Right.")
            async with server.peer() as peer:
                await peer.ask("session.watch", session_id=ONE, after_seq=4)
                assert await peer.seen(2) == [5, 6]
                await source.say(6, "Right.")
                assert await peer.seen(3) == [5, 6, 7]
                await peer.ask("session.watch", session_id=ONE, after_seq=5)
                await source.say(7, "Right.")
                assert await peer.seen(6) == [5, 6, 7, 6, 7, 8]
                await peer.ask("session.unwatch", session_id=ONE)
                await source.say(8, "Right.")
                read = await peer.ask("session.read", session_id=ONE, after_seq=7, limit=1)
                assert [event["seq"] for event in read["events"]] == [8]
                assert read["last_seq"] == 9
                assert len(peer.events) == 6

    async def test_large_calls_fit_into_the_frames_of_a_client(self, server: Backend) -> None:
        """Watching and reading a call with more text than a frame holds gives all of it in frames of 1 MiB at most."""
        async with server.peer() as peer:
            await peer.ask("session.start", session_id=ONE)
            for number in range(0, 120, 20):
                events = [utterance(number + n, "word " * 2500) for n in range(20)]
                await peer.ask("session.append", session_id=ONE, events=events)
            await peer.ask("session.watch", session_id=ONE)
            assert await peer.seen(121) == list(range(1, 122))
            seqs: list[int] = []
            while len(seqs) < 121:
                read = await peer.ask("session.read", session_id=ONE, after_seq=len(seqs), limit=500)
                assert read["last_seq"] == 121
                assert read["events"]
                seqs += [event["seq"] for event in read["events"]]
            assert seqs == list(range(1, 122))

    async def test_heartbeats_go_both_ways(self, server: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
        """The backend says that it is there, and closes a peer of which it hears nothing."""
        monkeypatch.setattr(backend.gateway, "TICK_S", 0.01)
        monkeypatch.setattr(wire, "HEARTBEAT_S", 1.05)
        monkeypatch.setattr(wire, "SILENCE_S", 0.4)
        async with server.peer() as peer:
            assert re.match(r"\d{4}-.*Z$", (await peer.told("server.heartbeat"))["at"])
            assert await closing(peer) == (1001, "no heartbeat")


class TestAbuse:
    """What peers do that they should not."""

    async def test_an_oversized_frame_is_answered(self, server: Backend) -> None:
        """A frame over 1 MiB is refused and the connection lives; one over 8 MiB closes it with 1009."""
        async with server.peer() as peer:
            await peer.socket.send("x" * (wire.MAX_FRAME + 1))
            assert (await peer.frame())["error"]["code"] == wire.TOO_LARGE
            assert await peer.ask("sessions.list") == {"sessions": []}
        socket = await server.connect({"Authorization": f"Bearer {server.token}"})
        _, (code, _) = await asyncio.gather(flood(socket, iter(["x" * (9 << 20)])), closing(Peer(socket)))
        assert code == 1009

    async def test_rubbish_is_answered(self, server: Backend) -> None:
        """Text and bytes that are no requests are answered, and the connection lives."""
        async with server.peer() as peer:
            for rubbish in ("hello", b"\xff\xfe", "[]", ""):
                await peer.socket.send(rubbish)
                assert (await peer.frame())["error"]["code"] in {wire.PARSE_ERROR, wire.INVALID_REQUEST}
            assert await peer.ask("sessions.list") == {"sessions": []}

    async def test_a_rate_that_goes_on_is_closed(self, tmp_path: Path) -> None:
        """Whoever goes on beyond the rate is refused for a while, then closed with 1008; others are served."""
        limits = Limits(requests_per_s=0.01, burst=5, refusals_before_close=3)
        async with serving(tmp_path, limits=limits) as server, server.peer() as peer, server.peer() as other:
            for _ in range(9):
                await peer.send("sessions.list")
            answers = [await peer.frame() for _ in range(8)]
            assert [answer.get("error", {}).get("code") for answer in answers] == [None] * 5 + [wire.RATE_LIMITED] * 3
            assert await closing(peer) == (1008, "rate limit")
            assert await other.ask("sessions.list") == {"sessions": []}

    async def test_a_peer_that_never_reads_is_cut_off(self, tmp_path: Path) -> None:
        """What waits for a peer that does not read is bounded: past the bound its connection is cut."""
        limits = Limits(unread=256 * 1024, requests_per_s=1e9, burst=1 << 30)
        async with serving(tmp_path, limits=limits) as server, server.peer() as source:
            await source.ask("session.start", session_id=ONE)
            deaf = server.connect({"Authorization": f"Bearer {server.token}"}, max_queue=1)
            async with asyncio.timeout(60), deaf as socket:
                await source.ask("session.watch", session_id=ONE)
                append = {"session_id": ONE, "events": [utterance(1, "Right.")]}
                request = json.dumps({"jsonrpc": "2.0", "id": "i" * 4000, "method": "session.append", "params": append})
                await flood(socket, itertools.repeat(request))
            assert await source.say(1, "Right.") == {"seqs": [2]}

    async def test_a_defect_is_an_answer_without_words_of_the_call(
        self, server: Backend, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """A defect of the backend answers with its trace id, which the log line has, and the connection lives."""

        async def start(*_: object) -> None:
            raise RuntimeError("secret words")

        monkeypatch.setattr(Intake, "start", start)
        async with server.peer() as peer:
            with pytest.raises(RefusedError) as caught:
                await peer.ask("session.start")
            assert caught.value.code == wire.INTERNAL_ERROR
            assert "secret" not in str(caught.value)
            assert re.fullmatch("[0-9a-f]{32}", caught.value.data["trace_id"])
            assert await peer.ask("sessions.list") == {"sessions": []}
        printed = capsys.readouterr()
        assert caught.value.data["trace_id"] in printed.out + printed.err


class TestPages:
    """Plain HTTP on the same port."""

    async def test_probes_and_metrics_answer(self, server: Backend) -> None:
        """The probes say that it lives and is ready, the metrics count, anything else is not found."""
        async with server.peer() as peer:
            await peer.ask("session.start", session_id=ONE)
            await peer.say(1, CLAIM)
            assert await page(server, "/healthz") == (200, "text/plain; charset=utf-8", "ok\n")
            assert (await page(server, "/readyz?verbose"))[0::2] == (200, "ready\n")
            status, kind, metrics = await page(server, "/metrics")
            assert (status, kind.partition(";")[0]) == (200, "text/plain")
            assert 'csr_events_total{type="alert.raised"} 1.0' in metrics
            assert "csr_connections 1.0" in metrics
            assert "csr_append_seconds_count 2.0" in metrics
            for path in ("/", "/metrics/", "/favicon.ico"):
                assert (await page(server, path))[0] == 404

    async def test_a_backend_whose_log_fails_is_not_ready(
        self, server: Backend, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """While the log cannot be read the backend is alive but not ready."""

        async def sessions(_log: SqliteLog, **_: object) -> None:
            raise LogUnavailableError("busy")

        monkeypatch.setattr(SqliteLog, "sessions", sessions)
        assert (await page(server, "/readyz"))[0] == 503
        assert (await page(server, "/healthz"))[0] == 200
