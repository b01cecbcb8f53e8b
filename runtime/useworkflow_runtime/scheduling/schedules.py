"""Schedules: runs at given times.

    nightly = await schedule("nightly", "30 2 * * *", timezone="Europe/Berlin")(report, "eu")
    await nightly.backfill(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))

Each nominal time has one run, by a constraint of the world, however many workers there are. Calling ``schedule`` again
replaces what it says, and moves the schedule to the present code. Read next: ``cron``, ``firing``.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar, overload

import msgspec

from useworkflow_runtime.code.identity import workflow_id
from useworkflow_runtime.code.programs import compile_function
from useworkflow_runtime.code.project import project_of
from useworkflow_runtime.embedded import Place, attach
from useworkflow_runtime.errors import CadenceError, IdempotencyConflictError, ScheduleNotFoundError
from useworkflow_runtime.queues import Queue
from useworkflow_runtime.run import Run
from useworkflow_runtime.scheduling.cron import Cadence
from useworkflow_runtime.scheduling.firing import scheduled_run
from useworkflow_runtime.worlds.protocol import Scalar, World
from useworkflow_runtime.worlds.queueing import QueuePlace
from useworkflow_runtime.worlds.scheduling import Missed, ScheduleRecord
from useworkflow_sandbox import values
from useworkflow_sandbox.children import unbound
from useworkflow_sandbox.metadata import checked_attributes
from useworkflow_sandbox.start_arguments import check_arguments

P = ParamSpec("P")
T = TypeVar("T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MISSED = ("skip", "last", "all")
_MOST = 10_000
"""Runs that one backfill may start."""


class ScheduleInfo(msgspec.Struct, frozen=True):
    """A schedule as it stands. ``next_at``: its next nominal time; ``last_at``: the newest that has a run."""

    name: str
    workflow: str
    cron: str
    timezone: str
    missed: Missed
    paused: bool
    next_at: datetime | None
    last_at: datetime | None
    created_at: datetime


class Schedule:
    """A handle on a schedule. Two handles are equal if they name the same."""

    def __init__(self, name: str, *, world: World | str | None = None, place: Place | None = None) -> None:
        self.name = name
        self._world = world
        self._place = place

    def __repr__(self) -> str:
        return f"<Schedule {self.name}>"

    def __eq__(self, other: object) -> bool:
        return self.name == other.name if isinstance(other, Schedule) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.name)

    async def info(self) -> ScheduleInfo:
        """What it says, and when it is due.

        Raises:
            ScheduleNotFoundError: there is no such schedule (any more).
        """
        _, record = await self._record()
        return info_of(record)

    async def pause(self) -> None:
        """Start nothing until ``resume``. What comes due meanwhile is not made up for. May be repeated.

        Raises:
            ScheduleNotFoundError: there is no such schedule.
        """
        await self._set_paused(True)

    async def resume(self) -> None:
        """Go on with the next nominal time from now. May be repeated.

        Raises:
            ScheduleNotFoundError: there is no such schedule.
        """
        await self._set_paused(False)

    async def delete(self) -> None:
        """Forget it; its runs stay, and go on.

        Raises:
            ScheduleNotFoundError: there is no such schedule.
        """
        place = await self._at()
        if not await place.world.schedules.delete(self.name):
            raise ScheduleNotFoundError.of(self.name)

    async def backfill(self, start: datetime, end: datetime) -> list[Run[Any]]:
        """Start a run for each nominal time from ``start`` on and before ``end`` that has none, paused or not.

        Returns:
            The runs of those times, the ones that were there already too, in order.

        Raises:
            ScheduleNotFoundError: there is no such schedule.
            ValueError: a time has no time zone, or there are more than 10,000 of them.
        """
        place, record = await self._record()
        cadence = Cadence(record.cron, record.timezone)
        times = []
        for time in cadence.between(microseconds(start), microseconds(end)):
            times.append(time)
            if len(times) > _MOST:
                raise ValueError(f"there are more than {_MOST} nominal times in between: take shorter pieces")
        program = await place.programs.get(record.bundle)
        assert program.bundle is not None  # what is stored has a bundle
        chance = secrets.SystemRandom()
        runs: list[Run[Any]] = []
        for time in times:
            new = scheduled_run(record, program.bundle, time, place.world.now(), chance)
            try:
                made, _ = await place.world.create_run(new)
            except IdempotencyConflictError:
                continue  # that time's run had other arguments, and was the schedule's all the same
            runs.append(Run(made.id, place, workflow=made.workflow))
        return runs

    async def _at(self) -> Place:
        if self._place is None:
            self._place = await attach(self._world, as_engine=False)
        return self._place

    async def _record(self) -> tuple[Place, ScheduleRecord]:
        place = await self._at()
        record = await place.world.schedules.get(self.name)
        if record is None:
            raise ScheduleNotFoundError.of(self.name)
        return place, record

    async def _set_paused(self, paused: bool) -> None:
        place, record = await self._record()
        if record.paused is not paused:
            next_at = record.next_at if paused else Cadence(record.cron, record.timezone).after(place.world.now())
            await place.world.schedules.set_paused(self.name, paused, next_at)


class Scheduling:
    """What ``schedule`` gives: call it with the workflow and its arguments."""

    def __init__(
        self, record: dict[str, Any], world: World | str | None, queue: Queue | str | None, key: str, priority: int
    ) -> None:
        self._record = record
        self._world = world
        self._queue = queue
        self._key = key
        self._priority = priority

    @overload
    async def __call__(
        self, fn: Callable[P, Coroutine[Any, Any, T]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Schedule: ...

    @overload
    async def __call__(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Schedule: ...

    async def __call__(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Schedule:
        """Store the schedule. One of that name is replaced; whether it is paused stays as it is.

        In a process without an engine for that world, this loop becomes it if nobody is.

        Raises:
            TypeError: the arguments do not fit ``fn``; nothing was written.
            SerializationError: an argument cannot be recorded; nothing was written.
            NotAWorkflowError, CompileError: ``fn`` is no workflow function, or its code breaks a rule.
            UnknownQueueError: nobody has declared the queue.
        """
        return await self.store(fn, args, kwargs)

    async def store(
        self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], *, as_engine: bool = True
    ) -> Schedule:
        """What a call does. ``as_engine``: become the world's engine, if nobody is."""
        name = self._record["time_argument"]
        check_arguments(fn, args, kwargs if name is None else {**kwargs, name: _EPOCH})
        workflow = workflow_id(fn)
        fn, args = unbound(fn, args)
        encoded = values.encode_args(args, kwargs)
        bundle = compile_function(fn)
        place = await attach(self._world, as_engine=as_engine)
        await place.programs.put(bundle)
        queue = None
        if self._queue is not None:
            known = await place.queues.name_of(self._queue, project_of(bundle).queues)
            queue = QueuePlace(known, self._key, self._priority)
        now = place.world.now()
        record = ScheduleRecord(
            **self._record,
            workflow=workflow,
            bundle=bundle.id,
            args=encoded,
            queue=queue,
            created_at=now,
            next_at=await self._next(place, now),
        )
        await place.world.schedules.put(record)
        return Schedule(record.name, place=place)

    async def _next(self, place: Place, now: int) -> int | None:
        """A time that was missed stays missed, as long as the cadence is the same."""
        old = await place.world.schedules.get(self._record["name"])
        same = old is not None and (old.cron, old.timezone) == (self._record["cron"], self._record["timezone"])
        if old is not None and same and not old.paused:
            return old.next_at
        return Cadence(self._record["cron"], self._record["timezone"]).after(now)


