"""Our workloads and those of a peer that runs in the same process on the same kind of file, in turns: ratios of one run.

    pip install 'useworkflow[bench]'
    python benchmarks/peers.py W1 W3 W6 --repeat 3
        ->  W1 1000   useworkflow 0.31   DBOS 3.9   12.6 times   (ms_per_step)

Both work on SQLite, each commit on disk before it takes effect: ours in WAL mode with ``synchronous=FULL``, DBOS as it ships, with a
rollback journal and ``synchronous=FULL``. A measurement is a fresh process on a fresh file. Read next: ``peer_dbos``, ``run``.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from run import Bench, Figures


class Comparison(NamedTuple):
    """A workload with its sizes, and the figure that counts. ``more``: the larger one is better."""

    arguments: tuple[str, ...]
    figure: str
    more: bool = False


COMPARISONS: dict[str, Comparison] = {
    "W1": Comparison(("1000",), "ms_per_step"),
    "W2": Comparison(("1000",), "seconds"),
    "W3": Comparison(("200", "10"), "steps_per_second", more=True),
    "W6": Comparison(("200",), "p50_ms"),
}


def compare(bench: Bench, name: str, repeat: int) -> Figures:
    """Medians of both, and how many times better ours is; they take turns, so that both meet the same machine."""
    workload = COMPARISONS[name]
    ours, theirs = [], []
    for number in range(repeat):
        for script, first, figures in ((f"{name.lower()}.py", (), ours), ("peer_dbos.py", (name.lower(),), theirs)):
            figures.append(bench.once(script, (*first, *workload.arguments), number)[workload.figure])
    mine, other = statistics.median(ours), statistics.median(theirs)
    times = mine / other if workload.more else other / mine
    return {"figure": workload.figure, "useworkflow": round(mine, 4), "dbos": round(other, 4), "times": round(times, 1)}


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workloads", nargs="*", default=list(COMPARISONS), metavar="W", help=", ".join(COMPARISONS))
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=None, help="where the databases are made")
    chosen = parser.parse_args()
    unknown = [name for name in chosen.workloads if name not in COMPARISONS]
    if unknown:
        parser.error(f"no comparison {', '.join(unknown)}; there are {', '.join(COMPARISONS)}")
    try:
        version = importlib.metadata.version("dbos")
    except importlib.metadata.PackageNotFoundError:
        sys.exit("DBOS is not installed: pip install 'useworkflow[bench]'")
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="useworkflow-peers-") as folder:
        bench = Bench(Path(folder), repeat=chosen.repeat, quick=False)
        report: Figures = {"dbos": version, "repeat": chosen.repeat, "floor": bench.measure_floor()}
        for name in chosen.workloads:
            print(f"{name} ...", file=sys.stderr, flush=True)
            report[name] = compare(bench, name, chosen.repeat)
    if chosen.json:
        print(json.dumps(report, indent=2))
        return
    print(f"SQLite, each commit on disk; DBOS {version}; medians of {chosen.repeat}; floor: {report['floor']}")
    for name in chosen.workloads:
        row = report[name]
        sizes = " ".join(COMPARISONS[name].arguments)
        print(
            f"{name} {sizes:<8} useworkflow {row['useworkflow']:<10g} DBOS {row['dbos']:<10g} "
            f"{row['times']:g} times   ({row['figure']})"
        )


if __name__ == "__main__":
    main()
