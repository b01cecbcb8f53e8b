"""``useworkflow inspect runs|run|events|steps|hooks|streams|state``: look at what a world holds, whoever executes it.

useworkflow inspect runs --status running
useworkflow inspect steps RUN_ID --json
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.table import Table

from useworkflow_runtime.cli import options, show
from useworkflow_runtime.cli.session import open_world_for
from useworkflow_runtime.cli.view import duration, short_name
from useworkflow_runtime.errors import RunNotFoundError
from useworkflow_runtime.worlds.protocol import STATUSES, LoggedEvent, RunRecord, Scalar, World
from useworkflow_runtime.worlds.queueing import QueueState
from useworkflow_runtime.worlds.streams import StreamRecord
from useworkflow_sandbox import events as log
from useworkflow_sandbox import schemas
from useworkflow_sandbox.stacks import TaskStack


@click.group("inspect")
def inspect_command() -> None:
    """Look at runs, their events and their steps."""


@inspect_command.command("runs")
@click.option("--workflow", help="Only runs of this workflow: MODULE:FUNCTION, or its full id.")
@click.option("--status", type=click.Choice(STATUSES), help="Only runs with this status.")
@click.option(
    "--attribute", "wanted", multiple=True, metavar="K=V", help="Only runs that have this attribute; repeatable."
)
@click.option("--limit", default=50, show_default=True, help="At most so many, newest first.")
@click.option("--before", metavar="RUN_ID", help="The next page: go on after this run.")
@options.json_option
@options.db_option
def inspect_runs(
    workflow: str | None,
    status: str | None,
    wanted: tuple[str, ...],
    limit: int,
    before: str | None,
    as_json: bool,
    db: str | None,
) -> None:
    """List runs, newest first. The value of an attribute is JSON where it reads as that (7, true), and text else."""
    attributes = dict(_attribute(text) for text in wanted)
    if workflow and "//" not in workflow:
        module, _, qualname = workflow.partition(":")
        workflow = f"workflow//{module}//{qualname}"

    async def find() -> list[RunRecord]:
        async with open_world_for(db) as world:
            return await world.find_runs(
                workflow=workflow, status=status, attributes=attributes, limit=limit, before=before
            )

    records = asyncio.run(find())
    if as_json:
        show.print_json([show.run_as_json(record) for record in records])
        return
    table = _table("run", "workflow", "status", "created", "took")
    for record in records:
        table.add_row(
            record.id, show.workflow_name(record.workflow), record.status, show.moment(record.created_at), _took(record)
        )
    Console(width=_WIDE).print(table)


def _attribute(text: str) -> tuple[str, Scalar]:
    key, sign, value = text.partition("=")
    if not sign or not key:
        raise click.UsageError(f"an attribute is KEY=VALUE, not {text!r}")
    try:
        parsed = json.loads(value)
    except ValueError:
        return key, value
    return key, parsed if isinstance(parsed, str | int | float | bool) else value


@inspect_command.command("queues")
@options.json_option
@options.db_option
def inspect_queues(as_json: bool, db: str | None) -> None:
    """List queues: their limits, how many slots are held, how many runs wait."""

    async def find() -> list[QueueState]:
        async with open_world_for(db) as world:
            return await world.queues()

    found = asyncio.run(find())
    if as_json:
        show.print_json([_queue_as_json(state) for state in found])
        return
    table = _table("queue", "slots held", "waiting", "next by time", "limits")
    for state in found:
        limits = {name: limit for name, limit in _limits(state).items() if limit is not None}
        text = ", ".join(f"{name} {limit}" for name, limit in limits.items())
        table.add_row(state.config.name, str(state.held), str(state.waiting), show.moment(state.wake_at) or "", text)
    Console(width=_WIDE).print(table)


def _queue_as_json(state: QueueState) -> dict[str, Any]:
    moving = {"held": state.held, "waiting": state.waiting, "next_by_time": show.moment(state.wake_at)}
    return {"queue": state.config.name, **moving, "limits": _limits(state)}


def _limits(state: QueueState) -> dict[str, Any]:
    config = state.config
    rates = {"rate": config.rate, "key_rate": config.key_rate}
    return {
        "concurrency": config.concurrency,
        "worker_concurrency": config.worker_concurrency,
        "key_concurrency": config.key_concurrency,
        **{name: rate and f"{rate.count}/{duration(rate.period / 1_000_000)}" for name, rate in rates.items()},
    }


@inspect_command.command("run")
@click.argument("run_id")
@options.json_option
@options.db_option
def inspect_run(run_id: str, as_json: bool, db: str | None) -> None:
    """Show one run: its row, what it waits for, its result."""

    async def find() -> tuple[RunRecord, list[LoggedEvent]]:
        async with open_world_for(db) as world:
            record = await existing_run(world, run_id)
            return record, [row async for row in all_events(world, run_id)]

    record, rows = asyncio.run(find())
    steps = steps_of(rows)
    hooks = [{"id": hook["id"], "token": hook["token"]} for hook in hooks_of(rows) if hook["state"] == "open"]
    shown = show.run_as_json(record) | {"steps": _counts(steps), "hooks": hooks}
    if as_json:
        show.print_json(shown)
        return
    for key, value in shown.items():
        if key == "output":
            value = show.plain_value(value)
        elif key == "error":
            value = show.failure_text(record).replace("\n", "\n" + " " * 17)
        elif key == "workflow":
            value = show.workflow_name(value)
        elif key == "steps":
            value = ", ".join(f"{count} {state}" for state, count in value.items()) or "none"
        elif key == "hooks":
            value = ", ".join(hook["token"] for hook in value)
        if value not in (None, ""):
            click.echo(f"{key:>15}  {value}")


@inspect_command.command("events")
@click.argument("run_id")
@click.option("--after", default=0, help="Only events after this position.")
@options.json_option
@options.db_option
def inspect_events(run_id: str, after: int, as_json: bool, db: str | None) -> None:
    """Show a run's log."""

    async def find() -> list[LoggedEvent]:
        async with open_world_for(db) as world:
            await existing_run(world, run_id)
            return [row async for row in all_events(world, run_id, after=after)]

    rows = asyncio.run(find())
    if as_json:
        show.print_json([show.event_as_json(row) for row in rows])
        return
    table = _table("seq", "at", "event", "id", "detail")
    for row in rows:
        event = log.decode_event(row.body)
        table.add_row(str(row.seq), show.moment(row.at), row.kind, getattr(event, "id", ""), _detail(event))
    Console(width=_WIDE).print(table)


