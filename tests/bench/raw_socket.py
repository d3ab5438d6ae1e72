"""A websocket client that costs next to nothing, so that the client is not what is measured.

It speaks just enough of RFC 6455 for our backend: whole text frames, short or long, masked with zeros.
"""

from __future__ import annotations

import asyncio
import base64
import os
import struct
from collections.abc import Callable
from urllib.parse import urlsplit

from transcripts.door import Door
from transcripts.wire import SUBPROTOCOL

OnFrame = Callable[[bytes], None]


class RawSocket(asyncio.Protocol):
    """A connection; `on_frame` is called with the payload of every text frame, without a task in between."""

    def __init__(self, door: Door, on_frame: OnFrame) -> None:
        self.on_frame = on_frame
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._door = door
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        lines = (
            "GET / HTTP/1.1",
            f"Host: {urlsplit(self._door.url).netloc}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
            f"Sec-WebSocket-Protocol: {SUBPROTOCOL}",
            f"Authorization: Bearer {self._door.token}",
        )
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())

    def data_received(self, data: bytes) -> None:
        """Cut the stream into frames."""
        buffer = self._buffer + data if self._buffer else data
        if not self._open:
            head, end, buffer = buffer.partition(b"\r\n\r\n")
            if not end:
                self._buffer = head
                return
            if b" 101 " not in head.partition(b"\r\n")[0]:
                self.opened.set_exception(ConnectionError(head.decode(errors="replace")))
                return
            self._open = True
            self.opened.set_result(None)
        at, size = 0, len(buffer)
        while size - at >= 2:
            length, start = buffer[at + 1], at + 2
            if length == 126:
                if size < at + 4:
                    break
                (length,) = struct.unpack_from(">H", buffer, at + 2)
                start = at + 4
            elif length == 127:
                if size < at + 10:
                    break
                (length,) = struct.unpack_from(">Q", buffer, at + 2)
                start = at + 10
            if size < start + length:
                break
            if buffer[at] & 15 == 1:
                self.on_frame(buffer[start : start + length])
            at = start + length
        self._buffer = buffer[at:]

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever still waits for the upgrade."""
        if not self.opened.done():
            self.opened.set_exception(exc or ConnectionError("closed"))

    def send(self, payload: bytes) -> None:
        """Send a text frame."""
        assert self._transport is not None
        size = len(payload)
        if size < 126:
            head = bytes((0x81, 0x80 | size))
        elif size < 1 << 16:
            head = struct.pack(">BBH", 0x81, 0xFE, size)
        else:
            head = struct.pack(">BBQ", 0x81, 0xFF, size)
        self._transport.write(head + b"\0\0\0\0" + payload)

    def close(self) -> None:
        """Drop the connection."""
        if self._transport is not None:
            self._transport.abort()


async def open_socket(door: Door, on_frame: OnFrame) -> RawSocket:
    """Connect and upgrade.

    Raises:
        ConnectionError: The peer refused.
    """
    address = urlsplit(door.url)
    _, socket = await asyncio.get_running_loop().create_connection(
        lambda: RawSocket(door, on_frame), address.hostname or "", address.port or 0
    )
    await socket.opened
    return socket
