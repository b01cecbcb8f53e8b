"""Runs that are brought back, or parked: what comes for them meanwhile is neither lost nor given twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from tests.runtime.conftest import Room

from useworkflow import create_hook, resume_hook, step
from useworkflow_runtime.engine import revivals
from useworkflow_runtime.engine.attempts import Attempts
from useworkflow_runtime.errors import WorldError

calls: list[str] = []
gates: dict[str, asyncio.Event] = {}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The engine's warnings about commits are not what is looked at here."""
    calls.clear()
    gates.clear()
    logger = logging.getLogger("useworkflow.engine")
    logger.disabled = True
    yield
    logger.disabled = False


async def listen() -> list[int]:
    "use workflow"
    hook = create_hook(token="t")
    return [await hook, await hook]


@step(max_retries=0)
async def once() -> str:
    "use step"
    calls.append("attempt")
    return "done"


async def calls_once() -> str:
    "use workflow"
    return await once()


@step(retry_delay=60, retry_jitter=0)
async def fails_once() -> str:
    "use step"
    calls.append("attempt")
    if len(calls) == 1:
        raise ConnectionError("no answer")
    return "done"


async def retried() -> str:
    "use workflow"
    return await fails_once()


class Trouble:
    """A commit of an event of one kind fails, once; and then the run is not brought back at the first try.

    ``late``: the commit is durable after all, between the first try and the second.
    """

    def __init__(
        self, room: Room, monkeypatch: pytest.MonkeyPatch, kind: str, place: str, *, late: bool = False
    ) -> None:
        self._commit = room.world.commit
        self._load = room.world.load
        self._late = late
        self._unsure: tuple[int, Any] | None = None
        self._kind = kind
        owner: Any = Attempts if hasattr(Attempts, place) else revivals
        self._place = getattr(owner, place)
        self.broke = False
        self.failed = False
        monkeypatch.setattr(room.world, "commit", self._commit_or_fail)
        monkeypatch.setattr(room.world, "load", self._load_later)
        trouble = self

        def fail(*given: Any) -> Any:
            if trouble.broke and not trouble.failed:
                trouble.failed = True
                raise RuntimeError("for a moment")
            return trouble._place(*given)

        monkeypatch.setattr(owner, place, fail)

    async def _commit_or_fail(self, epoch: int, turns: Any) -> Any:
        if not self.broke and any(row.kind == self._kind for turn in turns for row in turn.events):
            self.broke = True
            self._unsure = (epoch, turns) if self._late else None
            raise WorldError("the connection broke")
        return await self._commit(epoch, turns)

    async def _load_later(self, run_id: str, **how: Any) -> Any:
        if self.failed and self._unsure is not None:
            given, self._unsure = self._unsure, None
            await self._commit(*given)
        return await self._load(run_id, **how)


BEFORE_AND_AFTER = pytest.mark.parametrize(
    "place",
    ["_hot_from", "attach", "begin_again"],
    ids=["before it is in memory", "before its inputs are given", "after they are given"],
)


@pytest.mark.parametrize("late", [False, True], ids=["lost", "durable after all"])
@BEFORE_AND_AFTER
async def test_a_payload_outlives_a_run_that_cannot_be_taken_up(
    rooms: Room, monkeypatch: pytest.MonkeyPatch, place: str, late: bool
) -> None:
    """Its commit failed, and then bringing the run back failed once, too: it is delivered, and delivered once (G2)."""
    await rooms.open()
    run = await rooms.start(listen)
    await rooms.until(run, "hook_created")
    trouble = Trouble(rooms, monkeypatch, "hook_received", place, late=late)
    await resume_hook("t", 1, world=rooms.world)
    async with asyncio.timeout(10):
        while "hook_received" not in await rooms.kinds(run):
            await asyncio.sleep(0)
    assert trouble.failed
    await resume_hook("t", 2, world=rooms.world)
    async with asyncio.timeout(10):
        assert await run.result() == [1, 2]
    assert (await rooms.kinds(run)).count("hook_received") == 2


