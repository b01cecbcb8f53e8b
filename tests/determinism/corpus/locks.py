"""Lock, Semaphore, Event, Condition, Barrier."""

import asyncio


async def work(name):
    "use step"
    return name.upper()


async def workflow(n):
    "use workflow"
    lock, gate, ready, changed = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Event(), asyncio.Condition()
    barrier = asyncio.Barrier(3)
    log = []

    async def member(name):
        async with gate:
            log.append(("gate", name))
            async with lock:
                log.append(("lock", await work(name)))
        if len(log) > 4:
            ready.set()
        await ready.wait()
        position = await barrier.wait()
        async with changed:
            log.append(("through", name, position))
            changed.notify_all()

    members = [asyncio.create_task(member(name)) for name in {"one", "two", "three"}]
    async with changed:
        await changed.wait_for(lambda: sum(entry[0] == "through" for entry in log) == 3)
    await asyncio.gather(*members)
    return log
