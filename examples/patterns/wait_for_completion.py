"""A script that starts a run and waits for what it returns.

python examples/patterns/wait_for_completion.py
"""

import asyncio

from useworkflow import start


async def add(a: int, b: int) -> int:
    "use step"
    return a + b


async def sum_up(numbers: list[int]) -> int:
    "use workflow"
    total = 0
    for number in numbers:
        total = await add(total, number)
    return total


async def main() -> None:
    run = await start(sum_up, [1, 2, 3, 4])
    print(await run.result())


if __name__ == "__main__":
    asyncio.run(main())
