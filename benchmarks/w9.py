"""W9: one run that starts N runs and waits for their results: all at once, and one after the other (a tenth as many).

    python benchmarks/w9.py 1000   ->   {"children": 1000, "children_per_second": 5000.0, "one_by_one_ms": 0.9}

A child only returns its number, so this is what a child itself costs.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import flows

from useworkflow import start


async def seconds(workflow: Callable[[int], Awaitable[Any]], children: int) -> float:
    """From the start of a run of ``workflow`` with so many children to its result."""
    begun = time.perf_counter()
    run = await start(workflow, children)
    assert await run.result() == children * (children - 1) // 2
    return time.perf_counter() - begun


async def measure(children: int) -> dict[str, float]:
    """Both forms, each after a small one that compiles and warms."""
    await seconds(flows.family, 2)
    at_once = await seconds(flows.family, children)
    await seconds(flows.generations, 2)
    one_by_one = await seconds(flows.generations, children // 10)
    return {
        "children": children,
        "children_per_second": children / at_once,
        "one_by_one_ms": one_by_one / (children // 10) * 1000,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))
