"""Code in a world in memory: the operations of ``CodeStore``, on the world's dictionaries.

    await world.put_bundle("b1", data); await world.prune_code(before)   -> [], or ["b1"] when nothing needs it any more

Read next: ``memory``.
"""

from __future__ import annotations

from useworkflow_runtime.worlds.code_store import latest
from useworkflow_runtime.worlds.memory_rows import Row
from useworkflow_runtime.worlds.memory_schedules import MemorySchedules


class MemoryCode:
    """See ``CodeStore``."""

    _runs: dict[str, Row]
    _bundles: dict[str, bytes]
    _code_named: dict[str, int]
    _schedules: MemorySchedules

    def now(self) -> int:
        """See ``World.now``."""
        raise NotImplementedError

    async def put_bundle(self, bundle_id: str, data: bytes) -> None:
        """See ``CodeStore.put_bundle``."""
        self._bundles.setdefault(bundle_id, bytes(data))
        self._code_named[bundle_id] = self.now()

    async def get_bundle(self, bundle_id: str) -> bytes | None:
        """See ``CodeStore.get_bundle``."""
        return self._bundles.get(bundle_id)

    async def prune_code(self, before: int, *, dry_run: bool = False) -> list[str]:
        """See ``CodeStore.prune_code``."""
        used = {schedule.bundle for schedule in await self._schedules.all()}
        for row in self._runs.values():
            used |= {row.record.bundle, *row.former_code}
        last = latest(before, self.now())
        found = sorted(id for id in self._bundles if id not in used and self._code_named[id] < last)
        if not dry_run:
            for bundle_id in found:
                del self._bundles[bundle_id], self._code_named[bundle_id]
        return found
