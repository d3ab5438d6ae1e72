"""How often the shipped rules are right, by rule: `python -m tests.rules.accuracy [FILE…]`.

Every line of the labelled calls is judged in its call. A claim or a signal counts at the line where it is heard (a
repeat that is not shown again counts too); a question counts once a call: it has to be ticked where it was asked.
Rules whose id no label has are left out.
How many cards a booking call brings is counted as well, with the rests that the rules have.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import msgspec

from rules.attention import has_card
from rules.engine import Engine, Fact, Rulebook
from rules.ruleset import Ruleset, make_ruleset
from rules.yaml_source import load_files, shipped
from tests.rules.labelled import LabelledCall, LabelledLine, read_labelled
from transcripts.events import AlertRaised, CardSuppressed, QuestionSatisfied, SegmentAdded, SessionStarted

FOLDER = Path(__file__).with_name("labelled_calls")
GROUPS = {
    "claims and life safety": ("prohibited_claim", "life_safety"),
    "questions": ("required_question",),
    "signals": ("keyword_alert",),
}
BOOKED = {"recap_appointment", "slot_confirmed"}
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
        self.labelled: set[str] = set()

    def total(self, group: str) -> Score:
        """The scores of a group as one, without the rules that nobody labelled."""
        scores = [
            self.scores[one] for one, kind in self.kinds.items() if kind in GROUPS[group] and one in self.labelled
        ]
        return Score(
            sum(score.right for score in scores),
            [line for score in scores for line in score.missed],
            [line for score in scores for line in score.false],
        )

    def take(self, call: LabelledCall) -> None:
        """Score one call."""
        heard = self._heard(call)
        self.labelled.update(label for line in call.lines for label in line.ids | line.doubtful)
        for rule_id, kind in self.kinds.items():
            score = self.scores[rule_id]
            if kind == "required_question":
                _score_question(score, rule_id, call, heard)
            elif kind != "conversation":
                _score_lines(score, rule_id, call, heard)

    def _heard(self, call: LabelledCall) -> list[set[str]]:
        """The ids of what fired in each line."""
        found: list[set[str]] = []
        for number, facts in enumerate(_played(self._rulebook, call)):
            heard = (
                fact.payload
                for fact in facts
                if isinstance(fact.payload, AlertRaised | QuestionSatisfied | CardSuppressed)
            )
            found.append({fact.rule_id for fact in heard if fact.utterance_id == f"u{number}"})
        return found


def _played(rulebook: Rulebook, call: LabelledCall) -> Iterator[list[Fact]]:
    """The facts that follow from each line of a call spoken at an ordinary pace."""
    engine = Engine(rulebook, "accuracy", "backend")
    engine.observe(SessionStarted(agent="", trade=call.trade))
    at_ms = 0
    for number, line in enumerate(call.lines):
        facts = list(engine.observe(SegmentAdded(f"u{number}", line.speaker, line.text, at_ms)))
        for fact in facts:
            engine.observe(fact.payload)
        yield facts
        at_ms += len(line.text.split()) * _WORD_MS + _PAUSE_MS


def cards(calls: Iterable[LabelledCall], rules: Ruleset) -> Iterator[tuple[str, int]]:
    """Where each booking call begins and how many cards it brings, emergencies left out.

    A call in which the labels have a recap or a confirmed slot is a booking call.
    """
    rulebook = Rulebook(rules)
    for call in calls:
        ids = frozenset().union(*(line.ids for line in call.lines))
        if ids.isdisjoint(BOOKED) or any(rulebook.by_id[rule_id].kind == "life_safety" for rule_id in ids):
            continue
        shown = 0
        for facts in _played(rulebook, call):
            hidden = {fact.payload.alert_id for fact in facts if isinstance(fact.payload, CardSuppressed)}
            shown += sum(
                isinstance(fact.payload, AlertRaised) and has_card(fact.rule) and fact.event_id not in hidden
                for fact in facts
            )
        yield call.place, shown


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
        yield f"{group}"
        for rule_id, kind in judge.kinds.items():
            score = judge.scores[rule_id]
            if kind not in kinds or rule_id not in judge.labelled:
                continue
            yield f"  {rule_id:28} {_figures(score)}"
            if {"all", group, rule_id}.intersection(show):
                yield from (f"      missed  {line}" for line in score.missed)
                yield from (f"      false   {line}" for line in score.false)
        yield f"  {'all':28} {_figures(judge.total(group))}"


def _figures(score: Score) -> str:
    return (
        f"recall {score.recall:6.1%}  precision {score.precision:6.1%}  "
        f"right {score.right:4}  missed {len(score.missed):3}  false {len(score.false):3}"
    )


def card_report(counted: Sequence[int]) -> str:
    """How many cards come in how many booking calls."""
    calls = ", ".join(f"{number}: {counted.count(number)}" for number in sorted(set(counted)))
    return (
        f"cards in {len(counted)} booking calls: median {median(counted) if counted else 0:g}  (cards: calls) {calls}"
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
    files = [(path.name, path.read_text(encoding="utf-8")) for path in arguments.rules or ()]
    rules = load_files(files) if files else shipped()
    paths = arguments.files or sorted(FOLDER.glob("*.txt"))
    for line in report(judged(paths, rules), show=arguments.show):
        print(line)
    calls = [call for path in paths for call in read_labelled(path)]
    print(card_report([shown for _, shown in cards(calls, rules)]))


if __name__ == "__main__":
    main()
