"""How often the shipped rules are right, by rule: `python -m tests.rules.accuracy [FILE…]`.

Every line of the labelled calls is judged in its call. A claim or a signal counts at the line where it is heard (a
repeat that is not shown again counts too); a question counts once a call: it has to be ticked where it was asked.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from rules.engine import Engine, Rulebook
from rules.ruleset import Ruleset, make_ruleset, merge
from rules.yaml_source import load, shipped
from tests.rules.labelled import LabelledCall, LabelledLine, read_labelled
from transcripts.events import AlertRaised, CardSuppressed, QuestionSatisfied, SegmentAdded, SessionStarted

FOLDER = Path(__file__).with_name("labelled_calls")
GROUPS = {
    "claims and life safety": ("prohibited_claim", "life_safety"),
    "questions": ("required_question",),
    "signals": ("keyword_alert",),
}
_WORD_MS, _PAUSE_MS = 350, 700


@dataclass
class Score:
    """What became of one rule. Each list holds "place speaker: text" of the lines concerned."""

    right: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of what was there that was heard."""
        return self.right / (self.right + len(self.missed)) if self.right + len(self.missed) else 1.0

    @property
    def precision(self) -> float:
        """The share of what was heard that was there."""
        return self.right / (self.right + len(self.false)) if self.right + len(self.false) else 1.0


class Judge:
    """Scores calls against rules, whose alerts do not rest here."""

    def __init__(self, rules: Ruleset) -> None:
        awake = (msgspec.structs.replace(rule, cooldown=0) for rule in rules.rules)
        self._rulebook = Rulebook(make_ruleset(rules.id, rules.title, awake, rules.terms))
        self.kinds = {rule.id: rule.kind for rule in rules.rules}
        self.scores = {rule_id: Score() for rule_id in self.kinds}

    def take(self, call: LabelledCall) -> None:
        """Score one call."""
        heard = self._heard(call)
        for rule_id, kind in self.kinds.items():
            score = self.scores[rule_id]
            if kind == "required_question":
                _score_question(score, rule_id, call, heard)
            elif kind != "conversation":
                _score_lines(score, rule_id, call, heard)

    def _heard(self, call: LabelledCall) -> list[set[str]]:
        """The ids of what fired in each line."""
        engine = Engine(self._rulebook, "accuracy", "backend")
        engine.observe(SessionStarted(agent="", trade=call.trade))
        found: list[set[str]] = []
        at_ms = 0
        for number, line in enumerate(call.lines):
            segment = SegmentAdded(f"u{number}", line.speaker, line.text, at_ms)
            facts = [fact.payload for fact in engine.observe(segment)]
            heard = (fact for fact in facts if isinstance(fact, AlertRaised | QuestionSatisfied | CardSuppressed))
            found.append({fact.rule_id for fact in heard if fact.utterance_id == f"u{number}"})
            at_ms += len(line.text.split()) * _WORD_MS + _PAUSE_MS
        return found


def _score_question(score: Score, rule_id: str, call: LabelledCall, heard: list[set[str]]) -> None:
    ticked = next((number for number, ids in enumerate(heard) if rule_id in ids), None)
    asked = [number for number, line in enumerate(call.lines) if rule_id in line.ids]
    if ticked is not None and rule_id not in call.lines[ticked].ids | call.lines[ticked].doubtful:
        score.false.append(_shown(call, ticked))
    elif asked and ticked is not None:
        score.right += 1
    if asked and ticked is None:
        score.missed.append(_shown(call, asked[0]))


def _score_lines(score: Score, rule_id: str, call: LabelledCall, heard: list[set[str]]) -> None:
    """A claim cut over two lines of one speaker is labelled and heard at either of them."""
    for number, line in enumerate(call.lines):
        before, after = _beside(call, number, -1), _beside(call, number, 1)
        if rule_id in line.ids:
            if rule_id in heard[number] or (after is not None and rule_id in heard[after]):
                score.right += 1
            elif before is None or rule_id not in call.lines[before].ids:
                score.missed.append(_shown(call, number))
        elif rule_id in heard[number] and rule_id not in line.doubtful:
            near = [call.lines[other] for other in (before,) if other is not None]
            if not any(rule_id in other.ids | other.doubtful for other in near):
                score.false.append(_shown(call, number))


def _beside(call: LabelledCall, number: int, step: int) -> int | None:
    other = number + step
    if 0 <= other < len(call.lines) and call.lines[other].speaker == call.lines[number].speaker:
        return other
    return None


def _shown(call: LabelledCall, number: int) -> str:
    line: LabelledLine = call.lines[number]
    return f"{call.place} {line.speaker}: {line.text}"


def report(judge: Judge, *, show: Sequence[str]) -> Iterator[str]:
    """A line per rule and per group; with `show`, the confusions of these rules or groups (or of "all")."""
    for group, kinds in GROUPS.items():
        total = Score()
        yield f"{group}"
        for rule_id, kind in judge.kinds.items():
            score = judge.scores[rule_id]
            if kind not in kinds or not (score.right or score.missed or score.false):
                continue
            total.right += score.right
            total.missed += score.missed
            total.false += score.false
            yield f"  {rule_id:28} {_figures(score)}"
            if {"all", group, rule_id}.intersection(show):
                yield from (f"      missed  {line}" for line in score.missed)
                yield from (f"      false   {line}" for line in score.false)
        yield f"  {'all':28} {_figures(total)}"


def _figures(score: Score) -> str:
    return (
        f"recall {score.recall:6.1%}  precision {score.precision:6.1%}  "
        f"right {score.right:4}  missed {len(score.missed):3}  false {len(score.false):3}"
    )


def judged(paths: Iterable[Path], rules: Ruleset) -> Judge:
    """The scores over all calls of these files."""
    judge = Judge(rules)
    for path in paths:
        for call in read_labelled(path):
            judge.take(call)
    return judge


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(prog="python -m tests.rules.accuracy", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", help="labelled calls; without, the ones of the tests")
    parser.add_argument("--rules", type=Path, action="append", help="ruleset files; without, the shipped ones")
    parser.add_argument(
        "--show", action="append", default=[], metavar="RULE", help="list the confusions of this rule; or all"
    )
    arguments = parser.parse_args()
    files = [load(path.read_text(encoding="utf-8"), path.name) for path in arguments.rules or ()]
    judge = judged(arguments.files or sorted(FOLDER.glob("*.txt")), merge(files) if files else shipped())
    for line in report(judge, show=arguments.show):
        print(line)


if __name__ == "__main__":
    main()
