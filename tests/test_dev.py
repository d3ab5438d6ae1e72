"""packaging/dev.py, run as a program in a working copy of its own, and its treatment of system packages."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import dev
import pytest
import system_packages
from hypothesis import assume, given
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent


def program(folder: Path, name: str, text: str) -> None:
    """Writes an executable shell script."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working copy, in a folder with a blank and a quote in its name, on a system that has every package."""
    folder = tmp_path / "it's a copy"
    (folder / "packaging").mkdir(parents=True)
    for name in ("packaging/dev.py", "packaging/system_packages.py", "packaging/requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    tools = tmp_path / "tools"
    everything = "for name; do case $name in -*|*Package*) ;; *) echo installed $name;; esac; done"
    program(tools, "dpkg-query", everything)
    program(tools, "apt-get", "echo apt-get ran >&2; exit 1")
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    return folder


@pytest.fixture
def ready(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The copy with a finished set-up, of which the programs are scripts to be written by the test."""
    program(copy / ".venv" / "bin", "python", 'echo "python $*"')
    monkeypatch.setattr(dev, "ROOT", copy)
    (copy / ".venv" / "csr-setup.json").write_text(json.dumps(dev.stamp_wanted()), encoding="utf-8")
    return copy


def dev_py(copy: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Runs the copy's dev.py from some folder."""
    command = [sys.executable, str(copy / "packaging" / "dev.py"), *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def test_demo_hands_everything_on(ready: Path, home: Path) -> None:
    """Arguments, the user's folder, the output and the exit code are the program's own; progress is not in between."""
    program(ready / ".venv" / "bin", "csr-desktop", 'pwd; for word; do echo "<$word>"; done; exit 7')
    done = dev_py(ready, "demo", "--call", "two words", "--help", "--", "*", cwd=home)
    assert done.returncode == 7
    assert done.stdout.splitlines() == [str(home), "<demo>", "<--call>", "<two words>", "<--help>", "<-->", "<*>"]
    assert done.stderr == ""


def test_a_finished_set_up_is_left_alone(ready: Path, home: Path) -> None:
    """With a stamp that fits nothing is run: no pip, no apt-get."""
    done = dev_py(ready, "setup", cwd=home)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"Ready: {ready / '.venv'}\n"


def test_test_runs_every_check_and_prints_a_table(ready: Path, home: Path) -> None:
    """A check that fails stops no other; the table names each one; the exit code is the first failure's."""
    tools = ready / ".venv" / "bin"
    program(tools, "ruff", 'test "$2" != --check || exit 3')
    program(tools, "lint-imports", "exit 4")
    program(tools, "python", 'test "$2" != pytest || echo "== 12 passed in 3.45s =="')
    done = dev_py(ready, "test", cwd=home)
    assert done.returncode == 3
    assert "== 12 passed in 3.45s ==" in done.stdout
    table = re.findall(r"^(\S.*?) +\d+\.\d s  (.*)$", done.stdout, re.MULTILINE)
    assert table == [
        ("lint", "ok"),
        ("format", "failed (3)"),
        ("types", "ok"),
        ("import walls", "failed (4)"),
        ("tests, offscreen and on Xvfb", "ok"),
        ("made-up calls", "ok"),
    ]


@pytest.mark.parametrize("words", [["test", "--fast"], ["test"]])
def test_fast_leaves_the_display_out(words: list[str], ready: Path, home: Path) -> None:
    """Only the fast run deselects the tests on a real display."""
    for name in ("ruff", "lint-imports"):
        program(ready / ".venv" / "bin", name, "exit 0")
    done = dev_py(ready, *words, cwd=home)
    assert ("not xvfb" in done.stdout) == ("--fast" in words)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_check_ends_quietly(number: signal.Signals, ready: Path) -> None:
    """Ctrl-C and SIGTERM end the running check as well, and print nothing."""
    program(
        ready / ".venv" / "bin", "ruff", "trap 'echo asked; exit' INT TERM; echo started; while :; do sleep 0.1; done"
    )
    command = [sys.executable, str(ready / "packaging" / "dev.py"), "test"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert [process.stdout.readline(), process.stdout.readline()] == ["== lint\n", "started\n"]
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as a terminal does
        else:
            process.send_signal(number)
        assert process.stdout.read() == "asked\n"
        assert process.stderr.read() == ""
    assert process.returncode == 128 + number


def test_a_deaf_program_is_killed_in_the_end(ready: Path) -> None:
    """A program that ignores being asked to end does not keep us for ever."""
    # It asks for the end itself, once it is deaf.
    program(ready / ".venv" / "bin", "ruff", "trap '' TERM; kill $PPID; while :; do sleep 0.1; done")
    script = "import sys, dev; dev.GRACE_S = 0.1; sys.exit(dev.main(['test']))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ready / "packaging", capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (128 + signal.SIGTERM, b"")


def test_a_failed_step_shows_everything_but_addresses(copy: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When pip fails, its whole output is shown, without the servers in it, and what to do stands below."""
    (copy / "packaging" / "requirements.lock").write_text("no-such-package==1 --hash=sha256:00\n", encoding="utf-8")
    monkeypatch.setenv("PIP_INDEX_URL", "http://user:secret@127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    done = dev_py(copy, "setup", cwd=home)
    assert done.returncode == 1
    assert "ERROR" in done.stderr
    assert "what it said stands above" in done.stderr
    assert "127.0.0.1" not in done.stderr
    assert "secret" not in done.stderr
    assert not (copy / ".venv" / "csr-setup.json").exists()


@pytest.fixture
def steps(copy: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the set-up steps that were run; running one makes what the first of them makes."""
    done: list[str] = []
    monkeypatch.setattr(dev, "ROOT", copy)
    for name, path in {
        "VENV": ".venv",
        "BIN": ".venv/bin",
        "STAMP": ".venv/csr-setup.json",
        "LOCK": "packaging/requirements.lock",
        "PYPROJECT": "pyproject.toml",
    }.items():
        monkeypatch.setattr(dev, name, copy / path)

    def quiet(title: str, _command: list[str]) -> None:
        done.append(re.sub(r"\d+", "N", title))
        program(copy / ".venv" / "bin", "python", "exit 0")

    monkeypatch.setattr(dev, "quiet", quiet)
    return done


INSTALLS = ["Installing N pinned packages", "Installing the project"]


def test_set_up_does_what_is_needed(steps: list[str], copy: Path) -> None:
    """New: everything. Again: nothing. Another lock: the packages. Another place, Python or a torn stamp: all anew."""
    dev.setup()
    assert steps == ["Making .venv", *INSTALLS]
    steps.clear()
    dev.setup()
    assert steps == []
    with (copy / "packaging" / "requirements.lock").open("a", encoding="utf-8") as file:
        file.write("\n")
    dev.setup()
    assert steps == INSTALLS
    stamp = copy / ".venv" / "csr-setup.json"
    whole = stamp.read_text(encoding="utf-8")
    others = [whole.replace("copy", "cobby"), whole.replace("cpython", "jython"), whole[:20], "[]"]
    for other in others:
        steps.clear()
        stamp.write_text(other, encoding="utf-8")
        dev.setup()
        assert steps == ["Making .venv anew", *INSTALLS]
    steps.clear()
    (copy / ".venv" / "bin" / "python").unlink()
    dev.setup()
    assert steps == ["Making .venv anew", *INSTALLS]


def test_an_interrupted_set_up_starts_anew(steps: list[str], copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a refresh that broke off, whatever it left is thrown away."""
    work = dev.quiet

    def broken(title: str, command: list[str]) -> None:
        work(title, command)
        if title == "Installing the project":
            raise KeyboardInterrupt

    dev.setup()
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n")
    with monkeypatch.context() as patch:
        patch.setattr(dev, "quiet", broken)
        with pytest.raises(KeyboardInterrupt):
            dev.setup()
    steps.clear()
    dev.setup()
    assert steps == ["Making .venv anew", *INSTALLS]


def test_an_old_python_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python that is too old gets its version and the way out."""
    monkeypatch.setattr(dev, "OLDEST", (99, 0))
    with pytest.raises(dev.SetupError, match=r"found 3\.\d+\.\d+.*: (run it with python3|install one)"):
        dev.check_python()


@pytest.fixture
def debian(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Debian of scripts: `installed` and `archive` hold package names, `log` what apt-get was asked for."""
    tools = tmp_path / "debian"
    program(tools, "dpkg-query", f"cd '{tools}'; sed 's/^/installed /' installed; exit 1")
    program(tools, "apt-cache", f"cd '{tools}'; grep -E \"$3\" archive | sed 's/$/ - a package/'")
    install = 'for n; do case $n in -*|DPkg*|install) ;; *) echo "$n" >> installed;; esac; done'
    program(
        tools, "apt-get", f'cd \'{tools}\'; echo "$DEBIAN_FRONTEND $*" >> log; case "$*" in *install*) {install};; esac'
    )
    for name in ("installed", "archive", "log"):
        (tools / name).write_text("", encoding="utf-8")
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tools


def test_missing_packages_are_installed_under_the_name_of_the_release(debian: Path) -> None:
    """One update, one install: renamed packages under their new name, unknown ones left out and reported."""
    (debian / "installed").write_text("libgl1\n", encoding="utf-8")
    (debian / "archive").write_text("libgl1\nlibglib2.0-0t64\nxvfb\nxvfb-extra\n", encoding="utf-8")
    said: list[str] = []
    assert not system_packages.ensure_debian(["libgl1", "libglib2.0-0", "xvfb", "libnew1"], said.append)
    options = "noninteractive -q -o DPkg::Lock::Timeout=120"
    assert (debian / "log").read_text().splitlines() == [
        f"{options} update",
        f"{options} install --yes --no-install-recommends libglib2.0-0t64 xvfb",
    ]
    assert said == [
        "Installing system packages: libglib2.0-0 xvfb libnew1",
        "Still missing, going on without: libnew1",
    ]


def test_installed_packages_start_nothing(debian: Path) -> None:
    """When all is there, under either name, apt-get is not run."""
    (debian / "installed").write_text("libgl1\nlibglib2.0-0t64\n", encoding="utf-8")
    said: list[str] = []
    assert system_packages.ensure_debian(["libgl1", "libglib2.0-0"], said.append)
    assert (debian / "log").read_text() == ""
    assert said == []


def test_without_rights_the_command_is_named(debian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may not install gets the exact command."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    said: list[str] = []
    assert not system_packages.ensure_debian(["xvfb", "openbox"], said.append)
    assert (debian / "log").read_text() == ""
    assert said[1] == "Install them with: sudo apt-get install --no-install-recommends xvfb openbox"


def test_elsewhere_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without apt, libraries and programs are looked for and the missing ones named, with a way to get them."""
    monkeypatch.setenv("PATH", str(tmp_path))
    program(tmp_path, "Xvfb", "exit 0")
    needs = [
        system_packages.Need("xvfb", "Xvfb"),
        system_packages.Need("libnone1", "libnone.so.1"),
        system_packages.Need("none", "no-such-program"),
        system_packages.Need("fonts-none"),
    ]
    said: list[str] = []
    assert not system_packages.ensure(needs, said.append)
    assert said[0] == "Missing on this system: libnone.so.1 no-such-program"
    assert said[-1].split() == ["libnone1", "none"]
    program(tmp_path, "dnf", "exit 0")
    said.clear()
    assert not system_packages.ensure(needs, said.append)
    assert said[1] == "Install it with: sudo dnf install 'libnone.so.1()(64bit)' /usr/bin/no-such-program"
    assert system_packages.ensure(needs[:1], said.append)


@pytest.mark.parametrize(
    "line",
    [
        "Looking in indexes: https://user:pass@packages.example.org:8443/simple, https://{}/x",
        "Looking in links: file:///srv/packages.example.org/wheels",
        "HTTPSConnectionPool(host='packages.example.org', port=443): Max retries exceeded with url: /simple/",
        "Failed to resolve 'packages.example.org' (Temporary failure in name resolution)",
        "Error: http://packages.example.org/debian InRelease\n  Temporary failure resolving 'packages.example.org'",
        "Could not connect to packages.example.org:3128 (10.0.0.7). - connect (111: Connection refused)",
        "ERROR: Cannot clone git+ssh://git@packages.example.org/it.git",
    ],
)
def test_addresses_are_taken_out(line: str) -> None:
    """No server's name survives in what pip and apt say when they fail; the words around it do."""
    cleaned = system_packages.without_addresses(line)
    assert "packages.example.org" not in cleaned
    assert "pass" not in cleaned
    assert cleaned.startswith(line[:7])


@given(st.text(st.characters(exclude_characters=":=")))
def test_text_without_addresses_stays(text: str) -> None:
    """Output that names no server is shown to the letter."""
    assume(not re.search("connect|resolve", text, re.IGNORECASE))
    assert system_packages.without_addresses(text) == text
