"""A backend as a whole: where it listens, and how it stops."""

import asyncio
import contextlib
import itertools
import json
import ssl
from pathlib import Path

import pytest
from websockets import ConnectionClosed

from backend.log.sqlite import SqliteLog
from backend.service import run
from backend.settings import Settings, SettingsError
from tests.backend.certificate import make_certificate
from tests.backend.peer import ONE, Backend, closing, flood, serving, utterance

CLAIM = "Don't worry, I guarantee we'll have someone there today."


async def start_in_vain(folder: Path, **settings: object) -> None:
    """Start a backend that should refuse to."""
    async with serving(folder, **settings):
        pytest.fail("it listens")


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
            await run(other, asyncio.Event(), lambda _: pytest.fail("it listens"))
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
