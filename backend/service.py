"""The composition root: builds a backend from its settings, runs it, and stops it without losing anything."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from backend.access import Access
from backend.assist.assembly import assemble
from backend.dispatch import Services
from backend.door import open_door
from backend.gateway import Gateway, Socket
from backend.hub import Hub, Sink
from backend.intake import Intake
from backend.log.sqlite import SqliteLog
from backend.observability import Metrics
from backend.settings import Settings, SettingsError
from rules.engine import Rulebook
from rules.yaml_source import load_files, shipped_names, shipped_text
from transcripts import wire
from transcripts.door import Door

RECONNECT_AFTER_MS = 500

_log = structlog.get_logger("service")


@dataclass(frozen=True, slots=True)
class Listening:
    """Where a backend can be reached. `door` is the local door's file on loopback, empty elsewhere."""

    url: str
    door: str


async def run(settings: Settings, stop: asyncio.Event, listening: Callable[[Listening], None]) -> None:
    """Serve until `stop` is set, then drain: everything acknowledged is stored, everything stored is sent.

    `listening` is called once, when connections are accepted. Cancellation stops at once, but loses nothing that was
    acknowledged.

    Raises:
        SettingsError: The settings are unsafe or do not work.
        LogError: The log cannot be opened.
        RulesetError: The ruleset does not load.
        OSError: The address cannot be listened on.
    """
    settings.check()
    tls = _tls(settings)
    files = _ruleset_files(settings)
    rulebook = Rulebook(load_files((file.name, file.text) for file in files))
    log = SqliteLog.open(settings.database)
    refused: OSError | SettingsError | None = None
    try:
        metrics = Metrics()
        async with asyncio.TaskGroup() as tasks:
            hub = Hub(log.read, tasks, metrics)
            intake = Intake(
                log=log,
                hub=hub,
                rulebook=rulebook,
                metrics=metrics,
                tasks=tasks,
                changed=lambda session, owner: _announce(hub, session, owner),
            )
            ruleset = wire.RulesetFiles(rulebook.version, files)
            access = Access(log)
            try:
                async with contextlib.AsyncExitStack() as opened:
                    assist = await assemble(
                        settings, rulebook=rulebook, hub=hub, intake=intake, metrics=metrics, tasks=tasks
                    )
                    opened.push_async_callback(assist.close)
                    gateway = Gateway(Services(log, hub, intake, assist, metrics, ruleset), access, settings.limits)
                    opened.push_async_callback(gateway.close)
                    port = await gateway.listen(settings.host, settings.port, tls)
                    host = f"[{settings.host}]" if ":" in settings.host else settings.host
                    url = f"{'wss' if tls else 'ws'}://{host}:{port}"
                    if settings.loopback:
                        opened.enter_context(open_door(settings.door, Door(url, access.grant_local())))
                    _rest_the_collector()
                    listening(Listening(url, str(settings.door) if settings.loopback else ""))
                    _log.info("listening", port=port, ruleset=rulebook.version, model=assist.model)
                    await stop.wait()
                    _log.info("draining")
                    gateway.announce_drain(RECONNECT_AFTER_MS)
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(settings.drain_s):
                            await assist.drain()
                            await intake.drain()
            except (OSError, SettingsError) as error:
                refused = error  # raised past the group, which would wrap it
    finally:
        await log.close()
    if refused is not None:
        raise refused
    _log.info("stopped")


def _rest_the_collector() -> None:
    """Keep garbage collection from stalling the calls: a walk of everything takes tens of milliseconds.

    What is there by now lives as long as the process and need not be walked. Of what comes, most is gone without the
    collector; it looks at the young rarely, and at everything very rarely.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)


def _announce(hub: Hub, session: wire.SessionInfo, owner: str) -> None:
    def visible(sink: Sink) -> bool:
        return isinstance(sink, Socket) and sink.identity.may_see(owner)

    hub.announce(session, visible)


def _ruleset_files(settings: Settings) -> tuple[wire.RulesetFile, ...]:
    if not settings.rules:
        return tuple(wire.RulesetFile(f"{name}.yaml", shipped_text(name)) for name in shipped_names())
    return tuple(wire.RulesetFile(path.name, _text(path)) for path in settings.rules)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"--rules {path}: {error}") from error


def _tls(settings: Settings) -> ssl.SSLContext | None:
    if settings.tls_cert is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(settings.tls_cert, settings.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise SettingsError(f"--tls-cert {settings.tls_cert}: {error}") from error
    return context
