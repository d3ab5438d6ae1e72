"""The local door: how programs of the same user on the same machine find a loopback backend without configuration.

A backend on loopback keeps `local.json` (readable by its user only) with its address and a token; the overlay and the
replay look there when nothing else is said. The token stays the same over restarts, so a desktop reconnects by itself.
A backend that other machines can reach has no such door.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path

from backend.access import create_token, identify
from backend.log.contract import EventLog

NAME = "local"  # of the token, and so of the CSR who uses it


async def local_token(log: EventLog, path: Path) -> str:
    """The token behind the door: the one in the file while it is valid, else a new one."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        token = str(json.loads(path.read_text(encoding="utf-8"))["token"])
        if await identify(log, f"Bearer {token}") is not None:
            return token
    taken = {token.name for token in await log.tokens()}
    name = next(name for n in range(1, len(taken) + 2) if (name := NAME if n == 1 else f"{NAME}-{n}") not in taken)
    return await create_token(log, name, "csr")


def open_door(path: Path, url: str, token: str) -> None:
    """Write the file whole, readable by its owner only."""
    scratch = path.with_suffix(".tmp")
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"url": url, "token": token}, file)
    scratch.replace(path)
