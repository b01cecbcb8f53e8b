"""Plays whose steps write to streams: they fail in the middle, go on or begin anew, and are read along all the while.

Read next: ``readers``, which say what every reader must end up with; ``corpus``.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from typing import Any

from useworkflow import Stream, get_step_metadata, get_writable, step
from useworkflow_runtime.simulation.endings import gives
from useworkflow_runtime.simulation.history import Planned


@step(max_retries=20, retry_delay="100ms")
async def recite(out: Stream, first: int, last: int, how: str, times: int) -> int:
    "use step"
    attempt = get_step_metadata().attempt
    begin = first + (out.next_index if how == "going on" else 0)
    for i in range(begin, last):
        await out.write(i)
        await asyncio.sleep(0.2)
        if i == (first + last) // 2 and attempt <= times:
            raise ValueError("not yet")
    return last - first


@step(max_retries=20, retry_delay=0)
def recite_at_once(out: Stream, numbers: list[int]) -> None:
    "use step"
    out.write_from(numbers)
    out.close()


@step(max_retries=20, retry_delay="100ms")
async def give_numbers(n: int) -> AsyncIterator[int]:
    "use step"
    return _numbers_in_time(n)


async def _numbers_in_time(n: int) -> AsyncIterator[int]:
    for i in range(n):
        await asyncio.sleep(0.1)
        yield i


@step(max_retries=20, retry_delay="100ms")
async def add_up(numbers: Stream) -> int:
    "use step"
    return sum([number async for number in numbers])


async def recital(n: int, how: str, times: int) -> int:
    "use workflow"
    out, side = get_writable(), get_writable("side")
    first, _ = await asyncio.gather(recite(out, 0, n, how, times), recite(side, 0, 3, "anew", 1))
    recite_at_once(side, [7, 8])
    return first + await recite(out, n, 2 * n, how, times)


async def summed(n: int) -> int:
    "use workflow"
    numbers: Any = await give_numbers(n)
    return await add_up(numbers)


def _recital(chance: random.Random, token: str) -> list[Planned]:
    n, how, times = chance.randint(0, 6), chance.choice(("anew", "going on")), chance.randint(0, 2)
    streams = (("", list(range(2 * n))), ("side", [0, 1, 2, 7, 8]))
    return [Planned(recital, (n, how, times), streams=streams, right=gives(2 * n))]


def _summed(chance: random.Random, token: str) -> list[Planned]:
    n = chance.randint(0, 5)
    return [Planned(summed, (n,), streams=(("0/give_numbers#0", list(range(n))),), right=gives(sum(range(n))))]


STREAM_PLAYS: tuple[Callable[[random.Random, str], list[Planned]], ...] = (_recital, _summed)
