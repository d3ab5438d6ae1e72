"""The methods and notifications: a struct for each one's parameters and result, and the tables that name them.

Adding a method: add its structs and its row here, and its handler in `backend.dispatch`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from transcripts.events import (
    Author,
    Draft,
    EventError,
    Identifier,
    Metadata,
    Milliseconds,
    Name,
    Passage,
    RawEvent,
    Speaker,
    Text,
    decode_payload,
)
from transcripts.wire.errors import INVALID_PARAMS, WireError, field_in
from transcripts.wire.limits import MAX_EVENTS

Instant = Annotated[datetime, Meta(tz=True, description="RFC 3339 with a UTC offset or Z, in the years 1970 to 9998.")]
TraceId = Annotated[
    str,
    Meta(
        pattern="^([0-9a-f]{32})?$",
        description="W3C trace id, which the events that follow carry; left out or empty, the backend makes one.",
    ),
]
SessionId = Annotated[
    str,
    Meta(
        pattern="^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        description="UUID in lower case, of version 7 if you can: sessions are then in order of time.",
    ),
]
Seq = Annotated[
    int, Meta(ge=0, le=2**53 - 1, description="Events up to and with this number are left out; 0 is from the first on.")
]
Role = Literal["csr", "supervisor", "admin"]

BACKEND_TYPES = (  # no client may append them
    "session.started",
    "session.ended",
    "summary.ready",
    "suggestion.offered",
    "suggestion.withheld",
)


class Params(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Parameters of a method or notification."""


class Result(Struct, frozen=True):
    """What a method answers with. Fields may be added; a client ignores those it does not know."""


class DraftIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An event to store. `payload` is what `type` asks for; `event_id` is yours: the same id again is stored once.

    The id has to be unique in the session; a UUID serves. `version` is the version of the payload's shape that you
    write; an older one is brought up to date. `occurred_at` is when it happened in the world.
    """

    event_id: Identifier
    type: Name
    payload: msgspec.Raw
    occurred_at: Instant
    version: Annotated[int, Meta(ge=1)] = 1
    actor: Annotated[
        str,
        Meta(
            max_length=200,
            description="`system:<part>` for what a program did by itself; else left out: it is the token's own name.",
        ),
    ] = ""
    trace_id: TraceId = ""

    def __post_init__(self) -> None:
        """Check what no schema can say."""
        _check_year("occurred_at", self.occurred_at)

    def read(self, path: str, actor: str) -> Draft:
        """Decode the payload.

        Raises:
            WireError: The type is unknown or the payload does not fit; the field begins with `path`.
        """
        try:
            payload = decode_payload(self.type, self.version, bytes(self.payload))
        except EventError as error:
            what = str(error)
            part = what.partition(":")[0]
            field = part if part in {"type", "version"} else f"payload{field_in(what)}"
            raise WireError(INVALID_PARAMS, what, field=f"{path}.{field}") from error
        return Draft(
            event_id=self.event_id,
            occurred_at=self.occurred_at,
            actor=self.actor or actor,
            payload=payload,
            trace_id=self.trace_id,
        )


class SessionInfo(Struct, frozen=True, kw_only=True):
    """A session in a list.

    `session_id` names it, `status` tells whether the call still goes on. `agent` is the CSR's name, `trade` the line of
    business, `title` a line for lists. `started_at` and `ended_at` (null while it is live) are when. `last_seq` is the
    number of its newest event. `disposition` is its outcome: a person's choice before the summary's, empty while nobody
    knows.
    """

    session_id: str
    status: Literal["live", "ended"]
    agent: str
    trade: str
    title: str
    started_at: datetime
    ended_at: datetime | None
    last_seq: int
    disposition: str


class SessionStart(Params, frozen=True, kw_only=True):
    """Begin a session. With a `session_id` of your own the request may be sent again safely.

    Left out, the backend makes an id, and a request sent again begins another session. `event_id` names the
    `session.started` event; left out, it is derived from the session's id. `occurred_at` is when the call began; left
    out, now. `agent` is the CSR's name; left out, the name of the token. `trade` is the line of business (as `hvac`),
    `title` a line for lists, redacted.
    """

    session_id: SessionId | None = None
    event_id: Identifier | None = None
    occurred_at: Instant | None = None
    agent: Name = ""
    trade: Name = ""
    title: Name = ""
    metadata: Metadata = {}
    trace_id: TraceId = ""

    def __post_init__(self) -> None:
        """Check what no schema can say."""
        _check_year("occurred_at", self.occurred_at)


class SessionStarted(Result, frozen=True):
    """The session `session_id` is in the log; `seq` is the number of its `session.started` event, 1."""

    session_id: str
    seq: int


class SessionAppend(Params, frozen=True):
    """Store `events` of a session, in this order, all or none.

    What the rules draw from them is stored with them, so the numbers of your events may have gaps between them. Events
    that come after the end of the session are stored as well, and judged no more.
    """

    session_id: SessionId
    events: Annotated[tuple[DraftIn, ...], Meta(min_length=1, max_length=MAX_EVENTS)]


class Appended(Result, frozen=True):
    """Every event is durable; `seqs` are their numbers, one each, in the order in which the events were sent."""

    seqs: tuple[int, ...]


class SessionEnd(Params, frozen=True, kw_only=True):
    """End a session. The summary follows as a `summary.ready` event. Ending an ended session changes nothing.

    `occurred_at` is when it ended; left out, now. `at_ms` is that on the call clock; left out, it is reckoned from
    `occurred_at`. `reason` tells how it ended. A session has one end, so it needs no id of the sender's.
    """

    session_id: SessionId
    occurred_at: Instant | None = None
    at_ms: Milliseconds | None = None
    reason: Literal["hangup", "replay_finished", "abandoned"] = "hangup"
    trace_id: TraceId = ""

    def __post_init__(self) -> None:
        """Check what no schema can say."""
        _check_year("occurred_at", self.occurred_at)


class SessionEnded(Result, frozen=True):
    """The end is in the log; `seq` is the number of its `session.ended` event."""

    seq: int


class SessionWatch(Params, frozen=True):
    """Receive every event after `after_seq` as `session.events`, first the stored ones, then live.

    A later watch of the same session on the same connection takes the place of the earlier one.
    """

    session_id: SessionId
    after_seq: Seq = 0


class Watching(Result, frozen=True):
    """The watch is on; `last_seq` is the number of the newest event now. Its events follow this answer."""

    last_seq: int


class SessionUnwatch(Params, frozen=True):
    """Stop receiving a session's events. Frames on their way still arrive. It may be asked without a watch."""

    session_id: SessionId


