"""New runs from old ones: the same start once more, or the same beginning with another end.

    await rerun(place, "run_01...")                            a run of the same arguments, from the beginning
    await fork(place, "run_01...", before="0/charge#0")        a run with the log up to that step's outcome, which it asks for again
    await fork(place, "run_01...", at=41)                      the same, up to event 41

The old run is only read. A fork replays what was copied: where its code does not agree with that, it is ``diverged``, as any
run would be. Read next: ``worlds.protocol``, ``fork_run``.
"""

from __future__ import annotations

import random
import secrets

import msgspec

from useworkflow_compiler.format import Bundle, decode_bundle
from useworkflow_runtime.code.programs import compile_present
from useworkflow_runtime.embedded import Place
from useworkflow_runtime.engine.ledger import Ledger
from useworkflow_runtime.errors import BundleMissingError, ForkError, RunNotFoundError
from useworkflow_runtime.explaining.explain import bundles_of
from useworkflow_runtime.start import StartOptions, create_run
from useworkflow_runtime.worlds.protocol import LoggedEvent, NewRun, RunRecord, World, migrated
from useworkflow_sandbox import events as e
from useworkflow_sandbox.run_ids import RANDOM_BITS, new_run_id

_SAME = "same"
_INPUTS = frozenset(str(kind.__struct_config__.tag) for kind in e.INPUTS)
_ENDS = frozenset({"run_completed", "run_failed", "run_cancelled", "run_terminated"})


async def rerun(
    place: Place, run_id: str, *, code: str | None, new_id: str | None = None, chance: random.Random | None = None
) -> RunRecord:
    """Start the workflow of a run again, with its arguments, attributes and timeout.

    Args:
        place: where.
        run_id: the run.
        code: ``None``: as it is installed now; ``"same"``: that of the run; else the id of a code that it has had.
        new_id: an id of one's own.
        chance: where its randomness and its id come from; the operating system if left out.

    Raises:
        RunNotFoundError: no such run.
        BundleMissingError: it has never had that code.
        CompileError: its workflow is not here any more.
        RunExistsError: the id is taken.
    """
    record = await _record(place.world, run_id)
    created = await _created(place.world, run_id)
    bundle = await _code(place.world, record, code)
    options = StartOptions(run_id=new_id, attributes=record.attributes, timeout=created.timeout)
    again, _ = await create_run(place, bundle, created.args, options, chance)
    return again


async def fork(
    place: Place,
    run_id: str,
    *,
    at: int | None,
    before: str | None,
    code: str | None,
    new_id: str | None = None,
    chance: random.Random | None = None,
) -> RunRecord:
    """Start a run whose log begins as that of another.

    Args:
        place: where.
        run_id: the run.
        at: the last event that is kept; what its code decided on it is kept, too.
        before: an operation: what came before its outcome is kept.
        code: as for ``rerun``.
        new_id: an id of one's own.
        chance: where its randomness and its id come from; the operating system if left out.

    Raises:
        ForkError: there is no such place in its log, or nothing to go on with there.
        RunNotFoundError, BundleMissingError, CompileError, RunExistsError: as for ``rerun``.
    """
    world = place.world
    chance = chance or secrets.SystemRandom()
    record = await _record(world, run_id)
    bundle = await _code(world, record, code)
    cut = await _cut(world, record, at, before)
    if cut is None:
        return await rerun(place, run_id, code=code, new_id=new_id, chance=chance)
    await place.programs.put(bundle)
    source = await _created(world, run_id)
    now = max(world.now(), cut.at)
    forked = e.RunForked(at=now, source=run_id, seq=cut.seq, seed=f"{chance.getrandbits(128):032x}")
    tail = [LoggedEvent(cut.seq + 1, e.kind_of(forked), now, e.encode_event(forked))]
    if bundle.id != cut.bundle:
        tail.append(migrated(cut.seq + 2, now, bundle.id, cut.bundle))
    new = NewRun(
        id=new_id or new_run_id(now, chance.getrandbits(RANDOM_BITS)),
        workflow=record.workflow,
        bundle=bundle.id,
        created=e.encode_event(source),
        at=source.at,
        attributes=record.attributes,
    )
    awaits = [(child.id, child.run_id) for child in cut.ledger.children.values()]
    return await world.fork_run(new, run_id, cut.seq, tail, awaits)


