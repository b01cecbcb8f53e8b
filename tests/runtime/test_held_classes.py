"""Classes with asynchronous methods in workflow code: their instances live across suspensions and restarts (G1, G4, G7)."""

from __future__ import annotations

import abc
import asyncio
import contextlib
import dataclasses
import enum
from collections.abc import AsyncIterator
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from useworkflow import get_step_metadata, resume_hook, start
from useworkflow_compiler.errors import CompileError
from useworkflow_runtime.engine.snapshots import SnapshotPolicy
from useworkflow_runtime.errors import NotAWorkflowError

T = TypeVar("T")
bodies: list[str] = []


async def add(left: int, right: int) -> int:
    "use step"
    bodies.append(get_step_metadata().step_name)
    return left + right


@dataclasses.dataclass
class Account(abc.ABC, Generic[T]):
    """The base: a data class with an abstract asynchronous method."""

    owner: str
    balance: int = 0
    seen: list[T] = dataclasses.field(default_factory=list)
    limit: ClassVar[int] = 100
    __history: ClassVar[tuple[str, ...]] = ("opened",)

    @abc.abstractmethod
    async def deposit(self, amount: T) -> int: ...

    @property
    def label(self) -> str:
        return f"{self.owner}:{self.balance}"

    async def __aenter__(self) -> Account[T]:
        self.balance = await add(self.balance, 1)
        return self

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> bool:
        self.balance = await add(self.balance, 10)
        return isinstance(error, KeyError)

    async def _history(self) -> tuple[str, ...]:
        await asyncio.sleep(1)
        return self.__history

    async def audit(self) -> str:
        "use step"
        bodies.append(f"{type(self).__name__}.audit")
        return f"{self.owner} has {self.balance}"


class Savings(Account[int]):
    async def deposit(self, amount: int) -> int:
        self.seen.append(amount)
        self.balance = await add(self.balance, amount)
        return self.balance

    @contextlib.asynccontextmanager
    async def frozen(self) -> AsyncIterator[int]:
        before, self.balance = self.balance, 0
        await asyncio.sleep(60)
        try:
            yield before
        finally:
            await asyncio.sleep(60)
            self.balance += before

    async def statements(self) -> AsyncIterator[str]:
        for amount in self.seen:
            await asyncio.sleep(1)
            yield f"{self.label} {amount}"

    @classmethod
    async def opened(cls, owner: str) -> Savings:
        return cls(owner, await add(2, 3))


class Doubling(Savings):
    async def deposit(self, amount: int) -> int:
        first = await super().deposit(amount)
        return first + await super().deposit(amount)

    @staticmethod
    async def twice(number: int) -> int:
        return await add(number, number)


class Mood(enum.Enum):
    CALM = 1
    WILD = 2

    async def score(self) -> int:
        return await add(self.value, 100)


