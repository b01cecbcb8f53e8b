"""The workflow that is killed: fan-out, retries, threads, timers, and a hook that another process answers.

Each step body leaves a line in ``KILLS_LEDGER`` before it does anything else: ``{"step": id, "attempt": 2, "pid": 7}``. What a run must
return is computable from its number, so that every run can be checked on its own.
"""

import asyncio
import json
import os
import time

from useworkflow import create_hook, sleep, step
from useworkflow_runtime.steps.metadata import get_step_metadata

PAYLOADS = 3
_ledger: list[int] = []


def leave_mark(**more: object) -> int:
    """Append one line that survives ``kill -9``, and return the attempt's number."""
    if not _ledger:
        _ledger.append(os.open(os.environ["KILLS_LEDGER"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644))
    step = get_step_metadata()
    line = {"step": step.step_id, "attempt": step.attempt, "pid": os.getpid(), "at": time.monotonic()}
    os.write(_ledger[0], json.dumps(line).encode() + b"\n")
    return step.attempt


@step(max_retries=10_000, retry_delay=0.02, retry_max_delay=0.05)
async def square(number: int) -> int:
    "use step"
    leave_mark()
    await asyncio.sleep(0.002 * (number % 5))
    return number * number


@step(max_retries=10_000, retry_delay=0.02, retry_max_delay=0.05)
async def flaky(number: int) -> int:
    "use step"
    if leave_mark() == 1:
        raise ConnectionError(f"the first attempt of {number}")
    return number + 1


@step(max_retries=10_000, retry_delay=0.02, retry_max_delay=0.05)
def in_thread(text: str) -> str:
    "use step"
    leave_mark()
    time.sleep(0.001)
    return text.upper()


async def branch(number: int, trail: list) -> None:
    await sleep(0.005 * (number % 3))
    trail.append(await square(number))


async def much(number: int) -> list:
    "use workflow"
    trail: list = []
    first = await square(number)
    async with asyncio.TaskGroup() as group:
        for offset in range(5):
            group.create_task(branch(number + offset, trail))
    again = await asyncio.gather(flaky(number), flaky(number + 1))
    async with asyncio.timeout(3_600):
        hook = create_hook(token=f"tok:{number}")
        heard = [await hook, await hook, await hook]
        hook.dispose()
    await sleep(0.03)
    return [first, sorted(trail), again, heard, in_thread(f"run {number}")]


def right_result(number: int) -> list:
    """What ``much(number)`` returns, whatever happens to its workers."""
    squares = [(number + offset) ** 2 for offset in range(5)]
    return [number * number, sorted(squares), [number + 1, number + 2], [0, 1, 2], f"RUN {number}"]
