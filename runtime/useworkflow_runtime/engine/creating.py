"""A run that is created by the commit of its first turn, where one engine has the world to itself (G2).

    create(runs, new, created, program)   -> its record, and a future that is done once run, turn and all are durable
    that commit fails                     -> nothing of it stays in memory; ``start`` then creates the run by itself

Read next: ``runs``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from useworkflow_runtime.engine.committer import PendingTurn
from useworkflow_runtime.engine.hot_run import HotRun
from useworkflow_runtime.engine.ledger import Ledger
from useworkflow_runtime.worlds.creating import new_record
from useworkflow_runtime.worlds.protocol import NewRun, RunRecord
from useworkflow_sandbox import events as e
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.program import Program

if TYPE_CHECKING:
    from useworkflow_runtime.engine.runs import Runs

Creation = tuple[RunRecord, "asyncio.Future[None]"]


def create(runs: Runs, new: NewRun, created: e.RunCreated, program: Program) -> Creation | None:
    """Take up a run that is not recorded yet, with an id that nobody else can have: what is sent to that run is taken for
    this one.

    Returns:
        Its record, and what is done once it is durable, or fails with what the commit failed with. ``None`` where its first turn
        has no outcome: it is to be created first, so that what is wrong with it can be said.
    """
    if runs.committer.lost:
        return None
    record = new_record(new, now=created.at, claim=True)
    hot = HotRun(record, program, Instance.create(program, new.id), Ledger())
    try:
        commands = runs.guarded(hot.instance, created)
    except BaseException as error:
        hot.instance.close()
        if isinstance(error, KeyboardInterrupt):
            raise
        return None
    runs.hot[new.id] = hot
    pending = runs.committer.pending(hot)
    pending.turn.new = new
    pending.made = runs.loop.create_future()
    try:
        runs.gather(hot, created, None, commands, recorded=True)
    except Exception:
        _forget(runs, pending)
        return None
    runs.make_room()
    return record, pending.made


def give_up_creation(runs: Runs, pending: PendingTurn, error: Exception) -> None:
    """As far as is known there is no such run; whoever starts it is told so. The places of its steps are free already."""
    _forget(runs, pending)
    runs.committer.setbacks.pop(pending.hot.run_id, None)
    pending.refuse(error)


def _forget(runs: Runs, pending: PendingTurn) -> None:
    hot = pending.hot
    if runs.hot.get(hot.run_id) is hot:
        runs.drop(hot)
    revival = runs.reviving.pop(hot.run_id, None)
    if revival is not None:  # the commit may have been recorded all the same, and the run been sent something
        runs.give_back([item for _, item in revival.inputs if item is not None])
