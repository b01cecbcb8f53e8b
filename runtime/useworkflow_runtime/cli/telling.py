"""What ``cancel``, ``terminate`` and ``wake`` have in common: something is put into a run's inbox.

    tell("run_01...", "cancel", "too late", words, as_json=False, db=None)   -> run_01... was asked to cancel

Read next: ``cancel``.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple

import click

from useworkflow_runtime.cli import show
from useworkflow_runtime.cli.inspect import existing_run
from useworkflow_runtime.cli.session import open_world_for
from useworkflow_runtime.worlds.protocol import TERMINAL, RunRecord
from useworkflow_sandbox import values


class Words(NamedTuple):
    """What is said. ``done``: after the run's id; ``later``: what it does when an engine takes it up."""

    done: str
    later: str


def tell(run_id: str, kind: str, reason: str | None, words: Words, *, as_json: bool, db: str | None) -> None:
    """Put an item into the inbox of a run that has not ended, and say so.

    Args:
        run_id: the run.
        kind: ``cancel``, ``terminate`` or ``wake``.
        reason: what it is told.
        words: for a person.
        as_json: for a program.
        db: ``--db`` as it was given.

    Raises:
        RunNotFoundError, NoWorldError: nothing was written.
    """

    async def put() -> tuple[RunRecord, str | None]:
        async with open_world_for(db) as world:
            record = await existing_run(world, run_id)
            if record.status not in TERMINAL:
                await world.send(run_id, kind, values.encode(reason))
            return record, await world.owner()

    record, owner = asyncio.run(put())
    asked = record.status not in TERMINAL
    if as_json:
        show.print_json({"run_id": run_id, "requested": asked, "status": record.status, "engine": owner})
    elif not asked:
        click.echo(f"{run_id} is already {record.status}")
    else:
        click.echo(f"{run_id} {words.done}")
    if asked and owner is None:
        show.warn(f"no engine is running here; the run {words.later} when one takes it up: useworkflow resume {run_id}")
