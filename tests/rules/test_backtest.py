"""Backtests over stored calls: transcript files, exports, and a backend's database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.cli import main
from tests.rules import calls

OLD = "rules: [{id: claim, kind: prohibited_claim, title: A claim, any: [guarantee]}]"
NEW = """
rules:
  - {id: claim, kind: prohibited_claim, title: A claim, any: [guarantee, promise], unless: [not ... <match>]}
  - {id: asked, kind: required_question, title: Asked, any: [your name]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two transcript files."""
    said = [
        ("csr", "I guarantee it. I do not guarantee that.", 1_000),
        ("csr", "I promise. What is your name?", 65_000),
        ("csr", "I do not guarantee it.", 70_000),
    ]
    segments = [{"speaker": s, "text": t, "timestamp_ms": at, "is_final": True} for s, t, at in said]
    path = tmp_path / "calls"
    path.mkdir()
    for name in ("one", "two"):
        text = json.dumps({"metadata": {}, "segments": segments[: 3 if name == "one" else 1]})
        (path / f"{name}.json").write_text(text, encoding="utf-8")
    (tmp_path / "old.yaml").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(NEW, encoding="utf-8")
    return path


def backtest(folder: Path, *more: str) -> int:
    """Run the command with the new rules over the calls of a folder."""
    return main(["backtest", "--rules", str(folder.parent / "new.yaml"), "--sessions", str(folder), *more])


def test_gains_and_losses_are_shown_with_their_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By rule: how often before and after, and each line with its call, its time and who said what."""
    assert backtest(folder, "--against", str(folder.parent / "old.yaml")) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        "asked: 0 before, 1 after, +1 −0",
        "  + one 1:05 csr: What is your name?",
        "claim: 3 before, 3 after, +1 −1",
        "  + one 1:05 csr: I promise.",
        "  − one 1:10 csr: I do not guarantee it.",
        "2 calls, 4 segments: 2 gained, 1 lost",
    ]
    assert captured.err == ""


def test_the_same_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object with everything in it."""
    assert backtest(folder, "--against", str(folder.parent / "old.yaml"), "--json") == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["calls"], result["segments"]) == (2, 4)
    assert result["rules"]["claim"] == {
        "before": 3,
        "after": 3,
        "gained": [{"call": "one", "at_ms": 65_000, "speaker": "csr", "sentence": "I promise."}],
        "lost": [{"call": "one", "at_ms": 70_000, "speaker": "csr", "sentence": "I do not guarantee it."}],
    }


def test_an_export_is_compared_with_what_its_log_recorded(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Without other rules to compare with, the facts of the log are what was before."""
    import msgspec  # noqa: PLC0415 # for this test's export only

    events = calls.events(calls.dialogue("CSR: I promise you, I guarantee the price.\nCustomer: Okay."))
    lines = [msgspec.json.encode(event) for event in events]
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "call.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    assert main(["backtest", "--rules", str(folder.parent / "new.yaml"), "--sessions", str(exports)]) == 0
    out = capsys.readouterr().out
    assert "claim: 0 before, 1 after, +1 −0" in out
    assert "guarantee_price: 1 before, 0 after, +0 −1" in out


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: None, "no such file or folder"),
        (lambda path: path.mkdir(), "no exports (*.jsonl) and no transcript files (*.json) in this folder"),
        (lambda path: path.write_bytes(b"not a database at all" * 100), "not the database of a backend"),
    ],
)
def test_what_holds_no_calls_is_named(
    make: object, problem: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit status is 2, and the message says what was expected."""
    path = folder.parent / "nothing"
    make(path)  # type: ignore[operator] # a function of the table above
    assert main(["backtest", "--rules", str(folder.parent / "new.yaml"), "--sessions", str(path)]) == 2
    assert f"csr-rules: {path}: {problem}" in capsys.readouterr().err


def test_a_broken_export_names_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that is no event stops the backtest with its number."""
    (folder / "zzz.jsonl").write_text('\n{"seq": 1}\n', encoding="utf-8")
    assert backtest(folder) == 2
    assert "zzz.jsonl:2: " in capsys.readouterr().err
