"""A run is created by the commit of its first turn, where one engine has the world to itself."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

sys.path.append(str(Path(__file__).parent))

from mortal_world import MortalWorld

from useworkflow_runtime.clock import FakeClock
from useworkflow_runtime.errors import LostOwnershipError, RunExistsError, WorldError
from useworkflow_runtime.run import list_runs
from useworkflow_runtime.worlds.memory import MemoryWorld
from useworkflow_runtime.worlds.protocol import NewRun, RunRecord, Turn, TurnOutcome


async def add(a: int, b: int) -> int:
    "use step"
    return a + b


async def plain(number: int) -> int:
    "use workflow"
    return number


async def added(number: int) -> int:
    "use workflow"
    return await add(number, 1)


class CountingWorld(MemoryWorld):
    """Says what it was asked to write, and holds commits back while its gate is closed."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.full = False
        self.silent = False
        """The next commit is recorded, and its answer lost."""

    async def create_run(self, new: NewRun, *, claim_for: int | None = None) -> tuple[RunRecord, bool]:
        self.asked.append("create_run")
        if self.full:
            raise WorldError("no room")
        return await super().create_run(new, claim_for=claim_for)

    async def commit(self, epoch: int, turns: Sequence[Turn]) -> list[TurnOutcome]:
        self.asked.append("commit")
        await self.gate.wait()
        outcomes = await super().commit(epoch, turns)
        if self.silent:
            self.silent = False
            raise WorldError("the connection is gone")
        return outcomes


@pytest.fixture
async def counting(room: Any) -> Any:
    """A room whose world counts."""
    room.world = CountingWorld(room.clock)
    await room.open()
    room.world.asked.clear()
    return room


async def test_a_run_and_its_first_turn_are_one_commit(counting: Any) -> None:
    """So that one which needs no step costs one, and each step one more."""
    assert await (await counting.start(plain, 3)).result() == 3
    assert counting.world.asked == ["commit"]
    run = await counting.start(added, 3)
    assert await run.result() == 4
    assert counting.world.asked == ["commit"] * 3
    assert await counting.kinds(run) == [
        "run_created", "run_started", "step_scheduled", "step_completed", "run_completed",
    ]  # fmt: skip


@pytest.mark.parametrize("options", [{"run_id": "mine"}, {"idempotency_key": "k"}, {"delay": 1}])
async def test_a_run_that_may_be_there_or_waits_is_created_first(counting: Any, options: dict[str, Any]) -> None:
    """An id that somebody gave, a key, a time: nothing runs before it is known whether it is this start's turn."""
    await counting.start(plain, 3, **options)
    assert counting.world.asked[0] == "create_run"


async def test_starts_at_once_share_a_commit(counting: Any) -> None:
    """The group commit is theirs, too."""
    runs = await asyncio.gather(*[counting.start(plain, number) for number in range(20)])
    assert await asyncio.gather(*[run.result() for run in runs]) == list(range(20))
    assert counting.world.asked == ["commit"]


async def test_a_run_whose_first_turn_cannot_be_written_is_created_first(counting: Any) -> None:
    """What could not be written may have been its first turn, or that of a neighbour: the run itself is not lost for it."""
    counting.world.fail_next_commit(WorldError("the disk is full"))
    run = await counting.start(added, 1)
    assert counting.world.asked[:2] == ["commit", "create_run"]
    assert await run.result() == 2
    assert not counting.engine.runs.reviving


async def test_a_start_of_which_nothing_can_be_recorded_fails(counting: Any) -> None:
    """With what the world says; nothing of the run stays in memory."""
    counting.world.fail_next_commit(WorldError("the disk is full"))
    counting.world.full = True
    with pytest.raises(WorldError, match="no room"):
        await counting.start(added, 1)
    assert await list_runs(world=counting.world) == []
    runs = counting.engine.runs
    assert not runs.hot
    assert not runs.reviving
    assert not runs.committer.setbacks


async def test_a_creation_that_only_seemed_to_fail_is_found(counting: Any) -> None:
    """There is one run, and it goes on."""
    counting.world.silent = True
    run = await counting.start(added, 1)
    assert await run.result() == 2
    assert len(await list_runs(world=counting.world)) == 1


async def test_a_start_that_is_given_up_is_recorded_all_the_same(counting: Any) -> None:
    """Its commit is under way: the run is there, and goes on."""
    counting.world.gate.clear()
    starting = asyncio.create_task(counting.start(added, 1))
    while not counting.world.asked:
        await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    counting.world.gate.set()
    while not (found := await list_runs(world=counting.world)):
        await asyncio.sleep(0)
    assert await found[0].result() == 2


async def test_a_taken_id_is_said(counting: Any) -> None:
    """Should two runs be given the same id all the same, the second is not begun, and the first is not touched."""
    await counting.start(plain, 3, run_id="mine")
    stale = NewRun(id="mine", workflow="w", bundle="b", created=b"{}", at=0)
    turn = Turn(run_id="mine", expected=1, events=[], new=stale)
    (outcome,) = await counting.world.commit(counting.engine.epoch, [turn])
    assert not outcome.committed
    with pytest.raises(RunExistsError):
        await counting.start(plain, 3, run_id="mine")


async def test_an_engine_that_lost_its_place_leaves_the_run_to_the_next(counting: Any) -> None:
    """Whoever waits for the creation is not left waiting: the run is created for whoever owns the world."""
    counting.world.gate.clear()
    starting = asyncio.create_task(counting.start(added, 1))
    while not counting.world.asked:
        await asyncio.sleep(0)
    later = asyncio.create_task(counting.start(added, 2))
    await asyncio.sleep(0)
    counting.engine.lose(LostOwnershipError.of(counting.world.url, counting.engine.epoch))
    run = await later
    assert counting.world.asked[-1] == "create_run"
    assert await run.status() == "pending"
    counting.world.gate.set()
    await starting


async def test_a_start_in_an_engine_that_has_lost_its_place_is_left_to_the_next(counting: Any) -> None:
    """That engine commits nothing any more: the run is created by itself, and whoever starts it is not left waiting."""
    counting.engine.lose(LostOwnershipError.of(counting.world.url, counting.engine.epoch))
    async with asyncio.timeout(10):
        run = await counting.start(plain, 3)
    assert "commit" not in counting.world.asked
    assert await run.status() == "pending"


@pytest.mark.parametrize("durable", [False, True], ids=["before", "after"])
async def test_death_at_the_creating_commit_leaves_all_of_it_or_nothing(room: Any, durable: bool) -> None:
    """Before it is durable there is no such run; after it the next engine goes on with the first turn's step."""
    room.world = world = MortalWorld(room.clock)
    world.at, world.durable = 1, durable
    await room.open()
    starting = asyncio.create_task(room.start(added, 1))
    await world.dead.wait()
    starting.cancel()
    await room.kill()
    await room.open()
    found = await list_runs(world=world)
    assert len(found) == durable
    assert [await run.result() for run in found] == [2] * durable
