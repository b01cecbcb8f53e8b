"""A commit that takes long: nobody waits for it but whoever depends on it."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from useworkflow import sleep
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

turns: list[asyncio.Event] = []
seen: list[str] = []


async def walk(paces: int) -> int:
    "use step"
    for pace in range(paces):
        await turns[pace].wait()
        seen.append(f"pace {pace}")
    return paces


async def walking(paces: int) -> int:
    "use workflow"
    return await walk(paces)


async def say(what: str) -> str:
    "use step"
    seen.append(what)
    return what


async def waker(seconds: float) -> str:
    "use workflow"
    await sleep(seconds)
    return await say("woken")


async def talker() -> str:
    "use workflow"
    return await say("talked")


class HeldDisk:
    """Lets one commit of a SQLite world stand still in the middle, in the world's own thread."""

    def __init__(self, world: SQLiteWorld, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.go_on = threading.Event(), threading.Event()
        self._commit = world._writing.commit
        self._hold = True
        monkeypatch.setattr(world._writing, "commit", self._commit_slowly)

    def _commit_slowly(self, *args: Any) -> Any:
        if self._hold:
            self._hold = False
            self.reached.set()
            assert self.go_on.wait(30)
        return self._commit(*args)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    seen.clear()
    turns[:] = [asyncio.Event() for _ in range(5)]


async def until(done: Any) -> None:
    async with asyncio.timeout(10):
        while not done():
            await asyncio.sleep(0)


@pytest.mark.parametrize("rooms", ["sqlite"], indirect=True)
async def test_a_slow_commit_holds_up_no_other_step_and_no_timer(rooms: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a commit is under way, another run's step goes on, an outcome is taken, and a timer fires; all of it is in the next commit."""
    room = rooms
    await room.open()
    walking_run = await room.start(walking, 5)
    waking_run = await room.start(waker, 60)
    await room.until(waking_run, "timer_started")
    await until(lambda: room.engine.runs.committer._task is None)
    disk = HeldDisk(room.world, monkeypatch)
    talking = asyncio.create_task(room.start(talker))
    await until(disk.reached.is_set)

    for pace, turn in enumerate(turns):
        turn.set()
        await until(lambda pace=pace: f"pace {pace}" in seen)
    room.advance(61)
    hot = room.engine.runs.hot[waking_run.id]
    await until(lambda: not hot.ledger.timers and hot.ledger.steps)
    assert "woken" not in seen, "the step that the timer leads to waits for its own commit (G2)"
    assert not disk.go_on.is_set()

    disk.go_on.set()
    async with asyncio.timeout(10):
        assert await walking_run.result() == 5
        assert await waking_run.result() == "woken"
        assert await (await talking).result() == "talked"


def print_it(what: str) -> str:
    "use step"
    seen.append(what)
    return what


async def printer() -> str:
    "use workflow"
    return print_it("printed")


@pytest.mark.parametrize("workflow", [talker, printer], ids=["on the loop", "in a thread"])
@pytest.mark.parametrize("rooms", ["sqlite"], indirect=True)
async def test_a_stopped_engine_begins_no_attempt(rooms: Any, workflow: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit that is under way when the engine is stopped is finished, and the steps that it starts are left to the next engine."""
    room = rooms
    await room.open()
    assert await (await room.start(workflow)).result() in ("talked", "printed")
    seen.clear()
    disk = HeldDisk(room.world, monkeypatch)
    starting = asyncio.create_task(room.start(workflow))
    await until(disk.reached.is_set)
    stopping = asyncio.create_task(room.engine.stop())
    await until(lambda: stopping.done() or room.engine.runs.runner.running == {})
    for _ in range(10):
        await asyncio.sleep(0)
    disk.go_on.set()
    assert await stopping == []
    assert seen == []
    run = await starting
    assert "step_scheduled" in await room.kinds(run)
    await room.open()
    async with asyncio.timeout(10):
        assert await run.result() in ("talked", "printed")
    assert len(seen) == 1
