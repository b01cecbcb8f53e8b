"""``useworkflow cancel RUN_ID``: ask a run to cancel. Its code gets ``CancelledError`` and may clean up in steps."""

from __future__ import annotations

import click

from useworkflow_runtime.cli import options
from useworkflow_runtime.cli.telling import Words, tell


@click.command("cancel")
@click.argument("run_id")
@click.option("--reason", help="Why; the workflow sees it as the CancelledError's message.")
@options.json_option
@options.db_option
def cancel_command(run_id: str, reason: str | None, as_json: bool, db: str | None) -> None:
    """Ask a run to cancel.

    The request is recorded at once; the run's code may still clean up, in steps. A run that has ended stays as it is.
    """
    tell(run_id, "cancel", reason, Words("was asked to cancel", "cancels"), as_json=as_json, db=db)