def schedule(
    name: str,
    cron: str,
    *,
    timezone: str = "UTC",
    missed: Missed = "last",
    time_argument: str | None = None,
    queue: Queue | str | None = None,
    key: str = "",
    priority: int = 0,
    attributes: dict[str, Scalar] | None = None,
    world: World | str | None = None,
) -> Scheduling:
    """``await schedule(name, cron)(fn, *args)``: start a run of ``fn`` at each nominal time.

    Args:
        name: of the schedule; another with this name is replaced.
        cron: minute, hour, day, month, weekday; with six fields the first are seconds; or ``@hourly``, ``@daily`` and so on.
        timezone: an IANA name. What happens when its clock is changed: see ``cron``.
        missed: what becomes of times at which no worker was there. ``last``: the newest of them gets its run. ``all``: each
            does. ``skip``: none, but for those within the last minute.
        time_argument: the keyword argument under which the workflow gets its nominal time (an aware ``datetime`` in UTC).
        queue, key, priority: of the runs, as for ``start``.
        attributes: of the runs. They also have ``$schedule`` and ``$nominal``.
        world: where it is kept: an open world, a URL or a path; the configured world if left out.

    Raises:
        CadenceError: the expression, the time zone or ``missed`` is none.
        ValueError: ``priority`` is given without ``queue``, or attributes break their rules.
    """
    Cadence(cron, timezone)
    if not isinstance(name, str) or not name or len(name) > 200:
        raise CadenceError(f"{name!r} is no name of a schedule", mend="give a text of up to 200 characters")
    if missed not in _MISSED:
        raise CadenceError(f"missed is {missed!r}", mend=f"give one of {', '.join(_MISSED)}")
    if priority and queue is None:
        raise ValueError("priority is an order within a queue: give queue, too")
    given = {
        "name": name,
        "cron": cron,
        "timezone": timezone,
        "missed": missed,
        "time_argument": time_argument,
        "attributes": checked_attributes(attributes or {}),
    }
    return Scheduling(given, world, queue, key, priority)


def get_schedule(name: str, *, world: World | str | None = None) -> Schedule:
    """A handle on the schedule of that name; nothing is read before it is asked something."""
    return Schedule(name, world=world)


async def list_schedules(*, world: World | str | None = None) -> list[ScheduleInfo]:
    """All schedules of a world, by name."""
    place = await attach(world, as_engine=False)
    return [info_of(record) for record in await place.world.schedules.all()]


def info_of(record: ScheduleRecord) -> ScheduleInfo:
    """What people want to know of a schedule."""
    return ScheduleInfo(
        name=record.name,
        workflow=record.workflow,
        cron=record.cron,
        timezone=record.timezone,
        missed=record.missed,
        paused=record.paused,
        next_at=None if record.paused else _moment(record.next_at),
        last_at=_moment(record.last_at),
        created_at=datetime.fromtimestamp(record.created_at / 1_000_000, UTC),
    )


def _moment(at: int | None) -> datetime | None:
    return None if at is None else datetime.fromtimestamp(at / 1_000_000, UTC)


def microseconds(time: datetime) -> int:
    """An aware ``datetime`` as the world counts.

    Raises:
        ValueError: it has no time zone.
    """
    if time.tzinfo is None:
        raise ValueError(f"{time!r} has no time zone: give one, such as tzinfo=UTC")
    return round((time - _EPOCH).total_seconds() * 1_000_000)