class Nothing(Result, frozen=True):
    """Done; there is nothing to tell."""


class SessionRead(Params, frozen=True):
    """Read a page of a session's events."""

    session_id: SessionId
    after_seq: Seq = 0
    limit: Annotated[int, Meta(ge=1, le=MAX_EVENTS, description="Events in the page at most; it may hold fewer.")] = 200


class Page(Result, frozen=True):
    """Events after `after_seq`, as `events`; there are more while the last one's seq is below `last_seq`."""

    events: tuple[RawEvent, ...]
    last_seq: int


class SessionsList(Params, frozen=True, kw_only=True):
    """List sessions, newest first: a CSR's own, all for supervisors. `before` is the last id of the page before.

    Left out or null, `before` asks for the first page and `status` for live and ended ones.
    """

    status: Literal["live", "ended"] | None = None
    limit: Annotated[int, Meta(ge=1, le=200, description="Sessions in the page at most.")] = 50
    before: SessionId | None = None


class Sessions(Result, frozen=True):
    """A page of `sessions`; it is the last one when it holds fewer than `limit`."""

    sessions: tuple[SessionInfo, ...]


class SessionsWatch(Params, frozen=True):
    """Receive `sessions.changed` when a visible session starts, ends, or its outcome changes, until disconnected."""


class RulesetGet(Params, frozen=True):
    """Fetch the ruleset of record."""


class RulesetFile(Struct, frozen=True):
    """One file of the ruleset of record: its `name`, and its YAML in `text`."""

    name: str
    text: str


class RulesetFiles(Result, frozen=True):
    """The ruleset of record: its `files`, which are merged in their order, and its `version`, which its content has."""

    version: str
    files: tuple[RulesetFile, ...]


class SuggestionRequest(Params, frozen=True):
    """Ask for a reply to what the customer said last, now and past the usual limits of how many are offered.

    It comes as `session.delta` and `suggestion.offered` to all who watch the session.
    """

    session_id: SessionId


