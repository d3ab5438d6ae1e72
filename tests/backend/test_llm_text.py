"""What of a stream is the reply: its words, whole and in order, and none of the model's thoughts."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.assist.failure import ModelError
from backend.assist.llm import Message, Model, Reply
from backend.assist.settings import ModelSettings
from backend.assist.thoughts import Thoughts
from tests.backend.llm_script import COMMENT, DONE, STALL, USAGE, Answer, event, says, streams, token
from tests.backend.llm_server import llm_server

ODD = "caf\u00e9 \u2028\u2029\u0085\x1c 12\u00b0 \U0001f527"
THOUGHTS = st.lists(
    st.sampled_from(["<think>", "</think>", "<", "</", "think", ">", "<THINKING>", "</Thinking>", "Yes", " ", "< a"])
)


async def read(script: Answer) -> tuple[str, Reply]:
    """The text of the reply with this script, and the reply when it has ended."""
    async with llm_server(script) as server:
        model = Model(ModelSettings(base_url=server.url, name="parrot"))
        async with model.reply([Message("user", "hello")], max_tokens=5) as reply:
            text = "".join([piece async for piece in reply])
        await model.close()
    return text, reply


@pytest.mark.parametrize("size", [1, 2, 3, 5, 64, 100_000])
async def test_bytes_may_be_cut_anywhere(size: int) -> None:
    """Wherever a packet ends, within a character or a line, the words are the same; odd line ends break none."""
    text, reply = await read(says(ODD, "<thi", "nk>no</think>", ODD, "<b").split(size))
    assert text == ODD + ODD + "<b"
    assert reply.usage is not None
    assert reply.usage.prompt_tokens == USAGE["prompt_tokens"]


@pytest.mark.parametrize("end", [b"\r\n", b"\r", b"\n"])
async def test_lines_end_in_every_way_that_the_standard_knows(end: bytes) -> None:
    """Events are told apart by any of the three line ends; fields that mean nothing here are passed over."""
    body = COMMENT + b"event: message\nid: 1\nretry: 5\n" + token("Yes.", "stop") + DONE
    assert (await read(streams(body.replace(b"\n", end)).split(7)))[0] == "Yes."


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content", "thinking"])
async def test_reasoning_in_a_field_of_its_own_is_none_of_the_reply(name: str) -> None:
    """What a model thinks comes beside its words in several ways; none reaches anybody."""
    details = [{"type": "reasoning.text", "text": "secret"}]
    script = streams(token(None, **{name: "secret"}), token("Yes.", "stop", reasoning_details=details), DONE)
    assert (await read(script))[0] == "Yes."


async def test_thoughts_between_tags_are_none_of_the_reply() -> None:
    """Thoughts are taken out wherever they stand, with the blank lines before the first word."""
    text, _ = await read(says("<think>Let me", " see</th", "ink>\n\n", "Yes", ", <THINK>no</THINK>today", " <think>or"))
    assert text == "Yes, today "


async def test_usage_in_the_last_word_counts() -> None:
    """Some servers send the usage with the finish reason; some count no cost; some say nothing."""
    choices = [{"delta": {"content": "Yes."}, "finish_reason": "stop"}]
    usage = {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}
    _, reply = await read(streams(event({"choices": choices, "usage": usage}), DONE))
    assert reply.usage is not None
    assert (reply.usage.prompt_tokens, reply.usage.completion_tokens, reply.usage.cost_usd) == (5, 2, None)
    _, reply = await read(streams(event({"choices": choices}), DONE))
    assert reply.usage is None


async def test_names_from_the_provider_are_made_safe() -> None:
    """A model's name has no control characters and no great length, whoever sends it."""
    chunk = {"id": "x\x1b[31m" * 99, "model": "a\n\u202eb" + "c" * 500, "choices": [{"delta": {"content": "Yes."}}]}
    answer = streams(event(chunk), token("", "stop").replace(b'"model": "test/parrot", ', b""), DONE)
    _, reply = await read(Answer(headers={"X-Generation-Id": ""}, steps=answer.steps))
    assert reply.model.startswith("abcc")
    assert reply.generation_id.startswith("x[31m")
    assert max(len(reply.model), len(reply.generation_id)) <= 120


async def test_a_reply_that_reached_the_most_tokens_says_so() -> None:
    """Its pieces are given, for a whole sentence in it is one still; as one text it is an error."""
    text, reply = await read(says("Yes. And", finish="length"))
    assert text == "Yes. And"
    assert reply.truncated
    async with llm_server(says('{"a":', finish="length")) as server:
        model = Model(ModelSettings(base_url=server.url, name="parrot"))
        async with model.reply([Message("user", "hello")], max_tokens=5) as reply:
            with pytest.raises(ModelError) as caught:
                await reply.whole()
        await model.close()
    assert caught.value.reason == "truncated"


async def test_after_done_nothing_counts() -> None:
    """What follows [DONE] is read for the connection's sake alone, and not for long."""
    assert (await read(streams(token("Yes.", "stop"), DONE, token("No.", "stop"))))[0] == "Yes."
    assert (await read(streams(token("Yes.", "stop"), DONE, STALL)))[0] == "Yes."


def through(pieces: list[str]) -> str | None:
    """What is said of a reply in these pieces; None when it is malformed."""
    thoughts = Thoughts()
    try:
        return "".join([*(thoughts.without(piece) for piece in pieces), thoughts.rest()])
    except ModelError:
        return None


@given(THOUGHTS, st.data())
@example(["<think>", "a", "<think>", "b", "</think>", "c", "</think>", "Yes"], None)
def test_thoughts_are_the_same_however_a_reply_is_cut(parts: list[str], data: st.DataObject | None) -> None:
    """The pieces in which a reply comes make no difference to what is taken out of it."""
    text = "".join(parts)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text))))) if data else list(range(len(text)))
    pieces = [text[start:end] for start, end in itertools.pairwise([0, *cuts, len(text)])]
    said = through(pieces)
    assert said == through([text])
    if said is not None and "<" not in said:
        assert "<think>" not in text or len(said) < len(text)


@given(st.text(st.sampled_from("<>/thinkg a")))
def test_words_without_tags_pass_unchanged(text: str) -> None:
    """What is no tag, and what only begins like one, is part of the reply."""
    if "<think" not in text and "</think" not in text:
        assert through(list(text)) == text
