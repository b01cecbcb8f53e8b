"""What compiling on load and ahead of time cost: imports and cold starts, each against plain Python in the same run.

    python benchmarks/imports.py                    50 modules with directives; a worker with ten precompiled modules
    python benchmarks/imports.py --json --repeat 15

Every figure is the median of fresh processes that take turns, so that a busy machine is busy for all of them alike, and
processor time, user and system: it is what an idle machine needs. For a worker the time until it is ready is given, too.
Read next: ``docs/compiling.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

DIRECTIVES = '''"""Orders of kind {n}."""

from dataclasses import dataclass

from {package}.shared import LIMIT

RATES = {{"eur": {n}, "usd": 2}}


@dataclass
class Order:
    """What is ordered."""

    id: str
    total: int = 0


def price(order: Order, currency: str) -> int:
    """The price in a currency."""
    return min(order.total * RATES[currency], LIMIT)


async def charge(order_id: str, amount: int) -> int:
    """Charge somebody."""
    {step}
    return amount


async def refund(order_id: str) -> None:
    """Give it back."""
    {step}


async def place(count: int) -> int:
    """Place orders, one after another."""
    {workflow}
    total = 0
    for number in range(count):
        order = Order(f"o-{{number}}", number)
        try:
            total += await charge(order.id, price(order, "eur"))
        except ValueError:
            await refund(order.id)
            raise
    return total
'''

IMPORT = """
import sys, time
{before}
import {package}
started = time.process_time()
for number in range({count}):
    __import__(f"{package}.m{{number}}")
print((time.process_time() - started) * 1000)
"""
# Both have the same modules in memory: what is compared is the hook, not a larger heap.
PLAIN = (
    "import dataclasses, inspect, useworkflow, useworkflow_runtime.code.import_hook, useworkflow_runtime.code.on_load"
)
HOOK = f"{PLAIN}, useworkflow.auto"


def write_package(folder: Path, package: str, count: int, *, directives: bool) -> None:
    """``count`` modules, each with a workflow, two steps, a class and a helper; without directives it is plain asyncio."""
    texts = ('"use workflow"', '"use step"') if directives else ("...", "...")
    inside = folder / package
    inside.mkdir()
    (inside / "__init__.py").write_text("")
    (inside / "shared.py").write_text("LIMIT = 1000\n")
    for number in range(count):
        text = DIRECTIVES.format(n=number, package=package, workflow=texts[0], step=texts[1])
        (inside / f"m{number}.py").write_text(text)


class Bench:
    """Processes in one folder, with a cache of their own."""

    def __init__(self, folder: Path, repeat: int) -> None:
        self.folder = folder
        self.repeat = repeat
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "USEWORKFLOW"))}
        self.environment = inherited | {"PYTHONPATH": str(folder), "USEWORKFLOW_CACHE": str(folder / "cache")}

    def run(self, *arguments: str) -> str:
        """The output of a Python process."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stdout

    def medians(self, measures: dict[str, Callable[[], float]]) -> dict[str, float]:
        """The median of each measure; they take turns."""
        found: dict[str, list[float]] = {name: [] for name in measures}
        for _ in range(self.repeat):
            for name, measure in measures.items():
                found[name].append(measure())
        return {name: round(statistics.median(values), 1) for name, values in found.items()}

    def import_all(self, package: str, count: int, before: str, prepare: Callable[[], None]) -> Callable[[], float]:
        """Milliseconds that importing all modules takes."""

        def measure() -> float:
            prepare()
            return float(self.run("-c", IMPORT.format(before=before, package=package, count=count)))

        return measure

    def whole(self, code: str) -> Callable[[], float]:
        """Milliseconds of a whole process."""

        def measure() -> float:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.run("-c", code)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000

        return measure

    def worker(self, count: int) -> tuple[float, float]:
        """Processor time of a worker until it is ready, and the time that passed until then, in milliseconds."""
        used, passed = self.run("-c", WORKER.format(count=count)).split()
        return float(used), float(passed)

    def forget(self, package: str, *patterns: str) -> None:
        """Remove files of a package's caches, and the user's cache."""
        for pattern in patterns:
            for path in (self.folder / package).rglob(pattern):
                path.unlink()


