"""Moves runs in flight to other code, on purpose and checked first (G7).

    await migrate(world, "run_01...")                     -> Migration(outcome="moved", ...)
    await migrate(world, "run_01...", force=True)         moved even where it does not agree: it will be ``diverged``
    await migrate(world, "run_01...", to="5d1f0c2a")      back to a code that the world holds

A move is one operation of the world: it takes place only if the log still ends where the check ended (a run that moves
too fast for that is checked right after), and whoever has it in memory with its former code can commit nothing more. Read next: ``deploy_check``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from useworkflow_compiler.format import Bundle, decode_bundle, encode_bundle
from useworkflow_runtime.code.programs import compile_present
from useworkflow_runtime.deploys.code_diff import SHOWN
from useworkflow_runtime.deploys.deploy_check import Check, Compile, RunCheck, checking
from useworkflow_runtime.errors import BundleMissingError, RunNotFoundError
from useworkflow_runtime.explaining.explain import bundles_of
from useworkflow_runtime.worlds.protocol import TERMINAL, RunRecord, World

_CHECKED_TRIES = 3


class Migration(msgspec.Struct, frozen=True):
    """What became of the wish to move a run.

    ``outcome``: ``moved``; ``unchanged`` (it has that code already); ``refused`` (the code does not agree with its log,
    or there is none; the run has the code that it had); ``ended`` (it has ended meanwhile).
    """

    run_id: str
    outcome: Literal["moved", "unchanged", "refused", "ended"]
    previous: str
    bundle: str | None
    check: RunCheck | None = None


async def migrate(
    world: World, run_id: str, *, to: str | None = None, force: bool = False, compile: Compile = compile_present
) -> Migration:
    """Move one run to its workflow's present code, or to a stored one. See ``migrate_all`` for several.

    Args:
        world: an open world; an engine that owns it, here or elsewhere, takes notice.
        run_id: the run.
        to: the id of a bundle that this run has had, or its first characters.
        force: move it even if the code does not agree with its log: it is then parked as ``diverged``.
        compile: gives a workflow's present bundle.

    Raises:
        RunNotFoundError: no such run.
        BundleMissingError: the run never had a code ``to``, or the world does not hold it.
    """
    (migration,) = await migrate_all(world, [run_id], to=to, force=force, compile=compile)
    return migration


async def migrate_all(
    world: World, run_ids: list[str], *, to: str | None = None, force: bool = False, compile: Compile = compile_present
) -> list[Migration]:
    """Move several runs, each by itself. See ``migrate``."""
    with checking(world, compile) as check:
        return [await _migrate(world, run_id, to, force, check) for run_id in run_ids]


async def _migrate(world: World, run_id: str, to: str | None, force: bool, check: Check) -> Migration:
    previous = ""
    for _ in range(_CHECKED_TRIES):
        record = await _present(world, run_id)
        previous = record.bundle
        if record.status in TERMINAL:
            return Migration(run_id, "ended", previous, None)
        target = await stored_bundle(world, record, to) if to is not None else check.present(record.workflow)
        result = await check.run(record, target if isinstance(target, Bundle) else None)
        if not isinstance(target, Bundle):
            return Migration(run_id, "refused", previous, None, result)
        if target.id == previous:
            return Migration(run_id, "unchanged", previous, target.id, result)
        if result.verdict == "unsafe" and not force:
            return Migration(run_id, "refused", previous, target.id, result)
        await world.put_bundle(target.id, encode_bundle(target))
        seq = result.checked if result.verdict == "safe" else record.last_seq
        if await world.migrate_run(run_id, target.id, seq):
            return Migration(run_id, "moved", previous, target.id, result)
    assert isinstance(target, Bundle)
    return await _migrate_on_the_run(world, run_id, target, force, check)


async def _migrate_on_the_run(world: World, run_id: str, target: Bundle, force: bool, check: Check) -> Migration:
    """Move a run whose log grows faster than it can be checked: the check follows, and where it fails, so does the way
    back. In between the run may have been parked; moving it back ends that."""
    before = await _present(world, run_id)
    if not await world.migrate_run(run_id, target.id, None):
        return Migration(run_id, "ended", before.bundle, None)
    record = await _present(world, run_id)
    if record.status in TERMINAL:  # with its new code
        return Migration(run_id, "moved", before.bundle, target.id)
    result = await check.run(record, target)
    if result.verdict != "unsafe" or force:
        return Migration(run_id, "moved", before.bundle, target.id, result)
    await world.migrate_run(run_id, before.bundle, None)
    return Migration(run_id, "refused", before.bundle, target.id, result)


async def _present(world: World, run_id: str) -> RunRecord:
    record = await world.get_run(run_id)
    if record is None:
        raise RunNotFoundError.of(run_id)
    return record


async def stored_bundle(world: World, record: RunRecord, to: str) -> Bundle:
    """The bundle that the run has had at some time, by the first characters of its id.

    Raises:
        BundleMissingError: there is none, or the world does not hold it.
    """
    for bundle_id in await bundles_of(world, record.id):
        if bundle_id.startswith(to):
            data = await world.get_bundle(bundle_id)
            if data is not None:
                return decode_bundle(data)
    had = ", ".join(bundle_id[:SHOWN] for bundle_id in await bundles_of(world, record.id))
    raise BundleMissingError(
        f"run {record.id} has never had a code {to!r} that the world {world.url} holds",
        why="a run can be moved to its workflow's present code, or back to a code that it had",
        mend=f"codes that it had: {had}",
    )
