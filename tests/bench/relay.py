"""A TCP relay that notes when a claim was handed to the client's socket."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

MARK = b'"alert.raised"'


class Relay:
    """Passes bytes both ways. `handed_at` is when the newest alert was written to the client's socket."""

    def __init__(self, port: int) -> None:
        self.handed_at = 0.0
        self._port = port
        self._tasks: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[int]:
        """Relay while the block runs; gives the port."""
        server = await asyncio.start_server(self._on_client, "127.0.0.1", 0)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _on_client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._port)
        loop = asyncio.get_running_loop()
        for task in (loop.create_task(self._up(reader, up_writer)), loop.create_task(self._down(up_reader, writer))):
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    @staticmethod
    async def _up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
        finally:
            writer.close()

    async def _down(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                if MARK in data:
                    self.handed_at = time.perf_counter()
                writer.write(data)
        finally:
            writer.close()
