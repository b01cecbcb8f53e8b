"""Streams: how fast a step writes, how soon a reader has a chunk, and what a hundred readers cost.

    python benchmarks/streams.py          SQLite in a temporary folder, synchronous=FULL, one process

Chunks are short texts, as a model's tokens are.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

from useworkflow import get_writable, start
from useworkflow_runtime.embedded import join
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

arrived = asyncio.Event()
sent_at = 0.0


async def pour(n: int) -> None:
    "use step"
    await get_writable().write_from(f"token {i}" for i in range(n))


async def ping(n: int) -> None:
    "use step"
    global sent_at
    out = get_writable()
    for i in range(n):
        arrived.clear()
        sent_at = time.perf_counter()
        await out.write(f"token {i}")
        await arrived.wait()


async def poured(n: int) -> None:
    "use workflow"
    await pour(n)


async def pinged(n: int) -> None:
    "use workflow"
    await ping(n)


async def count(stream: AsyncIterator[str]) -> int:
    """Read to the end."""
    return len([token async for token in stream])


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        world = SQLiteWorld(Path(folder) / "world.db")
        await world.open()
        async with Engine(world) as engine:
            join(engine)
            go = start.options(world=world)
            await (await go(poured, 10)).result()

            n = 100_000
            began = time.perf_counter()
            run = await go(poured, n)
            await run.result()
            took = time.perf_counter() - began
            print(f"one step writes {n} chunks: {n / took:,.0f} chunks/s")
            began = time.perf_counter()
            assert await count(run.stream()) == n
            print(f"one reader reads them:      {n / (time.perf_counter() - began):,.0f} chunks/s")

            run = await go(pinged, 1000)
            delays = []
            async for _ in run.stream():
                delays.append(time.perf_counter() - sent_at)
                arrived.set()
            middle, last = statistics.median(delays), sorted(delays)[-10]
            print(f"from write to reader:       {middle * 1000:.2f} ms (median), {last * 1000:.2f} ms (99 %)")

            n = 2000
            began = time.perf_counter()
            run = await go(poured, n)
            counts = await asyncio.gather(*[count(run.stream()) for _ in range(100)])
            assert counts == [n] * 100
            print(f"100 readers along:          {100 * n / (time.perf_counter() - began):,.0f} chunks/s in all")
        await world.close()


if __name__ == "__main__":
    asyncio.run(main())
