"""Tokens in a real keyring service, without one, with one that hangs; tokens in files."""

import asyncio
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.credentials import CredentialsError, TokenKeyring, read_token_file

BACKEND = "wss://calls.example.com"

WITH_A_SERVICE = f"""
import asyncio, subprocess, sys
from desktop.credentials import TokenKeyring

async def main():
    tokens = TokenKeyring()
    print(await tokens.read({BACKEND!r}))
    await tokens.keep({BACKEND!r}, "first")
    await tokens.keep({BACKEND!r}, "second")
    await tokens.keep("ws://127.0.0.1:8765", "other")
    print(await TokenKeyring().read({BACKEND!r}))
    await tokens.forget({BACKEND!r})
    await tokens.forget({BACKEND!r})
    print(await tokens.read({BACKEND!r}), await tokens.read("ws://127.0.0.1:8765"))

command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as daemon:
    daemon.stdin.write(b"password")
    daemon.stdin.close()
    daemon.stdout.readline()  # it says where it listens
    try:
        asyncio.run(main())
    finally:
        daemon.terminate()
"""


WITH_A_BROKEN_SERVICE = f"""
import asyncio
from desktop.credentials import CredentialsError, TokenKeyring
try:
    asyncio.run(TokenKeyring(probe_limit_s=1, answer_limit_s=600).read({BACKEND!r}))
except CredentialsError as error:
    print(error)
"""


def test_a_token_goes_through_the_secret_service_and_back() -> None:
    """A real keyring keeps one token per backend, gives the last one back and forgets it twice in peace."""
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", WITH_A_SERVICE],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["None", "second", "None other"]


async def test_without_a_service_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a bus nothing is kept, no plain-text keyring steps in, and the error names the two ways out."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    tokens = TokenKeyring()
    for call in (tokens.read(BACKEND), tokens.keep(BACKEND, "secret"), tokens.forget(BACKEND)):
        with pytest.raises(CredentialsError, match=r"no keyring service.*gnome-keyring.*--token-file FILE") as caught:
            await call
        assert "secret" not in str(caught.value)


async def test_a_service_that_hangs_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bus that accepts and never answers costs the time limit and holds up nothing after it."""
    path = home / "bus"
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(path))
        bus.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={path}")
        with pytest.raises(CredentialsError, match=r"does not answer \(waited 0\.1 s\).*--token-file"):
            await TokenKeyring(probe_limit_s=0.1).read(BACKEND)
        hanging = [thread for thread in threading.enumerate() if thread.name == "keyring"]
        assert [thread.daemon for thread in hanging] == [True]


def test_a_service_that_starts_and_says_nothing_is_given_up(home: Path) -> None:
    """A keyring service that the bus can start but that never answers costs the short limit, not the long one."""
    services = home / "data" / "dbus-1" / "services"
    services.mkdir(parents=True)
    (services / "org.freedesktop.secrets.service").write_text(
        "[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/usr/bin/setpriv --pdeathsig KILL /usr/bin/sleep 600\n"
    )
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", WITH_A_BROKEN_SERVICE],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The keyring service does not answer (waited 1 s).")


async def test_a_cancelled_read_ends_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cancelling does not wait for the keyring."""
    path = home / "bus"
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(path))
        bus.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={path}")
        reading = asyncio.create_task(TokenKeyring(probe_limit_s=600).read(BACKEND))
        connection, _ = await asyncio.to_thread(bus.accept)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        connection.close()


def token_file(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    """Writes a token file with the given mode."""
    path = folder / "token"
    path.write_bytes(content)
    path.chmod(mode)
    return path


@given(
    st.text(st.sampled_from(" \t\r\n")),
    st.from_regex(r"[A-Za-z0-9._~+/-]{1,64}={0,2}", fullmatch=True),
    st.text(st.sampled_from(" \t\r\n")),
    st.booleans(),
)
def test_a_token_is_read_without_what_surrounds_it(before: str, token: str, after: str, marked: bool) -> None:
    """White space and the mark some editors write before the text are no part of the token."""
    path = token_file(
        Path(os.environ["HOME"]), (b"\xef\xbb\xbf" if marked else b"") + (before + token + after).encode()
    )
    assert read_token_file(path) == token


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"hunter two", "one token of letters"),
        (b"hunter\ntwo", "one token of letters"),
        (b"hunter\x00", "one token of letters"),
        ("hünter".encode(), "one token of letters"),
        (b"\xff\xfehunter", "one token of letters"),
        (b"hunter" * 1000, "longer than 4096 bytes"),
    ],
)
def test_a_file_without_a_token_is_refused(content: bytes, complaint: str, home: Path) -> None:
    """What is no token is an error that names the file and never quotes it."""
    path = token_file(home, content)
    with pytest.raises(CredentialsError, match=complaint) as caught:
        read_token_file(path)
    assert str(path) in str(caught.value)
    assert "hunter" not in str(caught.value)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o620, 0o666, 0o777])
def test_a_file_open_to_others_is_refused(mode: int, home: Path) -> None:
    """A token that other users can read or write is not taken, and the error gives the command to type."""
    path = token_file(home, b"abc", mode)
    with pytest.raises(CredentialsError, match=rf"mode {mode:04o}.*chmod 600 {path}"):
        read_token_file(path)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_private_file_is_taken(mode: int, home: Path) -> None:
    """A file of its owner alone is read."""
    assert read_token_file(token_file(home, b"abc\n", mode)) == "abc"


def test_a_missing_file_and_a_folder_are_named(home: Path) -> None:
    """What cannot be opened is an error with the system's reason."""
    with pytest.raises(CredentialsError, match="No such file"):
        read_token_file(home / "none")
    with pytest.raises(CredentialsError, match="directory"):
        read_token_file(home)


def test_the_keyring_library_is_imported_late() -> None:
    """Importing the module brings in neither keyring nor what stands behind it."""
    script = "import sys, desktop.credentials; print([m for m in ('keyring', 'secretstorage') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
