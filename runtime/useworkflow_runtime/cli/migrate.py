"""``useworkflow migrate [RUN_ID... | --all-safe]``: move runs in flight to the present code, checked first.

    $ useworkflow migrate --all-safe
    run_01...  moved 5d1f0c2a -> 91b2aa07
    run_02...  refused: event 6 of the log does not follow from the code
    1 moved, 1 refused

Read next: ``useworkflow_runtime.deploys.migration``.
"""

from __future__ import annotations

import asyncio
import textwrap
from typing import TYPE_CHECKING

import click
import msgspec

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.exits import Exit
from useworkflow_runtime.cli.inspect import existing_run
from useworkflow_runtime.cli.origin import imports_aside, make_all_importable, make_importable
from useworkflow_runtime.cli.session import open_world_for

if TYPE_CHECKING:
    from useworkflow_runtime.deploys.migration import Migration
    from useworkflow_runtime.worlds.protocol import World


@click.command("migrate")
@click.argument("run_ids", metavar="[RUN_ID]...", nargs=-1)
@click.option("--all-safe", is_flag=True, help="All runs in flight that agree with the present code.")
@click.option("--force", is_flag=True, help="Also where the code does not agree: such a run becomes diverged.")
@click.option("--to", metavar="BUNDLE", help="A code that the run has had (the first characters of its id).")
@options.json_option
@options.db_option
def migrate_command(
    run_ids: tuple[str, ...], all_safe: bool, force: bool, to: str | None, as_json: bool, db: str | None
) -> Exit:
    """Move runs in flight to the present code of their workflow, or back with --to.

    Each is checked as deploy-check does; only those that agree are moved, unless --force is given. With --all-safe the
    exit code is 0 also where runs stay behind; for runs that are named it is 1 if one was not moved.
    """
    if bool(run_ids) is all_safe:
        raise click.UsageError("give one or more RUN_IDs, or --all-safe")
    if all_safe and (force or to):
        raise click.UsageError("--all-safe goes with neither --force nor --to")
    done = asyncio.run(_migrate(run_ids, to, force, db))
    if as_json:
        show.print_json([msgspec.structs.asdict(migration) for migration in done])
    else:
        for migration in done:
            click.echo(_line(migration))
        counts = {name: sum(m.outcome == name for m in done) for name in dict.fromkeys(m.outcome for m in done)}
        click.echo(", ".join(f"{count} {name}" for name, count in counts.items()) or "no runs in flight")
    stayed = any(migration.outcome == "refused" for migration in done)
    return Exit.FAILED if run_ids and stayed else Exit.OK


async def _migrate(run_ids: tuple[str, ...], to: str | None, force: bool, db: str | None) -> list[Migration]:
    from useworkflow_runtime.deploys.migration import migrate_all

    async with open_world_for(db) as world:
        with imports_aside():
            chosen = await _named(world, run_ids) if run_ids else await _all(world)
            return await migrate_all(world, chosen, to=to, force=force)


async def _named(world: World, run_ids: tuple[str, ...]) -> list[str]:
    for run_id in run_ids:
        await make_importable(world, await existing_run(world, run_id))
    return list(run_ids)


async def _all(world: World) -> list[str]:
    from useworkflow_runtime.deploys.deploy_check import runs_in_flight

    for line in await make_all_importable(world):
        show.warn(line)
    return [record.id async for record in runs_in_flight(world)]


def _line(migration: Migration) -> str:
    if migration.outcome == "moved":
        diverges = (
            " (it will be diverged)" if migration.check is not None and migration.check.verdict == "unsafe" else ""
        )
        return f"{migration.run_id}  moved {migration.previous[:8]} -> {(migration.bundle or '')[:8]}{diverges}"
    if migration.outcome == "refused" and migration.check is not None:
        return f"{migration.run_id}  refused:\n{textwrap.indent(migration.check.why, '    ')}"
    why = {
        "unchanged": "has that code already",
        "ended": "has ended",
        "busy": "moves too fast to be checked: try again",
    }
    return f"{migration.run_id}  {why.get(migration.outcome, migration.outcome)}"
