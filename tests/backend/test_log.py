"""What every store of the event log promises: one suite, run against each store."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backend.log.contract import EventLog, LogError, LogUnavailableError, Stored, Token
from tests.backend.facts import DANA, T0, ended, note, notes, outcome, session_id, started
from tests.backend.stores import Open
from transcripts.chain import verify
from transcripts.events import NoteAdded, RawEvent

ONE, TWO = session_id(1), session_id(2)


async def whole(log: EventLog, session: str = ONE) -> list[RawEvent]:
    """Every event of a session, read in pages of three."""
    events: list[RawEvent] = []
    while page := await log.read(session, events[-1].seq if events else 0, 3):
        events += page
    return events


async def ids(log: EventLog, session: str = ONE) -> list[str]:
    """The event ids of a session in their order, whose seqs count from 1."""
    events = await whole(log, session)
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    return [event.event_id for event in events]


class TestAppending:
    """Append: durable, all or none, once, in order."""

    async def test_seqs_count_from_one_without_a_gap(self, log: EventLog) -> None:
        """The events of a session are numbered 1, 2, 3 … over any number of appends, each session for itself."""
        assert (await log.append(ONE, notes(1, 2))).seqs == (1, 2)
        assert (await log.append(TWO, notes(1))).seqs == (1,)
        assert (await log.append(ONE, notes(3))).seqs == (3,)
        assert await ids(log) == ["n1", "n2", "n3"]

    async def test_what_is_read_is_what_was_stated(self, log: EventLog) -> None:
        """An event comes back with its writer's words and times, and the log's own number, time and hash."""
        before = datetime.now(UTC)
        stored = await log.append(ONE, [note(7, "Zwölf Grad – kalt ☃")])
        (event,) = await log.read(ONE)
        assert stored.fresh == (event,)
        read = event.read()
        assert (read.session_id, read.seq, read.event_id, read.type) == (ONE, 1, "n7", "note.added")
        assert (read.occurred_at, read.actor, read.version) == (T0, DANA, 1)
        assert read.payload == NoteAdded("Zwölf Grad – kalt ☃", 7)
        assert before - timedelta(seconds=1) <= read.recorded_at <= datetime.now(UTC)
        assert len(bytes.fromhex(read.hash)) == 32

    async def test_an_event_id_is_stored_once(self, log: EventLog) -> None:
        """The same event id again, in another append or the same one, keeps its first seq and content, not fresh."""
        await log.append(ONE, [note(1, "first")])
        stored = await log.append(ONE, [note(2), note(1, "second"), note(2, "third"), note(3)])
        assert stored.seqs == (2, 1, 2, 3)
        assert [event.event_id for event in stored.fresh] == ["n2", "n3"]
        assert (await log.append(ONE, [note(3)])).fresh == ()
        assert [event.read().payload for event in await whole(log)][:1] == [NoteAdded("first", 1)]
        assert await ids(log) == ["n1", "n2", "n3"]

    async def test_sessions_share_no_event_ids(self, log: EventLog) -> None:
        """The same event id in two sessions is two events."""
        await log.append(ONE, [note(1, "one")])
        assert (await log.append(TWO, [note(1, "two")])).fresh[0].read().payload == NoteAdded("two", 1)

    async def test_an_append_is_all_or_none(self, log: EventLog) -> None:
        """When one draft cannot be stored, none of its append is, and the session goes on as if it had not been."""
        await log.append(ONE, [started()])
        with pytest.raises(LogError):
            await log.append(ONE, [note(1), started(event_id="again"), note(2)])
        assert (await log.append(ONE, notes(3))).seqs == (2,)
        assert await ids(log) == ["start", "n3"]
        assert verify(log.links(ONE)) == 2

    async def test_the_order_of_calls_is_the_order_in_the_log(self, log: EventLog) -> None:
        """Appends that are all on their way at once are stored in the order in which they were called."""
        futures = [log.append(ONE, notes(number)) for number in range(50)]
        stored = await asyncio.gather(*futures)
        assert [outcome.seqs for outcome in stored] == [(number,) for number in range(1, 51)]
        assert await ids(log) == [f"n{number}" for number in range(50)]

    async def test_many_sessions_grow_at_once(self, log: EventLog) -> None:
        """Appends to many sessions at the same time leave each gapless, in order and with a whole chain."""

        async def talk(session: str) -> None:
            for number in range(0, 12, 2):
                await log.append(session, notes(number, number + 1))

        calls = [session_id(number) for number in range(40)]
        await asyncio.gather(*map(talk, calls))
        for session in calls:
            assert await ids(log, session) == [f"n{number}" for number in range(12)]
            assert verify(log.links(session)) == 12

    async def test_a_bad_append_fails_alone(self, log: EventLog) -> None:
        """Appends stored together with one that cannot be stored are stored all the same."""
        await log.append(ONE, [started()])
        futures = [log.append(TWO, notes(number)) for number in range(20)]
        bad = log.append(ONE, [started(event_id="again")])
        futures += [log.append(TWO, notes(number)) for number in range(20, 40)]
        await asyncio.gather(*futures)
        with pytest.raises(LogError):
            await bad
        assert await ids(log, TWO) == [f"n{number}" for number in range(40)]
        assert await ids(log, ONE) == ["start"]

    async def test_cancelling_the_wait_does_not_take_the_drafts_back(self, log: EventLog) -> None:
        """An append whose future is cancelled is stored all the same."""
        log.append(ONE, notes(1)).cancel()
        await log.append(ONE, notes(2))
        assert await ids(log) == ["n1", "n2"]

    async def test_appending_nothing_stores_nothing(self, log: EventLog) -> None:
        """An append without drafts succeeds and changes nothing."""
        assert (await log.append(ONE, [])).seqs == ()
        assert await whole(log) == []


class TestReading:
    """Read by page; the index of sessions."""

    async def test_a_page_begins_after_a_seq_and_has_a_limit(self, log: EventLog) -> None:
        """Reading gives at most `limit` events after `after_seq`, nothing past the end or for an unknown session."""
        await log.append(ONE, notes(*range(1, 8)))
        assert [event.seq for event in await log.read(ONE, 2, 3)] == [3, 4, 5]
        assert [event.seq for event in await log.read(ONE, 5)] == [6, 7]
        assert await log.read(ONE, 7) == []
        assert await log.read(TWO) == []

    async def test_sessions_are_listed_newest_first_with_what_became_of_them(self, log: EventLog) -> None:
        """The index says of each session who, when, how far and how it ended, the newest session first."""
        await log.append(ONE, [started(title="First"), *notes(1, 2)])
        await log.append(TWO, [started(actor="csr:lee", title="Second")])
        await log.append(ONE, [ended(90.0), outcome("booked")])
        second, first = await log.sessions()
        assert (first.session_id, first.status, first.title, first.disposition) == (ONE, "ended", "First", "booked")
        assert (first.agent, first.trade, first.started_at, first.last_seq) == ("Dana", "hvac", T0, 5)
        assert first.ended_at == T0 + timedelta(seconds=90)
        assert (second.session_id, second.status, second.ended_at, second.last_seq) == (TWO, "live", None, 1)

    async def test_the_list_is_filtered_and_paged(self, log: EventLog) -> None:
        """A list can be of one owner and of one status, and goes on before the last session of the page before."""
        for number in range(6):
            actor = "csr:lee" if number % 2 else DANA
            await log.append(session_id(number), [started(actor=actor)])
        await log.append(session_id(4), [ended()])

        async def listed(**filters: str) -> list[int]:
            return [int(info.session_id[-1]) for info in await log.sessions(**filters)]  # type: ignore[arg-type]  # the callers below fit

        assert await listed() == [5, 4, 3, 2, 1, 0]
        assert await listed(owner=DANA) == [4, 2, 0]
        assert await listed(owner=DANA, status="live") == [2, 0]
        assert await listed(status="ended") == [4]
        assert await listed(before=session_id(3)) == [2, 1, 0]
        assert await listed(before=session_id(99)) == []
        assert [info.session_id for info in await log.sessions(limit=2)] == [session_id(5), session_id(4)]

    async def test_the_owner_is_who_began_the_session(self, log: EventLog) -> None:
        """A session's owner is the actor of its start, whoever writes later; an unknown session has none."""
        await log.append(ONE, [started(actor="csr:lee"), *notes(1)])
        assert await log.owner(ONE) == "csr:lee"
        assert await log.owner(TWO) is None

    async def test_the_latest_outcome_is_listed(self, log: EventLog) -> None:
        """Of several outcomes the list shows the one that was stored last."""
        await log.append(ONE, [started(), outcome("lead", "first")])
        await log.append(ONE, [outcome("booked", "second")])
        assert [info.disposition for info in await log.sessions()] == ["booked"]