class _Cut(msgspec.Struct):
    """Where a log is cut: after event ``seq``. ``bundle``: the code that recorded it."""

    seq: int
    at: int
    ledger: Ledger
    bundle: str


async def _cut(world: World, record: RunRecord, at: int | None, before: str | None) -> _Cut | None:
    """Where to cut; ``None``: before anything has happened."""
    if at is not None and before is not None:
        raise ValueError("give either at or before, not both")
    rows = await _rows(world, record.id)
    seq = _position(rows, record, at, before)
    if seq == 1 and (at is None or len(rows) == 1):
        return None
    while seq < len(rows) and rows[seq].kind not in _INPUTS:
        seq += 1  # what was decided on an event belongs to it
    if rows[seq - 1].kind in _ENDS:
        raise ForkError(
            f"after event {at} of run {record.id} there is nothing to go on with",
            why="its code had decided to end",
            mend="fork at an earlier event, or before the outcome of an operation",
        )
    cut = _Cut(seq, 0, Ledger(), "")
    for row in rows[:seq]:
        event = e.decode_event(row.body)
        cut.ledger.apply(row.seq, event)
        cut.at = max(cut.at, event.at)
        if isinstance(event, e.RunCreated | e.RunMigrated):
            cut.bundle = event.bundle
    if not all(child.linked for child in cut.ledger.children.values()):
        raise ForkError(
            f"at event {seq} run {record.id} was waiting to learn which run an idempotency key names",
            mend="fork one event later, or before that start",
        )
    return cut


def _position(rows: list[LoggedEvent], record: RunRecord, at: int | None, before: str | None) -> int:
    if at is not None:
        if not 1 <= at <= len(rows):
            raise ForkError(
                f"run {record.id} has no event {at}",
                mend=f"it has events 1 to {len(rows)}: `useworkflow inspect events`",
            )
        return at
    if before is not None:
        for row in rows:
            if row.kind in _INPUTS and getattr(e.decode_event(row.body), "id", None) == before:
                return row.seq - 1
        raise ForkError(
            f"run {record.id} has no outcome of an operation {before!r}",
            mend=f"`useworkflow inspect events {record.id}` shows the ids, such as 0/charge#0",
        )
    if rows[-1].kind not in _ENDS:
        return len(rows)
    return max((row.seq - 1 for row in rows[1:] if row.kind in _INPUTS), default=1)


async def _rows(world: World, run_id: str) -> list[LoggedEvent]:
    rows: list[LoggedEvent] = []
    while page := await world.read_events(run_id, len(rows)):
        rows += page
    return rows


async def _record(world: World, run_id: str) -> RunRecord:
    record = await world.get_run(run_id)
    if record is None:
        raise RunNotFoundError.of(run_id)
    return record


async def _created(world: World, run_id: str) -> e.RunCreated:
    (row,) = await world.read_events(run_id, 0, 1)
    created = e.decode_event(row.body)
    assert isinstance(created, e.RunCreated)
    return created


async def _code(world: World, record: RunRecord, code: str | None) -> Bundle:
    if code is None:
        return compile_present(record.workflow)
    found = [record.bundle] if code == _SAME else [b for b in await bundles_of(world, record.id) if b.startswith(code)]
    data = await world.get_bundle(found[0]) if found else None
    if data is None:
        raise BundleMissingError(
            f"run {record.id} has never had a code {code!r}",
            mend="give the first characters of a code that it had, `same` for its present one, or nothing for what is installed",
        )
    return decode_bundle(data)
