"""``useworkflow explain RUN_ID``: why does a run not move? (G9)

    run run_01... is running
      waits for hook: approve:order-7 (order_saga.py:47)
      answer a hook with resume_hook(token, payload) or `useworkflow resume --hook TOKEN JSON`

Read next: ``useworkflow_runtime.explaining.explain``.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import click
import msgspec

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.errors import ImportFailedError, SourceGoneError
from useworkflow_runtime.cli.inspect import existing_run
from useworkflow_runtime.cli.origin import imports_aside, make_importable
from useworkflow_runtime.cli.session import open_world_for
from useworkflow_runtime.worlds.protocol import TERMINAL, World

if TYPE_CHECKING:
    from useworkflow_runtime.explaining.explain import Explanation


async def steps_missing(world: World, run_id: str) -> dict[str, str]:
    """The steps that the run waits for, that no worker runs, and that the present code does not have; with the reason.

    Raises:
        RunNotFoundError: no such run.
    """
    from useworkflow_runtime.explaining.explain import ledger_of
    from useworkflow_runtime.steps.registry import Registry

    record = await existing_run(world, run_id)
    owned = await world.owner() is not None
    waiting = [entry for entry in (await ledger_of(world, run_id)).steps.values() if not (owned and entry.attempt)]
    if not waiting or record.status in TERMINAL:
        return {}
    registry = Registry()
    with imports_aside():
        with contextlib.suppress(SourceGoneError, ImportFailedError):  # the registry says what is missing
            await make_importable(world, record)
        for entry in waiting:
            registry.find(entry.step)
    return registry.missing


@click.command("explain")
@click.argument("run_id")
@options.json_option
@options.db_option
def explain_command(run_id: str, as_json: bool, db: str | None) -> None:
    """Say why a run does not move: what it waits for, since when, at which line, and what would make it go on."""
    from useworkflow_runtime.explaining.explain import explain_run

    async def explain() -> Explanation:
        async with open_world_for(db) as world:
            return await explain_run(world, run_id, await steps_missing(world, run_id))

    explanation = asyncio.run(explain())
    if as_json:
        show.print_json({"run_id": run_id, **msgspec.structs.asdict(explanation)})
    else:
        click.echo(f"run {run_id} is {explanation}")
