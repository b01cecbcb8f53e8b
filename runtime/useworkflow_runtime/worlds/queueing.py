"""Queues: which waiting runs may begin now, and how every world is asked about it.

    put_queue(QueueConfig("mail", concurrency=2))
    create_run(NewRun(..., queue=QueuePlace("mail", key="ada")))   -> pending, with a ticket
    claim(epoch)                                                   -> the run, once one of the two slots is free

A run that was given a queue has a *ticket* from its creation on. ``claim`` grants tickets, in the transaction that takes the
run up: lower priorities first, then in the order of creation. A run holds its slot while its ticket is granted and it is
``pending`` or ``running``: the commit that ends it takes its ticket, and what parks it frees the slot without a second write. One that is
mended after it was parked asks again. Read next: ``memory_queues``, the shortest.
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec


class RateLimit(msgspec.Struct, frozen=True):
    """No more than ``count`` runs begin within any ``period`` (microseconds)."""

    count: int
    period: int


class QueueConfig(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a queue lets through; ``None``: no limit. A world without the configuration of a queue sets it no limits."""

    name: str
    concurrency: int | None = None
    """Runs that hold a slot at a time, in the whole world."""
    worker_concurrency: int | None = None
    """Runs that a worker begins while so many that it began or took over are not ended. Recovery is never refused."""
    key_concurrency: int | None = None
    """Runs of one key that hold a slot at a time."""
    rate: RateLimit | None = None
    key_rate: RateLimit | None = None
    """The same for each key."""


class QueuePlace(msgspec.Struct, frozen=True):
    """Where a new run queues. A lower ``priority`` comes first."""

    queue: str
    key: str = ""
    priority: int = 0


class StartWindow(msgspec.Struct, frozen=True):
    """Starts of a workflow with the same ``key`` within ``window`` microseconds are one run.

    ``first``: the first start's arguments count, and the window ends ``window`` after it. ``last``: the run begins ``window``
    after the last start, with that one's arguments.
    """

    key: str
    window: int
    keep: Literal["first", "last"] = "first"

    def start_at(self, now: int, asked: int | None) -> int | None:
        """When a run that opens the window now begins, if it was to begin at ``asked``."""
        return asked if self.keep == "first" else max(now + self.window, asked or 0)


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """A run's place in its queue, and what stands before it."""

    queue: str
    key: str
    priority: int
    asked_at: int
    ready_at: int
    """Not granted before this time: a delayed start."""
    granted_at: int | None
    ahead: int
    """Waiting runs of the queue that come before it; 0 where it is granted."""
    held: int
    """Slots of the queue that are held."""
    held_by_key: int
    wake_at: int | None
    """When time alone lets another run of the queue through: a rate limit, or a delay."""


class QueueState(msgspec.Struct, frozen=True):
    """A queue and what is in it."""

    config: QueueConfig
    waiting: int
    held: int
    wake_at: int | None


class Queueing(Protocol):
    """The part of a world that is about queues. ``claim``, ``create_run`` and ``unpark`` do the rest."""

    async def put_queue(self, config: QueueConfig) -> None:
        """Set what a queue lets through from now on. Runs that hold slots keep them, even beyond a lower limit."""

    async def queues(self) -> list[QueueState]:
        """All queues of this world, by name."""

    async def ticket(self, run_id: str) -> Ticket | None:
        """A run's place in its queue; ``None`` where it has none, or has ended."""

    def left_waiting(self) -> bool:
        """Whether the last ``claim`` of this object left runs waiting for a slot: to be repeated when one is free, and
        when ``next_wake`` says. Costs nothing."""


def earliest(*times: int | None) -> int | None:
    """The smallest of the times that are known."""
    return min((at for at in times if at is not None), default=None)


def least(*limits: int | None) -> int | None:
    """The strictest of some limits, never below 0; ``None`` where there is none."""
    found = [limit for limit in limits if limit is not None]
    return max(0, min(found)) if found else None


def places(limit: int | None, used: int) -> int | None:
    """What is left of a limit."""
    return None if limit is None else limit - used
