"""Why a run does not move (G9), read from the world by whoever asks.

    Explanation(state="running", waits=[Wait(kind="hook", what="approve:o-17", since=..., file="app.py", line=14)], ...)

Read next: ``ledger``, which says what is outstanding.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from useworkflow_compiler.format import decode_bundle
from useworkflow_runtime.errors import RunNotFoundError
from useworkflow_runtime.ledger import Ledger, StepEntry
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL, RunRecord, World
from useworkflow_sandbox.events import RunCreated, RunMigrated, decode_event


class Wait(msgspec.Struct, frozen=True):
    """One thing that a run waits for. ``kind``: ``step``, ``retry``, ``timer``, ``hook``, ``child`` (a run), ``start`` or ``engine``."""

    kind: str
    what: str
    since: datetime | None = None
    until: datetime | None = None
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f" ({self.file}:{self.line})" if self.line else ""
        until = f" until {self.until.isoformat()}" if self.until else ""
        return f"{self.kind}: {self.what}{until}{place}"


class Explanation(msgspec.Struct, frozen=True):
    """``state`` is the run's status; ``advice`` says what would make it move."""

    state: str
    waits: list[Wait]
    advice: str

    def __str__(self) -> str:
        return "\n".join([self.state, *(f"  waits for {wait}" for wait in self.waits), f"  {self.advice}"])


async def explain_run(world: World, run_id: str, missing: Mapping[str, str] | None = None) -> Explanation:
    """Explain a run.

    Args:
        world: where it is kept.
        run_id: the run.
        missing: step ids that its engine could not find, with the reason.

    Raises:
        RunNotFoundError: no such run.
    """
    record = await world.get_run(run_id)
    if record is None:
        raise RunNotFoundError.of(run_id)
    if record.status in TERMINAL:
        return Explanation(record.status, [], "it has ended")
    if record.status in PARKED:
        return Explanation(record.status, [], f"{record.reason}\n{await _mend(world, record)}")
    ledger = await ledger_of(world, run_id)
    waits = _waits(ledger, await _file(world, record), missing or {})
    if record.status == "pending" and record.wake_at is not None:
        waits.insert(0, Wait("start", "its delayed start", until=_moment(record.wake_at)))
    if await world.owner() is None:
        waits.append(Wait("engine", "an engine: none owns this world now"))
    return Explanation(record.status, waits, _advice(waits))


async def ledger_of(world: World, run_id: str) -> Ledger:
    """What the run is in the middle of, folded from its log."""
    ledger = Ledger()
    position = 0
    while page := await world.read_events(run_id, position):
        for row in page:
            ledger.apply(row.seq, decode_event(row.body))
        position = page[-1].seq
    return ledger


async def _file(world: World, record: RunRecord) -> str:
    data = await world.get_bundle(record.bundle)
    return decode_bundle(data).modules[0].filename if data else ""


def _waits(ledger: Ledger, file: str, missing: Mapping[str, str]) -> list[Wait]:
    waits = [_step_wait(entry, file, missing) for entry in ledger.steps.values()]
    waits += [
        Wait("timer", timer.what, _moment(timer.since), _moment(timer.due), file, timer.line)
        for timer in ledger.timers.values()
    ]
    waits += [
        Wait("child", child.run_id, _moment(child.since), None, file, child.line) for child in ledger.children.values()
    ]
    waits += [Wait("hook", hook.token, _moment(hook.since), None, file, hook.line) for hook in ledger.hooks.values()]
    return waits


def _step_wait(entry: StepEntry, file: str, missing: Mapping[str, str]) -> Wait:
    name = entry.step.rsplit("//", 1)[-1]
    since = _moment(entry.scheduled_at)
    if entry.step in missing:
        return Wait("step", f"a worker that has {entry.step} ({missing[entry.step]})", since, None, file, entry.line)
    if entry.retry_at is not None:
        what = f"attempt {entry.attempt + 1} of {name}"
        return Wait("retry", what, since, _moment(entry.retry_at), file, entry.line)
    what = f"{name}, attempt {entry.attempt}" if entry.attempt else f"{name}, not started yet"
    return Wait("step", what, since, None, file, entry.line)


def _advice(waits: list[Wait]) -> str:
    kinds = {wait.kind for wait in waits}
    if "engine" in kinds:
        return "start an engine: `useworkflow worker`, or a program that calls start() on this world"
    if not waits:
        return "its engine is about to move it"
    if "hook" in kinds and not kinds & {"step", "retry"}:
        return "answer a hook with resume_hook(token, payload) or `useworkflow resume --hook TOKEN JSON`"
    if kinds == {"timer"}:
        return "it goes on by itself at that time; run.wake_up() ends its sleeps now"
    return "it goes on when one of these has an outcome"


async def _mend(world: World, record: RunRecord) -> str:
    resume = f"`useworkflow resume {record.id}`"
    if record.status != "diverged":
        return f"  mend its code, then {resume}"
    former = [bundle for bundle in await bundles_of(world, record.id) if bundle != record.bundle]
    if former:
        return f"  `useworkflow migrate {record.id} --to {former[0][:8]}` moves it back to the code that it had before"
    return f"  mend what has changed around its code, then {resume}"


async def bundles_of(world: World, run_id: str) -> list[str]:
    """Ids of the codes that a run has had, newest first."""
    found: list[str] = []
    position = 0
    while page := await world.read_events(run_id, position):
        for row in page:
            if row.kind in ("run_created", "run_migrated"):
                event = decode_event(row.body)
                assert isinstance(event, RunCreated | RunMigrated)
                found.append(event.bundle)
        position = page[-1].seq
    return list(dict.fromkeys(reversed(found)))


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1_000_000, UTC)
