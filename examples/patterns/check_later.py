"""Start a run, go away, and ask for it later, from any process, by its id.

id=$(python examples/patterns/check_later.py)
python examples/patterns/check_later.py "$id"
"""

import asyncio
import sys

from useworkflow import get_run, sleep, start


async def bake(loaves: int) -> str:
    "use step"
    return f"{loaves} loaves"


async def bakery(loaves: int) -> str:
    "use workflow"
    await sleep("0.2s")
    return await bake(loaves)


async def main() -> None:
    if len(sys.argv) == 1:
        print((await start(bakery, 12)).id)
        return
    run = get_run(sys.argv[1])
    before = await run.status()
    print(before in ("pending", "running"), await run.result(), await run.status())


if __name__ == "__main__":
    asyncio.run(main())
