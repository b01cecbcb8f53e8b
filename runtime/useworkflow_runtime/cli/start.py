"""``useworkflow start FILE[:FUNCTION] [ARGS...]``: record a run and leave it to whoever executes this world."""

from __future__ import annotations

import asyncio

import click

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.arguments import bind_arguments
from useworkflow_runtime.cli.place import db_words
from useworkflow_runtime.cli.target import load_workflow, parse_target


@click.command("start", context_settings={"ignore_unknown_options": True})
@click.argument("target", metavar="FILE[:FUNCTION]")
@click.argument("words", metavar="[ARGS]...", nargs=-1, type=click.UNPROCESSED)
@options.key_option
@click.option("--queue", metavar="NAME", help="The queue in which the run waits for a slot.")
@click.option("--queue-key", default="", metavar="KEY", help="For limits of the queue by key.")
@click.option("--priority", default=0, metavar="N", help="Its order there: lower numbers first.")
@options.json_option
@options.db_option
def start_command(
    target: str,
    words: tuple[str, ...],
    key: str | None,
    queue: str | None,
    queue_key: str,
    priority: int,
    as_json: bool,
    db: str | None,
) -> None:
    """Start a run and leave it to a worker. Prints the run's id."""
    place = parse_target(target)
    function = load_workflow(place)
    args, kwargs = bind_arguments(function, words)

    from useworkflow_runtime.cli.session import open_world_for
    from useworkflow_runtime.cli.starting import start_in

    async def start() -> tuple[str, bool, str | None]:
        async with open_world_for(db, create=True) as world:
            run_id, fresh = await start_in(
                world, function, args, kwargs, key=key, queue=queue, queue_key=queue_key, priority=priority
            )
            return run_id, fresh, await world.owner()

    run_id, fresh, owner = asyncio.run(start())
    if as_json:
        show.print_json({"run_id": run_id, "created": fresh, "engine": owner})
    else:
        click.echo(run_id)
    if owner is None:
        show.warn(f"no engine is running here; one is started by: useworkflow worker{db_words(db)}")
