"""What the backend does with what it is told: redacts, judges, stores, and lets only those in who may."""

import asyncio

import pytest
from msgspec import Raw, structs

from backend.log.contract import EventLog
from rules.disposition import summarise
from rules.engine import Engine
from rules.ruleset import Ruleset
from tests.backend.desk import DANA, LEE, ONE, SUE, desk_on, rulebook
from tests.backend.facts import T0, said, sent, session_id
from transcripts import wire
from transcripts.events import (
    AlertAcknowledged,
    AlertRaised,
    DispositionSet,
    NoteAdded,
    SegmentAdded,
    SessionEnded,
    SessionStarted,
    SummaryReady,
)
from transcripts.identity import derived_id
from transcripts.redaction import Redactor
from transcripts.session import Session, fold

CLAIM = "Don't worry, I guarantee we'll have someone there today."
PHONE, CARD, EMAIL = "512-555-0148", "4111 1111 1111 1111", "pat.field@example.com"
PII = f"Call {PHONE}, or {EMAIL}. My card is {CARD}."


class TestRedaction:
    """Nothing is stored as it was said when it is somebody's."""

    async def test_segments_are_redacted_over_the_whole_call(self, log: EventLog) -> None:
        """The stored words of a call are those of one redaction over all its segments in order."""
        lines = [PII, "And the security code?", "It's 123.", "Okay, $89 at 418 Alder Court.", f"My wife's is {PHONE}"]
        redactor = Redactor()
        expected = [redactor.redact("customer" if n % 2 == 0 else "csr", line) for n, line in enumerate(lines)]
        async with desk_on(log) as desk:
            await desk.start()
            await desk.append(said(0, lines[0], "customer"), said(1, lines[1]))
            for number in range(2, len(lines)):
                await desk.append(said(number, lines[number], "csr" if number % 2 else "customer"))
            stored = [e.payload.text for e in await desk.events() if isinstance(e.payload, SegmentAdded)]
        assert stored == expected
        assert "[PHONE]" in stored[0]
        assert "123" not in stored[2]
        assert stored[3] == lines[3]

    async def test_what_grows_by_redaction_can_still_be_read(self, log: EventLog) -> None:
        """Text at its longest, made longer by placeholders, is cut to what an event may hold."""
        text = "my code is 123 " * 1_333
        async with desk_on(log) as desk:
            await desk.start()
            await desk.append(said(0, "What is the security code on the back?"), said(1, text, "customer"))
            await desk.append(sent("note", NoteAdded("cvv 123 " * 2_400, 5)))
            events = await desk.events()
        assert max(len(e.payload.text) for e in events if isinstance(e.payload, SegmentAdded | NoteAdded)) <= 20_000

    async def test_what_is_written_beside_the_call_is_redacted(self, log: EventLog) -> None:
        """Title, metadata (keys, text and numbers), notes, alerts and reasons are redacted each for itself."""
        metadata: dict[str, str | int | bool | None] = {
            "caller": PHONE,
            EMAIL: "x",
            "ani": 5125550148,
            "queue": 7,
            "vip": True,
            "ref": None,
        }
        alert = AlertRaised("r", "k", "s", f"t {PHONE}", f"w {EMAIL}", f"say {CARD}", None, (), "desktop", 0)
        async with desk_on(log) as desk:
            await desk.intake.start(DANA, wire.SessionStart(session_id=ONE, title=f"Call {PHONE}", metadata=metadata))
            await desk.append(
                sent("note", NoteAdded(PII, 1)),
                sent("outcome", DispositionSet("lead", f"call {PHONE}")),
                sent("alert", alert),
            )
            began, note, outcome, raised = [event.payload for event in await desk.events()]
        assert isinstance(began, SessionStarted)
        assert began.title == "Call [PHONE]"
        hidden = {"caller": "[PHONE]", "[EMAIL]": "x", "ani": "[PHONE]", "queue": 7, "vip": True, "ref": None}
        assert began.metadata == hidden
        assert isinstance(note, NoteAdded)
        assert note.text == Redactor().redact("csr", PII)
        assert outcome == DispositionSet("lead", "call [PHONE]")
        assert isinstance(raised, AlertRaised)
        assert (raised.title, raised.why, raised.say_instead) == ("t [PHONE]", "w [EMAIL]", "say [CARD]")


