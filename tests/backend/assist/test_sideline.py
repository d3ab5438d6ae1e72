"""The loop beside the calls: what runs on it, what becomes of it, and that nothing of it is left."""

import asyncio
import threading

import pytest

from backend.assist.sideline import Sideline


async def _nothing() -> None:
    pass


async def test_what_is_run_has_its_result_and_its_failure_here() -> None:
    """It runs in a thread of its own, and its owner hears of it as of any coroutine."""
    sideline = Sideline()

    async def name() -> str:
        return threading.current_thread().name

    async def fail() -> None:
        raise KeyError("there")

    assert await sideline.run(name()) == "assist"
    with pytest.raises(KeyError, match="there"):
        await sideline.run(fail())
    await sideline.close(_nothing)


async def test_cancelled_here_it_is_cancelled_there() -> None:
    """A reply that was overtaken closes its stream."""
    sideline = Sideline()
    begun, ended = threading.Event(), threading.Event()

    async def last() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    task = asyncio.create_task(sideline.run(last()))
    assert await asyncio.to_thread(begun.wait, 20)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await asyncio.to_thread(ended.wait, 20)
    await sideline.close(_nothing)


async def test_closing_ends_everything() -> None:
    """What runs is cancelled, what comes last is done after it, and the thread is gone."""
    sideline = Sideline()
    steps: list[str] = []
    begun = threading.Event()

    async def stream() -> None:
        begun.set()
        try:
            await asyncio.sleep(60)
        finally:
            steps.append("stream")

    async def close() -> None:
        steps.append("last")

    task = asyncio.create_task(sideline.run(stream()))
    assert await asyncio.to_thread(begun.wait, 20)
    await sideline.close(close)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert steps == ["stream", "last"]
    assert "assist" not in [thread.name for thread in threading.enumerate()]


async def test_one_that_was_never_used_has_no_thread() -> None:
    """What comes last is done all the same."""
    sideline = Sideline()
    done = asyncio.Event()

    async def close() -> None:
        done.set()

    await sideline.close(close)
    assert done.is_set()
