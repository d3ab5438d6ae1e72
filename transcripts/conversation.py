"""A whole conversation between a client and the backend, as an example: every message of the wire occurs in it.

The frames are made by the codec from the message types, and the events in them are chained as the log chains them, so
the example cannot differ from what is really said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from transcripts import wire
from transcripts.chain import GENESIS, Link, canonical
from transcripts.events import (
    NAMES,
    AdviceGiven,
    AlertAcknowledged,
    AlertCorrected,
    AlertOverridden,
    AlertRaised,
    CardSuppressed,
    ClaimMade,
    DispositionSet,
    NoteAdded,
    Passage,
    Payload,
    Proof,
    QuestionMissed,
    QuestionSatisfied,
    RawEvent,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    SuggestionDismissed,
    SuggestionOffered,
    SuggestionRated,
    SuggestionUsed,
    SuggestionWithheld,
    SummaryEdited,
    SummaryReady,
    current_version,
)

SESSION = "0198c0de-5e00-7000-8000-000000000001"
ALERT = "0c57d4a6-93e2-8b1f-a4c0-6d2f1e7b9a35"
BEGAN = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CSR = "csr:dana"
RULES = "system:rules"
RULESET = "93cda8a1312f"
CLAIM = "I guarantee it will be fixed."
RULESET_TEXT = """\
id: example
rules:
  - id: guarantee_outcome
    kind: prohibited_claim
    title: Outcome promise
    any: [guarantee* it will be fixed]
    why: A promised result is a warranty without terms.
    say_instead: Let me correct that. Our work carries a one-year labor warranty.
