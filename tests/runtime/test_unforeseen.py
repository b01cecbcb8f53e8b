"""What nobody thought of parks its run, and holds up no other."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from useworkflow import WorkflowParkedError, resume_hook
from useworkflow_runtime.engine.hot_run import HotRun


async def one() -> int:
    "use step"
    return 1


async def adder(count: int) -> int:
    "use workflow"
    return sum([await one() for _ in range(count)])


async def forward(token: Any) -> str:
    "use workflow"
    try:
        await resume_hook(token, 1)
    except (TypeError, ValueError) as error:
        return type(error).__name__
    return "sent"


async def test_a_turn_that_cannot_be_gathered_parks_its_run(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine itself fails on what a run decided, that run is tried again, and then stuck with the reason (G9)."""
    takes = HotRun.take_commands
    tried = []

    def take(hot: HotRun, pending: Any, commands: Any, *more: Any) -> None:
        takes(hot, pending, commands, *more)
        if hot.run_id == "cursed":
            tried.append(len(commands))
            raise UnicodeError("a text that no log can hold")

    monkeypatch.setattr(HotRun, "take_commands", take)
    await room.open()
    runs = [await room.start(adder, 3, run_id=name) for name in ("a", "cursed", "b")]
    async with asyncio.timeout(10):
        assert (await runs[0].result(), await runs[2].result()) == (3, 3)
        with pytest.raises(WorkflowParkedError, match="a text that no log can hold"):
            await runs[1].result()
    assert len(tried) == 3
    assert await runs[1].status() == "stuck"
    assert await room.kinds(runs[1]) == ["run_created"]


async def test_a_turn_that_cannot_be_committed_parks_its_run(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the commit that is none of the world's comes up each time: that run is stuck, and the others go on."""
    commit = room.world.commit

    async def refuse(epoch: int, turns: Any) -> Any:
        if any(turn.run_id == "cursed" and turn.events for turn in turns):
            raise AttributeError("'NoneType' object has no attribute 'encode'")
        return await commit(epoch, turns)

    monkeypatch.setattr(room.world, "commit", refuse)
    await room.open()
    runs = [await room.start(adder, 3, run_id=name) for name in ("a", "cursed", "b")]
    async with asyncio.timeout(10):
        assert (await runs[0].result(), await runs[2].result()) == (3, 3)
        with pytest.raises(WorkflowParkedError, match="what it decided cannot be recorded: AttributeError"):
            await runs[1].result()


@pytest.mark.parametrize("token", [None, 5, "", "a\0"])
async def test_what_is_no_token_is_refused_where_it_is_given(room: Any, token: Any) -> None:
    """In workflow code and outside: a token that is missing, say, is no text that a database could be asked for."""
    await room.open()
    run = await room.start(forward, token)
    async with asyncio.timeout(10):
        assert await run.result() in ("TypeError", "ValueError")
    with pytest.raises((TypeError, ValueError), match="a hook token"):
        await resume_hook(token, 1, world=room.world)


async def test_a_run_whose_trouble_passes_goes_on(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its steps run once, and nothing that it was told is lost or told twice."""
    takes = HotRun.take_commands
    troubles = [2, 5]
    turns = []

    def take(hot: HotRun, pending: Any, commands: Any, *more: Any) -> None:
        takes(hot, pending, commands, *more)
        turns.append(1)
        if len(turns) in troubles:
            raise RuntimeError("for a moment")

    monkeypatch.setattr(HotRun, "take_commands", take)
    await room.open()
    run = await room.start(adder, 4)
    async with asyncio.timeout(10):
        assert await run.result() == 4
    kinds = await room.kinds(run)
    assert (kinds.count("step_scheduled"), kinds.count("step_completed"), kinds.count("step_started")) == (4, 4, 0)
