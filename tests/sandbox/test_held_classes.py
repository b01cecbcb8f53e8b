"""Classes that a bundle holds mean what CPython says, also when the run is restored after every turn (G1, G4, G7)."""

from __future__ import annotations

import asyncio
import sys
import textwrap
import types
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from stack import host_of, library, program, ran, refused, run

from useworkflow_compiler.compile import compile_workflow
from useworkflow_compiler.sources import DictSourceFinder
from useworkflow_sandbox.events import RunCompleted, StepScheduled
from useworkflow_sandbox.program import Program

STEP = """
import asyncio
async def step(value):
    "use step"
    return value
"""
WORKFLOWS = {
    "inheritance": """
    class Base:
        kind = "base"
        def __init__(self, n): self.n = n
        async def value(self): return await step(self.n)
        async def told(self): return [type(self).__name__, self.kind, await self.value()]
    class Left(Base):
        kind = "left"
        async def value(self): return 10 + await super().value()
    class Right(Base):
        async def value(self): return 100 + await super().value()
    class Both(Left, Right):
        async def value(self): return 1000 + await super(Both, self).value() + await Base.value(self)
    async def wf():
        "use workflow"
        return [await made(3).told() for made in (Base, Left, Right, Both)]
    """,
    "private names and __class__": """
    class Vault:
        __key = "k"
        def __init__(self, secret): self.__secret = secret
        async def __turn(self): return await step(self.__secret) + self.__key
        async def open(self): return [await self.__turn(), __class__.__name__]
    class Inner(Vault):
        __key = "other"
        async def open(self): return [*(await super().open()), self.__key, self._Vault__secret]
    async def wf():
        "use workflow"
        return await Inner("s").open()
    """,
    "class bodies": """
    from typing import ClassVar
    BASE = 2
    class Rates:
        base = BASE
        table = {name: len(name) for name in ("eur", "gbpx")}
        double = [n * 2 for n in range(3)]
        async def of(self, name): return await step(self.table[name] * self.base)
        again = of
        if BASE > 1:
            big: ClassVar[bool] = True
        class Inner:
            async def deep(self): return await step("deep")
    async def wf():
        "use workflow"
        rates = Rates()
        return [await rates.of("eur"), await rates.again("gbpx"), Rates.double, Rates.big, await Rates.Inner().deep()]
    """,
    "iterators": """
    class Numbers:
        def __init__(self, n): self.n = n
        def __aiter__(self): return self.counted()
        async def counted(self):
            try:
                for n in range(self.n):
                    yield await step(n)
            finally:
                await step("closed")
    class Hand:
        def __init__(self, n): self.n = n
        def __aiter__(self): return self
        async def __anext__(self):
            if not self.n: raise StopAsyncIteration
            self.n -= 1
            return await step(self.n)
    async def wf():
        "use workflow"
        found = [n async for n in Numbers(3)]
        async for n in Hand(3):
            found.append(n)
            if n == 1: break
        else:
            found.append("never")
        return found
    """,
    "managers": """
    from contextlib import asynccontextmanager, AsyncExitStack
    class Door:
        def __init__(self, name, log): self.name, self.log = name, log
        async def __aenter__(self):
            self.log.append(await step("open " + self.name))
            return self
        async def __aexit__(self, kind, error, traceback):
            self.log.append(await step("close " + self.name))
            return kind is KeyError
        @asynccontextmanager
        async def ajar(self):
            await step(1)
            try:
                yield self.name
            except ValueError as error:
                self.log.append(await step(str(error)))
    async def wf():
        "use workflow"
        log = []
        async with Door("a", log) as a, Door("b", log):
            await step(1)
            raise KeyError
        async with a.ajar() as name:
            log.append(name)
            raise ValueError("left ajar")
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(Door("c", log))
            stack.push_async_callback(a.__aexit__, None, None, None)
            await step(2)
        return log
    """,
    "awaitables": """
    class Job:
        def __init__(self, n): self.n = n
        async def run(self): return await step(self.n)
        def __await__(self): return self.run().__await__()
    class Twice:
        def __init__(self, job): self.job = job
        def __await__(self):
            first = yield from self.job.__await__()
            second = yield from self.job.__await__()
            return [first, second]
    async def wf():
        "use workflow"
        return [await Job(1), await Twice(Job(2)), await asyncio.gather(Job(3), Twice(Job(4)))]
    """,
    "data classes, protocols and abstract classes": """
    import abc, dataclasses
    from typing import Generic, Protocol, TypeVar, runtime_checkable
    T = TypeVar("T")
    @runtime_checkable
    class Payer(Protocol):
        async def pay(self, n: int) -> int: ...
    class Box(abc.ABC, Generic[T]):
        @abc.abstractmethod
        async def get(self) -> T: ...
    @dataclasses.dataclass(order=True)
    class Purse(Box[int]):
        amount: int
        notes: list[str] = dataclasses.field(default_factory=list)
        async def get(self): return await step(self.amount)
        async def pay(self, n):
            self.amount -= await step(n)
            self.notes.append(f"-{n}")
            return self.amount
    @dataclasses.dataclass(frozen=True, slots=True)
    class Coin:
        value: int
        async def tossed(self): return await step(self.value) * 2
    async def wf():
        "use workflow"
        purse = Purse(10)
        await purse.pay(3)
        try:
            Box()
            made = True
        except TypeError:
            made = False
        both = [purse, Purse(7, ["-3"])]
        return [await purse.get(), isinstance(purse, Payer), made, both[0] == both[1], max(both).notes,
                await Coin(4).tossed(), repr(purse), dataclasses.replace(Coin(1), value=9).value]
    """,
    "enums": """
    import enum
    class Stage(enum.StrEnum):
        DRAFT = "draft"
        DONE = enum.auto()
        @property
        def next(self): return Stage.DONE
        async def entered(self): return await step(self.value)
        @classmethod
        async def all(cls): return [await stage.entered() for stage in cls]
    async def wf():
        "use workflow"
        stage = Stage("draft")
        await step(1)
        return [stage is Stage.DRAFT, await stage.next.entered(), await Stage.all(), Stage.DONE.name]
    """,
    "static, class and cached": """
    import functools
    class Tools:
        calls = ()
        @staticmethod
        async def twice(n): return await step(n) * 2
        @classmethod
        async def made(cls, n):
            self = cls()
            self.n = await step(n)
            return self
        @functools.cached_property
        def heavy(self): return self.n * 100
        @property
        async def later(self): return await step(self.n)
        @later.setter
        def later(self, value): self.n = value
    class More(Tools): pass
    async def wf():
        "use workflow"
        more = await More.made(5)
        heavy = more.heavy
        more.later = 6
        methods = [more.twice, More.twice, Tools.made]
        await step(0)
        return [type(more).__name__, heavy, more.heavy, await more.later, [await m(1) for m in methods[:2]],
                (await methods[2](2)).n]
    """,
    "closures and bound methods": """
    class Counter:
        def __init__(self): self.n = 0
        async def up(self, by=1):
            found = await step(by)
            self.n += found
            return self.n
        def adder(self):
            async def add(by): return await self.up(by)
            return add
    async def wf():
        "use workflow"
        counter = Counter()
        up, add, same = counter.up, counter.adder(), counter
        tasks = [asyncio.create_task(up(n)) for n in (1, 10)]
        await add(100)
        await asyncio.gather(*tasks)
        return [counter.n, same is counter, up == counter.up]
    """,
    "errors": """
    class Refused(Exception):
        def __init__(self, code):
            super().__init__(f"refused {code}")
            self.code = code
        async def explained(self): return await step(f"{self.code} explained")
    class Late(Refused): pass
    async def wf():
        "use workflow"
        try:
            try:
                raise Late(7)
            except Refused as error:
                told = await error.explained()
                raise KeyError(told) from error
        except KeyError as error:
            await step(1)
            return [error.args[0], type(error.__cause__).__name__, error.__cause__.code, await error.__cause__.explained()]
    """,
}


