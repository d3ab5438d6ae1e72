"""A reply of the model while it streams in: words out of a stream of server-sent events, in bounded time and room."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx
from httpx_sse import EventSource, ServerSentEvent

from backend.assist.chunks import Usage, label, read_chunk
from backend.assist.failure import ModelError, Reason, reason_of_status, retry_after_s
from backend.assist.settings import Deadlines
from backend.assist.thoughts import Thoughts

LONGEST_STREAM = 4 << 20  # bytes of a body; a token takes up to 400 of them
LONGEST_REPLY = 32_768  # characters, thoughts left out
LONGEST_REFUSAL = 64 * 1024  # bytes of an answer that is no stream
REST_S = 0.25  # for what follows the last word (usage, [DONE], the end of the body), each; nobody waits longer for it


class Reply:
    """One streamed reply; iterating gives its text in pieces, each once, thoughts left out.

    Attributes:
        model: The model that answers, by its own account; empty until it has said so.
        generation_id: What the provider calls this reply; empty if it gives none.
        usage: What it took; None until the end, and after it where the provider does not say.
        finish_reason: Why it ended, as `stop`, or `length` when it was cut at the most tokens; empty until then.
        first_token_s: Seconds from the request to the first word; None until then.
    """

    def __init__(self, response: httpx.Response, deadlines: Deadlines, started: float) -> None:
        response.stream = _Bounded(response.stream)
        response.encoding = "utf-8"  # server-sent events know no other
        self._response = response
        self._events = EventSource(response).aiter_sse()
        self._deadlines = deadlines
        self._started = started
        self._thoughts = Thoughts()
        self._length = 0
        self._whole = False
        self.model = ""
        self.generation_id = label(response.headers.get("x-generation-id"))
        self.usage: Usage | None = None
        self.finish_reason = ""
        self.first_token_s: float | None = None

    @property
    def length(self) -> int:
        """Characters of the text so far."""
        return self._length

    @property
    def truncated(self) -> bool:
        """Whether it was cut because it reached the most tokens; its last sentence is then none."""
        return self.finish_reason == "length"

    def __aiter__(self) -> AsyncIterator[str]:
        return self

    async def __anext__(self) -> str:
        """The next piece of the text.

        Raises:
            ModelError: The reply failed; what came before is not to be used.

        Cancelling breaks the reply off; it cannot be gone on with.
        """
        while not self._whole:
            event = await self._next_event()
            if event is None or event.data.strip() == "[DONE]":
                piece = self._end()
            elif not event.data:
                continue
            else:
                piece = self._read(event.data)
            if self.first_token_s is None and (piece := piece.lstrip()):
                self.first_token_s = asyncio.get_running_loop().time() - self._started
            if piece:
                self._length += len(piece)
                if self._length > LONGEST_REPLY:
                    raise ModelError("too_long")
                return piece
        if self.first_token_s is None:
            raise ModelError("empty")
        raise StopAsyncIteration

    async def whole(self) -> str:
        """All of the text at once.

        Raises:
            ModelError: As iterating does, and when the reply was cut (`truncated`): half an object is none.
        """
        text = "".join([piece async for piece in self])
        if self.truncated:
            raise ModelError("truncated")
        return text

    async def check(self) -> None:
        """Make sure that this is a stream at all.

        Raises:
            ModelError: The provider refused the request, or answered something else.
        """
        response = self._response
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        plain = response.headers.get("content-encoding", "identity").lower() == "identity"
        if response.status_code == 200 and kind == "text/event-stream" and plain:
            return
        reason = await self._refusal()
        if response.status_code != 200 and reason in (None, "stream_error"):  # the body knows nothing better
            reason = reason_of_status(response.status_code)
        raise ModelError(reason or "malformed", retry_after_s(response.headers.get("retry-after")))

    async def close(self) -> None:
        """Let go of the connection: at the end of the reply for the next request, before it by closing it at once."""
        try:
            if self._whole:
                with contextlib.suppress(TimeoutError, ModelError, httpx.HTTPError):
                    # Whoever stops reading at [DONE] leaves the last bytes unread, and the connection useless.
                    async with asyncio.timeout(REST_S):
                        async for _ in self._events:
                            pass
        finally:
            await self._response.aclose()
            await self._events.aclose()

    def _read(self, data: str) -> str:
        chunk = read_chunk(data)
        if (failure := chunk.failure) is not None:
            raise ModelError(failure)
        self.model = label(chunk.model) or self.model
        self.generation_id = self.generation_id or label(chunk.id)
        self.usage = chunk.used or self.usage
        self.finish_reason = label(chunk.finish_reason) or self.finish_reason
        return self._thoughts.without(chunk.text)

    def _end(self) -> str:
        if not self.finish_reason:  # a connection that is closed in peace looks like the end
            raise ModelError("truncated")
        self._whole = True
        return self._thoughts.rest()

    async def _next_event(self) -> ServerSentEvent | None:
        """The next message, or None at the end of the stream; comments count for nothing, not even for time."""
        loop = asyncio.get_running_loop()
        deadline = self._started + self._deadlines.total_s
        late: Reason = "timeout"
        if self.first_token_s is None and self._deadlines.first_token_s < self._deadlines.total_s:
            deadline, late = self._started + self._deadlines.first_token_s, "timeout_first_token"
        if self.finish_reason:
            deadline = min(deadline, loop.time() + REST_S)
        failure: Reason = late
        try:
            if loop.time() < deadline:  # else even what has come already comes too late
                async with asyncio.timeout_at(deadline):
                    return await anext(self._events, None)
        except TimeoutError:
            pass
        except httpx.HTTPError:
            failure = "disconnected"
        if self.finish_reason:  # every word is there, only what follows them is not
            return None
        # Outside of the handlers: an error of the transport may quote what it could not read.
        raise ModelError(failure)

    async def _refusal(self) -> Reason | None:
        """What an answer that is no stream says in its body. Reading that to its end keeps the connection."""
        body = b""
        with contextlib.suppress(TimeoutError, ModelError, httpx.HTTPError):
            async with asyncio.timeout_at(self._started + self._deadlines.first_token_s):
                async for part in self._response.aiter_raw():
                    body += part
                    if len(body) > LONGEST_REFUSAL:
                        return None
            return read_chunk(body).failure
        return None


class _Bounded(httpx.AsyncByteStream):
    """A body that fails once it is longer than any reply: a line that never ends would be kept in memory whole."""

    def __init__(self, stream: httpx.SyncByteStream | httpx.AsyncByteStream) -> None:
        assert isinstance(stream, httpx.AsyncByteStream)
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        length = 0
        async for part in self._stream:
            length += len(part)
            if length > LONGEST_STREAM:
                raise ModelError("too_long")
            yield part

    async def aclose(self) -> None:
        """Close the stream underneath."""
        await self._stream.aclose()
