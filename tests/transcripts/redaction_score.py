"""How much redaction leaks and how much it alters, by style: `python -m tests.transcripts.redaction_score`."""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.transcripts import (
    redaction_benign,
    redaction_calls,
    redaction_corpus,
    redaction_fresh,
    redaction_unheard,
)
from tests.transcripts.redaction_corpus import CLOSE, OPEN, Call
from transcripts.redaction import Redactor

_PLACEHOLDER = re.compile(r"\[(?:PHONE|EMAIL|CARD|CVV|SSN)\]|…")


def leaks(call: Call) -> list[str]:
    """The marked words of a call that survive its redaction, and for a benign call every turn that was altered."""
    redactor = Redactor()
    found = []
    for speaker, marked in call.turns:
        text = marked.replace(OPEN, "").replace(CLOSE, "")
        redacted = redactor.redact(speaker, text)
        if OPEN not in marked:
            found += [f"{text} -> {redacted}"] if call.style.startswith("benign") and redacted != text else []
            continue
        there = kept(text, redacted)
        place = start = 0
        for char in marked:
            if char == OPEN:
                start = place
            elif char == CLOSE:
                if any(there[at] and text[at].isalnum() for at in range(start, place)):
                    found.append(text[start:place])
            else:
                place += 1
    return found


def kept(text: str, redacted: str) -> list[bool]:
    """For each character of a text whether it is still there."""
    pieces = _PLACEHOLDER.split(redacted)
    match = re.fullmatch("(.*?)".join(re.escape(piece) for piece in pieces), text, re.DOTALL)
    kept = [True] * len(text)
    if match:
        for group in range(1, len(pieces)):
            for place in range(*match.span(group)):
                kept[place] = False
    return kept


def score(calls: Iterable[Call], show: int) -> Iterator[str]:
    """A line per style with how many of its calls leak or are altered, and a total of each kind."""
    count: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    shown: dict[str, list[str]] = {}
    for call in calls:
        count[call.style] += 1
        found = leaks(call)
        if found:
            bad[call.style] += 1
            turns = " / ".join(text.replace(OPEN, "").replace(CLOSE, "") for _, text in call.turns)
            shown.setdefault(call.style, []).append(f"      {turns}   <<{'; '.join(found)}>>")
    for kind in ("benign", "private"):
        styles = sorted(style for style in count if style.startswith("benign") == (kind == "benign"))
        for style in styles:
            if bad[style]:
                yield f"  {style}: {bad[style]} of {count[style]}"
                yield from shown[style][:show]
        total, wrong = sum(count[style] for style in styles), sum(bad[style] for style in styles)
        if total:
            yield f"{kind}: {wrong} of {total} {'altered' if kind == 'benign' else 'leaked'} ({wrong / total:.2%})"


def main() -> None:
    """Print the figures of the sets that redaction was written with, or of the one kept aside."""
    parser = argparse.ArgumentParser(prog="python -m tests.transcripts.redaction_score", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="calls of every style")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="show N failures of every style")
    parser.add_argument("--unheard", action="store_true", help="the styles that are kept aside")
    arguments = parser.parse_args()
    if arguments.unheard:
        calls = (
            *redaction_unheard.private(arguments.seed, arguments.count),
            *redaction_unheard.benign(arguments.seed, 3),
        )
    else:
        calls = (
            *redaction_corpus.private(arguments.seed, arguments.count),
            *redaction_benign.sentences(arguments.seed, 3, redaction_benign.HEARD),
            *redaction_fresh.calls(),
        )
    for line in score(calls, arguments.show):
        print(line)
    if not arguments.unheard:
        print("excerpts of calls:")
        for line in score([*redaction_calls.private(), *redaction_calls.benign()], arguments.show):
            print(line)


if __name__ == "__main__":
    main()
