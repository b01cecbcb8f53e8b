"""A step that a partner allows twice at a time, however many runs call it: ``@step(concurrency=2)``.

useworkflow run examples/patterns/limited_step.py 6
"""

import asyncio

from useworkflow import step

inside: list[int] = []


@step(concurrency=2)
async def look_up(part: int) -> int:
    "use step"
    inside.append(part)
    await asyncio.sleep(0.01)  # the partner's server
    busy = len(inside)
    inside.remove(part)
    return busy


async def look_all_up(parts: int) -> int:
    "use workflow"
    return max(await asyncio.gather(*[look_up(part) for part in range(parts)]))