class TestTokens:
    """Tokens: only hashes, unique names, revoked for good."""

    @staticmethod
    def token(name: str, digest: bytes) -> Token:
        """A CSR's token, made `digest[0]` seconds after the clock's zero."""
        return Token(name, "csr", digest * 32, T0 + timedelta(seconds=digest[0]))

    async def test_a_token_is_found_by_its_hash(self, log: EventLog) -> None:
        """A token is known by its hash, and listed with the others, oldest first."""
        younger, older = self.token("lee", b"\x02"), self.token("dana", b"\x01")
        await log.add_token(younger)
        await log.add_token(older)
        assert await log.find_token(older.digest) == older
        assert await log.find_token(b"\x03" * 32) is None
        assert await log.tokens() == [older, younger]

    async def test_a_name_is_taken_once(self, log: EventLog) -> None:
        """A second token of the same name is refused with the name in the message."""
        await log.add_token(self.token("dana", b"\x01"))
        with pytest.raises(LogError, match="'dana'"):
            await log.add_token(self.token("dana", b"\x02"))

    async def test_a_revoked_token_is_not_found(self, log: EventLog) -> None:
        """A revoked token is found no more but stays in the list; revoking tells whether there was one."""
        token = self.token("dana", b"\x01")
        await log.add_token(token)
        assert await log.revoke_token("dana", T0)
        assert not await log.revoke_token("dana", T0)
        assert not await log.revoke_token("lee", T0)
        assert await log.find_token(token.digest) is None
        assert [token.revoked_at for token in await log.tokens()] == [T0]


