"""Fan-out: every watcher gets each event once and in order, whatever its speed."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

import backend.hub
from backend.log.contract import LogError, LogUnavailableError
from tests.backend.facts import T0
from tests.backend.stage import ONE, Watcher, stage, turns, upto
from transcripts import wire


async def test_a_watcher_that_keeps_up_is_sent_what_is_published() -> None:
    """Who watches from the newest event on gets everything later, at once, without a look into the log."""
    async with stage() as it:
        it.store(3)
        watcher = Watcher()
        it.hub.watch(ONE, 3, 3, watcher)
        it.fault = LogError("not to be read")
        for count in (1, 5, 2):
            it.publish(count)
        assert watcher.seqs == upto(11, 4)
        assert it.count("csr_catch_ups_total") == 0


async def test_a_late_watcher_catches_up_then_goes_live() -> None:
    """Who begins behind is sent pages of the log while others go on being published, and misses none."""
    async with stage() as it:
        it.store(450)
        watcher = Watcher()
        it.hub.watch(ONE, 7, 450, watcher)
        for _ in range(5):
            it.publish(3)
            await asyncio.sleep(0)
        await turns()
        it.publish(1)
        assert watcher.seqs == upto(466, 8)
        assert it.count("csr_catch_ups_total") == 1


async def test_what_is_published_between_look_up_and_watch_is_not_missed() -> None:
    """A watch whose newest seq is out of date by the events that the hub published since gets these as well."""
    async with stage() as it:
        it.hub.watch(ONE, 0, 0, Watcher())
        it.publish(4)
        late, later = Watcher(), Watcher()
        it.hub.watch(ONE, 0, 2, late)
        it.hub.watch(ONE, 2, 2, later)
        await turns()
        assert (late.seqs, later.seqs) == (upto(4), [3, 4])


async def test_a_watcher_that_is_ahead_waits_for_what_is_new_to_it() -> None:
    """Who says that it has events which are not in the log yet gets only those after them, once there are any."""
    async with stage() as it:
        it.store(3)
        ahead = Watcher()
        it.hub.watch(ONE, 5, 3, ahead)
        it.publish(1)
        it.publish(2)
        it.publish(1)
        await turns()
        assert ahead.seqs == [6, 7]


async def test_a_slow_watcher_slows_no_other() -> None:
    """While one watcher does not read, another is sent everything; the slow one is sent it later, from the log."""
    async with stage() as it:
        slow, quick = Watcher(congested=True), Watcher()
        it.hub.watch(ONE, 0, 0, slow)
        it.hub.watch(ONE, 0, 0, quick)
        for number in range(1, 301):
            it.publish(1)
            await asyncio.sleep(0)
            assert quick.seqs[-1] == number
        assert len(slow.seqs) < 200
        slow.reads.set()
        await turns()
        assert slow.seqs == quick.seqs == upto(300)


async def test_interims_are_for_those_who_keep_up() -> None:
    """An interim reaches the watchers that are live and read; for others it is dropped and counted."""
    async with stage() as it:
        it.store(1)
        quick, slow, behind = Watcher(), Watcher(congested=True), Watcher()
        it.hub.watch(ONE, 1, 1, quick)
        it.hub.watch(ONE, 1, 1, slow)
        it.hub.watch(ONE, 0, 1, behind)
        it.hub.pass_on(wire.SessionDelta(ONE, wire.Interim(ONE, "u1", "csr", "I guar", 0)))
        await turns()
        it.hub.pass_on(wire.SessionDelta(ONE, wire.Interim(ONE, "u1", "csr", "I guarantee", 0)))
        assert (quick.interims, slow.interims, behind.interims) == (["I guar", "I guarantee"], [], ["I guarantee"])
        assert it.count("csr_dropped_interims_total") == 3


async def test_a_crowd_is_served_in_order() -> None:
    """Each of 120 watchers gets all events and interims in the order in which they were published, once."""
    async with stage() as it:
        crowd = [Watcher() for _ in range(120)]
        for watcher in crowd:
            it.hub.watch(ONE, 0, 0, watcher)
        for number in range(5):
            it.publish(2)
            it.hub.pass_on(wire.SessionDelta(ONE, wire.Interim(ONE, "u", "csr", str(number), 0)))
        late = Watcher()
        it.hub.watch(ONE, 4, 10, late)
        await turns()
        assert all(watcher.seqs == upto(10) for watcher in crowd)
        assert all(watcher.interims == list("01234") for watcher in crowd)
        assert late.seqs == upto(10, 5)
        assert it.count("csr_catch_ups_total") == 1


async def test_no_frame_is_larger_than_a_client_takes() -> None:
    """Events too large for one frame, published or from the log, come in several that a client takes."""
    async with stage() as it:
        it.store(60, "x" * 19_999)
        late, live = Watcher(), Watcher()
        it.hub.watch(ONE, 0, 60, late)
        it.hub.watch(ONE, 60, 60, live)
        it.publish(60, "é" * 19_999)
        await turns()
        assert late.seqs == upto(120)
        assert live.seqs == upto(120, 61)
        assert max(late.largest, live.largest) <= wire.MAX_FRAME


@pytest.mark.parametrize("after", range(6))
async def test_unwatching_during_a_catch_up_ends_it(after: int) -> None:
    """Whenever a watcher leaves while it catches up, nothing more is sent and nothing is kept of it."""
    async with stage() as it:
        it.store(1000)
        watcher = Watcher()
        watch = it.hub.watch(ONE, 0, 1000, watcher)
        await turns(after)
        it.hub.unwatch(watch)
        it.hub.unwatch(watch)
        had = len(watcher.seqs)
        it.publish(2)
        await turns()
        assert len(watcher.seqs) == had < 1000
        assert it.count("csr_watches") == 0


async def test_a_watcher_that_is_gone_is_forgotten() -> None:
    """A watcher whose connection breaks during its catch-up is unwatched; the others go on."""
    async with stage() as it:
        it.store(500)
        gone, other = Watcher(congested=True), Watcher()
        it.hub.watch(ONE, 0, 500, gone)
        it.hub.watch(ONE, 0, 500, other)
        await turns()
        gone.gone = True
        gone.reads.set()
        await turns()
        assert it.count("csr_watches") == 1
        it.publish(1)
        assert other.seqs == upto(501)


@pytest.mark.parametrize("fault", [LogUnavailableError("busy"), LogError("malformed")])
async def test_a_log_that_fails_delays_a_catch_up(fault: LogError, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the log cannot be read a catch-up waits and tries again; nobody else is disturbed."""
    monkeypatch.setattr(backend.hub, "RETRY_S", 0.0)
    async with stage() as it:
        it.store(10)
        late, live = Watcher(), Watcher()
        it.fault = fault
        it.hub.watch(ONE, 0, 10, late)
        it.hub.watch(ONE, 10, 10, live)
        it.publish(1)
        await turns()
        assert (late.seqs, live.seqs) == ([], [11])
        it.fault = None
        await turns()
        assert late.seqs == upto(11)


