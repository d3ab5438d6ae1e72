"""The summary that a model writes: ready after the log's own, checked against the transcript, never in its way."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from backend.assist.record import CallRecord, problems, read
from backend.assist.scribe import DRAFT_EVERY
from backend.assist.settings import BudgetSettings, DeadlineSettings, SuggestSettings
from tests.backend.assist.room import Room, room
from tests.backend.llm_script import STALL, Answer, refuses, says, streams
from transcripts.events import Speaker, SummaryReady

ASKED = SuggestSettings(when="asked")
CALL: tuple[tuple[Speaker, str], ...] = (
    ("csr", "Thank you for calling, this call is recorded. How can I help?"),
    ("customer", "Our furnace quit last night, there's no heat at all. It's a Carrier, fifteen years old."),
    ("csr", "What's the service address?"),
    ("customer", "418 Alder Court."),
    ("csr", "The diagnostic visit is $89. Does tomorrow between 8 and 10 work?"),
    ("customer", "Yes, that works."),
    ("csr", "So to recap, that's tomorrow between 8 and 10 at 418 Alder Court, and $89 for the visit."),
    ("customer", "Perfect, thank you."),
)
RECORD: dict[str, Any] = {
    "call_reason": "No heat",
    "problem": "Furnace quit last night, no heat at all.",
    "equipment": "Carrier furnace, fifteen years old",
    "urgency": "soon",
    "promised": [],
    "fees": ["$89 for the diagnostic visit"],
    "appointment": "Tomorrow between 8 and 10",
    "agreed": "Tomorrow between 8 and 10. $89 diagnostic fee told.",
    "objections": [],
    "follow_ups": ["Ask for the best callback number"],
    "next_step": "The technician comes tomorrow between 8 and 10",
    "lines": ["The furnace gives no heat.", "Booked for tomorrow between 8 and 10.", "Ask for a number."],
    "disposition": "booked",
    "reason": "",
}


def answers(**changes: object) -> Answer:
    """A model that answers with the record, with some fields changed."""
    return says(json.dumps({**RECORD, **changes}))


async def _told(it: Room, lines: tuple[tuple[Speaker, str], ...] = CALL) -> None:
    for speaker, text in lines:
        await it.say(speaker, text)


async def _finished(it: Room) -> list[SummaryReady]:
    """The call's summaries after it ended and the model had its turn."""
    await it.assist.drain()  # a draft that is being written
    await it.desk.end()
    await it.assist.drain()
    await it.settled()
    return it.screen.all(SummaryReady)


class TestSummary:
    """After the end of the call."""

    async def test_the_models_words_follow_the_logs(self, tmp_path: Path) -> None:
        """The log's summary stands at once; the model's takes its place, with what the log proves."""
        async with room(tmp_path, answers(), suggest=ASKED) as it:
            await _told(it)
            first, second = await _finished(it)
            assert (first.written_by, second.written_by) == ("log", "model")
            assert second.model == "test/parrot"
            assert second.problem == RECORD["problem"]
            assert second.fees == tuple(RECORD["fees"])
            assert second.lines == tuple(RECORD["lines"])
            assert (second.disposition, second.proofs) == ("booked", first.proofs)
            assert (second.checklist_done, second.claims) == (first.checklist_done, first.claims)
            assert second.review == first.review
            assert second.follow_up.startswith("Ask for the best callback number.")

    async def test_nothing_is_invented(self, tmp_path: Path) -> None:
        """A price that nobody said is sent back once, with what is wrong; put right it counts."""
        wrong = answers(fees=["$98 for the visit"], appointment="Thursday between 8 and 10")
        async with room(tmp_path, wrong, answers(), suggest=ASKED) as it:
            await _told(it, CALL[:6])
            summaries = await _finished(it)
            assert [one.written_by for one in summaries] == ["log", "model"]
            repair = (await it.asked(2))[-1]["content"]
            assert "$98" in repair
            assert "Thursday" in repair

    @pytest.mark.parametrize(
        "wrong",
        [
            answers(fees=["$98 for the visit"]),
            answers(problem="Call them back at 512 555 0199"),
            answers(lines=["One line."]),
            answers(disposition="sold"),
            answers(reason="price"),
            says("I cannot do that."),
            says('{"call_reason": "No heat", "problem"'),
        ],
        ids=["price", "number", "lines", "outcome", "reason", "prose", "cut"],
    )
    async def test_what_does_not_hold_twice_is_dropped(self, tmp_path: Path, wrong: Answer) -> None:
        """The log's summary stands."""
        async with room(tmp_path, wrong, suggest=ASKED) as it:
            await _told(it, CALL[:6])
            assert [one.written_by for one in await _finished(it)] == ["log"]
            assert len(it.server.requests) == 2

    @pytest.mark.parametrize("fault", [refuses(500), streams(STALL)], ids=["error", "stall"])
    async def test_a_model_that_does_not_answer_changes_nothing(self, tmp_path: Path, fault: Answer) -> None:
        """After its deadline the log's summary is the last one."""
        hasty = DeadlineSettings(debounce_ms=5, summary_s=0.2)
        async with room(tmp_path, fault, suggest=ASKED, deadlines=hasty) as it:
            await _told(it, CALL[:6])
            assert [one.written_by for one in await _finished(it)] == ["log"]
            assert it.count("csr_model_summaries_total", outcome="summary") == 0

    async def test_a_call_without_budget_is_summed_up_from_the_log(self, tmp_path: Path) -> None:
        """The model isn't asked."""
        async with room(tmp_path, answers(), suggest=ASKED, budget=BudgetSettings(requests_per_call=0)) as it:
            await _told(it)
            assert [one.written_by for one in await _finished(it)] == ["log"]
            assert it.server.requests == []


