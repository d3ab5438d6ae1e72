"""The command `csr-transcripts redact`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from transcripts.cli import main

COMMAND = [sys.executable, "-m", "transcripts.cli"]


def _call(*texts: tuple[str, str, bool]) -> str:
    segments = [
        {"speaker": speaker, "text": text, "timestamp_ms": index * 1000, "is_final": final}
        for index, (speaker, text, final) in enumerate(texts)
    ]
    return json.dumps({"metadata": {}, "segments": segments})


def test_each_line_is_a_call_of_its_own(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A question on one line says nothing about the next, and line ends stay."""
    path = tmp_path / "lines.txt"
    path.write_bytes("what's the security code?\nthe second one, 123\r\n\ncall 512-555-0147 — ok".encode())
    assert main(["redact", str(path)]) == 0
    out = capfd.readouterr().out
    assert out == "what's the security code?\nthe second one, 123\r\n\ncall [PHONE] — ok"


def test_a_transcript_keeps_its_state_over_the_segments(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The segments of a transcript file are one call; each is one line, interims included."""
    path = tmp_path / "call.json"
    path.write_text(
        _call(
            ("csr", "What's the security code?", True),
            ("customer", "it's 12", False),
            ("customer", "it's 123", True),
            ("csr", "two\nlines", True),
        ),
        encoding="utf-8",
    )
    assert main(["redact", "--transcript", str(path)]) == 0
    assert capfd.readouterr().out == "What's the security code?\nit's …\nit's [CVV]\ntwo lines\n"


def test_standard_input_is_answered_line_by_line() -> None:
    """Whoever feeds the command a line gets its answer before the next line."""
    with subprocess.Popen([*COMMAND, "redact"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"call 555-0147\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"call [PHONE]\n"
        process.stdin.close()
        assert process.wait(timeout=20) == 0


def test_a_transcript_comes_from_standard_input() -> None:
    """A dash reads the transcript file from standard input."""
    done = subprocess.run(
        [*COMMAND, "redact", "--transcript", "-"],
        input=_call(("csr", "pat@example.com", True)).encode(), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == b"[EMAIL]\n"


def test_output_is_utf8_in_any_locale() -> None:
    """The locale of the terminal changes neither what is read nor what is written."""
    done = subprocess.run(
        [*COMMAND, "redact", "-"], input="é 512\u2011555\u20110147\n".encode(), capture_output=True, check=True,
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert done.stdout.decode() == "é [PHONE]\n"


def test_a_reader_that_leaves_is_no_error() -> None:
    """When the reader of the output has seen enough, the command ends quietly."""
    with subprocess.Popen(
        [*COMMAND, "redact"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(b"call 555-0147\n")
        process.stdin.close()
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == b""


@pytest.mark.parametrize("option", [[], ["--transcript"]])
def test_a_file_that_cannot_be_opened_is_named(
    option: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A missing file or a folder ends the command with status 2 and a message that names it."""
    for path, reason in [(tmp_path / "none.txt", "No such file or directory"), (tmp_path, "Is a directory")]:
        assert main(["redact", *option, str(path)]) == 2
        captured = capfd.readouterr()
        assert captured.err == f"csr-transcripts: {path}: {reason}\n"
        assert captured.out == ""


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Bytes that are no text end the command with the number of their line; the lines before are printed."""
    path = tmp_path / "lines.txt"
    path.write_bytes(b"fine\n\xff\n")
    assert main(["redact", str(path)]) == 2
    captured = capfd.readouterr()
    assert captured.out == "fine\n"
    assert captured.err == f"csr-transcripts: {path}: line 2 is not UTF-8 at byte 0\n"


def test_a_broken_transcript_is_explained(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A transcript file that lacks a key ends the command with status 2 and the segment's index."""
    path = tmp_path / "call.json"
    path.write_text('{"metadata": {}, "segments": [{"speaker": "csr"}]}', encoding="utf-8")
    assert main(["redact", "--transcript", str(path)]) == 2
    assert capfd.readouterr().err == f"csr-transcripts: {path}: segments[0]: `text` is missing\n"


@pytest.mark.parametrize("arguments", [[], ["redact", "a", "--transcript", "b"], ["unknown"]])
def test_a_wrong_command_line_is_refused(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """Wrong arguments end with status 2 and the usage."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: csr-transcripts" in capfd.readouterr().err
