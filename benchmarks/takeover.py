"""How long runs stand still when their worker dies: from ``kill -9`` to the next step.

    python benchmarks/takeover.py sqlite --times 20
        ->  {"case": "sqlite: killed, started again", "next_step_s": {"median": 0.21, ...}, "ready_s": ...}
    python benchmarks/takeover.py postgres --times 10     killed (its connection closes), and stopped until its lease has ended

Twenty runs take a step of 20 ms after the other. On SQLite the worker is started again at the moment of its death; on PostgreSQL another
one is there already, and the stopped one's figure is counted from the end of its lease. Workers load bytecode, as an installed package
has it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import postgres
import psycopg

from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.worlds.open import open_world
from useworkflow_sandbox import values

FLOW = """
import asyncio, os, time
from useworkflow import step, get_step_metadata

@step(max_retries=1000)
async def tick(number: int) -> int:
    "use step"
    with open(os.environ["BENCHMARK_LEDGER"], "a") as ledger:
        ledger.write(f"{get_step_metadata().run_id} {os.getpid()} {time.monotonic()}\\n")
    await asyncio.sleep(0.02)
    return number + 1

async def ticking(steps: int) -> int:
    "use workflow"
    number = 0
    for _ in range(steps):
        number = await tick(number)
    return number
"""
RUNS = 20
LEASE = 2.0


class Bench:
    """Some runs of a world and their ledger.

    Args:
        folder: where module and ledger are kept.
        url: the world's.
    """

    def __init__(self, folder: Path, url: str) -> None:
        self.url = url
        self.module = folder / "ticking_flow.py"
        self.module.write_text(FLOW)
        self.ledger = folder / "bodies"
        os.environ["BENCHMARK_LEDGER"] = str(self.ledger)
        self._read = 0
        self.bodies: list[tuple[str, int, float]] = []

    async def record_runs(self) -> None:
        """Runs that go on for ever."""
        sys.path.insert(0, str(self.module.parent))
        import ticking_flow  # type: ignore[import-not-found]

        world = open_world(self.url)
        await world.open()
        bundle = compile_function(ticking_flow.ticking)
        for _ in range(RUNS):
            await create_run(Place(world, ours=False), bundle, values.encode_args((10**9,), {}), StartOptions())
        await world.close()

    def worker(self) -> subprocess.Popen[str]:
        """``useworkflow worker`` in a process of its own, when it is ready."""
        command = [sys.executable, "-m", "useworkflow_runtime.cli", "worker", "--json", "--db", self.url]
        worker = subprocess.Popen(
            [*command, "--import", str(self.module)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        )
        assert worker.stdout is not None
        while "}" not in worker.stdout.readline():
            pass
        return worker

    def look(self) -> None:
        """Take in what the bodies have written."""
        if self.ledger.exists():
            lines = self.ledger.read_text()[self._read :].splitlines(keepends=True)
            for line in lines:
                if line.endswith("\n"):
                    self._read += len(line)
                    run, pid, at = line.split()
                    self.bodies.append((run, int(pid), float(at)))

    def forget(self) -> None:
        """Begin anew."""
        self.look()
        self.bodies.clear()

    def until_moved(self, runs: set[str], without: int = 0, bodies: int = 0) -> dict[str, float]:
        """Wait until all these runs (or ``bodies`` of whichever) have moved, in a worker that is not ``without``: when each did first."""
        give_up = time.monotonic() + 60
        while True:
            self.look()
            begun = {run: at for run, pid, at in reversed(self.bodies) if pid != without}
            if runs <= begun.keys() and len(self.bodies) >= bodies:
                return {run: at for run, at in begun.items() if run in runs}
            assert time.monotonic() < give_up, "the runs have not moved for a minute"
            time.sleep(0.002)

    def owners(self) -> dict[str, int]:
        """Run -> pid of its newest body."""
        return {run: pid for run, pid, _ in self.bodies}


def spread(times: list[float]) -> dict[str, float]:
    """Seconds."""
    return {
        "least": round(min(times), 3),
        "median": round(statistics.median(times), 3),
        "most": round(max(times), 3),
        "count": len(times),
    }


def sqlite(folder: Path, times: int) -> list[dict[str, Any]]:
    """Kill the only worker, start another at once."""
    bench = Bench(folder, str(folder / "world.db"))
    asyncio.run(bench.record_runs())
    worker = bench.worker()
    first, every, ready = [], [], []
    for _ in range(times):
        bench.until_moved(set(), bodies=5 * RUNS)
        worker.kill()
        worker.wait()
        killed = time.monotonic()
        runs = set(bench.owners())
        bench.forget()
        worker = bench.worker()
        ready.append(time.monotonic() - killed)
        begun = bench.until_moved(runs)
        first.append(min(begun.values()) - killed)
        every.append(max(begun.values()) - killed)
    worker.kill()
    worker.wait()
    case = "SQLite: killed, started again at once"
    return [{"case": case, "ready_s": spread(ready), "next_step_s": spread(first), "last_run_s": spread(every)}]


def postgresql(folder: Path, times: int) -> list[dict[str, Any]]:
    """Kill, or stop, one of two workers."""
    found = []
    with postgres.server(folder / "data") as server:
        bench = Bench(folder, f"{postgres.fresh_database(server)}&lease={LEASE}")
        asyncio.run(bench.record_runs())
        workers = [bench.worker() for _ in range(2)]
        for case, number in (("killed", signal.SIGKILL), ("stopped, from the end of its lease", signal.SIGSTOP)):
            first, every = [], []
            for _ in range(times):
                bench.until_moved(set(), bodies=20 * RUNS)
                victim = next(worker for worker in workers if worker.pid in bench.owners().values())
                runs = {run for run, pid in bench.owners().items() if pid == victim.pid}
                victim.send_signal(number)
                ended = time.monotonic() + (_lease_left(bench.url, victim.pid) if number == signal.SIGSTOP else 0.0)
                bench.bodies.clear()
                begun = bench.until_moved(runs, without=victim.pid)
                first.append(min(begun.values()) - ended)
                every.append(max(begun.values()) - ended)
                victim.kill()
                victim.wait()
                other = next(worker for worker in workers if worker is not victim)
                other.send_signal(signal.SIGTERM)  # so that the next two share the runs again
                other.wait()
                bench.forget()
                workers = [bench.worker() for _ in range(2)]
            found.append({"case": f"PostgreSQL: {case}", "next_step_s": spread(first), "last_run_s": spread(every)})
        for worker in workers:
            worker.kill()
            worker.wait()
    return found


def _lease_left(url: str, pid: int) -> float:
    with psycopg.connect(url.partition("&lease")[0]) as db:
        row = db.execute(
            "SELECT extract(epoch FROM lease_until - clock_timestamp()) FROM useworkflow.workers WHERE owner LIKE %s",
            (f"%pid {pid}",),
        ).fetchone()
    assert row is not None
    return float(row[0])


def main() -> None:
    """Print a line of JSON a case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("world", choices=["sqlite", "postgres"])
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="useworkflow-bench-") as folder:
        for case in {"sqlite": sqlite, "postgres": postgresql}[given.world](Path(folder), given.times):
            print(json.dumps(case))


if __name__ == "__main__":
    main()