def native(source: str) -> Any:
    """What CPython gives, the steps being ordinary functions."""
    module = types.ModuleType("shop")
    exec(compile(textwrap.dedent(source), "shop.py", "exec", dont_inherit=True), vars(module))
    return asyncio.run(module.wf())


def plain(value: Any) -> Any:
    """Tuples as lists: the log's values of a run are compared, not their containers."""
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("name", sorted(WORKFLOWS))
def test_a_class_with_asynchronous_methods_means_the_same(name: str) -> None:
    """In the sandbox, and restored from a snapshot after every turn, the workflow gives what CPython gives."""
    source = STEP + textwrap.dedent(WORKFLOWS[name])
    expected = native(source)
    for restore in (False, True):
        found = ran(source, restore=restore)
        assert found.error is None
        assert plain(found.result) == plain(expected)


def test_text_annotations_of_data_classes_need_no_module_of_the_host() -> None:
    """``from __future__ import annotations`` with ``ClassVar`` and ``InitVar``, where the user's module is not imported."""
    source = textwrap.dedent(
        """
        from __future__ import annotations
        import dataclasses
        from dataclasses import InitVar, dataclass
        from typing import ClassVar
        @dataclass
        class Order:
            kinds: ClassVar[int] = 3
            id: int
            extra: InitVar[int]
            _: dataclasses.KW_ONLY
            note: str = "n"
            def __post_init__(self, extra): self.id += extra
            async def told(self): return [self.id, self.note, self.kinds]
        async def wf():
            "use workflow"
            order = Order(1, 5, note="x")
            names = [field.name for field in dataclasses.fields(order)]
            return [await order.told(), names, dataclasses.fields(order)[0].type, Order.__doc__]
        """
    )
    assert "nowhere" not in sys.modules
    bundle = compile_workflow("nowhere", "wf", DictSourceFinder({"nowhere": source}))
    found = run(Program.load(bundle, library(), host_of({})))
    assert found.error is None
    assert found.result == [
        [6, "x", 3], ["id", "note"], "int", "Order(id: 'int', extra: 'InitVar[int]', *, note: 'str' = 'n')"
    ]  # fmt: skip


