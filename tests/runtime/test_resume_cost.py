"""A run with a long history is taken up from its snapshot: the code before the last suspension does not run again (G4)."""

from __future__ import annotations

from typing import Any

import pytest

from useworkflow import create_hook, resume_hook, start
from useworkflow_runtime.start import start as start_run

made: list[int] = []


class Probe:
    """Tells, from outside the sandbox, that workflow code has run: its class is the host's own."""

    def __init__(self, number: int) -> None:
        made.append(number)
        self.number = number


@pytest.fixture(autouse=True)
def _fresh() -> None:
    made.clear()


async def echo(n: int) -> int:
    "use step"
    return n


async def long_history(steps: int) -> Any:
    "use workflow"
    total = 0
    for number in range(steps):
        probe = Probe(number)
        total += await echo(probe.number)
    answer = await create_hook(token="long")
    last = Probe(-1)
    return [total, answer, last.number]


async def test_a_thousand_steps_are_not_replayed_after_an_eviction(room: Any) -> None:
    """Evicted after 1,000 recorded steps and taken up by a new engine, the run's code goes on behind its await only."""
    await room.open()
    run = await room.start(long_history, 1_000)
    await room.until(run, "hook_created")
    assert await room.engine.stop() == []
    assert made == list(range(1_000))
    loaded = await room.world.load(run.id)
    assert loaded.snapshot is not None
    assert loaded.snapshot.seq > 2_000
    assert loaded.events == []
    await room.open()
    await resume_hook("long", "go", world=room.world)
    record = await room.engine.run_until(run.id)
    assert record.status == "completed"
    assert bytes(record.output) == b'[499500,"go",-1]'
    assert made == [*range(1_000), -1]


def test_the_door_and_the_room_start_the_same_runs() -> None:
    """The public ``start`` is the one that the tests use."""
    assert start is start_run
