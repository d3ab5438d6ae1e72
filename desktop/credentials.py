"""The token of a backend: kept in the operating system's keyring, or read from a file on kiosks and in tests.

A keyring is another program behind a bus, and that program may hang. Every call to it is therefore made on a
thread of its own and given up after a time limit; the thread is a daemon, so that it never holds up the exit.
Only the keyrings named here are ever used: a plain-text one that happens to be installed is not.
"""

import asyncio
import importlib
import os
import re
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "csr-call-assistant"
"""The name under which the tokens are filed in the keyring; the account is the backend's address."""

PROBE_LIMIT_S = 5.0
"""How long a keyring may take to say that it is there: a broken one would take two minutes."""

ANSWER_LIMIT_S = 60.0
"""How long it may take to answer after that; it may be asking the person for a password."""

LONGEST_TOKEN_FILE = 4096
"""In bytes."""

_ALLOWED = (
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)
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
        self._probe_limit_s = probe_limit_s
        self._answer_limit_s = answer_limit_s
        self._keyring: KeyringBackend | None = None

    async def read(self, backend: str) -> str | None:
        """Returns the token of a backend, or None when the keyring holds none.

        Args:
            backend: The address of the backend, as `wss://calls.example.com`.

        Raises:
            CredentialsError: No keyring service works here, or it is locked.

        Cancelling gives the answer up; nothing changes.
        """
        keyring = await self._found()
        return await self._ask("read the token from", lambda: keyring.get_password(SERVICE, backend))

    async def keep(self, backend: str, token: str) -> None:
        """Keeps a token in place of the backend's former one.

        Raises:
            CredentialsError: No keyring service works here, or it is locked.

        After a cancellation or a time limit the token may or may not have been kept.
        """
        keyring = await self._found()
        await self._ask("keep the token in", lambda: keyring.set_password(SERVICE, backend, token))

    async def forget(self, backend: str) -> None:
        """Takes the token of a backend out of the keyring; one that is not there is no error.

        Raises:
            CredentialsError: No keyring service works here, or it is locked.

        After a cancellation or a time limit the token may or may not be there still.
        """
        keyring = await self._found()

        def remove() -> None:
            if keyring.get_password(SERVICE, backend) is not None:
                keyring.delete_password(SERVICE, backend)

        await self._ask("remove the token from", remove)

    async def _found(self) -> "KeyringBackend":
        if self._keyring is None:
            try:
                self._keyring = await _on_a_thread(_probe, self._probe_limit_s)
            except TimeoutError:
                reason = f"The keyring service does not answer (waited {self._probe_limit_s:g} s)."
                raise CredentialsError(f"{reason} {_remedy()}") from None
        if self._keyring is None:
            raise CredentialsError(f"There is no keyring service to keep the token in. {_remedy()}")
        return self._keyring

    async def _ask(self, what: str, question: Callable[[], T]) -> T:
        try:
            return await _on_a_thread(question, self._answer_limit_s)
        except TimeoutError:
            self._keyring = None  # to be probed again before the next call
            raise CredentialsError(f"Could not {what} the keyring: it does not answer. {_remedy()}") from None
        except Exception as error:  # a keyring's own, a bus's, a library's: all mean the same here
            self._keyring = None
            reason = str(error) or type(error).__name__
            raise CredentialsError(f"Could not {what} the keyring: {reason.rstrip('.')}. {_remedy()}") from error


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


def _probe() -> "KeyringBackend | None":
    """The best allowed keyring that works, or None; may block for as long as a bus likes."""
    found: list[tuple[float, KeyringBackend]] = []
    for module, name in _ALLOWED:
        try:
            kind: type[KeyringBackend] = getattr(importlib.import_module(module), name)
            priority = float(kind.priority)  # raises where the keyring cannot work
            if module.endswith("SecretService"):
                _wait_for_secret_service()
            found.append((priority, kind()))
        except Exception:  # noqa: BLE001, S112 # every library behind a keyring has errors of its own
            continue
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _wait_for_secret_service() -> None:
    """Makes the service answer once. Being startable is all that its priority tells."""
    import secretstorage  # noqa: PLC0415 # keyring's own library, on Linux alone

    with closing(secretstorage.dbus_init()) as bus:
        list(secretstorage.get_all_collections(bus))


def _remedy() -> str:
    if sys.platform.startswith("linux"):
        install = "Install gnome-keyring or KWallet, sign in to the desktop again and unlock it."
    elif sys.platform == "darwin":
        install = "Open Keychain Access and unlock the login keychain."
    else:
        install = "Check that the Credential Manager service of Windows is running."
    return f"{install} {_TOKEN_FILE_INSTEAD}"


async def _on_a_thread(work: Callable[[], T], limit_s: float) -> T:
    """Runs blocking work on a daemon thread of its own and waits for it no longer than `limit_s` seconds.

    Cancelled or late, the thread goes on alone and its result is dropped; no pool is held up by it.

    Raises:
        TimeoutError: The limit has passed.
        Exception: What the work raised.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: Exception | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(result)  # type: ignore[arg-type]  # without an error it is a T

    def body() -> None:
        result: T | None = None
        error: Exception | None = None
        try:
            result = work()
        except Exception as raised:  # noqa: BLE001 # handed to the one who waits
            # A TimeoutError of the work's own must not look like ours.
            error = RuntimeError(str(raised)) if isinstance(raised, TimeoutError) else raised
        try:
            loop.call_soon_threadsafe(settle, result, error)
        except RuntimeError:
            return  # the loop has closed meanwhile; nobody waits any more

    thread = threading.Thread(target=body, name="keyring", daemon=True)
    thread.start()
    try:
        async with asyncio.timeout(limit_s):
            return await answer
    finally:
        if not answer.cancelled():
            thread.join()  # it has nothing left to do
