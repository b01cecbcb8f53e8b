"""Commits that fail, or that only seem to: nothing is delivered twice, delays are kept, and the world is not asked without pause."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from useworkflow import create_hook, resume_hook, step
from useworkflow_runtime.errors import WorldError
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import Turn, TurnOutcome
from useworkflow_sandbox import values
from useworkflow_sandbox.events import StepFailed, decode_event

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


class Unsure(MemoryWorld):
    """A world in which the commit of an event of kind ``kind`` raises, once: before it is durable, or after."""

    kind = ""
    durable = False

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        if self.kind and any(row.kind == self.kind for turn in turns for row in turn.events):
            self.kind = ""
            if self.durable:
                await super().commit(epoch, turns)
            raise WorldError("the connection broke")
        return await super().commit(epoch, turns)


async def listen() -> list[int]:
    "use workflow"
    hook = create_hook(token="t")
    return [await hook, await hook]


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


@step(retry_delay=60, retry_jitter=0)
async def fails_when_told() -> str:
    "use step"
    calls.append("attempt")
    if len(calls) == 1:
        await gates["told"].wait()
        raise ConnectionError("no answer")
    return "done"


async def beside() -> str:
    "use workflow"
    hook = create_hook(token="t")
    task = asyncio.create_task(fails_when_told())
    await hook
    return await task


@pytest.mark.parametrize("durable", [False, True], ids=["lost", "durable after all"])
async def test_payload_is_delivered_once_whatever_became_of_its_commit(room: Any, durable: bool) -> None:
    """A hook payload whose commit raised is given again if it was lost, and not if it was recorded after all (G2)."""
    room.world = Unsure(room.clock)
    await room.open()
    run = await room.start(listen)
    await room.until(run, "hook_created")
    room.world.durable, room.world.kind = durable, "hook_received"
    await resume_hook("t", 1, world=room.world)
    while room.world.kind:
        await asyncio.sleep(0)
    await resume_hook("t", 2, world=room.world)
    async with asyncio.timeout(10):
        assert await run.result() == [1, 2]
    assert (await room.kinds(run)).count("hook_received") == 2


@pytest.mark.parametrize("durable", [False, True], ids=["lost", "durable after all"])
async def test_retry_keeps_its_delay_though_its_commit_failed(room: Any, durable: bool) -> None:
    """A failed attempt whose record could not be committed is recorded later, and the next attempt waits as long as it should."""
    room.world = Unsure(room.clock)
    room.world.durable, room.world.kind = durable, "step_retrying"
    await room.open()
    run = await room.start(retried)
    while "step_retrying" not in await room.kinds(run) or run.id not in room.engine.runs.hot:
        await asyncio.sleep(0)
    rows = await room.world.read_events(run.id)
    (retrying,) = [decode_event(row.body) for row in rows if row.kind == "step_retrying"]
    room.advance((retrying.retry_at - room.world.now()) / 1e6 - 1)
    for _ in range(50):
        await asyncio.sleep(0)
    assert calls == ["attempt"]
    room.advance(2)
    async with asyncio.timeout(10):
        assert await run.result() == "done"
    assert (await room.kinds(run)).count("step_retrying") == 1


async def test_retry_keeps_its_delay_though_its_run_was_just_brought_back(
    room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An attempt that failed while its run was being rebuilt after another commit's failure is not tried again at once."""
    gates.update(told=asyncio.Event(), read=asyncio.Event(), asked=asyncio.Event())
    room.world = Unsure(room.clock)
    await room.open()
    run = await room.start(beside)
    while not calls:
        await asyncio.sleep(0)
    load = room.world.load

    async def slowly(run_id: str, **how: Any) -> Any:
        gates["asked"].set()
        await gates["read"].wait()
        return await load(run_id, **how)

    monkeypatch.setattr(room.world, "load", slowly)
    room.world.kind = "hook_received"
    await resume_hook("t", 1, world=room.world)
    await gates["asked"].wait()
    gates["told"].set()
    while not room.engine.runs.reviving[run.id].outcomes:
        await asyncio.sleep(0)
    gates["read"].set()
    await room.until(run, "step_retrying")
    for _ in range(50):
        await asyncio.sleep(0)
    assert calls == ["attempt"]
    room.advance(61)
    async with asyncio.timeout(10):
        assert await run.result() == "done"
    assert (await room.kinds(run)).count("step_retrying") == 1


async def test_the_outcome_of_an_attempt_whose_start_is_not_recorded_is_not_given_again(room: Any) -> None:
    """Their commit was refused: the run that is brought back is in an earlier attempt, and that one's outcome counts (G3)."""
    gates.update(told=asyncio.Event())
    await room.open()
    run = await room.start(beside)
    await resume_hook("t", 1, world=room.world)
    while not calls:
        await asyncio.sleep(0)
    runs = room.engine.runs
    hot = runs.hot[run.id]
    (entry,) = hot.ledger.steps.values()
    error = values.encode_error(ConnectionError("of the next attempt"))
    revival = runs.drop(hot)
    revival.inputs.append((StepFailed(at=hot.at, id=entry.id, error=error, attempt=entry.attempt + 1), None))
    runs.revivals.when_settled(hot)
    gates["told"].set()
    await room.until(run, "step_retrying")
    room.advance(61)
    async with asyncio.timeout(10):
        assert await run.result() == "done"


class Noting(MemoryWorld):
    """Keeps the turns that are committed."""

    turns: list[Turn]

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        self.turns += turns
        return await super().commit(epoch, turns)


