"""A language model's endpoint that tells every caller something new, at the pace of a real one.

Run as `python -m tests.bench.storyteller TOKENS_PER_S`. It prints its address, then for each sentence of a call whose
trace id begins with `MARK` when the token that completed it was written to the socket.
"""

from __future__ import annotations

import asyncio
import itertools
import signal
import sys
import time
from collections.abc import Iterator

from tests.backend.llm_script import COMMENT, DONE, MODEL, USAGE, Answer, Step, event, token
from tests.backend.llm_server import Request, llm_server
from tests.bench.reporting import say

MARK = "beac0"
SENTENCES = 6  # 48 words: as long as a reply may be
FIRST_S = 0.3  # as quick as a model is
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "tu")


def sentence(number: int) -> str:
    """The sentence with this number; no two are alike, and none states a figure."""
    word = "".join(_SYLLABLES[int(digit)] for digit in f"{number:06}")
    return f"What I have for you here is {word}."


class Storyteller:
    """Answers every request with sentences that were never told before."""

    def __init__(self, tokens_per_s: float) -> None:
        self._pause = 1 / tokens_per_s
        self._numbers = itertools.count()

    def answer(self, request: Request) -> Answer:
        """The next sentences."""
        return Answer(steps=self._steps(MARK in request.headers.get("traceparent", "")))

    def _steps(self, is_watched: bool) -> Iterator[Step]:
        yield COMMENT
        yield FIRST_S
        told = ""
        for number in itertools.islice(self._numbers, SENTENCES):
            for place, word in enumerate(sentence(number).split()):
                if is_watched and told and place == 0:
                    say(text=told, at=time.perf_counter())  # this token shows that the sentence before it is over
                yield token(f" {word}")
                yield self._pause
            told = sentence(number)
        yield token("", "stop")
        yield event({"id": "chatcmpl-1", "model": MODEL, "choices": [], "usage": USAGE})
        yield DONE


async def _serve(tokens_per_s: float) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with llm_server(Storyteller(tokens_per_s).answer) as server:
        say(url=server.url)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
