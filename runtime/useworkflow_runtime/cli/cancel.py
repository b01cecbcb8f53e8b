"""``useworkflow cancel RUN_ID``: ask a run to cancel. Its code gets ``CancelledError`` and may clean up in steps."""

from __future__ import annotations

import asyncio

import click

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.inspect import existing_run
from useworkflow_runtime.cli.session import open_world_for
from useworkflow_runtime.worlds.protocol import TERMINAL, RunRecord
from useworkflow_sandbox import values


@click.command("cancel")
@click.argument("run_id")
@click.option("--reason", help="Why; the workflow sees it as the CancelledError's message.")
@options.json_option
@options.db_option
def cancel_command(run_id: str, reason: str | None, as_json: bool, db: str | None) -> None:
    """Ask a run to cancel.

    The request is recorded at once; the run's code may still clean up, in steps. A run that has ended stays as it is.
    """

    async def cancel() -> tuple[RunRecord, str | None]:
        async with open_world_for(db) as world:
            record = await existing_run(world, run_id)
            if record.status not in TERMINAL:
                await world.send(run_id, "cancel", values.encode(reason))
            return record, await world.owner()

    record, owner = asyncio.run(cancel())
    asked = record.status not in TERMINAL
    if as_json:
        show.print_json({"run_id": run_id, "requested": asked, "status": record.status, "engine": owner})
    elif not asked:
        click.echo(f"{run_id} is already {record.status}")
    else:
        click.echo(f"{run_id} was asked to cancel")
    if asked and owner is None:
        show.warn(f"no engine is running here; the run cancels when one takes it up: useworkflow resume {run_id}")
