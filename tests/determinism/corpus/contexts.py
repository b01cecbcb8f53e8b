"""Context managers of all kinds, exit stacks, and cleanup that suspends."""

import asyncio
import contextlib


async def act(name):
    "use step"
    return name


class Resource:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self.name

    def __exit__(self, kind, error, traceback):
        return kind is KeyError


@contextlib.asynccontextmanager
async def lease(name, log):
    log.append(await act(f"open {name}"))
    try:
        yield {name, "lease"}
    except ValueError as error:
        log.append(f"{name} saw {error}")
        raise
    finally:
        log.append(await act(f"close {name}"))


async def workflow(n):
    "use workflow"
    log = []
    with Resource("r") as name:
        log.append(await act(name))
        raise KeyError("swallowed")
    async with contextlib.AsyncExitStack() as stack:
        for name in {"b", "a", "c"}:
            log.append(list(await stack.enter_async_context(lease(name, log))))
        stack.push_async_callback(act, "callback")
    with contextlib.suppress(ValueError):
        async with lease("x", log), asyncio.timeout(100):
            raise ValueError("inside")
    return log
