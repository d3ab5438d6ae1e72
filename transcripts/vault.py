"""The vault: the operating system's keyring, as every program of this house reaches it.

A keyring is another program behind a bus, and that program may hang. Every call to it is therefore made on a thread of
its own and given up after a time limit; the thread is a daemon, so that it never holds up the exit. Only the keyrings
named here are ever used: a plain-text one that happens to be installed is not.
"""

from __future__ import annotations

import importlib
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "csr-call-assistant"
"""The name under which everything is filed in the keyring."""

PROBE_LIMIT_S = 5.0
"""How long a keyring may take to say that it is there: a broken one would take two minutes."""

ANSWER_LIMIT_S = 60.0
"""How long it may take to answer after that; it may be asking the person for a password."""

_ALLOWED = (
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.macOS", "Keyring"),
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
)


class VaultError(Exception):
    """The keyring does not do what it is asked; the text, for people, says why and what to do about it."""


class Vault:
    """What is kept in the operating system's keyring, an entry per account. Every call blocks up to its time limit.

    Args:
        noun: What is kept, as the errors call it.
        probe_limit_s: Time limit for finding a working keyring, in seconds.
        answer_limit_s: Time limit for each call after that, in seconds.
    """

    def __init__(
        self, noun: str, *, probe_limit_s: float = PROBE_LIMIT_S, answer_limit_s: float = ANSWER_LIMIT_S
    ) -> None:
        self._noun = noun
        self._probe_limit_s = probe_limit_s
        self._answer_limit_s = answer_limit_s
        self._keyring: KeyringBackend | None = None

    def read(self, account: str) -> str | None:
        """Returns what is kept for an account, or None when that is nothing.

        Raises:
            VaultError: No keyring service works here, or it is locked.
        """
        keyring = self._found()
        return self._ask(f"read the {self._noun} from", lambda: keyring.get_password(SERVICE, account))

    def keep(self, account: str, value: str) -> None:
        """Keeps a value in place of the account's former one.

        Raises:
            VaultError: No keyring service works here, or it is locked. After a time limit the value may or may not
                have been kept.
        """
        keyring = self._found()
        self._ask(f"keep the {self._noun} in", lambda: keyring.set_password(SERVICE, account, value))

    def forget(self, account: str) -> bool:
        """Takes out what is kept for an account; returns whether there was anything.

        Raises:
            VaultError: No keyring service works here, or it is locked. After a time limit the value may or may not be
                there still.
        """
        keyring = self._found()

        def remove() -> bool:
            there = keyring.get_password(SERVICE, account) is not None
            if there:
                keyring.delete_password(SERVICE, account)
            return there

        return self._ask(f"remove the {self._noun} from", remove)

    def _found(self) -> KeyringBackend:
        if self._keyring is None:
            probing = on_a_thread(_probe)
            if not wait([probing], self._probe_limit_s).done:
                reason = f"The keyring service does not answer (waited {self._probe_limit_s:g} s)."
                raise VaultError(f"{reason} {_remedy()}")
            self._keyring = probing.result()
        if self._keyring is None:
            raise VaultError(f"There is no keyring service to keep the {self._noun} in. {_remedy()}")
        return self._keyring

    def _ask(self, what: str, question: Callable[[], T]) -> T:
        asking = on_a_thread(question)
        if not wait([asking], self._answer_limit_s).done:
            self._keyring = None  # to be probed again before the next call
            raise VaultError(f"Could not {what} the keyring: it does not answer. {_remedy()}")
        try:
            return asking.result()
        except Exception as error:  # a keyring's own, a bus's, a library's: all mean the same here
            self._keyring = None
            reason = str(error) or type(error).__name__
            raise VaultError(f"Could not {what} the keyring: {reason.rstrip('.')}. {_remedy()}") from error


def on_a_thread(work: Callable[[], T], name: str = "keyring") -> Future[T]:
    """Starts blocking work on a daemon thread of its own; the future holds what it returns or raises.

    Whoever stops waiting for the future leaves the thread behind, alone; no pool is held up by it.
    """
    answer: Future[T] = Future()
    answer.set_running_or_notify_cancel()  # from now on nobody can cancel it under the thread's hands

    def body() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 # handed to the one who waits
            answer.set_exception(error)
        else:
            answer.set_result(result)

    threading.Thread(target=body, name=name, daemon=True).start()
    return answer


def _probe() -> KeyringBackend | None:
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
        return "Install gnome-keyring or KWallet, sign in to the desktop again and unlock it."
    if sys.platform == "darwin":
        return "Open Keychain Access and unlock the login keychain."
    return "Check that the Credential Manager service of Windows is running."
