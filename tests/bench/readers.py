"""Many connections that read and forget. Run as `python -m tests.bench.readers PORT COUNT`; ends with its input."""

from __future__ import annotations

import asyncio
import sys

from tests.bench.raw_socket import open_socket
from transcripts.door import Door


async def _main(port: int, count: int) -> None:
    door = Door(f"ws://127.0.0.1:{port}", "none")
    sockets = [await open_socket(door, _forget) for _ in range(count)]
    await asyncio.to_thread(sys.stdin.read)
    for socket in sockets:
        socket.close()


def _forget(_frame: bytes) -> None:
    pass


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2])))
