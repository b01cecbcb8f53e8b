"""Rentals that are found, cancelled, run out of time, and are repaired: what happens to runs from outside.

    python examples/car_rental.py

Each rental is a run with attributes. One is found by them and cancelled: its ``finally`` gives the car back, in a step, with the
reason. One is not returned in time. One fails because the garage is closed, and is forked when that has opened: the fork goes
on at the step that failed, and does not reserve the car again. The garage's book is one file, so that one can see who did what.
"""

import asyncio
from pathlib import Path

from useworkflow import (
    FatalError,
    WorkflowCancelledError,
    WorkflowFailedError,
    create_hook,
    list_runs,
    set_attributes,
    start,
)

BOOK = Path("rental_book.txt")
OPEN = Path("garage_is_open")


async def rent(car: str) -> str:
    """Hand a car out, and take it back: when it is returned, and when the rental is cancelled or runs out of time."""
    "use workflow"
    await write(f"{car} reserved")
    try:
        await hand_out(car)
        returned = create_hook(token=f"returned:{car}")
        await set_attributes({"stage": "on the road"})
        try:
            return f"{car} came back with {await returned} km"
        except asyncio.CancelledError as error:
            await write(f"{car} called back: {error}")
            raise
    finally:
        await write(f"{car} free")


async def write(line: str) -> None:
    "use step"
    with BOOK.open("a", encoding="utf-8") as book:
        print(line, file=book)


async def hand_out(car: str) -> None:
    "use step"
    if car == "van" and not OPEN.exists():
        raise FatalError("the garage is closed")


async def wait_until_on_the_road(count: int) -> None:
    """Until so many rentals are on the road."""
    while len(await list_runs(workflow=_ID, attributes={"stage": "on the road"}, status="running")) < count:
        await asyncio.sleep(0.01)


async def main() -> None:
    """Three rentals and what becomes of them."""
    await start.options(attributes={"customer": 7})(rent, "bus")
    quick = await start.options(timeout="1s")(rent, "bike")
    closed = await start(rent, "van")

    await wait_until_on_the_road(1)
    (found,) = await list_runs(attributes={"customer": 7})
    await found.cancel("the customer moved away")
    try:
        await found.result()
    except WorkflowCancelledError as error:
        print("bus:", error.reason)

    for run, name in ((quick, "bike"), (closed, "van")):
        try:
            await run.result()
        except WorkflowFailedError as error:
            print(f"{name}:", type(error.__cause__).__name__)

    OPEN.touch()
    repaired = await closed.fork(before="0/hand_out#0")
    await wait_until_on_the_road(1)
    await repaired.terminate("end of the example")
    try:
        await repaired.result()
    except WorkflowCancelledError as error:
        print("van:", error.reason)


_ID = f"workflow//{Path(__file__).stem}//rent"

if __name__ == "__main__":
    asyncio.run(main())
