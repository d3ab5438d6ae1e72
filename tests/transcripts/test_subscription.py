"""The client's end of the wire, as conversations with a scripted peer (see `tests.transcripts.talk`)."""

from __future__ import annotations

import json

import pytest

from tests.transcripts.talk import S, Talk, append, event, seqs
from transcripts import wire
from transcripts.events import Unread
from transcripts.subscription import (
    Answered,
    Died,
    Draining,
    EventsArrived,
    InterimArrived,
    Misunderstood,
    SessionChanged,
)


@pytest.fixture
def talk() -> Talk:
    """A client that nobody has connected yet."""
    return Talk()


@pytest.fixture
def watching(talk: Talk) -> Talk:
    """A client that watches a session and has its events 1 and 2."""
    talk.client.watch(S)
    script = '++\n>> 1 session.watch {"session_id": "' + S + '"}\n<< 1 {"last_seq": 2}\n<< events 1 2'
    assert seqs(talk.follow(script)) == [1, 2]
    return talk


def test_a_watch_is_resumed_behind_the_last_event(watching: Talk) -> None:
    """After a reconnect the client asks for what follows the last event it has, and gets it once."""
    learned = watching.follow("""
        << events 3
        --
        ++
        >> 2 session.watch {"after_seq": 3}
        << 2 {"last_seq": 5}
        << events 4 5
    """)
    assert seqs(learned) == [3, 4, 5]


def test_duplicates_are_dropped(watching: Talk) -> None:
    """Events that were seen already do not arrive again, alone or at the head of a batch."""
    assert seqs(watching.follow("<< events 1 2\n<< events 2 3\n<< events 3")) == [3]


def test_a_gap_makes_the_client_watch_again_once(watching: Talk) -> None:
    """Events past a gap are held back, and one new watch from the last good event is asked for all of them."""
    learned = watching.follow("""
        << events 4
        >> 2 session.watch {"after_seq": 2}
        << events 5
        << 2 {"last_seq": 5}
        << events 3 4 5
        << events 7
        >> 3 session.watch {"after_seq": 5}
    """)
    assert seqs(learned) == [3, 4, 5]


def test_a_watch_that_was_lost_hides_no_gap(watching: Talk) -> None:
    """A watch whose answer went down with the connection counts for nothing on the next one."""
    learned = watching.follow("""
        << events 4
        >> 2 session.watch {"after_seq": 2}
        --
        ++
        >> 3 session.watch {"after_seq": 2}
        << 3 {"last_seq": 4}
        << events 4
        >> 4 session.watch {"after_seq": 2}
        << 4 {"last_seq": 4}
        << events 3 4
    """)
    assert seqs(learned) == [3, 4]


def test_a_watch_refused_for_good_is_dropped(watching: Talk) -> None:
    """NOT_FOUND ends the watch: its events are passed over, and it is not resumed."""
    watching.follow('--\n++\n>> 2 session.watch {"after_seq": 2}')
    (answer,) = watching.follow("<< 2 !-32001")
    assert isinstance(answer, Answered)
    assert answer.error is not None
    assert answer.error.code == wire.NOT_FOUND
    assert watching.follow("<< events 3\n--\n++") == []


def test_a_watch_that_cannot_be_served_now_is_asked_again(watching: Talk) -> None:
    """UNAVAILABLE is followed by another try on the same connection, after a second."""
    learned = watching.follow("""
        --
        ++
        >> 2 session.watch {"after_seq": 2}
        << 2 !-32005
        .. 0.5
        .. 0.5
        >> 3 session.watch {"after_seq": 2}
        << 3 {"last_seq": 3}
        << events 3
        .. 2
    """)
    assert seqs(learned) == [3]


def test_unwatching_ends_it(watching: Talk) -> None:
    """Events on their way after `unwatch` are passed over, and nothing is resumed."""
    watching.client.unwatch(S)
    learned = watching.follow(">> 2 session.unwatch\n<< events 3\n<< 2 {}\n--\n++")
    assert learned == [Answered(2, wire.Nothing(), None)]


