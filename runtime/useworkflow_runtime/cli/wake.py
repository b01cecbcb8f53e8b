"""``useworkflow wake RUN_ID``: end a run's pending sleeps now."""

from __future__ import annotations

import click

from useworkflow_runtime.cli import options
from useworkflow_runtime.cli.telling import Words, tell


@click.command("wake")
@click.argument("run_id")
@options.json_option
@options.db_option
def wake_command(run_id: str, as_json: bool, db: str | None) -> None:
    """End a run's pending sleeps now. Timeouts in its code stay as they are; a delayed run begins."""
    tell(run_id, "wake", None, Words("is woken", "wakes"), as_json=as_json, db=db)
