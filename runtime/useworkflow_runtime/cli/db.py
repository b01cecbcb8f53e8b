"""``useworkflow db check | backup | prune | upgrade | new-key | rekey``: care for a world.

    useworkflow db check --json            -> {"findings": [], "repaired": 0}, exit code 0; 1 where damage is left
    useworkflow db backup nightly.db       -> a complete copy, made while an engine works
    useworkflow db prune --older-than 30d  -> runs that ended 30 days ago are removed for good
    useworkflow db rekey                   -> all values are sealed with the first key

Read next: ``worlds.sqlite_check``, ``worlds.sqlite_backup``.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.errors import CommandError, NoWorldError
from useworkflow_runtime.cli.exits import Exit
from useworkflow_runtime.cli.place import world_place
from useworkflow_runtime.cli.session import open_world_for
from useworkflow_runtime.worlds.open import bare, bare_world
from useworkflow_runtime.worlds.sqlite import SQLiteWorld

if TYPE_CHECKING:
    from useworkflow_runtime.sealing.rekey import Rekeyed


@click.group("db")
def db_command() -> None:
    """Check, back up, prune, upgrade or seal a world."""


def _file(db: str | None) -> Path:
    """The SQLite file that is meant.

    Raises:
        NoWorldError: there is none.
        CommandError: the world is no file.
    """
    world = bare_world(world_place(db))
    if not isinstance(world, SQLiteWorld):
        raise CommandError(
            f"the world {world.url} is no SQLite file",
            why="a database server has its own tools for this",
            mend="use pg_dump and pg_amcheck for PostgreSQL",
        )
    if not world.path.exists():
        raise NoWorldError(f"there is no world at {world.path}", mend="name it with --db PATH")
    return world.path


@db_command.command("check")
@click.option("--repair", is_flag=True, help="Drop damaged snapshots: they are a cache, the log suffices.")
@options.json_option
@options.db_option
def check_command(repair: bool, as_json: bool, db: str | None) -> Exit:
    """Find and name damage. Changes nothing without --repair. Exit code 1 where damage is left."""
    from useworkflow_runtime.configuration import signing_key
    from useworkflow_runtime.sealing.configured import configured_envelopes
    from useworkflow_runtime.worlds.sqlite_check import check, drop_snapshots

    path, key, envelopes = _file(db), signing_key(), configured_envelopes()
    findings = check(path, key, envelopes)
    repaired = 0
    if repair and any(finding.repairable for finding in findings):
        repaired = drop_snapshots(path, [finding.where for finding in findings if finding.repairable])
        findings = check(path, key, envelopes)
    if as_json:
        show.print_json({"world": str(path), "findings": findings, "repaired": repaired})
    else:
        for finding in findings:
            click.echo(f"{finding.part}  {finding.where}: {finding.what}")
        click.echo(f"{len(findings)} findings in {path}" if findings else f"no damage in {path}")
        if repaired:
            click.echo(f"{repaired} snapshots were dropped")
        elif any(finding.repairable for finding in findings):
            show.warn("damaged snapshots can be dropped without loss: useworkflow db check --repair")
    return Exit.FAILED if findings else Exit.OK


@db_command.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@options.json_option
@options.db_option
def backup_command(target: Path, as_json: bool, db: str | None) -> None:
    """Copy the world to the new file TARGET, as it is at one moment. An engine may go on working."""
    from useworkflow_runtime.worlds.sqlite_backup import back_up

    size = back_up(_file(db), target)
    if as_json:
        show.print_json({"backup": str(target), "bytes": size})
    else:
        click.echo(f"{target}  {size} bytes")


@db_command.command("prune")
@click.option("--older-than", required=True, metavar="TIME", help="Since their end: 30d, 12h, 90m.")
@click.option("--dry-run", is_flag=True, help="Say what; remove nothing.")
@click.option(
    "--database",
    "databases",
    multiple=True,
    metavar="URL",
    help="Also, in this database of yours: outcomes of such runs' steps, refused rows of the outbox. May be repeated.",
)
@click.option(
    "--unknown-runs", is_flag=True, help="With --database: outcomes of runs that this world does not know, too."
)
@options.json_option
@options.db_option
def prune_command(
    older_than: str, dry_run: bool, databases: tuple[str, ...], unknown_runs: bool, as_json: bool, db: str | None
) -> None:
    """Remove runs that ended long ago, with their logs, for good, and code that nothing needs any more. Runs that have
    not ended stay."""
    from useworkflow_runtime.transactions.retention import Pruned, prune_database
    from useworkflow_sandbox.durations import to_microseconds

    theirs: dict[str, Pruned] = {}

    async def prune() -> tuple[list[str], list[str]]:
        async with open_world_for(db) as world:
            now = world.now()
            try:
                before = now - to_microseconds(older_than, now)
            except (ValueError, TypeError) as error:
                raise click.BadParameter(str(error), param_hint="--older-than") from error
            for url in databases:  # first, as long as it is known which runs have ended
                theirs[url] = await prune_database(url, world, before, unknown=unknown_runs, dry_run=dry_run)
            if dry_run:
                return await world.prune(before, dry_run=True), await world.prune_code(before, dry_run=True)
            removed: list[str] = []
            while some := await world.prune(before):
                removed += some
            return removed, await world.prune_code(before)

    runs, code = asyncio.run(prune())
    if as_json:
        show.print_json({"runs": runs, "code": code, "databases": theirs, "removed": not dry_run})
        return
    verb = "would be" if dry_run else "were"
    click.echo(f"{len(runs)} runs and {len(code)} bundles {verb} removed")
    for url, done in theirs.items():
        click.echo(
            f"{url}: {done.outcomes} outcomes, {done.refused} refused rows and {done.bundles} bundles {verb} removed"
        )
        if done.unknown and not unknown_runs:
            show.warn(
                f"{done.unknown} outcomes are of runs that are not in this world; --unknown-runs removes them, too"
            )


@db_command.command("upgrade")
@options.json_option
@options.db_option
def upgrade_command(as_json: bool, db: str | None) -> None:
    """Bring the world to the schema of this version. Every command that opens it does so too."""

    async def upgrade() -> str:
        async with open_world_for(db) as world:
            return world.url

    url = asyncio.run(upgrade())
    if as_json:
        show.print_json({"world": url, "upgraded": True})
    else:
        click.echo(f"{url} is up to date")


@db_command.command("new-key")
def new_key_command() -> None:
    """Print a fresh key for USEWORKFLOW_ENCRYPTION_KEYS. It is kept nowhere."""
    from useworkflow_runtime.sealing.keyring import new_key

    click.echo(new_key())


@db_command.command("rekey")
@options.json_option
@options.db_option
def rekey_command(as_json: bool, db: str | None) -> Exit:
    """Seal everything that is stored with the first key of USEWORKFLOW_ENCRYPTION_KEYS. Engines may go on working.

    Exit code 1 where something could not be opened, so that its key is still needed.
    """
    from useworkflow_runtime.sealing.configured import configured_envelopes
    from useworkflow_runtime.sealing.rekey import rekey

    envelopes = configured_envelopes()
    if envelopes is None or envelopes.keys is None:
        raise CommandError(
            "there is no key to seal with",
            mend="put one first in USEWORKFLOW_ENCRYPTION_KEYS, and those that sealed so far behind it",
        )

    async def change() -> Rekeyed:
        async with open_world_for(db) as world:
            return await rekey(bare(world), envelopes)

    done = asyncio.run(change())
    if as_json:
        show.print_json({"key": envelopes.keys.current, **msgspec.structs.asdict(done)})
    else:
        click.echo(f"{done.changed} values were sealed with {envelopes.keys.current}; {done.kept} needed nothing")
        if done.failed:
            keys = f" with {', '.join(done.missing)}" if done.missing else ""
            show.warn(f"{done.failed} values could not be opened and stay sealed{keys}")
    return Exit.FAILED if done.failed else Exit.OK