"""

PAYLOADS: tuple[Payload, ...] = (
    SessionStarted(agent="dana", trade="hvac", title="No heat", ruleset=RULESET, metadata={"campaign": "spring"}),
    SegmentAdded(utterance_id="u1", speaker="csr", text=CLAIM, at_ms=4200),
    AlertRaised(
        rule_id="guarantee_outcome",
        kind="prohibited_claim",
        severity="critical",
        title="Outcome promise",
        why="A promised result is a warranty without terms.",
        say_instead="Let me correct that. Our work carries a one-year labor warranty.",
        utterance_id="u1",
        evidence=((0, 28),),
        origin="backend",
        at_ms=4200,
        ruleset=RULESET,
    ),
    AlertAcknowledged(alert_id=ALERT),
    AlertCorrected(alert_id=ALERT, rule_id="guarantee_outcome", utterance_id="u3", evidence=((0, 15),), after_ms=9000),
    QuestionSatisfied(rule_id="ask_address", utterance_id="u2", evidence=((4, 31),), at_ms=8000, ruleset=RULESET),
    SuggestionUsed(suggestion_id=ALERT),
    SuggestionDismissed(suggestion_id=ALERT),
    SuggestionRated(suggestion_id=ALERT, useful=True),
    NoteAdded(text="Gate code is with the neighbour.", at_ms=61_000),
    SessionEnded(at_ms=184_000, reason="hangup"),
    SummaryReady(
        problem="Furnace gives no heat",
        equipment="Gas furnace, twelve years old",
        agreed="A technician comes today between 2 and 4",
        follow_up="",
        disposition="booked",
        reason="",
        proofs=(Proof(label="Visit agreed", event_id="e2", at_ms=4200, quote="it will be fixed"),),
        needed=1,
        rivals=(("lead", 0, 2),),
        written_by="log",
        call_reason="No heat since last night",
        urgency="today",
        promised=("A technician comes today between 2 and 4",),
        fees=("$89 diagnostic fee",),
        appointment="today between 2 and 4",
        next_step="The technician comes today between 2 and 4",
        checklist_done=("ask_address",),
        claims=(ClaimMade(title="Outcome promise", at_ms=4200, corrected_after_ms=9000),),
        lines=("Furnace gives no heat.", "Booked for today between 2 and 4.", "Nothing is left to do."),
        confidence=95,
    ),
    DispositionSet(disposition="lead", reason="price"),
    QuestionMissed(rule_id="ask_address", due="before the close", at_ms=184_000, ruleset=RULESET),
    CardSuppressed(
        rule_id="price_objection",
        kind="keyword_alert",
        reason="claim",
        alert_id=ALERT,
        utterance_id="u1",
        evidence=((0, 11),),
        at_ms=4200,
        ruleset=RULESET,
    ),
    AdviceGiven(
        alert_id=ALERT, rule_id="gas_smell", line=0, utterance_id="u1", evidence=((0, 11), (12, 19)), at_ms=4200
    ),
    AlertOverridden(alert_id=ALERT, reason="The caller has left the house already."),
    SuggestionOffered(
        text="I hear you. The $89 visit covers a full diagnosis.",
        author="model",
        utterance_id="u1",
        at_ms=6100,
        evidence=((0, 11),),
        model="example/model-1",
        passages=(Passage(source="pricing/diagnostic-fee.md", path=("Pricing", "Diagnostic fee")),),
        first_token_ms=310,
        latency_ms=1240,
    ),
    SuggestionWithheld(
        rule_id="guarantee_outcome",
        title="Outcome promise",
        text="We guarantee it will be fixed.",
        utterance_id="u1",
        at_ms=6100,
        evidence=((3, 29),),
        ruleset=RULESET,
        model="example/model-1",
    ),
    SummaryEdited(problem="No heat since Monday", equipment="Gas furnace", agreed="Today 2 to 4", follow_up=""),
)
"""One payload of every type."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One step: a frame of one side, or what happens to the connection (`frame` is None). `why` explains it.

    `mistaken` frames are examples of what is refused.
    """

    side: Literal["client", "backend"]
    frame: bytes | None
    why: str
    mistaken: bool = False


def conversation() -> tuple[Turn, ...]:
    """The example from its first frame to its last."""
    return (*_opening(), *_call(), *_closing())


def _opening() -> Iterator[Turn]:
    yield _client("Tell me of sessions.", wire.request(1, "sessions.watch", wire.SessionsWatch()))
    yield _backend("Done.", wire.success(1, wire.Nothing()))
    yield _client("And which are there now?", wire.request(2, "sessions.list", wire.SessionsList(status="live")))
    yield _backend("None.", wire.success(2, wire.Sessions(())))
    yield _client("What rules hold?", wire.request(3, "ruleset.get", wire.RulesetGet()))
    file = wire.RulesetFile(name="example.yaml", text=RULESET_TEXT)
    ruleset = wire.RulesetFiles(version=RULESET, files=(file,))
    yield _backend("These.", wire.success(3, ruleset))
    start = wire.SessionStart(
        session_id=SESSION,
        occurred_at=BEGAN,
        agent="dana",
        trade="hvac",
        title="No heat",
        metadata={"campaign": "spring"},
    )
    yield _client("A call begins, under an id that I chose.", wire.request(4, "session.start", start))
    yield _backend("It is in the log.", wire.success(4, wire.SessionStarted(SESSION, 1)))
    yield _backend("Whoever watches sessions hears of it.", _changed("live", 1, ""))
    yield _client(
        "Send me its events, from the first on.", wire.request(5, "session.watch", wire.SessionWatch(SESSION))
    )
    yield _backend("You watch.", wire.success(5, wire.Watching(1)))
    yield _backend("What is there already.", _events(1, 1))


def _call() -> Iterator[Turn]:
    interim = wire.Interim(SESSION, "u1", "csr", "I guarantee it", 4200)
    yield _client("Somebody is speaking.", wire.notification("session.interim", interim))
    yield _backend("Those who watch see it.", wire.notification("session.delta", wire.SessionDelta(SESSION, interim)))
    claim = _draft("e2", PAYLOADS[1], 6)
    append = wire.SessionAppend(SESSION, (claim,))
    yield _client("This is what was said in the end.", wire.request(6, "session.append", append))
    yield _backend("Stored, with the alert that the rules raised for it.", _events(2, 3))
    yield _backend("Your event has number 2.", wire.success(6, wire.Appended((2,))))
    yield _backend(
        "I am here.", wire.notification("server.heartbeat", wire.ServerHeartbeat(BEGAN + timedelta(seconds=9)))
    )
    yield _client("So am I.", wire.notification("client.heartbeat", wire.ClientHeartbeat()))
    yield _client("What could I say?", wire.request(14, "suggestion.request", wire.SuggestionRequest(SESSION)))
    yield _backend("I am looking for it.", wire.success(14, wire.SuggestionRequested("s1")))
    writing = wire.SuggestionDelta("s1", "writing", "u1", "I hear you.")
    yield _backend(
        "The first sentence.", wire.notification("session.delta", wire.SessionDelta(SESSION, suggestion=writing))
    )
    gone = wire.SuggestionDelta("s1", "gone", "u1")
    yield _backend(
        "It was overtaken by what was said.",
        wire.notification("session.delta", wire.SessionDelta(SESSION, suggestion=gone)),
    )
    acknowledged = wire.SessionAppend(SESSION, (_draft("e4", PAYLOADS[3], 12),))
    yield _client("The CSR has seen the alert.", wire.request(7, "session.append", acknowledged))
    yield Turn("client", None, "The connection is lost before an answer came. The client connects again.")
    yield _client("Tell me of sessions again.", wire.request(8, "sessions.watch", wire.SessionsWatch()))
    yield _backend("Done.", wire.success(8, wire.Nothing()))
    watch = wire.SessionWatch(SESSION, 3)
    yield _client("Go on behind event 3, the last I have.", wire.request(9, "session.watch", watch))
    yield _backend("You watch; the newest is 4.", wire.success(9, wire.Watching(4)))
    yield _backend("Event 4: what was not answered had been stored.", _events(4, 4))
    yield _client("The request without an answer, once more.", wire.request(7, "session.append", acknowledged))
    yield _backend("It keeps its number, and nothing new is stored.", wire.success(7, wire.Appended((4,))))
    wrong = wire.DraftIn(
        event_id="e5", type="note.added", payload=msgspec.Raw(b'{"text":"Call back"}'), occurred_at=BEGAN
    )
    mistake = wire.request(10, "session.append", wire.SessionAppend(SESSION, (wrong,)))
    yield Turn("client", mistake, "A mistake.", mistaken=True)
    yield _backend("Nothing was stored; this is where it is wrong.", _refusal(10, wrong))


def _closing() -> Iterator[Turn]:
    end = wire.SessionEnd(session_id=SESSION, occurred_at=BEGAN + timedelta(seconds=184), at_ms=184_000)
    yield _client("The call is over.", wire.request(11, "session.end", end))
    yield _backend("The end and the summary.", _events(5, 6))
    yield _backend("The end is in the log.", wire.success(11, wire.SessionEnded(5)))
    yield _backend("The session has an outcome.", _changed("ended", 6, "booked"))
    yield _client("Enough of this one.", wire.request(12, "session.unwatch", wire.SessionUnwatch(SESSION)))
    yield _backend("Done.", wire.success(12, wire.Nothing()))
    yield _client("Let me read some of it again.", wire.request(13, "session.read", wire.SessionRead(SESSION, 0, 2)))
    yield _backend("Up to 2; there are 6.", wire.success(13, wire.Page(tuple(_log()[:2]), 6)))
    yield _backend("I stop soon.", wire.notification("server.draining", wire.ServerDraining(500)))
    yield Turn("backend", None, "The backend closes the connection with 1001. The client connects again after 500 ms.")


def _client(why: str, frame: bytes) -> Turn:
    return Turn("client", frame, why)


def _backend(why: str, frame: bytes) -> Turn:
    return Turn("backend", frame, why)


def _refusal(request_id: int, draft: wire.DraftIn) -> bytes:
    try:
        draft.read("params.events[0]", CSR)
    except wire.WireError as error:
        error.request_id = request_id
        return wire.failure(error)
    raise AssertionError("the example of a mistake is none")


def _changed(status: Literal["live", "ended"], last_seq: int, disposition: str) -> bytes:
    session = wire.SessionInfo(
        session_id=SESSION,
        status=status,
        agent="dana",
        trade="hvac",
        title="No heat",
        started_at=BEGAN,
        ended_at=BEGAN + timedelta(seconds=184) if status == "ended" else None,
        last_seq=last_seq,
        disposition=disposition,
    )
    return wire.notification("sessions.changed", wire.SessionsChanged(session))


def _draft(event_id: str, payload: Payload, after_s: int) -> wire.DraftIn:
    return wire.DraftIn(
        event_id=event_id,
        type=NAMES[type(payload)],
        payload=msgspec.Raw(canonical(payload)),
        occurred_at=BEGAN + timedelta(seconds=after_s),
    )


def _events(first: int, last: int) -> bytes:
    return wire.notification("session.events", wire.SessionEvents(SESSION, tuple(_log()[first - 1 : last])))


def _log() -> list[RawEvent]:
    """The session as the log holds it in the end."""
    rows = (
        ("e1", CSR, 0, PAYLOADS[0]),
        ("e2", CSR, 6, PAYLOADS[1]),
        (ALERT, RULES, 6, PAYLOADS[2]),
        ("e4", CSR, 12, PAYLOADS[3]),
        ("e5", CSR, 184, PAYLOADS[10]),
        ("e6", "system:summary", 184, PAYLOADS[11]),
    )
    previous, events = GENESIS, []
    for seq, (event_id, actor, after_s, payload) in enumerate(rows, start=1):
        at = BEGAN + timedelta(seconds=after_s)
        link = Link(
            actor=actor,
            event_id=event_id,
            occurred_at=at,
            payload=msgspec.Raw(canonical(payload)),
            recorded_at=at + timedelta(milliseconds=2),
            seq=seq,
            session_id=SESSION,
            trace_id="",
            type=NAMES[type(payload)],
            version=current_version(NAMES[type(payload)]),
        )
        previous = link.follow(previous)
        events.append(RawEvent(**msgspec.structs.asdict(link), hash=previous.hex()))
    return events
