"""The intake over restarts, failing disks and requests that cross each other."""

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

import backend.live
from backend.log.contract import EventLog, LogUnavailableError
from rules.disposition import summarise
from tests.backend.desk import DANA, ONE, SUE, MoodyLog, desk_on, rulebook, shipped_book
from tests.backend.facts import said, sent, session_id
from tests.backend.stores import open_sqlite
from transcripts import wire
from transcripts.chain import verify
from transcripts.events import Event, NoteAdded, SegmentAdded, Speaker
from transcripts.files import read_transcript
from transcripts.session import fold

CLAIM = "Don't worry, I guarantee we'll have someone there today."
SAMPLES = Path(__file__).parents[2] / "transcripts" / "samples"


@pytest.fixture
async def moody(tmp_path: Path) -> AsyncIterator[MoodyLog]:
    """A log that fails and waits when told.

    Yields:
        The log, in a good mood.
    """
    await (open_sqlite(tmp_path)).close()
    log = MoodyLog.open(tmp_path / "calls.db")
    assert isinstance(log, MoodyLog)
    yield log
    await log.close()


def gist(events: list[Event]) -> list[tuple[str, object]]:
    """What a log says, without times and hashes."""
    return [(event.event_id, event.payload) for event in events]


@pytest.mark.parametrize("sample", ["hvac_booking", "pest_cancel", "plumbing_flood_booking"])
async def test_a_restart_changes_nothing(log: EventLog, sample: str) -> None:
    """A call with a restart before every segment leaves the log that the same call leaves without any."""
    file = read_transcript((SAMPLES / f"{sample}.json").read_bytes(), sample)
    segments = [segment for segment in file.segments if segment.is_final]
    lines = [said(n, s.text, s.speaker, at_ms=s.timestamp_ms) for n, s in enumerate(segments)]
    async with desk_on(log, shipped_book()) as desk:
        await desk.start()
        for line in lines:
            await desk.append(line)
        await desk.end()
        whole = gist(await desk.events())
        other = session_id(2)
        await desk.start(session=other)
    for line in lines:
        async with desk_on(log, shipped_book()) as desk:
            await desk.append(line, session=other)
    async with desk_on(log, shipped_book()) as desk:
        await desk.end(session=other)
        broken = gist(await desk.events(other))
    assert _plain(broken) == _plain(whole)


async def test_a_restart_does_not_unmask(log: EventLog) -> None:
    """What the words before it make personal is redacted also when the backend restarts between them."""
    lines = ["My card is 4111 1111 1111 1111.", "Okay, and the security code on the back?", "It's 123."]
    speakers: list[Speaker] = ["customer", "csr", "customer"]
    spoken = [said(number, line, speakers[number]) for number, line in enumerate(lines)]
    async with desk_on(log) as desk:
        await desk.start()
        await desk.append(*spoken)
        await desk.start(session=session_id(2))
    for segment in spoken:
        async with desk_on(log) as desk:
            await desk.append(segment, session=session_id(2))
    for session in (ONE, session_id(2)):
        texts = [event.payload.text for event in await desk.events(session) if isinstance(event.payload, SegmentAdded)]
        assert texts == ["My card is [CARD].", lines[1], "It's [CVV]."]


def _plain(events: list[tuple[str, object]]) -> list[str]:
    """What a log says, its ids replaced by the order in which they first appear."""
    names = {event_id: f"<{number}>" for number, (event_id, _) in enumerate(events)}
    pattern = re.compile("|".join(f"'{re.escape(event_id)}'" for event_id in names))
    return [pattern.sub(lambda found: names[found[0][1:-1]], repr(event)) for event in events]


async def test_a_failed_append_leaves_no_ghost(moody: MoodyLog) -> None:
    """What could not be stored has not happened: it takes no number, and the same request succeeds later."""
    async with desk_on(moody) as desk:
        await desk.start()
        moody.full = True
        for _ in range(2):
            with pytest.raises(LogUnavailableError):
                await desk.append(said(1, "My card is"), said(2, CLAIM))
        moody.full = False
        assert await desk.append(said(2, CLAIM)) == (2,)
        assert await desk.append(said(1, "My card is")) == (4,)
        assert await desk.types() == ["session.started", "segment.added", "alert.raised", "segment.added"]
        assert moody.appended[1:] == [["segment.added", "alert.raised"], ["segment.added"]]


async def test_a_start_that_failed_has_not_happened(moody: MoodyLog) -> None:
    """After a start that could not be stored there is no such session, until the same start succeeds."""
    async with desk_on(moody) as desk:
        moody.full = True
        with pytest.raises(LogUnavailableError):
            await desk.start()
        moody.full = False
        with pytest.raises(wire.WireError, match="no such session"):
            await desk.append(said(1, "Hi."))
        assert await desk.intake.look_up(ONE) is None
        assert (await desk.start()).seq == 1
        assert await desk.append(said(1, "Hi.")) == (2,)


async def test_an_end_that_failed_has_not_happened(moody: MoodyLog) -> None:
    """After an end that could not be stored the session lives: its segments are judged, and it can be ended."""
    async with desk_on(moody) as desk:
        await desk.start()
        moody.full = True
        with pytest.raises(LogUnavailableError):
            await desk.end()
        moody.full = False
        await desk.append(said(1, CLAIM))
        await desk.end()
        types = await desk.types()
        assert types == ["session.started", "segment.added", "alert.raised", "session.ended", "summary.ready"]


