"""Schedules of the world in memory.

    await schedules.fire(1, "nightly", expected=5, next_at=10, last_at=5, runs=[...])    -> True, once

Read next: ``sqlite_schedules``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from useworkflow_runtime.worlds.scheduling import ScheduleRecord

if TYPE_CHECKING:
    from useworkflow_runtime.worlds.protocol import NewRun


class MemorySchedules:
    """See ``ScheduleStore``.

    Args:
        fence: refuses a stale epoch.
        create: creates runs, but for those whose key is taken.
        changed: is told of every change.
    """

    def __init__(
        self, fence: Callable[[int], None], create: Callable[[Sequence[NewRun]], None], changed: Callable[[], None]
    ) -> None:
        self._fence = fence
        self._create = create
        self._changed = changed
        self._records: dict[str, ScheduleRecord] = {}

    @property
    def next_at(self) -> int | None:
        """See ``ScheduleStore.next_at``."""
        times = [record.next_at for record in self._records.values() if not record.paused]
        return min((at for at in times if at is not None), default=None)

    @property
    def records(self) -> dict[str, ScheduleRecord]:
        """All schedules by name; the dictionary itself."""
        return self._records

    async def put(self, record: ScheduleRecord) -> None:
        """See ``ScheduleStore.put``."""
        old = self._records.get(record.name)
        if old is not None:
            record = replace(record, created_at=old.created_at, last_at=old.last_at, paused=old.paused)
        self._records[record.name] = record
        self._changed()

    async def get(self, name: str) -> ScheduleRecord | None:
        """See ``ScheduleStore.get``."""
        return self._records.get(name)

    async def all(self) -> list[ScheduleRecord]:
        """See ``ScheduleStore.all``."""
        return [self._records[name] for name in sorted(self._records)]

    async def set_paused(self, name: str, paused: bool, next_at: int | None) -> bool:
        """See ``ScheduleStore.set_paused``."""
        record = self._records.get(name)
        if record is None:
            return False
        self._records[name] = replace(record, paused=paused, next_at=next_at)
        self._changed()
        return True

    async def delete(self, name: str) -> bool:
        """See ``ScheduleStore.delete``."""
        return self._records.pop(name, None) is not None

    async def due(self, epoch: int, now: int, *, limit: int = 100) -> list[ScheduleRecord]:
        """See ``ScheduleStore.due``."""
        self._fence(epoch)
        found = [
            (record.next_at, record.name, record)
            for record in self._records.values()
            if not record.paused and record.next_at is not None and record.next_at <= now
        ]
        return [record for _, _, record in sorted(found)[:limit]]

    async def fire(
        self, epoch: int, name: str, *, expected: int, next_at: int | None, last_at: int | None, runs: Sequence[NewRun]
    ) -> bool:
        """See ``ScheduleStore.fire``."""
        self._fence(epoch)
        record = self._records.get(name)
        if record is None or record.paused or record.next_at != expected:
            return False
        self._create(runs)
        self._records[name] = replace(record, next_at=next_at, last_at=record.last_at if last_at is None else last_at)
        self._changed()
        return True