class Pages:
    """An asynchronous iterator written out."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.at = 0

    def __aiter__(self) -> Pages:
        return self

    async def __anext__(self) -> int:
        if self.at == self.count:
            raise StopAsyncIteration
        self.at = await add(self.at, 1)
        return self.at


class Later:
    """Awaitable by a method of its own."""

    def __init__(self, value: int) -> None:
        self.value = value

    async def _get(self) -> int:
        return await add(self.value, 1)

    def __await__(self) -> Any:
        return self._get().__await__()


async def everything() -> list[Any]:
    "use workflow"
    told: list[Any] = []
    account = await Doubling.opened("ada")
    deposit = account.deposit
    async with account as same:
        told.append(same is account)
        told.append(await deposit(5))
        raise KeyError("swallowed")
    told.append((account.label, account.seen, account.limit, type(account).__name__))
    async with account.frozen() as before:
        told.append((before, account.balance))
    told.append([line async for line in account.statements()])
    told.append(await account._history())
    told.append(await account.audit())
    told.append([page async for page in Pages(3)])
    told.append(await asyncio.gather(*[Doubling.twice(n) for n in range(3)]))
    told.append([await mood.score() for mood in Mood])
    told.append(await Later(41))
    told.append((isinstance(account, Account), Mood(1) is Mood.CALM, Savings.deposit is not Doubling.deposit))
    told.append(account)
    return told


EXPECTED: list[Any] = [
    True, 27, ("ada:26", [5, 5], 100, "Doubling"), (26, 0), ["ada:26 5", "ada:26 5"], ("opened",), "ada has 26",
    [1, 2, 3], [0, 2, 4], [101, 102], 42, (True, True, True),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _fresh() -> None:
    bodies.clear()


async def _finished(room: Any, run: Any) -> Any:
    result = asyncio.ensure_future(run.result())
    while not result.done():
        await asyncio.wait([result], timeout=0.005)
        room.advance(60)
    return await result


async def test_methods_of_classes_suspend(room: Any) -> None:
    """Inheritance, data classes, managers, iterators, awaitables, enums and steps of one class, as uncompiled (G1)."""
    await room.open()
    run = await room.start(everything)
    *told, account = await _finished(room, run)
    assert told == EXPECTED
    assert account == Doubling("ada", 26, [5, 5])
    assert type(account) is Doubling
    assert "Doubling.audit" in bodies


async def test_instances_survive_eviction_and_restarts(room: Any) -> None:
    """Evicted at every sleep, and taken up by one engine after another; no recorded step runs again (G3, G4)."""
    await room.open(hot_limit=0, policy=SnapshotPolicy(least=0, ratio=0))
    run = await room.start(everything)
    for sleeps in range(1, 4):
        await room.until(run, "timer_started", sleeps)
        await room.kill()
        room.seen.clear()
        await room.open(hot_limit=0, policy=SnapshotPolicy(least=0, ratio=0))
        room.advance(61)
        room.seen += [(run.id, row) for row in await room.world.read_events(run.id)]
    *told, account = await _finished(room, run)
    assert told == EXPECTED
    assert account == Doubling("ada", 26, [5, 5])
    assert bodies.count("Doubling.audit") == 1
    assert len([body for body in bodies if body == "add"]) == (await room.kinds(run)).count("step_completed") - 1


class Orders:
    """Workflows among the methods of a class."""

    rate = 3

    @staticmethod
    async def place(number: int) -> int:
        "use workflow"
        return await add(number, 1)

    @classmethod
    async def rated(cls, number: int) -> list[Any]:
        "use workflow"
        child = await start(Orders.place, 10)
        return [cls.rate * await cls.place(number), await child.result()]


class Wrong:
    async def of_instance(self) -> int:
        "use workflow"
        return 1


@dataclasses.dataclass
class Basket:
    """A data class whose methods are workflows."""

    owner: str
    prices: list[int] = dataclasses.field(default_factory=list)

    async def total(self, extra: int = 0) -> int:
        "use workflow"
        for price in self.prices:
            extra = await add(extra, price)
        return extra

    async def pay(self, times: int) -> list[Any]:
        "use workflow"
        self.prices.append(await add(times, 0))
        child = await start(self.total, 100)
        return [self.owner, await self.total(), await child.result(), self.prices, type(self) is Basket]


class Bigger(Basket):
    pass


class Inherited(Orders):
    pass


async def test_static_and_class_methods_are_workflows(room: Any) -> None:
    """They are started by the class that defines them, have ids of their own, and can be children."""
    await room.open()
    run = await room.start(Orders.place, 1)
    assert run.workflow.endswith("//Orders.place")
    assert await run.result() == 2
    rated = await room.start(Orders.rated, 1)
    assert await rated.result() == [6, 11]


@pytest.mark.parametrize("hot", [10, 0], ids=["kept in memory", "evicted"])
async def test_methods_of_instances_are_workflows(room: Any, hot: int) -> None:
    """The object travels by value, as the first argument: what the run changes in it, its caller does not see."""
    await room.open(hot_limit=hot, policy=SnapshotPolicy(least=0, ratio=0))
    basket = Basket("ann", [2, 3])
    run = await room.start(basket.pay, 4)
    assert run.workflow.endswith("//Basket.pay")
    assert await run.result() == ["ann", 9, 109, [2, 3, 4], True]
    assert basket.prices == [2, 3]
    assert await (await room.start(Basket.total, basket, 1)).result() == 6
    with pytest.raises(TypeError, match="times"):
        await room.start(basket.pay)


async def test_methods_that_cannot_be_workflows_say_so(room: Any) -> None:
    """One of objects that cannot be recorded (UW131), and one of a class that only inherits it."""
    await room.open()
    with pytest.raises(CompileError, match="UW131"):
        await room.start(Wrong.of_instance, 1)
    with pytest.raises(NotAWorkflowError, match="Inherited"):
        await room.start(Inherited.rated, 1)
    with pytest.raises(NotAWorkflowError, match="Bigger inherits"):
        await room.start(Bigger("ann").total)


EDITED = """\
import dataclasses
from useworkflow import create_hook

async def loaded(n: int) -> "Order":
    "use step"
    return Order(n)

@dataclasses.dataclass
class Order:
    n: int
    async def worth(self):
        await create_hook(token=f"go:{self.n}")
        return self.n * 2
    async def again(self):
        return [await loaded(self.n + 1), await self.worth_now()]
    async def worth_now(self):
        return self.n * 2

async def place(n):
    "use workflow"
    order = await loaded(n)
    worth = await order.worth()
    other, now = await order.again()
    return [worth, other.n, await other.worth_now(), now, dataclasses.fields(other)[-1].name]
"""


async def test_a_run_keeps_its_class_across_a_deploy(room: Any, author: Any) -> None:
    """Methods and fields are those of the code that the run started with, restored or not; what a step of the new code gives comes in as the
    pinned class, without the new field (G7)."""
    shop = author("shop_of_orders", EDITED)
    await room.open(hot_limit=0, policy=SnapshotPolicy(least=0, ratio=0))
    old = await room.start(shop.module.place, 1)
    await room.until(old, "hook_created")
    await room.kill()
    shop.edit(("    n: int\n", "    n: int\n    note: str = ''\n"), ("self.n * 2", "self.n * 100"))
    shop.deploy()
    await room.open(hot_limit=0, policy=SnapshotPolicy(least=0, ratio=0))
    new = await room.start(shop.module.place, 5)
    await room.until(new, "hook_created")
    for token in ("go:1", "go:5"):
        await resume_hook(token, None, world=room.world)
    assert await old.result() == [2, 2, 4, 2, "n"]
    assert await new.result() == [500, 6, 600, 500, "note"]