class SuggestionRequested(Result, frozen=True):
    """A reply is being looked for under `suggestion_id`; empty when there will be none, and `why` says so."""

    suggestion_id: str = ""
    why: str = ""


class Interim(Params, frozen=True):
    """An utterance still being spoken: shown and matched, never stored. Notification.

    `text` is all of the utterance so far, not what was added. `speaker` says it since `at_ms`. `utterance_id` is the
    one that the utterance's `segment.added` will carry. Those who watch the session receive it, redacted.
    """

    session_id: SessionId
    utterance_id: Identifier
    speaker: Speaker
    text: Text
    at_ms: Milliseconds


class ClientHeartbeat(Params, frozen=True):
    """I am still here. Notification, at least every 5 s when nothing else is sent."""


class SessionEvents(Params, frozen=True):
    """New `events` of the watched session `session_id`, one or more, in order of `seq`. Notification."""

    session_id: str
    events: tuple[RawEvent, ...]


class SuggestionDelta(Struct, frozen=True, omit_defaults=True):
    """A reply while it is being written. Each holds all of it so far, so that one that was left out is not missed.

    `suggestion_id` will be the event id of its `suggestion.offered`. `state` is `writing` while `text` grows, sentence
    by sentence, as the rules have passed it; it may be empty still. `gone` takes it back: it was overtaken, stopped,
    failed or withheld, and nothing of it may stay on the screen. `nothing` answers a `suggestion.request` that came to
    no reply; `why` says so in a few words. It answers the segment `utterance_id`; `author` writes it, `passages`
    are what it rests on.
    """

    suggestion_id: str
    state: Literal["writing", "gone", "nothing"]
    utterance_id: str | None = None
    text: str = ""
    author: Author = "model"
    passages: tuple[Passage, ...] = ()
    why: str = ""


class SessionDelta(Params, frozen=True):
    """Something passing of the watched session `session_id`: an `interim`, or a `suggestion`. Notification.

    It may be left out when the connection is slow. An interim may come after the final segment of its utterance: an
    utterance whose `segment.added` has arrived is done with. So is a suggestion whose `suggestion.offered` or
    `suggestion.withheld` has.
    """

    session_id: str
    interim: Interim | None = None
    suggestion: SuggestionDelta | None = None


class SessionsChanged(Params, frozen=True):
    """The `session` started, ended or got another outcome. Notification."""

    session: SessionInfo


class ServerHeartbeat(Params, frozen=True):
    """The backend is still here; `at` is its time of day. Notification, at least every 5 s."""

    at: datetime


class ServerDraining(Params, frozen=True):
    """The backend is about to stop: connect again after `reconnect_after_ms` milliseconds. Notification."""

    reconnect_after_ms: int


class Method(Struct, frozen=True):
    """A row of the method table."""

    params: type[Params]
    result: type[Result]
    roles: frozenset[Role]


_ALL: frozenset[Role] = frozenset({"csr", "supervisor", "admin"})

METHODS: dict[str, Method] = {
    "session.start": Method(SessionStart, SessionStarted, _ALL),
    "session.append": Method(SessionAppend, Appended, _ALL),
    "session.end": Method(SessionEnd, SessionEnded, _ALL),
    "session.watch": Method(SessionWatch, Watching, _ALL),
    "session.unwatch": Method(SessionUnwatch, Nothing, _ALL),
    "session.read": Method(SessionRead, Page, _ALL),
    "sessions.list": Method(SessionsList, Sessions, _ALL),
    "sessions.watch": Method(SessionsWatch, Nothing, _ALL),
    "suggestion.request": Method(SuggestionRequest, SuggestionRequested, _ALL),
    "ruleset.get": Method(RulesetGet, RulesetFiles, _ALL),
}
FROM_CLIENT: dict[str, type[Params]] = {"session.interim": Interim, "client.heartbeat": ClientHeartbeat}
FROM_SERVER: dict[str, type[Params]] = {
    "session.events": SessionEvents,
    "session.delta": SessionDelta,
    "sessions.changed": SessionsChanged,
    "server.heartbeat": ServerHeartbeat,
    "server.draining": ServerDraining,
}


def _check_year(name: str, at: datetime | None) -> None:
    """Refuse an instant that not every program and time zone can hold."""
    if at is not None and not 1970 <= at.year <= 9998:
        raise ValueError(f"does not fit: `{name}` is in the year {at.year}")
