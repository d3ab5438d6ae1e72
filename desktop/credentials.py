"""The token of a backend: kept in the operating system's keyring, or read from a file on kiosks and in tests."""

import asyncio
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from transcripts.vault import ANSWER_LIMIT_S, PROBE_LIMIT_S, Vault, VaultError, on_a_thread

T = TypeVar("T")

LONGEST_TOKEN_FILE = 4096
"""In bytes."""

_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # what may follow "Bearer" (RFC 6750)
_TOKEN_FILE_INSTEAD = "On a kiosk or in a test, pass the token with --token-file FILE instead."  # noqa: S105 # no token


class CredentialsError(Exception):
    """There is no token to be had or kept; the text, for people, says why and what to do."""


class TokenKeyring:
    """The tokens in the operating system's keyring.

    Args:
        probe_limit_s: Time limit for finding a working keyring, in seconds.
        answer_limit_s: Time limit for each call after that, in seconds.
    """

    def __init__(self, *, probe_limit_s: float = PROBE_LIMIT_S, answer_limit_s: float = ANSWER_LIMIT_S) -> None:
        self._vault = Vault("token", probe_limit_s=probe_limit_s, answer_limit_s=answer_limit_s)

    async def read(self, backend: str) -> str | None:
        """Returns the token of a backend, or None when the keyring holds none.

        Args:
            backend: The address of the backend, as `wss://calls.example.com`; its tokens are filed under it.

        Raises:
            CredentialsError: No keyring service works here, or it is locked.

        Cancelling gives the answer up; nothing changes.
        """
        return await _meanwhile(lambda: self._vault.read(backend))

    async def keep(self, backend: str, token: str) -> None:
        """Keeps a token in place of the backend's former one.

        Raises:
            CredentialsError: No keyring service works here, or it is locked.

        After a cancellation or a time limit the token may or may not have been kept.
        """
        await _meanwhile(lambda: self._vault.keep(backend, token))

    async def forget(self, backend: str) -> None:
        """Takes the token of a backend out of the keyring; one that is not there is no error.

        Raises:
            CredentialsError: No keyring service works here, or it is locked.

        After a cancellation or a time limit the token may or may not be there still.
        """
        await _meanwhile(lambda: self._vault.forget(backend))


def read_token_file(path: Path) -> str:
    """Reads a token from a file that only its owner can read.

    Args:
        path: A file with the token and nothing else; white space around it does not count.

    Returns:
        The token.

    Raises:
        CredentialsError: The file cannot be read, is open to other users, or holds no token. The text
            never quotes the content.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(LONGEST_TOKEN_FILE + 1)
    except OSError as error:
        raise CredentialsError(f"Cannot read the token file {path}: {error.strerror}.") from error
    if os.name == "posix" and stat.S_ISREG(mode) and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise CredentialsError(
            f"The token file {path} is open to other users (mode {stat.S_IMODE(mode):04o}). "
            f"Make it yours alone: chmod 600 {path}"
        )
    if len(content) > LONGEST_TOKEN_FILE:
        raise CredentialsError(f"The token file {path} is longer than {LONGEST_TOKEN_FILE} bytes: it holds no token.")
    token = content.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace").strip()
    if not token:
        raise CredentialsError(f"The token file {path} is empty.")
    if not _TOKEN.fullmatch(token):
        raise CredentialsError(f"The token file {path} must hold one token of letters, digits and ._~+/-= alone.")
    return token


async def _meanwhile(work: Callable[[], T]) -> T:
    """Lets the vault work on a thread, so that the event loop goes on; cancelled, its answer is dropped.

    Raises:
        CredentialsError: The vault has no answer.
    """
    try:
        return await asyncio.wrap_future(on_a_thread(work, "credentials"))
    except VaultError as error:
        raise CredentialsError(f"{error} {_TOKEN_FILE_INSTEAD}") from error
