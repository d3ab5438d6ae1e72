"""`kill -9` of the backend in the middle of calls: nothing acknowledged is lost, nothing is there twice."""

import json
import random
import time
from pathlib import Path
from typing import Any

import pytest

from backend.cli import main
from tests.backend.child import end, replay, rest_of, start
from tests.backend.facts import session_id
from transcripts.files import read_transcript
from transcripts.redaction import Redactor

SAMPLES = Path(__file__).parents[2] / "transcripts" / "samples"


def long_call(path: Path, rounds: int) -> None:
    """Write a call of all samples' segments, one after the other, several times over."""
    segments: list[dict[str, Any]] = []
    for _ in range(rounds):
        for sample in sorted(SAMPLES.glob("*.json")):
            begin = segments[-1]["timestamp_ms"] + 1000 if segments else 0
            segments += [
                {**segment, "timestamp_ms": begin + segment["timestamp_ms"]}
                for segment in json.loads(sample.read_bytes())["segments"]
            ]
    path.write_text(json.dumps({"metadata": {"title": "Long"}, "segments": segments}))


@pytest.mark.parametrize(("pace", "kills"), [("max", 5), ("60", 3)], ids=["burst", "paced"])
def test_a_killed_backend_loses_nothing(
    pace: str, kills: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    """However often the backend is killed during a replay, the log ends with every segment once and in order."""
    seed = random.randrange(1 << 32)
    request.node.add_report_section("setup", "seed", f"random.Random({seed})")
    dice = random.Random(seed)
    folder, session = tmp_path / "data", session_id(7)
    folder.mkdir()
    if pace == "max":
        file = tmp_path / "call.json"
        long_call(file, 5)
    else:
        file = SAMPLES / "hvac_booking.json"
    child = start(folder)
    source = replay(file, folder / "local.json", "--session", session, "--speed", pace, "--end")
    survived = []
    try:
        assert source.stdout is not None
        assert json.loads(source.stdout.readline()) == {"session_id": session}
        for _ in range(kills):
            time.sleep(dice.uniform(0.05, 0.6))  # the instant of the kill is what is random here
            end(child.process)
            survived.append(verified(folder, capsys))
            child = start(folder)
        (last,) = rest_of(source)
        assert child.stop() == 0
    finally:
        end(child.process)
        end(source)

    finals = [segment for segment in read_transcript(file.read_bytes(), file.name).segments if segment.is_final]
    assert json.loads(last) == {"session_id": session, "segments": len(finals)}
    assert survived == sorted(survived)
    request.node.add_report_section("call", "killed", f"with {survived} events in the log")
    events = export(folder, session, capsys)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert len({event["event_id"] for event in events}) == len(events)
    assert [event["type"] for event in events[-2:]] == ["session.ended", "summary.ready"]
    stored = [event["payload"]["text"] for event in events if event["type"] == "segment.added"]
    assert len(stored) == len(finals)
    masked = Redactor()
    for segment, text in zip(finals, stored, strict=True):
        assert text == masked.redact(segment.speaker, segment.text)
    assert verified(folder, capsys) == len(events)


def verified(folder: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """How many events the log has; every chain has to hold."""
    capsys.readouterr()
    code = main(["--data-dir", str(folder), "verify"])
    found = json.loads(capsys.readouterr().out)
    assert (code, found["broken"]) == (0, 0)
    events: int = found["events"]
    return events


def export(folder: Path, session: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The events of a session, as the command line gives them."""
    capsys.readouterr()
    assert main(["--data-dir", str(folder), "sessions", "export", session]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]
