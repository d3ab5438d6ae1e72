"""Runs the benchmarks and prints one table.

    python -m tests.bench [NAME ...] [--quick] [--report FILE.md] [--json FILE]

Each benchmark runs in a process of its own, so that none inherits another's memory or threads. The exit code is 0
unless a benchmark could not be carried out: slowness is for the reader to judge.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.figures import Figure, from_json, machine, markdown, notes, table, to_json

NAMES = ("route", "paint", "appends", "startup", "rules", "redaction", "fanout", "assist")
SHARED = "Other programs may share this machine: every figure is the best of several runs, and its peer's too."


def main(argv: Sequence[str] | None = None) -> int:
    """Run what was asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measures the product, beside peers.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which (all when left out): {', '.join(NAMES)}")
    parser.add_argument("--quick", action="store_true", help="fewer samples: to see that it works")
    parser.add_argument("--report", type=Path, metavar="FILE.md", help="write the table as Markdown")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    arguments = parser.parse_args(argv)
    unknown = set(arguments.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(NAMES)}")
    names = arguments.names or NAMES
    failed: list[str] = []
    if len(names) == 1:
        figures = _measure(names[0], quick=arguments.quick)
    else:
        figures, failed = _measure_each(names, quick=arguments.quick)
    print(f"{machine()}\n{SHARED}\n\n{table(figures)}", flush=True)
    for note in notes(figures):
        print(f"* {note}")
    if arguments.report:
        arguments.report.write_text(f"{machine()}\n\n{SHARED}\n\n{markdown(figures)}\n", encoding="utf-8")
    if arguments.json:
        arguments.json.write_bytes(to_json(figures))
    for name in failed:
        print(f"tests.bench: {name} could not be measured", file=sys.stderr)
    return 1 if failed else 0


def _measure(name: str, *, quick: bool) -> list[Figure]:
    figures: list[Figure] = importlib.import_module(f"tests.bench.{name}").run(quick=quick)
    return figures


def _measure_each(names: Sequence[str], *, quick: bool) -> tuple[list[Figure], list[str]]:
    figures: list[Figure] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="csr-bench-") as folder:
        for name in names:
            print(f"== {name}", file=sys.stderr, flush=True)
            result = Path(folder) / f"{name}.json"
            command = [sys.executable, "-m", "tests.bench", name, "--json", str(result), *(["--quick"] * quick)]
            done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False, env=os.environ)
            if done.returncode == 0:
                figures += from_json(result.read_bytes())
            else:
                failed.append(name)
    return figures, failed


if __name__ == "__main__":
    sys.exit(main())
