"""A backend whose rules of record are those of the story."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from tests.desktop.story import RULES
from tests.programs import running, said


@contextlib.contextmanager
def story_backend(folder: Path) -> Iterator[Path]:
    """The backend with its data in `folder`; gives its door. Desktops take over its rules."""
    rules = folder / "story.yaml"
    rules.write_text(RULES)
    arguments = ("--data-dir", str(folder), "serve", "--port", "0", "--log-level", "warning", "--rules", str(rules))
    with running("backend", *arguments) as child:
        yield Path(said(child)["door"])
