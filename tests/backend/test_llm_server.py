"""The tests' own model endpoint, as a thread and as a program: what benchmarks and demos stand on."""

import json

from backend.assist.llm import Message, Model
from backend.assist.settings import ModelSettings
from tests.backend.llm_script import Answer, says
from tests.backend.llm_server import Request, llm_server, llm_server_in_a_thread
from tests.programs import running


async def said(url: str) -> str:
    """What the model at this address says."""
    model = Model(ModelSettings(base_url=url, name="parrot"))
    async with model.reply([Message("user", "hello")], max_tokens=5) as reply:
        text = await reply.whole()
    await model.close()
    return text


async def test_a_function_may_answer() -> None:
    """A script may look at a request, by its body, before it answers."""

    def echo(request: Request) -> Answer:
        return says(request.body["messages"][0]["content"].upper())

    async with llm_server(echo) as server:
        assert await said(server.url) == "HELLO"


async def test_a_server_runs_beside_a_loop_that_is_measured() -> None:
    """In a thread of its own it serves, counts, and is gone afterwards."""
    with llm_server_in_a_thread(says("Well", " then")) as server:
        assert await said(server.url) == "Well then"
        assert await said(server.url) == "Well then"
        assert (len(server.requests), server.connections) == (2, 2)


async def test_a_server_runs_as_a_program() -> None:
    """Started by itself it says where it listens and serves one reply, word by word."""
    with running("tests.backend.llm_server", "--text", "Two o'clock it is.", "--first-token-s", "0") as program:
        assert program.stdout is not None
        assert await said(json.loads(program.stdout.readline())["url"]) == "Two o'clock it is."
