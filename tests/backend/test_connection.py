"""The protocol from the server's side, as conversations."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.settings import Limits
from tests.backend.facts import session_id
from tests.backend.talk import Talk, describe
from transcripts import wire

START = '{"jsonrpc":"2.0","id":1,"method":"session.start","params":{}}'


def test_a_request_is_served() -> None:
    """A well-formed request is carried out with its params; a number or a string may be its id."""
    Talk().hold(
        """
        >> {"jsonrpc":"2.0","id":1,"method":"session.start","params":{"title":"No heat"}}
        << serve session.start {"title": "No heat"}
        >> {"jsonrpc":"2.0","id":"a","method":"session.watch","params":{"session_id":"<session>","after_seq":3}}
        << serve session.watch {"session_id": "<session>", "after_seq": 3}
        >> {"method":"ruleset.get","id":2,"jsonrpc":"2.0"}
        << serve ruleset.get {}
        """
    )


def test_a_frame_that_is_no_json_is_answered() -> None:
    """What is not JSON is a parse error without an id, and the connection goes on."""
    Talk().hold(
        f"""
        >> hello
        << error - parse_error
        >> {{"jsonrpc":"2.0",
        << error - parse_error
        >> {"[" * 5000}
        << error - invalid_request
        >> {START}
        << serve session.start
        """
    )


def test_a_frame_that_is_no_request_is_answered() -> None:
    """JSON that is not JSON-RPC 2.0 is an invalid request; the field at fault is named."""
    Talk().hold(
        """
        >> []
        << error - invalid_request
        >> 7
        << error - invalid_request
        >> {"id":1,"method":"session.start"}
        << error - invalid_request jsonrpc
        >> {"jsonrpc":"1.0","id":1,"method":"session.start"}
        << error - invalid_request jsonrpc
        >> {"jsonrpc":"2.0","id":1.5,"method":"session.start"}
        << error - invalid_request id
        >> {"jsonrpc":"2.0","id":null,"method":"session.start"}
        << error - invalid_request id
        >> {"jsonrpc":"2.0","id":1}
        << error 1 invalid_request method
        >> {"jsonrpc":"2.0","id":1,"result":{}}
        << error 1 invalid_request method
        >> {"jsonrpc":"2.0","id":1,"method":["session.start"]}
        << error - invalid_request method
        """
    )


def test_an_unknown_method_is_named() -> None:
    """A method that does not exist is refused under the request's id; long names are cut in the answer."""
    talk = Talk()
    talk.hold(
        """
        >> {"jsonrpc":"2.0","id":"x","method":"session.delete","params":{}}
        << error x unknown_method method
        >> {"jsonrpc":"2.0","id":2,"method":"session.interim","params":{}}
        << error 2 unknown_method method
        """
    )
    refusal = talk.connection.receive('{"jsonrpc":"2.0","id":1,"method":"%s"}' % ("m" * 9999), talk.now)
    assert describe(refusal) == "error 1 unknown_method method"
    assert len(refusal.frame) < 300  # type: ignore[union-attr]  # described as a refusal


@pytest.mark.parametrize(
    ("method", "params", "field"),
    [
        ("session.watch", "{}", "params.session_id"),
        ("session.watch", "null", "params"),
        ("session.watch", "[]", "params"),
        ("session.watch", '{"session_id":7}', "params.session_id"),
        ("session.watch", '{"session_id":"call 1"}', "params.session_id"),
        ("session.watch", '{"session_id":"<session>","after_seq":-1}', "params.after_seq"),
        ("session.watch", '{"session_id":"<session>","after_seq":"0"}', "params.after_seq"),
        ("session.watch", '{"session_id":"<session>","after":1}', "params.after"),
        ("session.read", '{"session_id":"<session>","limit":501}', "params.limit"),
        ("sessions.list", '{"status":"running"}', "params.status"),
        ("session.start", '{"occurred_at":"2026-03-02T15:00:00"}', "params.occurred_at"),
        ("session.start", '{"occurred_at":"0001-01-01T00:00:00+14:00"}', "params.occurred_at"),
        ("session.end", '{"session_id":"<session>","occurred_at":"9999-12-31T23:59:59-14:00"}', "params.occurred_at"),
        ("session.start", '{"trace_id":"xyz"}', "params.trace_id"),
        ("session.start", '{"metadata":{"a":{}}}', "params.metadata[...]"),
        ("session.append", '{"session_id":"<session>","events":[]}', "params.events"),
        ("session.append", '{"session_id":"<session>","events":[{}]}', "params.events[0].event_id"),
        (
            "session.append",
            '{"session_id":"<session>","events":[{"event_id":"e","type":"t","payload":{},"occurred_at":7}]}',
            "params.events[0].occurred_at",
        ),
    ],
)
def test_a_param_that_does_not_fit_is_named(method: str, params: str, field: str) -> None:
    """A missing, unknown or ill-typed param is refused with the path of the field."""
    request = f'{{"jsonrpc":"2.0","id":1,"method":"{method}","params":{params}}}'
    Talk().hold(f">> {request}\n<< error 1 invalid_params {field}")


def test_too_many_events_are_refused() -> None:
    """More events in one frame than the protocol takes name the field."""
    event = {"event_id": "e", "type": "note.added", "payload": {}, "occurred_at": "2026-03-02T15:00:00Z"}
    params = {"session_id": session_id(), "events": [event] * (wire.MAX_EVENTS + 1)}
    request = {"jsonrpc": "2.0", "id": 1, "method": "session.append", "params": params}
    assert Talk().say(json.dumps(request)) == "error 1 invalid_params params.events"


def test_an_oversized_frame_is_answered() -> None:
    """A frame over 1 MiB is refused, one of exactly 1 MiB is read, and the connection goes on."""
    talk = Talk()
    assert talk.say(" " * (wire.MAX_FRAME - len(START)) + START) == "serve session.start {}"
    assert talk.say(" " * (wire.MAX_FRAME - len(START) + 1) + START) == "error 1 too_large"
    assert talk.say("é" * (wire.MAX_FRAME // 2 + 1)) == "error - too_large"
    assert talk.say(START) == "serve session.start {}"


def test_nul_is_refused() -> None:
    """Text with the character U+0000, which a store may not take, is refused under the request's id."""
    Talk().hold(
        r"""
        >> {"jsonrpc":"2.0","id":4,"method":"session.start","params":{"title":"a\u0000b"}}
        << error 4 invalid_params
        """
    )


def test_a_faulty_notification_stays_without_answer() -> None:
    """Nobody waits for the answer to a notification: unknown or ill-formed ones are passed over."""
    interim = {"session_id": session_id(), "utterance_id": "u1", "speaker": "csr", "text": "We", "at_ms": 0}
    script = """
        >> {"jsonrpc":"2.0","method":"session.interim","params":{"session_id":7}}
        >> {"jsonrpc":"2.0","method":"session.start","params":{}}
        >> {"jsonrpc":"2.0","method":"no.such"}
        >> {"jsonrpc":"2.0"}
        >> {"jsonrpc":"2.0","method":"client.heartbeat"}
        >> {"jsonrpc":"2.0","method":"session.interim","params":<interim>}
        << serve session.interim {"utterance_id": "u1", "text": "We"}
    """
    Talk().hold(script.replace("<interim>", json.dumps(interim)))


def test_a_rate_is_allowed_and_no_more() -> None:
    """A burst is served, what exceeds it is refused under its id, and time gives the rate back."""
    Talk(limits=Limits(requests_per_s=1.0, burst=2, refusals_before_close=5)).hold(
        f"""
        >> {START}
        << serve session.start
        >> {START}
        << serve session.start
        >> {START}
        << error 1 rate_limited
        >> no JSON
        << error - rate_limited
        >> {{"jsonrpc":"2.0","method":"client.heartbeat"}}
        .. 1
        >> {START}
        << serve session.start
        >> {START}
        << error 1 rate_limited
        """
    )


def test_abuse_of_the_rate_is_closed() -> None:
    """Whoever goes on past the refusals is closed with 1008; whoever kept the rate meanwhile begins anew."""
    Talk(limits=Limits(requests_per_s=1.0, burst=1, refusals_before_close=2)).hold(
        f"""
        >> {START}
        << serve session.start
        >> {START}
        << error 1 rate_limited
        >> {START}
        << error 1 rate_limited
        .. 2
        >> {START}
        << serve session.start
        >> {START}
        << error 1 rate_limited
        >> {START}
        << error 1 rate_limited
        >> {START}
        << close 1008 rate limit
        """
    )


def test_heartbeats_go_out_in_time() -> None:
    """The server says that it is there within every 5 s, whatever the peer sends."""
    Talk().hold(
        f"""
        .. 3
        .. 1
        << heartbeat
        .. 2
        >> {START}
        << serve session.start
        .. 2
        << heartbeat
        """
    )


def test_a_silent_peer_is_closed() -> None:
    """A peer that sends nothing for 15 s is closed; a heartbeat of its own, or anything else, keeps it."""
    Talk().hold(
        """
        .. 14
        << heartbeat
        >> {"jsonrpc":"2.0","method":"client.heartbeat"}
        .. 14.9
        << heartbeat
        >> rubbish
        << error - parse_error
        .. 14.9
        << heartbeat
        .. 0.1
        << close 1001 no heartbeat
        """
    )


MEMBERS = ['{"jsonrpc":"2.0",', '"id":1', '"method":"session.start"', '"params":', START]
VALUES = ["null", "true", "NaN", "1e999", "-0", "9" * 400, r"\ud800", r"\u0000", "\x00", "é", "\ud800"]
FRAGMENTS = st.sampled_from(MEMBERS) | st.sampled_from(VALUES) | st.sampled_from('{}[],:"')


@given(st.text() | st.binary() | st.lists(FRAGMENTS, max_size=12).map("".join))
@example("\ud800")
@example(b"\xff\xfe")
@example('{"jsonrpc":"2.0","id":%s,"method":"session.start"}' % ("9" * 4301))
@example('{"jsonrpc":"2.0","id":1,"method":"session.start","params":%s' % ("[" * 100_000))
@example(r'{"jsonrpc":"2.0","id":"\ud800","method":"x"}')
def test_no_frame_breaks_the_connection(frame: str | bytes) -> None:
    """Whatever a peer sends is served, refused or passed over, and the next request is served."""
    talk = Talk()
    talk.say(frame)
    assert talk.say(START) == "serve session.start {}"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.sampled_from([*wire.METHODS, *wire.FROM_CLIENT]),
    JSON | st.dictionaries(st.sampled_from(["session_id", "events", "after_seq", "limit", "metadata", "text"]), JSON),
)
def test_any_params_are_served_or_refused_under_their_id(method: str, params: object) -> None:
    """Whatever the params of a request are, it is served or answered with an error that carries its id."""
    answer = Talk().say(json.dumps({"jsonrpc": "2.0", "id": 5, "method": method, "params": params}))
    assert answer is not None
    assert answer.startswith((f"serve {method} ", "error 5 "))
