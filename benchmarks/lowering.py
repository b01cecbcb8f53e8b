"""What compiled workflow code costs, without a world: lowering, running, capturing, restoring.

    python benchmarks/lowering.py --json
        ->   {"lower_1000_lines_ms": 250, "await_plain_ns": 60, "await_lowered_ns": 70, "capture_frame_us": 8, ...}

``await_*`` is one await of a coroutine that does not suspend, in a loop, ``compute_*`` a round of arithmetic without one in such a
function; a ratio is that of compiled code to CPython's own. ``hot_10000_mb`` is the resident memory of ten thousand parked runs. ``capture``, ``restore`` and ``snapshot`` are those of an
instance that is parked under a chain of awaiting functions, signed with a key; the cost of one frame, which has ten live plain
locals, is the slope between two depths. ``dense`` is code of which every line awaits. All is processor time.
"""

from __future__ import annotations

import argparse
import ast
import gc
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from sizes import resident_mb

from useworkflow_compiler.compile import compile_library, compile_workflow
from useworkflow_compiler.format import Bundle, ModuleCode
from useworkflow_compiler.lower import lower_module
from useworkflow_compiler.sources import DictSourceFinder
from useworkflow_sandbox import values
from useworkflow_sandbox.events import RunCreated
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.library import SOURCES
from useworkflow_sandbox.program import Program

SOURCE = """
async def leaf(number):
    "use step"
    return number

async def identity(number):
    return number

async def looped(count):
    "use workflow"
    total = 0
    for number in range(count):
        total += await identity(number)
    return total

async def computed(count):
    "use workflow"
    total, odd = await identity(1), 0
    for number in range(count):
        total = (total * 31 + number) % 1_000_003
        if total & 1:
            odd += 1
    return total + odd

async def chain(depth):
    "use workflow"
    name, ratio, raw, nothing, flag = f"frame {depth}", depth / 3, b"raw", None, depth > 50
    sizes, table, pair, total = [depth, depth + 1], {"depth": depth}, (depth, depth + 1), depth * 1000
    below = await chain(depth - 1) if depth else await leaf(depth)
    return [below, name, ratio, raw, nothing, flag, sizes, table, pair, total, depth][1 - len(name)]
"""

PART = '''
async def part_{number}(order, *, limit=3):
    """One of many functions, with what workflow code usually has."""
    seen, total = [], 0
    for attempt in range(limit):
        try:
            async with lock(order, attempt) as held:
                total += await price(held, attempt) + len(seen)
        except ValueError as error:
            seen.append(str(error))
            if attempt == limit - 1:
                raise
            continue
        finally:
            await release(order)
        if total > limit and await check(total):
            break
    else:
        total = -1
    return [await convert(item) for item in seen] or total

'''


AIMS = {
    "lower_1000_lines_ms": 150,
    "await_ratio": 2,
    "compute_ratio": 1.1,
    "snapshot_bytes": 1024,
    "capture_frame_us": 10,
    "restore_frame_us": 30,
    "hot_10000_mb": 100,
}

KEY = b"a key of thirty-two bytes, signed"


def median_of(measure: Callable[[], float], repeat: int) -> float:
    """The median of ``repeat`` measurements."""
    return statistics.median(measure() for _ in range(repeat))


def timed(work: Callable[[], Any]) -> float:
    """Seconds of this process that ``work`` takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


DENSE = """
async def dense_{number}(order):
    first = await price(await check(order), limit=await limits(order))
    second = await convert(first, await rate(first))
    third = [await part(item) for item in second if await wanted(item)]
    await store(first, await total(third), key=f"{{order}}-{{await name(order)}}")
    return await close(first) + await close(second)
