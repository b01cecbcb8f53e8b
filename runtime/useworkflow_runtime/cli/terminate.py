"""``useworkflow terminate RUN_ID``: end a run without its code."""

from __future__ import annotations

import click

from useworkflow_runtime.cli import options
from useworkflow_runtime.cli.telling import Words, tell


@click.command("terminate")
@click.argument("run_id")
@click.option("--reason", help="Why; whoever waits for the result sees it.")
@options.json_option
@options.db_option
def terminate_command(run_id: str, reason: str | None, as_json: bool, db: str | None) -> None:
    """End a run without its code: also one that is diverged or stuck.

    Nothing of it runs any more, no cleanup and no rollback; `useworkflow cancel` lets it clean up.
    """
    tell(run_id, "terminate", reason, Words("is terminated", "ends"), as_json=as_json, db=db)
