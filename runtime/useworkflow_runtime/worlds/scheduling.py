"""Schedules: what a world keeps of them, and the one operation that lets each nominal time have one run.

    fire(epoch, "nightly", expected=T0, next_at=T1, runs=[NewRun(..., idempotency_key="schedule:nightly:T0")])

A world knows times, not cron: who fires says which time it means to follow (``expected``) and which comes next. Of several
workers one finds ``expected`` in place; and should a time be met twice all the same, in a backfill or after the clock was set
back, the run's idempotency key is taken. Read next: ``memory_schedules``, ``useworkflow_runtime.scheduling.firing``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

import msgspec
from msgspec import Raw

from useworkflow_runtime.worlds.queueing import QueuePlace

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.protocol import NewRun

Missed: TypeAlias = Literal["skip", "last", "all"]


class ScheduleRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A schedule. Times are microseconds since the Unix epoch."""

    name: str
    cron: str
    timezone: str
    workflow: str
    bundle: str
    args: Raw
    time_argument: str | None = None
    """The keyword under which the workflow gets its nominal time."""
    missed: Missed = "last"
    queue: QueuePlace | None = None
    attributes: dict[str, str | int | float | bool | None] = {}
    created_at: int
    next_at: int | None
    """The nominal time that comes next; ``None``: there is none."""
    last_at: int | None = None
    """The newest nominal time that has a run."""
    paused: bool = False


class ScheduleStore(Protocol):
    """The part of a world that is about schedules."""

    @property
    def next_at(self) -> int | None:
        """The earliest ``next_at`` that this object's last ``World.next_wake`` has seen. Costs nothing."""

    async def put(self, record: ScheduleRecord) -> None:
        """Store a schedule. One of that name is replaced; ``created_at``, ``last_at`` and ``paused`` stay as they are."""

    async def get(self, name: str) -> ScheduleRecord | None:
        """The schedule of that name, or ``None``."""

    async def all(self) -> list[ScheduleRecord]:
        """All schedules, by name."""

    async def set_paused(self, name: str, paused: bool, next_at: int | None) -> bool:
        """Pause or go on, with ``next_at``. ``False``: there is no such schedule."""

    async def delete(self, name: str) -> bool:
        """Forget a schedule; its runs stay. ``False``: there is none."""

    async def due(self, epoch: int, now: int, *, limit: int = 100) -> list[ScheduleRecord]:
        """Schedules that are not paused and whose ``next_at`` has come, earliest first."""

    async def fire(
        self, epoch: int, name: str, *, expected: int, next_at: int | None, last_at: int | None, runs: Sequence[NewRun]
    ) -> bool:
        """Create ``runs``, those whose key is taken left out, and move on to ``next_at``: all or nothing.

        Returns:
            ``False``, and nothing was changed: its ``next_at`` is not ``expected`` (any more), it is paused, or gone.

        Raises:
            LostOwnershipError: the epoch is stale.
        """
