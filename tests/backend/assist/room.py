"""A backend without its gateway, with assist at work in it: a log on disk, a hub, a model's endpoint on a socket."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from backend.assist.assembly import open_playbook
from backend.assist.llm import Model
from backend.assist.orchestrator import Orchestrator
from backend.assist.playbook.search import Playbook
from backend.assist.prompts import Prompts
from backend.assist.settings import (
    AssistSettings,
    BudgetSettings,
    DeadlineSettings,
    ModelSettings,
    PlaybookSettings,
    SuggestSettings,
)
from backend.log.sqlite import SqliteLog
from backend.settings import Settings
from rules.rulebook import Rulebook
from tests.backend.desk import ONE, Desk, desk_on, shipped_book
from tests.backend.facts import said
from tests.backend.llm_server import LlmServer, Script, llm_server
from transcripts import wire
from transcripts.events import Event, Payload, Speaker, SuggestionOffered

P = TypeVar("P", bound=Payload)
QUICK = DeadlineSettings(debounce_ms=5, first_token_s=5.0, total_s=10.0, summary_s=10.0)
COMPANY = """\
---
facts:
  company: Northfield Home Services
  diagnostic_fee: $89
---
"""


class Screen:
    """A window that watches the call and keeps what it is sent."""

    congested = False

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.deltas: list[wire.SuggestionDelta] = []
        self._news = asyncio.Event()

    def push(self, frame: bytes) -> None:
        """See Sink."""
        message = wire.parse(frame, largest=wire.HARD_FRAME)
        if message.method == "session.events":
            self.events += [raw.read() for raw in wire.read(wire.SessionEvents, message.params).events]
        elif message.method == "session.delta":
            delta = wire.read(wire.SessionDelta, message.params)
            self.deltas += [delta.suggestion] if delta.suggestion is not None else []
        self._news.set()

    async def send(self, frame: bytes) -> None:
        """See Sink."""
        self.push(frame)

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something that arrives makes it true."""
        async with asyncio.timeout(20):
            while not holds():
                self._news.clear()
                await self._news.wait()

    def all(self, kind: type[P]) -> list[P]:
        """The payloads of this type that have arrived, in order."""
        return [event.payload for event in self.events if isinstance(event.payload, kind)]

    async def nth(self, kind: type[P], count: int = 1) -> P:
        """The payload of this type with this number, once it has arrived."""
        await self.until(lambda: len(self.all(kind)) >= count)
        return self.all(kind)[count - 1]

    def texts(self) -> list[str]:
        """What was shown of replies while they were written."""
        return [delta.text for delta in self.deltas if delta.state == "writing" and delta.text]


@dataclass
class Room:
    """A call with assist, and what its window saw."""

    desk: Desk
    assist: Orchestrator
    screen: Screen
    server: LlmServer
    count_said: int = 0
    trace_ids: list[str] = field(default_factory=list)

    async def say(self, speaker: Speaker, text: str) -> str:
        """Have something said; its utterance id, once it is stored."""
        self.count_said += 1
        number = self.count_said
        self.trace_ids.append(f"{number:032x}")
        utterance = said(number, text, speaker, at_ms=4_000 * number)
        await self.desk.append(msgspec.structs.replace(utterance, trace_id=self.trace_ids[-1]))
        return f"u{number}"

    async def offer(self, count: int = 1) -> SuggestionOffered:
        """The offered suggestion with this number."""
        return await self.screen.nth(SuggestionOffered, count)

    def ask(self) -> wire.SuggestionRequested:
        """The CSR asks for a reply."""
        live = self.desk.intake._sessions.get(ONE)  # what the gateway looks up for a peer
        assert live is not None
        return self.assist.request(live)

    async def asked(self, count: int = 1) -> list[dict[str, str]]:
        """The messages of the request with this number, once it has arrived."""
        request = await self.server.arrived(count)
        messages: list[dict[str, str]] = request.body["messages"]
        return messages

    async def broken_off(self) -> None:
        """Wait until the stream of the first request was closed by us."""
        await asyncio.wait_for(self.server.requests[0].closed.wait(), 20)

    def count(self, metric: str, **labels: str) -> float:
        """One number of the metrics."""
        return self.desk.metrics.registry.get_sample_value(metric, labels) or 0.0

    async def settled(self) -> None:
        """Wait until no reply is being looked for."""
        async with asyncio.timeout(20):
            while self.assist.busy:  # noqa: ASYNC110 # it has no event for who tests it
                await asyncio.sleep(0.002)


def playbook(folder: Path) -> Playbook:
    """The shipped playbook with a company's fee, without embeddings."""
    own = folder / "playbook"
    own.mkdir(exist_ok=True)
    (own / "company.md").write_text(COMPANY, encoding="utf-8")
    return open_playbook(PlaybookSettings(embeddings="off"), Settings(data_dir=folder))


@asynccontextmanager
async def room(
    folder: Path,
    *script: Script,
    deadlines: DeadlineSettings = QUICK,
    budget: BudgetSettings | None = None,
    suggest: SuggestSettings | None = None,
    with_model: bool = True,
    rules: Rulebook | None = None,
) -> AsyncIterator[Room]:
    """A call that has begun, with a model that answers as the script says.

    Yields:
        The room; leaving it ends everything that is under way.
    """
    log = SqliteLog.open(folder / "calls.db")
    try:
        async with llm_server(*script) as server, desk_on(log, rules or shipped_book()) as desk:
            settings = AssistSettings(
                model=ModelSettings(base_url=server.url, name="test/parrot"),
                deadlines=deadlines,
                budget=budget or BudgetSettings(),
                suggest=suggest or SuggestSettings(),
            )
            assist = Orchestrator(
                rulebook=rules or shipped_book(),
                playbook=playbook(folder),
                model=Model(settings.model) if with_model else None,
                prompts=Prompts(),
                settings=settings,
                publish=desk.hub.pass_on,
                record=desk.intake.record,
                metrics=desk.metrics,
                tasks=desk.tasks,
            )
            desk.intake.tell(assist.stored)
            await desk.start()
            screen = Screen()
            watch = desk.hub.watch(ONE, 0, 1, screen)  # its start is stored already
            await screen.until(lambda: screen.events)  # what passes is for those who have caught up
            try:
                yield Room(desk, assist, screen, server)
            finally:
                await assist.drain()
                await assist.close()
                desk.hub.unwatch(watch)
    finally:
        await log.close()
