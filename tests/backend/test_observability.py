"""What operators see: never a word of a call; and personal data is nowhere at all."""

import asyncio
import io
import json
import logging
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog
from websockets.sync.client import connect

from backend.log.writer import Job
from backend.observability import Metrics, configure_logging
from tests.backend.child import PATIENCE_S, end, replay, rest_of, running
from tests.backend.facts import note, session_id
from transcripts.door import read_door

ONE = session_id(1)
PII = {
    "512-555-0148": "You can reach me at 512-555-0148.",
    "(737) 555-0199": "Or (737) 555-0199 after five.",
    "pat.field@example.com": "My e-mail is pat.field@example.com, zanzibar.",
    "4111 1111 1111 1111": "The card is 4111 1111 1111 1111, zanzibar.",
    "5500005555555559": "No, take 5500005555555559.",
    "078-05-1120": "And my social is 078-05-1120.",
}
WORDS = ("zanzibar", "marmalade", "guarantee", "Vandenberg")


def hostile_frames() -> list[str]:
    """Frames that the backend refuses, each with words and data of a call."""
    text = " ".join(PII) + " marmalade"
    event = {"event_id": "x", "type": "note.added", "payload": {"text": [text]}, "occurred_at": "2026-03-02T15:00:00Z"}
    return [
        text,
        json.dumps({"jsonrpc": "2.0", "id": 1, "method": text, "params": {}}),
        json.dumps({"jsonrpc": "2.0", "id": text, "method": "session.start", "params": {text: text}}),
        json.dumps({"jsonrpc": "2.0", "id": 2, "method": "session.watch", "params": {"session_id": text}}),
        json.dumps(
            {"jsonrpc": "2.0", "id": 3, "method": "session.append", "params": {"session_id": ONE, "events": [event]}}
        ),
        json.dumps({"jsonrpc": "2.0", "id": 4, "method": "session.start", "params": {"title": text * 9000}}),
    ]


def beside_the_call() -> list[str]:
    """Requests that store data in every place that takes free text."""
    phone, email = "512-555-0148", "pat.field@example.com"
    start = {"session_id": session_id(2), "title": f"Call {phone}", "metadata": {"caller": phone, email: 5125550148}}
    events = [
        {"type": "note.added", "payload": {"text": " ".join(PII), "at_ms": 0}},
        {"type": "disposition.set", "payload": {"disposition": "lead", "reason": f"mail {email}"}},
    ]
    full = [{**event, "event_id": f"e{n}", "occurred_at": "2026-03-02T15:00:00Z"} for n, event in enumerate(events)]
    append = {"session_id": session_id(2), "events": full}
    interim = {"session_id": session_id(2), "utterance_id": "u", "speaker": "csr", "text": " ".join(PII), "at_ms": 0}
    return [
        json.dumps({"jsonrpc": "2.0", "id": 10, "method": "session.start", "params": start}),
        json.dumps({"jsonrpc": "2.0", "id": 11, "method": "session.append", "params": append}),
        json.dumps({"jsonrpc": "2.0", "method": "session.interim", "params": interim}),
        json.dumps({"jsonrpc": "2.0", "id": 12, "method": "session.end", "params": {"session_id": session_id(2)}}),
    ]


