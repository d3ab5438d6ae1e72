"""How often the outcome is right, judged from the log alone: `python -m tests.rules.outcomes [FILE…]`.

Every call is judged by the shipped rules and summed up as it is at hang-up; what is personal in its file has given way
to placeholders already. A call counts where its file says how it came out. Without files, the calls of the tests are
judged.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rules.disposition import summarise
from rules.outcomes import DISPOSITIONS, NEEDED
from tests.rules.calls import SESSION_ID, events, home_services
from tests.rules.labelled import LabelledCall, read_labelled
from transcripts.events import SegmentAdded, SummaryReady
from transcripts.session import Session, fold

FOLDER = Path(__file__).with_name("outcome_calls")
HALVES = {"all": (0, 1), "odd": (0,), "even": (1,)}  # the calls are counted from 1
_WORD_MS, _PAUSE_MS = 350, 700


@dataclass(frozen=True)
class Judged:
    """A call, how it came out, and the summary of it."""

    call: LabelledCall
    summary: SummaryReady

    @property
    def outcome(self) -> tuple[str, str]:
        """Disposition and reason by the summary."""
        return self.summary.disposition, self.summary.reason

    @property
    def is_right(self) -> bool:
        """Whether the disposition is the one that the call has."""
        return self.summary.disposition == self.call.outcome[0]

    @property
    def is_proven(self) -> bool:
        """Whether the disposition is right and has all the proofs that it asks for."""
        return self.is_right and len(self.summary.proofs) >= max(NEEDED[self.summary.disposition], 1)


@dataclass
class Scores:
    """What became of a set of calls."""

    judged: list[Judged] = field(default_factory=list)

    def of(self, disposition: str) -> Scores:
        """Those of the calls that came out like this."""
        return Scores([one for one in self.judged if one.call.outcome[0] == disposition])

    @property
    def right(self) -> float:
        """The share whose disposition is right."""
        return _share(one.is_right for one in self.judged)

    @property
    def right_in_full(self) -> float:
        """The share whose disposition and reason are right."""
        return _share(one.outcome == one.call.outcome for one in self.judged)

    @property
    def booked_proven(self) -> float:
        """The share of booked calls that are found to be, on all their proofs."""
        return _share(one.is_proven for one in self.of("booked").judged)

    @property
    def false_booked(self) -> float:
        """The share of the calls found to be booked that are not."""
        found = [one for one in self.judged if one.summary.disposition == "booked"]
        return 1 - _share(one.is_right for one in found) if found else 0.0


def _share(hits: Iterable[bool]) -> float:
    listed = [*hits]
    return sum(listed) / len(listed) if listed else 1.0


def heard(call: LabelledCall) -> Session:
    """The state of a labelled call at its end, spoken at an ordinary pace."""
    segments, at_ms = [], 0
    for number, line in enumerate(call.lines):
        segments.append(SegmentAdded(f"u{number}", line.speaker, line.text, at_ms))
        at_ms += len(line.text.split()) * _WORD_MS + _PAUSE_MS
    return fold(SESSION_ID, events(segments, trade=call.trade))


def scored(paths: Iterable[Path], half: str = "all") -> Scores:
    """The scores over the calls of these files that have an outcome; of every second one with `odd` or `even`."""
    calls = [call for path in paths for call in read_labelled(path) if call.outcome[0]]
    kept = [call for number, call in enumerate(calls) if number % 2 in HALVES[half]]
    return Scores([Judged(call, summarise(heard(call), home_services())) for call in kept])


def report(scores: Scores, *, details: bool = False) -> Iterator[str]:
    """The shares, a line per disposition and, with `details`, a line per call that was not judged right."""
    yield (
        f"{len(scores.judged)} calls  disposition right {scores.right:6.1%}  and reason {scores.right_in_full:6.1%}  "
        f"booked proven {scores.booked_proven:6.1%}  false booked {scores.false_booked:6.1%}"
    )
    for disposition in DISPOSITIONS:
        part = scores.of(disposition)
        if part.judged:
            yield (
                f"  {disposition:16} {len(part.judged):4}  "
                f"right {part.right:6.1%}  and reason {part.right_in_full:6.1%}"
            )
    yield from _bands(scores.judged)
    for one in scores.judged:
        if details and one.outcome != one.call.outcome:
            yield f"  {one.call.place}: {'/'.join(one.call.outcome)} -> {'/'.join(one.outcome)}  {_found(one.summary)}"


def _bands(judged: Sequence[Judged]) -> Iterator[str]:
    """How often the disposition is right, by how sure the summary is of it."""
    for low in range(0, 100, 20):
        band = [one.is_right for one in judged if low <= min(one.summary.confidence, 99) < low + 20]
        if band:
            yield f"  confidence {low:3} to {low + 19:3}  {len(band):4} calls  right {_share(band):6.1%}"


def _found(summary: SummaryReady) -> str:
    rivals = [f"{name} {found}/{needed}" for name, found, needed in summary.rivals if found]
    return f"proofs: {', '.join(proof.label for proof in summary.proofs)}; rivals: {', '.join(rivals)}"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.rules.outcomes", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", help="calls with outcomes; without, the ones of the tests")
    parser.add_argument("--half", choices=HALVES, default="all", help="every second call only, from the first or not")
    parser.add_argument("--details", action="store_true", help="list the calls that were not judged right")
    arguments = parser.parse_args()
    paths = arguments.files or sorted(FOLDER.glob("*.txt"))
    for line in report(scored(paths, arguments.half), details=arguments.details):
        print(line)


if __name__ == "__main__":
    main()
