"""What an operator can see: metrics, and one JSON object per log line. No word of a call, no id in a label."""

from __future__ import annotations

import logging
import sys
from typing import Any, TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
_WAITS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0)


class Metrics:
    """The numbers of one backend, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.connections = Gauge("csr_connections", "Open desktop connections", registry=self.registry)
        self.sessions = Gauge("csr_live_sessions", "Sessions held in memory", registry=self.registry)
        self.watches = Gauge("csr_watches", "Sessions being watched, counted per watcher", registry=self.registry)
        self.events = Counter("csr_events", "Events stored", ["type"], registry=self.registry)
        self.refusals = Counter("csr_refusals", "Requests refused", ["code"], registry=self.registry)
        self.append_s = Histogram(
            "csr_append_seconds", "From a decoded append to its commit", buckets=_SECONDS, registry=self.registry
        )
        self.catch_ups = Counter(
            "csr_catch_ups", "Times a watcher was sent from the log instead of live", registry=self.registry
        )
        self.dropped_interims = Counter(
            "csr_dropped_interims", "Interims not sent to a slow watcher", registry=self.registry
        )
        self.suggestions = Counter(
            "csr_suggestions", "Suggestions looked for, by what came of them", ["outcome"], registry=self.registry
        )
        self.model_failures = Counter(
            "csr_model_failures", "Times the model did not answer, by reason", ["reason"], registry=self.registry
        )
        self.first_token_s = Histogram(
            "csr_model_first_token_seconds", "Wait for the model's first token", buckets=_WAITS, registry=self.registry
        )
        self.summaries = Counter(
            "csr_model_summaries",
            "Summaries asked of the model, by what came of them",
            ["outcome"],
            registry=self.registry,
        )
        self.summary_s = Histogram(
            "csr_model_summary_seconds",
            "From the end of a call to the model's summary",
            buckets=_WAITS,
            registry=self.registry,
        )

    def page(self) -> bytes:
        """The page for Prometheus."""
        return generate_latest(self.registry)


def configure_logging(stream: TextIO | None = None, level: str = "info") -> None:
    """Send structured lines to `stream` (standard error); the standard library's loggers take the same form."""
    stream = stream or sys.stderr
    steps: list[Any] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_text,
    ]
    structlog.configure(
        processors=[*steps, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=steps,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def _without_text(_logger: object, _method: str, line: dict[str, Any]) -> dict[str, Any]:
    """Cut exceptions down to their type and place: a message or a local variable may hold words of a call."""
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if isinstance(error, tuple) and error[0] is not None:
        frames = []
        trace = error[2]
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
            trace = trace.tb_next
        line["error"] = error[0].__name__
        line["at"] = frames[-8:]
    return line
