"""Steps that engines execute for each other, in a world in memory that they share.

    row = _Offered(offer, worker=0)    on offer; worker=3: taken by the engine with epoch 3; worker=-1: returned

Read next: ``memory_shared``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec import Raw
from msgspec.structs import replace

from useworkflow_runtime.worlds.changes import Changes
from useworkflow_runtime.worlds.memory_rows import Row
from useworkflow_runtime.worlds.protocol import TERMINAL
from useworkflow_runtime.worlds.step_sharing import LentStep, StepLoan, StepOffer, StepPlace, StepReturn

_FREE, _DONE = 0, -1


@dataclass(slots=True)
class _Offered:
    offer: StepOffer
    worker: int = _FREE


class MemorySteps:
    """The operations of ``StepSharing`` on dictionaries."""

    _runs: dict[str, Row]
    _changes: Changes
    _fence: Callable[[int], None]
    _put: Callable[..., None]
    _offered: dict[StepPlace, _Offered]
    _offers_made: int
    _engines: dict[int, str]

    def alive(self, epoch: int) -> bool:
        """See ``MemoryWorld.alive``."""
        raise NotImplementedError

    def _mine(self, run_id: str, epoch: int) -> bool:
        row = self._runs.get(run_id)
        return row is not None and row.epoch == epoch and row.record.status not in TERMINAL

    async def offer_steps(self, epoch: int, offers: Sequence[StepOffer]) -> list[StepPlace]:
        """See ``StepSharing.offer_steps``."""
        self._fence(epoch)
        offered: list[StepPlace] = []
        for offer in offers:
            place = offer.run_id, offer.operation
            mine = self._mine(offer.run_id, epoch) and self._runs[offer.run_id].record.last_seq == offer.expected
            if mine and place not in self._offered:
                self._offers_made += 1
                self._offered[place] = _Offered(replace(offer, number=self._offers_made))
                offered.append(place)
        if offered:
            self._changes.note(offers=True)
        return offered

    def _for(self, epoch: int) -> list[_Offered]:
        return [
            row for row in self._offered.values() if row.worker == _FREE and not self._mine(row.offer.run_id, epoch)
        ]

    async def steps_on_offer(self, epoch: int) -> list[str]:
        """See ``StepSharing.steps_on_offer``."""
        self._fence(epoch)
        return list(dict.fromkeys(row.offer.step for row in self._for(epoch)))

    async def borrow_steps(self, epoch: int, steps: Sequence[str], limit: int) -> list[StepOffer]:
        """See ``StepSharing.borrow_steps``."""
        self._fence(epoch)
        rows = [row for row in self._for(epoch) if row.offer.step in steps][:limit]
        for row in rows:
            row.worker = epoch
        return [row.offer for row in rows]

    async def borrowed_steps(self, epoch: int) -> list[LentStep]:
        """See ``StepSharing.borrowed_steps``."""
        return await self.lent_steps(epoch, [place for place, row in self._offered.items() if row.worker == epoch])

    async def return_steps(self, epoch: int, returns: Sequence[StepReturn]) -> None:
        """See ``StepSharing.return_steps``."""
        self._fence(epoch)
        for given in returns:
            row = self._offered.get((given.run_id, given.operation))
            if row is None or (row.worker, row.offer.number) != (epoch, given.number):
                continue
            row.worker = _DONE
            self._put(given.run_id, "step", given.operation, Raw(bytes(given.outcome)))
        self._changes.note(inputs=True)

    async def recall_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """See ``StepSharing.recall_steps``."""
        self._fence(epoch)
        for place in places:
            row = self._offered.get(place)
            if row is not None and row.worker == _FREE and self._mine(place[0], epoch):
                del self._offered[place]
        return await self.lent_steps(epoch, places)

    async def lent_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """See ``StepSharing.lent_steps``."""
        self._fence(epoch)
        found = [(place, self._offered[place]) for place in places if place in self._offered]
        return [LentStep(*place, row.offer.attempt, self._state(row), row.offer.number) for place, row in found]  # type: ignore[arg-type]

    async def loans(self, run_id: str) -> list[StepLoan]:
        """See ``StepSharing.loans``."""
        return [
            StepLoan(operation, row.offer.attempt, self._engines[row.worker])
            for (of, operation), row in self._offered.items()
            if of == run_id and row.worker in self._engines
        ]

    def _state(self, row: _Offered) -> str:
        if row.worker in (_FREE, _DONE):
            return "free" if row.worker == _FREE else "done"
        return "taken" if self.alive(row.worker) else "lost"

    def _hand_back(self, run_id: str, operations: Sequence[str]) -> None:
        for operation in operations:
            self._offered.pop((run_id, operation), None)

    def _forget_offers(self, run_id: str) -> None:
        for place in [place for place in self._offered if place[0] == run_id]:
            del self._offered[place]
