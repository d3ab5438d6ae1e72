"""A language model's endpoint that says what it is told to: real HTTP/1.1 on real sockets, and every fault by request.

In a test:

    async with llm_server(says("Hello", " there"), refuses(429, {"Retry-After": "3"})) as server:
        model = Model(ModelSettings(base_url=server.url))
        ...
        assert server.requests[0].body["messages"] == [...]

The answers (see `llm_script`) are given in turn, the last one again and again; a function gives one for each request.
The head of an answer is sent with its first bytes. As a program for demos: python -m tests.backend.llm_server --port 0
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import ssl
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.backend.llm_script import CUT, GENERATION, STALL, Answer, Fault, says


@dataclass
class Request:
    """A request that was sent. `closed` is set when the client has left before its answer was whole."""

    method: str
    path: str
    headers: dict[str, str]  # names in lower case
    raw: bytes
    connection: int  # which one of those opened, from 1
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def body(self) -> dict[str, Any]:
        """What the JSON of the request says."""
        found: dict[str, Any] = json.loads(self.raw)
        return found


class _Reader(asyncio.StreamReader):
    """A reader that tells when the client leaves, also while nobody reads."""

    def __init__(self) -> None:
        super().__init__()
        self.gone = asyncio.Event()

    def feed_eof(self) -> None:
        super().feed_eof()
        self.gone.set()

    def set_exception(self, exc: Exception) -> None:
        super().set_exception(exc)
        self.gone.set()


Script = Answer | Callable[[Request], Answer]


class LlmServer:
    """A running server. Its base URL is `url`; `connections` counts those opened, `requests` holds the POSTs."""

    def __init__(self, *script: Script) -> None:
        self.script = list(script)
        self.url = ""
        self.connections = 0
        self.requests: list[Request] = []
        self.heads: list[Request] = []  # the others: what opens a connection early
        self.closed = asyncio.Event()
        self._arrived = asyncio.Condition()
        self._peers: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    async def arrived(self, count: int = 1) -> Request:
        """The request with this number, once it has arrived."""
        async with asyncio.timeout(20), self._arrived:
            await self._arrived.wait_for(lambda: len(self.requests) >= count)
        return self.requests[count - 1]

    def next_answer(self, request: Request) -> Answer:
        """What the script says to this request."""
        script = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return script if isinstance(script, Answer) else script(request)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection, one after the other."""
        assert isinstance(reader, _Reader)
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._peers[task] = writer
        try:
            number = self.connections
            while (request := await _read_request(reader, number)) is not None:
                if request.method != "POST":
                    self.heads.append(request)
                    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                    await writer.drain()
                    continue
                async with self._arrived:
                    self.requests.append(request)
                    self._arrived.notify_all()
                if not await self._answer(request, self.next_answer(request), reader, writer):
                    break
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client has gone, or the server is to go
        finally:
            del self._peers[task]
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def stop(self) -> None:
        """Break off every connection and wait until nothing runs any more."""
        peers = list(self._peers)
        for peer in peers:
            self._peers[peer].transport.abort()
            peer.cancel()
        await asyncio.gather(*peers, return_exceptions=True)

    async def _answer(self, request: Request, answer: Answer, reader: _Reader, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection lives on after this answer."""
        leaving = asyncio.create_task(reader.gone.wait())
        sending = asyncio.create_task(_send(answer, writer))
        try:
            await asyncio.wait([leaving, sending], return_when=asyncio.FIRST_COMPLETED)
            if not sending.done() or isinstance(sending.exception(), ConnectionError):
                request.closed.set()
                self.closed.set()
                return False
            if await sending is CUT:
                writer.transport.abort()
                return False
            return True
        finally:
            request.answered.set()
            for task in (leaving, sending):
                task.cancel()
            await asyncio.gather(leaving, sending, return_exceptions=True)


async def _send(answer: Answer, writer: asyncio.StreamWriter) -> Fault | None:
    headers = {"Content-Type": "text/event-stream", "X-Generation-Id": GENERATION, **answer.headers}
    lines = [f"HTTP/1.1 {answer.status} Whatever", "Transfer-Encoding: chunked"]
    lines += [f"{name}: {value}" for name, value in headers.items() if value]
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    for step in answer.steps:
        if step == b"":
            continue  # as a chunk it would be the end of the body
        if isinstance(step, bytes):
            writer.write(head + b"%x\r\n%b\r\n" % (len(step), step))
            head = b""
            await writer.drain()
        elif isinstance(step, asyncio.Event):
            await step.wait()
        elif step is CUT:
            return CUT
        elif step is STALL:
            await asyncio.get_running_loop().create_future()  # cancelled when the client has gone
        elif not isinstance(step, Fault):
            await asyncio.sleep(step)
    writer.write(head + b"0\r\n\r\n")
    await writer.drain()
    return None


async def _read_request(reader: asyncio.StreamReader, connection: int) -> Request | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    line, *rest = head.split("\r\n")
    method, path, _ = line.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in rest if each)}
    return Request(method, path, headers, await reader.readexactly(int(headers.get("content-length", "0"))), connection)


@contextlib.asynccontextmanager
async def llm_server(*script: Script, port: int = 0, tls: ssl.SSLContext | None = None) -> AsyncIterator[LlmServer]:
    """A server in this event loop that follows the script.

    Yields:
        The server, which listens; afterwards every connection is broken off.
    """
    server = LlmServer(*(script or (says("All right."),)))
    listener = await asyncio.get_running_loop().create_server(
        lambda: asyncio.StreamReaderProtocol(_Reader(), server.serve), "127.0.0.1", port, ssl=tls
    )
    server.url = f"{'https' if tls else 'http'}://127.0.0.1:{listener.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        listener.close()
        await server.stop()
        await listener.wait_closed()


@contextlib.contextmanager
def llm_server_in_a_thread(*script: Script) -> Iterator[LlmServer]:
    """A server in an event loop of its own, so that it takes no time from the loop that is measured.

    Yields:
        The server; its lists and counts may be read from here, its events may not be waited for.
    """
    started: list[tuple[asyncio.AbstractEventLoop, asyncio.Event, LlmServer]] = []
    ready = threading.Event()

    async def run() -> None:
        stop = asyncio.Event()
        async with llm_server(*script) as server:
            started.append((asyncio.get_running_loop(), stop, server))
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),), name="llm server")
    thread.start()
    assert ready.wait(20)
    loop, stop, server = started[0]
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


def main() -> None:
    """Serve one reply to everybody until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m tests.backend.llm_server", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--first-token-s", type=float, default=0.3, help="before the first word")
    parser.add_argument("--tokens-per-s", type=float, default=50.0, help="words a second after it; 0 for all at once")
    parser.add_argument("--text", default="I can have a technician there this afternoon. Does two o'clock suit you?")
    arguments = parser.parse_args()
    words = [word if at == 0 else f" {word}" for at, word in enumerate(arguments.text.split())]
    script = says(*words, first_s=arguments.first_token_s, tokens_per_s=arguments.tokens_per_s)

    async def run() -> None:
        async with llm_server(script, port=arguments.port) as server:
            print(json.dumps({"url": server.url}), flush=True)
            await asyncio.Event().wait()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())


if __name__ == "__main__":
    main()
