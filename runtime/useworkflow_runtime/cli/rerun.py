"""``useworkflow rerun RUN_ID``: start the same workflow again, with the same arguments."""

from __future__ import annotations

import click

from useworkflow_runtime.cli import options
from useworkflow_runtime.cli.again import code_option, id_option, start_again
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.worlds.protocol import RunRecord


@click.command("rerun")
@click.argument("run_id")
@code_option
@id_option
@options.json_option
@options.db_option
def rerun_command(run_id: str, code: str | None, new_id: str | None, as_json: bool, db: str | None) -> None:
    """Start a run's workflow again, with its arguments. Prints the new run's id; the old run stays as it is."""

    async def rerun(place: Place) -> RunRecord:
        from useworkflow_runtime import forking

        return await forking.rerun(place, run_id, code=code, new_id=new_id)

    start_again(run_id, rerun, as_json=as_json, db=db)