async def test_a_run_that_never_comes_into_memory_is_parked(rooms: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three tries; what came for it stays in its inbox (G9)."""
    await rooms.open()
    run = await rooms.start(listen)
    await rooms.until(run, "hook_created")
    Trouble(rooms, monkeypatch, "hook_received", "attach")
    tries: list[object] = []

    def fail(recovered: object) -> None:
        tries.append(recovered)
        raise RuntimeError("for ever")

    monkeypatch.setattr(revivals, "_hot_from", fail)
    await resume_hook("t", 1, world=rooms.world)
    async with asyncio.timeout(10):
        while (record := await rooms.world.get_run(run.id)) is None or record.status != "stuck":
            await asyncio.sleep(0)
    assert len(tries) == revivals.STRIKES
    assert "for ever" in (record.reason or "")
    assert len(await rooms.world.inbox(rooms.engine.epoch)) == 1


@BEFORE_AND_AFTER
async def test_an_outcome_outlives_a_run_that_cannot_be_taken_up(
    rooms: Room, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Its commit failed, and then bringing the run back failed once, too: the step does not run again (G3)."""
    await rooms.open()
    trouble = Trouble(rooms, monkeypatch, "step_completed", place)
    run = await rooms.start(calls_once)
    async with asyncio.timeout(10):
        assert await run.result() == "done"
    assert trouble.failed
    assert calls == ["attempt"]
    assert "step_started" not in await rooms.kinds(run)


@BEFORE_AND_AFTER
async def test_a_delay_outlives_a_run_that_cannot_be_taken_up(
    rooms: Room, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Its commit failed, and then bringing the run back failed once, too: the next attempt waits, and is recorded once."""
    await rooms.open()
    trouble = Trouble(rooms, monkeypatch, "step_retrying", place)
    run = await rooms.start(retried)
    await rooms.until(run, "step_retrying")
    assert trouble.failed
    assert calls == ["attempt"]
    rooms.advance(61)
    async with asyncio.timeout(10):
        assert await run.result() == "done"
    assert (await rooms.kinds(run)).count("step_retrying") == 1


async def beside() -> str:
    "use workflow"
    hook = create_hook(token="t")
    task = asyncio.create_task(fails_when_told())
    await hook
    return await task


@step(retry_delay=60, retry_jitter=0)
async def fails_when_told() -> str:
    "use step"
    calls.append("attempt")
    if len(calls) == 1:
        await gates["told"].wait()
        raise ConnectionError("no answer")
    return "done"


@BEFORE_AND_AFTER
async def test_an_outcome_that_comes_while_its_run_is_brought_back_is_recorded_once(
    rooms: Room, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Though that fails at the first try: the failed attempt is in the log once, and the next one waits (G3)."""
    gates.update(told=asyncio.Event(), asked=asyncio.Event(), read=asyncio.Event())
    await rooms.open()
    run = await rooms.start(beside)
    while not calls:
        await asyncio.sleep(0)
    trouble = Trouble(rooms, monkeypatch, "hook_received", place)
    load = rooms.world.load

    async def slowly(run_id: str, **how: Any) -> Any:
        gates["asked"].set()
        await gates["read"].wait()
        return await load(run_id, **how)

    monkeypatch.setattr(rooms.world, "load", slowly)
    await resume_hook("t", 1, world=rooms.world)
    await gates["asked"].wait()
    gates["told"].set()
    while not rooms.engine.runs.reviving[run.id].outcomes:
        await asyncio.sleep(0)
    gates["read"].set()
    await rooms.until(run, "step_retrying")
    assert trouble.failed
    assert calls == ["attempt"]
    rooms.advance(61)
    async with asyncio.timeout(10):
        assert await run.result() == "done"
    kinds = await rooms.kinds(run)
    assert (kinds.count("step_retrying"), kinds.count("hook_received")) == (1, 1)


async def test_a_termination_that_comes_while_its_run_is_parked_ends_it(
    rooms: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not wait in the inbox until somebody brings the run back (G6, G9)."""
    gates.update(asked=asyncio.Event(), read=asyncio.Event())
    await rooms.open()
    run = await rooms.start(listen)
    await rooms.until(run, "hook_created")
    runs, get_run = rooms.engine.runs, rooms.world.get_run

    async def slowly(run_id: str) -> Any:
        if not gates["asked"].is_set():
            gates["asked"].set()
            await gates["read"].wait()
        return await get_run(run_id)

    monkeypatch.setattr(rooms.world, "get_run", slowly)
    hot = runs.hot[run.id]
    revival = runs.drop(hot)
    runs.revivals.park_when_settled(hot, "a test says so")
    await gates["asked"].wait()
    await run.terminate("enough")
    async with asyncio.timeout(10):
        while not revival.inputs:
            await asyncio.sleep(0)
    gates["read"].set()
    await rooms.until(run, "run_terminated")
    assert await run.status() == "cancelled"
