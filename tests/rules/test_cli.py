"""The command `csr-rules`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from rules.cli import main

RULES = """
rules:
  - id: claim
    kind: prohibited_claim
    title: A claim
    any: [guarantee*]
    unless: [not ... guarantee*]
    corrected_by: [I take that back]
  - {id: number, kind: required_question, title: A number, any: ["<phone>"]}
"""


@pytest.fixture
def call(tmp_path: Path) -> Path:
    """A transcript file with a claim, its correction and a phone number."""
    said = [
        ("csr", "I guar", 1000, False),
        ("csr", "I guarantee it 👍, guaranteed", 1000, True),
        ("customer", "You guarantee it?", 3000, True),
        ("csr", "I take that back. I can't guarantee it", 61_500, True),
        ("csr", "Is it (512) 555-0147?", 65_000, True),
    ]
    segments = [{"speaker": s, "text": t, "timestamp_ms": at, "is_final": final} for s, t, at, final in said]
    path = tmp_path / "call.json"
    path.write_text(json.dumps({"metadata": {}, "segments": segments}), encoding="utf-8")
    return path


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A ruleset file."""
    path = tmp_path / "house.yaml"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_run_prints_one_json_object_per_fact(call: Path, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Facts name the segment of the file, the speaker, and spans of the redacted text; interims cause none."""
    assert main(["run", "--transcript", str(call), "--rules", str(house), "--json"]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    claim = {
        "rule_id": "claim",
        "kind": "prohibited_claim",
        "severity": "critical",
        "title": "A claim",
        "speaker": "csr",
    }
    assert facts == [
        {
            **claim,
            "type": "alert.raised",
            "segment": 1,
            "evidence": [[2, 11], [18, 28]],
            "words": ["guarantee", "guaranteed"],
            "at_ms": 1000,
        },
        {
            **claim,
            "type": "alert.corrected",
            "segment": 3,
            "evidence": [[0, 16]],
            "words": ["I take that back"],
            "at_ms": 61_500,
            "after_ms": 60_500,
        },
        {
            "type": "question.satisfied",
            "rule_id": "number",
            "kind": "required_question",
            "severity": "info",
            "title": "A number",
            "segment": 4,
            "speaker": "csr",
            "evidence": [[6, 13]],
            "words": ["[PHONE]"],
            "at_ms": 65_000,
        },
    ]


def test_run_prints_a_readable_line_per_fact(call: Path, house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json each fact is a line with the time, the speaker, the rule and the words."""
    assert main(["run", "--transcript", str(call), "--rules", str(house)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        '00:01  csr       alert.raised claim: A claim: "guarantee … guaranteed"',
        '01:01  csr       alert.corrected claim after 60 s: A claim: "I take that back"',
        '01:05  csr       question.satisfied number: A number: "[PHONE]"',
    ]


def test_several_rulesets_run_together(
    call: Path, house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A later file's conditions may name an earlier file's rules."""
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        "rules: [{id: asked, kind: keyword_alert, title: Asked, speaker: customer, any: [guarantee], when: claim}]"
    )
    assert main(["run", "--transcript", str(call), "--rules", str(house), str(pack), "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(fact["rule_id"], fact["segment"]) for fact in found] == [
        ("claim", 1),
        ("asked", 2),
        ("claim", 3),
        ("number", 4),
    ]


def test_run_uses_the_shipped_rules_and_standard_input(
    call: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --rules the packaged rulesets apply; "-" reads the transcript from standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(call.read_bytes())))
    assert main(["run", "--transcript", "-"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"rules: 1", ":1: `rules` must be a list, not a whole number"),
        (b"\xff", ": not UTF-8 at byte 0"),
        (None, ": No such file or directory"),
    ],
)
def test_rules_that_cannot_be_used_are_named(
    content: bytes | None, problem: str, call: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit status is 2 and standard error says what is wrong with which file."""
    path = tmp_path / "bad.yaml"
    if content is not None:
        path.write_bytes(content)
    assert main(["run", "--transcript", str(call), "--rules", str(path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"csr-rules: {path}{problem}\n"


def test_a_transcript_that_cannot_be_used_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken transcript file is an error with its name."""
    path = tmp_path / "call.json"
    path.write_text("{}")
    assert main(["run", "--transcript", str(path)]) == 2
    assert str(path) in capsys.readouterr().err