def test_classes_come_in_from_other_modules_of_the_bundle() -> None:
    """A base in another module, an import inside a method, a class named by its module."""
    sources = {
        "shop": """
import people
from base import Base
class Own(Base):
    async def told(self):
        from people import greeting
        return [*(await super().told()), greeting(), await people.Person("b").name()]
async def wf():
    "use workflow"
    return await Own("a").told()
""",
        "base": "from people import Person\nclass Base(Person):\n    async def told(self): return [await self.name()]\n",
        "people": (
            "async def step(value):\n    'use step'\n    return value\n"
            "def greeting(): return 'hello'\n"
            "class Person:\n"
            "    def __init__(self, n): self.n = n\n"
            "    async def name(self): return await step(self.n)\n"
        ),
    }
    bundle = compile_workflow("shop", "wf", DictSourceFinder(sources))
    assert bundle.classes == (("base", "Base"), ("people", "Person"), ("shop", "Own"))
    assert bundle.hosts == ()
    loaded = Program.load(bundle, library(), host_of({}))
    assert run(loaded, restore=True).result == ["a", "hello", "b"]


def test_values_of_a_held_class_are_the_bundles_inside() -> None:
    """What a step gives is an instance of the pinned class, whose methods are the run's own (G7)."""
    source = """
        import dataclasses
        @dataclasses.dataclass
        class Order:
            n: int
            async def doubled(self):
                return 2 * await step(self.n)
        async def load(order: Order) -> Order:
            "use step"
            return order
        async def step(n):
            "use step"
            return n
        async def wf(order: Order):
            "use workflow"
            again = await load(order)
            return [await order.doubled(), await again.doubled(), again == order, again is order]
        """
    loaded = program(source)
    assert loaded.bundle is not None
    assert loaded.bundle.classes == (("shop", "Order"),)
    host = host_of({"shop": textwrap.dedent(source)})
    found = run(loaded, host("shop", "Order")(4), restore=True)
    assert found.error is None
    assert found.result == [8, 8, True, False]
    assert loaded.host("shop", "Order") is not host("shop", "Order")


def test_a_class_whose_plain_methods_call_steps_is_held() -> None:
    """Taken by reference, its method would run the step's body unrecorded, inside workflow code (G3)."""
    found = ran(
        """
        async def step(value):
            "use step"
            return value
        class Order:
            def begun(self): return step(5)
        class Sub(Order): pass
        class Plain:
            def told(self): return 1
        async def wf():
            "use workflow"
            return [await Sub().begun(), Plain().told()]
        """
    )
    assert found.result == [5, 1]
    assert [type(command) for command in found.commands] == [StepScheduled, RunCompleted]


