"""One reply of the model, written: from the prompt to the last sentence that the gate let through."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from backend.assist.budget import CallBudget
from backend.assist.llm import Message
from backend.assist.provider import Provider
from backend.assist.sentences import Sentences
from backend.assist.settings import Deadlines
from backend.assist.vetting import Gate, Refusal

NOTHING = "nothing"
"""What the model answers when the CSR needs no help, whatever its case and full stop."""


class Written(Struct, frozen=True):
    """A reply that was written to its end, or up to the sentence that was refused. `text` is empty for no reply."""

    text: str
    model: str
    first_token_ms: int
    refusal: Refusal | None = None


async def write(
    provider: Provider,
    instructions: str,
    brief: str,
    gate: Gate,
    budget: CallBudget,
    *,
    deadlines: Deadlines,
    trace_id: str,
    on_text: Callable[[str], object],
) -> Written:
    """Have the model write a reply; `on_text` is told of all of it so far, after each sentence that passed the gate.

    The stream is closed as soon as a sentence is refused, and on cancellation.

    Raises:
        ModelError: The model cannot be reached, does not answer in time, or breaks off.
    """
    messages = (Message("system", instructions), Message("user", brief))
    sentences, passed = Sentences(), list[str]()

    def take(found: list[str]) -> Refusal | None:
        for sentence in found:
            if not passed and sentence.strip(" .!").lower() == NOTHING:
                return None
            refusal = gate.refuse(sentence)
            if refusal is not None:
                return refusal
            passed.append(sentence)
            on_text(" ".join(passed))
        return None

    async with provider.reply(
        budget, messages, max_tokens=provider.settings.max_tokens, deadlines=deadlines, trace_id=trace_id
    ) as reply:
        refusal: Refusal | None = None
        async for piece in reply:
            refusal = take(sentences.feed(piece))
            if refusal is not None:
                break
        else:
            if not reply.truncated:  # cut at its longest, it ends in half a sentence
                refusal = take(sentences.end())
        first_ms = round((reply.first_token_s or 0.0) * 1000)
        return Written(" ".join(passed), reply.model, first_ms, refusal)
