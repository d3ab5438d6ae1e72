"""Every way in which a stream of a model can go wrong, from a real server."""

import asyncio
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assist.chunks import read_chunk
from backend.assist.failure import LONGEST_WAIT_S, ModelError, reason_of_status, retry_after_s
from backend.assist.llm import Message, Model
from backend.assist.settings import Deadlines, ModelSettings
from tests.backend.llm_script import COMMENT, CUT, DONE, STALL, Answer, event, refuses, says, streams, token
from tests.backend.llm_server import llm_server

PATIENT = Deadlines(first_token_s=20, total_s=20)
FINISHED = {"finish_reason": "error", "delta": {"content": ""}}


async def pieces_of(script: Answer, deadlines: Deadlines = PATIENT, **more: Any) -> list[str]:
    """The pieces of the reply with this script; a stream that is no more read must be closed."""
    async with llm_server(script) as server:
        model = Model(ModelSettings(base_url=server.url, name="parrot"))
        try:
            async with model.reply([Message("user", "hello")], max_tokens=5, deadlines=deadlines, **more) as reply:
                return [piece async for piece in reply]
        finally:
            async with asyncio.timeout(20):
                request = await server.arrived()
                await request.answered.wait()  # the server is not left talking to nobody
            await model.close()


async def failure_of(script: Answer, deadlines: Deadlines = PATIENT) -> ModelError:
    """The error that the script ends in."""
    with pytest.raises(ModelError) as caught:
        await pieces_of(script, deadlines)
    return caught.value


def endless(*steps: bytes | float) -> Answer:
    """A stream that repeats itself for ever, with a breath in between."""
    return Answer(steps=itertools.cycle([*steps, 0.001]))


@pytest.mark.parametrize(
    "script",
    [
        streams(STALL),
        streams(COMMENT, STALL),
        endless(COMMENT),
        endless(token(None)),
        endless(token("")),
        endless(token("  \n")),
        endless(token(None, reasoning="hmm")),
        streams(token("<think>"), STALL),
    ],
    ids=["no head", "head alone", "comments", "null", "nothing", "blanks", "reasoning", "thinking"],
)
async def test_a_reply_that_does_not_begin_is_given_up(script: Answer) -> None:
    """Comments, blanks and thoughts are no first word, however many come."""
    failure = await failure_of(script, Deadlines(first_token_s=0.1, total_s=20))
    assert failure.reason == "timeout_first_token"


@pytest.mark.parametrize(
    "script", [streams(token("Well"), STALL), endless(token("well "))], ids=["stalls", "goes on and on"]
)
async def test_a_reply_that_does_not_end_is_given_up(script: Answer) -> None:
    """The whole reply has a time limit as well, which starts with the request."""
    assert (await failure_of(script, Deadlines(first_token_s=20, total_s=0.1))).reason == "timeout"


async def test_what_was_there_too_late_is_not_used() -> None:
    """A reader that comes back after the deadline gets no word more, though it has arrived."""
    async with llm_server(says("Well", " then")) as server:
        model = Model(ModelSettings(base_url=server.url, name="parrot"))
        async with model.reply([Message("user", "hello")], max_tokens=5, deadlines=Deadlines(20, 20)) as reply:
            assert await anext(reply) == "Well"
            await server.requests[0].answered.wait()
            reply._started -= 20
            with pytest.raises(ModelError) as caught:
                await anext(reply)
        await model.close()
    assert caught.value.reason == "timeout"


@pytest.mark.parametrize(
    "script",
    [
        streams(token("Yes.", "stop"), STALL),
        streams(token("Yes."), token("", "stop"), CUT),
        streams(token("Yes."), token(None, "stop")),
    ],
    ids=["stalls", "is cut", "just ends"],
)
async def test_a_reply_that_is_whole_is_good_whatever_follows(script: Answer) -> None:
    """After the finish reason every word is there; nobody waits long for the rest, or for [DONE]."""
    assert await pieces_of(script, Deadlines(first_token_s=20, total_s=3600)) == ["Yes."]


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (streams(CUT), "disconnected"),
        (streams(COMMENT, CUT), "disconnected"),
        (streams(token("Well"), CUT), "disconnected"),
        (streams(), "truncated"),
        (streams(b"\n"), "truncated"),
        (streams(token("Well")), "truncated"),
        (streams(token("Well"), DONE), "truncated"),
        (streams(token("Well"), token("then", "stop")[:-9]), "truncated"),
        (streams(token("Well"), b'data: {"choices": [{"del\n\n', DONE), "malformed"),
        (streams(token("Well"), b"data: \xff\n\n", DONE), "malformed"),
        (streams(event([1])), "malformed"),
        (streams(event({"choices": {}})), "malformed"),
        (streams(event({"choices": [{"delta": {"content": 5}}]})), "malformed"),
        (streams(b"data: " + b"[" * 100_000 + b"\n\n"), "malformed"),
        (streams(token("", "stop"), DONE), "empty"),
        (streams(token("  "), token("", "length"), DONE), "empty"),
        (streams(token(None, "stop", reasoning="Let me see."), DONE), "empty"),
        (streams(token("Well. </think> Yes.", "stop"), DONE), "malformed"),
        (Answer(headers={"Content-Encoding": "gzip"}, steps=(token("Yes.", "stop"),)), "malformed"),
        (Answer(headers={"Content-Type": "text/html"}, steps=(b"<h1>Sign in to the wifi</h1>",)), "malformed"),
    ],
)
async def test_a_broken_stream_has_its_reason(script: Answer, reason: str) -> None:
    """Whatever is wrong with a stream, it ends in an error with the word for it."""
    assert (await failure_of(script)).reason == reason


