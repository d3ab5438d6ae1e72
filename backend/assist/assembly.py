"""Assist put together from its settings: the playbook, the model where there is one, and who uses them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from backend.assist.llm import Model
from backend.assist.orchestrator import Orchestrator
from backend.assist.playbook.embedding import EmbeddingsUnavailableError, load_embedder
from backend.assist.playbook.search import EXAMPLE_COMPANY, SHIPPED, Playbook
from backend.assist.prompts import Prompts
from backend.assist.secrets import SecretError, find_secret
from backend.assist.settings import FILE, AssistSettings, PlaybookSettings, read_settings
from backend.hub import Hub
from backend.intake import Intake
from backend.observability import Metrics
from backend.settings import Settings
from rules.rulebook import Rulebook

_log = structlog.get_logger("assist")


async def assemble(
    settings: Settings, *, rulebook: Rulebook, hub: Hub, intake: Intake, metrics: Metrics, tasks: asyncio.TaskGroup
) -> Orchestrator:
    """Assist at work, told of every stored event. Its owner closes it.

    The playbook searches by words at once. The vectors are made when a reply is first looked for, which takes seconds
    (the very first time half a minute); from then on it searches by meaning as well.

    Raises:
        SettingsError: A setting, a prompt or a file that was named cannot be used.
    """
    choices = read_settings(settings.assist or settings.data_dir / FILE, required=settings.assist is not None)
    prompts = Prompts(Path(choices.playbook.prompts) if choices.playbook.prompts else None)
    playbook = await asyncio.to_thread(open_playbook, choices.playbook, settings)
    model = await _model(choices)

    def search_by_meaning() -> None:
        if choices.playbook.embeddings != "off":
            tasks.create_task(_search_by_meaning(playbook, choices.playbook, settings), name="embeddings")

    orchestrator = Orchestrator(
        rulebook=rulebook,
        playbook=playbook,
        model=model,
        prompts=prompts,
        settings=choices,
        publish=hub.pass_on,
        record=intake.record,
        metrics=metrics,
        tasks=tasks,
        on_first=search_by_meaning,
    )
    intake.tell(orchestrator.stored)
    return orchestrator


def open_playbook(choices: PlaybookSettings, settings: Settings) -> Playbook:
    """The shipped playbook under the company's own, searched by words."""
    if settings.example_company:
        return Playbook.open(SHIPPED, EXAMPLE_COMPANY)
    return Playbook.open(SHIPPED, Path(choices.folder) if choices.folder else settings.playbook)


async def _search_by_meaning(playbook: Playbook, choices: PlaybookSettings, settings: Settings) -> None:
    """Load the vectors beside the calls. Where they cannot be had the playbook goes on by words."""

    def load() -> None:
        folder = None if choices.embeddings == "auto" else Path(choices.embeddings)
        playbook.use(load_embedder(folder), cache=settings.playbook_vectors)

    try:
        await asyncio.to_thread(load)
    except EmbeddingsUnavailableError as error:
        if choices.embeddings != "auto":
            _log.warning("embeddings_unavailable", why=str(error))
    except Exception as error:  # noqa: BLE001 # the optional half may not take the backend with it
        _log.error("embeddings_failed", exc_info=error)


async def _model(choices: AssistSettings) -> Model | None:
    """The model, if it has its key or needs none. Without one the playbook answers: that is no failure."""
    secret = None
    try:
        secret = await asyncio.to_thread(find_secret, choices.model.provider)
    except SecretError as error:
        _log.debug("no_model", why=str(error))
    model = Model(choices.model, secret.reveal() if secret else "", connections=2 * choices.budget.concurrent)
    if model.enabled:
        return model
    await model.close()
    return None
