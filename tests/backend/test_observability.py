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
from typing import Any

import pytest
import structlog
from websockets.sync.client import ClientConnection, connect

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


SPOKEN: list[tuple[str, str]] = [
    ("csr", "what's the best number to reach you"),
    ("customer", "sure it's seven seven three"),
    ("csr", "okay"),
    ("customer", "five five five uh oh one"),
    ("csr", "mhm"),
    ("customer", "eight two no wait eight three"),
    ("csr", "seven seven three five five five zero one eight three thanks and your e-mail"),
    ("customer", "quentin dot marsh at gmail dot com"),
    ("csr", "and which card would you like to use"),
    ("customer", "visa four triple two"),
    ("csr", "go ahead"),
    ("customer", "forty one sixty seven"),
    ("customer", "ninety three eighteen"),
    ("csr", "yes"),
    ("customer", "fifty two sixty one"),
    ("csr", "and the expiration and the code on the back"),
    ("customer", "oh nine twenty eight and the code is six one seven"),
    ("csr", "thank you marmalade is on the way"),
]
PIECES = ["seven three", "five five", "eight two", "eight three", "zero one", "oh one", "quentin", "marsh", "triple"]
PIECES += ["forty one", "sixty seven", "ninety", "eighteen", "fifty two", "sixty one", "twenty eight", "one seven"]


def utter(peer: ClientConnection, first: int, lines: list[tuple[str, str]]) -> None:
    """Say lines of a call, each first as an interim cut in the middle, and wait until they are stored."""
    for number, (speaker, text) in enumerate(lines, start=first):
        words = {"utterance_id": f"u{number}", "speaker": speaker, "at_ms": number * 2_000}
        interim = {"session_id": ONE, "text": text[: len(text) // 2], **words}
        peer.send(json.dumps({"jsonrpc": "2.0", "method": "session.interim", "params": interim}))
        event = {"event_id": f"s{number}", "type": "segment.added", "payload": {"text": text, **words}}
        append = {"session_id": ONE, "events": [{**event, "occurred_at": "2026-03-02T15:00:00Z"}]}
        peer.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": "session.append", "params": append}))
        assert "result" in answer_to(peer, number)


def answer_to(peer: ClientConnection, request_id: int) -> dict[str, Any]:
    """The answer to a request; what the backend tells unasked is passed over."""
    while True:
        frame: dict[str, Any] = json.loads(peer.recv(timeout=PATIENCE_S))
        if frame.get("id") == request_id:
            return frame


@pytest.mark.parametrize("killed_after", [2, 6, 10, 13])
def test_spoken_numbers_cut_by_a_kill_are_nowhere(tmp_path: Path, killed_after: int) -> None:
    """Read out in pieces, with the backend killed and started anew between two of them, no piece is stored or told."""
    errors = tmp_path / "errors.log"
    told: dict[str, bytes] = {}
    for first, lines in ((1, SPOKEN[:killed_after]), (killed_after + 1, SPOKEN[killed_after:])):
        with running(tmp_path / "data", "--log-level", "debug", errors=errors) as child:
            door = read_door(child.door.read_bytes())
            assert door is not None
            with connect(child.url, additional_headers={"Authorization": f"Bearer {door.token}"}, proxy=None) as peer:
                ask = {"jsonrpc": "2.0", "id": 0, "method": "session.start", "params": {"session_id": ONE}}
                peer.send(json.dumps(ask))
                assert "result" in answer_to(peer, 0)
                utter(peer, first, lines)
                if first > 1:
                    end_ = {"session_id": ONE, "at_ms": 90_000}
                    peer.send(json.dumps({"jsonrpc": "2.0", "id": 99, "method": "session.end", "params": end_}))
                    assert "result" in answer_to(peer, 99)
            url = child.url.replace("ws", "http", 1) + "/metrics"
            with urllib.request.urlopen(url, timeout=PATIENCE_S) as response:
                told["metrics"] = response.read()
            child.process.kill()
            child.process.wait(PATIENCE_S)
    command = [sys.executable, "-m", "backend", "--data-dir", str(tmp_path / "data"), "sessions", "export", ONE]
    told["export"] = subprocess.run(command, capture_output=True, check=True).stdout
    told |= {"stderr": errors.read_bytes()}
    told |= {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()}

    assert b"marmalade" in told["export"]
    assert b"[EMAIL]" in told["export"]
    assert told["export"].count(b"[CARD]") >= 3
    for piece in PIECES:
        assert [name for name, content in told.items() if piece.encode() in content.lower()] == [], piece


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
