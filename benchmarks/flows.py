"""The workflows of the benchmarks: steps that do nothing but count themselves and return a small integer.

A step body appends one byte to ``BENCHMARK_LEDGER``, so that bodies can be counted over processes that were killed, and its
time to ``STAMPS``, so that the first and the last hundred steps of a run can be compared.
"""

import asyncio
import os
import time

from useworkflow import create_hook, sleep, start

STAMPS: list[float] = []
_ledger: list[int] = []


def count_body() -> None:
    """Leave a mark that survives ``kill -9``."""
    if not _ledger:
        path = os.environ["BENCHMARK_LEDGER"]
        _ledger.append(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644))
    os.write(_ledger[0], b".")
    STAMPS.append(time.perf_counter())


async def add_one(number: int) -> int:
    "use step"
    count_body()
    return number + 1


async def sequential(steps: int) -> int:
    """W1, W3, W6, W7: so many steps, one after the other."""
    "use workflow"
    number = 0
    for _ in range(steps):
        number = await add_one(number)
    return number


async def wait_after(steps: int, token: str) -> int:
    """W4: so many steps, then an event, then one more step."""
    "use workflow"
    number = 0
    for _ in range(steps):
        number = await add_one(number)
    payload = await create_hook(token=token)
    return await add_one(number + payload["add"])


async def gathered(steps: int) -> int:
    """W2: so many steps at once."""
    "use workflow"

    numbers = await asyncio.gather(*[add_one(number) for number in range(steps)])
    return sum(numbers)


async def bounded(steps: int, width: int) -> int:
    """W8: so many steps, at most ``width`` of them outstanding."""
    "use workflow"
    places = asyncio.Semaphore(width)

    async def one(number: int) -> int:
        async with places:
            return await add_one(number)

    return sum(await asyncio.gather(*[one(number) for number in range(steps)]))


async def parked(number: int, seconds: float) -> int:
    """W5: sleeps, or waits for the payload that ends it."""
    "use workflow"
    if number % 2:
        await sleep(seconds)
        return number
    payload: int = await create_hook(token=f"parked:{number}")
    return payload


async def returned(number: int) -> int:
    """W9: a child."""
    "use workflow"
    return number


async def family(children: int) -> int:
    """W9: so many children at once."""
    "use workflow"

    async def one(number: int) -> int:
        run = await start(returned, number)
        return await run.result()

    return sum(await asyncio.gather(*[one(number) for number in range(children)]))


async def generations(children: int) -> int:
    """W9: so many children, one after the other."""
    "use workflow"
    total = 0
    for number in range(children):
        run = await start(returned, number)
        total += await run.result()
    return total
