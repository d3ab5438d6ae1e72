"""What the model may cost: per call in requests, tokens and money, per backend in requests at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from backend.assist.settings import BudgetSettings

CHARACTERS_PER_TOKEN = 4  # a rule of thumb for English, for replies that end before their usage is told


class CallBudget:
    """What one call has spent. A request under way counts from its beginning, so that two cannot share the rest."""

    def __init__(self, limits: BudgetSettings) -> None:
        self._limits = limits
        self.requests = 0
        self.tokens = 0
        self.cost_usd = 0.0

    @property
    def is_spent(self) -> bool:
        """Whether the call may ask no more."""
        return (
            self.requests >= self._limits.requests_per_call
            or self.tokens >= self._limits.tokens_per_call
            or self.cost_usd >= self._limits.cost_per_call_usd
        )

    def begin(self, prompt: int) -> None:
        """A request is sent; `prompt` is the length of its prompt in characters."""
        self.requests += 1
        self.tokens += prompt // CHARACTERS_PER_TOKEN

    def settle(self, prompt: int, tokens: int, cost_usd: float | None) -> None:
        """A request came to its end: `tokens` in all, the prompt included, and what it cost where that is known."""
        self.tokens += tokens - prompt // CHARACTERS_PER_TOKEN
        self.cost_usd += cost_usd or 0.0


class Room:
    """So many requests at a time for the whole backend. Nobody waits for room: a late reply is worth nothing."""

    def __init__(self, places: int) -> None:
        self._free = places

    @contextmanager
    def place(self) -> Iterator[bool]:
        """Take a place for the block, if there is one."""
        has = self._free > 0
        self._free -= has
        try:
            yield has
        finally:
            self._free += has
