"""Secrets of the backend, as the key of a model: from the environment (for containers), else from the keyring.

A secret is never an argument, in a file or in a log; the only way to its text is `Secret.reveal`.
"""

from __future__ import annotations

import os
import re
from typing import Literal, NoReturn, SupportsIndex

from backend.settings import SettingsError
from transcripts.vault import Vault, VaultError

PREFIX = "CSR_SECRET_"
"""What the environment variable of a secret begins with; its name in capitals follows."""

LONGEST = 4_096  # characters

Origin = Literal["environment", "keyring"]

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TEXT = re.compile(rf"[!-~]{{1,{LONGEST}}}")
_ACCOUNT = "secret:"  # and the name; the desktop files its tokens under addresses, which begin with ws
_NAMES = "secrets"  # the account of the names: a keyring cannot be asked what it holds


class SecretError(SettingsError):
    """A secret that cannot be had or kept; the text says why and what to do, and never holds it."""


class Secret:
    """A secret that does not show itself: not printed, not logged, not pickled, not copied.

    Attributes:
        name: What it is called.
        origin: Where it was found.
    """

    __slots__ = ("_text", "name", "origin")

    def __init__(self, name: str, text: str, origin: Origin) -> None:
        self.name = name
        self.origin: Origin = origin
        self._text = text

    def reveal(self) -> str:
        """The text of the secret, for the one who has to send it."""
        return self._text

    def __repr__(self) -> str:
        return f"<secret {self.name} from the {self.origin}>"

    def __reduce_ex__(self, _protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a secret is not written anywhere")


def find_secret(name: str, vault: Vault | None = None) -> Secret | None:
    """The secret with this name, or None when there is none. Blocks for as long as a keyring may take.

    Raises:
        SecretError: The name or what the environment holds cannot be a secret's; or the environment holds none and
            the keyring cannot be asked.
    """
    if text := os.environ.get(_variable(name)):
        return Secret(name, _checked(text, _variable(name)), "environment")
    try:
        kept = (vault or Vault("secret")).read(_ACCOUNT + name)
    except VaultError as error:
        raise _instead(error, name) from error
    return None if kept is None else Secret(name, _checked(kept, f"{name} in the keyring"), "keyring")


def keep_secret(name: str, text: str, vault: Vault | None = None) -> None:
    """Keep a secret in the keyring in place of the former one with this name; white space around it does not count.

    Raises:
        SecretError: It cannot be one, or the keyring cannot be used.
    """
    _variable(name)
    text = _checked(text, name)
    vault = vault or Vault("secret")
    try:
        vault.keep(_ACCOUNT + name, text)
        _note(vault, name, there=True)
    except VaultError as error:
        raise _instead(error, name) from error


def forget_secret(name: str, vault: Vault | None = None) -> bool:
    """Take a secret out of the keyring; returns whether it was there.

    Raises:
        SecretError: The keyring cannot be used.
    """
    _variable(name)
    vault = vault or Vault("secret")
    try:
        there = vault.forget(_ACCOUNT + name)
        _note(vault, name, there=False)
    except VaultError as error:
        raise SecretError(str(error)) from error
    return there


def known_secrets(vault: Vault | None = None) -> tuple[dict[str, Origin], str]:
    """The names of all secrets with where each is found, and why the keyring could not be asked (empty: it could)."""
    found: dict[str, Origin] = {}
    problem = ""
    try:
        found = dict.fromkeys(_noted(vault or Vault("secret")), "keyring")
    except VaultError as error:
        problem = str(error)
    for variable, text in os.environ.items():
        name = variable.removeprefix(PREFIX).lower()
        if text and variable.startswith(PREFIX) and _NAME.fullmatch(name):
            found[name] = "environment"
    return dict(sorted(found.items())), problem


def _variable(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise SecretError("the name of a secret is up to 40 small letters, digits and _, as openrouter")
    return PREFIX + name.upper()


def _checked(text: str, where: str) -> str:
    text = text.strip()
    if not _TEXT.fullmatch(text):
        raise SecretError(f"{where}: a secret is one word of up to {LONGEST} ASCII characters")
    return text


def _instead(error: VaultError, name: str) -> SecretError:
    return SecretError(f"{error} Or give the secret in the environment variable {_variable(name)}.")


def _noted(vault: Vault) -> set[str]:
    return {name for name in (vault.read(_NAMES) or "").split() if _NAME.fullmatch(name)}


def _note(vault: Vault, name: str, *, there: bool) -> None:
    names = _noted(vault)
    if (name in names) != there:
        vault.keep(_NAMES, " ".join(sorted(names ^ {name})))
