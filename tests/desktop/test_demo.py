"""The demo and the command line, as a newcomer runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.display import display_problem
from desktop.samples import find, names
from tests.programs import run


def test_the_demo_prints_the_call_as_the_log_has_it() -> None:
    """`demo --headless --json` prints every event once, in order, with the documented keys first, and exits 0."""
    done = run("desktop", "demo", "--headless", "--json", "--speed", "max")
    assert (done.returncode, done.stderr) == (0, "")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    keys = ["session_id", "seq", "event_id", "type", "occurred_at", "actor", "payload"]
    assert all(list(event)[:7] == keys for event in events)
    types = [event["type"] for event in events]
    assert types[0] == "session.started"
    assert types[-2:] == ["session.ended", "summary.ready"]
    assert {"alert.raised", "alert.corrected", "question.satisfied"} <= set(types)
    assert events[-1]["payload"]["disposition"] == "booked"
    alert = next(event["payload"] for event in events if event["payload"].get("kind") == "prohibited_claim")
    assert set(alert) >= {"rule_id", "severity", "title", "why", "say_instead", "utterance_id", "evidence", "origin"}


def test_the_demo_prints_the_call_for_people() -> None:
    """Without --json the same call is lines of text, with the alert and the outcome in words."""
    done = run("desktop", "demo", "--headless", "--speed", "max", "--call", "plumbing_wrong_number")
    assert done.returncode == 0
    assert "Outcome    not_a_lead wrong_number" in done.stdout


def test_the_demo_prints_an_emergency_for_people() -> None:
    """What was heard, which lines of advice were said, and that the call was referred."""
    done = run("desktop", "demo", "--headless", "--speed", "max", "--call", "hvac_gas_smell")
    assert done.returncode == 0
    assert "  SAFETY    " in done.stdout
    assert "  Advised   Line 1 was said" in done.stdout
    assert "Outcome    safety_referred" in done.stdout


def test_without_a_display_the_demo_says_how_to_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line on standard error names the reason and the way without a window."""
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    done = run("desktop", "demo")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--headless" in done.stderr


def test_a_display_that_does_not_answer_is_found_out_before_qt_aborts() -> None:
    """A stale DISPLAY is a sentence, not a crash."""
    assert "does not answer" in display_problem({"DISPLAY": ":4711"}, "linux")
    assert "not set" in display_problem({}, "linux")
    assert display_problem({"QT_QPA_PLATFORM": "offscreen"}, "linux") == ""
    assert display_problem({"WAYLAND_DISPLAY": "wayland-0"}, "linux") == ""
    assert display_problem({}, "win32") == ""


def test_the_sample_calls_are_listed_with_their_titles() -> None:
    """`demo --list` names at least eight calls, one a line."""
    done = run("desktop", "demo", "--list")
    assert [line.split()[0] for line in done.stdout.splitlines()] == names()
    assert len(names()) >= 8


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--call", "no_such_call"), "no_such_call"),
        (("--speed", "0"), "--speed"),
        (("--speed", "fast"), "--speed"),
        (("--json",), "--headless"),
    ],
)
def test_a_wrong_argument_is_named(arguments: tuple[str, ...], word: str) -> None:
    """What cannot be used is named in one line, exit code 2."""
    done = run("desktop", "demo", *arguments)
    assert done.returncode == 2
    assert word in done.stderr


def test_any_transcript_file_can_be_shown(tmp_path: Path) -> None:
    """`--call` takes a path as well; a file that is no transcript is refused with its reason."""
    broken = tmp_path / "broken.json"
    broken.write_text('{"metadata": {}, "segments": [{"speaker": "csr"}]}')
    done = run("desktop", "demo", "--headless", "--call", str(broken))
    assert done.returncode == 2
    assert "segments[0]" in done.stderr
    assert find("hvac_booking").name == "hvac_booking.json"


def test_an_overlay_without_a_token_says_where_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """`token set` where there is no keyring service names what to install and the other way."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    done = run("desktop", "token", "forget", "--url", "wss://calls.example.com")
    assert done.returncode == 2
    assert "--token-file" in done.stderr
