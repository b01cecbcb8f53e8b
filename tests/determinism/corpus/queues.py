"""Queues, priority queues, and producers that race consumers."""

import asyncio


async def fetch(n):
    "use step"
    return n * n


async def producer(queue, start):
    for i in range(start, start + 3):
        await queue.put((-(await fetch(i)), f"item {i}"))


async def consumer(queue, seen, name):
    while True:
        priority, item = await queue.get()
        seen.append((name, item, await fetch(priority)))
        queue.task_done()


async def workflow(n):
    "use workflow"
    queue = asyncio.PriorityQueue(maxsize=2)
    seen = []
    consumers = [asyncio.create_task(consumer(queue, seen, name)) for name in ("left", "right")]
    await asyncio.gather(producer(queue, 0), producer(queue, 10))
    await queue.join()
    for task in consumers:
        task.cancel()
    await asyncio.gather(*consumers, return_exceptions=True)
    stack = asyncio.LifoQueue()
    for item in {"b", "a", "c"}:
        stack.put_nowait(item)
    return [seen, [stack.get_nowait() for _ in range(3)]]
