"""Sets up a working copy and runs its programs and checks, with nothing but Python 3.11 or newer.

    python3 packaging/dev.py setup          make or refresh .venv
    python3 packaging/dev.py demo [args]    set up, then show a sample call (csr-desktop demo)
    python3 packaging/dev.py test [--fast]  set up, then lint, types, import walls, every test, a minute of fuzzing
    python3 packaging/dev.py bench [args]   set up, then print the figures
    python3 packaging/dev.py lock           compute packaging/requirements.lock anew (needs uv)

It works from any folder. Progress goes to standard error, so that the output of a program stays its own.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import system_packages

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
STAMP = VENV / "csr-setup.json"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
OLDEST = (3, 11)
GRACE_S = 10.0
"""How long an interrupted program may take to end by itself."""


stopped_by: list[int] = []
"""The signal that asked this program to end. Raised at once, it could hit between a child's start and its name."""


class SetupError(Exception):
    """Set-up cannot go on; the text says why and what to do."""


def say(line: str) -> None:
    """Prints one line of progress to standard error, at once."""
    print(line, file=sys.stderr, flush=True)


def program(name: str) -> str:
    """The path of a program inside .venv."""
    return str(BIN / (name + ".exe" if WINDOWS else name))


def setup(*, for_tests: bool = False) -> None:
    """Brings system packages and .venv to what the lock file and pyproject.toml ask for.

    Does nothing that is done already. A .venv without a valid stamp was left half made (or was made by
    something else) and is made anew.

    Args:
        for_tests: Whether the display and the keyring service of the tests are needed as well.

    Raises:
        SetupError: The Python is too old, has no venv, or a step failed.
    """
    check_python()
    system_packages.ensure(system_packages.RUN + system_packages.TEST if for_tests else system_packages.RUN, say)
    wanted, found = stamp_wanted(), stamp_found()
    if found == wanted and Path(program("python")).exists():
        return
    # Scripts carry absolute paths and compiled packages a Python version: either change needs a new .venv.
    same_place = found is not None and all(found.get(key) == wanted[key] for key in ("root", "python"))
    STAMP.unlink(missing_ok=True)
    if not (same_place and Path(program("python")).exists()):
        make_venv()
    pins = sum("==" in line for line in LOCK.read_text(encoding="utf-8").splitlines())
    # The lock file is complete; what some packages would bring along besides is left out of it on purpose.
    install(f"Installing {pins} pinned packages", "--no-deps", "--require-hashes", "--requirement", str(LOCK))
    install("Installing the project", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    STAMP.write_text(json.dumps(wanted, indent=1), encoding="utf-8")


def check_python() -> None:
    """Raises SetupError when the running Python is too old or cannot make virtual environments."""
    if sys.version_info < OLDEST:
        newer = next((n for n in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(n)), "")
        how = (
            f"run it with {newer}" if newer else "install one, for example the package python3.12, and run it with that"
        )
        raise SetupError(f"This needs Python 3.11 or newer and found {sys.version.split()[0]}: {how}.")
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if shutil.which("apt-get") and system_packages.ensure_debian([package], say):
        return
    raise SetupError(
        f"{sys.executable} cannot make virtual environments: its venv or ensurepip module is missing.\n"
        f"Install it (Debian and Ubuntu: sudo apt-get install {package}) and run this again."
    )


def stamp_wanted() -> dict[str, str]:
    """What .venv depends on; two equal stamps mean that there is nothing to do."""
    return {
        "root": str(ROOT),
        "python": f"{sys.implementation.name} {sys.version_info[0]}.{sys.version_info[1]}",
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "pyproject": hashlib.sha256(PYPROJECT.read_bytes()).hexdigest(),
    }


def stamp_found() -> dict[str, str] | None:
    """The stamp of the last complete set-up, or None when there is none that can be read."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def make_venv() -> None:
    """Makes .venv from nothing, in place of whatever is there."""
    # The interpreter behind a virtual environment, so that running from .venv itself can replace it.
    base = getattr(sys, "_base_executable", None) or sys.executable
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    quiet("Making .venv anew" if VENV.exists() else "Making .venv", [base, "-m", "venv", "--clear", str(VENV)])


def install(title: str, *arguments: str) -> None:
    """Runs `pip install` inside .venv."""
    pip = [program("python"), "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    quiet(title, [*pip, *arguments])


def quiet(title: str, command: Sequence[str]) -> None:
    """Runs a step of set-up and hides its output, unless it fails.

    Raises:
        SetupError: With the whole output (its addresses taken out) and what to do.
    """
    say(f"{title} …")
    started = time.monotonic()
    with tempfile.TemporaryFile() as output:
        code = run(command, output=output)
        output.seek(0)
        said = output.read().decode(errors="replace")
    if code != 0:
        raise SetupError(
            f"{system_packages.without_addresses(said).rstrip()}\n\n"
            f"{title} failed (exit code {code}); what it said stands above.\n"
            "Check the network and the free disk space, then run the same command again."
        )
    say(f"  done in {time.monotonic() - started:.0f} s")


def clean_environment() -> dict[str, str]:
    """The environment without the variables that make a Python look into somebody else's packages."""
    strangers = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV")
    kept = {name: value for name, value in os.environ.items() if name not in strangers}
    return {**kept, "VIRTUAL_ENV": str(VENV)}


def run(command: Sequence[str], folder: Path = ROOT, output: IO[bytes] | None = None) -> int:
    """Runs a program and waits for its end.

    Interrupted, it gives the program time to end by itself: Ctrl-C reaches both, SIGTERM is passed on.

    Args:
        command: The program and its arguments.
        folder: Where it runs.
        output: Takes everything it says; None leaves it this terminal, its keyboard included.

    Returns:
        Its exit code; as a shell says it, 128 + n, when signal n ended it.
    """
    keyboard = subprocess.DEVNULL if output else None
    with subprocess.Popen(
        command, cwd=folder, env=clean_environment(), stdin=keyboard, stdout=output, stderr=output
    ) as process:
        try:
            while process.poll() is None and not stopped_by:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(1)
        except KeyboardInterrupt:
            end(process)
            raise
        if stopped_by:
            process.terminate()
            end(process)
    if stopped_by:
        sys.exit(128 + stopped_by[0])
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def end(process: subprocess.Popen[bytes]) -> None:
    """Waits for a program that has been told to end; kills it when it takes too long or Ctrl-C comes again."""
    try:
        process.wait(GRACE_S)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()


def become(command: Sequence[str], folder: Path) -> int:
    """Runs a program in this one's place, so that signals and the exit code are its own."""
    if not WINDOWS:
        os.chdir(folder)
        os.execve(command[0], list(command), clean_environment())  # noqa: S606 # no shell is wanted
    return run(command, folder)


def test(*, fast: bool) -> int:
    """Runs every check, also after one has failed, and prints a table of them.

    Args:
        fast: Leaves out the tests on a real X server and tries fewer generated examples.

    Returns:
        0, or the exit code of the first check that failed.
    """
    setup(for_tests=not fast)
    python = program("python")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    tests = [python, "-m", "pytest", "-n", str(min(cores, 4))]
    title = "tests, offscreen and on Xvfb"
    if fast or not sys.platform.startswith("linux"):
        tests += ["-m", "not xvfb"]
        title = "tests, offscreen"
    if fast:
        tests += ["--hypothesis-profile", "fast"]
    steps: list[tuple[str, list[str]]] = [
        ("lint", [program("ruff"), "check"]),
        ("format", [program("ruff"), "format", "--check"]),
        ("types", [python, "-m", "mypy"]),
        ("import walls", [program("lint-imports")]),
        (title, tests),
        ("made-up calls", [python, "-m", "tests.fuzz", "--seconds", "5" if fast else "60"]),
    ]
    rows: list[tuple[str, int, float]] = []
    for name, command in steps:
        print(f"== {name}", flush=True)
        started = time.monotonic()
        rows.append((name, run(command), time.monotonic() - started))
    print()
    for name, code, seconds in rows:
        print(f"{name:<30} {seconds:7.1f} s  {'ok' if code == 0 else f'failed ({code})'}", flush=True)
    return next((code for _, code, _ in rows if code), 0)


def lock() -> int:
    """Computes the lock file anew from pyproject.toml, for every platform at once."""
    uv = shutil.which("uv")
    if uv is None:
        raise SetupError("This needs uv: install it (pipx install uv) and run the same command again.")
    compile_lock = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--extra", "dev"]
    plain = ["--no-emit-index-url", "--no-header", "--no-annotate", "--python-version", "3.11"]
    return run([*compile_lock, *plain, "--output-file", str(LOCK), str(PYPROJECT)])


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="dev.py", description="Sets up this working copy and runs its parts.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("setup", help="make or refresh .venv")
    commands.add_parser("demo", help="show a sample call; what follows goes to csr-desktop demo")
    commands.add_parser("test", help="run every check").add_argument(
        "--fast", action="store_true", help="no X server, fewer generated examples"
    )
    commands.add_parser("bench", help="print the figures; what follows goes to the benchmark")
    commands.add_parser("lock", help="compute the lock file anew (needs uv)")
    # What follows these two belongs to another program, its --help and -- included.
    passed_on = arguments[1:] if arguments and arguments[0] in ("demo", "bench") else []
    known = parser.parse_args(arguments[: len(arguments) - len(passed_on)])
    signal.signal(signal.SIGTERM, lambda number, _frame: stopped_by.append(number))
    try:
        if known.command == "lock":
            return lock()
        if known.command == "test":
            return test(fast=known.fast)
        setup()
        if known.command == "demo":
            return become([program("csr-desktop"), "demo", *passed_on], Path.cwd())
        if known.command == "bench":
            return become([program("python"), "-m", "tests.bench", *passed_on], ROOT)
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    say(f"Ready: {VENV}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
