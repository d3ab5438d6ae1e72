"""What a model's endpoint may be told to answer: whole replies, refusals, and streams broken in every way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

MODEL = "test/parrot"
GENERATION = "gen-1"
USAGE = {"prompt_tokens": 12, "completion_tokens": 3, "cost": 0.00042}
DONE = b"data: [DONE]\n\n"
COMMENT = b": OPENROUTER PROCESSING\n\n"


class Fault(Enum):
    """What a server does instead of sending."""

    STALL = "send nothing more until the client has gone"
    CUT = "break the connection off"


STALL, CUT = Fault

Step = bytes | float | asyncio.Event | Fault


@dataclass(frozen=True)
class Answer:
    """What one request is answered with; the steps may be endless.

    Bytes are sent as they are, a chunk of the body each; a number waits so many seconds; an event is waited for.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    steps: Iterable[Step] = ()

    def split(self, size: int) -> Answer:
        """The same answer, its bytes cut into pieces of this size wherever that is."""
        steps: list[Step] = []
        for step in self.steps:
            if isinstance(step, bytes):
                steps += [step[at : at + size] for at in range(0, len(step), size)]
            else:
                steps.append(step)
        return replace(self, steps=tuple(steps))


def event(what: object) -> bytes:
    """A message of the stream; characters are sent as they are, U+2028 as well."""
    return f"data: {json.dumps(what, ensure_ascii=False)}\n\n".encode()


def token(text: str | None, finish: str | None = None, **more: Any) -> bytes:
    """A chunk with a piece of the reply; `more` are fields beside its content, as `reasoning`."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text, **more}, "finish_reason": finish}
    return event({"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": MODEL, "choices": [choice]})


def says(*texts: str, finish: str | None = "stop", first_s: float = 0.0, tokens_per_s: float = 0.0) -> Answer:
    """A reply in these pieces, with its usage at the end; at once, or at the pace of a model."""
    steps: list[Step] = [COMMENT]
    if first_s:
        steps.append(first_s)
    for text in texts:
        steps.append(token(text))
        if tokens_per_s:
            steps.append(1 / tokens_per_s)
    if finish:
        steps.append(token("", finish))
    steps += [event({"id": "chatcmpl-1", "model": MODEL, "choices": [], "usage": USAGE}), DONE]
    return Answer(steps=tuple(steps))


def streams(*steps: Step) -> Answer:
    """A stream of exactly these steps."""
    return Answer(steps=steps)


def refuses(status: int, headers: dict[str, str] | None = None, body: object = None) -> Answer:
    """An answer with an error status, and the JSON body of OpenRouter unless it is told another."""
    body = {"error": {"code": status, "message": "no", "metadata": {}}} if body is None else body
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {"Content-Type": "application/json", **(headers or {})}, (content,))
