"""Group commit: one thread that turns concurrent appends into few durable transactions.

While a commit is on its way to the disk, new appends queue; the next transaction takes all of them. No timer, no
linger: the commit in flight is the batching window.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from backend.log.contract import LogError, LogUnavailableError, Stored
from transcripts.events import Draft

BATCH = 1024  # drafts in one transaction at most, so that one never takes long


@dataclass(slots=True)
class Job:
    """One append: its drafts, and where its outcome goes."""

    session_id: str
    drafts: Sequence[Draft] = field(repr=False)  # what asyncio logs of a failing callback holds no words of a call
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Stored] = field(repr=False)
    outcome: Stored | BaseException | None = field(default=None, repr=False)


class GroupWriter:
    """The writer thread. `commit` stores a batch of jobs in one transaction and returns their outcomes, or raises."""

    def __init__(self, commit: Callable[[Sequence[Job]], list[Stored]], name: str) -> None:
        self._commit = commit
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closed = False
        self._closing = threading.Lock()  # nothing may queue behind the end
        self._thread = threading.Thread(target=self._run, name=name)
        self._thread.start()

    def submit(self, session_id: str, drafts: Sequence[Draft]) -> asyncio.Future[Stored]:
        """Queue an append; call it from a running loop. The order of calls is the order of storing."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Stored] = loop.create_future()
        with self._closing:
            if self._closed:
                future.set_exception(LogUnavailableError("the log is closed"))
            else:
                self._jobs.put(Job(session_id, drafts, loop, future))
        return future

    def close(self) -> None:
        """Store everything that was queued, then end the thread. Blocks until then."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        open_ = True
        while open_:
            batch: list[Job] = []
            size = 0
            job = self._jobs.get()
            while job is not None:
                batch.append(job)
                size += len(job.drafts)
                if size >= BATCH:
                    break
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
            else:
                open_ = False
            if batch:
                self._store(batch)
                self._report(batch)

    def _store(self, batch: list[Job]) -> None:
        """Give every job its outcome. A batch that fails is tried job by job, so that one bad job fails alone."""
        try:
            for job, stored in zip(batch, self._commit(batch), strict=True):
                job.outcome = stored
        except LogUnavailableError as error:
            for job in batch:
                job.outcome = error
        except Exception as error:  # noqa: BLE001 # whatever went wrong belongs to the caller's future, not to this thread
            if len(batch) == 1:
                failure = error if isinstance(error, LogError) else LogError(type(error).__name__)
                failure.__cause__ = error if failure is not error else None
                batch[0].outcome = failure
            else:
                for job in batch:
                    self._store([job])

    @staticmethod
    def _report(batch: list[Job]) -> None:
        """Hand the outcomes to their loops, with one wake-up per loop."""
        by_loop: dict[asyncio.AbstractEventLoop, list[Job]] = {}
        for job in batch:
            by_loop.setdefault(job.loop, []).append(job)
        for loop, jobs in by_loop.items():
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(_resolve, jobs)


def _resolve(jobs: list[Job]) -> None:
    for job in jobs:
        if job.future.done():
            continue  # cancelled by its caller; the events are stored all the same
        if isinstance(job.outcome, BaseException):
            job.future.set_exception(job.outcome)
        elif job.outcome is not None:
            job.future.set_result(job.outcome)
