"""A worker whose process dies, by ``kill -9``, whenever one of its runs has a turn: as native code would end it.

    python deadly.py WORLD RUN_ID   -> never returns while that run is taken up

``harmless`` is the workflow of all runs, the deadly one's too. The engine waits a tenth of the usual time wherever it waits.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any

from useworkflow import step
from useworkflow_runtime.engine.engine import Engine
from useworkflow_runtime.worlds.open import open_world
from useworkflow_sandbox.instance import Instance


@step(max_retries=1000, retry_delay=0)
async def add_one(number: int) -> int:
    "use step"
    await asyncio.sleep(0.05)
    return number + 1


async def harmless(number: int) -> int:
    "use workflow"
    for _ in range(20):
        number = await add_one(number)
    return number


def be_killed_by(run_id: str) -> None:
    """From now on a turn of that run is the last thing that this process does."""
    deliver = Instance.deliver

    def deadly(self: Instance, event: Any) -> Any:
        if self.run_id == run_id:
            os.kill(os.getpid(), signal.SIGKILL)
        return deliver(self, event)

    Instance.deliver = deadly  # type: ignore[method-assign]


async def work(url: str) -> None:
    """Execute runs until killed."""
    world = open_world(url)
    await world.open()
    async with Engine(world, retry_delay=0.005):
        await asyncio.Event().wait()


if __name__ == "__main__":
    be_killed_by(sys.argv[2])
    asyncio.run(work(sys.argv[1]))
