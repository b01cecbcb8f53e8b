"""Steps as values, nested steps and methods that are steps: what is done for each region is handed to the workflow.

python examples/regional_reports.py
"""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from useworkflow import start


@dataclass
class Region:
    """A part of the world, and how to ask for its sales."""

    name: str
    factor: int

    async def sales(self, day: int) -> int:
        """What was sold on a day."""
        "use step"
        return self.factor * day


async def nightly(report: Callable[[str], Awaitable[str]], regions: list[Region], day: int) -> list[str]:
    """Report the sales of every region; ``report`` is whatever step the caller chooses."""
    "use workflow"
    currency = "EUR"

    async def show(region: Region, sold: int) -> str:
        "use step"
        return f"{region.name} sold {sold} {currency} on day {day}"

    return [await report(await show(region, await region.sales(day))) for region in regions]


async def mail(receiver: str, text: str) -> str:
    """Would send a mail."""
    "use step"
    return f"to {receiver}: {text}"


async def main() -> None:
    run = await start(nightly, functools.partial(mail, "boss@example.org"), [Region("north", 2), Region("south", 3)], 7)
    for line in await run.result():
        print(line)


if __name__ == "__main__":
    asyncio.run(main())
