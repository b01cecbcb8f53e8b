"""Work for several processors: each range is searched in a process of its own, and goes on where a killed one was.

useworkflow run examples/primes_in_processes.py 200000
"""

import asyncio
import itertools

from useworkflow import get_step_metadata, step


@step(executor="process", timeout="10m")
def count_primes(first: int, last: int) -> int:
    """How many primes there are in a range."""
    "use step"
    metadata = get_step_metadata()
    number, found = metadata.heartbeat_details or (first, 0)
    while number < last:
        found += number > 1 and all(number % divisor for divisor in range(2, int(number**0.5) + 1))
        number += 1
        if number % 1000 == 0:
            metadata.heartbeat((number, found))
    return found


async def primes(below: int = 100_000, parts: int = 4) -> int:
    """Count the primes below a number, several ranges at a time."""
    "use workflow"
    edges = [below * part // parts for part in range(parts + 1)]
    counts = await asyncio.gather(*[asyncio.to_thread(count_primes, *edge) for edge in itertools.pairwise(edges)])
    return sum(counts)
