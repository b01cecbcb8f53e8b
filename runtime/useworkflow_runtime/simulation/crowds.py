"""Runs with more slow steps than their engine has places for, so that the other engines of a shared world execute some of them.

    plan(random.Random(7))   -> [Planned(crowd, (9, 1.5), right=...), ... and a play of the corpus]

Read next: ``corpus``; ``engine.lending``, what this is about.
"""

from __future__ import annotations

import asyncio
import random
from typing import Any

from useworkflow import get_step_metadata, step
from useworkflow_runtime.simulation import corpus
from useworkflow_runtime.simulation.endings import cancelled_or, gives
from useworkflow_runtime.simulation.history import Planned


@step(max_retries=20, retry_delay="100ms", retry_max_delay="2s")
async def slow(number: int, seconds: float, failures: int) -> int:
    "use step"
    await asyncio.sleep(seconds)
    if get_step_metadata().attempt <= failures:
        raise ValueError("not yet")
    return number


@step(max_retries=20, retry_delay=0)
def slow_thread(number: int) -> int:
    "use step"
    return -number


async def crowd(n: int, seconds: float, failures: int) -> list[int]:
    "use workflow"
    tasks = [slow(i, seconds, failures if i % 3 == 0 else 0) for i in range(n)]
    return list(await asyncio.gather(*tasks, *[asyncio.to_thread(slow_thread, i) for i in range(n)]))


async def first_of_a_crowd(n: int, seconds: float) -> int:
    "use workflow"
    tasks = [asyncio.create_task(slow(i, seconds * (i + 1), 0)) for i in range(n)]
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.wait(tasks)
    return len(done) + len(pending)


def plan(chance: random.Random) -> list[Planned]:
    """Draw one or two crowds, and now and then a play of the corpus."""
    planned = [_crowd(chance) for _ in range(chance.choice((1, 1, 2)))]
    return planned + (corpus.plan(chance) if chance.random() < 0.3 else [])


def _crowd(chance: random.Random) -> Planned:
    n, seconds = chance.randint(3, 10), chance.choice((0.0, 0.3, 2.0))
    cancel = chance.choice((None, None, None, chance.uniform(0.0, 6.0)))
    if chance.random() < 0.3:
        return Planned(first_of_a_crowd, (n, seconds), cancel_after=cancel, right=cancelled_or(n))
    right: Any = [*range(n), *[-i for i in range(n)]]
    arguments = (n, seconds, chance.choice((0, 0, 1, 2)))
    return Planned(crowd, arguments, cancel_after=cancel, right=gives(right) if cancel is None else cancelled_or(right))