class TestKeeping:
    """The log over time: rebuilt, verified, closed, opened again."""

    async def test_the_index_is_rebuilt_as_it_was(self, log: EventLog) -> None:
        """Folding the index again from the log gives the same index."""
        for number in range(5):
            await log.append(session_id(number), [started(title=f"Call {number}"), *notes(1)])
        await log.append(session_id(2), [ended(), outcome("lead", "first"), outcome("booked", "second")])
        before = await log.sessions()
        assert log.rebuild() == 5
        assert await log.sessions() == before

    async def test_the_chains_are_whole(self, log: EventLog) -> None:
        """Every session of the log is listed, oldest first, and its chain verifies."""
        await log.append(TWO, notes(1, 2, 3))
        await log.append(ONE, notes(1))
        assert log.session_ids() == [TWO, ONE]
        assert [verify(log.links(session)) for session in log.session_ids()] == [3, 1]
        assert list(log.links(session_id(99))) == []

    async def test_a_log_opened_again_goes_on(self, open_log: Open, tmp_path: Path) -> None:
        """After closing and opening, seqs, the chain and the known event ids go on where they were."""
        log = open_log(tmp_path)
        await log.append(ONE, notes(1, 2))
        await log.close()
        log = open_log(tmp_path)
        try:
            assert (await log.append(ONE, notes(2, 3))).seqs == (2, 3)
            assert await ids(log) == ["n1", "n2", "n3"]
            assert verify(log.links(ONE)) == 3
        finally:
            await log.close()

    async def test_closing_stores_what_was_appended(self, open_log: Open, tmp_path: Path) -> None:
        """Everything appended before the close is stored, waited for or not."""
        log = open_log(tmp_path)
        futures = [log.append(ONE, notes(number)) for number in range(100)]
        await log.close()
        assert (await futures[-1]).seqs == (100,)
        log = open_log(tmp_path)
        try:
            assert len(await ids(log)) == 100
        finally:
            await log.close()

    async def test_a_closed_log_refuses(self, log: EventLog) -> None:
        """Appending to and reading from a closed log fails as unavailable; closing it again does nothing."""
        await log.append(ONE, notes(1))
        await log.close()
        await log.close()
        with pytest.raises(LogUnavailableError, match="closed"):
            await log.append(ONE, notes(2))
        with pytest.raises(LogUnavailableError, match="closed"):
            await log.read(ONE)

    async def test_no_append_is_lost_between_open_and_closed(self, open_log: Open, tmp_path: Path) -> None:
        """Every append called while the log closes is stored or fails: none is left without an answer."""
        log = open_log(tmp_path)
        closing = asyncio.create_task(log.close())
        futures: list[asyncio.Future[Stored]] = []
        while not closing.done():
            futures.append(log.append(ONE, notes(len(futures))))
            await asyncio.sleep(0)
        await closing
        async with asyncio.timeout(30):
            outcomes = await asyncio.gather(*futures, return_exceptions=True)
        stored = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
        assert all(isinstance(other, LogUnavailableError) for other in outcomes[len(stored) :])
        log = open_log(tmp_path)
        try:
            assert await ids(log) == [f"n{number}" for number in range(len(stored))]
        finally:
            await log.close()

    async def test_no_thread_outlives_the_log(self, open_log: Open, tmp_path: Path) -> None:
        """Closing ends every thread that the log began."""
        before = set(threading.enumerate())
        log = open_log(tmp_path)
        await log.append(ONE, notes(1))
        await log.read(ONE)
        began = set(threading.enumerate()) - before
        assert began
        await log.close()
        assert not [thread for thread in began if thread.name.startswith("log-") and thread.is_alive()]
