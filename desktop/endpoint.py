"""Which backend this desktop talks to, and with which token.

Told nothing, it looks for the local door of a backend on this machine. Told an address, it takes the token from the
file it is given, else from the keyring.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from platformdirs import user_data_path

from desktop.credentials import CredentialsError, TokenKeyring, read_token_file
from desktop.link import Endpoint
from transcripts.door import APP, FILE, read_door


def default_door() -> Path:
    """Where a local backend leaves its door."""
    return user_data_path(APP, appauthor=False) / FILE


def find_endpoint(url: str | None, token_file: Path | None, door: Path) -> Callable[[], Awaitable[Endpoint]]:
    """What a `Link` asks before every attempt."""
    keyring = TokenKeyring()

    async def find() -> Endpoint:
        if token_file is not None:
            token = await asyncio.to_thread(read_token_file, token_file)
        if url is None:
            found = read_door(await asyncio.to_thread(door.read_bytes))
            if found is None:
                raise CredentialsError(f"{door} does not describe a backend. Start it again: csr-backend serve")
            return Endpoint(found.url, found.token if token_file is None else token)
        if token_file is None:
            token = await keyring.read(url) or ""
            if not token:
                raise CredentialsError(f"No token for {url}. Run: csr-desktop token set --url {url}")
        return Endpoint(url, token)

    return find
