"""An event loop in a thread of its own, for streams of tokens: alerts do not queue behind them.

A token costs about 0.15 ms, most of it the HTTP client's; fifty streams are thousands of tokens a second. On the loop
that stores the calls each would be a little wait for everybody. Here they wait for each other, and the two threads
take turns at the interpreter whenever one of them reads a socket.
"""

from __future__ import annotations

import asyncio
import selectors
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

GATHERED_S = 0.005
"""How long tokens wait for each other: far below what a reader sees, and a few wakings for those of fifty streams."""

T = TypeVar("T")


class _Gathering(selectors.DefaultSelector):
    """Takes together what comes within a few milliseconds, so that the thread asks for the interpreter less often."""

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """See the standard library."""
        ready = super().select(timeout)
        if not ready:
            return ready
        time.sleep(GATHERED_S)
        return super().select(0)


class Sideline:
    """Runs coroutines beside the loop of its owner. The thread begins with the first of them and ends with `close`."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`, which runs over there. Cancelled, it is cancelled there as well, and not waited for."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._begun()))

    async def close(self, last: Callable[[], Awaitable[None]]) -> None:
        """End what runs over there, do what comes `last`, and end the thread. Must not be cancelled."""
        if self._loop is None or self._thread is None:
            await last()
            return
        await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(_end_all(last), self._loop))
        self._loop.call_soon_threadsafe(self._loop.stop)
        await asyncio.to_thread(self._thread.join)
        self._loop.close()

    def _begun(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.SelectorEventLoop(_Gathering())
            self._thread = threading.Thread(target=self._loop.run_forever, name="assist", daemon=True)
            self._thread.start()
        return self._loop


async def _end_all(last: Callable[[], Awaitable[None]]) -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await last()
    await asyncio.get_running_loop().shutdown_asyncgens()
    await asyncio.get_running_loop().shutdown_default_executor()
