"""``python -m useworkflow_runtime.simulation --seeds 100000``: the long form, over the simulation's own workflows.

Exit code 1 where an invariant was broken; ``--seed S`` shows one of them again. Read next: ``many``, ``corpus``.
"""

from __future__ import annotations

import sys

import click

from useworkflow_runtime.simulation import corpus, crowds
from useworkflow_runtime.simulation.many import simulate_many


@click.command()
@click.option("--seeds", default=1000, show_default=True, metavar="N", help="How many histories.")
@click.option("--first", default=0, metavar="S", help="The first seed.")
@click.option("--seed", type=int, metavar="S", help="Only this seed.")
@click.option("--jobs", default=1, show_default=True, metavar="N", help="Processes.")
@click.option("--workers", default=1, show_default=True, metavar="N", help="Engines at a time that share a world.")
@click.option("--crowd", is_flag=True, help="Runs with more steps than an engine has places for.")
def main(seeds: int, first: int, seed: int | None, jobs: int, workers: int, crowd: bool) -> None:
    """Simulate many histories with faults and check that none breaks an invariant."""
    chosen = range(first, first + seeds) if seed is None else range(seed, seed + 1)
    plan = crowds.plan if crowd else corpus.plan
    report = simulate_many(plan, chosen, jobs=jobs, workers=workers, say=lambda line: click.echo(line, err=True))
    click.echo(
        f"{report.histories} histories in {report.seconds:.0f} s: {report.commits} commits, {report.bodies} step bodies, "
        f"{report.faults.total()} faults, {len(report.broken)} broken"
    )
    for kind, times in report.faults.most_common():
        click.echo(f"  {times:8d} {kind}")
    if report.broken:
        click.echo(f"broken seeds: {' '.join(map(str, sorted(report.broken)))}")
        sys.exit(1)


if __name__ == "__main__":
    main()
