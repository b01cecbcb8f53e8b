"""``useworkflow fork RUN_ID``: a new run that begins with what another has done so far."""

from __future__ import annotations

import click

from useworkflow_runtime.cli import options
from useworkflow_runtime.cli.again import code_option, id_option, start_again
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.worlds.protocol import RunRecord


@click.command("fork")
@click.argument("run_id")
@click.option("--at", type=int, metavar="N", help="Keep the log up to event N.")
@click.option("--before", metavar="ID", help="Keep what came before the outcome of this operation, such as 0/charge#0.")
@code_option
@id_option
@options.json_option
@options.db_option
def fork_command(
    run_id: str,
    at: int | None,
    before: str | None,
    code: str | None,
    new_id: str | None,
    as_json: bool,
    db: str | None,
) -> None:
    """Start a run from another's log. Prints the new run's id; the old run stays as it is.

    Steps whose outcome is kept do not run again. Without --at and --before everything is kept; of a run that has ended
    everything but its last input, so that what made it end is tried again.
    """
    if at is not None and before is not None:
        raise click.UsageError("give either --at or --before, not both")

    async def fork(place: Place) -> RunRecord:
        from useworkflow_runtime import forking

        return await forking.fork(place, run_id, at=at, before=before, code=code, new_id=new_id)

    start_again(run_id, fork, as_json=as_json, db=db)
