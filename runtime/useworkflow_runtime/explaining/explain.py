"""Why a run does not move (G9), read by whoever asks.

    Explanation(state="running", waits=[Wait(kind="hook", what="approve:o-17", since=..., file="app.py", line=14)], ...)

The log tells what is outstanding, the world who has the run and which queue it stands in, and the run's own tasks, rebuilt from
the log where they are not in this process, at which lock or queue of asyncio they stand. Nothing is changed by asking.
Read next: ``waiting``, which says what each of these is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from useworkflow_compiler.format import decode_bundle
from useworkflow_runtime.engine.ledger import Ledger
from useworkflow_runtime.errors import RunNotFoundError
from useworkflow_runtime.explaining import waiting
from useworkflow_runtime.explaining.rehearsal import rehearsed
from useworkflow_runtime.explaining.waiting import Wait as Wait
from useworkflow_runtime.worlds.protocol import PARKED, TERMINAL, RunRecord, World
from useworkflow_sandbox import waits as tasks
from useworkflow_sandbox.events import RunCreated, RunMigrated, decode_event
from useworkflow_sandbox.instance import Instance


class Explanation(msgspec.Struct, frozen=True):
    """``state`` is the run's status; ``advice`` says what would make it move; ``worker`` who has it, if anybody."""

    state: str
    waits: list[Wait]
    advice: str
    worker: str = ""

    def __str__(self) -> str:
        where = f", on {self.worker}" if self.worker else ""
        lines = [line for wait in self.waits for line in (f"  waits for {wait}", f"    {wait.moves}") if line.strip()]
        return "\n".join([f"{self.state}{where}", *lines, f"  {self.advice}"])


async def explain_run(
    world: World,
    run_id: str,
    missing: Mapping[str, str] | None = None,
    instance: Instance | None = None,
) -> Explanation:
    """Explain a run.

    Args:
        world: where it is kept.
        run_id: the run.
        missing: step ids that its engine could not find, with the reason.
        instance: the run, if it is in this process's memory.

    Raises:
        RunNotFoundError: no such run.
    """
    record = await world.get_run(run_id)
    if record is None:
        raise RunNotFoundError.of(run_id)
    if record.status in TERMINAL:
        return Explanation(record.status, [], "it has ended")
    if record.status in PARKED:
        mend = await _mend(world, record)
        return Explanation(record.status, [waiting.parked(record, mend.strip())], f"{record.reason}\n{mend}")
    holder = await world.holder(run_id)
    ledger = await ledger_of(world, run_id)
    waits = await waiting.to_begin(world, record)
    if not waits:
        found = await _of_tasks(world, record, instance)
        waits = await waiting.for_events(world, record.id, ledger, await _file(world, record), missing or {}, found)
        waits += waiting.inside(found)
    waits += await waiting.for_a_worker(world, record, holder, waits)
    return Explanation(
        record.status, waits, _advice(waits), holder.owner if holder is not None and holder.alive else ""
    )


async def ledger_of(world: World, run_id: str) -> Ledger:
    """What the run is in the middle of, folded from its log."""
    ledger = Ledger()
    position = 0
    while page := await world.read_events(run_id, position):
        for row in page:
            ledger.apply(row.seq, decode_event(row.body))
        position = page[-1].seq
    return ledger


async def _of_tasks(world: World, record: RunRecord, instance: Instance | None) -> Sequence[tasks.Wait]:
    """Where the run's tasks stand: in memory, or after a replay of its log that changes nothing."""
    if instance is not None:
        return instance.waits()
    async with rehearsed(world, record) as rebuilt:
        return [] if rebuilt is None else rebuilt.waits()


async def _file(world: World, record: RunRecord) -> str:
    data = await world.get_bundle(record.bundle)
    return decode_bundle(data).modules[0].filename if data else ""


def _advice(waits: list[Wait]) -> str:
    kinds = {wait.kind for wait in waits}
    if "engine" in kinds:
        return "start an engine: `useworkflow worker`, or a program that calls start() on this world"
    if not waits:
        return "its engine is about to move it"
    if kinds <= waiting.INSIDE:
        return "nothing from outside can move it: its own tasks wait for each other; cancel it, and mend its code"
    if "hook" in kinds and not kinds & {"step", "retry"}:
        return "answer a hook with resume_hook(token, payload) or `useworkflow resume --hook TOKEN JSON`"
    if kinds == {"timer"}:
        return "it goes on by itself at that time; run.wake_up() ends its sleeps now"
    if kinds == {"worker"}:
        return "a living worker takes it up by itself"
    if kinds <= waiting.BEFORE:
        return "it begins by itself when there is nothing before it any more"
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
