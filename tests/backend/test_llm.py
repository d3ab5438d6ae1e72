"""The model client and a real server: what is asked, what comes of it, and what becomes of the connection."""

import asyncio
import contextlib
import io
import json
import logging
import re
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from backend.assist.llm import Message, Model, ModelError, Usage, request_body
from backend.assist.settings import Deadlines, ModelSettings
from backend.observability import configure_logging
from backend.settings import SettingsError
from tests.backend.certificate import make_certificate
from tests.backend.llm_script import COMMENT, CUT, DONE, GENERATION, MODEL, STALL, refuses, says, streams, token
from tests.backend.llm_server import LlmServer, Script, llm_server

PROMPT = [Message("system", "Answer briefly."), Message("user", "my furnace rattles")]
SOON = Deadlines(first_token_s=0.05, total_s=0.05)


@contextlib.asynccontextmanager
async def asked(*script: Script, key: str = "", **settings: Any) -> AsyncIterator[tuple[LlmServer, Model]]:
    """A server with this script, and a model that asks it.

    Yields:
        Both.
    """
    async with llm_server(*script) as server:
        model = Model(ModelSettings(base_url=server.url, name="parrot", **settings), key)
        try:
            yield server, model
        finally:
            await model.close()


async def answer(model: Model, **more: Any) -> str:
    """The text of a reply."""
    async with model.reply(PROMPT, **{"max_tokens": 50, **more}) as reply:
        return await reply.whole()


async def test_a_reply_streams_in_and_says_what_it_was() -> None:
    """The pieces come one by one; at the end the model, the id, the usage and the reason are known."""
    gate = asyncio.Event()
    script = streams(COMMENT, token("Yes"), gate, *says(", today.").steps)
    async with asked(script) as (_, model), model.reply(PROMPT, max_tokens=50) as reply:
        assert await anext(reply) == "Yes"
        assert reply.first_token_s is not None
        assert reply.usage is None
        gate.set()
        assert [piece async for piece in reply] == [", today."]
        assert (reply.model, reply.generation_id, reply.finish_reason) == (MODEL, GENERATION, "stop")
        assert reply.usage == Usage(prompt_tokens=12, completion_tokens=3, cost_usd=0.00042)
        assert not reply.truncated


async def test_a_request_says_what_the_protocol_wants() -> None:
    """Prompt, limits and format are in the body; key and trace are in the headers; nothing is OpenRouter's own."""
    trace_id = "0af7651916cd43dd8448eb211c80319c"
    schema = {"type": "json_schema", "json_schema": {"name": "s", "strict": True, "schema": {"type": "object"}}}
    async with asked(key="sk-abc") as (server, model):
        await answer(model, response_format=schema, trace_id=trace_id, temperature=0)
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.body == {
        "model": "parrot",
        "messages": [{"role": "system", "content": "Answer briefly."}, {"role": "user", "content": PROMPT[1].content}],
        "max_tokens": 50,
        "temperature": 0,
        "stream": True,
        "stream_options": {"include_usage": True},
        "response_format": schema,
    }
    assert request.headers["authorization"] == "Bearer sk-abc"
    assert re.fullmatch(rf"00-{trace_id}-[0-9a-f]{{16}}-01", request.headers["traceparent"])
    assert not [name for name in request.headers if "openrouter" in name or "referer" in name]


@pytest.mark.parametrize("trace_id", ["", "0" * 32, "not one", "0AF7651916CD43DD8448EB211C80319C"])
async def test_what_is_no_trace_is_not_sent(trace_id: str) -> None:
    """Only a valid trace id becomes a header."""
    async with asked() as (server, model):
        await answer(model, trace_id=trace_id)
    assert "traceparent" not in server.requests[0].headers