def measure_imports(bench: Bench, count: int) -> dict[str, Any]:
    """50 modules: plain and with the hook, each the first time, from the cache, and precompiled."""
    for package, directives in (("plain", False), ("hooked", True), ("built", True), ("undirected", False)):
        write_package(bench.folder, package, count, directives=directives)
    bench.run("-m", "useworkflow_runtime.cli", "build", "built")

    def nothing() -> None:
        pass

    def afresh(package: str) -> Callable[[], None]:
        return lambda: bench.forget(package, "*.pyc", "*.bundle")

    warm = {
        "plain": bench.import_all("plain", count, PLAIN, nothing),
        "without directives, hook installed": bench.import_all("undirected", count, HOOK, nothing),
        "with directives, from the cache": bench.import_all("hooked", count, HOOK, nothing),
        "with directives, precompiled": bench.import_all("built", count, HOOK, nothing),
    }
    for measure in warm.values():
        measure()
    cold = {
        "plain": bench.import_all("plain", count, PLAIN, afresh("plain")),
        "without directives, hook installed": bench.import_all("undirected", count, HOOK, afresh("undirected")),
        "with directives, compiled": bench.import_all("hooked", count, HOOK, afresh("hooked")),
    }
    again, first = bench.medians(warm), bench.medians(cold)
    return {
        "modules": count,
        "first_ms": first,
        "first_ratio": {name: round(value / first["plain"], 1) for name, value in first.items()},
        "again_ms": again,
        "again_ratio": {name: round(value / again["plain"], 2) for name, value in again.items()},
    }


WORKER = """
import os, subprocess, sys, time
arguments = [sys.executable, "-m", "useworkflow_runtime.cli", "worker", "--json", "--db", "worker.db"]
for number in range({count}):
    arguments += ["--import", f"ten.m{{number}}"]
started = time.perf_counter()
process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
process.stdout.readline()
passed = time.perf_counter() - started
process.kill()
_, _, used = os.wait4(process.pid, 0)
print((used.ru_utime + used.ru_stime) * 1000, passed * 1000)
"""
THIRD_PARTY = """
import importlib, json, sys
from useworkflow_runtime.cli import commands, session, worker
from useworkflow_runtime.engine import engine
found = sorted({m.partition(".")[0] for m, module in sys.modules.items()
                if "site-packages" in str(getattr(module, "__file__", ""))} - {"_distutils_hack", "editables"})
print(json.dumps([name for name in found if not name.startswith(("useworkflow", "__editable__"))]))
"""
FIRST_RUN = """
import asyncio
from useworkflow import start
from ten.m0 import place
async def main():
    run = await start.options(world="memory:")(place, 1)
    await run.result()
asyncio.run(main())
"""


def measure_starts(bench: Bench, count: int) -> dict[str, Any]:
    """A worker with precompiled modules until it is ready, and a first run, against a bare interpreter."""
    write_package(bench.folder, "ten", count, directives=True)
    bench.run("-m", "useworkflow_runtime.cli", "build", "ten")
    third_party = json.loads(bench.run("-c", THIRD_PARTY))
    bench.run("-c", FIRST_RUN)
    found = bench.medians(
        {
            "bare": bench.whole("pass"),
            "bare_with_third_party": bench.whole(f"import {', '.join(third_party)}"),
            "import_useworkflow": bench.whole("import useworkflow"),
            "import_step": bench.whole("from useworkflow import step"),
            "worker_ready": lambda: bench.worker(count)[0],
            "worker_ready_passed": lambda: bench.worker(count)[1],
            "first_run_precompiled": bench.whole(FIRST_RUN),
        }
    )
    extra = round(found["worker_ready"] - found["bare_with_third_party"], 1)
    return {"third_party": third_party, "ms": found, "worker_extra_ms": extra}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", action="store_true", help="print figures for machines")
    parser.add_argument("--repeat", type=int, default=9, help="processes per figure")
    parser.add_argument("--modules", type=int, default=50, help="modules of the package")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="imports-"))
    try:
        bench = Bench(folder, options.repeat)
        figures = {"imports": measure_imports(bench, options.modules), "starts": measure_starts(bench, 10)}
    finally:
        shutil.rmtree(folder)
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        show(figures)


def show(figures: dict[str, Any]) -> None:
    """Print a table."""
    imports, starts = figures["imports"], figures["starts"]
    for kind, title in (("first", "first time"), ("again", "again")):
        print(f"\nimport of {imports['modules']} modules, {title}:        ms   against plain")
        for name, value in imports[f"{kind}_ms"].items():
            print(f"  {name:40} {value:8.1f} {imports[f'{kind}_ratio'][name]:8.2f}")
    print(f"\nprocesses ({', '.join(starts['third_party'])} are the third-party imports)      ms")
    for name, value in starts["ms"].items():
        print(f"  {name:40} {value:8.1f}")
    print(f"  {'worker over bare with third party':40} {starts['worker_extra_ms']:8.1f}")


if __name__ == "__main__":
    main()
