"""What assist costs the intake: the time it takes to be told of a stored segment."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from backend.assist.assembly import open_playbook
from backend.assist.llm import Model
from backend.assist.orchestrator import Orchestrator
from backend.assist.prompts import Prompts
from backend.assist.settings import AssistSettings, DeadlineSettings, ModelSettings, PlaybookSettings
from backend.live import LiveSession
from backend.observability import Metrics
from backend.settings import Settings
from rules.engine import Engine
from rules.rulebook import Rulebook
from rules.yaml_source import shipped
from tests.bench import processes
from tests.bench.figures import Figure, Limit, quantile
from transcripts.events import Event, Payload, SegmentAdded, SessionStarted, Speaker
from transcripts.session import Session

LIMIT_MS = 0.1
SAID: tuple[tuple[Speaker, str], ...] = (
    ("customer", "So what do you charge just to come out and have a look at it?"),
    ("csr", "The visit is eighty-nine dollars, and that covers a full check of the system."),
    ("customer", "Hmm. Eighty-nine seems like a lot just to look at it."),
    ("csr", "Mhm, okay."),
)


def cost_of_listening(*, quick: bool) -> list[Figure]:
    """One figure: microseconds of the event loop for each segment, with a model set up."""
    taken = asyncio.run(_measure(2_000 if quick else 20_000))
    return [
        Figure(
            what="assist on the intake's path, per segment",
            unit="ms",
            p50=quantile(taken, 0.5),
            p99=quantile(taken, 0.99),
            samples=len(taken),
            limits=(Limit("p99", "<=", LIMIT_MS),),
            note="every customer's segment sets a timer anew, and is told to the summary's draft",
        )
    ]


async def _measure(segments: int) -> list[float]:
    taken: list[float] = []
    rulebook = Rulebook(shipped())
    with processes.home() as folder:
        async with asyncio.TaskGroup() as tasks:
            settings = AssistSettings(
                model=ModelSettings(base_url="http://127.0.0.1:9/v1", name="test/none"),
                deadlines=DeadlineSettings(debounce_ms=10_000),
            )
            assist = Orchestrator(
                rulebook=rulebook,
                playbook=open_playbook(PlaybookSettings(embeddings="off"), Settings(data_dir=folder)),
                model=Model(settings.model),
                prompts=Prompts(),
                settings=settings,
                publish=lambda _: None,
                record=lambda *_: asyncio.get_running_loop().create_future(),
                metrics=Metrics(),
                tasks=tasks,
            )
            for call in range(segments // 40):
                session_id = f"00000000-0000-7000-8000-{call:012d}"
                live = LiveSession(Session(session_id), Engine(rulebook, session_id, "backend"), "csr:bench")
                for event in _events(session_id):
                    live.session.apply(event)
                    began = time.perf_counter()
                    assist.stored(live, [event])
                    taken.append((time.perf_counter() - began) * 1000)
                await asyncio.sleep(0)
            await assist.close()
    return taken


def _events(session_id: str) -> Iterator[Event]:
    at = datetime.now(UTC)
    payloads: list[Payload] = [SessionStarted("bench", "hvac")]
    for number in range(12):  # short of the length at which a draft is begun
        speaker, text = SAID[number % len(SAID)]
        payloads.append(SegmentAdded(f"u{number}", speaker, text, number * 4_000))
    for seq, payload in enumerate(payloads, start=1):
        yield Event(
            session_id=session_id,
            seq=seq,
            event_id=f"e{seq}",
            type="",
            occurred_at=at,
            actor="csr:bench",
            payload=payload,
            version=1,
            recorded_at=at,
            trace_id="",
            hash="",
        )