class TestRules:
    """The rules of record: facts in the transaction of their cause, once."""

    async def test_facts_are_stored_with_their_segment(self, log: EventLog) -> None:
        """A claim and its alert are one commit; the alert cites the words and follows the claim at once."""
        async with desk_on(log) as desk:
            await desk.start()
            seqs = await desk.append(said(1, "Hello."), said(2, CLAIM), said(3, "Bye."))
            events = await desk.events()
        types = [event.type for event in events]
        assert types == ["session.started", "segment.added", "segment.added", "alert.raised", "segment.added"]
        assert seqs == (2, 3, 5)
        alert = events[3].payload
        assert isinstance(alert, AlertRaised)
        assert (alert.utterance_id, alert.origin, alert.ruleset) == ("u2", "backend", rulebook().version)
        assert "guarantee" in "".join(CLAIM[start:end] for start, end in alert.evidence)
        assert (events[3].actor, events[2].actor) == ("system:rules", "csr:dana")
        assert len({event.recorded_at for event in events[1:]}) == 1

    async def test_a_segment_sent_again_changes_nothing(self, log: EventLog) -> None:
        """The same segment again, later or in the same request, has the same seq and raises no second alert."""
        async with desk_on(log) as desk:
            await desk.start()
            assert await desk.append(said(1, CLAIM), said(1, "other words")) == (2, 2)
            assert await desk.append(said(1, CLAIM), said(2, "Right.")) == (2, 4)
            assert await desk.types() == ["session.started", "segment.added", "alert.raised", "segment.added"]

    async def test_words_that_were_not_stored_raise_nothing(self, log: EventLog) -> None:
        """Other words under an event id that the same request already used are neither stored nor judged."""
        async with desk_on(log) as desk:
            await desk.start()
            assert await desk.append(said(1, "Hello."), said(1, CLAIM)) == (2, 2)
            assert await desk.types() == ["session.started", "segment.added"]

    async def test_the_desktops_alert_is_the_backends(self, log: EventLog) -> None:
        """An alert that the desktop recorded first is not recorded again, and the other way round."""
        engine = Engine(rulebook(), ONE, "desktop")
        one, two = (engine.observe(SegmentAdded(f"u{n}", "csr", CLAIM, n * 400_000))[0] for n in (1, 2))
        async with desk_on(log) as desk:
            await desk.start()
            await desk.append(sent(one.event_id, one.payload))
            await desk.append(said(1, CLAIM, at_ms=400_000))
            (_, seq) = await desk.append(said(2, CLAIM, at_ms=800_000), sent(two.event_id, two.payload))
            alerts = [event for event in await desk.events() if isinstance(event.payload, AlertRaised)]
        assert [(alert.event_id, alert.seq) for alert in alerts] == [(one.event_id, 2), (two.event_id, seq)]
        assert [alert.payload.origin for alert in alerts if isinstance(alert.payload, AlertRaised)] == [
            "desktop",
            "backend",
        ]


class TestEnding:
    """The end of a session: once, with its summary."""

    async def test_the_summary_is_stored_with_the_end(self, log: EventLog) -> None:
        """The end and the summary are one commit; the summary is what the log before it proves."""
        async with desk_on(log) as desk:
            await desk.start()
            await desk.append(said(1, "My furnace quit, there's no heat.", "customer"), said(2, CLAIM))
            seq = await desk.end()
            events = await desk.events()
        assert [event.type for event in events[-2:]] == ["session.ended", "summary.ready"]
        assert events[-2].seq == seq
        assert events[-1].recorded_at == events[-2].recorded_at
        assert events[-1].actor == "system:summary"
        assert events[-1].payload == summarise(fold(ONE, events[:-2]), rulebook().ruleset)

    async def test_ending_twice_is_ending_once(self, log: EventLog) -> None:
        """A second end answers as the first and stores nothing, also from another actor or after a restart."""
        async with desk_on(log) as desk:
            await desk.start()
            first = await desk.end()
            assert await desk.end(SUE) == first
            before = await desk.types()
        async with desk_on(log) as desk:
            assert await desk.end() == first
            assert await desk.types() == before

    async def test_what_comes_after_the_end_is_stored_and_not_judged(self, log: EventLog) -> None:
        """Segments after the end are in the log without facts, as well after a restart."""
        async with desk_on(log) as desk:
            await desk.start()
            await desk.end()
            await desk.append(said(1, CLAIM))
        async with desk_on(log) as desk:
            await desk.append(said(2, CLAIM, at_ms=900_000), sent("ack", AlertAcknowledged("a")))
            types = await desk.types()
        assert types[2:] == ["summary.ready", "segment.added", "segment.added", "alert.acknowledged"]

    async def test_sessions_that_changed_are_announced(self, log: EventLog) -> None:
        """Whoever keeps lists hears of a start, an end and a person's outcome, with the owner; of nothing else."""
        async with desk_on(log) as desk:
            await desk.start(LEE)
            await desk.append(said(1, "Hello."), who=LEE)
            await desk.end(LEE)
            await desk.append(sent("o", DispositionSet("spam")), who=LEE)
            assert [(status, owner) for status, _, owner in desk.changed] == [
                ("live", "csr:lee"),
                ("ended", "csr:lee"),
                ("ended", "csr:lee"),
            ]
            assert desk.changed[-1][1] == "spam"


