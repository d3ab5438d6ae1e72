"""What the operator decides about a backend."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from transcripts.door import APP, FILE

DEFAULT_PORT = 8765


class SettingsError(ValueError):
    """A setting that cannot be used; the message says which and what to do."""


def default_data_dir() -> Path:
    """The user's data folder for this program."""
    return user_data_path(APP, appauthor=False)


def is_loopback(host: str) -> bool:
    """Whether this host, a name or an address, is this machine and no other can hear what is said to it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection may do before it is refused, then closed."""

    requests_per_s: float = 5_000.0
    burst: int = 10_000
    refusals_before_close: int = 200
    in_flight: int = 512  # appends on their way to the disk
    write_buffer: int = 64 * 1024  # bytes; past it a watcher catches up from the log
    unread: int = 4 << 20  # bytes waiting for a peer that does not read; past it the connection is cut


@dataclass(frozen=True, slots=True)
class Settings:
    """A backend's settings. `port` 0 takes any free one."""

    data_dir: Path = field(default_factory=default_data_dir)
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    tls_cert: Path | None = None
    tls_key: Path | None = None
    rules: tuple[Path, ...] = ()  # ruleset files; without any, the shipped ones
    assist: Path | None = None  # the file of the assist settings; None is the usual place in the data folder
    example_company: bool = False  # the playbook of a company that there is not, for demonstrations
    door_file: Path | None = None  # None is the usual place in the data folder
    drain_s: float = 5.0
    limits: Limits = Limits()

    @property
    def database(self) -> Path:
        """The file of the event log."""
        return self.data_dir / "calls.db"

    @property
    def door(self) -> Path:
        """The file of the local door (see `transcripts.door`)."""
        return self.door_file or self.data_dir / FILE

    @property
    def playbook(self) -> Path:
        """The folder of the company's own playbook; need not exist."""
        return self.data_dir / "playbook"

    @property
    def playbook_vectors(self) -> Path:
        """The file that keeps the vectors of the playbook; may be deleted at any time."""
        return self.data_dir / "playbook-vectors.npz"

    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""
        return is_loopback(self.host)

    def check(self) -> None:
        """Refuse what would be unsafe.

        Raises:
            SettingsError: Listening beyond this machine without TLS, or half of a TLS pair.
        """
        if (self.tls_cert is None) != (self.tls_key is None):
            raise SettingsError("TLS needs both --tls-cert and --tls-key")
        if not self.loopback and self.tls_cert is None:
            raise SettingsError(
                f"{self.host} can be reached from other machines: give --tls-cert and --tls-key, or listen on 127.0.0.1"
            )
