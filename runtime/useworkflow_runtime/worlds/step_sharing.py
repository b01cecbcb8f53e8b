"""Steps that wait for a place in their own worker, and are executed by another one: what a shared world keeps of it.

    await world.offer_steps(epoch, [StepOffer(...)])        the owner: these wait, whoever has a place may have them
    await world.borrow_steps(epoch, ["step//app//f"], 4)    another worker: these are its own to execute from here on
    await world.return_steps(epoch, [StepReturn(...)])      ... and this came of them: an inbox item ``step`` for the run
    await world.recall_steps(epoch, [("run_1", "0/f#0")])   the owner has a place again: what nobody has taken is its own again

There is one row for each such step, and what it says decides who may execute it. It is removed by the commit that records what came
of it (``Turn.handed_back``), so that no attempt is recorded twice, and none is executed by two workers (G3). Only the worker that has
it returns it, and only while its lease lasts.

A world with one engine has nobody to offer steps to. Read next: ``memory_steps``, ``postgres_steps``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias

import msgspec
from msgspec import Raw

StepPlace: TypeAlias = "tuple[str, str]"
"""(run id, operation)."""


class StepOffer(msgspec.Struct, frozen=True):
    """An attempt that waits for a place. ``expected``: where the run's log ends as far as its engine knows; ``seq``: position of its ``StepScheduled``; ``started_at``: when the first attempt
    began, if this is a later one; ``run_started_at`` of its run; ``number``: given by the world, another one each time that it is
    offered. Times in microseconds."""

    run_id: str
    operation: str
    attempt: int
    seq: int
    step: str
    workflow: str
    run_started_at: int
    expected: int
    started_at: int | None = None
    number: int = 0


class StepReturn(msgspec.Struct, frozen=True):
    """What came of the attempt that was borrowed with ``number``. ``outcome``: the encoded event; null: it was not executed, and
    counts as no attempt."""

    run_id: str
    operation: str
    number: int
    outcome: Raw


class LentStep(msgspec.Struct, frozen=True):
    """A step that is on offer (``free``), executed by another worker (``taken``), by one that is dead (``lost``), or whose
    outcome is in the run's inbox (``done``)."""

    run_id: str
    operation: str
    attempt: int
    state: Literal["free", "taken", "lost", "done"]
    number: int

    @property
    def place(self) -> StepPlace:
        """Which step it is."""
        return self.run_id, self.operation


class StepLoan(msgspec.Struct, frozen=True):
    """Who executes a step of another worker's run, for messages. ``attempt``: which one of the step's."""

    operation: str
    attempt: int
    owner: str


class StepSharing(Protocol):
    """The part of a world through which workers execute each other's steps. What is given an epoch raises ``LostOwnershipError``
    for a stale one."""

    async def offer_steps(self, epoch: int, offers: Sequence[StepOffer]) -> list[StepPlace]:
        """Offer steps. Passed over are those of runs that are not this engine's, or whose logs have moved on, so that no step is
        offered that is cancelled just then; and those that are offered already.

        Returns:
            Those that were not passed over.
        """

    async def steps_on_offer(self, epoch: int) -> list[str]:
        """Ids of the step functions of which other engines offer attempts."""

    async def borrow_steps(self, epoch: int, steps: Sequence[str], limit: int) -> list[StepOffer]:
        """Take attempts of these step functions that other engines offer, longest offered first."""

    async def borrowed_steps(self, epoch: int) -> list[LentStep]:
        """What this engine has taken and not returned, as far as it is still wanted."""

    async def return_steps(self, epoch: int, returns: Sequence[StepReturn]) -> None:
        """Put what came of borrowed steps into the inboxes of their runs (item ``step``). One that this engine does not have any
        more, or that was returned already, has no effect. Other engines are told of inputs; this one knows."""

    async def recall_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """Take back those of these steps, of runs that are this engine's, that nobody has taken; returns those that are still lent."""

    async def lent_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """What became of these steps; one that is not on offer any more is left out."""

    async def loans(self, run_id: str) -> list[StepLoan]:
        """Steps of a run that other engines execute now. Any process may ask."""


class NobodyToShareWith:
    """The operations of ``StepSharing`` in a world with one engine."""

    async def offer_steps(self, epoch: int, offers: Sequence[StepOffer]) -> list[StepPlace]:
        """See ``StepSharing.offer_steps``. There is nobody else."""
        return []

    async def steps_on_offer(self, epoch: int) -> list[str]:
        """See ``StepSharing.steps_on_offer``."""
        return []

    async def borrow_steps(self, epoch: int, steps: Sequence[str], limit: int) -> list[StepOffer]:
        """See ``StepSharing.borrow_steps``."""
        return []

    async def borrowed_steps(self, epoch: int) -> list[LentStep]:
        """See ``StepSharing.borrowed_steps``."""
        return []

    async def return_steps(self, epoch: int, returns: Sequence[StepReturn]) -> None:
        """See ``StepSharing.return_steps``."""

    async def recall_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """See ``StepSharing.recall_steps``."""
        return []

    async def lent_steps(self, epoch: int, places: Sequence[StepPlace]) -> list[LentStep]:
        """See ``StepSharing.lent_steps``."""
        return []

    async def loans(self, run_id: str) -> list[StepLoan]:
        """See ``StepSharing.loans``."""
        return []
