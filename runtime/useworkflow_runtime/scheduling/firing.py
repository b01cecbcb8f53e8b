"""Starting what a schedule says: which nominal times have a run, and the run of one.

    plan(record, now)                         -> Plan(times=[T0], next_at=T1)
    await Firing(world, programs).due(epoch)  what has come is started, by whichever engine is first

An engine calls it when ``World.next_wake`` has come. Read next: ``worlds.scheduling``, ``cron``.
"""

from __future__ import annotations

import itertools
import logging
import random
import secrets
from datetime import UTC, datetime

import msgspec
from msgspec import Raw

from useworkflow_compiler.format import Bundle
from useworkflow_runtime.code.identity import workflow_function
from useworkflow_runtime.code.programs import Programs
from useworkflow_runtime.code.project import project_of
from useworkflow_runtime.errors import LostOwnershipError, WorldError
from useworkflow_runtime.scheduling.cron import Cadence
from useworkflow_runtime.worlds.protocol import NewRun, World
from useworkflow_runtime.worlds.scheduling import ScheduleRecord
from useworkflow_sandbox import values
from useworkflow_sandbox.declared import declared_timeout
from useworkflow_sandbox.events import RunCreated, encode_event
from useworkflow_sandbox.run_ids import RANDOM_BITS, new_run_id

LATE = 60_000_000
"""Microseconds by which a run may be late without having been missed (``missed="skip"``)."""
AT_ONCE = 100
"""Runs that one transaction starts for a schedule that makes up for all that it has missed."""
_PATIENCE = 60_000_000
_log = logging.getLogger("useworkflow.engine")


class Plan(msgspec.Struct, frozen=True):
    """Nominal times that get a run now, and the one that comes next."""

    times: list[int]
    next_at: int | None


def plan(record: ScheduleRecord, now: int) -> Plan:
    """What a schedule has to do now.

    Raises:
        CadenceError: this machine does not know its time zone.
    """
    cadence = Cadence(record.cron, record.timezone)
    first = record.next_at
    if first is None or first > now:
        return Plan([], first)
    if record.missed == "last":
        latest = cadence.latest(now)
        return Plan([first if latest is None else max(first, latest)], cadence.after(now))
    if record.missed == "skip":
        return Plan(list(cadence.between(max(first, now - LATE), now + 1)), cadence.after(now))
    times = list(itertools.islice(cadence.between(first, now + 1), AT_ONCE))
    return Plan(times, cadence.after(times[-1] if times else now))


def scheduled_run(record: ScheduleRecord, bundle: Bundle, nominal: int, now: int, chance: random.Random) -> NewRun:
    """The run of a nominal time, whose key it is: one schedule and time, one run.

    Raises:
        ConfigurationError: the configuration beside the workflow is malformed.
    """
    configured = project_of(bundle)
    args = with_time(record.args, record.time_argument, nominal)
    moment = datetime.fromtimestamp(nominal / 1_000_000, UTC).isoformat()
    attributes = {**record.attributes, "$schedule": record.name, "$nominal": moment}
    created = RunCreated(
        at=now,
        workflow=record.workflow,
        bundle=record.bundle,
        args=args,
        seed=f"{chance.getrandbits(128):032x}",
        env=configured.recorded_environment(),
        payload_limit=configured.payload_bytes,
        timeout=declared_timeout(workflow_function(record.workflow)),
        attributes=tuple(attributes),
    )
    return NewRun(
        id=new_run_id(now, chance.getrandbits(RANDOM_BITS)),
        workflow=record.workflow,
        bundle=record.bundle,
        created=encode_event(created),
        at=now,
        idempotency_key=f"schedule:{record.name}:{nominal}",
        args_digest=values.digest(args),
        queue=record.queue,
        attributes=attributes,
    )


def with_time(args: Raw, name: str | None, nominal: int) -> Raw:
    """Encoded arguments, with the nominal time under ``name``."""
    if name is None:
        return args
    positional, named = msgspec.json.decode(args, type=tuple[Raw, dict[str, Raw]])
    time = values.encode(datetime.fromtimestamp(nominal / 1_000_000, UTC))
    return Raw(msgspec.json.encode([positional, {**named, name: time}]))


class Firing:
    """Starts the runs of schedules whose time has come.

    Args:
        world: where schedules and runs are kept.
        programs: finds code by bundle id.
        chance: where the runs' randomness and ids come from; the operating system if left out.
    """

    def __init__(self, world: World, programs: Programs, chance: random.Random | None = None) -> None:
        self._world = world
        self._programs = programs
        self._chance = chance or secrets.SystemRandom()
        self._failed: dict[str, int] = {}

    async def due(self, epoch: int) -> None:
        """Start what is due. A schedule that cannot be started is said to be so once a minute, and tried again.

        Raises:
            WorldError, LostOwnershipError: of the world.
        """
        now = self._world.now()
        for record in await self._world.schedules.due(epoch, now):
            if now - self._failed.get(record.name, 0) < _PATIENCE:
                continue
            try:
                await self._fire(epoch, record, now)
                self._failed.pop(record.name, None)
            except (WorldError, LostOwnershipError):
                raise
            except Exception as error:
                self._failed[record.name] = now
                _log.error("schedule %s cannot start its run, trying again in a minute: %s", record.name, error)

    async def _fire(self, epoch: int, record: ScheduleRecord, now: int) -> None:
        planned = plan(record, now)
        program = await self._programs.get(record.bundle)
        assert program.bundle is not None  # what is stored has a bundle
        runs = [scheduled_run(record, program.bundle, time, now, self._chance) for time in planned.times]
        assert record.next_at is not None  # it was due
        await self._world.schedules.fire(
            epoch,
            record.name,
            expected=record.next_at,
            next_at=planned.next_at,
            last_at=max(planned.times, default=None),
            runs=runs,
        )
