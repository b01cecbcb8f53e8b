"""The workflows of the benchmarks: steps that do nothing but count themselves and return a small integer.

A step body appends one byte to ``BENCHMARK_LEDGER``, so that bodies can be counted over processes that were killed, and its
time to ``STAMPS``, so that the first and the last hundred steps of a run can be compared.
"""

import asyncio
import os
import time

from useworkflow import create_hook, sleep, step

STAMPS: list[float] = []
_ledger: list[int] = []


def count_body() -> None:
    """Leave a mark that survives ``kill -9``."""
    if not _ledger:
        path = os.environ["BENCHMARK_LEDGER"]
        _ledger.append(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644))
    os.write(_ledger[0], b".")
    STAMPS.append(time.perf_counter())


@step(max_retries=0)
async def add_one(number: int) -> int:
    "use step"
    count_body()
    return number + 1


async def add_again(number: int) -> int:
    """``add_one`` with the default retries: the death of a worker is not the end of its run."""
    "use step"
    count_body()
    return number + 1


async def sequential(steps: int) -> int:
    """W1, W3, W6: so many steps, one after the other."""
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


async def sequential_again(steps: int) -> int:
    """W7: W3's workflow, with steps that are tried again."""
    "use workflow"
    number = 0
    for _ in range(steps):
        number = await add_again(number)
    return number


async def parked(number: int, seconds: float) -> int:
    """W5: sleeps, or waits for the payload that ends it."""
    "use workflow"
    if number % 2:
        await sleep(seconds)
        return number
    payload: int = await create_hook(token=f"parked:{number}")
    return payload
