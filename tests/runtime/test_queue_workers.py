"""Two engines on one PostgreSQL database share a queue."""

from __future__ import annotations

import asyncio
from typing import Any

from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.queues import Queue
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.worlds.postgres import PostgresWorld
from useworkflow_sandbox import values

inside: list[int] = []
most: list[int] = []


async def work(number: int) -> int:
    "use step"
    inside.append(number)
    most.append(len(inside))
    await asyncio.sleep(0.005)
    inside.remove(number)
    return number


async def job(number: int) -> int:
    "use workflow"
    return await work(number)


async def test_two_engines_keep_a_limit_and_leave_nobody_waiting(postgres: str) -> None:
    """Thirty runs through two slots: never three at a time, and each goes on as soon as a slot is free, whoever freed it."""
    inside.clear()
    most.clear()
    worlds = [PostgresWorld(postgres), PostgresWorld(postgres)]
    engines: list[Engine] = []
    for world in worlds:
        await world.open()
        engines.append(Engine(world))
    try:
        place: Any = Place(worlds[0], ours=False)
        options = StartOptions(queue=Queue("shared slots", concurrency=2))
        bundle = compile_function(job)
        ids = [
            (await create_run(place, bundle, values.encode_args((number,), {}), options))[0].id for number in range(30)
        ]
        for engine in engines:
            await engine.start()
        async with asyncio.timeout(25):
            records = await asyncio.gather(*[engines[0].run_until(run_id) for run_id in ids])
        assert {record.status for record in records} == {"completed"}
        assert max(most) == 2
        (state,) = await worlds[1].queues()
        assert (state.held, state.waiting) == (0, 0)
    finally:
        for engine in engines:
            await engine.stop()
        for world in worlds:
            await world.close()
