"""A sentinel of a module is one object for its classes and for workflow code, also after a restore (G1)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from useworkflow import sleep
from useworkflow_runtime.engine.snapshots import SnapshotPolicy

MISSING = object()
UNKNOWN: Any = object()


class Unset:
    """Says that nothing was given."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


UNSET = Unset()


@dataclass
class Order:
    total: Any = MISSING
    buyer: Any = UNKNOWN
    place: Any = UNSET

    def is_priced(self) -> bool:
        return self.total is not MISSING


def described(order: Order, note: Any = MISSING) -> list[bool]:
    assert order.place is UNSET
    return [order.total is MISSING, order.buyer is UNKNOWN, order.is_priced(), note is MISSING]


async def ask() -> list[Any]:
    "use workflow"
    kept, unset = MISSING, UNSET
    first = described(Order())
    await sleep(60)
    return [
        first,
        described(Order(total=kept)),
        described(Order(total=1), note=UNKNOWN),
        kept is MISSING,
        unset is UNSET,
        repr(unset),
    ]


async def test_a_sentinel_is_the_same_object_inside_and_outside(room: Any) -> None:
    """What a class has as its default is what workflow code compares with, before and after a restart."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0.0, a_task=0))
    run = await room.start(ask)
    await room.until(run, "timer_started")
    while not room.engine.runs.hot[run.id].snapshot_seq:
        await asyncio.sleep(0)
    await room.kill()
    await room.open()
    room.advance(61)
    async with asyncio.timeout(10):
        assert await run.result() == [
            [True, True, False, True],
            [True, True, False, True],
            [False, True, True, False],
            True,
            True,
            "UNSET",
        ]
