"""Context variables and decimal contexts in tasks, groups, callbacks and generators."""

import asyncio
from contextvars import Context, ContextVar, copy_context
from decimal import Decimal, getcontext, localcontext

WHO: ContextVar[str] = ContextVar("who", default="nobody")
PATH = ContextVar("path", default=())
TABLE = {name: ContextVar(name) for name in ("left", "right")}


async def show(*values):
    "use step"
    return list(values)


async def walk(name, depth):
    token = PATH.set((*PATH.get(), name))
    WHO.set(name)
    await show("enter", PATH.get())
    if depth:
        async with asyncio.TaskGroup() as group:
            for part in "ab":
                group.create_task(walk(name + part, depth - 1))
    await show("leave", PATH.get(), [variable.name for variable in copy_context()])
    PATH.reset(token)
    return PATH.get(), WHO.get()


async def numbers():
    for digits in (2, 5):
        with localcontext(prec=digits):
            yield str(Decimal(2) / 3)


async def workflow(n):
    "use workflow"
    told = []
    loop = asyncio.get_running_loop()
    own = Context()
    own.run(WHO.set, "own")
    await show(*await asyncio.gather(walk("x", n - 1), walk("y", 1)))
    TABLE["right"].set(n)
    loop.call_soon(lambda: told.append(WHO.get()))
    loop.call_soon(lambda: told.append(WHO.get()), context=own)
    getcontext().prec = 4
    async for number in numbers():
        await show(number, str(Decimal(1) / 7), told)
    task = asyncio.create_task(walk("z", 0), context=own)
    await task
    return [own[WHO], WHO.get(), TABLE["left"].get(None), TABLE["right"].get(), [name.name for name in own]]