def test_openrouter_is_told_about_privacy_and_fallbacks() -> None:
    """To OpenRouter, and to it alone, a request says which models and which providers may take over."""
    settings = ModelSettings(name="a/b", fallbacks=("c/d", "a/b"))
    body = json.loads(request_body(settings, PROMPT, max_tokens=5))
    assert body["models"] == ["a/b", "c/d"]
    assert body["provider"] == {"data_collection": "deny", "zdr": True, "require_parameters": True}
    other = json.loads(request_body(settings, PROMPT, max_tokens=5, name="e/f"))
    assert (other["model"], other["models"]) == ("e/f", ["e/f", "c/d", "a/b"])
    assert not {"models", "provider"} & set(
        json.loads(request_body(ModelSettings(privacy=False), PROMPT, max_tokens=5))
    )


async def test_openrouter_learns_who_asks() -> None:
    """The title goes to OpenRouter, the operator's address only when there is one."""
    for site, named in (("", None), ("https://example.com", "https://example.com")):
        model = Model(ModelSettings(site=site), "sk-abc")
        assert model._idle[0].headers["X-OpenRouter-Title"] == "CSR Call Assistant"
        assert model._idle[0].headers.get("HTTP-Referer") == named
        await model.close()


async def test_replies_one_after_the_other_share_a_connection() -> None:
    """A reply that was read to its end leaves the connection to the next one, as does a refusal."""
    async with asked(says("a"), refuses(429), says("b")) as (server, model):
        for text in ("a", None, "b", "b"):
            if text is None:
                with pytest.raises(ModelError):
                    await answer(model)
            else:
                assert await answer(model) == text
        assert server.connections == 1


async def test_a_connection_opened_early_is_the_one_that_is_used() -> None:
    """Warming up before a call spares its first suggestion the handshakes."""
    async with asked() as (server, model):
        assert await model.prewarm()
        assert len(server.heads) == 1
        await answer(model)
        assert server.connections == 1


async def test_warming_up_in_vain_is_no_error() -> None:
    """An endpoint that is not there is found out later, by who needs it."""
    async with asked() as (server, model):
        pass
    model = Model(ModelSettings(base_url=server.url, name="parrot"))
    assert not await model.prewarm()
    with pytest.raises(ModelError) as caught:
        await answer(model)
    assert caught.value.reason == "unreachable"
    await model.close()


async def test_a_reply_that_is_overtaken_is_closed_at_once() -> None:
    """Leaving the block closes the stream, so that the provider stops; the client goes on working."""
    async with asked(streams(token("Well"), STALL), says("Better.")) as (server, model):
        async with model.reply(PROMPT, max_tokens=5) as reply:
            assert await anext(reply) == "Well"
            assert not server.closed.is_set()
        async with asyncio.timeout(20):
            await server.requests[0].closed.wait()
        assert await answer(model) == "Better."


@pytest.mark.parametrize("steps", range(0, 60, 3))
async def test_a_reply_can_be_cancelled_anywhere(steps: int) -> None:
    """Wherever a cancellation falls it ends the request, leaks nothing and leaves room for the next."""
    async with llm_server(streams(COMMENT, token("Well"), STALL), says("Better.")) as server:
        model = Model(ModelSettings(base_url=server.url, name="parrot"), connections=1)
        task = asyncio.create_task(answer(model))
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        server.script = [says("Better.")]
        assert await answer(model) == "Better."
        await model.close()


async def test_a_request_beyond_the_connections_waits_and_its_time_runs() -> None:
    """The limit holds, and who waits for a place in vain learns it in time."""
    async with llm_server(streams(token("Well"), STALL)) as server:
        model = Model(ModelSettings(base_url=server.url, name="parrot"), connections=1)
        async with model.reply(PROMPT, max_tokens=5) as reply:
            await anext(reply)
            with pytest.raises(ModelError) as caught:
                await answer(model, deadlines=SOON)
            assert caught.value.reason == "timeout_first_token"
            assert server.connections == 1
        await model.close()


async def test_a_connection_that_the_server_closed_is_not_used() -> None:
    """After an idle connection was closed at the other end the next request opens one."""
    async with asked(says("a"), says("b")) as (server, model):
        await answer(model)
        await server.stop()
        assert await answer(model) == "b"
        assert server.connections == 2