async def test_a_session_that_cannot_be_read_now_can_be_later(moody: MoodyLog) -> None:
    """While the log cannot be read, a session that has to be restored is unavailable, and whole afterwards."""
    async with desk_on(moody) as desk:
        await desk.start()
        await desk.append(said(1, CLAIM))
    async with desk_on(moody) as desk:
        moody.unreadable = True
        with pytest.raises(LogUnavailableError):
            await desk.append(said(2, "Hi."))
        moody.unreadable = False
        assert await desk.append(said(2, "Hi.")) == (4,)


async def test_nothing_is_stored_before_the_start(moody: MoodyLog) -> None:
    """What is asked of a session whose start is on its way waits for it, and fails with it."""
    async with desk_on(moody) as desk:
        moody.hold()
        starting = asyncio.create_task(desk.start())
        await asyncio.sleep(0.05)
        writing = asyncio.create_task(desk.append(said(1, CLAIM), who=SUE))
        looking = asyncio.create_task(desk.intake.look_up(ONE))
        await asyncio.sleep(0.05)
        moody.full = True
        moody.release()
        with pytest.raises(LogUnavailableError):
            await starting
        with pytest.raises(wire.WireError, match="no such session"):
            await writing
        assert await looking is None
        moody.full = False
        await desk.start()
        assert await desk.append(said(1, CLAIM)) == (2,)


async def test_the_end_waits_for_what_is_on_its_way(moody: MoodyLog) -> None:
    """Everything stored before the end is in the summary, also what came while the end waited."""
    async with desk_on(moody) as desk:
        await desk.start()
        moody.hold()
        first = await desk.intake.append(DANA, wire.SessionAppend(ONE, (said(1, "There's no heat.", "customer"),)))
        ending = asyncio.create_task(desk.end())
        await asyncio.sleep(0)
        second = await desk.intake.append(DANA, wire.SessionAppend(ONE, (said(2, "I smell gas!", "customer"),)))
        moody.release(1)
        await first
        await asyncio.sleep(0.05)
        assert not ending.done()
        moody.release()
        await asyncio.gather(second, ending)
        events = await desk.events()
    ended = next(n for n, event in enumerate(events) if event.type == "session.ended")
    assert [event.event_id for event in events if event.type == "segment.added"] == ["s1", "s2"]
    assert events[ended + 1].payload == summarise(fold(ONE, events[:ended]), rulebook().ruleset)


async def test_the_end_survives_a_failure_of_what_it_waited_for(moody: MoodyLog) -> None:
    """When an append fails while the end waits for it, the end is stored and the session goes on from the log."""
    async with desk_on(moody) as desk:
        await desk.start()
        moody.hold()
        lost = await desk.intake.append(DANA, wire.SessionAppend(ONE, (said(1, CLAIM),)))
        ending = asyncio.create_task(desk.end())
        await asyncio.sleep(0)
        moody.full = True
        moody.release()
        with pytest.raises(LogUnavailableError):
            await lost
        moody.full = False
        assert await ending == 2
        assert await desk.append(said(1, CLAIM)) == (4,)
        assert await desk.intake.look_up(ONE) == ("csr:dana", 4)


async def test_requests_for_one_session_may_cross(log: EventLog) -> None:
    """Many starts, appends and look-ups of a session at once leave one start and every event once, and agree."""
    async with desk_on(log) as desk:
        for round_ in range(20):
            session = session_id(100 + round_)

            async def write(number: int, session: str = session) -> None:
                await desk.start(session=session)
                await desk.append(sent(f"n{number}", NoteAdded("x", 0)), session=session)

            looks = [desk.intake.look_up(session) for _ in range(4)]
            await asyncio.gather(*looks, *(write(number) for number in range(6)), desk.intake.look_up(session))
            events = await desk.events(session)
            assert [event.seq for event in events] == list(range(1, 8))
            assert events[0].type == "session.started"
            assert {event.event_id for event in events[1:]} == {f"n{number}" for number in range(6)}
            assert await desk.intake.look_up(session) == ("csr:dana", 7)


async def test_sessions_out_of_memory_are_restored(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """More sessions than are held in memory go on as if all were."""
    monkeypatch.setattr(backend.live, "LIVE", 2)
    async with desk_on(log) as desk:
        calls = [session_id(number) for number in range(5)]
        for session in calls:
            await desk.start(session=session)
        for number in range(3):
            await asyncio.gather(*(desk.append(said(number, CLAIM), session=session) for session in calls))
        for session in calls:
            first, again = ["segment.added", "alert.raised"], ["segment.added", "alert.raised", "card.suppressed"]
            assert await desk.types(session) == ["session.started", *first, *again, *again]
            assert verify(log.links(session)) == 9


async def test_one_unreadable_session_stops_no_other(tmp_path: Path) -> None:
    """An event that this program cannot read fails the requests for its session only."""
    log = open_sqlite(tmp_path)
    try:
        async with desk_on(log) as desk:
            await desk.start()
            await desk.start(session=session_id(2))
        with closing(sqlite3.connect(tmp_path / "calls.db")) as connection:
            connection.execute(
                "INSERT INTO call_events SELECT session, 2, 'x', 'from.the.future', 1, occurred_at, recorded_at, actor,"
                " trace_id, payload, hash FROM call_events WHERE session = 1"
            )
            connection.commit()
        async with desk_on(log) as desk:
            for _ in range(2):
                with pytest.raises(ValueError, match=r"from\.the\.future"):
                    await desk.append(said(1, "Hi."))
            assert await desk.append(said(1, "Hi."), session=session_id(2)) == (2,)
    finally:
        await log.close()
