"""On a real X server with a window manager: an alert never takes the keyboard from the CSR's other program."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.programs import backend, running, said

WORDS = "the quick brown fox "


@pytest.mark.xvfb
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("alert", "speaker", "words"),
    [
        ("claim", "csr", "I guarantee we'll have someone there today."),
        ("safety", "customer", "Help, I smell gas in my house."),
    ],
)
def test_an_alert_leaves_the_keyboard_where_it_is(
    display: str, tmp_path: Path, alert: str, speaker: str, words: str
) -> None:
    """While the card or the take-over appears, everything typed reaches the other window, which keeps the focus."""
    call = tmp_path / "call.json"
    call.write_text(json.dumps({"metadata": {"title": "Alert"}, "segments": _segments(speaker, words)}))
    with (
        backend(tmp_path / "data") as (_, listening),
        running("tests.desktop.other_window") as other,
        running("desktop", "overlay", "--door", listening["door"]),
    ):
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        _until(lambda: _ask(other, "focus") == "True")
        typed = ""
        with running("transcripts", "replay", str(call), "--door", listening["door"], "--no-end") as replay:
            said(replay)
            deadline = time.monotonic() + 60
            while int(_ask(other, alert)) < 50:
                assert time.monotonic() < deadline, "the alert did not appear"
                subprocess.run(["xdotool", "type", "--delay", "5", WORDS], check=True)
                typed += WORDS
                assert _ask(other, "focus") == "True"
            subprocess.run(["xdotool", "type", "--delay", "5", WORDS], check=True)
            typed += WORDS
            _until(lambda: _ask(other, "text") == typed)
            assert _ask(other, "focus") == "True"


def _segments(speaker: str, words: str) -> list[dict[str, object]]:
    said = [("csr", "Thanks for calling, this is Dana."), (speaker, words), ("customer", "Are you there?")]
    return [
        {"speaker": who, "text": text, "timestamp_ms": 1_000 + 2_000 * n, "is_final": True}
        for n, (who, text) in enumerate(said)
    ]


def _ask(other: subprocess.Popen[str], question: str) -> str:
    assert other.stdin is not None
    assert other.stdout is not None
    other.stdin.write(question + "\n")
    other.stdin.flush()
    return other.stdout.readline().rstrip("\n")


def _until(seen: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
