"""``useworkflow schedule create|list|pause|resume|delete|backfill``: runs at given times.

useworkflow schedule create nightly "30 2 * * *" report.py --timezone Europe/Berlin
useworkflow schedule backfill nightly 2026-01-01 2026-02-01
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.arguments import bind_arguments
from useworkflow_runtime.cli.target import load_workflow, parse_target
from useworkflow_runtime.errors import CadenceError

if TYPE_CHECKING:
    from useworkflow_runtime.scheduling.schedules import ScheduleInfo
    from useworkflow_runtime.worlds.protocol import World

R = TypeVar("R")
_WIDE = 160


@click.group("schedule")
def schedule_command() -> None:
    """Start runs at given times: one for each nominal time, however many workers there are."""


@schedule_command.command("create", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("cron")
@click.argument("target", metavar="FILE[:FUNCTION]")
@click.argument("words", metavar="[ARGS]...", nargs=-1, type=click.UNPROCESSED)
@click.option("--timezone", default="UTC", show_default=True, help="An IANA name, such as Europe/Berlin.")
@click.option(
    "--missed", type=click.Choice(["skip", "last", "all"]), default="last", show_default=True,
    help="What becomes of times at which no worker was there.",
)  # fmt: skip
@click.option("--time-argument", metavar="NAME", help="The argument that gets the nominal time.")
@click.option("--queue", help="The queue in which its runs wait.")
@options.json_option
@options.db_option
def create(
    name: str,
    cron: str,
    target: str,
    words: tuple[str, ...],
    timezone: str,
    missed: Any,
    time_argument: str | None,
    queue: str | None,
    as_json: bool,
    db: str | None,
) -> None:
    """Store a schedule, or replace the one of that name. Runs are started by whoever executes this world."""
    from useworkflow_runtime.scheduling.schedules import schedule

    function = load_workflow(parse_target(target))
    bound = words if time_argument is None else (*words, f"--{time_argument}", "1970-01-01T00:00:00+00:00")
    args, kwargs = bind_arguments(function, bound)
    kwargs.pop(time_argument or "", None)

    async def work(world: World) -> ScheduleInfo:
        scheduling = schedule(
            name, cron, timezone=timezone, missed=missed, time_argument=time_argument, queue=queue, world=world
        )
        return await (await scheduling.store(function, args, kwargs, as_engine=False)).info()

    _show([_in_world(db, work, create=True)], as_json, one=True)


@schedule_command.command("list")
@options.json_option
@options.db_option
def list_(as_json: bool, db: str | None) -> None:
    """List the schedules of a world."""
    from useworkflow_runtime.scheduling.schedules import list_schedules

    _show(_in_world(db, lambda world: list_schedules(world=world)), as_json)


@schedule_command.command("pause")
@click.argument("name")
@options.json_option
@options.db_option
def pause(name: str, as_json: bool, db: str | None) -> None:
    """Start nothing until ``resume``."""
    _change(name, "pause", as_json, db)


@schedule_command.command("resume")
@click.argument("name")
@options.json_option
@options.db_option
def resume(name: str, as_json: bool, db: str | None) -> None:
    """Go on with the next nominal time."""
    _change(name, "resume", as_json, db)


@schedule_command.command("delete")
@click.argument("name")
@options.json_option
@options.db_option
def delete(name: str, as_json: bool, db: str | None) -> None:
    """Forget a schedule; its runs stay."""
    from useworkflow_runtime.scheduling.schedules import get_schedule

    _in_world(db, lambda world: get_schedule(name, world=world).delete())
    if as_json:
        show.print_json({"deleted": name})


@schedule_command.command("backfill")
@click.argument("name")
@click.argument("start")
@click.argument("end")
@options.json_option
@options.db_option
def backfill(name: str, start: str, end: str, as_json: bool, db: str | None) -> None:
    """Start a run for each nominal time from START on and before END that has none.

    START and END are dates or times (2026-01-31, 2026-01-31T12:00), in the schedule's time zone where they have none.
    """
    from useworkflow_runtime.scheduling.schedules import get_schedule

    async def work(world: World) -> list[str]:
        found = get_schedule(name, world=world)
        zone = (await found.info()).timezone
        return [run.id for run in await found.backfill(_time(start, zone), _time(end, zone))]

    runs = _in_world(db, work)
    if as_json:
        show.print_json({"schedule": name, "runs": runs})
    else:
        for run_id in runs:
            click.echo(run_id)


def _change(name: str, what: str, as_json: bool, db: str | None) -> None:
    from useworkflow_runtime.scheduling.schedules import get_schedule

    async def work(world: World) -> ScheduleInfo:
        found = get_schedule(name, world=world)
        await getattr(found, what)()
        return await found.info()

    _show([_in_world(db, work)], as_json, one=True)


def _time(text: str, zone: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CadenceError(f"{text!r} is no time", mend="write 2026-01-31 or 2026-01-31T12:00+01:00") from error
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC if zone == "UTC" else ZoneInfo(zone))


def _in_world(db: str | None, work: Callable[[World], Awaitable[R]], *, create: bool = False) -> R:
    from useworkflow_runtime.cli.session import open_world_for

    async def inside() -> R:
        async with open_world_for(db, create=create) as world:
            return await work(world)

    return asyncio.run(inside())


def _show(found: list[ScheduleInfo], as_json: bool, *, one: bool = False) -> None:
    if as_json:
        shown = [_as_json(info) for info in found]
        show.print_json(shown[0] if one else shown)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("schedule", "workflow", "cron", "time zone", "missed", "next", "last"):
        table.add_column(column)
    for info in found:
        following = "paused" if info.paused else _text(info.next_at) or "never"
        table.add_row(
            info.name, show.workflow_name(info.workflow), info.cron, info.timezone, info.missed, following,
            _text(info.last_at) or "",
        )  # fmt: skip
    Console(width=_WIDE).print(table)


def _as_json(info: ScheduleInfo) -> dict[str, Any]:
    times = {name: _text(getattr(info, name)) for name in ("next_at", "last_at", "created_at")}
    names = ("name", "workflow", "cron", "timezone", "missed", "paused")
    return {name: getattr(info, name) for name in names} | times


def _text(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat()
