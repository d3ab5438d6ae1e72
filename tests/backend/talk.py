"""Conversations with the server's side of a connection, written down.

    >> frame            the peer sends this text; <session> stands for a session's id
    .. 4                four seconds pass
    << serve METHOD {"after_seq": 3}        the request is to be carried out with these params (a part of them)
    << error 1 not_found params.session_id  the request 1 is refused, naming this field ("-": no id)
    << heartbeat
    << close 1008 rate limit

What follows a `>>` or `..` has to be all that comes of it.
"""

import json
from datetime import timedelta
from typing import Any

import msgspec

from backend.access import Identity
from backend.connection import Close, Connection, Refusal, Request
from backend.settings import Limits
from tests.backend.facts import T0, session_id
from transcripts import wire

CODES = {code: name.lower() for name, code in vars(wire).items() if isinstance(code, int) and code in wire.ERRORS}


class Talk:
    """A peer's conversation with the server, on a clock that only moves when told."""

    def __init__(self, role: wire.Role = "csr", limits: Limits | None = None) -> None:
        self.now = 100.0
        self.connection = Connection(Identity("dana", role), limits or Limits(), self.now)
        self._answers: list[str] = []

    def hold(self, script: str) -> None:
        """Go through the script; fails at the first line that is not as written."""
        for line in filter(None, map(str.strip, script.splitlines())):
            mark, _, rest = line.partition(" ")
            if mark == "<<":
                assert self._answers, f"nothing came instead of: {rest}"
                self._compare(self._answers.pop(0), rest)
                continue
            assert not self._answers, f"before {line!r} came {self._answers}"
            if mark == ">>":
                self.say(rest.replace("<session>", session_id()))
            else:
                assert mark == "..", line
                self.wait(float(rest))
        assert not self._answers, f"at the end came {self._answers}"

    def say(self, frame: str | bytes) -> str | None:
        """Send a frame; what comes of it, also kept for the script."""
        answer = describe(self.connection.receive(frame, self.now))
        if answer is not None:
            self._answers.append(answer)
        return answer

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
        for action in self.connection.tick(self.now, T0 + timedelta(seconds=self.now)):
            self._answers.append(describe(action) or "nothing")

    @staticmethod
    def _compare(answer: str, expected: str) -> None:
        if "{" not in expected:
            assert answer.partition(" {")[0] == expected
            return
        head, _, part = expected.partition(" {")
        assert answer.startswith(head + " {"), answer
        params: dict[str, Any] = json.loads(answer.removeprefix(head))
        wanted: dict[str, Any] = json.loads("{" + part.replace("<session>", session_id()))
        assert {key: params.get(key) for key in wanted} == wanted


def describe(answer: Request | Refusal | Close | bytes | None) -> str | None:
    """What the server decided, as the script writes it."""
    match answer:
        case None:
            return None
        case Request(request_id=request_id, method=method, params=params):
            assert (request_id is None) == (method in wire.FROM_CLIENT)
            return f"serve {method} {msgspec.json.encode(params).decode()}"
        case Close(code=code, reason=reason):
            return f"close {code} {reason}"
        case Refusal(frame=frame, code=code):
            message = json.loads(frame)
            assert message.keys() == {"jsonrpc", "id", "error"}
            error = message["error"]
            assert error["code"] == code
            assert error["message"]
            request_id = "-" if message["id"] is None else message["id"]
            return f"error {request_id} {CODES[code]} {error.get('data', {}).get('field', '')}".rstrip()
        case frame:
            message = json.loads(frame)
            assert message.keys() == {"jsonrpc", "method", "params"}
            return str(message["method"]).removeprefix("server.")
