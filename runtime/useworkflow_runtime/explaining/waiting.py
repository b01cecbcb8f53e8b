"""Each thing that a run can wait for, in words (G9): what it is, since when, until when, at which line, and what would move it.

    StepEntry(step="step//shop//charge", retry_at=...)   -> Wait(kind="retry", what="attempt 2 of charge", until=...)
    Ticket(queue="mail", held=2), concurrency 2           -> Wait(kind="queue", what="a slot of queue mail: 2 of 2 are held")

Read next: ``explain``, which asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from useworkflow_runtime.engine.ledger import ChildEntry, HookEntry, Ledger, StepEntry, TimerEntry
from useworkflow_runtime.worlds.protocol import Holder, RunRecord, World
from useworkflow_runtime.worlds.queueing import QueueConfig, Ticket
from useworkflow_runtime.worlds.step_sharing import StepLoan
from useworkflow_sandbox import waits as tasks

INSIDE = frozenset({"lock", "semaphore", "condition", "event", "barrier", "queue item", "task", "future"})
"""Kinds of waits for something inside the run itself."""
BEFORE = frozenset({"start", "queue", "rate"})
"""Kinds of waits before a run begins."""


class Wait(msgspec.Struct, frozen=True):
    """One thing that a run waits for.

    ``kind``: ``step``, ``retry``, ``timer``, ``hook``, ``child`` (a run); ``start`` (its delay), ``queue`` (a slot), ``rate``;
    ``engine``, ``worker``; ``diverged``, ``stuck``; inside the run ``lock``, ``semaphore``, ``condition``, ``event``,
    ``barrier``, ``queue item``, ``task``, ``future``. ``moves``: what would make it go on.
    """

    kind: str
    what: str
    since: datetime | None = None
    until: datetime | None = None
    file: str = ""
    line: int = 0
    moves: str = ""

    def __str__(self) -> str:
        place = f" ({self.file}:{self.line})" if self.line else ""
        since = f" since {_short(self.since)}" if self.since else ""
        until = f" until {_short(self.until)}" if self.until else ""
        return f"{self.kind}: {self.what}{since}{until}{place}"


def parked(record: RunRecord, mend: str) -> Wait:
    """A run that was put aside."""
    first = (record.reason or "no reason was recorded").partition("\n")[0]
    return Wait(record.status, first, moves=mend)


# --- before it begins


async def to_begin(world: World, record: RunRecord) -> list[Wait]:
    """What a run that has not begun, or was mended and has to begin again, waits for."""
    ticket = await world.ticket(record.id)
    if ticket is not None and ticket.granted_at is None:
        state = next(state for state in await world.queues() if state.config.name == ticket.queue)
        return [_in_queue(ticket, state.config, world.now())]
    if record.status == "pending" and record.wake_at is not None:
        until = moment(record.wake_at)
        return [
            Wait("start", "its delayed start", moment(record.created_at), until, moves="that time; or run.wake_up()")
        ]
    return []


def _in_queue(ticket: Ticket, config: QueueConfig, now: int) -> Wait:
    since, queue = moment(ticket.asked_at), f"queue {ticket.queue}"
    ahead = f"; {ticket.ahead} runs are before it" if ticket.ahead else ""
    if ticket.ready_at > now:
        return Wait("start", f"its delayed start, in {queue}", since, moment(ticket.ready_at), moves="that time")
    if config.concurrency is not None and ticket.held >= config.concurrency:
        what = f"a slot of {queue}: {ticket.held} of {config.concurrency} are held{ahead}"
        return Wait("queue", what, since, moves="the end of a run that holds one, or a higher limit")
    if config.key_concurrency is not None and ticket.held_by_key >= config.key_concurrency:
        what = f"a slot of {queue} for key {ticket.key!r}: {ticket.held_by_key} of {config.key_concurrency} are held{ahead}"
        return Wait("queue", what, since, moves="the end of a run of this key, or a higher limit")
    if (config.rate or config.key_rate) and ticket.wake_at is not None and ticket.wake_at > now:
        what = f"the rate limit of {queue}{ahead}"
        return Wait("rate", what, since, moment(ticket.wake_at), moves="that time, for the first of them")
    return Wait("queue", f"its turn in {queue}{ahead}", since, moves="a worker with room for it")


# --- what comes from outside


async def for_events(
    world: World, run_id: str, ledger: Ledger, file: str, missing: Mapping[str, str], found: Sequence[tasks.Wait]
) -> list[Wait]:
    """Outstanding steps, timers, runs and hooks of a run. ``found``: where the run's tasks stand, which tells the file of each."""
    files = {wait.id: wait.file for wait in found if wait.id and wait.file}
    loans = {loan.operation: loan for loan in (await world.loans(run_id) if ledger.steps else ())}
    waits = [_step(entry, files.get(entry.id, file), missing, loans.get(entry.id)) for entry in ledger.steps.values()]
    waits += [_timer(timer, files.get(timer.id, file)) for timer in ledger.timers.values()]
    for child in ledger.children.values():
        waits.append(await _child(world, child, files.get(child.id, file)))
    waits += [_hook(hook, files.get(hook.id, file)) for hook in ledger.hooks.values()]
    return waits


