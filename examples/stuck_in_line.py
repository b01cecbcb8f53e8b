"""Why does it not move? Three runs that wait for different things, and what `explain` says of each.

python examples/stuck_in_line.py
"""

import asyncio

from useworkflow import Queue, create_hook, resume_hook, start

counter = Queue("counter", concurrency=1)


async def serve(customer: str) -> str:
    """Wait at the counter until somebody has looked at the papers."""
    "use workflow"
    answer = await create_hook(token=f"papers:{customer}")
    return f"{customer}: {answer}"


async def deadlock() -> None:
    """Two tasks that each hold what the other wants."""
    "use workflow"
    pen, paper = asyncio.Lock(), asyncio.Lock()

    async def write(first: asyncio.Lock, second: asyncio.Lock) -> None:
        async with first:
            await asyncio.sleep(0)
            async with second:
                pass

    await asyncio.gather(write(pen, paper), write(paper, pen))


async def main() -> None:
    """Start them, and ask."""
    ada = await start.options(queue=counter)(serve, "ada")
    bob = await start.options(queue=counter)(serve, "bob")
    knot = await start(deadlock)
    while "hook" not in str(await ada.explain()) or "lock" not in str(await knot.explain()):
        await asyncio.sleep(0.01)
    for run in (ada, bob, knot):
        print(await run.explain())
    await resume_hook("papers:ada", "fine")
    print(await ada.result())
    while await bob.status() != "running":
        await asyncio.sleep(0.01)
    await knot.cancel("it is a knot")


if __name__ == "__main__":
    asyncio.run(main())
