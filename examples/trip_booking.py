"""A trip of three bookings: where one fails, those before it are taken back, in reverse, even after ``kill -9``.

useworkflow run examples/trip_booking.py Oslo trip
useworkflow run examples/trip_booking.py Atlantis trip      # no hotel there: car and flight are cancelled
"""

from pathlib import Path

from useworkflow import FatalError, compensate, step


async def book_trip(city: str, folder: str = "trip") -> str:
    """Book flight, car and hotel, or nothing at all."""
    "use workflow"
    async with compensate(cancel, "flight", folder):
        await book("flight", city, folder)
        async with compensate(cancel, "car", folder):
            await book("car", city, folder)
            async with compensate(cancel, "hotel", folder):
                await book("hotel", city, folder)
    return f"a trip to {city}"


@step(max_retries=5)
async def book(what: str, city: str, folder: str) -> None:
    """Book one thing; a second call for it changes nothing."""
    "use step"
    if what == "hotel" and city == "Atlantis":
        raise FatalError(f"there is no hotel in {city}")
    place = Path(folder) / what
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(city, encoding="utf-8")


@step(max_retries=50)
def cancel(what: str, folder: str) -> None:
    """Take a booking back, whether or not it was made: nobody knows how far a failed step came."""
    "use step"
    (Path(folder) / what).unlink(missing_ok=True)
    with (Path(folder) / "cancelled.txt").open("a", encoding="utf-8") as file:
        file.write(f"{what}\n")