def test_submits_go_one_by_one_in_order(talk: Talk) -> None:
    """One submitted request is in flight at a time; the next follows the acknowledgement."""
    talk.follow("++")
    assert [talk.client.submit("session.append", append(name)) for name in "abc"] == [1, 2, 3]
    assert talk.client.waiting == 3
    learned = talk.follow("""
        >> 1 session.append
        << 1 {"seqs": [1]}
        >> 2 session.append
        << 2 {"seqs": [2]}
        >> 3 session.append
        << 3 {"seqs": [3]}
    """)
    assert learned == [Answered(number, wire.Appended((number,)), None) for number in (1, 2, 3)]
    assert talk.client.waiting == 0


def test_what_was_not_acknowledged_is_sent_again_the_same(talk: Talk) -> None:
    """After a lost connection the request in flight goes out again under the same ids, before the next one."""
    talk.client.submit("session.append", append("a", "b"))
    talk.client.submit("session.append", append("c"))
    talk.client.connected(0.0)
    (first,) = talk.client.take_frames()
    assert talk.client.disconnected() == []
    talk.client.connected(1.0)
    assert talk.client.take_frames() == [first]
    assert [draft["event_id"] for draft in json.loads(first)["params"]["events"]] == ["a", "b"]
    assert talk.client.waiting == 3
    talk.follow('<< 1 {"seqs": [1, 2]}\n>> 2 session.append\n<< 2 {"seqs": [3]}')


@pytest.mark.parametrize("code", [wire.UNAVAILABLE, wire.RATE_LIMITED, wire.INTERNAL_ERROR])
def test_what_may_pass_is_tried_again(talk: Talk, code: int) -> None:
    """A submit that cannot be served now stays at the head and goes out again after a second, not before."""
    talk.client.submit("session.append", append("a"))
    talk.follow(f"++\n>> 1 session.append\n<< 1 !{code}")
    talk.client.submit("session.append", append("b"))
    learned = talk.follow("""
        .. 0.9
        .. 0.1
        >> 1 session.append
        << 1 {"seqs": [1]}
        >> 2 session.append
    """)
    assert learned == [Answered(1, wire.Appended((1,)), None)]


def test_a_defect_of_the_backend_does_not_block_for_ever(talk: Talk) -> None:
    """A submit on which the backend trips each time is given up after five tries, and what waited goes out."""
    talk.client.submit("session.append", append("a"))
    talk.client.submit("session.append", append("b"))
    talk.follow("++\n>> 1 session.append")
    for _ in range(4):
        assert not talk.follow(f"<< 1 !{wire.INTERNAL_ERROR}\n.. 1\n>> 1 session.append")
    (answer,) = talk.follow(f"<< 1 !{wire.INTERNAL_ERROR}\n>> 2 session.append")
    assert isinstance(answer, Answered)
    assert answer.error is not None


def test_what_is_refused_for_good_makes_room(talk: Talk) -> None:
    """A submit that will never be accepted is answered with its error, and the next one goes out."""
    talk.client.submit("session.append", append("a"))
    talk.client.submit("session.append", append("b"))
    (answer,) = talk.follow("++\n>> 1 session.append\n<< 1 !-32602\n>> 2 session.append")
    assert isinstance(answer, Answered)
    assert answer.error is not None
    assert (answer.request_id, answer.error.code) == (1, wire.INVALID_PARAMS)


def test_an_unreadable_acknowledgement_is_none(talk: Talk) -> None:
    """An answer that does not fit leaves the submit where it is, to be sent again."""
    talk.client.submit("session.append", append("a"))
    learned = talk.follow('++\n>> 1 session.append\n<< 1 {"seqs": "x"}\n.. 1\n>> 1 session.append\n<< 1 {"seqs": [1]}')
    assert learned == [Misunderstood("error -32602 result.seqs"), Answered(1, wire.Appended((1,)), None)]


def test_a_request_is_answered_in_any_case(talk: Talk) -> None:
    """A request gets its result, its refusal, word that the answer was unreadable, or of the connection's loss."""
    for _ in range(4):
        talk.client.request("ruleset.get", wire.RulesetGet())
    learned = talk.follow("""
        ++
        >> 1 ruleset.get
        >> 2 ruleset.get
        >> 3 ruleset.get
        >> 4 ruleset.get
        << 3 {"version": "v"}
        << 2 !-32006
        << 1 {"version": "v", "files": [{"name": "n", "text": "t"}]}
        --
        ++
        --
    """)
    answers = [answer for answer in learned if isinstance(answer, Answered)]
    assert [answer.request_id for answer in answers] == [3, 2, 1, 4]
    assert [answer.error and answer.error.code for answer in answers] == [-32603, -32006, None, -32005]
    assert answers[2].result == wire.RulesetFiles("v", (wire.RulesetFile("n", "t"),))


