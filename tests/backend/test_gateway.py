"""A real backend on real sockets, spoken to by a real websockets client."""

import asyncio
import contextlib
import datetime
import ipaddress
import itertools
import json
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets import ConnectionClosed
from websockets.asyncio.client import ClientConnection

import backend.gateway
from backend.intake import Intake
from backend.log.contract import LogUnavailableError
from backend.log.sqlite import SqliteLog
from backend.settings import Limits, Settings, SettingsError
from tests.backend.facts import session_id
from tests.backend.peer import ONE, Backend, Peer, RefusedError, serving, utterance
from transcripts import wire

CLAIM = "Don't worry, I guarantee we'll have someone there today."


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Backend]:
    """A backend with the usual settings.

    Yields:
        The backend.
    """
    async with serving(tmp_path) as server:
        yield server


async def listen(peer: Peer) -> NoReturn:
    """Receive frames until the connection is closed."""
    while True:
        await peer.frame()


async def closing(peer: Peer) -> tuple[int, str]:
    """The code and reason with which the backend closes the connection."""
    with pytest.raises(ConnectionClosed) as caught:
        await listen(peer)
    assert caught.value.rcvd is not None
    return caught.value.rcvd.code, caught.value.rcvd.reason


async def flood(socket: ClientConnection, frames: Iterator[str]) -> None:
    """Send until the connection is closed, without reading an answer."""
    with contextlib.suppress(ConnectionClosed):
        for frame in frames:
            await socket.send(frame)


async def start_in_vain(folder: Path, **settings: object) -> None:
    """Start a backend that should refuse to."""
    async with serving(folder, **settings):
        pytest.fail("it listens")


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
        async with serving(tmp_path, limits=Limits(unread=256 * 1024)) as server, server.peer() as source:
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


class TestStopping:
    """The end of a backend."""

    async def test_stopping_drains(self, tmp_path: Path) -> None:
        """A backend that stops says so, closes with 1001, and has in its log everything that it acknowledged."""
        async with serving(tmp_path) as server, server.peer() as peer, server.peer() as idle:
            await peer.ask("session.start", session_id=ONE)
            await peer.say(0, "Right.")

            frames = ({"session_id": ONE, "events": [utterance(number, "Right.")]} for number in itertools.count(1))
            requests = ({"jsonrpc": "2.0", "id": 0, "method": "session.append", "params": frame} for frame in frames)
            flooding = asyncio.create_task(flood(peer.socket, map(json.dumps, requests)))
            acknowledged = 0
            with contextlib.suppress(ConnectionClosed):
                while True:
                    answer = await peer.frame()
                    acknowledged = max([acknowledged, *answer.get("result", {}).get("seqs", [])])
                    if acknowledged > 300:
                        server.stop.set()
            await flooding
            assert peer.socket.close_code == 1001
            assert [message["method"] for message in peer.notifications] == ["server.draining"]
            assert await idle.told("server.draining") == {"reconnect_after_ms": 500}
            assert (await closing(idle))[0] == 1001
            async with asyncio.timeout(20):
                await server.ended
            assert not server.settings.door.exists()
        log = SqliteLog.open(server.settings.database)
        assert (await log.sessions())[0].last_seq >= acknowledged
        await log.close()

    async def test_a_backend_goes_on_where_another_stopped(self, tmp_path: Path) -> None:
        """After a restart the session is there, goes on, and answers what was sent before as before."""
        async with serving(tmp_path) as server, server.peer() as peer:
            await peer.ask("session.start", session_id=ONE)
            await peer.say(1, CLAIM)
        async with serving(tmp_path) as server, server.peer() as peer:
            assert await peer.say(1, CLAIM) == {"seqs": [2]}
            assert await peer.say(2, "Right.") == {"seqs": [4]}
            await peer.ask("session.watch", session_id=ONE)
            assert await peer.seen(4) == [1, 2, 3, 4]


class TestListening:
    """Where a backend listens, and where it refuses to."""

    @pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "example.com", ""])
    async def test_other_machines_need_tls(self, tmp_path: Path, host: str) -> None:
        """An address that other machines reach is refused without TLS, with the way out in the message."""
        with pytest.raises(SettingsError, match="--tls-cert"):
            await start_in_vain(tmp_path, host=host)

    async def test_half_a_tls_pair_is_refused(self, tmp_path: Path) -> None:
        """A certificate without its key, or files that are none, are refused by name."""
        with pytest.raises(SettingsError, match="both"):
            Settings(tls_cert=tmp_path / "a.pem").check()
        (tmp_path / "a.pem").write_text("none")
        with pytest.raises(SettingsError, match=r"a\.pem"):
            await start_in_vain(tmp_path, tls_cert=tmp_path / "a.pem", tls_key=tmp_path / "a.pem")

    async def test_tls_is_served(self, tmp_path: Path) -> None:
        """With a certificate it serves wss and https to those who trust it, on every address, without a local door."""
        certificate, key = make_certificate(tmp_path)
        async with serving(tmp_path, host="0.0.0.0", tls_cert=certificate, tls_key=key) as server:
            assert server.url.startswith("wss://0.0.0.0:")
            assert not server.settings.door.exists()
            server.url = server.url.replace("0.0.0.0", "127.0.0.1")
            trusting = ssl.create_default_context(cafile=certificate)
            token = await server.make_token("dana", "csr")
            async with server.peer(token, tls=trusting) as peer:
                assert (await peer.ask("session.start", session_id=ONE))["seq"] == 1
            with pytest.raises(ssl.SSLCertVerificationError):
                async with server.peer(token, tls=ssl.create_default_context()):
                    pytest.fail("it trusts anybody")

    async def test_a_taken_port_is_an_error_of_its_own(self, server: Backend, tmp_path: Path) -> None:
        """A port that somebody else listens on is an OSError, and the local door of the first stays."""
        port = int(server.url.rpartition(":")[2])
        other = Settings(data_dir=tmp_path / "other", port=port, door_file=server.settings.door)
        with pytest.raises(OSError, match="address already in use"):
            await backend.service.run(other, asyncio.Event(), lambda _: pytest.fail("it listens"))
        assert server.token

    async def test_a_door_that_cannot_be_made_is_named(self, tmp_path: Path) -> None:
        """A local door in no folder is an error that names it."""
        with pytest.raises(SettingsError, match="nowhere"):
            await start_in_vain(tmp_path, door_file=tmp_path / "nowhere" / "door.json")

    async def test_a_door_is_for_its_owner_only_and_not_anothers_to_close(
        self, server: Backend, tmp_path: Path
    ) -> None:
        """The local door is readable by its owner only; a backend that stops leaves the door of another."""
        assert server.settings.door.stat().st_mode & 0o777 == 0o600
        async with serving(tmp_path / "other", door_file=server.settings.door) as other:
            theirs = other.token
            server.stop.set()
            await server.ended
            assert other.token == theirs
        assert not other.settings.door.exists()


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for this machine, valid for a day, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(plain)
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    return folder / "cert.pem", folder / "key.pem"
