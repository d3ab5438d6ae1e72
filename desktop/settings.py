"""What the user chose: theme, text size, opacity, motion, and where the window stands on each screen.

The choices are one small JSON file in the user's configuration folder. A file that cannot be read never stops the
window: it is kept aside as `settings.broken.json`, the defaults take its place, and `Settings.problem` says
so in words.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

ThemeChoice = Literal["system", "dark", "light", "high_contrast"]
TextSize = Literal[90, 100, 115, 130]
Motion = Literal["system", "on", "off"]

TEXT_SIZES: tuple[TextSize, ...] = (90, 100, 115, 130)
OPACITIES = (100, 90, 80, 70, 60)


class Dock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the window stands on one screen: the nearer side edge, the gap to it and the offset from the top.

    `gap` and `offset` are device-independent pixels within the screen's available area.
    """

    edge: Literal["left", "right"] = "right"
    gap: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 12
    offset: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 12


class Choices(msgspec.Struct, frozen=True):
    """The choices as they stand in the file; a key this version does not know is ignored.

    `opacity` is per cent and holds for the calm window only. `reduced_motion` is "on" when movement is to be left out.
    `docks` maps a screen key to the place of the window there, `screen` is the key it stood on last.
    """

    theme: ThemeChoice = "system"
    text_size: TextSize = 100
    opacity: Annotated[int, msgspec.Meta(ge=60, le=100)] = 100
    click_through: bool = False
    reduced_motion: Motion = "system"
    docks: dict[str, Dock] = {}
    screen: str = ""


class Settings:
    """The user's choices and the file they live in. Not thread-safe: it belongs to the GUI thread.

    `path` of None keeps the choices in memory only. `problem` is empty, or one sentence on what went wrong with the
    file, to be shown or logged by whoever started the program.
    """

    def __init__(self, path: Path | None = None, choices: Choices | None = None) -> None:
        self.path = path
        self.choices = choices or Choices()
        self.problem = ""

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """Read the file at `path`, by default the one in the user's configuration folder.

        Never raises: a missing file gives the defaults, a broken or unreadable one too, with `problem` set.
        """
        settings = cls(path or default_path())
        settings._read()
        return settings

    def change(self, **fields: Any) -> None:
        """Replace the named choices and save at once. Does nothing when they already stand.

        Raises:
            msgspec.ValidationError: a value that the file could not hold.
        """
        merged = msgspec.to_builtins(self.choices) | msgspec.to_builtins(fields)
        wanted = msgspec.convert(merged, Choices)
        if wanted != self.choices:
            self.choices = wanted
            self._write()

    def remember_dock(self, screen: str, dock: Dock) -> None:
        """Keep `dock` as the window's place on the screen with the key `screen`."""
        self.change(docks={**self.choices.docks, screen: dock}, screen=screen)

    @property
    def docks(self) -> Mapping[str, Dock]:
        """The window's place on each screen it has stood on."""
        return self.choices.docks

    def _read(self) -> None:
        assert self.path is not None
        try:
            self.choices = msgspec.json.decode(self.path.read_bytes(), type=Choices)
        except FileNotFoundError:
            return
        except OSError as error:
            self.problem = f"Settings could not be read ({error.strerror}). The defaults are used."
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            aside = self.path.with_name("settings.broken.json")
            self.problem = f"Settings were not readable ({error}). The defaults are used."
            try:
                self.path.replace(aside)
            except OSError as refused:
                self.problem += f" The old file could not be kept aside ({refused.strerror})."
            else:
                self.problem += f" The old file is kept as {aside.name}."

    def _write(self) -> None:
        """Write beside the file, then put in its place: a reader sees the old file or the new one, never half."""
        if self.path is None:
            return
        text = msgspec.json.format(msgspec.json.encode(self.choices), indent=2)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".settings.")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(text + b"\n")
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self.path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            self.problem = f"Settings could not be saved ({error.strerror})."
        else:
            self.problem = ""


def default_path() -> Path:
    """The settings file of this user: `settings.json` in the configuration folder of csr-assist."""
    import platformdirs  # noqa: PLC0415 # a window with a given file does without

    return Path(platformdirs.user_config_dir("csr-assist")) / "settings.json"
