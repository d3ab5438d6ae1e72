"""The fields of a summary: from the call's words or fixed ones, and empty where the call has nothing of it."""

from __future__ import annotations

import re

import msgspec
import pytest

from rules.disposition import summarise
from rules.outcomes import LABELS
from tests.rules.calls import SESSION_ID, events, home_services, played, sample_names, spoken
from transcripts.events import ClaimMade, SummaryReady
from transcripts.session import fold

# Words of the fields and lines that nobody has to have said.
FIXED = set(
    """
    emergency urgent no heat or cooling someone vulnerable water running wants it soon call back visit follow up slot
    accepted choose the outcome existing job yet not clear need heard nothing left open fee told asked corrected more
    """.split()
) | {word for label in LABELS.values() for word in label.lower().split()}


def summary_of(dialogue: str, trade: str = "") -> SummaryReady:
    """The summary of a few lines of dialogue."""
    return summarise(spoken(dialogue, trade=trade), home_services())


def words(text: str) -> set[str]:
    """The words of a text, in lower case, without figures."""
    return {word for word in re.findall(r"[\w'$-]+", text.lower()) if not word.isdigit()}


@pytest.mark.parametrize("name", sample_names())
def test_no_field_invents_anything(name: str) -> None:
    """Every word of every field is the call's, a rule's title or a fixed one."""
    session = played(name)
    summary = summarise(session, home_services())
    call = words(" ".join(segment.text for segment in session.segments.values()))
    titles = words(" ".join(rule.title for rule in home_services().rules))
    quoted = (*summary.promised, *summary.fees, *summary.objections, summary.call_reason, summary.appointment)
    assert words(" ".join(quoted)) <= call
    others = (summary.urgency, *summary.follow_ups, summary.next_step, *summary.lines)
    assert words(" ".join(others)) <= call | titles | FIXED


@pytest.mark.parametrize("name", sample_names())
def test_three_lines_are_short(name: str) -> None:
    """What it is about, what was agreed, what is left: three lines that end, each read at a glance."""
    lines = summarise(played(name), home_services()).lines
    assert len(lines) == 3
    assert all(line and line[-1] in ".?!…" and len(line) <= 125 for line in lines)


@pytest.mark.parametrize("name", sample_names())
def test_every_field_can_be_stored(name: str) -> None:
    """A summary keeps to the bounds of its fields."""
    summary = summarise(played(name), home_services())
    assert msgspec.json.decode(msgspec.json.encode(summary), type=SummaryReady) == summary


def test_the_demo_call_has_its_fields() -> None:
    """The demo call's fields are what a colleague would have noted."""
    summary = summarise(played("hvac_booking"), home_services())
    assert summary.call_reason == "Our furnace quit on us last night and there's no heat at all."
    assert summary.urgency == "Urgent: No heat or cooling, someone vulnerable"
    assert summary.appointment == "tomorrow between 8 and 10"
    assert summary.next_step == "Visit: tomorrow between 8 and 10"
    assert summary.objections == ("Eighty-nine seems like a lot just to look at it.",)
    assert summary.fees[0] == "The visit is $89, and that covers a full diagnosis of the furnace."
    assert summary.checklist_open == ("ask_marketing_source",)
    assert "recap_appointment" in summary.checklist_done
    assert [claim.title for claim in summary.claims] == ["Same-day promise"]
    assert summary.lines == (
        "Our furnace quit on us last night and there's no heat at all.",
        "Booked: Tomorrow between 8 and 10. $89 fee told.",
        "How they found us (not asked).",
    )


def test_an_empty_call_has_empty_fields() -> None:
    """A call without a word has nothing but that to tell."""
    summary = summarise(fold(SESSION_ID, events([])), home_services())
    assert summary.review == "Outcome not clear: nothing was said"
    empty = msgspec.structs.replace(summary, review="", rivals=())
    assert {value for name, value in msgspec.structs.asdict(empty).items() if name != "written_by"} == {"", (), 0, None}


def test_claims_tell_how_fast_they_were_put_right() -> None:
    """A corrected claim has the time that took, a standing one has none and is left to do."""
    claim = "Customer: My furnace quit.\nCSR: I guarantee we'll have someone there today."
    assert summary_of(claim).claims == (ClaimMade("Same-day promise", 5_000),)
    assert "Same-day promise (not corrected)" in summary_of(claim).follow_ups
    corrected = summary_of(claim + "\nCSR: Let me correct that, I can't promise today.")
    assert corrected.claims == (ClaimMade("Same-day promise", 5_000, 5_000),)
    assert not any("Same-day promise" in one for one in corrected.follow_ups)


def test_a_promise_is_quoted() -> None:
    """What the CSR said they will do is kept; what they merely say while talking is not."""
    summary = summary_of(
        "Customer: My sink leaks.\nCSR: I'll be honest, I'm not sure. I'll send you the estimate by noon."
    )
    assert summary.promised == ("I'll send you the estimate by noon",)


def test_a_call_back_is_the_next_step() -> None:
    """A lead that wants a call has it as the next step, in their words or in the CSR's."""
    asked = summary_of("Customer: My sink is clogged. Can you call me back after five?")
    assert asked.next_step == "Call back: Can you call me back after five"
    promised = summary_of(
        "Customer: My sink is clogged.\nCSR: We're full. I'll call you tomorrow.\nCustomer: Okay, bye."
    )
    assert promised.reason == "callback"
    assert promised.next_step.startswith("Call back: I'll call you tomorrow")


def test_what_is_urgent_is_said_to_be() -> None:
    """An emergency goes before a hurry, and where nothing presses nothing is said."""
    assert summary_of("Customer: I smell gas in my kitchen, come today please.").urgency == "Emergency: Gas smell"
    assert summary_of("Customer: My sink leaks, I need someone today.").urgency == "Wants it soon"
    assert summary_of("Customer: My sink leaks.").urgency == ""


def test_a_question_of_another_trade_does_not_count() -> None:
    """The checklist is that of the call's trade."""
    call = "CSR: What's going on today?\nCustomer: My drain is clogged."
    assert "identify_pest" in summary_of(call, "pest").checklist_open
    assert "identify_pest" not in summary_of(call, "plumbing").checklist_open
    assert "describe_problem" in summary_of(call, "plumbing").checklist_done


def test_nothing_is_left_open_after_a_call_that_was_no_job() -> None:
    """After a wrong number no question is open."""
    summary = summary_of("CSR: Alder Plumbing.\nCustomer: Sorry, I have the wrong number.")
    assert (summary.disposition, summary.checklist_open, summary.next_step) == ("not_a_lead", (), "")
