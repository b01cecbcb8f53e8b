"""What ``rerun`` and ``fork`` have in common: a new run comes from an old one.

    start_again("run_01...", make, as_json=False, db=None)   -> run_02..., on standard output

Read next: ``fork``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import click

from useworkflow_runtime.cli import show
from useworkflow_runtime.cli.inspect import existing_run
from useworkflow_runtime.cli.place import db_words
from useworkflow_runtime.cli.session import open_world_for
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.worlds.protocol import RunRecord

code_option = click.option(
    "--code",
    metavar="ID",
    help="`same`, or the first characters of a code that the run has had. Default: as installed now.",
)
id_option = click.option("--id", "new_id", metavar="NEW_ID", help="An id of your own for the new run.")


def start_again(run_id: str, make: Callable[[Place], Awaitable[RunRecord]], *, as_json: bool, db: str | None) -> None:
    """Make a run from ``run_id``, and print its id.

    Args:
        run_id: the old run.
        make: makes the new one.
        as_json: for a program.
        db: ``--db`` as it was given.

    Raises:
        UseWorkflowError: there is no such run, or no new one can be made of it; nothing was written.
    """
    from useworkflow_runtime.cli.origin import imports_aside, make_importable

    async def again() -> tuple[RunRecord, str | None]:
        async with open_world_for(db) as world:
            old = await existing_run(world, run_id)
            with imports_aside():
                await make_importable(world, old)
                record = await make(Place(world, ours=False))
            return record, await world.owner()

    record, owner = asyncio.run(again())
    if as_json:
        show.print_json({"run_id": record.id, "from": run_id, "workflow": record.workflow, "engine": owner})
    else:
        click.echo(record.id)
    if owner is None:
        show.warn(f"no engine is running here; the run goes on with: useworkflow resume{db_words(db)} {record.id}")
