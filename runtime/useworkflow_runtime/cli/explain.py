"""``useworkflow explain RUN_ID``: why does a run not move? (G9)

    run run_01... is running
      waits for hook: approve:order-7 (order_saga.py:47)
      answer a hook with resume_hook(token, payload) or `useworkflow resume --hook TOKEN JSON`

Read next: ``useworkflow_runtime.explain``.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click
import msgspec

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.session import open_world_for

if TYPE_CHECKING:
    from useworkflow_runtime.explain import Explanation


@click.command("explain")
@click.argument("run_id")
@options.json_option
@options.db_option
def explain_command(run_id: str, as_json: bool, db: str | None) -> None:
    """Say why a run does not move: what it waits for, since when, at which line, and what would make it go on."""
    from useworkflow_runtime.explain import explain_run

    async def explain() -> Explanation:
        async with open_world_for(db) as world:
            return await explain_run(world, run_id)

    explanation = asyncio.run(explain())
    if as_json:
        show.print_json({"run_id": run_id, **msgspec.structs.asdict(explanation)})
    else:
        click.echo(f"run {run_id} is {explanation}")
