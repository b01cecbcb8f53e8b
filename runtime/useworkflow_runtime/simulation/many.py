"""Many histories, over several processes, and what is said about them.

    report = simulate_many(plan, range(100_000), jobs=2, say=print)
    report.broken    -> {}          # or {seed: what did not hold}
    report.histories -> 100000

Read next: ``history``.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from useworkflow_runtime.simulation.history import History, Plan, simulate

_SWEEP = 50
"""Histories between two collections of garbage."""


@dataclass
class Report:
    """What became of many seeds. ``seconds``: of the wall clock."""

    histories: int = 0
    commits: int = 0
    bodies: int = 0
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    """How often runs ended with which status and value."""
    broken: dict[int, list[str]] = field(default_factory=dict)

    def add(self, history: History) -> None:
        """Take in one more history."""
        self.histories += 1
        self.commits += history.commits
        self.bodies += history.bodies
        self.faults += history.faults
        if history.broken:
            self.broken[history.seed] = history.broken
        for record in history.endings:
            value = record.output if record.output is not None else record.error
            self.endings[f"{record.status} {bytes(value or b'').decode()[:200]}".strip()] += 1


def simulate_many(
    plan: Plan,
    seeds: Iterable[int],
    *,
    jobs: int = 1,
    kinds: frozenset[str] | None = None,
    workers: int = 1,
    say: Callable[[str], None] = lambda line: None,
) -> Report:
    """Simulate a history for each seed.

    Args:
        plan: draws the runs of a seed; with several jobs, a function that other processes can import.
        seeds: which.
        jobs: processes.
        kinds: the kinds of fault that may strike; all if left out.
        workers: engines at a time in each history; several share their world.
        say: told of progress, and at once of each seed that breaks an invariant.
    """
    report = Report()
    started = said = time.monotonic()
    for history in _histories(plan, seeds, jobs, kinds, workers):
        report.add(history)
        report.seconds = time.monotonic() - started
        for line in history.broken:
            say(f"seed {history.seed}: {line}")
        if time.monotonic() - said >= 10:
            said = time.monotonic()
            say(f"{report.histories} histories, {report.histories / report.seconds:.0f}/s, {len(report.broken)} broken")
    return report


def _histories(
    plan: Plan, seeds: Iterable[int], jobs: int, kinds: frozenset[str] | None, workers: int
) -> Iterator[History]:
    work = ((plan, seed, kinds, workers) for seed in seeds)
    if jobs > 1:
        with multiprocessing.get_context("spawn").Pool(jobs, maxtasksperchild=5000) as pool:
            yield from pool.imap_unordered(_one, work, chunksize=20)
        return
    for number, (_, seed, _, _) in enumerate(work):
        if number % _SWEEP == _SWEEP - 1:
            gc.collect()
        yield simulate(plan, seed, kinds=kinds, workers=workers)


def _one(work: tuple[Plan, int, frozenset[str] | None, int]) -> History:
    plan, seed, kinds, workers = work
    if seed % _SWEEP == 0:
        gc.collect()
    history = simulate(plan, seed, kinds=kinds, workers=workers)
    history.endings = []  # records hold bytes that another process has no use for
    return history
