"""Run workloads and print their figures beside the commit floor of the same machine, folder and moment.

    python benchmarks/run.py --json > figures.json
    python benchmarks/run.py W1 --repeat 5 --folder /var/tmp
    python benchmarks/run.py W1 W2 W3 W6 W7 --world postgresql

Each measurement runs in a fresh process on a fresh SQLite file; figures are medians over ``--repeat``. Read next:
``w1`` ... ``w9`` (a workload a file), ``floor``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from floor import measure_floor

HERE = Path(__file__).resolve().parent
Figures = dict[str, Any]


def workload_1(bench: Bench) -> Figures:
    """Sequential steps at several lengths."""
    sizes = [10, 100, 1_000] if bench.quick else [1, 10, 100, 1_000, 10_000]
    rows = [bench.median("w1.py", str(size)) for size in sizes]
    at_thousand = next(row for row in rows if row["steps"] == 1_000)
    return {"rows": rows, "ratio_to_floor": _ratio(at_thousand["ms_per_step"], bench.floor["two_rows_full_ms"])}


def workload_2(bench: Bench) -> Figures:
    """Steps that are gathered at once."""
    return {"rows": [bench.median("w2.py", str(size)) for size in ([1_000] if bench.quick else [1_000, 10_000])]}


def workload_3(bench: Bench) -> Figures:
    """200 runs at once."""
    row = bench.median("w3.py", "200", "10")
    per_step = 1000 / row["steps_per_second"]
    floor = 2 * bench.floor.get("row_in_batch_ms", 0)
    return {**row, "ratio_to_floor": _ratio(per_step, floor)} if floor else row


def workload_4(bench: Bench) -> Figures:
    """kill -9 and go on, at several lengths of history."""
    return {
        "rows": [bench.median("w4.py", str(size)) for size in ([10, 1_000] if bench.quick else [10, 200, 1_000, 5_000])]
    }


def workload_5(bench: Bench) -> Figures:
    """Parked runs."""
    return bench.median("w5.py", "1000" if bench.quick else "10000")


def workload_6(bench: Bench) -> Figures:
    """Start to result of one step, one after another."""
    row = bench.median("w6.py", "200")
    return {**row, "ratio_to_floor": _ratio(row["p50_ms"], bench.floor["two_rows_full_ms"])}


def workload_7(bench: Bench) -> Figures:
    """kill -9 three times in the middle of 200 runs."""
    return bench.median("w7.py", "200", "10")


def workload_8(bench: Bench) -> Figures:
    """One run that fans out."""
    return bench.median("w8.py", "10000" if bench.quick else "100000")


def workload_9(bench: Bench) -> Figures:
    """Runs that a run starts."""
    return bench.median("w9.py", "300" if bench.quick else "1000")


WORKLOADS: dict[str, Callable[[Bench], Figures]] = {
    "W1": workload_1,
    "W2": workload_2,
    "W3": workload_3,
    "W4": workload_4,
    "W5": workload_5,
    "W6": workload_6,
    "W7": workload_7,
    "W8": workload_8,
    "W9": workload_9,
}


class Bench:
    """One benchmark session: where it works, how often it repeats, what the floor was.

    Args:
        folder: an empty folder on the disk to be measured.
        repeat: measurements a figure.
        quick: smaller sizes.
        server: URL of a PostgreSQL server; SQLite where it is left out.
    """

    def __init__(self, folder: Path, *, repeat: int, quick: bool, server: str | None = None) -> None:
        self.folder = folder
        self.repeat = repeat
        self.quick = quick
        self.server = server
        self.floor: dict[str, float] = {}

    def measure_floor(self) -> dict[str, float]:
        """Measure the commit floor anew: a shared machine's disk is another one a minute later."""
        if self.server is not None:
            import postgres

            self.floor = postgres.measure_floor(self.server)
            return self.floor
        with tempfile.TemporaryDirectory(dir=self.folder, prefix="floor-") as folder:
            self.floor = measure_floor(Path(folder))
        return self.floor

    def median(self, script: str, *arguments: str) -> Figures:
        """The field-wise median of ``repeat`` runs of a workload's script."""
        rows = [self.once(script, arguments, number) for number in range(self.repeat)]
        return {key: round(statistics.median([row[key] for row in rows]), 4) for key in rows[0]}

    def once(self, script: str, arguments: tuple[str, ...], number: int) -> Figures:
        """What one run of a script prints, in a process and with a database of its own. ``number``: which run it is."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=f"{script[:-3]}-{number}-") as folder:
            environment = {
                **{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"},
                "PYTHONPYCACHEPREFIX": str(
                    self.folder / "bytecode"
                ),  # an installed package has bytecode: the first child writes it
                "USEWORKFLOW_WORLD": self._world(folder),
                "BENCHMARK_LEDGER": f"{folder}/bodies",
                "USEWORKFLOW_CACHE": str(self.folder / "cache"),
            }
            done = subprocess.run(
                [sys.executable, str(HERE / script), *arguments],
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
        figures: Figures = json.loads(done.stdout)
        return figures

    def _world(self, folder: str) -> str:
        if self.server is None:
            return f"sqlite:///{folder}/world.db"
        import postgres

        return postgres.fresh_database(self.server)


def _ratio(figure: float, floor: float) -> float:
    return round(figure / floor, 2)


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workloads", nargs="*", default=list(WORKLOADS), metavar="W", help="of " + ", ".join(WORKLOADS))
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument(
        "--folder", type=Path, default=None, help="where the databases are made (default: a temporary folder)"
    )
    parser.add_argument("--quick", action="store_true", help="smaller sizes")
    parser.add_argument(
        "--world", choices=["sqlite", "postgresql"], default="sqlite", help="PostgreSQL: a server from pip"
    )
    chosen = parser.parse_args()
    unknown = [name for name in chosen.workloads if name not in WORKLOADS]
    if unknown:
        parser.error(f"no workload {', '.join(unknown)}; there are {', '.join(WORKLOADS)}")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=chosen.folder, prefix="useworkflow-bench-"))
        server = None
        if chosen.world == "postgresql":
            import postgres

            server = stack.enter_context(postgres.server(Path(folder) / "data"))
        bench = Bench(Path(folder), repeat=chosen.repeat, quick=chosen.quick, server=server)
        report: Figures = {
            "machine": {"python": platform.python_version(), "cpus": os.cpu_count(), "system": platform.platform()},
            "durability": "PostgreSQL, fsync and synchronous_commit on"
            if server
            else "SQLite, WAL, synchronous=FULL: each commit is on disk before it takes effect",
            "repeat": chosen.repeat,
        }
        for name in chosen.workloads:
            print(f"{name} ...", file=sys.stderr, flush=True)
            floor = bench.measure_floor()
            report[name] = {**WORKLOADS[name](bench), "floor": floor}
    print(json.dumps(report, indent=2) if chosen.json else as_text(report))


def as_text(report: Figures) -> str:
    """The report for people."""
    lines = [f"{report['durability']}; medians of {report['repeat']}"]
    for name in [name for name in WORKLOADS if name in report]:
        figures = dict(report[name])
        floor, ratio, rows = figures.pop("floor"), figures.pop("ratio_to_floor", None), figures.pop("rows", None)
        lines += [f"{name}  floor: {_pairs(floor)}", *(f"    {_pairs(row)}" for row in rows or [figures])]
        lines += [f"    {ratio} times the floor"] if ratio is not None else []
    return "\n".join(lines)


def _pairs(figures: Figures) -> str:
    return ", ".join(f"{key} {value:g}" for key, value in figures.items())


if __name__ == "__main__":
    main()
