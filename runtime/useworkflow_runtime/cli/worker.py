"""``useworkflow worker``: own a world and execute its runs until stopped.

    useworkflow worker --import shop.orders --db runs.db

Runs that were under way when a former engine died go on at once; new ones are taken up as they are recorded.
"""

from __future__ import annotations

import asyncio
import gc
import os
from typing import TYPE_CHECKING

import click

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.exits import Exit

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.protocol import World


@click.command("worker")
@click.option("--import", "imports", multiple=True, metavar="MODULE", help="Import this module or file first.")
@options.json_option
@options.db_option
def worker_command(imports: tuple[str, ...], as_json: bool, db: str | None) -> Exit:
    """Execute runs until stopped by Ctrl-C or SIGTERM.

    Ends with an error if another engine owns the world. Prints one line when it is ready.
    """
    gc.disable()  # what a start makes stays: to look for garbage in it takes a tenth of the time that it takes
    from useworkflow_runtime.cli.interrupts import Interrupted, interruptible
    from useworkflow_runtime.cli.origin import import_given

    import_given(imports)
    try:
        asyncio.run(interruptible(execute_runs(db, as_json=as_json)))
    except (Interrupted, KeyboardInterrupt):
        show.warn("stopped; unfinished runs go on when an engine owns this world again")
    return Exit.OK


async def declare_queues(world: World) -> None:
    """Tell the world of the limits in ``pyproject.toml``, and of those that imported modules declare."""
    from useworkflow_runtime.code.project import project
    from useworkflow_runtime.queues import KnownQueues, declared

    configured = project().queues
    known = KnownQueues(world)
    for name in sorted({*configured, *declared()}):
        await known.name_of(name, configured)


async def execute_runs(db: str | None, *, as_json: bool) -> None:
    """Own the world and execute its runs until cancelled.

    Raises:
        WorldOwnedError: another living engine owns it.
    """
    from useworkflow_runtime.cli.logs import shown_logs
    from useworkflow_runtime.cli.origin import make_all_importable
    from useworkflow_runtime.cli.session import Session, open_world_for
    from useworkflow_runtime.errors import WorldOwnedError

    with shown_logs(show.warn):
        async with open_world_for(db, create=True) as world:
            for line in await make_all_importable(world):
                show.warn(line)
            await declare_queues(world)
            session = Session(world, show.warn)
            if not await session.become_engine():
                raise WorldOwnedError.of(world.url, await world.owner())
            gc.freeze()
            gc.enable()
            try:
                if as_json:
                    show.print_json({"ready": True, "pid": os.getpid(), "world": world.url})
                else:
                    show.warn(f"worker {os.getpid()} executes the runs of {world.url}; Ctrl-C stops it")
                await asyncio.Event().wait()
            finally:
                await session.close()