class TestOutcome:
    """The model's outcome against the evidence."""

    async def test_a_contradiction_is_kept_and_marked(self, tmp_path: Path) -> None:
        """The evidence's outcome stands, the model's beside it, and somebody should look."""
        async with room(tmp_path, answers(disposition="spam"), suggest=ASKED) as it:
            await _told(it)
            last = (await _finished(it))[-1]
            assert last.disposition == "booked"
            assert last.proposed is not None
            assert last.proposed.disposition == "spam"
            assert last.review

    async def test_a_claim_of_a_booking_needs_its_proofs(self, tmp_path: Path) -> None:
        """No slot was accepted: the model alone cannot make it a booking in silence."""
        asked = (*CALL[:5], ("customer", "I have to ask my wife first, she decides these things."))
        async with room(tmp_path, answers(appointment="", agreed="No slot."), suggest=ASKED) as it:
            await _told(it, asked)
            last = (await _finished(it))[-1]
            assert last.written_by == "model"
            assert last.disposition == "lead"
            assert last.review


class TestDraft:
    """The summary begins while the call goes on."""

    async def test_the_end_needs_only_the_rest(self, tmp_path: Path) -> None:
        """A draft is made of a long call; the last request holds it and the words since."""
        async with room(tmp_path, answers(), suggest=ASKED) as it:
            await _told(it, CALL[:6])
            for number in range(DRAFT_EVERY):
                await it.say("customer", f"And another thing about the thermostat, it clicks {'again ' * number}.")
            first = json.loads((await it.asked(1))[1]["content"])
            assert "draft" not in first
            await _finished(it)
            last = json.loads((await it.asked(len(it.server.requests)))[1]["content"])
            assert last["draft"]["problem"] == RECORD["problem"]
            assert len(last["transcript"]) < len(CALL[:6]) + DRAFT_EVERY

    async def test_a_draft_that_lacks_only_the_leave_is_the_record(self, tmp_path: Path) -> None:
        """Nobody waits for a model when the CSR hangs up: it has written already."""
        async with room(tmp_path, answers(), suggest=ASKED) as it:
            await _told(it, CALL[:7])
            await it.server.arrived()
            await it.assist.drain()
            await _told(it, (CALL[7], ("csr", "Thank you for calling, have a great day."), ("customer", "Bye.")))
            asked = len(it.server.requests)
            summaries = await _finished(it)
            assert [one.written_by for one in summaries] == ["log", "model"]
            assert len(it.server.requests) == asked

    async def test_a_recap_is_the_time_for_a_draft(self, tmp_path: Path) -> None:
        """The call nears its end: what is known is put down before anybody hangs up."""
        async with room(tmp_path, answers(), suggest=ASKED) as it:
            await _told(it, CALL[:7])
            await asyncio.wait_for(it.server.arrived(), 20)
            await it.assist.drain()
            assert it.count("csr_model_summaries_total", outcome="draft") == 1


def test_a_fence_around_the_json_is_no_fault() -> None:
    """Many models put one there."""
    plain = read(json.dumps(RECORD))
    assert plain is not None
    assert read(f"```json\n{json.dumps(RECORD)}\n```") == plain


def test_what_was_said_in_other_words_is_supported() -> None:
    """A figure may be spelled anew, and a placeholder of redaction is no invention."""
    record = read(json.dumps({**RECORD, "fees": ["89 dollars"], "problem": "Number is [PHONE]"}))
    assert isinstance(record, CallRecord)
    assert problems(record, [*(text for _, text in CALL), "My number is [PHONE]"]) == []
