"""Secrets of the backend: where they are found, and that they are seen nowhere else."""

import contextlib
import copy
import io
import json
import os
import pickle
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import msgspec
import pytest
import structlog

from backend.assist.secrets import Secret, SecretError, find_secret, keep_secret
from backend.cli import main
from backend.observability import configure_logging

TEXT = "sk-or-v1-hunter2"

UNLOCKED = """
import subprocess, sys
command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as daemon:
    daemon.stdin.write(b"password")
    daemon.stdin.close()
    daemon.stdout.readline()  # it says where it listens
    try:
        for words, text in {steps!r}:
            command = [sys.executable, "-m", "backend", *words]
            done = subprocess.run(command, input=text, capture_output=True, text=True)
            print(repr((done.returncode, done.stdout, done.stderr)))
    finally:
        daemon.terminate()
"""


def with_a_keyring(*steps: tuple[str, str]) -> list[tuple[int, str, str]]:
    """What commands do beside a real, empty keyring: code, standard output, standard error."""
    script = UNLOCKED.format(steps=[(words.split(), text) for words, text in steps])
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", script],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [eval(line) for line in done.stdout.splitlines()]


def test_a_secret_is_kept_found_and_forgotten(home: Path) -> None:
    """A real keyring keeps a secret under its name; no command prints it, and no file holds it."""
    results = with_a_keyring(
        ("secrets list", ""),
        ("secrets set openrouter", f"  {TEXT}\nmore\n"),
        ("secrets set other_one", "zzz"),
        ("secrets list", ""),
        ("assist show", ""),
        ("secrets forget openrouter", ""),
        ("secrets forget openrouter", ""),
        ("secrets list", ""),
        ("assist show", ""),
    )
    one, two = '{"name":"openrouter","from":"keyring"}\n', '{"name":"other_one","from":"keyring"}\n'
    assert [code for code, _, _ in results] == [0, 0, 0, 0, 0, 0, 2, 0, 0]
    assert [out for _, out, _ in results[:4]] == ["", "", "", one + two]
    assert "key of the model: yes, from the keyring" in results[4][1]
    assert results[6][2].startswith("csr-backend: the keyring holds no secret named openrouter")
    assert results[7][1] == two
    assert "key of the model: no; set it with: csr-backend secrets set openrouter" in results[8][1]
    assert "hunter" not in repr(results)
    files = [file for file in home.rglob("*") if file.is_file()]
    assert any(file.suffix == ".keyring" for file in files)
    assert not [file for file in files if b"hunter" in file.read_bytes()]


def test_the_environment_goes_first(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In a container, where there is no keyring, a variable is enough; an empty one is none."""
    monkeypatch.setenv("CSR_SECRET_OPENROUTER", f"{TEXT}\n")
    secret = find_secret("openrouter")
    assert secret is not None
    assert (secret.name, secret.origin, secret.reveal()) == ("openrouter", "environment", TEXT)
    assert main(["assist", "show"]) == 0
    assert "key of the model: yes, from the environment" in capsys.readouterr().out
    assert main(["secrets", "list"]) == 0
    captured = capsys.readouterr()
    assert [json.loads(line) for line in captured.out.splitlines()] == [{"name": "openrouter", "from": "environment"}]
    assert "There is no keyring service" in captured.err
    monkeypatch.setenv("CSR_SECRET_OPENROUTER", "")
    with pytest.raises(SecretError, match="environment variable CSR_SECRET_OPENROUTER"):
        find_secret("openrouter")


@pytest.mark.parametrize("text", ["", "  ", "hunter two", "hünter", "hunter\x00", "hunter" * 1000])
def test_what_cannot_be_a_secret_is_refused_unseen(
    text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What no header takes is an error that does not quote it."""
    with pytest.raises(SecretError, match="one word of up to 4096 ASCII characters") as caught:
        keep_secret("openrouter", text)
    assert "nter" not in str(caught.value)
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert main(["secrets", "set", "openrouter"]) == 2
    assert "nter two" not in capsys.readouterr().err
    if text.strip() and "\x00" not in text:
        monkeypatch.setenv("CSR_SECRET_OPENROUTER", text)
        with pytest.raises(SecretError, match="CSR_SECRET_OPENROUTER") as caught:
            find_secret("openrouter")
        assert "nter two" not in str(caught.value)


@pytest.mark.parametrize("name", ["", TEXT, "Open", "a b", "a-b", "ä", "a" * 41, "1a", "_a"])
def test_a_name_is_a_word(name: str) -> None:
    """A name that is none, as a secret typed in its place, is an error that does not quote it."""
    with pytest.raises(SecretError, match="the name of a secret") as kept:
        keep_secret(name, "abc")
    with pytest.raises(SecretError, match="the name of a secret") as found:
        find_secret(name)
    assert "hunter" not in f"{kept.value} {found.value}"


def test_on_a_terminal_a_secret_is_asked_for_unseen() -> None:
    """A person is asked by a prompt, and what is typed is not echoed."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "backend", "secrets", "set", "openrouter"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as asking:
        os.close(theirs)
        seen = b""
        while b"Secret: " not in seen:
            seen += os.read(ours, 1000)
        os.write(ours, TEXT.encode() + b"\n")
        with contextlib.suppress(OSError):  # how a terminal says that the other end has gone
            while part := os.read(ours, 1000):
                seen += part
        os.close(ours)
        assert asking.wait(60) == 2
    assert b"There is no keyring service" in seen
    assert b"hunter" not in seen


def test_a_secret_does_not_show_itself() -> None:
    """Printing, formatting, logging, encoding and failing with a secret show its name alone."""
    secret = Secret("openrouter", TEXT, "keyring")
    lines = io.StringIO()
    configure_logging(lines)
    log = structlog.get_logger()
    log.info("seen", secret=secret, within=[{"key": secret}])
    try:
        raise RuntimeError(secret)
    except RuntimeError as error:
        log.exception("failed")
        shown = ["".join(traceback.format_exception(error)), str(error), repr(error)]
    shown += [repr(secret), str(secret), f"{secret}", f"{secret!r:>50}", "%s" % secret, lines.getvalue()]  # noqa: UP031 # one way of printing it is that one
    assert len(shown) == 9
    for text in shown:
        assert "hunter" not in text
    assert "<secret openrouter from the keyring>" in lines.getvalue()


@pytest.mark.parametrize("write", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, msgspec.json.encode, vars])
def test_a_secret_is_not_written_anywhere(write: Any) -> None:
    """What would carry a secret off refuses it."""
    with pytest.raises(TypeError) as caught:
        write(Secret("openrouter", TEXT, "keyring"))
    assert "hunter" not in str(caught.value)


def test_help_tells_no_secret() -> None:
    """No help text shows what the environment holds, and no command takes a secret as an argument."""
    environment = {**os.environ, "CSR_SECRET_OPENROUTER": TEXT}
    for words in ("--help", "secrets --help", "secrets set --help", "assist show --help"):
        done = subprocess.run(
            [sys.executable, "-m", "backend", *words.split()],
            capture_output=True,
            text=True,
            check=True,
            env=environment,
        )
        assert "hunter" not in done.stdout + done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "backend", "secrets", "set", "openrouter", "abc"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