@pytest.mark.parametrize(
    ("chunk", "reason"),
    [
        ({"error": {"code": 402, "message": "m"}, "choices": [FINISHED]}, "no_credit"),
        ({"error": {"code": "429", "message": "m"}, "choices": [FINISHED]}, "rate_limited"),
        ({"error": {"code": 502, "message": "m", "metadata": {"raw": [1]}}, "choices": [FINISHED]}, "server_error"),
        ({"error": {"code": "server_error", "message": "m"}, "choices": [FINISHED]}, "server_error"),
        ({"error": {"code": "rate_limit_exceeded", "message": "m"}}, "rate_limited"),
        ({"error": {"code": "insufficient_quota"}}, "no_credit"),
        ({"error": {"code": None, "type": "overloaded_error"}}, "no_route"),
        ({"error": {"code": "weird"}}, "stream_error"),
        ({"error": {"code": 7}}, "stream_error"),
        ({"error": {}}, "stream_error"),
        ({"error": "no"}, "stream_error"),
        ({"choices": [{"error": {"code": 401}, "delta": {}}]}, "unauthorized"),
        ({"choices": [FINISHED]}, "stream_error"),
        ({"object": "error", "message": "m", "code": 400}, "bad_request"),
        ({"choices": [{"delta": {}, "finish_reason": "content_filter"}]}, "forbidden"),
    ],
)
@pytest.mark.parametrize("where", ["in the stream", "as the body"])
async def test_an_error_in_any_shape_is_understood(chunk: object, reason: str, where: str) -> None:
    """Providers report errors within a stream, or in a body with the status 200, each in a way of its own."""
    body = refuses(200, body=chunk)
    script = streams(token("Well"), event(chunk), DONE) if where == "in the stream" else body
    assert (await failure_of(script)).reason == reason


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "bad_request"),
        (401, "unauthorized"),
        (402, "no_credit"),
        (403, "forbidden"),
        (404, "no_route"),
        (408, "timeout"),
        (413, "bad_request"),
        (429, "rate_limited"),
        (500, "server_error"),
        (502, "server_error"),
        (503, "no_route"),
        (529, "server_error"),
        (302, "malformed"),
    ],
)
@pytest.mark.parametrize("body", [None, b"", b"<html>", b"x" * 200_000, {"error": "no"}, {"detail": "no"}])
async def test_a_refusal_has_its_reason(status: int, reason: str, body: object) -> None:
    """The status of a refusal says why, whatever its body holds."""
    failure = await failure_of(refuses(status, body=body))
    assert failure.reason == reason
    assert failure.retry_after_s is None


async def test_an_account_without_credit_is_no_matter_of_patience() -> None:
    """Some providers say 429 when the credit is used up; the code in the body tells the two apart."""
    failure = await failure_of(refuses(429, body={"error": {"code": "insufficient_quota", "message": "m"}}))
    assert failure.reason == "no_credit"


async def test_a_provider_is_left_alone_as_long_as_it_asks() -> None:
    """Retry-After comes as seconds or as a date."""
    assert (await failure_of(refuses(429, {"Retry-After": "7"}))).retry_after_s == 7
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)
    waiting = (await failure_of(refuses(503, {"Retry-After": date}))).retry_after_s
    assert waiting is not None
    assert 0 < waiting <= 600


def test_retry_after_is_read_with_care() -> None:
    """Dates in the past ask for nothing, what is no time is none, and nobody waits for days."""
    now = datetime(2026, 3, 2, 15, 0, 0, tzinfo=UTC)
    assert retry_after_s("Mon, 02 Mar 2026 15:00:30 GMT", now) == 30
    assert retry_after_s("Mon, 02 Mar 2026 15:00:30 -0000", now) == 30
    assert retry_after_s("Mon, 02 Mar 2026 14:00:00 GMT", now) == 0
    assert retry_after_s("1e9", now) == LONGEST_WAIT_S
    for nothing in (None, "", "soon", "nan", "inf", "Mon, 99 Mar 2026 15:00:30 GMT"):
        assert retry_after_s(nothing, now) is None


@given(st.text(max_size=40))
def test_no_retry_after_is_an_error(value: str) -> None:
    """Whatever the header holds, it is a number of seconds within bounds or nothing."""
    seconds = retry_after_s(value)
    assert seconds is None or 0 <= seconds <= LONGEST_WAIT_S


@given(st.integers(100, 999))
def test_every_status_has_a_reason(status: int) -> None:
    """No status of a refusal is without a word."""
    assert ModelError(reason_of_status(status)).args[0]


@given(st.binary(max_size=200))
def test_no_data_is_an_error_of_another_kind(data: bytes) -> None:
    """What a message holds is a chunk or is malformed, and the complaint quotes nothing of it."""
    error: Exception | None = None
    try:
        read_chunk(data)
    except ModelError as raised:
        error = raised
    assert error is None or (error.__context__, str(error)) == (None, str(ModelError("malformed")))


def words(count: int) -> Iterator[bytes]:
    """So many words of the same kind, in packets of a hundred."""
    for _ in range(count // 100):
        yield token("blah ") * 100


@pytest.mark.parametrize(
    "script",
    [
        Answer(steps=words(200_000)),
        streams(token("x" * 40_000), token("", "stop"), DONE),
        Answer(steps=itertools.repeat(token(None, reasoning="hmm ") * 100)),
        Answer(steps=itertools.repeat(COMMENT * 1000)),
        Answer(steps=itertools.repeat(b"data: {" + b" " * 65_536)),
    ],
    ids=["a megabyte of tokens", "one token", "reasoning", "comments", "one line"],
)
async def test_a_reply_without_end_is_cut_off(script: Answer) -> None:
    """What a provider can make us keep, read or wait for is bounded, and it learns that nobody listens."""
    assert (await failure_of(script)).reason == "too_long"
