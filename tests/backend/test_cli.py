"""The command line of the backend: serve, tokens, sessions, verify, rebuild."""

import asyncio
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from websockets import ConnectionClosed
from websockets.sync.client import connect

from backend.cli import main
from tests.backend.certificate import make_certificate
from tests.backend.child import PATIENCE_S, Child, rest_of, running
from tests.backend.facts import ended, note, notes, outcome, session_id, started
from tests.backend.stores import open_sqlite
from transcripts.door import read_door

ONE, TWO = session_id(1), session_id(2)
KEYS = ["session_id", "seq", "event_id", "type", "occurred_at", "actor", "payload"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with an ended call of 700 events and a live one."""

    async def fill() -> None:
        log = open_sqlite(tmp_path / "data")
        await log.append(ONE, [started(title="No heat"), *notes(*range(1, 698)), ended(), outcome("booked")])
        await log.append(TWO, [started(actor="csr:lee", title="Drip"), note(1, "snow ☃")])
        await log.close()

    asyncio.run(fill())
    return tmp_path / "data"


class Command:
    """Commands on a data folder, run in this process."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str, code: int = 0) -> list[str]:
        """The lines on standard output of a command that has to end with this code."""
        self._capsys.readouterr()
        found = main(["--data-dir", str(self.folder), *arguments])
        self.printed = self._capsys.readouterr()
        assert found == code, self.printed.err
        assert "Traceback" not in self.printed.err
        return self.printed.out.splitlines()

    def fails(self, *arguments: str) -> str:
        """What a command says on standard error that cannot be carried out; it prints nothing else."""
        assert self(*arguments, code=2) == []
        assert self.printed.err.startswith("csr-backend: ")
        return self.printed.err


@pytest.fixture
def command(folder: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs commands on the data folder: `command("sessions", "list")` gives its lines."""
    return Command(folder, capsys)


def knock(child: Child, token: str) -> bool:
    """Whether a running backend lets this token in."""
    with connect(child.url, additional_headers={"Authorization": f"Bearer {token}"}, proxy=None) as peer:
        try:
            peer.send('{"jsonrpc":"2.0","id":1,"method":"sessions.list","params":{}}')
            return "result" in json.loads(peer.recv(timeout=PATIENCE_S))
        except ConnectionClosed:
            return (peer.close_code, peer.close_reason) != (1008, "unauthenticated")


class TestServe:
    """The backend as a program."""

    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_it_says_where_it_is_and_stops_when_told(self, folder: Path, number: signal.Signals) -> None:
        """Its first line is a JSON object; the door lets in; a signal ends it well, with the door gone."""
        with running(folder) as child:
            door = read_door(child.door.read_bytes())
            assert door is not None
            assert (door.url, child.door) == (child.url, folder / "local.json")
            assert re.fullmatch(r"ws://127\.0\.0\.1:\d+", child.url)
            assert knock(child, door.token)
            assert not knock(child, "csr_other")
            assert child.stop(number) == 0
            assert rest_of(child.process) == []
            assert not child.door.exists()
            lines = [json.loads(line) for line in child.errors.read_text().splitlines()]
        assert [line["event"] for line in lines if line["level"] == "info"] == ["listening", "draining", "stopped"]

    def test_it_ends_with_its_parent(self, folder: Path) -> None:
        """With `--with-parent` it stops well as soon as its standard input is closed."""
        with running(folder, "--with-parent") as child:
            assert child.process.stdin is not None
            child.process.stdin.write(b"noise")
            child.process.stdin.flush()
            child.process.stdin.close()
            assert child.process.wait(PATIENCE_S) == 0
            assert not child.door.exists()

    def test_it_goes_on_without_standard_input(self, folder: Path) -> None:
        """Without `--with-parent` a closed standard input changes nothing."""
        with running(folder) as child:
            assert child.process.stdin is not None
            child.process.stdin.close()
            assert not knock(child, "csr_other")
            assert child.stop() == 0

    def test_what_stops_it_from_starting_is_named(self, command: Command, tmp_path: Path) -> None:
        """A port that is taken, an address that needs TLS, a ruleset or folder that is none: a line each, exit 2."""
        rules = tmp_path / "rules.yaml"
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            assert re.search(f"127.0.0.1 port {port}.*in use", command.fails("serve", "--port", port))
        assert "--tls-cert" in command.fails("serve", "--host", "0.0.0.0")
        assert "cannot listen on 192.0.2.1" in self._far(command, tmp_path)
        assert str(rules) in command.fails("serve", "--port", "0", "--rules", str(rules))
        rules.write_text("id: x\nrules:\n  - id: [1]\n")
        assert re.search(r"rules\.yaml.*3", command.fails("serve", "--port", "0", "--rules", str(rules)))
        door = str(tmp_path / "nowhere" / "door.json")
        assert door in command.fails("serve", "--port", "0", "--door", door)
        command.folder = rules / "data"
        assert "rules.yaml" in command.fails("serve", "--port", "0")

    @staticmethod
    def _far(command: Command, tmp_path: Path) -> str:
        """What it says of an address that this machine has not."""
        certificate, key = make_certificate(tmp_path)
        tls = ["--tls-cert", str(certificate), "--tls-key", str(key)]
        return command.fails("serve", "--port", "0", "--host", "192.0.2.1", *tls)


class TestTokens:
    """Tokens beside a running backend."""

    def test_a_token_is_good_until_it_is_revoked(self, command: Command) -> None:
        """A new token is printed alone and lets in at once; revoked, it lets in no more, also while it runs."""
        with running(command.folder) as child:
            (token,) = command("tokens", "create", "--role", "supervisor", "--name", "sue")
            assert "shown once" in command.printed.err
            assert knock(child, token)
            assert command("tokens", "revoke", "sue") == []
            assert not knock(child, token)
            (line,) = command("tokens", "list")
            assert {**json.loads(line), "created_at": "", "revoked_at": ""} == {
                "name": "sue",
                "role": "supervisor",
                "created_at": "",
                "revoked_at": "",
            }
            assert json.loads(line)["revoked_at"]
            assert child.stop() == 0

    def test_a_token_is_nowhere_on_disk(self, command: Command) -> None:
        """What is stored of a token does not hold the token."""
        (token,) = command("tokens", "create", "--role", "csr", "--name", "dana")
        kept = b"".join(path.read_bytes() for path in command.folder.iterdir())
        assert b"dana" in kept
        assert token.encode() not in kept
        assert token.removeprefix("csr_").encode() not in kept

    def test_what_cannot_be_done_is_said(self, command: Command) -> None:
        """A name that is taken, reserved or empty, and a token that is not there, are refused with exit 2."""
        command("tokens", "create", "--role", "csr", "--name", "dana")
        assert "'dana'" in command.fails("tokens", "create", "--role", "admin", "--name", "dana")
        assert "'local'" in command.fails("tokens", "create", "--role", "csr", "--name", "local")
        assert "name" in command.fails("tokens", "create", "--role", "csr", "--name", "  ")
        assert "'lee'" in command.fails("tokens", "revoke", "lee")
        command("tokens", "revoke", "dana")
        assert "'dana'" in command.fails("tokens", "revoke", "dana")

    def test_a_wrong_command_line_is_explained(self, command: Command) -> None:
        """An unknown role or command ends with exit 2 and the usage."""
        for arguments in (["tokens", "create", "--role", "boss", "--name", "x"], ["dance"], []):
            with pytest.raises(SystemExit) as caught:
                command(*arguments)
            assert caught.value.code == 2


class TestSessions:
    """Lists and exports."""

    def test_sessions_are_listed(self, command: Command) -> None:
        """One JSON object a line, newest first, by status and up to a limit."""
        two, one = map(json.loads, command("sessions", "list"))
        assert (one["session_id"], one["status"], one["title"], one["disposition"]) == (
            ONE,
            "ended",
            "No heat",
            "booked",
        )
        assert (two["session_id"], two["status"], two["last_seq"], two["ended_at"]) == (TWO, "live", 2, None)
        assert [json.loads(line) for line in command("sessions", "list", "--status", "ended")] == [one]
        assert [json.loads(line) for line in command("sessions", "list", "--limit", "1")] == [two]

    def test_a_session_is_exported_whole(self, command: Command) -> None:
        """Every event in order, one JSON object a line, the documented keys first, text as it is."""
        events = [json.loads(line) for line in command("sessions", "export", ONE)]
        assert [event["seq"] for event in events] == list(range(1, 701))
        assert all(list(event)[:7] == KEYS for event in events)
        assert events[1]["payload"] == {"text": "note 1", "at_ms": 1}
        assert events[0]["occurred_at"] == "2026-03-02T15:00:00Z"
        assert "snow ☃" in command("sessions", "export", TWO)[1]

    def test_an_unknown_session_is_named(self, command: Command) -> None:
        """Exporting a session that is not there says so with exit 2."""
        assert session_id(9) in command.fails("sessions", "export", session_id(9))

    @pytest.mark.parametrize("session", [ONE, TWO], ids=["long", "short"])
    def test_a_reader_may_stop_reading(self, folder: Path, session: str) -> None:
        """When whoever reads the export closes the pipe, the command ends well and silently."""
        with subprocess.Popen(
            [sys.executable, "-m", "backend", "--data-dir", str(folder), "sessions", "export", session],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.close()
            assert (process.stderr.read(), process.wait(PATIENCE_S)) == (b"", 0)


class TestLog:
    """Verify and rebuild."""

    def test_a_whole_log_is_verified(self, command: Command) -> None:
        """A log whose chains hold gives its numbers and exit 0."""
        (line,) = command("verify")
        assert json.loads(line) == {"sessions": 2, "events": 702, "broken": 0}

    def test_damage_is_found(self, command: Command) -> None:
        """A forged event ends with exit 1 and names session and seq; the other sessions are counted."""
        with closing(sqlite3.connect(command.folder / "calls.db")) as connection:
            connection.execute("DROP TRIGGER call_events_no_update")
            connection.execute("UPDATE call_events SET actor = 'csr:evil' WHERE session = 1 AND seq = 17")
            connection.commit()
        (line,) = command("verify", code=1)
        assert json.loads(line) == {"sessions": 2, "events": 2, "broken": 1}
        assert f"session {ONE}, seq 17" in command.printed.err

    def test_a_file_that_is_no_log_is_named(self, command: Command) -> None:
        """A file that is no database ends every command with exit 2 and its name."""
        (command.folder / "calls.db").write_bytes(b"something else entirely" * 100)
        for arguments in (["verify"], ["sessions", "list"], ["tokens", "list"], ["rebuild"], ["serve", "--port", "0"]):
            assert "calls.db: file is not a database" in command.fails(*arguments)

    def test_the_index_is_made_again(self, command: Command) -> None:
        """Rebuilding makes the list of sessions again from the log."""
        before = command("sessions", "list")
        with closing(sqlite3.connect(command.folder / "calls.db")) as connection:
            connection.execute("DELETE FROM session_index")
            connection.commit()
        assert command("sessions", "list") == []
        assert [json.loads(line) for line in command("rebuild")] == [{"sessions": 2}]
        assert command("sessions", "list") == before
