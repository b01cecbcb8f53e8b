"""Hooks, sleeps, prints, logging and attributes."""

import logging

from useworkflow import create_hook, sleep

log = logging.getLogger("corpus")


class Plain:
    pass


async def keep(value):
    "use step"
    return value


async def workflow(n):
    "use workflow"
    print("started", {"b", "a"}, Plain())
    approval = create_hook(token=f"approve-{n}")
    other = create_hook()
    payload = await approval
    log.info("got %s and %s", payload, Plain())
    await sleep("1h")
    await sleep(30)
    await keep([payload, other.token])
    many = create_hook(token="many")
    seen = []
    async for item in many:
        seen.append(await keep(item))
        if len(seen) == 2:
            break
    other.dispose()
    log.warning("%(kind)s", {"kind": {"x", "w"}})
    return seen
