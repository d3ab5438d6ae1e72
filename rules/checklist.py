"""The required questions of one call: which concern it, which are open, and which deadlines have passed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from rules.ruleset import Rule

BOOKING = "ask_for_booking"
"""The question with which the booking begins: a deadline `before_booking` has passed then."""

Active = Callable[[Rule], bool]


class ChecklistState:
    """What was asked and what was not in time. `trade` is the call's line of business; "" while it is not known."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.trade = ""
        self._questions = tuple(rule for rule in rules if rule.kind == "required_question")
        self._timed = tuple(rule for rule in self._questions if rule.due_seconds is not None)
        self._done: set[str] = set()  # asked, or told to be missing
        self._asked: set[str] = set()
        self._since: dict[str, int] = {}  # rule id -> when it first fired
        self._booking_told = False

    def concerns(self, rule: Rule) -> bool:
        """Whether the rule is of the call's trade."""
        return not rule.trades or self.trade in rule.trades

    def may_concern(self, rule: Rule) -> bool:
        """Whether the rule is of the call's trade as far as that is known."""
        return not self.trade or self.concerns(rule)

    def note(self, rule_id: str, at_ms: int) -> None:
        """A rule fired; a question that waits for it counts from here on."""
        self._since.setdefault(rule_id, at_ms)

    def satisfy(self, rule_id: str, at_ms: int) -> None:
        """A question was asked."""
        self.note(rule_id, at_ms)
        self._done.add(rule_id)
        self._asked.add(rule_id)

    def miss(self, rule_id: str) -> None:
        """It was noted that a question was not asked in time."""
        self._done.add(rule_id)

    def open_items(self, fired: Collection[str], active: Active) -> bool:
        """Whether a question that counts has not been asked; `fired` are the rules that have fired by now."""
        return any(
            rule.id not in self._asked and rule.id not in fired and not rule.optional and active(rule)
            for rule in self._questions
        )

    def due_ms(self, rule: Rule) -> int | None:
        """The instant of the call clock by which the question has to be asked, where its deadline is a time."""
        if rule.due_seconds is None:
            return None
        start = min((self._since[named] for named in rule.when if named in self._since), default=0)
        return start + rule.due_seconds * 1000

    def passed(self, at_ms: int, active: Active) -> Iterator[tuple[Rule, int]]:
        """The questions whose time ran out before `at_ms`, with the instant at which it did."""
        for rule in self._timed:
            if rule.id not in self._done:
                due = self.due_ms(rule)
                if due is not None and due < at_ms and active(rule):
                    yield rule, due

    def asked(self, at_ms: int, active: Active) -> Iterator[tuple[Rule, int]]:
        """The questions that should have come before the booking, once the booking was asked for at `at_ms`."""
        if BOOKING in self._asked and not self._booking_told:
            self._booking_told = True
            yield from self._left("before_booking", at_ms, active)

    def closed(self, at_ms: int, active: Active) -> Iterator[tuple[Rule, int]]:
        """The questions that were not asked in a call that ended at `at_ms`."""
        yield from self.passed(at_ms, active)
        yield from self._left("before_close", at_ms, active)

    def _left(self, due: str, at_ms: int, active: Active) -> Iterator[tuple[Rule, int]]:
        for rule in self._questions:
            if rule.due == due and rule.id not in self._done and not rule.optional and active(rule):
                yield rule, at_ms
