"""A report every night at half past two in Berlin, and those of last week at once.

python examples/nightly_report.py
"""

import asyncio
from datetime import UTC, datetime, timedelta

from useworkflow import schedule


async def revenue(day: str) -> int:
    """What was earned on a day."""
    "use step"
    return sum(map(ord, day))


async def report(region: str, when: datetime) -> str:
    """The report of the night before ``when``."""
    "use workflow"
    day = (when - timedelta(days=1)).date().isoformat()
    return f"{region} {day}: {await revenue(day)}"


async def main() -> None:
    """Make the schedule, and catch up on a week."""
    nightly = await schedule("nightly report", "30 2 * * *", timezone="Europe/Berlin", time_argument="when")(
        report, "eu"
    )
    monday = datetime(2026, 3, 23, tzinfo=UTC)
    for run in await nightly.backfill(monday, monday + timedelta(days=7)):
        print(await run.result())
    info = await nightly.info()
    assert info.next_at is not None
    print(f"next: {info.next_at > datetime.now(UTC)}")


if __name__ == "__main__":
    asyncio.run(main())