async def test_closing_ends_what_still_streams() -> None:
    """A reply that is being waited for while the client is closed fails like one whose connection broke."""
    async with asked(streams(token("Well"), STALL)) as (_, model), model.reply(PROMPT, max_tokens=5) as reply:
        assert await anext(reply) == "Well"
        waiting = asyncio.create_task(reply.__anext__())
        await asyncio.sleep(0)
        await model.close()
        with pytest.raises(ModelError) as caught:
            await waiting
        assert caught.value.reason == "disconnected"


async def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    """TLS is verified: words of a call go to no stranger."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*make_certificate(tmp_path))
    async with llm_server(tls=tls) as server:
        model = Model(ModelSettings(base_url=server.url, name="parrot"))
        with pytest.raises(ModelError) as caught:
            await answer(model)
        assert caught.value.reason == "unreachable"
        assert server.requests == []
        await model.close()


async def test_a_redirection_is_not_followed() -> None:
    """Words of a call go where the operator said, and nowhere else."""
    async with llm_server() as elsewhere, asked(refuses(307, {"Location": elsewhere.url})) as (_, model):
        with pytest.raises(ModelError) as caught:
            await answer(model)
        assert caught.value.reason == "malformed"
        assert elsewhere.requests == []


async def test_without_a_key_only_this_machine_is_asked() -> None:
    """A model on this machine needs no key; elsewhere there is none without, nor one without a name."""
    async with asked() as (_, model):
        assert model.enabled
    for settings, key in ((ModelSettings(), ""), (ModelSettings(name=""), "sk-abc")):
        model = Model(settings, key)
        assert not model.enabled
        with pytest.raises(ModelError) as caught:
            await answer(model)
        assert caught.value.reason == "no_key"
        await model.close()
    model = Model(ModelSettings(), "sk-abc")
    assert model.enabled
    await model.close()


@pytest.mark.parametrize("key", ["sk-hünter", "sk-hunter\n", "sk hunter", "sk-hunter\x00"])
def test_what_cannot_be_a_key_is_refused_unseen(key: str) -> None:
    """A key that no header takes is an error that does not quote it."""
    with pytest.raises(SettingsError, match="the key of openrouter") as caught:
        Model(ModelSettings(), key)
    assert "unter" not in str(caught.value)


def test_a_proxy_that_cannot_be_used_is_an_error_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variables and not what is in them, which may be a password."""
    monkeypatch.setenv("HTTPS_PROXY", "gopher://me:hunter@proxy.example.com")
    with pytest.raises(SettingsError, match="HTTPS_PROXY") as caught:
        Model(ModelSettings(), "sk-abc")
    assert "hunter" not in str(caught.value)


async def test_neither_key_nor_prompt_nor_reply_is_told(caplog: pytest.LogCaptureFixture) -> None:
    """At the lowest level of logging, in every error and in what objects print, none of the three is seen."""
    lines = io.StringIO()
    configure_logging(lines, "debug")
    logging.root.addHandler(caplog.handler)
    words = "parsnips"
    seen: list[str] = []
    scripts = (
        says(words),
        streams(token(words), CUT),
        streams(token(words), f"data: {{{words}\n\n".encode()),
        streams(f'data: {{"error": {{"code": 500, "message": "{words}"}}}}\n\n'.encode(), DONE),
        refuses(400, body={"error": {"code": 400, "message": f"cannot read {words}"}}),
        refuses(500, body=words.encode()),
    )
    async with asked(*scripts, key="sk-hunter") as (server, model):
        with caplog.at_level(logging.DEBUG):
            for _ in scripts:
                try:
                    await answer(model)
                except ModelError as error:
                    seen += [repr(error), str(error), repr(error.__cause__), repr(error.__context__)]
        assert len(server.requests) == len(scripts)
        seen += [repr(model), repr(vars(model)), repr(model._idle[0].headers), caplog.text, lines.getvalue()]
    assert len(seen) == 5 + 4 * 5
    assert "HTTP Request: POST" in caplog.text  # the client's own lines were seen
    for text in seen:
        assert "hunter" not in text
        assert words not in text
        assert "rattles" not in text