def test_a_request_is_lost_with_a_failed_attempt(talk: Talk) -> None:
    """A request made without a connection does not outlive the attempt that failed."""
    talk.client.request("ruleset.get", wire.RulesetGet())
    (answer,) = talk.client.disconnected()
    assert isinstance(answer, Answered)
    assert answer.error is not None
    assert answer.error.code == wire.UNAVAILABLE
    talk.follow("++")


def test_heartbeats_are_sent_in_silence_and_a_silent_peer_is_dead(talk: Talk) -> None:
    """The client speaks at least every 5 s, and gives the peer up 15 s after its last word."""
    learned = talk.follow("""
        ++
        .. 3
        .. 1
        >> client.heartbeat
        << server.heartbeat {"at": "2026-03-02T15:00:00Z"}
        .. 4
        >> client.heartbeat
        .. 10.9
        >> client.heartbeat
    """)
    assert learned == []
    assert talk.follow(".. 0.2") == [Died()]
    assert talk.follow("--\n.. 60") == []


def test_what_passes_is_told(watching: Talk) -> None:
    """Interims of watched sessions, changes of sessions and the end of the backend are learned."""
    watching.client.watch_sessions()
    interim = wire.Interim(S, "u1", "csr", "hello", 0)
    foreign = wire.Interim(S.replace("1", "2"), "u1", "csr", "hello", 0)
    info = {"session_id": S, "status": "live", "agent": "dana", "trade": "", "title": "", "last_seq": 2}
    info |= {"started_at": "2026-03-02T15:00:00Z", "ended_at": None, "disposition": ""}
    learned = watching.follow(f"""
        >> 2 sessions.watch
        << session.delta {json.dumps({"session_id": S, "interim": _plain(interim)})}
        << session.delta {json.dumps({"session_id": S, "interim": _plain(foreign)})}
        << sessions.changed {json.dumps({"session": info})}
        << server.draining {{"reconnect_after_ms": 500}}
        --
        ++
        >> 3 sessions.watch
        >> 4 session.watch
    """)
    assert learned[:1] == [InterimArrived(interim)]
    assert isinstance(learned[1], SessionChanged)
    assert learned[2] == Draining(0.5)


def _plain(interim: wire.Interim) -> dict[str, object]:
    return {name: getattr(interim, name) for name in interim.__struct_fields__}


def test_what_is_not_understood_is_skipped(watching: Talk) -> None:
    """Unknown notifications pass in silence; malformed frames are reported without their words, and it goes on."""
    learned = watching.follow("""
        << rules.danced {"to": "music"}
        <! {"secret words
        <! {"jsonrpc": "2.0", "id": null, "error": {"code": -32700, "message": "secret words"}}
        << session.events {"session_id": 5, "events": "secret words"}
        << 99 {"seqs": [1]}
        << events 3
    """)
    assert seqs(learned) == [3]
    skipped = [happening for happening in learned if isinstance(happening, Misunderstood)]
    assert len(skipped) == 3
    assert "secret" not in str(skipped)


@pytest.mark.parametrize("change", [{"kind": "unheard.of"}, {"version": 2}, {"kind": "segment.added"}])
def test_an_event_of_a_newer_backend_counts(watching: Talk, change: dict[str, str | int]) -> None:
    """An event that cannot be read takes its place without effect; those around it arrive."""
    events = (event(3), event(4, **change), event(5))  # type: ignore[arg-type]  # the values fit their names
    frame = wire.notification("session.events", wire.SessionEvents(S, events))
    arrived, report = watching.client.receive(frame, 0.0)
    assert isinstance(arrived, EventsArrived)
    assert [type(each.payload) is Unread for each in arrived.events] == [False, True, False]
    assert isinstance(report, Misunderstood)
    assert seqs(watching.follow("<< events 6")) == [6]