async def test_the_lobby_hears_what_it_may() -> None:
    """Changes of sessions go to those in the lobby who may see them, until they leave."""
    info = wire.SessionInfo(
        session_id=ONE,
        status="live",
        agent="",
        trade="",
        title="",
        started_at=T0,
        ended_at=None,
        last_seq=1,
        disposition="",
    )
    heard: dict[str, list[bytes]] = {"sue": [], "dana": [], "lee": []}

    class Listener(Watcher):
        """A peer in the lobby."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

        def push(self, frame: bytes) -> None:
            heard[self.name].append(frame)

    async with stage() as it:
        peers = [Listener(name) for name in heard]
        for peer in peers:
            it.hub.enter_lobby(peer)
        it.hub.announce(info, lambda sink: isinstance(sink, Listener) and sink.name != "lee")
        it.hub.leave_lobby(peers[0])
        it.hub.announce(info, lambda _: True)
    assert [len(frames) for frames in heard.values()] == [1, 2, 1]
    assert wire.parse(heard["sue"][0]).method == "sessions.changed"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("publish"), st.integers(1, 5)),
        st.tuples(st.just("turn"), st.integers(1, 4)),
        st.tuples(st.just("jam"), st.integers(0, 3)),
        st.tuples(st.just("free"), st.integers(0, 3)),
        st.tuples(st.just("watch"), st.integers(0, 3)),
        st.tuples(st.just("unwatch"), st.integers(0, 3)),
    ),
    max_size=40,
)


@given(stored=st.integers(0, 12), page=st.integers(1, 4), chunk=st.integers(1, 3), steps=STEPS)
def test_no_gap_and_no_duplicate_whatever_happens(
    stored: int, page: int, chunk: int, steps: list[tuple[str, int]]
) -> None:
    """Whoever watches, jams, reads, leaves and comes back in any order gets each event once, in order, to the last."""

    async def play() -> None:
        async with stage() as it:
            it.store(stored)
            watchers = [Watcher() for _ in range(4)]
            watches = [it.hub.watch(ONE, 0, stored, watcher) for watcher in watchers]
            for what, number in steps:
                match what:
                    case "publish":
                        it.publish(number)
                    case "turn":
                        await turns(number)
                    case "jam":
                        watchers[number].reads.clear()
                    case "free":
                        watchers[number].reads.set()
                    case "unwatch":
                        it.hub.unwatch(watches[number])
                    case "watch":
                        it.hub.unwatch(watches[number])
                        seqs = watchers[number].seqs
                        watches[number] = it.hub.watch(ONE, seqs[-1] if seqs else 0, len(it.log), watchers[number])
            for watcher in watchers:
                watcher.reads.set()
            await turns(200)
            for watch, watcher in zip(watches, watchers, strict=True):
                assert watcher.seqs == upto(len(watcher.seqs))
                assert watch.closed or watcher.seqs == upto(len(it.log))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backend.hub, "PAGE", page)
        patch.setattr(backend.hub, "CHUNK", chunk)
        asyncio.run(play())
