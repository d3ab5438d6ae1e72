"""Playbooks for tests: topics written into folders, and time that passes when a test says so."""

from functools import lru_cache
from pathlib import Path

from backend.assist.playbook.embedding import Embedder, load_embedder
from backend.assist.playbook.search import LOOK_EVERY_S, Playbook

FEE = """\
---
title: Diagnostic fee
triggers:
  - how much to come out
  - trip charge
---

> I hear you. The visit is {diagnostic_fee}. You get the price before any work.

The fee pays for the trip. It {fee_credit}.

## Fee toward the repair

> It {fee_credit}.

Say so before the booking.
"""
DRAIN = """\
---
title: Clogged drains
trades: [plumbing]
triggers: [my sink won't drain]
---

> Please hold off on chemical drain cleaner.

It harms pipes.
"""
FURNACE = """\
---
title: Furnace checks
trades: [hvac]
triggers: [the furnace won't come on]
---

> Is the thermostat on and set right?
"""
COMPANY = """\
---
facts:
  company: Northfield
  diagnostic_fee: $89
---
"""


@lru_cache(maxsize=1)
def embedder() -> Embedder:
    """The model, loaded once."""
    return load_embedder()


def topic(title: str, say: str, *, trades: str = "", triggers: str = "") -> str:
    """A topic as its author writes it."""
    return f"---\ntitle: {title}\ntrades: [{trades}]\ntriggers: [{triggers}]\n---\n\n> {say}\n"


class Room:
    """The two folders of a playbook, and its clock.

    Args:
        folder: Where the folders are made.
    """

    def __init__(self, folder: Path) -> None:
        self.default = folder / "default"
        self.company = folder / "company"
        self.now = 0.0
        for name, text in (
            ("pricing/diagnostic-fee.md", FEE),
            ("plumbing/clogged-drains.md", DRAIN),
            ("hvac/furnace-checks.md", FURNACE),
        ):
            self.ship(name, text)

    def ship(self, name: str, text: str) -> Path:
        """Write a file that comes with the product."""
        return _write(self.default / name, text)

    def put(self, name: str, text: str) -> Path:
        """Write a file of the company."""
        return _write(self.company / name, text)

    def open(self) -> Playbook:
        """The playbook, by words alone."""
        return Playbook.open(self.default, self.company, clock=lambda: self.now)

    def wait(self) -> None:
        """Let the time pass after which the folders are looked at again."""
        self.now += LOOK_EVERY_S


def _write(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
