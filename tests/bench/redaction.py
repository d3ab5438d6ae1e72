"""Redaction of segments with nothing to hide, beside regular expressions for written forms and beside presidio.

Presidio is no dependency: `CSR_BENCH_PRESIDIO` names a Python that has `presidio-analyzer`; without it the figure is
left out.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.bench.figures import Figure, Limit, quantile
from tests.bench.rules import fastest
from tests.rules.accuracy import FOLDER
from tests.rules.labelled import read_labelled
from transcripts.events import Speaker
from transcripts.redaction import EMPTY, redact

TIMES_PLAIN = 2.0
TIMES_PRESIDIO = 0.1
WRITTEN = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d)",
        r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b",
        r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)",
        r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)",
        r"(?i)\b(?:cvv|cvc|security code)\D{0,12}\d{3,4}\b",
    )
)
"""Written forms only, no Luhn, no state: the least that could be called redaction."""


def run(*, quick: bool) -> list[Figure]:
    """Measure every line of the labelled calls in which nothing is hidden."""
    runs = 1 if quick else 5
    lines = clean_lines()[: 300 if quick else 4_000]

    def redacted() -> Iterator[float]:
        for speaker, text in lines:
            began = time.perf_counter_ns()
            redact(EMPTY, speaker, text)
            yield (time.perf_counter_ns() - began) / 1000

    def searched() -> Iterator[float]:
        for _, text in lines:
            began = time.perf_counter_ns()
            for pattern in WRITTEN:
                pattern.search(text)
            yield (time.perf_counter_ns() - began) / 1000

    ours, plain = fastest(runs, redacted), fastest(runs, searched)

    def figure(peer_name: str, how: str, peer: list[float], bound: float) -> Figure:
        return Figure(
            what=f"redaction per clean segment, beside {peer_name}",
            unit="us",
            p50=quantile(ours, 0.5),
            p99=quantile(ours, 0.99),
            samples=len(ours),
            limits=(Limit("ratio", "<=", bound),),
            peer_name=f"{peer_name}, {how}",
            peer=quantile(peer, 0.5),
        )

    figures = [figure("five compiled re", "written forms only", plain, TIMES_PLAIN)]
    if python := os.environ.get("CSR_BENCH_PRESIDIO"):
        figures.append(figure("presidio", "four recognisers", _presidio(python, lines), TIMES_PRESIDIO))
    return figures


def clean_lines() -> list[tuple[Speaker, str]]:
    """Who says what in the labelled calls, without the lines that hold a placeholder or need one."""
    lines = [
        (line.speaker, line.text)
        for path in sorted(FOLDER.glob("*.txt"))
        for call in read_labelled(path)
        for line in call.lines
    ]
    return [(speaker, text) for speaker, text in lines if "[" not in text and redact(EMPTY, speaker, text)[1] == text]


def _presidio(python: str, lines: list[tuple[Speaker, str]]) -> list[float]:
    """Microseconds per line of presidio's pattern recognisers, in a process of that Python."""
    script = Path(__file__).with_name("presidio_recognisers.py")
    text = "\n".join(text for _, text in lines)
    done = subprocess.run([python, str(script)], input=text, capture_output=True, text=True, check=True)
    return msgspec.json.decode(done.stdout, type=list[float])
