"""Assist put together from its settings: the playbook, the model where there is one, and who uses them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from backend.assist.llm import Model
from backend.assist.orchestrator import Orchestrator
from backend.assist.playbook.search import open_playbook
from backend.assist.prompts import Prompts
from backend.assist.secrets import find_secret
from backend.assist.settings import FILE, AssistSettings, read_settings
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

    Raises:
        SettingsError: A setting, a prompt or the playbook's folder cannot be used.
    """
    choices = read_settings(settings.assist or settings.data_dir / FILE, required=settings.assist is not None)
    prompts = Prompts(Path(choices.playbook.prompts) if choices.playbook.prompts else None)
    playbook = await asyncio.to_thread(open_playbook, choices.playbook, settings.data_dir)
    model = await _model(choices)
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
    )
    intake.tell(orchestrator.stored)
    _log.info("assist", model=choices.model.name if model else "", passages=len(playbook), embeddings=playbook.embeds)
    return orchestrator


async def _model(choices: AssistSettings) -> Model | None:
    """The model, if it has its key or needs none."""
    secret = await asyncio.to_thread(find_secret, choices.model.provider)
    model = Model(choices.model, secret.reveal() if secret else "", connections=2 * choices.budget.concurrent)
    if model.enabled:
        return model
    await model.close()
    return None