class TestPermission:
    """Who may write what."""

    async def test_nobody_writes_as_somebody_else(self, log: EventLog) -> None:
        """An event's actor is its writer or a part of the system; anything else is refused by name."""
        async with desk_on(log) as desk:
            await desk.start()
            for actor in ("csr:lee", "supervisor:dana", "admin:", "csr:danaX", "System:rules"):
                with pytest.raises(wire.WireError) as caught:
                    await desk.append(said(1, "Hi."), structs.replace(said(2, "Hi."), actor=actor))
                assert (caught.value.code, caught.value.field) == (wire.FORBIDDEN, "params.events[1].actor")
            await desk.append(structs.replace(said(1, "Hi."), actor="system:replay"), said(2, "Hi."))
            assert [event.actor for event in await desk.events()] == ["csr:dana", "system:replay", "csr:dana"]

    @pytest.mark.parametrize(
        "payload",
        [SessionStarted("x"), SessionEnded(1), SummaryReady("", "", "", "", "", "", (), 0, (), "log")],
        ids=lambda payload: type(payload).__name__,
    )
    async def test_what_the_backend_writes_is_refused(
        self, log: EventLog, payload: SessionStarted | SessionEnded | SummaryReady
    ) -> None:
        """A client cannot append the events that have methods of their own; the whole request is refused."""
        async with desk_on(log) as desk:
            await desk.start()
            with pytest.raises(wire.WireError) as caught:
                await desk.append(said(1, "Hi."), sent("forged", payload))
            assert (caught.value.code, caught.value.field) == (wire.INVALID_PARAMS, "params.events[1].type")
            assert await desk.types() == ["session.started"]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"type": "never.heard"}, "type"),
            ({"version": 2}, "version"),
            ({"payload": Raw(b'{"text":7,"at_ms":0}')}, "payload.text"),
            ({"payload": Raw(b'{"text":"a"}')}, "payload.at_ms"),
        ],
        ids=["type", "version", "wrong", "missing"],
    )
    async def test_an_event_that_does_not_fit_is_named(
        self, log: EventLog, change: dict[str, object], field: str
    ) -> None:
        """An event that cannot be understood refuses its request with the path of the field; the session goes on."""
        async with desk_on(log) as desk:
            await desk.start()
            with pytest.raises(wire.WireError) as caught:
                await desk.append(said(1, "Hi."), structs.replace(sent("n", NoteAdded("a", 0)), **change))
            assert (caught.value.code, caught.value.field) == (wire.INVALID_PARAMS, f"params.events[1].{field}")
            assert await desk.append(said(1, "Hi.")) == (2,)

    async def test_another_csrs_session_is_not_there(self, log: EventLog, monkeypatch: pytest.MonkeyPatch) -> None:
        """A CSR cannot add to, end or send interims to another's session; a supervisor may write in it."""
        heard: list[str] = []
        async with desk_on(log) as desk:
            await desk.start()
            monkeypatch.setattr(desk.hub, "pass_on", lambda delta: heard.append(delta.interim.text))
            for attempt in (desk.append(said(1, "Hi."), who=LEE), desk.end(LEE)):
                with pytest.raises(wire.WireError, match="no such session"):
                    await attempt
            await desk.intake.interim(LEE, wire.Interim(ONE, "u", "csr", "intruding", 0))
            await desk.intake.interim(DANA, wire.Interim(ONE, "u", "csr", f"it's {PHONE}, okay", 0))
            await desk.intake.interim(DANA, wire.Interim(session_id(9), "u", "csr", "nowhere", 0))
            assert await desk.append(sent("note", NoteAdded("watch this", 0)), who=SUE) == (2,)
            await desk.end()
            await desk.intake.interim(DANA, wire.Interim(ONE, "u", "csr", "too late", 0))
        assert heard == ["it's [PHONE], okay"]

    async def test_a_start_sent_again_changes_nothing(self, log: EventLog) -> None:
        """The same start again, also after a restart, has the same seq; another start of the session is refused."""
        request = wire.SessionStart(session_id=ONE, event_id="mine", occurred_at=T0)
        async with desk_on(log) as desk:
            first = await desk.intake.start(DANA, request)
            assert await desk.intake.start(DANA, request) == first
        async with desk_on(log) as desk:
            assert await desk.intake.start(DANA, request) == first
            for who, other in ((LEE, request), (SUE, request), (DANA, structs.replace(request, event_id="other"))):
                with pytest.raises(wire.WireError) as caught:
                    await desk.intake.start(who, other)
                assert (caught.value.code, caught.value.field) == (wire.CONFLICT, "params.session_id")
            assert await desk.types() == ["session.started"]
            fresh = await desk.intake.start(DANA, wire.SessionStart())
            assert (await desk.events(fresh.session_id))[0].event_id == derived_id(fresh.session_id, "session.started")


async def test_a_summary_lacks_nothing_that_was_said_while_it_was_drawn(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is drawn in a thread; what is stored meanwhile makes it be drawn anew."""
    loop = asyncio.get_running_loop()
    drawn: list[int] = []

    async with desk_on(log) as desk:

        def slow(session: Session, ruleset: Ruleset) -> SummaryReady:
            drawn.append(len(session.segments))
            if len(drawn) == 1:
                asyncio.run_coroutine_threadsafe(desk.append(said(2, "One more thing.", "customer")), loop).result(20)
            return summarise(session, ruleset)

        monkeypatch.setattr("backend.intake.summarise", slow)
        await desk.start()
        await desk.append(said(1, "Hello.", "customer"))
        await desk.end()
        assert drawn == [1, 2]
