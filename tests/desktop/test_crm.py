"""What is copied for the CRM: every field of the call, as text and as JSON with keys that stay."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.crm import CallRecord, Outcome, crm_json, crm_text
from tests.desktop.story import SESSION, Story
from transcripts.events import (
    DispositionSet,
    Proof,
    Proposal,
    SessionEnded,
    SummaryEdited,
    SummaryReady,
)

LOG = SummaryReady("No heat", "Furnace", "", "Call back", "lead", "price", (), 2, (("booked", 2, 4),), "log")
MODEL = replace(
    LOG,
    problem="No heat since last night",
    proofs=(Proof("Price objection", "event-3", 8_000, "too expensive"),),
    written_by="model",
    model="some/model",
    call_reason="Furnace does not start",
    urgency="today",
    promised=("A call back by noon",),
    fees=("$89 visit",),
    appointment="tomorrow 8 to 10",
    objections=("price", "timing"),
    follow_ups=("Call back", "Send the price list"),
    next_step="Call back by noon",
    lines=("No heat.", "The fee was told.", "They think about it."),
    proposed=Proposal("booked"),
    review="Model said booked; 2 of 4 proofs",
)


def ended() -> Story:
    """A call with a claim that was corrected and one that was not, and one question asked."""
    story = Story().begin("hvac")
    story.say("csr", "this call is recorded", 2)
    story.say("csr", "I guarantee it", 5)
    story.say("csr", "let me correct that", 9)
    story.say("csr", "and it is free of charge", 12)
    story.log(SessionEnded(20_000))
    return story


def record_of(story: Story) -> CallRecord:
    """What would be copied now."""
    end = story.view().end
    assert end is not None
    assert end.record is not None
    return end.record


def test_the_text_has_a_line_for_each_thing_that_is_known() -> None:
    """Labels of people, in a fixed order; what the call does not hold has no line."""
    story = ended()
    story.log(MODEL)
    assert crm_text(record_of(story)).splitlines() == [
        "Outcome: Lead (Price)",
        "To review: Model said booked; 2 of 4 proofs",
        "Summary: No heat. The fee was told. They think about it.",
        "Reason for call: Furnace does not start",
        "Problem: No heat since last night",
        "Equipment: Furnace",
        "Urgency: today",
        "Appointment: tomorrow 8 to 10",
        "Fees told: $89 visit",
        "Promised: A call back by noon",
        "Objections: price; timing",
        "Follow up: Call back",
        "To do: Send the price list",
        "Next step: Call back by noon",
        "Checklist: 1 of 3, open: Diagnostic fee; Offer a slot",
        "Claims: Same-day promise, corrected in 4 s; Free visit, not corrected",
    ]


def test_the_json_has_every_key_whatever_the_call_held() -> None:
    """The keys are a promise to who imports them."""
    bare = json.loads(crm_json(CallRecord(session_id="s", outcome=Outcome())))
    assert list(bare) == [
        *("version", "session_id", "agent", "trade", "started_at", "ended_at", "outcome", "summary", "call_reason"),
        *("problem", "equipment", "agreed", "follow_up", "urgency", "appointment", "fees", "promised", "objections"),
        *("follow_ups", "next_step", "checklist", "claims", "edited", "written_by", "model"),
    ]
    assert list(bare["outcome"]) == ["disposition", "reason", "chosen_by", "proofs", "needed", "review"]
    assert bare["version"] == 1


def test_the_json_holds_the_call() -> None:
    """Structured fields, proofs with the events they cite, claims with their corrections."""
    story = ended()
    story.log(MODEL)
    call = json.loads(crm_json(record_of(story)))
    assert (call["session_id"], call["agent"], call["trade"]) == (SESSION, "Dana", "hvac")
    assert call["outcome"] == {
        "disposition": "lead",
        "reason": "price",
        "chosen_by": "evidence",
        "proofs": [{"label": "Price objection", "quote": "too expensive", "at_ms": 8_000, "event_id": "event-3"}],
        "needed": 2,
        "review": "Model said booked; 2 of 4 proofs",
    }
    assert call["claims"] == [
        {"title": "Same-day promise", "at_ms": 5_000, "corrected_after_ms": 4_000},
        {"title": "Free visit", "at_ms": 12_000, "corrected_after_ms": None},
    ]
    assert {"rule_id": "ask_recording", "label": "Call recording", "done": True} in call["checklist"]
    assert (call["fees"], call["edited"], call["written_by"]) == (["$89 visit"], False, "model")
    assert call["started_at"] == "2026-11-22T15:00:00Z"


def test_what_a_person_corrected_counts() -> None:
    """Edited lines and a chosen outcome take the place of the model's, here before the log has them."""
    story = ended()
    story.log(LOG)
    story.call.edit_summary(SummaryEdited("Pilot light out", "", "", ""))
    story.call.choose_outcome(DispositionSet("booked"))
    story.log(MODEL)
    record = record_of(story)
    assert (record.problem, record.equipment, record.edited) == ("Pilot light out", "", True)
    assert (record.outcome.disposition, record.outcome.chosen_by) == ("booked", "person")
    assert (record.outcome.proofs, record.outcome.review) == ((), "")
    assert record.urgency == "today"


@given(st.text("ab \n\r\x07\x85\u200f\u2028\u2029\u202e\u2066", max_size=20))
def test_no_text_of_a_call_breaks_a_line_or_turns_the_direction(text: str) -> None:
    """However hostile the words, a pasted line is one line of what its label says."""
    written = crm_text(CallRecord(session_id="s", outcome=Outcome(), problem=text, next_step="Wait"))
    lines = written.splitlines()
    assert lines[0] == "Outcome: not chosen"
    assert lines[-2:] == ["Next step: Wait", "Checklist: 0 of 0"]
    assert len(lines) <= 4
    assert not any(0x202A <= ord(char) <= 0x202E or 0x2066 <= ord(char) <= 0x2069 for char in written)
