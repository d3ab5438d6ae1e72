"""The checklist: what counts, what is next, what is due."""

from __future__ import annotations

import pytest

from desktop.view import ChecklistItem
from tests.desktop.story import Story
from transcripts.events import QuestionMissed


def item(story: Story, rule_id: str) -> ChecklistItem:
    """The row of a question."""
    return next(item for item in story.view().checklist.items if item.rule_id == rule_id)


def order(story: Story) -> list[str]:
    """The rows from top to bottom."""
    return [item.rule_id for item in story.view().checklist.items]


def test_conditional_items_come_with_the_words_that_brought_them() -> None:
    """An item with `when` is absent until its signal fired, then quotes it."""
    story = Story().begin()
    assert "ask_risk" not in order(story)
    story.say("customer", "we have no heat at all", 3)
    assert item(story, "ask_risk").added_because == "no heat"


def test_a_question_asked_early_counts_though_its_condition_came_later() -> None:
    """Asking before the signal ticks the item all the same."""
    story = Story().begin()
    story.say("csr", "is anyone elderly?", 2)
    story.say("customer", "no heat here", 5)
    assert item(story, "ask_risk").state == "done"


def test_optional_items_do_not_count() -> None:
    """Optional rows are shown, last of the open ones, and are not in the count."""
    story = Story().begin()
    checklist = story.view().checklist
    assert (checklist.done, len(checklist.counted)) == (0, 3)
    assert order(story)[-1] == "text_ok"


def test_the_item_due_soonest_is_next_then_the_order_of_the_ruleset() -> None:
    """A timed item leads; once it is done the first open one of the ruleset follows."""
    story = Story().begin()
    assert story.view().checklist.next_id == "ask_recording"
    story.say("csr", "this line is recorded", 2)
    assert story.wait(1).view().checklist.next_id == "ask_fee"


def test_a_ticked_row_keeps_its_place_for_a_moment() -> None:
    """For 900 ms the done row stays where it was, then joins the done group and another is next."""
    story = Story().begin()
    assert order(story)[0] == "ask_recording"
    story.say("csr", "this line is recorded", 2)
    checklist = story.view().checklist
    assert (checklist.items[0].rule_id, checklist.items[0].just_ticked) == ("ask_recording", True)
    assert checklist.next_id == ""
    story.wait(1)
    assert order(story)[-1] == "ask_recording"
    assert not item(story, "ask_recording").just_ticked


@pytest.mark.parametrize(
    ("seconds", "state", "due_in"), [(10, "open", None), (15.5, "open", 5), (19.9, "open", 1), (20, "overdue", None)]
)
def test_a_timed_item_turns_amber_then_late(seconds: float, state: str, due_in: int | None) -> None:
    """A 20 s item is amber in its last quarter, with whole seconds counted down, and late afterwards."""
    story = Story().begin().wait(seconds)
    row = item(story, "ask_recording")
    assert (row.state, row.due_in_s) == (state, due_in)


def test_an_item_due_before_the_booking_is_late_after_it() -> None:
    """Once a slot was offered the fee is late; before, its deadline is words."""
    story = Story().begin()
    assert (item(story, "ask_fee").state, item(story, "ask_fee").deadline) == ("open", "before booking")
    story.say("csr", "does tomorrow work", 30)
    assert item(story, "ask_fee").state == "overdue"


def test_an_optional_item_is_never_late() -> None:
    """What may stay unasked is not marked when the booking comes before it."""
    story = Story().begin()
    story.say("csr", "does tomorrow work", 30)
    assert item(story, "text_ok").state == "open"


def test_the_time_of_a_conditional_item_counts_from_when_it_came_in() -> None:
    """An item that came in at 1:00 with 20 s is amber at 1:16, leads, and is late at 1:20."""
    story = Story().begin()
    story.say("csr", "this line is recorded", 2)
    story.say("customer", "we have no heat", 60)
    assert item(story, "ask_since").due_in_s is None
    assert story.view().checklist.next_id == "ask_since"
    assert item(story.wait(16), "ask_since").due_in_s == 4
    assert item(story.wait(4), "ask_since").state == "overdue"


def test_an_item_of_another_trade_is_not_on_the_list() -> None:
    """The plumbers' question stands there in their calls only, asked or not."""
    story = Story().begin("hvac")
    story.say("csr", "have you found the valve", 5)
    assert "ask_shut_off" not in order(story)
    story = Story().begin("Plumbing")
    assert item(story, "ask_shut_off").state == "open"
    story.say("csr", "have you found the valve", 5)
    assert item(story, "ask_shut_off").state == "done"


def test_a_question_the_log_calls_missed_is_late() -> None:
    """The log's word counts before the clock of this window has come so far; asked later, it is done."""
    story = Story().begin()
    story.log(QuestionMissed("ask_recording", "20s", 20_000))
    assert item(story, "ask_recording").state == "overdue"
    story.say("csr", "this line is recorded", 25)
    assert item(story, "ask_recording").state == "done"


def test_late_items_do_not_hold_the_next_place() -> None:
    """What is late stays marked late while the next open question leads."""
    story = Story().begin().wait(25)
    assert story.view().checklist.next_id == "ask_fee"


def test_at_the_end_everything_unasked_is_late() -> None:
    """After the call required items that were not asked are marked, optional ones are not."""
    story = Story().begin()
    story.call.finish(story.now)
    states = {row.rule_id: row.state for row in story.view().checklist.items}
    assert states == {
        "ask_recording": "overdue",
        "ask_fee": "overdue",
        "ask_for_booking": "overdue",
        "text_ok": "open",
    }