def test_no_personal_data_anywhere_and_no_word_in_logs(tmp_path: Path) -> None:
    """A call with personal data leaves none on disk, in logs or in metrics, and not a word of it in the latter two."""
    lines = [*PII.values(), "I guarantee somebody will be there today, Mrs. Vandenberg.", "Marmalade, marmalade."]
    segments = [
        {
            "speaker": "csr" if "guarantee" in text else "customer",
            "text": text,
            "timestamp_ms": n * 1000,
            "is_final": True,
        }
        for n, text in enumerate(lines)
    ]
    call = tmp_path / "call.json"
    call.write_text(json.dumps({"metadata": {"title": "zanzibar", "ani": "512-555-0148"}, "segments": segments}))
    errors = tmp_path / "errors.log"
    with running(tmp_path / "data", "--log-level", "debug", errors=errors) as child:
        source = replay(call, child.door, "--session", ONE, "--speed", "max")
        try:
            rest_of(source)
        finally:
            end(source)
        door = read_door(child.door.read_bytes())
        assert door is not None
        with connect(child.url, additional_headers={"Authorization": f"Bearer {door.token}"}, proxy=None) as peer:
            answered = 0
            for frame in [*beside_the_call(), *hostile_frames()]:
                peer.send(frame)
                answered += '"id"' in frame or not frame.startswith("{")
            answers = [json.loads(peer.recv(timeout=PATIENCE_S)) for _ in range(answered)]
        assert [answer["id"] for answer in answers if "result" in answer] == [10, 11, 12]
        with urllib.request.urlopen(child.url.replace("ws", "http", 1) + "/metrics", timeout=PATIENCE_S) as response:
            metrics = response.read()
        on_disk = {path.name: path.read_bytes() for path in child.door.parent.iterdir()}
        child.process.kill()  # so that nothing is tidied up
        child.process.wait(PATIENCE_S)
    on_disk |= {f"{path.name} afterwards": path.read_bytes() for path in child.door.parent.iterdir()}
    seen = {"stderr": errors.read_bytes(), "metrics": metrics}

    assert {"calls.db", "calls.db-wal", "calls.db-shm"} <= on_disk.keys()
    assert b"marmalade" in b"".join(on_disk.values())
    assert b"[PHONE]" in b"".join(on_disk.values())
    assert b"listening" in seen["stderr"]
    assert b'csr_events_total{type="segment.added"} 8.0' in seen["metrics"]
    for value in [*PII, "5125550148", "5555555559"]:
        assert [name for name, content in (on_disk | seen).items() if value.encode() in content] == [], value
    for word in WORDS:
        assert [name for name, content in seen.items() if word.lower().encode() in content.lower()] == [], word


def raise_words() -> None:
    """Fail with words of a call in the message."""
    marmalade = "marmalade"
    raise ValueError(f"{marmalade} 512-555-0148")


@pytest.mark.parametrize(
    "report",
    [
        lambda error: structlog.get_logger("x").error("failed", exc_info=error),
        lambda error: structlog.get_logger("x").error("failed", exc_info=(type(error), error, error.__traceback__)),
        lambda error: structlog.get_logger("x").exception("failed"),
        lambda error: logging.getLogger("websockets.server").error("failed", exc_info=True),
        lambda error: logging.getLogger("asyncio").error("failed", exc_info=error),
    ],
    ids=["error", "triple", "current", "library", "library-error"],
)
def test_a_logged_exception_keeps_its_words_to_itself(report: Callable[[Exception], None]) -> None:
    """Whoever logs an exception, the line is JSON with its type and place, without message and values."""
    stream = io.StringIO()
    configure_logging(stream)
    try:
        raise_words()
    except ValueError as error:
        report(error)
    (line,) = map(json.loads, stream.getvalue().splitlines())
    assert (line["event"], line["level"], line["error"]) == ("failed", "error", "ValueError")
    assert line["at"][-1].startswith("tests.backend.test_observability:")
    assert "marmalade" not in stream.getvalue()
    assert "512" not in stream.getvalue()


def test_a_loop_that_logs_a_callback_shows_no_words() -> None:
    """An exception in a callback, which asyncio logs with the callback's arguments, shows no words of a call."""
    shown: list[str] = []
    stream = io.StringIO()
    configure_logging(stream)

    async def fail() -> None:
        loop = asyncio.get_running_loop()
        job = Job(ONE, [note(1, "marmalade")], loop, loop.create_future())
        shown.append(repr(job))
        loop.call_soon(lambda _job: raise_words(), job)
        await asyncio.sleep(0)

    asyncio.run(fail())
    assert "Exception in callback" in stream.getvalue()
    assert "marmalade" not in stream.getvalue() + shown[0]


def test_the_level_is_kept() -> None:
    """Lines below the level are not written; the libraries speak from warnings on."""
    stream = io.StringIO()
    configure_logging(stream, "warning")
    structlog.get_logger("x").info("no")
    structlog.get_logger("x").warning("yes")
    logging.getLogger("websockets").info("no")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["yes"]


def test_importing_the_backend_configures_no_logging() -> None:
    """Only the program decides about logging: importing changes nothing."""
    code = "import logging, backend.service; assert not logging.root.handlers"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_metrics_of_two_backends_are_apart() -> None:
    """Each backend counts for itself, without global state."""
    one, two = Metrics(), Metrics()
    one.connections.inc()
    assert b"csr_connections 1.0" in one.page()
    assert b"csr_connections 0.0" in two.page()
