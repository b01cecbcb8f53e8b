"""A class whose methods await: its instance is part of the run, also when the process is killed.

useworkflow run examples/patterns/workflow_class.py lisbon
useworkflow resume --hook trip:lisbon '"window seat"'
"""

from collections.abc import AsyncIterator

from useworkflow import create_hook

LEGS = ("train", "flight", "hotel")


async def reserve(place: str, leg: str) -> str:
    "use step"
    return f"{leg} to {place}"


async def cancel(reservation: str) -> None:
    "use step"


class Booking:
    """Reservations that are given back together unless the booking is confirmed."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.reserved: list[str] = []
        self.wish = "none"

    async def __aenter__(self) -> "Booking":
        return self

    async def __aexit__(self, *error: object) -> None:
        while error[0] is not None and self.reserved:
            await cancel(self.reserved.pop())

    async def reservations(self) -> AsyncIterator[str]:
        for leg in LEGS:
            self.reserved.append(await reserve(self.place, leg))
            yield self.reserved[-1]

    async def ask(self) -> None:
        self.wish = await create_hook(f"trip:{self.place}")


class WithExtras(Booking):
    async def ask(self) -> None:
        await super().ask()
        self.reserved.append(await reserve(self.place, f"{self.wish} on the flight"))


async def travel(place: str) -> dict[str, object]:
    "use workflow"
    async with WithExtras(place) as booking:
        async for reservation in booking.reservations():
            if reservation.startswith("flight"):
                await booking.ask()
    return {"reserved": booking.reserved, "wish": booking.wish}
