"""Calls with the ids of what is heard in each line, read from text files.

    @ hvac | raw
    csr: thanks for calling this call may be recorded how can i help | disclose_recording, describe_problem?
    customer: the furnace quit on us

`@ trade | style` begins a call; a third field tells how it came out, as `booked` or `lead/price`. An id with a question
mark is one on which people would disagree: it counts neither way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from transcripts.events import Speaker

SPEAKERS: dict[str, Speaker] = {"csr": "csr", "customer": "customer"}


class LabelError(ValueError):
    """A line that cannot be read; the message names it."""


@dataclass(frozen=True)
class LabelledLine:
    """One utterance, what is heard in it, and what may be."""

    speaker: Speaker
    text: str
    ids: frozenset[str]
    doubtful: frozenset[str]


@dataclass
class LabelledCall:
    """A call or an excerpt. `place` is where it begins, as "file:line".

    `outcome` is disposition and reason; both empty where nobody judged it.
    """

    place: str
    trade: str
    style: str
    outcome: tuple[str, str] = ("", "")
    lines: list[LabelledLine] = field(default_factory=list)


def read_labelled(path: Path) -> Iterator[LabelledCall]:
    """The calls of a file.

    Raises:
        LabelError: A line is neither a call's beginning, an utterance, a comment nor empty.
    """
    call: LabelledCall | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{path.name}:{number}"
        if line.startswith("@"):
            if call is not None and call.lines:
                yield call
            trade, style, outcome = (part.strip() for part in f"{line[1:]}||".split("|")[:3])
            disposition, _, reason = outcome.partition("/")
            call = LabelledCall(place, trade, style, (disposition, reason))
        elif line.strip() and not line.startswith("#"):
            if call is None:
                raise LabelError(f"{place}: a call begins with @")
            call.lines.append(_line(line, place))
    if call is not None and call.lines:
        yield call


def _line(line: str, place: str) -> LabelledLine:
    said, _, labels = line.partition(" | ")
    who, colon, text = said.partition(":")
    if not colon or who.strip() not in SPEAKERS:
        raise LabelError(f"{place}: expected `csr: …` or `customer: …`")
    ids = [label.strip() for label in labels.split(",") if label.strip()]
    return LabelledLine(
        SPEAKERS[who.strip()],
        text.strip(),
        frozenset(label for label in ids if not label.endswith("?")),
        frozenset(label.rstrip("?") for label in ids if label.endswith("?")),
    )
