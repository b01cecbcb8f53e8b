"""Steps side by side: ``asyncio.gather``, as in any program.

useworkflow run examples/patterns/parallel.py 5
"""

import asyncio


async def measure(station: int) -> float:
    "use step"
    await asyncio.sleep(0.01 * (5 - station))
    return 20 + station / 2


async def mean_temperature(stations: int) -> float:
    "use workflow"
    readings = await asyncio.gather(*[measure(station) for station in range(stations)])
    return sum(readings) / len(readings)