@inspect_command.command("steps")
@click.argument("run_id")
@options.json_option
@options.db_option
def inspect_steps(run_id: str, as_json: bool, db: str | None) -> None:
    """Show a run's steps: state, attempts, how long they took."""

    async def find() -> list[LoggedEvent]:
        async with open_world_for(db) as world:
            await existing_run(world, run_id)
            return [row async for row in all_events(world, run_id)]

    steps = steps_of(asyncio.run(find()))
    if as_json:
        show.print_json(steps)
        return
    table = _table("id", "step", "state", "attempts", "took", "line")
    for step in steps:
        took = duration(step["took_us"] / 1e6) if step["took_us"] is not None else ""
        table.add_row(
            step["id"], short_name(step["step"]), step["state"], str(step["attempts"]), took, str(step["line"])
        )
    Console(width=_WIDE).print(table)


@inspect_command.command("hooks")
@click.argument("run_id")
@options.json_option
@options.db_option
def inspect_hooks(run_id: str, as_json: bool, db: str | None) -> None:
    """Show a run's hooks: tokens, what they expect, how many payloads came and how many the code answered."""

    async def find() -> list[LoggedEvent]:
        async with open_world_for(db) as world:
            await existing_run(world, run_id)
            return [row async for row in all_events(world, run_id)]

    hooks = hooks_of(asyncio.run(find()))
    if as_json:
        show.print_json(hooks)
        return
    table = _table("token", "state", "expects", "webhook", "received", "answered", "line")
    for hook in hooks:
        del hook["id"]
        table.add_row(*("yes" if cell is True else "" if cell is False else str(cell) for cell in hook.values()))
    Console(width=_WIDE).print(table)


@inspect_command.command("state")
@click.argument("run_id")
@options.json_option
@options.db_option
def inspect_state(run_id: str, as_json: bool, db: str | None) -> None:
    """Show where a run's tasks stand in its code, and their variables: rebuilt from its log, whoever executes it."""
    from useworkflow_runtime.cli.origin import add_root_of, imports_aside
    from useworkflow_runtime.explaining.rehearsal import rehearsed

    async def find() -> tuple[RunRecord, list[TaskStack] | None]:
        async with open_world_for(db) as world:
            record = await existing_run(world, run_id)
            with imports_aside():
                await add_root_of(world, record)
                async with rehearsed(world, record) as instance:
                    return record, None if instance is None else instance.stacks()

    record, stacks = asyncio.run(find())
    if as_json:
        show.print_json({"status": record.status, "tasks": stacks})
    elif stacks is None:
        click.echo(
            f"run {run_id} is {record.status}, and has no state that could be shown: useworkflow explain {run_id}"
        )
    else:
        for task in stacks:
            click.echo(f"{task.name} ({task.task})")
            for frame in task.frames:
                click.echo(f"  {frame.function}  {frame.file}:{frame.line}")
                for name, text in frame.values.items():
                    click.echo(f"    {name} = {text}")


@inspect_command.command("streams")
@click.argument("run_id")
@options.json_option
@options.db_option
def inspect_streams(run_id: str, as_json: bool, db: str | None) -> None:
    """Show a run's streams: how many chunks, how many of them final, closed or not, withdrawals."""

    async def find() -> list[StreamRecord]:
        async with open_world_for(db) as world:
            await existing_run(world, run_id)
            return await world.streams.of_run(run_id)

    streams = asyncio.run(find())
    if as_json:
        show.print_json([msgspec.to_builtins(stream) for stream in streams])
        return
    table = _table("namespace", "chunks", "final", "closed", "withdrawals")
    for stream in streams:
        closed = "yes" if stream.closed else "no"
        table.add_row(stream.namespace, str(stream.chunks), str(stream.final), closed, str(stream.withdrawals))
    Console(width=_WIDE).print(table)


