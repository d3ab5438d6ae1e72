"""The demo: one command that shows a live call, with a backend of its own and a sample call played through it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from desktop import children
from desktop.display import display_problem
from desktop.endpoint import find_endpoint
from transcripts.door import FILE
from transcripts.identity import uuid7


def run_demo(call: Path, speed: str, *, headless: bool, as_json: bool) -> int:
    """Show the call; return the exit code: 0, or 2 when it cannot be shown."""
    problem = "" if headless else display_problem()
    if problem:
        print(f"csr-desktop: {problem} Add --headless to read the call as text.", file=sys.stderr)
        return 2
    session_id = uuid7(datetime.now(UTC), os.urandom(10))
    with tempfile.TemporaryDirectory(prefix="csr-assist-") as folder:
        door = Path(folder) / FILE
        try:
            if headless:
                from desktop.headless import run_headless  # noqa: PLC0415 # one of the two is needed

                asyncio.run(run_headless(call, door, session_id, speed, as_json=as_json))
            else:
                _run_window(call, door, session_id, speed)
        except* children.ChildError as group:
            print(f"csr-desktop: {group.exceptions[0]}", file=sys.stderr)
            problem = str(group.exceptions[0])
    return 2 if problem else 0


def _run_window(call: Path, door: Path, session_id: str, speed: str) -> None:
    from desktop.app import run_overlay  # noqa: PLC0415 # as above: Qt is not loaded where there is no display
    from desktop.assistant import Assistant  # noqa: PLC0415

    @contextlib.asynccontextmanager
    async def play(assistant: Assistant) -> AsyncIterator[None]:
        assistant.expect(session_id)
        async with children.backend(door):
            assistant.retry()
            async with children.replay(call, door, session_id, speed):
                yield

    run_overlay(find_endpoint(None, None, door), play)
