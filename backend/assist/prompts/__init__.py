"""The prompts: Markdown files, which a company may put its own in place of.

A prompt names what is filled in as `{company}`; other braces stand for themselves.
"""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from backend.settings import SettingsError

NAMES: dict[str, frozenset[str]] = {
    "reply": frozenset({"company"}),
    "summary": frozenset({"company"}),
    "repair": frozenset({"problems"}),
}
"""Prompt -> what may be filled into it."""

_LONGEST = 20_000  # characters
_SLOT = re.compile(r"\{([a-z_]+)\}")


class Prompts:
    """The prompts in force.

    Args:
        folder: Where a company keeps its own, as `reply.md`; those that are not there are the shipped ones.

    Raises:
        SettingsError: A file cannot be read, is too long, or names something that is never filled in.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._texts = {name: _read(folder, name) for name in NAMES}

    def text(self, name: str, **values: str) -> str:
        """The prompt with its slots filled."""
        return _SLOT.sub(lambda slot: values[slot[1]], self._texts[name])


def _read(folder: Path | None, name: str) -> str:
    own = folder / f"{name}.md" if folder is not None else None
    try:
        if own is not None and own.exists():
            text = own.read_text(encoding="utf-8")
        else:
            text = files(__package__).joinpath(f"{name}.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"the prompt {own} cannot be read: {error}") from error
    if not text.strip() or len(text) > _LONGEST:
        raise SettingsError(f"the prompt {own} has {len(text)} characters; it may have 1 to {_LONGEST:,}")
    for slot in _SLOT.findall(text):
        if slot not in NAMES[name]:
            known = ", ".join(f"{{{one}}}" for one in sorted(NAMES[name]))
            raise SettingsError(f"the prompt {own} names {{{slot}}}, which is never filled in; it may name {known}")
    return text.strip()
