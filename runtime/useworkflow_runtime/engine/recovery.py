"""Brings a run back into memory: from its snapshot where that holds, and from the log after it (G4, G5, G6, G7).

    log of 1,000,000 events, snapshot at 999,990   -> restore, deliver 10 events
    no snapshot, or one that does not hold          -> deliver the log from event 1

The code is the run's own bundle from the world, never the module as it is now. Read next: ``replay``, ``snapshots``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from useworkflow_compiler.format import Bundle, decode_bundle
from useworkflow_runtime.deploys.shapes import change_detector, still_hold
from useworkflow_runtime.engine.divergence import Divergence, Report, report
from useworkflow_runtime.engine.ledger import Ledger
from useworkflow_runtime.engine.replay import Replay
from useworkflow_runtime.engine.snapshots import SnapshotDamagedError, unpack
from useworkflow_runtime.errors import RunNotFoundError
from useworkflow_runtime.recent import Recent
from useworkflow_runtime.worlds.protocol import Loaded, LoggedEvent, RunRecord, SnapshotRow, World
from useworkflow_sandbox import events as e
from useworkflow_sandbox.capture import CaptureError, SnapshotRefused
from useworkflow_sandbox.events import decode_event
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.program import Program

GuardedDeliver = Callable[[Instance, e.AnyEvent], "list[e.Command]"]
_BUNDLES = 64
"""Decoded bundles that are kept: those of the runs that were recovered last."""
_SLICE = 100
"""Events between two breaths of the loop, so that a long replay does not stop the other runs."""


class Recovered(msgspec.Struct):
    """A run as its log left it. ``rest``: what its code decided and the log does not have yet; ``recorded_by``: the code
    that recorded the newest event that was replayed; ``position``: the place of that event."""

    record: RunRecord
    program: Program
    instance: Instance
    ledger: Ledger
    rest: list[e.Command]
    at: int
    log_bytes: int
    snapshot_bytes: int
    snapshot_seq: int
    diverged: Report | None = None
    replayed: int = 0
    position: int = 0
    recorded_by: Bundle | None = None


class Recovery:
    """Recovers runs of one world.

    Args:
        world: where the logs are.
        program: gives the program of a bundle id.
        deliver: ``Instance.deliver`` under the watchdog.
        key: the signing key of snapshots.
    """

    def __init__(
        self,
        world: World,
        program: Callable[[str], Awaitable[Program]],
        deliver: GuardedDeliver,
        key: bytes | None,
    ) -> None:
        self._world = world
        self._program = program
        self._deliver = deliver
        self._key = key
        self._stored: Recent[Bundle] = Recent(_BUNDLES)

    async def recover(self, run_id: str) -> Recovered:
        """Rebuild a run from the world.

        Raises:
            RunNotFoundError: no such run.
            WorldError: the world cannot be read now.
            BundleMissingError: the run's code is not stored.
            TurnInterrupted: its code does not suspend.
        """
        while True:
            loaded = await self._load(run_id)
            program = await self._program(loaded.record.bundle)
            if loaded.snapshot is None:
                return await self._brought_forward(self._from_beginning(loaded, program), loaded)
            start = self._from_snapshot(loaded.record, loaded.snapshot, program)
            if start is not None:
                return await self._brought_forward(start, loaded)
            # There may be another one after this: of a commit that failed, and that is recorded a while later.
            await self._world.drop_snapshot(run_id)

    async def rehearse(self, record: RunRecord, program: Program) -> Recovered:
        """Replay a run's whole log with another program, and change nothing in the world.

        Raises:
            WorldError: the world cannot be read now.
            ValueDecodeError: a recorded value does not fit the present classes.
            TurnInterrupted: the code does not suspend.
        """
        loaded = Loaded(record, None, await self._world.read_events(record.id))
        return await self._brought_forward(self._from_beginning(loaded, program), loaded)

    async def _brought_forward(self, recovered: Recovered, loaded: Loaded) -> Recovered:
        try:
            await self._replay(recovered, loaded)
            await self._fill_arguments(recovered)
        except BaseException:
            recovered.instance.close()
            raise
        return recovered

    async def _load(self, run_id: str) -> Loaded:
        loaded = await self._world.load(run_id)
        if loaded is None:
            raise RunNotFoundError.of(run_id)
        return loaded

    def _from_snapshot(self, record: RunRecord, snapshot: SnapshotRow, program: Program) -> Recovered | None:
        try:
            restored = unpack(snapshot.body, self._key)
            if restored.bundle != record.bundle or not still_hold(restored.shapes):
                return None
            instance = Instance.restore(program, restored.instance, self._key)
        except (SnapshotDamagedError, SnapshotRefused, CaptureError):
            return None
        size = len(snapshot.body)
        return Recovered(record, program, instance, restored.ledger, [], restored.at, 0, size, snapshot.seq)

    def _from_beginning(self, loaded: Loaded, program: Program) -> Recovered:
        instance = Instance.create(program, loaded.record.id)
        return Recovered(loaded.record, program, instance, Ledger(), [], loaded.record.created_at, 0, 0, 0)

    async def _replay(self, recovered: Recovered, loaded: Loaded) -> None:
        instance = recovered.instance
        patches = await self._recorded_patches(recovered.program, loaded)
        replay = Replay(
            instance,
            lambda event: self._deliver(instance, event),
            recovered.ledger,
            first=loaded.record.started_at is None,
            patches=patches,
        )
        replay.at = recovered.at
        recovered.position = recovered.snapshot_seq
        if recovered.snapshot_seq:
            self._recorded_by(recovered, replay, await self._bundle(loaded.record.bundle))
        page = loaded.events
        while page:
            divergence = await self._replay_page(recovered, replay, page)
            if divergence is not None:
                recovered.diverged = report(divergence, recovered.recorded_by, recovered.program.bundle)
                return
            if recovered.position >= loaded.record.last_seq:
                break
            page = await self._world.read_events(loaded.record.id, recovered.position)
        recovered.at = max(recovered.at, replay.at)
        recovered.rest = replay.finish()

    async def _replay_page(self, recovered: Recovered, replay: Replay, page: list[LoggedEvent]) -> Divergence | None:
        for row in page:
            recovered.log_bytes += len(row.body)
            recovered.replayed += 1
            event = decode_event(row.body)
            if isinstance(event, (e.RunCreated, e.RunMigrated)):
                self._recorded_by(recovered, replay, await self._bundle(event.bundle))
            divergence = replay.take(row.seq, event)
            if divergence is not None:
                return divergence
            recovered.position = row.seq
            if recovered.replayed % _SLICE == 0:
                await asyncio.sleep(0)
        return None

    def _recorded_by(self, recovered: Recovered, replay: Replay, bundle: Bundle | None) -> None:
        recovered.recorded_by = bundle
        replay.changed = change_detector(bundle)

    async def _bundle(self, bundle_id: str) -> Bundle | None:
        """As it is stored: a program of the same id may have been compiled since, beside classes that have changed."""
        known = self._stored.get(bundle_id)
        if known is not None:
            return known
        data = await self._world.get_bundle(bundle_id)
        return None if data is None else self._stored.keep(bundle_id, decode_bundle(data))

    async def _recorded_patches(self, program: Program, loaded: Loaded) -> frozenset[str]:
        """Ids of ``patched`` in the part of the log that will be replayed; read ahead only where the code asks."""
        if program.bundle is None or not any("patched" in module.source for module in program.bundle.modules):
            return frozenset()
        found = set()
        page = loaded.events
        while page:
            found |= {str(getattr(decode_event(row.body), "id", "")) for row in page if row.kind == "patched"}
            if page[-1].seq >= loaded.record.last_seq:
                break
            page = await self._world.read_events(loaded.record.id, page[-1].seq)
        return frozenset(found)

    async def _fill_arguments(self, recovered: Recovered) -> None:
        """Snapshots keep only where in the log an outstanding step's arguments are."""
        for entry in recovered.ledger.steps.values():
            if entry.args is None:
                rows = await self._world.read_events(recovered.record.id, entry.seq - 1, 1)
                scheduled = decode_event(rows[0].body)
                assert isinstance(scheduled, e.StepScheduled)
                entry.args = scheduled.args
