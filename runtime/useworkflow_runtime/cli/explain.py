"""``useworkflow explain RUN_ID``: why does a run not move? (G9)

run 3f9c... is running; it waits for
  hook approve:order-7, since 2026-01-02T10:00:00Z, at order_saga.py:47
  answer it: useworkflow resume --hook approve:order-7 '{"ok": true}'
"""

from __future__ import annotations

import click

from useworkflow_runtime.cli import options


@click.command("explain")
@click.argument("run_id")
@options.json_option
@options.db_option
def explain_command(run_id: str, as_json: bool, db: str | None) -> None:
    """Say why a run does not move."""
