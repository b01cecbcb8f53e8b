"""gather, wait, as_completed, shield, timeouts: who comes first, and what is left over."""
# ruff: noqa: PERF401 (written as users write)

import asyncio


async def work(name, n):
    "use step"
    return f"{name}:{n}"


async def chain(name, count):
    seen = []
    for i in range(count):
        seen.append(await work(name, i))
    return seen


async def workflow(n):
    "use workflow"
    both = await asyncio.gather(chain("a", 3), chain("b", 2), chain("c", 1))
    tasks = {asyncio.create_task(chain(name, 2), name=name) for name in ("x", "y", "z")}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    order = [task.get_name() for task in done] + [task.get_name() for task in pending]
    finished = []
    for future in asyncio.as_completed([chain("p", 1), chain("q", 2)]):
        finished.append(await future)
    for task in pending:
        await task
    late = None
    try:
        async with asyncio.timeout(5):
            await asyncio.sleep(60)
    except TimeoutError as error:
        late = repr(error)
    try:
        await asyncio.wait_for(asyncio.shield(chain("s", 2)), 1)
    except TimeoutError:
        late = [late, "shielded"]
    results = await asyncio.gather(chain("g", 1), fails(), return_exceptions=True)
    return [both, order, finished, late, [str(r) for r in results]]


async def fails():
    await asyncio.sleep(1)
    raise ValueError("late")