def _step(entry: StepEntry, file: str, missing: Mapping[str, str], loan: StepLoan | None) -> Wait:
    name = entry.step.rsplit("//", 1)[-1]
    since = moment(entry.scheduled_at)
    if loan is not None:
        what = f"{name}, attempt {loan.attempt}, which {loan.owner} executes"
        return Wait("step", what, since, None, file, entry.line, "the end of that attempt")
    if entry.step in missing:
        what = f"a worker that has {entry.step} ({missing[entry.step]})"
        return Wait("step", what, since, None, file, entry.line, "a worker with that step; it costs no attempt")
    if entry.retry_at is not None:
        what = f"attempt {entry.attempt + 1} of {name}"
        return Wait("retry", what, since, moment(entry.retry_at), file, entry.line, "that time")
    if entry.attempt:
        began = moment(entry.started_at) if entry.started_at is not None else since
        return Wait(
            "step", f"{name}, attempt {entry.attempt}", began, None, file, entry.line, "the end of that attempt"
        )
    moves = "a free place on its worker (loop_steps, thread_steps), and a slot of the step, where it has a limit (concurrency)"
    return Wait("step", f"{name}, not started yet", since, None, file, entry.line, moves)


def _timer(timer: TimerEntry, file: str) -> Wait:
    moves = "that time; or run.wake_up()" if timer.what == "sleep" else "that time, or what it limits"
    return Wait("timer", timer.what, moment(timer.since), moment(timer.due), file, timer.line, moves)


async def _child(world: World, child: ChildEntry, file: str) -> Wait:
    record = await world.get_run(child.run_id)
    status = "is not there yet" if record is None else f"is {record.status}"
    moves = f"its end; see `useworkflow explain {child.run_id}`"
    return Wait("child", f"run {child.run_id}, which {status}", moment(child.since), None, file, child.line, moves)


def _hook(hook: HookEntry, file: str) -> Wait:
    return Wait("hook", hook.token, moment(hook.since), None, file, hook.line, "resume_hook(token, payload)")


# --- what comes from the run itself


def inside(found: Sequence[tasks.Wait]) -> list[Wait]:
    """Tasks that stand at a lock or a queue of asyncio. One that waits for a task, or a group of them, is told only where there
    is nothing else: what those wait for is the reason."""
    direct = [_inside(wait) for wait in found if wait.kind in _MOVES]
    outer = [wait for wait in found if wait.kind in ("task", "future")]
    if direct or len(outer) < len(found):
        return direct
    return [_inside(wait) for wait in outer]


_MOVES = {
    "lock": "the end of the block that holds it",
    "semaphore": "the end of a block that holds one",
    "condition": "notify() by another task",
    "event": "set() by another task",
    "barrier": "another task at it",
    "queue": "another task at the other end of it",
}


def _inside(wait: tasks.Wait) -> Wait:
    what = wait.what or "other tasks"
    if wait.kind == "task":
        what = f"task {wait.what}"
    if wait.held_by:
        what += f", held by task {', '.join(wait.held_by)}"
    elif wait.kind == "lock":
        what += ", taken with acquire()"
    kind = "queue item" if wait.kind == "queue" else wait.kind
    moves = _MOVES.get(wait.kind, "their end")
    return Wait(kind, f"{what} (task {wait.name})", None, None, wait.file, wait.line, moves)


# --- who moves it


async def for_a_worker(world: World, record: RunRecord, holder: Holder | None, waits: Sequence[Wait]) -> list[Wait]:
    """That there is no engine, that its worker is gone, or that its turn is yet to come."""
    if await world.owner() is None:
        return [Wait("engine", "an engine: none owns this world now", moves="`useworkflow worker`")]
    if not record.active:
        return []
    if holder is None:
        what = "a worker: nobody has it" if record.started_at is None else "a worker: the one that had it is gone"
        return [Wait("worker", what, moves="the next look of any worker")]
    if not holder.alive:
        until = None if holder.until is None else moment(holder.until)
        what = f"another worker: the lease of {holder.owner} has ended"
        return [Wait("worker", what, until, moves="the next look of any living worker")]
    return (
        []
        if waits
        else [Wait("worker", f"its next turn, on {holder.owner}", moves="nothing more: it is about to move")]
    )


def moment(at: int) -> datetime:
    """Microseconds since the epoch as a time in UTC."""
    return datetime.fromtimestamp(at / 1_000_000, UTC)


def _short(time: datetime | None) -> str:
    return "" if time is None else time.isoformat(timespec="seconds")
