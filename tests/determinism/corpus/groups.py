"""TaskGroup, exception groups, except*, cancellation and cleanup."""

import asyncio


async def work(n):
    "use step"
    if n % 3 == 2:
        raise ValueError(f"work {n}")
    return n


async def worker(n, seen):
    try:
        seen.append(await work(n))
        await asyncio.sleep(30)
    finally:
        seen.append(f"end {n}")


async def workflow(n):
    "use workflow"
    seen = []
    caught = []
    try:
        async with asyncio.TaskGroup() as group:
            for i in range(5):
                group.create_task(worker(i, seen), name=f"w{i}")
    except* ValueError as errors:
        caught.extend(str(error) for error in errors.exceptions)
    except* LookupError:
        caught.append("never")
    task = asyncio.create_task(worker(0, seen))
    await asyncio.sleep(1)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as error:
        caught.append(error.args)
    raise ExceptionGroup("all", [ValueError(seen), KeyError(caught[0])])
