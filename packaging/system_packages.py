"""What the operating system must bring along: Qt's libraries, the fonts of the look, a test display."""

from __future__ import annotations

import ctypes
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Need:
    """One thing the system must have.

    Attributes:
        package: Its name in Debian and Ubuntu, without the `t64` that newer releases append.
        probe: How to notice it elsewhere: a shared library (`libX.so.1`) or a program; empty for a font.
    """

    package: str
    probe: str = ""


RUN = (
    Need("libglib2.0-0", "libglib-2.0.so.0"),
    Need("libgl1", "libGL.so.1"),
    Need("libegl1", "libEGL.so.1"),
    Need("libxkbcommon0", "libxkbcommon.so.0"),
    Need("libdbus-1-3", "libdbus-1.so.3"),
    Need("libfontconfig1", "libfontconfig.so.1"),
    Need("libx11-xcb1", "libX11-xcb.so.1"),
    Need("libxcb-cursor0", "libxcb-cursor.so.0"),
    Need("libxcb-icccm4", "libxcb-icccm.so.4"),
    Need("libxcb-image0", "libxcb-image.so.0"),
    Need("libxcb-keysyms1", "libxcb-keysyms.so.1"),
    Need("libxcb-randr0", "libxcb-randr.so.0"),
    Need("libxcb-render-util0", "libxcb-render-util.so.0"),
    Need("libxcb-shape0", "libxcb-shape.so.0"),
    Need("libxcb-xkb1", "libxcb-xkb.so.1"),
    Need("libxkbcommon-x11-0", "libxkbcommon-x11.so.0"),
    Need("fonts-inter"),
    Need("fonts-noto-core"),
)
"""What the programs need to run and to look as they should."""

TEST = (
    Need("xvfb", "Xvfb"),
    Need("xauth", "xauth"),
    Need("openbox", "openbox"),
    Need("xdotool", "xdotool"),
    Need("dbus", "dbus-run-session"),
    Need("gnome-keyring", "gnome-keyring-daemon"),
)
"""What the tests need besides: a display, a window manager, a keyring service."""


def ensure(needs: Sequence[Need], say: Callable[[str], None]) -> bool:
    """Sees to it that `needs` are there, as far as this machine and this user allow.

    On Debian and Ubuntu as root what is missing is installed; everywhere else it is named together with
    the command that installs it.

    Args:
        needs: What must be there.
        say: Takes one line of progress.

    Returns:
        Whether everything is there now.
    """
    if not sys.platform.startswith("linux"):
        return True
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return _name_probes(needs, say)
    return ensure_debian([need.package for need in needs], say)


def ensure_debian(packages: Sequence[str], say: Callable[[str], None]) -> bool:
    """Does the work of `ensure` for Debian package names, and returns whether all are installed."""
    missing = _not_installed(packages)
    if not missing:
        return True
    if os.geteuid() != 0:
        say("Missing system packages: " + " ".join(missing))
        say(f"Install them with: sudo apt-get install --no-install-recommends {shlex.join(missing)}")
        return False
    say("Installing system packages: " + " ".join(missing))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = _captured([*_APT, "update"], environment)
    known = _known(missing)
    names = [known[package] for package in missing if package in known]
    if names:
        install = _captured([*_APT, "install", "--yes", "--no-install-recommends", *names], environment)
        if install.returncode != 0:
            say("apt-get could not install them. It said:")
            say(without_addresses(update.stdout + install.stdout).rstrip())
    missing = _not_installed(packages)
    if missing:
        say("Still missing, going on without: " + " ".join(missing))
    return not missing


def without_addresses(text: str) -> str:
    """Takes every address of a package server out of a tool's output.

    Args:
        text: What apt or pip printed.

    Returns:
        The text with `<address>` where a URL or a host name stood.
    """
    url = r"[a-z][a-z0-9+.-]*://[^\s'\"<>,;)]+"
    named = r"""://(?:[^\s/@]*@)?([^\s/:'"<>,;)]+)|host=['"]([^'"]+)|(?:connect(?:ion)? to|resolve) '?([\w.:-]+\w)"""
    hosts = {host for found in re.findall(named, text, re.IGNORECASE) for host in found if host}
    text = re.sub(url, "<address>", text, flags=re.IGNORECASE)
    for host in sorted(hosts, key=len, reverse=True):
        text = re.sub(rf"(?<![\w.-]){re.escape(host)}(?![\w-])", "<address>", text)
    return text


_APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=120")


def _captured(command: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
        errors="replace",
        check=False,
    )


def _not_installed(packages: Sequence[str]) -> list[str]:
    """The packages of which neither the plain name nor its `t64` form is installed, in their order."""
    names = [name for package in packages for name in (package, package + "t64")]
    query = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\\n", *names],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it complains once for each name it has never heard of
        text=True,
        check=False,
    )
    installed = {line.split()[1] for line in query.stdout.splitlines() if line.startswith("installed ")}
    return [package for package in packages if not installed & {package, package + "t64"}]


def _known(packages: Sequence[str]) -> dict[str, str]:
    """Maps each package to the name under which this release really has it; others are left out.

    Asking apt to install one unknown name makes it install nothing at all.
    """
    pattern = "^(" + "|".join(re.escape(package) for package in packages) + ")(t64)?$"
    search = subprocess.run(
        ["apt-cache", "--names-only", "search", pattern],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    real = {line.split()[0] for line in search.stdout.splitlines() if line.strip()}
    both = {package: [n for n in (package + "t64", package) if n in real] for package in packages}
    return {package: names[0] for package, names in both.items() if names}


def _name_probes(needs: Sequence[Need], say: Callable[[str], None]) -> bool:
    """Names what is missing on a Linux without apt; installs nothing."""
    missing = [need for need in needs if need.probe and not _found(need.probe)]
    if not missing:
        return True
    say("Missing on this system: " + " ".join(need.probe for need in missing))
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            files = [f"{n.probe}()(64bit)" if ".so." in n.probe else f"/usr/bin/{n.probe}" for n in missing]
            say(f"Install it with: sudo {tool} install {shlex.join(files)}")
            return False
    say("Install it with the system's package manager; Debian's names for it are:")
    say("  " + " ".join(need.package for need in missing))
    return False


def _found(probe: str) -> bool:
    if ".so." not in probe:
        return shutil.which(probe) is not None
    try:
        ctypes.CDLL(probe)
    except OSError:
        return False
    return True
