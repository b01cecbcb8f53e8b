"""Methods as steps: of instances, of classes, static ones, by whatever way workflow code gets the object."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

import pytest

from useworkflow import WorkflowFailedError, get_step_metadata, step
from useworkflow_runtime.code.step_methods import hosted
from useworkflow_runtime.engine.snapshots import SnapshotPolicy

bodies: list[str] = []


@dataclasses.dataclass
class Thing:
    name: str

    async def describe(self) -> str:
        """What it is called, where."""
        "use step"
        return f"{type(self).__name__} {self.name}"


@dataclasses.dataclass
class Order(Thing):
    total: int = 0

    @step(max_retries=1, retry_delay=0, retry_jitter=0)
    async def ship(self, to: str) -> str:
        "use step"
        bodies.append(get_step_metadata().step_name)
        if get_step_metadata().attempt == 1:
            raise ValueError("once")
        return f"{self.name} to {to}"

    def weigh(self, unit: str = "kg") -> str:
        "use step"
        return f"{self.total} {unit}"

    @classmethod
    async def load(cls, name: str) -> Order:
        "use step"
        return cls(name, len(name))

    @staticmethod
    async def count(names: list[str]) -> int:
        "use step"
        return len(names)

    def doubled(self) -> int:
        return self.total * 2


class Express(Order):
    pass


async def by_annotation(order: Order) -> list[Any]:
    "use workflow"
    return [await order.ship("Oslo"), await order.describe(), order.doubled()]


async def by_class() -> list[Any]:
    "use workflow"
    order = await Order.load("book")
    express = await Express.load("urgent")
    ship = order.ship
    return [
        order.total,
        await Order.count(["a", "b"]),
        type(express) is Express,
        await ship("Rome"),
        await Order.ship(express, "Bern"),
        await asyncio.to_thread(order.weigh, unit="g"),
    ]


async def gathered(orders: list[Order]) -> list[str]:
    "use workflow"
    return list(await asyncio.gather(*[order.describe() for order in orders]))


async def sync_by_attribute(order: Order) -> str:
    "use workflow"
    return order.weigh()


async def sync_through_map(order: Order) -> list[str]:
    "use workflow"
    return list(map(order.weigh, ["kg"]))


@pytest.fixture(autouse=True)
def _fresh() -> None:
    bodies.clear()


async def _until_done(room: Any, run: Any, retries: int) -> Any:
    for number in range(retries):
        await room.until(run, "step_retrying", number + 1)
        room.advance(0)
    return await run.result()


async def test_methods_are_steps_of_what_is_passed(room: Any) -> None:
    """A method of an argument is scheduled with its object by value, with its options; plain methods are calls; a docstring may
    stand before the directive, and an inherited method is its own class's."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(by_annotation, Order("book", 3))
    assert await _until_done(room, run, 1) == ["book to Oslo", "Order book", 6]
    assert bodies == ["Order.ship", "Order.ship"]
    assert (await room.kinds(run)).count("step_completed") == 2


async def test_class_and_static_methods_are_steps(room: Any) -> None:
    """Called by their class, by a subclass, through a variable, or with ``to_thread``."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(by_class)
    assert await _until_done(room, run, 2) == [4, 2, True, "book to Rome", "urgent to Bern", "4 g"]
    assert (await room.kinds(run)).count("step_completed") == 6


async def test_methods_run_at_once(room: Any) -> None:
    """``gather`` over the methods of many objects."""
    await room.open()
    run = await room.start(gathered, [Order("a"), Express("b")])
    assert await run.result() == ["Order a", "Express b"]


async def test_sync_method_suspends(room: Any) -> None:
    """A plain method that is a step suspends the run where it is called by attribute, of a class that workflow code only gets as a value, too."""
    await room.open(policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(sync_by_attribute, Order("a", 3))
    assert await run.result() == "3 kg"
    assert (await room.kinds(run)).count("step_completed") == 1


async def test_sync_method_that_is_no_call_cannot_suspend(room: Any) -> None:
    """Called by ``map`` it has no place at which the run could be suspended: the error says how it can (UW211)."""
    await room.open()
    run = await room.start(sync_through_map, Order("a"))
    with pytest.raises(WorkflowFailedError) as caught:
        await run.result()
    assert "asyncio.to_thread" in str(caught.value.__cause__)


async def test_outside_they_are_methods() -> None:
    """G1: outside of workflow code, and called as plain functions, methods are what the class says."""
    hosted(Order.__module__, "Order")
    hosted(Express.__module__, "Express")
    assert await Order.count(["a"]) == 1
    assert Order("a", 2).weigh() == "2 kg"
    assert type(await Express.load("x")) is Express
    assert await gathered([Order("a")]) == ["Order a"]
