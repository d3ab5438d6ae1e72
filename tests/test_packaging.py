"""The lock file and the shape of the repository."""

import ast
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "packaging" / "requirements.lock").read_text(encoding="utf-8")
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENTRIES = [line for line in LOCK.replace("\\\n", " ").splitlines() if line.strip()]
TOP_LEVEL = {"desktop", "backend", "rules", "transcripts", "packaging", "tests", "pyproject.toml", "README.md"}


def locked() -> dict[str, str]:
    """The version that the lock file pins for each package."""
    pins = [Requirement(entry.partition("--hash=")[0]) for entry in ENTRIES]
    return {canonicalize_name(pin.name): str(pin.specifier).removeprefix("==") for pin in pins}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.split()[0])
def test_an_entry_is_pinned_with_hashes(entry: str) -> None:
    """An entry is one exact version, perhaps a marker, and at least one SHA-256."""
    assert re.fullmatch(r"[a-z0-9.-]+==[0-9][\w.]*( ; [^\\]+?)?( +--hash=sha256:[0-9a-f]{64})+", entry)


def test_the_lock_file_names_no_server() -> None:
    """Where packages come from is the machine's own affair: no address, no index, no links."""
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted|@", LOCK)


def test_every_direct_dependency_is_locked_as_wished() -> None:
    """For everything pyproject.toml asks for, the lock file pins a version that it accepts."""
    project = PYPROJECT["project"]
    wished = [*PYPROJECT["build-system"]["requires"], *project["dependencies"]]
    pins = locked()
    for line in [*wished, *project["optional-dependencies"]["dev"]]:
        wish = Requirement(line)
        version = pins.get(canonicalize_name(wish.name))
        assert version is not None, f"{line} is not locked: python3 packaging/dev.py lock"
        assert wish.specifier.contains(version), f"{line}, but locked is {version}: python3 packaging/dev.py lock"


def test_plain_text_keyrings_are_not_installed() -> None:
    """The package that stores secrets in a readable file is no dependency, not even an indirect one."""
    assert "keyrings-alt" not in locked()


@pytest.mark.parametrize("package", ["backend", "desktop", "rules", "transcripts", "packaging", "tests"])
def test_every_module_says_what_it_is(package: str) -> None:
    """Each module begins with a docstring."""
    modules = sorted((ROOT / package).rglob("*.py"))
    assert modules
    silent = [path for path in modules if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert not silent


def test_the_top_level_holds_what_was_agreed() -> None:
    """Apart from dotfiles the repository begins with these names and no other."""
    tracked: list[str] = []
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
        listing = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        tracked = listing.stdout.split("\0")
    # A copy without its history holds what the programs have written there, besides.
    made = {"__pycache__", "build", "dist"}
    names = {path.partition("/")[0] for path in tracked} or {path.name for path in ROOT.iterdir()} - made
    assert {name for name in names if name and not name.startswith(".")} <= TOP_LEVEL


def test_packaging_shadows_nothing() -> None:
    """The folder is no package, as the library of its name is one; git, Python and pip find no name twice."""
    assert not (ROOT / "packaging" / "__init__.py").exists()
    assert PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == [
        "backend",
        "desktop",
        "rules",
        "transcripts",
    ]
