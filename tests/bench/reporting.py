"""What the windows under measurement tell the benchmark: one JSON object a line, on standard output.

Times are seconds on the machine's monotonic clock, which all processes share.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from collections.abc import Coroutine
from typing import Any

import msgspec


def say(**what: object) -> None:
    """Print one line for the benchmark."""
    sys.stdout.buffer.write(msgspec.json.encode(what) + b"\n")
    sys.stdout.buffer.flush()


class Arrivals:
    """When the newest frame with an alert came out of a socket of this process, on the clock and in CPU time."""

    def __init__(self) -> None:
        from websockets.asyncio.connection import Connection  # noqa: PLC0415 # `starters` measures without it

        self.at = 0.0
        self.cpu_at = 0.0
        receive = Connection.data_received

        def data_received(connection: Connection, data: bytes) -> None:
            if b'"alert.raised"' in data:
                self.at, self.cpu_at = time.perf_counter(), time.thread_time()
            receive(connection, data)

        Connection.data_received = data_received  # type: ignore[assignment,method-assign]  # the hook is the point

    def say_painted(self) -> None:
        """Tell that what the frame brought is on the screen now."""
        painted, cpu = time.perf_counter(), time.thread_time() - self.cpu_at
        say(arrived=self.at, painted=painted, cpu=cpu)


def run_bare(application: Any, work: Coroutine[Any, Any, None] | None = None) -> int:
    """Run a bare window on qasync until SIGTERM, with `work` beside it."""
    import qasync  # noqa: PLC0415 # as above
    from PySide6.QtCore import QTimer  # noqa: PLC0415 # as above

    async def live() -> None:
        closed = asyncio.Event()
        signal.signal(signal.SIGTERM, lambda *_: closed.set())
        waker = QTimer()  # Python sees a signal only when it runs
        waker.start(500)
        loop = asyncio.get_running_loop()
        tasks = {loop.create_task(closed.wait())} | ({loop.create_task(work)} if work is not None else set())
        done, left = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        waker.stop()
        for task in done:
            task.result()

    with qasync.QEventLoop(application, already_running=False) as loop:
        loop.run_until_complete(live())
    return 0
