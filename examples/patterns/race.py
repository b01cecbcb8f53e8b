"""The first answer counts. The loser is cancelled; without ``cancel`` it would end in its own time.

useworkflow run examples/patterns/race.py
"""

import asyncio


async def ask(server: str, seconds: float) -> str:
    "use step"
    await asyncio.sleep(seconds)
    return f"{server} answered"


async def fastest() -> str:
    "use workflow"
    near = asyncio.create_task(ask("near", 0.01))
    far = asyncio.create_task(ask("far", 60))
    done, pending = await asyncio.wait([near, far], return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    return done.pop().result()