def test_a_class_that_only_steps_can_use_stays_by_reference() -> None:
    """Methods that workflow code could not have, in a class that comes in by an annotation: the class is the host's."""
    source = """
        import sqlite3, subprocess
        class Files:
            n = 3
            async def listing(self): return subprocess.run(["ls"])
            async def size(self): return open("x")
        async def load(files: Files) -> int:
            "use step"
            return 1
        class Both:
            def saved(self): return [load(self), open("x")]
        async def wf(files: Files):
            "use workflow"
            return [await load(files), isinstance(files, Both)]
        """
    loaded = program(source)
    assert loaded.bundle is not None
    assert loaded.bundle.classes == ()
    assert [host[:2] for host in loaded.bundle.hosts] == [("shop", "Both")]


def test_what_runs_share_of_a_class_cannot_be_changed() -> None:
    """Containers in the class's body are frozen, and its attributes cannot be set by a run."""
    for change in ("Basket.items.append(1)", "Basket.n = 2", "await Basket.grow()", "Basket().kept(5)"):
        error = refused(
            f"""
            class Basket:
                items = [1]
                n = 1
                @classmethod
                async def grow(cls): cls.n += 1
                def kept(self, value, seen=[]): seen.append(value)
            async def wf():
                "use workflow"
                {change}
            """
        )
        assert error.code == "UW217"


def test_shared_values_of_a_class_keep_their_identity() -> None:
    """A container of the class's body that is live across a suspension is the class's own after a restore."""
    found = ran(
        """
        async def step(n):
            "use step"
        class Table:
            rows = [1, 2]
            async def m(self): return self.rows
        async def wf():
            "use workflow"
            rows = Table.rows
            await step(1)
            return [rows is Table.rows, rows is await Table().m()]
        """,
        restore=True,
    )
    assert found.result == [True, True]


def test_workflows_in_classes() -> None:
    """Static and class methods can be workflows, started and called inline; the class may be a nested one."""
    source = """
        async def step(n):
            "use step"
        class Orders:
            tax = 2
            @staticmethod
            async def place(n):
                "use workflow"
                return await step(n)
            @classmethod
            async def taxed(cls, n):
                "use workflow"
                return cls.tax * await cls.place(n)
            class Inner:
                @staticmethod
                async def deep():
                    "use workflow"
                    return await Orders.taxed(21)
        """
    assert run(program(source, name="Orders.place"), 4, restore=True).result == 4
    assert run(program(source, name="Orders.taxed"), 4, restore=True).result == 8
    loaded = program(source, name="Orders.Inner.deep")
    assert run(loaded, restore=True).result == 42
    assert loaded.bundle is not None
    assert loaded.bundle.workflows == tuple(
        f"workflow//shop//Orders.{name}" for name in ("Inner.deep", "place", "taxed")
    )


@pytest.mark.parametrize("restore", [False, True])
def test_implementations_are_registered_by_their_annotations(restore: bool) -> None:
    """``@read.register`` in a class and in a function, with annotations as values and as text (G1)."""
    source = """
    import functools
    class Part:
        pass
    async def echo(value):
        "use step"
        return value
    class Reader:
        @functools.singledispatchmethod
        async def read(self, value):
            return ["any", await echo(value)]
        @read.register
        async def _(self, value: int | float):
            return ["number", await echo(value)]
        @read.register
        async def _(self, value: "list"):
            return ["rows", [await self.read(n) for n in value]]
        @read.register(str)
        async def _(self, value):
            return ["text", await echo(value)]
        @functools.singledispatchmethod
        @classmethod
        def kind(cls, value):
            return "any"
        @kind.register
        @classmethod
        def _(cls, value: Part):
            return cls.__name__
    async def wf():
        "use workflow"
        @functools.singledispatch
        def shown(value):
            return "any"
        @shown.register
        def _(value: bool) -> str:
            return "truth"
        reader = Reader()
        told = [await reader.read([1, 2.5, "x", None]), shown(True)]
        await echo(1)
        return [*told, shown(1), shown(False), reader.kind(Part()), Reader.kind(1)]
    """
    rows = [["number", 1], ["number", 2.5], ["text", "x"], ["any", None]]
    assert ran(source, restore=restore).result == [["rows", rows], "truth", "any", "truth", "Reader", "any"]
