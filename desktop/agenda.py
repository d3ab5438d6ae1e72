"""The checklist of a call: which questions count now, what is next, what is due."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop.view import Checklist, ChecklistItem
from rules.checklist import BOOKING
from rules.engine import Engine
from rules.ruleset import Rule, Ruleset

TICK_S = 0.9  # a ticked row keeps its place this long
AMBER_MS = 20_000  # or a quarter of the time given, whichever is less
DEADLINES = {"before_booking": "before booking", "before_close": "before close"}


@dataclass(frozen=True, slots=True)
class Tick:
    """A question that was asked: when on the call clock, and when this window learned of it (monotonic)."""

    at_ms: int
    seen_at: float


@dataclass(slots=True)
class Progress:
    """What the facts say of the questions: which were asked, and which were not asked in time. By rule id."""

    ticks: dict[str, Tick] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)


class Agenda:
    """Works out the checklist; remembers only which row was next, so that rows do not move under the pointer."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._questions = tuple(rule for rule in ruleset.rules if rule.kind == "required_question")
        self._next_id = ""

    def checklist(self, engine: Engine, progress: Progress, clock_ms: int, now: float, *, ended: bool) -> Checklist:
        """The checklist at `clock_ms` of the call and `now` on the monotonic clock."""
        active = [rule for rule in self._questions if engine.active(rule.id)]
        items = [self._item(rule, engine, progress, clock_ms, now, ended=ended) for rule in active]
        unasked = [item for item in items if item.state != "done" and not item.optional]
        due = {rule.id: due_ms for rule in active if (due_ms := engine.due_ms(rule.id)) is not None}
        following = min(
            unasked,
            key=lambda item: due.get(item.rule_id, 1 << 40) if item.state == "open" else 1 << 41,
            default=None,
        )
        held = next((item for item in items if item.rule_id == self._next_id and item.just_ticked), None)
        if held is None:
            self._next_id = following.rule_id if following else ""
        next_id = following.rule_id if following and held is None else ""
        placed = [item for item in items if item.state != "done" or item.just_ticked]
        placed.sort(key=lambda item: (item.rule_id != self._next_id, item.optional))
        done = [item for item in items if item.state == "done" and not item.just_ticked]
        return Checklist(tuple(placed + done), next_id)

    def _item(
        self, rule: Rule, engine: Engine, progress: Progress, clock_ms: int, now: float, *, ended: bool
    ) -> ChecklistItem:
        tick = progress.ticks.get(rule.id)
        if tick is not None:
            return ChecklistItem(
                rule_id=rule.id,
                label=rule.title,
                ask=rule.ask,
                state="done",
                optional=rule.optional,
                just_ticked=now - tick.seen_at < TICK_S,
                done_at_ms=tick.at_ms,
            )
        because = engine.activated_by(rule.id)
        overdue, due_in_s, share = _due(rule, engine, progress, clock_ms)
        return ChecklistItem(
            rule_id=rule.id,
            label=rule.title,
            ask=rule.ask,
            state="overdue" if overdue or (ended and not rule.optional) else "open",
            optional=rule.optional,
            added_because=because.words if because else "",
            deadline=DEADLINES.get(rule.due or "", ""),
            due_in_s=None if overdue or ended else due_in_s,
            due_share=share,
        )


def _due(rule: Rule, engine: Engine, progress: Progress, clock_ms: int) -> tuple[bool, int | None, float]:
    """Whether the deadline has passed, the seconds left while it is near, and the share of the time left."""
    if rule.id in progress.missed:
        return True, None, 0.0
    if rule.due == "before_booking":
        return BOOKING in progress.ticks and not rule.optional, None, 0.0
    due_ms = engine.due_ms(rule.id)
    if due_ms is None:
        return False, None, 0.0
    given = (rule.due_seconds or 0) * 1000
    left = due_ms - clock_ms
    if left <= 0:
        return True, None, 0.0
    near = left <= min(AMBER_MS, given // 4)
    return False, (left + 999) // 1000 if near else None, min(1.0, left / given)
