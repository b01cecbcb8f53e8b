"""What the sandbox costs: the start of a run, and compute in workflow code against plain Python.

    python benchmarks/sandbox.py            figures for people; --json for machines

Compute is the same module text, once imported and once as a bundle, in one process; best of several repetitions.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from useworkflow_compiler.compile import compile_library, compile_workflow
from useworkflow_compiler.sources import PathSourceFinder
from useworkflow_runtime.code.identity import find_object
from useworkflow_sandbox import values
from useworkflow_sandbox.events import RunCompleted, RunCreated
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.library import SOURCES
from useworkflow_sandbox.program import Program

MODULE = "sandbox_benchmark"
SOURCE = '''
from dataclasses import dataclass, field

RATES = {"eur": [1, 2, 3], "usd": [4, 5, 6]}


@dataclass
class Line:
    sku: str
    amount: int
    tags: list = field(default_factory=list)


def orchestration(n):
    """Lists, dictionaries, objects, text and a set now and then, as orchestration code has them."""
    orders = [{"id": i, "sku": f"sku-{i % 97}", "lines": [j * i for j in range(5)]} for i in range(n)]
    by_sku, totals, seen = {}, {}, set()
    for order in orders:
        by_sku.setdefault(order["sku"], []).append(order)
        totals[order["sku"]] = totals.get(order["sku"], 0) + sum(order["lines"])
        if order["id"] % 10 == 0:
            seen.add(order["sku"])
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    lines = [Line(sku, total, [sku]) for sku, total in ranked]
    for line in lines:
        for rate in RATES["eur"]:
            line.amount += rate * len(line.tags)
    merged = {line.sku: line for line in lines} | {sku: None for sku in seen if sku not in totals}
    report = ", ".join(f"{sku}={line.amount}" for sku, line in merged.items())
    return len(report) + len([sku for sku in seen if sku in by_sku])


def sets(n):
    """Sets alone: made, asked, combined, gone through."""
    members, hits = set(), 0
    for i in range(n):
        members.add(i % 1000)
        if i in members:
            hits += 1
    for _ in range(n // 100):
        half = {x for x in members if x % 2}
        hits += len(members - half) + len(members & half) + sum(half)
    return hits


def dicts(n):
    """Dictionaries and lists alone."""
    table, total = {}, 0
    for i in range(n):
        key = i % 251
        row = table.setdefault(key, [])
        row.append(i)
        total += len(row)
        if key in table and i % 7 == 0:
            total -= table[key][-1]
    return total + sum(x for row in table.values() for x in row)


async def run(name, n):
    "use workflow"
    if name == "orchestration":
        return orchestration(n)
    if name == "sets":
        return sets(n)
    if name == "dicts":
        return dicts(n)
    return n
'''
SIZES = {"orchestration": 4_000, "dicts": 60_000, "sets": 20_000}


def best(function: Callable[[], Any], repetitions: int) -> float:
    """Shortest time in seconds."""
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def in_sandbox(program: Program, name: str, n: int) -> int:
    """One run of the workflow; its result."""
    assert program.bundle is not None
    instance = Instance.create(program, "run")
    created = RunCreated(
        at=1, workflow=program.bundle.workflow, bundle=program.bundle.id, args=values.encode_args((name, n), {}), seed="07" * 16
    )  # fmt: skip
    (end,) = instance.deliver(created)
    assert isinstance(end, RunCompleted), end
    return int(values.decode(end.value, lambda module, qualname: object))


def measure(repetitions: int) -> dict[str, Any]:
    """All figures: milliseconds, and factors against plain Python."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{MODULE}.py"
        file.write_text(SOURCE, encoding="utf-8")
        spec = importlib.util.spec_from_file_location(MODULE, file)
        assert spec is not None
        assert spec.loader is not None
        native: Any = importlib.util.module_from_spec(spec)
        sys.modules[MODULE] = native
        spec.loader.exec_module(native)
        bundle = compile_workflow(MODULE, "run", PathSourceFinder([folder]))
        library = compile_library(SOURCES)
        Program.load(bundle, library, find_object)
        load = best(lambda: Program.load(bundle, library, find_object), repetitions)
        program = Program.load(bundle, library, find_object)
    starts = sorted(best(lambda: in_sandbox(program, "nothing", 1), 1) for _ in range(2_000))
    found: dict[str, Any] = {
        "load_ms": load * 1e3,
        "start_ms": {"p50": statistics.median(starts) * 1e3, "p99": starts[-20] * 1e3},
    }
    for name, n in SIZES.items():
        plain_function = getattr(native, name)
        assert plain_function(n) == in_sandbox(program, name, n)
        # In turns, so that a noisy moment of the machine meets both.
        plain = sandboxed = float("inf")
        for _ in range(repetitions):
            plain = min(plain, best(lambda: plain_function(n), 1))  # noqa: B023
            sandboxed = min(sandboxed, best(lambda: in_sandbox(program, name, n), 1))  # noqa: B023
        found[name] = {"plain_ms": plain * 1e3, "sandbox_ms": sandboxed * 1e3, "factor": sandboxed / plain}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--repetitions", type=int, default=25)
    options = parser.parse_args()
    found = measure(options.repetitions)
    if options.json:
        print(json.dumps(found))
        return
    print(f"loading a bundle of one module   {found['load_ms']:.2f} ms, once per process")
    print(f"start and end of an empty run    {found['start_ms']['p50']:.3f} ms (p99 {found['start_ms']['p99']:.3f})")
    for name in SIZES:
        row = found[name]
        print(
            f"{name:<15} plain {row['plain_ms']:8.2f} ms   sandbox {row['sandbox_ms']:8.2f} ms   {row['factor']:.2f}x"
        )


if __name__ == "__main__":
    main()