async def test_the_first_turn_of_a_run_that_is_taken_up_says_where_it_stands(room: Any) -> None:
    """Whatever its row said when it was read: an older commit, whose fate was unknown, may have changed the row since (G9)."""
    room.world = Noting(room.clock)
    room.world.turns = []
    await room.open()
    run = await room.start(listen)
    await room.until(run, "hook_created")
    await room.kill()
    room.world.turns = []
    await room.open()
    await resume_hook("t", 1, world=room.world)
    await room.until(run, "hook_received")
    first = next(turn for turn in room.world.turns if turn.run_id == run.id)
    assert (first.active, first.wake_at) == (False, None)


async def test_a_run_that_cannot_be_committed_waits_longer_each_time(room: Any) -> None:
    """Though other runs' small commits pass, one whose commits are refused is tried less and less often."""

    class Nearly(MemoryWorld):
        async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
            if any(len(row.body) > 10_000 for turn in turns for row in turn.events):
                raise WorldError("no room for that")
            return await super().commit(epoch, turns)

    room.world = Nearly(room.clock)
    engine = await room.open()
    failures: list[int] = []
    begin = engine.runs.revivals.begin

    def noted(run_id: str, revival: Any) -> None:
        if run_id == run.id:
            failures.append(revival.failures)
        begin(run_id, revival)

    engine.runs.revivals.begin = noted
    run = await room.start(much_text)
    async with asyncio.timeout(10):
        while len(failures) < 6:
            await (await room.start(nothing)).result()
    assert failures[:6] == [1, 2, 3, 4, 5, 6]


async def much_text() -> int:
    "use workflow"
    return len(await text_of(20_000))


async def text_of(size: int) -> str:
    "use step"
    return "x" * size


async def nothing() -> None:
    "use workflow"


class Held(MemoryWorld):
    """Commits wait at its gate."""

    waiting = 0

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        self.waiting += 1
        await gates["commit"].wait()
        return await super().commit(epoch, turns)


async def test_a_run_that_moves_while_its_last_snapshot_is_written_stays(room: Any) -> None:
    """It was to leave the engine's memory; what it has decided meanwhile is not left behind (G9)."""
    gates.update(commit=asyncio.Event())
    gates["commit"].set()
    room.world = Held(room.clock)
    await room.open()
    run = await room.start(listen)
    await room.until(run, "hook_created")
    runs = room.engine.runs
    hot = runs.hot[run.id]
    gates["commit"].clear()
    room.world.waiting = 0
    assert runs.evict(hot)
    while not room.world.waiting:
        await asyncio.sleep(0)
    await resume_hook("t", 1, world=room.world)
    while runs.committer.gathering(run.id) is None:
        await asyncio.sleep(0)
    gates["commit"].set()
    await room.until(run, "hook_received")
    assert runs.hot.get(run.id) is hot
    await resume_hook("t", 2, world=room.world)
    async with asyncio.timeout(10):
        assert await run.result() == [1, 2]


async def test_an_outcome_that_comes_while_its_run_is_parked_is_recorded(
    room: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run has it when it goes on (G3, G6)."""
    gates.update(told=asyncio.Event(), read=asyncio.Event(), asked=asyncio.Event())
    await room.open()
    run = await room.start(beside)
    while not calls:
        await asyncio.sleep(0)
    runs, get_run = room.engine.runs, room.world.get_run
    hot = runs.hot[run.id]

    async def slowly(run_id: str) -> Any:
        gates["asked"].set()
        await gates["read"].wait()
        return await get_run(run_id)

    monkeypatch.setattr(room.world, "get_run", slowly)
    revival = runs.drop(hot)
    runs.revivals.park_when_settled(hot, "a test says so")
    await gates["asked"].wait()
    gates["told"].set()
    while not revival.outcomes:
        await asyncio.sleep(0)
    gates["read"].set()
    async with asyncio.timeout(10):
        await room.until(run, "step_retrying")
    assert (await get_run(run.id)).status == "stuck"


async def changes_its_mind() -> str:
    "use workflow"
    hook = create_hook(token="t")
    await hook
    task = asyncio.create_task(mark("of the one that was given up"))
    await hook
    task.cancel()
    return await mark("of the other")


async def mark(what: str) -> str:
    "use step"
    calls.append(what)
    return what


async def test_a_step_that_is_cancelled_before_its_schedule_is_durable_never_begins(room: Any) -> None:
    """The payload that makes its run give it up comes while it is being committed: its place is free for others (G2)."""
    gates.update(commit=asyncio.Event())
    gates["commit"].set()
    room.world = Held(room.clock)
    await room.open(loop_steps=1)
    run = await room.start(changes_its_mind)
    await room.until(run, "hook_created")
    runs = room.engine.runs
    gates["commit"] = schedule = asyncio.Event()
    room.world.waiting = 0
    await resume_hook("t", 1, world=room.world)
    while not room.world.waiting:
        await asyncio.sleep(0)
    await resume_hook("t", 2, world=room.world)
    while runs.committer.gathering(run.id) is None:
        await asyncio.sleep(0)
    gates["commit"] = cancellation = asyncio.Event()
    schedule.set()
    while room.world.waiting < 2:
        await asyncio.sleep(0)
    for _ in range(50):
        await asyncio.sleep(0)
    begun = list(calls)
    cancellation.set()
    async with asyncio.timeout(10):
        assert await run.result() == "of the other"
    assert (begun, calls) == ([], ["of the other"])
    assert (await room.kinds(run)).count("step_scheduled") == 2
