"""The client of the language model: any OpenAI-compatible endpoint, asked for streamed chat completions.

This module and `reply` are all that knows of HTTP. No time limit is left to the HTTP client, which starts its own anew
with every byte, be it only a comment: a request has one for its first word and one for its last.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import re
import secrets
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence

import httpx
import msgspec
from msgspec import Struct

from backend.assist.chunks import Usage
from backend.assist.failure import ModelError, Reason
from backend.assist.reply import Reply
from backend.assist.settings import Deadlines, ModelSettings
from backend.settings import SettingsError

__all__ = ["Message", "Model", "ModelError", "Reason", "Reply", "Usage"]

KEEPALIVE_S = 120.0
"""How long an idle connection is kept, in seconds: so that one opened for a call is still there for its next moment."""

TITLE = "CSR Call Assistant"

_KEY = re.compile(r"[!-~]+")  # what an HTTP header takes
_TRACE_ID = re.compile(r"(?!0{32})[0-9a-f]{32}")


class Message(Struct, frozen=True):
    """One message of a prompt. `role` is `system`, `user` or `assistant`."""

    role: str
    content: str


class Model:
    """A model at an endpoint. Many replies may stream at once; it belongs to one event loop.

    Args:
        settings: The endpoint and the model.
        key: The key of the endpoint; empty where none is needed or known.
        connections: The most that are open at one time; a request beyond them waits, and its deadlines run.

    Raises:
        SettingsError: The key cannot be one, or the proxy that the environment names cannot be used.
    """

    def __init__(self, settings: ModelSettings, key: str = "", *, connections: int = 16) -> None:
        if key and not _KEY.fullmatch(key):  # the HTTP client would quote it in its complaint
            raise SettingsError(f"the key of {settings.provider} must be one word of ASCII characters; set it anew")
        self.settings = settings
        self._has_key = bool(key)
        self._url = settings.base_url.rstrip("/")
        self._places = asyncio.Semaphore(connections)
        self._make = functools.partial(
            httpx.AsyncClient,
            headers=httpx.Headers(_headers(settings, key)),  # which do not show the key
            verify=_trusted(settings),
            timeout=None,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=KEEPALIVE_S),
            trust_env=not settings.is_loopback,  # a proxy of the company's, but none to get to this machine
        )
        try:
            self._idle = [self._make()]
        except (ValueError, ImportError):  # what they say may quote a proxy's password
            raise SettingsError("HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names a proxy that cannot be used") from None
        self._clients = set(self._idle)

    @property
    def enabled(self) -> bool:
        """Whether there is a model to ask: one is named, and its key is known or it runs on this machine."""
        return bool(self.settings.name) and (self._has_key or self.settings.is_loopback)

    @contextlib.asynccontextmanager
    async def reply(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        response_format: Mapping[str, object] | None = None,
        trace_id: str = "",
        deadlines: Deadlines | None = None,
        name: str = "",
        temperature: float | None = None,
    ) -> AsyncIterator[Reply]:
        """Ask for a reply; it streams in while the block runs.

        Leaving the block before the end, also by cancellation, closes the stream at once: providers that can, stop
        working and counting. Leaving it after the end keeps the connection for the next request.

        Args:
            messages: The prompt.
            max_tokens: The most tokens of the reply; past them it ends with the finish reason `length`.
            response_format: What the reply has to look like, as `{"type": "json_schema", …}`. Not every provider
                holds to it.
            trace_id: The W3C trace id of what asks; not sent when it is none.
            deadlines: How long it may take; they begin now.
            name: The model, instead of the one of the settings.
            temperature: Instead of the one of the settings.

        Raises:
            ModelError: There is no reply, or it failed; iterating raises it as well.
        """
        if not self.enabled:
            raise ModelError("no_key")
        deadlines = deadlines or Deadlines()
        started = asyncio.get_running_loop().time()
        content = request_body(
            self.settings,
            messages,
            max_tokens=max_tokens,
            response_format=response_format,
            name=name,
            temperature=temperature,
        )
        async with self._leased(started, deadlines) as client:
            request = client.build_request(
                "POST", f"{self._url}/chat/completions", content=content, headers=_traceparent(trace_id)
            )
            reply = Reply(await _send(client, request, started, deadlines), deadlines, started)
            try:
                await reply.check()
                yield reply
            finally:
                await reply.close()

    async def prewarm(self, limit_s: float = 5.0) -> bool:
        """Open a connection early, so that the next request finds it; returns whether the endpoint can be reached.

        Cancelling gives it up.
        """
        started, deadlines = asyncio.get_running_loop().time(), Deadlines(limit_s, limit_s)
        try:
            async with self._leased(started, deadlines) as client:
                request = client.build_request("HEAD", f"{self._url}/models")
                response = await _send(client, request, started, deadlines)
                with contextlib.suppress(httpx.HTTPError):
                    await response.aread()  # an answer to HEAD has no body, but an end, and that frees the connection
                await response.aclose()
        except ModelError:
            return False
        return True

    async def close(self) -> None:
        """Close every connection; replies that still stream fail."""
        for client in self._clients:
            await client.aclose()

    @contextlib.asynccontextmanager
    async def _leased(self, started: float, deadlines: Deadlines) -> AsyncIterator[httpx.AsyncClient]:
        """A client of one connection for one request, the one used last where some are idle.

        One client of many connections would look at all of them for each request: with fifty that is a millisecond.
        """
        try:
            async with asyncio.timeout_at(started + min(deadlines.first_token_s, deadlines.total_s)):
                await self._places.acquire()
        except TimeoutError:
            raise ModelError("timeout_first_token") from None
        client = self._idle.pop() if self._idle else self._make()
        self._clients.add(client)
        try:
            yield client
        finally:
            self._idle.append(client)
            self._places.release()


async def _send(
    client: httpx.AsyncClient, request: httpx.Request, started: float, deadlines: Deadlines
) -> httpx.Response:
    """Send a request and wait for the head of the answer."""
    try:
        async with asyncio.timeout_at(started + min(deadlines.first_token_s, deadlines.total_s)):
            return await client.send(request, stream=True)
    except TimeoutError:
        failure: Reason = "timeout_first_token"
    except (httpx.ConnectError, httpx.ProxyError):
        failure = "unreachable"
    except httpx.HTTPError:
        failure = "disconnected"
    # Outside of the handlers: an error of the transport may quote what it could not read.
    raise ModelError(failure)


def request_body(
    settings: ModelSettings,
    messages: Sequence[Message],
    *,
    max_tokens: int,
    response_format: Mapping[str, object] | None = None,
    name: str = "",
    temperature: float | None = None,
) -> bytes:
    """The JSON of a request; to OpenRouter alone it says which models and providers may take over."""
    name = name or settings.name
    body: dict[str, object] = {
        "model": name,
        "messages": messages,
        "max_tokens": max_tokens,
        "temperature": settings.temperature if temperature is None else temperature,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if response_format is not None:
        body["response_format"] = response_format
    if settings.is_openrouter:
        if settings.fallbacks:
            body["models"] = [name, *(each for each in settings.fallbacks if each != name)]
        if settings.privacy:
            body["provider"] = {"data_collection": "deny", "zdr": True, "require_parameters": True}
    return msgspec.json.encode(body)


def _headers(settings: ModelSettings, key: str) -> dict[str, str]:
    headers = {
        "Accept": "text/event-stream",
        "Accept-Encoding": "identity",  # packed, a small body may be a huge one, and tokens would wait for each other
        "Cache-Control": "no-store",
        "Content-Type": "application/json",
        "User-Agent": "csr-call-assistant",
    }
    if key:
        headers["Authorization"] = f"Bearer {key}"
    if settings.is_openrouter:
        headers["X-OpenRouter-Title"] = TITLE
        if settings.site:
            headers["HTTP-Referer"] = settings.site
    return headers


def _trusted(settings: ModelSettings) -> ssl.SSLContext:
    if settings.base_url.startswith("http:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and spares 0.1 s of reading certificates
    tls = httpx.create_ssl_context(trust_env=False)
    tls.load_default_certs()  # and whom this machine trusts besides: a company may read its own traffic
    return tls


def _traceparent(trace_id: str) -> dict[str, str]:
    return {"traceparent": f"00-{trace_id}-{secrets.token_hex(8)}-01"} if _TRACE_ID.fullmatch(trace_id) else {}