"""


def lower_lines(part: str, lines: int) -> float:
    """Seconds to parse and lower a module of about so many lines, which repeats ``part``."""
    source = "".join(part.format(number=number) for number in range(lines // part.count("\n")))

    def work() -> None:
        tree = ast.parse(source)
        lower_module(tree, name="parts", filename="parts.py", source=source)

    return timed(work)


def load(qualname: str, library: tuple[ModuleCode, ...]) -> tuple[Bundle, Program]:
    """Compile and load one of the workflows above."""
    bundle = compile_workflow("bench", qualname, DictSourceFinder({"bench": SOURCE}))
    return bundle, Program.load(bundle, library, lambda module, name: None)


def drive(function: Callable[[int], Any], count: int) -> Any:
    """What a coroutine function that never suspends returns."""
    try:
        function(count).send(None)
    except StopIteration as end:
        return end.value
    raise RuntimeError(f"{function} has suspended")


def loop_costs(qualname: str, library: tuple[ModuleCode, ...], count: int) -> tuple[float, float]:
    """Seconds for one round of the workflow ``qualname``, which does not suspend: as CPython runs it, and compiled."""
    plain: dict[str, Any] = {}
    exec(compile(SOURCE, "bench.py", "exec"), plain)
    _, program = load(qualname, library)
    if drive(plain[qualname], count) != drive(program.workflow, count):
        raise RuntimeError(f"{qualname} means something else once it is compiled")
    return (
        timed(lambda: drive(plain[qualname], count)) / count,
        timed(lambda: drive(program.workflow, count)) / count,
    )


def parked(bundle: Bundle, program: Program, depth: int) -> Instance:
    """An instance that waits for a step under ``depth`` + 1 frames."""
    instance = Instance.create(program, "bench")
    args = values.encode_args((depth,), {})
    instance.deliver(RunCreated(at=1, workflow=bundle.workflow, bundle=bundle.id, args=args, seed="0" * 32))
    return instance


def snapshot_costs(library: tuple[ModuleCode, ...], depth: int, repeat: int) -> dict[str, float]:
    """Time to take and to load a snapshot of ``depth`` + 1 frames, and its size."""
    bundle, program = load("chain", library)
    instance = parked(bundle, program, depth)
    body = instance.snapshot(KEY)

    def restore() -> None:
        Instance.restore(program, body, KEY).close()

    restore()
    figures = {
        "capture_s": median_of(lambda: timed(lambda: instance.snapshot(KEY)), repeat),
        "restore_s": median_of(lambda: timed(restore), repeat),
        "bytes": float(len(body)),
    }
    instance.close()
    return figures


def hot_memory_mb(library: tuple[ModuleCode, ...], count: int) -> float:
    """Resident memory that so many parked instances take, each with one frame of ten live locals."""
    bundle, program = load("chain", library)
    parked(bundle, program, 0).close()
    gc.collect()
    before = resident_mb()
    instances = [parked(bundle, program, 0) for _ in range(count)]
    taken = resident_mb() - before
    for instance in instances:
        instance.close()
    return taken


def measure(repeat: int) -> dict[str, float]:
    """All figures, medians of ``repeat``; the memory is measured once."""
    library = compile_library(SOURCES)
    memory = hot_memory_mb(library, 10_000)
    awaits = [loop_costs("looped", library, 20_000) for _ in range(repeat)]
    rounds = [loop_costs("computed", library, 50_000) for _ in range(repeat)]
    shallow, deep = snapshot_costs(library, 0, repeat * 4), snapshot_costs(library, 100, repeat * 4)
    figures = {
        "lower_1000_lines_ms": median_of(lambda: lower_lines(PART, 1000), repeat) * 1e3,
        "lower_1000_dense_lines_ms": median_of(lambda: lower_lines(DENSE, 1000), repeat) * 1e3,
        "await_plain_ns": statistics.median(plain for plain, _ in awaits) * 1e9,
        "await_lowered_ns": statistics.median(lowered for _, lowered in awaits) * 1e9,
        "await_ratio": statistics.median(lowered / plain for plain, lowered in awaits),
        "compute_ratio": statistics.median(lowered / plain for plain, lowered in rounds),
        "capture_ms": shallow["capture_s"] * 1e3,
        "restore_ms": shallow["restore_s"] * 1e3,
        "snapshot_bytes": shallow["bytes"],
        "capture_frame_us": (deep["capture_s"] - shallow["capture_s"]) / 100 * 1e6,
        "restore_frame_us": (deep["restore_s"] - shallow["restore_s"]) / 100 * 1e6,
        "frame_bytes": (deep["bytes"] - shallow["bytes"]) / 100,
        "hot_10000_mb": memory,
    }
    return {name: round(value, 3) for name, value in figures.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--repeat", type=int, default=5)
    chosen = parser.parse_args()
    figures = measure(chosen.repeat)
    if chosen.json:
        print(json.dumps(figures, indent=2))
    else:
        for name, value in figures.items():
            aim = f"  aim: at most {AIMS[name]:g}" if name in AIMS else ""
            print(f"{name:>26}  {value:<8g}{aim}")


if __name__ == "__main__":
    main()
