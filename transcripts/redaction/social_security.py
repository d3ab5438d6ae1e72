"""Social security and taxpayer numbers: nine digits, 3-2-4 by their look, in any shape by their context."""

from __future__ import annotations

from transcripts.redaction.runs import Claim, Run
from transcripts.redaction.topics import SSN, Topic


def recognise(run: Run, taken: list[Claim], cue: Topic | None) -> list[Claim]:
    """The social security numbers among the groups that are not taken yet."""
    claims: list[Claim] = []
    for start, end in run.stretches(taken):
        first = start
        while first < end:
            last = _end(run, first, end, cue)
            if last:
                claims.append(Claim(first, last, SSN))
            first = last or first + 1
    return claims


def _end(run: Run, first: int, stop: int, cue: Topic | None) -> int:
    lengths = tuple(len(group.digits) for group in run.groups[first : min(first + 3, stop)])
    if lengths == (3, 2, 4) and cue is not Topic.LABEL:
        gaps = run.gaps[first : first + 2]
        dated = run.groups[first + 2].digits[:2] in ("19", "20") and not any("-" in gap for gap in gaps)
        if cue is Topic.SSN or not (dated or any("," in gap for gap in gaps)):
            return first + 3
    if cue is not Topic.SSN:
        return 0
    total = 0
    for last in range(first, min(first + 9, stop)):
        total += len(run.groups[last].digits)
        if total >= 9:
            return last + 1 if total == 9 else 0
    return 0
