"""The JSON of a streamed chat completion: what the chunks of the known providers have in common."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from backend.assist.failure import ModelError, Reason, reason_of_code

_LONGEST_LABEL = 120  # characters of a name that a provider chose


class Usage(Struct, frozen=True):
    """What a reply took. `cost_usd` is what the provider counts for it, in dollars; None where it does not say."""

    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None


class _Usage(Struct):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost: float | None = None


class _Error(Struct):
    code: int | str | None = None
    type: str | None = None  # where others than OpenRouter put the word


class _Delta(Struct):
    # Reasoning comes in fields of its own (`reasoning`, `reasoning_content`, `reasoning_details`): none is read.
    content: str | None = None


class _Choice(Struct):
    delta: _Delta | None = None
    finish_reason: str | None = None
    error: _Error | str | None = None


class Chunk(Struct):
    """One message of the stream, or the whole body of an answer that is none."""

    id: str | None = None
    object: str | None = None
    model: str | None = None
    choices: list[_Choice] | None = None
    usage: _Usage | None = None
    error: _Error | str | None = None
    code: int | str | None = None  # beside `object: "error"`

    @property
    def text(self) -> str:
        """The piece of the reply in it."""
        delta = self.choices[0].delta if self.choices else None
        return (delta.content or "") if delta else ""

    @property
    def finish_reason(self) -> str | None:
        """Why the reply ends here; None while it goes on."""
        return self.choices[0].finish_reason if self.choices else None

    @property
    def failure(self) -> Reason | None:
        """How the model failed, if this chunk says that it did."""
        of_choice = self.choices[0].error if self.choices else None
        error = self.error if self.error is not None else of_choice
        if isinstance(error, _Error):
            return reason_of_code(error.code) or reason_of_code(error.type) or "stream_error"
        if self.object == "error":
            return reason_of_code(self.code) or "stream_error"
        if self.finish_reason == "content_filter":
            return "forbidden"
        return "stream_error" if error is not None or self.finish_reason == "error" else None

    @property
    def used(self) -> Usage | None:
        """What the reply took, where this chunk says so."""
        if self.usage is None:
            return None
        return Usage(
            max(self.usage.prompt_tokens or 0, 0),
            max(self.usage.completion_tokens or 0, 0),
            None if self.usage.cost is None else max(self.usage.cost, 0.0),
        )


def read_chunk(data: str | bytes) -> Chunk:
    """The chunk in the data of one message.

    Raises:
        ModelError: It is no JSON of this kind (`malformed`).
    """
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        pass
    raise ModelError("malformed")  # outside of the handler: the decoder's complaint is not to be kept with it


def label(text: str | None) -> str:
    """A name that a provider chose, made fit for the log and the screen."""
    return "".join(each for each in (text or "")[:_LONGEST_LABEL] if each.isprintable())


_decoder = msgspec.json.Decoder(Chunk)
