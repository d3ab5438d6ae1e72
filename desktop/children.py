"""The demo's child processes: a backend of its own, and the replay of a call."""

from __future__ import annotations

import asyncio
import contextlib
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

PATIENCE_S = 5.0  # how long a child may take to end after it was asked to


class ChildError(Exception):
    """A child process did not come up; the message is its own last word."""


@contextlib.asynccontextmanager
async def backend(door: Path) -> AsyncIterator[None]:
    """Run a backend on a free loopback port while the block runs; it leaves its door at `door`, and drains at the end.

    Raises:
        ChildError: It did not start.
    """
    arguments = [
        "serve",
        "--port",
        "0",
        "--door",
        str(door),
        "--log-level",
        "warning",
        "--with-parent",
        "--example-company",
    ]
    async with _child("backend", *arguments) as child:
        await _first_line(child, "backend")
        yield


@contextlib.asynccontextmanager
async def replay(call: Path, door: Path, session_id: str, speed: str) -> AsyncIterator[None]:
    """Play a call into the session while the block runs, and end the session after its last word.

    Raises:
        ChildError: It did not start.
    """
    arguments = ["replay", str(call), "--door", str(door), "--session", session_id, "--speed", speed, "--end"]
    async with _child("transcripts", *arguments) as child:
        await _first_line(child, "replay")
        yield


@contextlib.asynccontextmanager
async def _child(module: str, *arguments: str) -> AsyncIterator[subprocess.Popen[bytes]]:
    child = await asyncio.to_thread(
        subprocess.Popen,
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        yield child
    finally:
        await asyncio.shield(asyncio.to_thread(_stop, child))


async def _first_line(child: subprocess.Popen[bytes], name: str) -> dict[str, Any]:
    """What a child says when it is ready."""
    assert child.stdout is not None
    line = await asyncio.to_thread(child.stdout.readline)
    if not line:
        raise ChildError(f"the {name} did not start (exit code {child.wait()})")
    said: dict[str, Any] = json.loads(line)
    return said


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
