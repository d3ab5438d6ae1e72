"""What a benchmark reports: figures with their limits and peers, as a table, as Markdown and as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T")


class Limit(Struct, frozen=True):
    """What a figure has to reach: one of its numbers compared with a bound."""

    of: Literal["p50", "p99", "ratio"]
    op: Literal["<=", ">="]
    bound: float

    def __str__(self) -> str:
        return f"{self.of} {self.op} {_short(self.bound)}"


class Figure(Struct, frozen=True, kw_only=True):
    """One line of the table.

    Attributes:
        what: What was measured.
        unit: Of `p50`, `p99` and `peer`.
        p50: The median, or the one number there is (a throughput, say).
        p99: The 99th percentile, None where there is none.
        samples: How many single measurements `p50` and `p99` come from.
        limits: What to reach.
        peer_name: The bare thing that was measured beside it in the same run.
        peer: Its median or its one number.
        note: How it was measured, where that is not plain.
    """

    what: str
    unit: str
    p50: float
    p99: float | None = None
    samples: int = 1
    limits: tuple[Limit, ...] = ()
    peer_name: str = ""
    peer: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The figure as a multiple of its peer's."""
        return self.p50 / self.peer if self.peer else None

    @property
    def ok(self) -> bool | None:
        """Whether every limit is kept; None where nothing is asked."""
        if not self.limits:
            return None
        numbers = {"p50": self.p50, "p99": self.p99, "ratio": self.ratio}
        return all(_holds(numbers[limit.of], limit) for limit in self.limits)


def quantile(samples: Sequence[float], share: float) -> float:
    """The sample below which `share` of all samples are (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def best(runs: int, measure: Callable[[], T], cost: Callable[[T], float]) -> T:
    """The cheapest of several runs: on a shared machine the others say more about the neighbours."""
    return min((measure() for _ in range(runs)), key=cost)


def machine() -> str:
    """The machine in a line: what the numbers have to be read against."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    return f"Python {platform.python_version()}, {platform.platform()}, {os.cpu_count()} cores, load {load}"


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns for a terminal."""
    rows = [_HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def markdown(figures: Iterable[Figure]) -> str:
    """The figures as a Markdown table, and the notes under it."""
    kept = list(figures)
    rows = [_HEAD, tuple("---" for _ in _HEAD), *(_row(figure) for figure in kept)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([*lines, "", *(f"- {note}" for note in notes(kept))])


def notes(figures: Iterable[Figure]) -> list[str]:
    """How things were measured: each note once, with the first figure that it goes with."""
    told: dict[str, str] = {}
    for figure in figures:
        if figure.note:
            told.setdefault(figure.note, figure.what)
    return [f"{what}: {note}" for note, what in told.items()]


def to_json(figures: Sequence[Figure]) -> bytes:
    """The figures for `from_json`, with what follows from them for other readers."""
    return msgspec.json.format(
        msgspec.json.encode(
            [msgspec.structs.asdict(figure) | {"ratio": figure.ratio, "ok": figure.ok} for figure in figures]
        )
    )


def from_json(content: bytes) -> list[Figure]:
    """The inverse of `to_json`."""
    return msgspec.json.decode(content, type=list[Figure])


_HEAD = ("what", "n", "p50", "p99", "limit", "peer", "ratio", "ok")


def _row(figure: Figure) -> tuple[str, ...]:
    verdict = {True: "yes", False: "NO", None: ""}[figure.ok]
    return (
        figure.what,
        f"{figure.samples:,}",
        f"{_short(figure.p50)} {figure.unit}",
        "" if figure.p99 is None else f"{_short(figure.p99)} {figure.unit}",
        ", ".join(map(str, figure.limits)),
        f"{_short(figure.peer)} {figure.unit} ({figure.peer_name})" if figure.peer is not None else "",
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        verdict,
    )


def _holds(number: float | None, limit: Limit) -> bool:
    if number is None:
        return False
    return number <= limit.bound if limit.op == "<=" else number >= limit.bound


def _short(number: float) -> str:
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.3g}"
