"""The model as all calls share it: behind one breaker, with so much room, each call within its budget.

Whoever asks it does so within `run`: in the thread of the streams, to which budgets, breaker and room belong.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from backend.assist.breaker import Breaker
from backend.assist.budget import CHARACTERS_PER_TOKEN, CallBudget, Room
from backend.assist.failure import ModelError
from backend.assist.llm import Message, Model, Reply
from backend.assist.settings import Deadlines
from backend.assist.sideline import Sideline
from backend.observability import Metrics

T = TypeVar("T")


class Provider:
    """Asks the model, unless it is known to be of no use now. `places` is how many may ask at a time."""

    def __init__(self, model: Model, places: int, metrics: Metrics) -> None:
        self.settings = model.settings
        self._sideline = Sideline()
        self._model = model
        self._breaker = Breaker()
        self._room = Room(places)
        self._metrics = metrics

    @asynccontextmanager
    async def reply(
        self,
        budget: CallBudget,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        deadlines: Deadlines,
        trace_id: str,
        response_format: Mapping[str, object] | None = None,
        name: str = "",
        temperature: float | None = None,
    ) -> AsyncIterator[Reply]:
        """See `Model.reply`; what it costs goes to `budget`, and what goes wrong is counted.

        Raises:
            ModelError: There is no reply, or it failed; also when nothing was asked, for want of budget or room, or
                because the breaker is open.
        """
        try:
            with self._room.place() as has_room:
                if budget.is_spent:
                    raise ModelError("budget")
                if not has_room:
                    raise ModelError("busy")
                if not self._breaker.allow(time.monotonic()):
                    raise ModelError("breaker")
                prompt = sum(len(message.content) for message in messages)
                async with (
                    self._reckoned(budget, prompt) as replies,
                    self._model.reply(
                        messages,
                        max_tokens=max_tokens,
                        response_format=response_format,
                        trace_id=trace_id,
                        deadlines=deadlines,
                        name=name,
                        temperature=temperature,
                    ) as reply,
                ):
                    replies.append(reply)
                    yield reply
        except ModelError as error:
            self._metrics.model_failures.labels(error.reason).inc()
            raise

    @asynccontextmanager
    async def _reckoned(self, budget: CallBudget, prompt: int) -> AsyncIterator[list[Reply]]:
        """Reckon one request: what it costs, and what it tells of the model. The list takes the reply."""
        replies: list[Reply] = []
        budget.begin(prompt)
        try:
            yield replies
        except ModelError as error:
            self._breaker.failed(time.monotonic(), error.reason, error.retry_after_s)
            raise
        except BaseException:
            self._breaker.abandoned()  # overtaken, or a defect of ours: it says nothing of the model
            raise
        else:
            self._breaker.succeeded()
        finally:
            received = sum(reply.length for reply in replies)
            usage = next((reply.usage for reply in replies if reply.usage is not None), None)
            if usage is not None and usage.prompt_tokens:
                budget.settle(prompt, usage.prompt_tokens + usage.completion_tokens, usage.cost_usd)
            else:
                budget.settle(prompt, (prompt + received) // CHARACTERS_PER_TOKEN, None)

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run what asks for replies, beside the calls. Cancelled, it is cancelled there, and its stream closed."""
        return await self._sideline.run(work)

    async def close(self) -> None:
        """End what runs, and close every connection."""
        await self._sideline.close(self._model.close)
