"""Runs that are started, awaited and written to by other runs, in a world in memory.

    start_child(world, "run_1", new)   -> the child's row, and "run_1" among those who wait for its end

Read next: ``memory``, whose commit calls these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Raw

from useworkflow_runtime.worlds.protocol import TERMINAL, NewRun, RunRecord
from useworkflow_runtime.worlds.tidings import end_in, link_to

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.memory import MemoryWorld


def start_child(world: MemoryWorld, parent: str, child: NewRun, claim_for: int | None) -> RunRecord | None:
    """Create a child, or find the run that it is; its end is told to ``parent``.

    Returns:
        The child, if it was created and claimed.
    """
    by_key = world._by_key(child) or world._join(child)
    there = by_key or world._runs.get(child.id)
    problem = ""
    begun = None
    if there is None:
        there = world._insert(world._windows.opened(child, world.now()), claim_for)
        begun = there.public() if there.record.claims else None
    elif by_key is not None and child.window is None and not child.has_arguments(by_key.args_digest):
        problem = "key"
    elif by_key is None and child.unsure:
        problem = "id"
    run_id = there.record.id
    if child.unsure:
        world._put(parent, "linked", child.operation, link_to(run_id, problem))
    if not problem:
        await_end(world, parent, child.operation, run_id)
    return begun


def await_end(world: MemoryWorld, waiting: str, operation: str, run_id: str) -> None:
    """Register a wait for a run, or answer it where there is nothing to wait for."""
    row = world._runs.get(run_id)
    if row is None or row.record.status in TERMINAL:
        world._put(waiting, "finished", operation, end_in(None if row is None else row.record))
    else:
        row.waiting.append((waiting, operation))


def put_if_open(world: MemoryWorld, run_id: str, kind: str, target: str, payload: Raw) -> None:
    """Put an item into the inbox of a run that has not ended."""
    row = world._runs.get(run_id)
    if row is not None and row.record.status not in TERMINAL:
        world._put(run_id, kind, target, payload)