async def existing_run(world: World, run_id: str) -> RunRecord:
    """The run's row.

    Raises:
        RunNotFoundError: there is no such run.
    """
    record = await world.get_run(run_id)
    if record is None:
        raise RunNotFoundError.of(run_id)
    return record


async def all_events(world: World, run_id: str, *, after: int = 0) -> AsyncIterator[LoggedEvent]:
    """The run's log, page by page."""
    while page := await world.read_events(run_id, after):
        for row in page:
            yield row
        after = page[-1].seq


def steps_of(rows: list[LoggedEvent]) -> list[dict[str, Any]]:
    """Each scheduled step of a log in order: state, attempts, time from scheduling to outcome in microseconds."""
    steps: dict[str, dict[str, Any]] = {}
    for row in rows:
        event = log.decode_event(row.body)
        if isinstance(event, log.StepScheduled):
            steps[event.id] = {
                "id": event.id, "step": event.step, "state": "running", "attempts": 1, "line": event.line,
                "scheduled_at": show.moment(event.at), "at": event.at, "took_us": None,
            }  # fmt: skip
            continue
        step = steps.get(getattr(event, "id", ""))
        if step is None:
            continue
        match event:
            case log.StepCompleted():
                step.update(state="completed", attempts=event.attempt, took_us=event.at - step["at"])
            case log.StepFailed():
                step.update(state="failed", attempts=event.attempt, took_us=event.at - step["at"])
            case log.StepCancelled():
                step.update(state="cancelled")
            case log.StepRetrying():
                step.update(state="retrying", attempts=event.attempt)
            case log.StepStarted():
                step.update(state="running", attempts=event.attempt)
            case log.StepHeartbeat():
                step.update(heartbeat=msgspec.json.decode(event.details))
            case _:
                pass
    for step in steps.values():
        del step["at"]
    return list(steps.values())


def hooks_of(rows: list[LoggedEvent]) -> list[dict[str, Any]]:
    """The hooks of a run, as its log tells: ``state`` is ``open``, ``disposed`` or ``conflict``, and ``ended`` after the run's end."""
    hooks: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.kind in _END_OF_HOOKS:
            for hook in hooks.values():
                hook["state"] = "ended" if hook["state"] == "open" else hook["state"]
        if not row.kind.startswith("hook_"):
            continue
        event = log.decode_event(row.body)
        if isinstance(event, log.HookCreated):
            hooks[event.id] = {
                "id": event.id,
                "token": event.token,
                "state": "open",
                "expects": "" if event.schema is None else schemas.names(event.schema),
                "webhook": event.webhook is not None,
                "received": 0,
                "answered": 0,
                "line": event.line,
            }
        elif isinstance(event, log.HookReceived | log.HookReplied | log.HookDisposed | log.HookConflict):
            _tell_hook(hooks.get(event.id, {}), event)
    return list(hooks.values())


def _tell_hook(hook: dict[str, Any], event: log.AnyEvent) -> None:
    match event:
        case log.HookReceived() if hook:
            hook["received"] += 1
        case log.HookReplied() if hook:
            hook["answered"] += 1
        case log.HookDisposed():
            hook["state"] = "disposed"
        case log.HookConflict():
            hook["state"] = "conflict"


_END_OF_HOOKS = frozenset({"run_completed", "run_failed", "run_cancelled"})


def _counts(steps: list[dict[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for step in steps:
        counts[step["state"]] = counts.get(step["state"], 0) + 1
    return counts


def _detail(event: log.AnyEvent) -> str:
    match event:
        case log.StepScheduled():
            return short_name(event.step)
        case log.StepRetrying() | log.StepStarted() | log.StepCompleted() | log.StepFailed():
            return f"attempt {event.attempt}"
        case log.StepHeartbeat():
            return bytes(event.details)[:60].decode(errors="replace")
        case log.TimerStarted():
            return f"{event.what} until {show.moment(event.due)}"
        case log.HookCreated() | log.HookDisposed() | log.HookConflict() | log.HookResumed():
            return event.token
        case log.HookReplied():
            return event.dedup
        case log.RunMigrated():
            return f"{event.previous[:8]} -> {event.bundle[:8]}"
        case log.RunCompleted():
            return bytes(event.value)[:60].decode(errors="replace")
        case log.RunCancelled() | log.CancelRequested():
            return event.reason or ""
        case _:
            return ""


def _took(record: RunRecord) -> str:
    end = record.completed_at if record.completed_at is not None else time.time_ns() // 1_000
    return duration((end - record.created_at) / 1e6)


_WIDE = 1_000
"""Columns: a terminal may wrap a line, but an id is never cut short."""


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table
