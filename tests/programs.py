"""The product's own programs as child processes, for tests that need the real thing."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).parent.parent / "transcripts" / "samples"


@contextlib.contextmanager
def running(module: str, *arguments: str, **more: Any) -> Iterator[subprocess.Popen[str]]:
    """`python -m module …` while the block runs; asked to stop, then made to."""
    command = [sys.executable, "-m", module, *arguments]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **more)
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout, child.stderr):
            if pipe is not None:
                pipe.close()


@contextlib.contextmanager
def backend(folder: Path, *options: str, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """A backend with its data in `folder`, and what it said when it was ready."""
    arguments = ("--data-dir", str(folder), "serve", "--port", str(port), "--log-level", "warning", *options)
    with running("backend", *arguments) as child:
        yield child, said(child)


def said(child: subprocess.Popen[str]) -> dict[str, Any]:
    """The next line of JSON that a child prints."""
    assert child.stdout is not None
    line = child.stdout.readline()
    assert line, f"{child.args!r} ended with {child.wait()} and said nothing"
    spoken: dict[str, Any] = json.loads(line)
    return spoken


def run(module: str, *arguments: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """`python -m module …` to its end."""
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, env=os.environ.copy())
