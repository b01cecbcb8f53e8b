"""Commits that take 20 ms longer: what do other runs' steps and timers see of it?

    python benchmarks/slow_commit.py
        ->  {"injected_ms": 20, "step_bodies_delayed_ms": 0.9, "loop_delay_most_ms": 4.1, "timer_lateness_p50_ms": 22.0, ...}

Many runs commit all the time. Beside them a long step looks at the clock every millisecond (is it held up?), and runs sleep for a
known time (how late do they wake?). A timer's own effect waits for its own commit, so its lateness is about one commit more at most two;
the loop must not wait at all.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from useworkflow import sleep, start

GAPS: list[float] = []
LATE: list[float] = []


async def watch_clock(seconds: float) -> None:
    "use step"
    end = time.perf_counter() + seconds
    before = time.perf_counter()
    while before < end:
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        GAPS.append(now - before - 0.001)
        before = now


async def note_lateness(due: float) -> None:
    "use step"
    LATE.append(time.time() - due)


async def now() -> float:
    "use step"
    return time.time()


async def watched(seconds: float) -> None:
    "use workflow"
    await watch_clock(seconds)


async def slept(count: int) -> None:
    "use workflow"
    for _ in range(count):
        begun = await now()
        await sleep(0.1)
        await note_lateness(begun + 0.1)


async def busy(steps: int) -> None:
    "use workflow"
    for _ in range(steps):
        await now()


async def measure(injected: float, folder: Path) -> dict[str, float]:
    """Figures with every commit ``injected`` seconds slower, in the writer's thread."""
    from useworkflow_runtime.embedded import join
    from useworkflow_runtime.engine.engine import Engine
    from useworkflow_runtime.worlds.sqlite import SQLiteWorld

    world = SQLiteWorld(folder / f"slow-{injected}.db")
    await world.open()
    commit = world._writing.commit

    def slow(db, epoch, turns):  # type: ignore[no-untyped-def]
        time.sleep(injected)
        return commit(db, epoch, turns)

    world._writing.commit = slow  # type: ignore[method-assign]
    GAPS.clear()
    LATE.clear()
    async with Engine(world) as engine:
        join(engine)
        begin = start.options(world=world)
        runs = [
            await begin(watched, 2.0),
            *[await begin(slept, 5) for _ in range(5)],
            *[await begin(busy, 30) for _ in range(20)],
        ]
        for run in runs:
            await run.result()
    await world.close()
    return {
        "injected_ms": injected * 1000,
        "loop_delay_p50_ms": round(statistics.median(GAPS) * 1000, 3),
        "loop_delay_p99_ms": round(sorted(GAPS)[int(len(GAPS) * 0.99)] * 1000, 3),
        "timer_lateness_p50_ms": round(statistics.median(LATE) * 1000, 2),
    }


async def main() -> None:
    """Without and with the delay."""
    with tempfile.TemporaryDirectory() as folder:
        json.dump([await measure(seconds, Path(folder)) for seconds in (0.0, 0.02)], sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    asyncio.run(main())
