"""The command `csr-rules`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from rules.cli import main
from rules.rule_fields import RuleReader
from rules.values import Values
from rules.yaml_source import shipped_names, shipped_text

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


LIFE = """
rules:
  - id: gas
    kind: life_safety
    title: Gas
    speaker: customer
    any: [smell gas]
    until: [{say: Leave., title: Out, any: [leave]}]
    cooldown: 60
  - {id: source, kind: required_question, title: Source, any: [hear about us], due: before_close}
"""


def test_run_prints_every_kind_of_fact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Advice given, cards that are not shown and questions that were missed have a line each."""
    said = [("customer", "I smell gas", 0), ("csr", "Leave the house", 3_000), ("customer", "I smell gas", 6_000)]
    segments = [{"speaker": s, "text": t, "timestamp_ms": at, "is_final": True} for s, t, at in said]
    (tmp_path / "call.json").write_text(json.dumps({"metadata": {}, "segments": segments}))
    (tmp_path / "life.yaml").write_text(LIFE)
    command = ["run", "--transcript", str(tmp_path / "call.json"), "--rules", str(tmp_path / "life.yaml")]
    assert main(command) == 0
    assert capsys.readouterr().out.splitlines() == [
        '00:00  customer  alert.raised gas: Gas: "smell gas"',
        '00:03  csr       advice.given gas line 1: Gas: "Leave"',
        '00:06  customer  card.suppressed gas (cooldown): Gas: "smell gas"',
        "00:06  -         question.missed source (due before_close): Source",
    ]
    assert main([*command, "--json"]) == 0
    facts = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(fact["type"], fact["segment"]) for fact in facts] == [
        ("alert.raised", 0),
        ("advice.given", 1),
        ("card.suppressed", 2),
        ("question.missed", None),
    ]
    assert (facts[1]["line"], facts[2]["reason"], facts[3]["due"]) == (0, "cooldown", "before_close")


def test_check_tells_errors_and_warnings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors have their line, their rule and a suggestion and make the status 1; warnings alone do not."""
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(RULES)
    bad.write_text("rules:\n  - id: x\n    kind: keyword_alert\n    titel: X\n    speaker: csr\n    any: [(a]\n")
    assert main(["check", str(good)]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        f"{good}:3: warning: rule `claim`: has no `examples` that must and must not match",
        f"{good}:9: warning: rule `number`: has no `examples` that must and must not match",
    ]
    assert captured.err == "2 rules in 1 files, 0 errors, 2 warnings\n"
    assert main(["check", str(good), str(bad)]) == 1
    errors = capsys.readouterr().out.splitlines()[2:]
    assert errors == [
        f"{bad}:2: rule `x`: `title` is missing",
        f"{bad}:4: rule `x`: there is no field `titel`; did you mean `title`?",
        f"{bad}:6: rule `x`: `)` is missing (at character 3 of `(a`)",
    ]


def test_check_takes_files_in_any_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file may use the terms and the rules of one that is named after it."""
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text("rules: [{id: q, kind: required_question, title: Q, any: [<crew> name], when: n}]")
    second.write_text("terms: {crew: (tech|plumber)}\nrules: [{id: n, kind: required_question, title: N, any: [n]}]")
    assert main(["check", str(first), str(second)]) == 0
    assert "2 rules in 2 files, 0 errors" in capsys.readouterr().err


def test_test_tries_the_examples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An example that does not hold is printed and makes the status 1."""
    path = tmp_path / "house.yaml"
    path.write_text(
        RULES.replace(
            "    corrected_by", "    examples: {match: [I guarantee it, no], no_match: [guaranteed]}\n    corrected_by"
        )
    )
    assert main(["test", str(path)]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        "rule `claim`: should match, said by the csr: no",
        "rule `claim`: should not match, said by the csr: guaranteed",
    ]
    assert captured.err == "2 rules, 3 examples, 2 failed\n"


def test_explain_says_why(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The plain words, the clauses, and for each rule with a phrase in them what matched and what excused it."""
    assert main(["explain", str(house), "--text", "I can't guarantee it, but it's guaranteed", "--speaker", "csr"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "read as:  i can not guarantee it but it is guaranteed",
        "clauses:  i can not guarantee it | but it is guaranteed",
        "",
        "claim (prohibited_claim): does not fire: “guarantee” is excused by `not ... guarantee*`",
        "    guarantee*",
        "      “guarantee” in “i can not guarantee it”  excused by not ... guarantee*",
    ]
    assert main(["explain", str(house), "--text", "hello", "--rule", "claim", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "does not fire: none of its phrases is there"
    assert main(["explain", str(house), "--text", "hello", "--rule", "nothing"]) == 2


def test_schema_takes_the_shipped_rulesets_and_refuses_what_the_reader_refuses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The schema is one of JSON Schema, and editors that know it accept and refuse the same fields."""
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for name in shipped_names():
        assert not list(validator.iter_errors(yaml.safe_load(shipped_text(name))))
    assert list(validator.iter_errors({"rules": [{"id": "x", "kind": "keyword_alert", "title": "X", "ask": "Why?"}]}))
    assert list(validator.iter_errors({"rules": [{"id": "x", "kind": "keyword_alert", "title": "X", "unles": "no"}]}))
    assert set(schema["properties"]["rules"]["items"]["properties"]) == set(RuleReader(Values()).readers)


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
