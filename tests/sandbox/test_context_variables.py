"""Context variables and decimal contexts mean in a run what they mean on asyncio, also when it is restored at every turn."""

from __future__ import annotations

import asyncio
import contextvars
import importlib
import json
import sys
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from useworkflow_compiler.compile import compile_library, compile_workflow
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.sources import PathSourceFinder
from useworkflow_sandbox import values
from useworkflow_sandbox.capture import CaptureError
from useworkflow_sandbox.events import (
    AnyEvent,
    RunCompleted,
    RunCreated,
    RunFailed,
    StepCompleted,
    StepScheduled,
    TimerFired,
)
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.library import SOURCES
from useworkflow_sandbox.program import Program

NAME = "shop_with_context"
HEAD = """
import asyncio
import contextvars
import copy
from contextvars import Context, ContextVar, Token, copy_context
from decimal import Decimal, Inexact, Context as Numbers, getcontext, localcontext, setcontext

TENANT: ContextVar[str] = ContextVar("tenant")
TRACE = ContextVar("trace", default=())
LIMITS = {"eur": [1]}
LIMIT = ContextVar("limit", default=LIMITS)
INNER = ContextVar("inner", default=0)
TABLE = {"a": ContextVar("a"), "b": ContextVar("b")}

async def echo(value):
    "use step"
    await asyncio.sleep(0)
    return value

"""
PROGRAMS = {
    "a task has a copy of its maker's context": """
    async def child(name):
        seen = [TENANT.get()]
        TENANT.set(name)
        await echo(1)
        return [*seen, TENANT.get()]

    async def workflow():
        TENANT.set("main")
        first = asyncio.create_task(child("x"))
        TENANT.set("later")
        second = asyncio.create_task(child("y"))
        result = [await first, await second, TENANT.get()]
        return result + await asyncio.gather(child("p"), child("q")) + [TENANT.get()]
    """,
    "tokens are good across awaits, once, and in their own context": """
    async def with_token(token, variable):
        try:
            variable.reset(token)
        except ValueError as error:
            return str(error).endswith("was created in a different Context")

    async def workflow():
        out = []
        outer = TENANT.set("a")
        await echo(1)
        inner = TENANT.set("b")
        await echo(2)
        out.append([outer.old_value is Token.MISSING, inner.old_value, inner.var is TENANT])
        out.append(await asyncio.create_task(with_token(inner, TENANT)))
        TENANT.reset(inner)
        out.append(TENANT.get())
        await echo(3)
        TENANT.reset(outer)
        out.append(TENANT.get("none"))
        for token, variable in ((outer, TENANT), (TRACE.set(1), TENANT)):
            try:
                variable.reset(token)
            except (RuntimeError, ValueError) as error:
                out.append([type(error).__name__, str(error).split("> ")[-1]])
        try:
            TENANT.get()
        except LookupError as error:
            out.append(error.args[0] is TENANT)
        return out
    """,
    "contexts run, are copied, and are mappings": """
    def put(value):
        TENANT.set(value)
        return TENANT.get(), TRACE.get()

    async def workflow():
        out = []
        TRACE.set("t")
        context = copy_context()
        out.append(context.run(put, "inside"))
        out.append([TENANT.get("outside"), context[TENANT], context.get(TENANT), TENANT in context, len(context)])
        await echo(1)
        other = context.copy()
        other.run(put, "other")
        out.append([context[TENANT], other[TENANT], sorted(v.name for v in context), sorted(context.values())])
        out.append([context == context.copy(), context == other, dict(context.items())[TENANT], sorted(variable.name for variable in context.keys())])
        try:
            context.run(context.run, print)
        except RuntimeError as error:
            out.append("already entered" in str(error))
        for wrong in (lambda: context["x"], lambda: 1 in context, lambda: Context()[TENANT], lambda: Token(),
                      lambda: copy.copy(TENANT), lambda: copy.deepcopy([TRACE]), lambda: copy.copy(context)):
            try:
                wrong()
            except (KeyError, TypeError, RuntimeError) as error:
                out.append(type(error).__name__)
        fresh = Context()
        return [*out, len(fresh), fresh.run(TENANT.get, "nothing")]
    """,
    "create_task and TaskGroup take a context": """
    async def put(value):
        await echo(1)
        TENANT.set(value)
        await echo(2)
        return TRACE.get()

    async def workflow():
        TRACE.set("here")
        context = Context()
        a = await asyncio.create_task(put("one"), context=context)
        async with asyncio.TaskGroup() as group:
            b = group.create_task(put("two"), context=context)
            c = group.create_task(put("three"))
        loop = asyncio.get_running_loop()
        shared = copy_context()
        d = await loop.create_task(put("four"), context=shared)
        return [list(a), list(b.result()), c.result(), d, context[TENANT], TENANT.get("none"), shared[TENANT]]
    """,
    "callbacks are called in the context of their registration": """
    async def workflow():
        out = []
        loop = asyncio.get_running_loop()
        def note(*rest):
            out.append(TENANT.get("none"))
            TENANT.set("changed by a callback")
        future = loop.create_future()
        TENANT.set("first")
        future.add_done_callback(note)
        own = Context()
        own.run(TENANT.set, "own")
        future.add_done_callback(note, context=own)
        TENANT.set("second")
        loop.call_soon(note)
        loop.call_soon(note, context=own)
        loop.call_later(0.001, note)
        await echo(1)
        future.set_result(1)
        TENANT.set("third")
        loop.call_soon(note)
        await asyncio.sleep(0.01)
        dropped = loop.create_future()
        dropped.add_done_callback(note)
        removed = dropped.remove_done_callback(note)
        dropped.set_result(None)
        await asyncio.sleep(0)
        return [out, own[TENANT], TENANT.get(), removed]
    """,
    "timeouts, wait_for, shield and locks leave the context alone": """
    async def change():
        TENANT.set("changed")
        await echo(1)
        return TENANT.get()

    async def workflow():
        out = []
        TENANT.set("main")
        async with asyncio.timeout(10):
            TENANT.set("in the block")
            await echo(1)
        out.append(TENANT.get())
        out.append(await asyncio.shield(change()))
        out.append(TENANT.get())
        out.append(await asyncio.wait_for(asyncio.create_task(change()), 10))
        out.append(TENANT.get())
        lock = asyncio.Lock()
        async with lock:
            token = TENANT.set("in the lock")
            await echo(2)
            TENANT.reset(token)
        return [*out, TENANT.get()]
    """,
    "generators share their caller's context": """
    def plain():
        while True:
            TENANT.set("plain " + TENANT.get())
            yield TENANT.get()

    async def slow():
        for i in range(3):
            TENANT.set(f"slow {i} " + TENANT.get())
            await echo(i)
            yield TENANT.get()

    async def use(name):
        TENANT.set(name)
        out = []
        async for value in slow():
            out.append(value)
            TENANT.set(f"user of {name}")
        return [*out, TENANT.get()]

    async def workflow():
        TENANT.set("main")
        made = plain()
        out = [next(made)]
        await echo(1)
        TENANT.set("again")
        out += [next(made), TENANT.get()]
        return out + await asyncio.gather(use("a"), use("b"))
    """,
    "variables of modules, of tables and of functions": """
    async def child(variable):
        before = variable.get(0)
        variable.set(before + 1)
        await echo(1)
        return [before, variable.get()]

    async def workflow():
        local = ContextVar("local", default=5)
        local.set(6)
        INNER.set(1)
        TABLE["b"].set(2)
        await echo(1)
        out = [local.name, local.get(), INNER.get(), TABLE["a"].get("none"), TABLE["b"].get()]
        out += await asyncio.gather(*map(child, (local, INNER, TABLE["a"], TABLE["b"])))
        return [*out, local.get(), INNER.get(), LIMIT.get() is LIMITS, LIMIT.get()["eur"]]
    """,
    "a context that a run holds": """
    async def workflow():
        TENANT.set("kept")
        context = copy_context()
        call = context.run
        TENANT.set("other")
        await echo(1)
        values = iter(context.items())
        await echo(2)
        return [call(TENANT.get), [(variable.name, value) for variable, value in values]]
    """,
    "the task's own context": """
    async def child():
        await echo(1)
        return asyncio.current_task().get_context()[TENANT]

    async def workflow():
        TENANT.set("main")
        task = asyncio.create_task(child())
        seen = await task
        own = asyncio.current_task().get_context()
        own_is = own[TENANT], task.get_context()[TENANT]
        TENANT.set("changed")
        return [seen, *own_is, own[TENANT]]
    """,
    "decimal contexts of tasks": """
    def third():
        return str(Decimal(1) / 3)

    async def child(digits):
        getcontext().prec = digits
        await echo(1)
        return [third(), getcontext().prec]

    async def workflow():
        out = await asyncio.gather(child(3), child(4))
        out.append([third(), getcontext().prec, getcontext().flags[Inexact]])
        await echo(1)
        out.append([getcontext().flags[Inexact], getcontext() is getcontext()])
        with localcontext() as context:
            context.prec = 5
            await echo(2)
            out.append(third())
            with localcontext(prec=7, rounding="ROUND_UP") as inner:
                await echo(3)
                out.append([third(), inner.rounding])
            out.append(third())
        out.append(third())
        setcontext(Numbers(prec=9))
        await echo(4)
        shared = asyncio.create_task(child(11))  # it begins with its maker's
        out += [third(), await shared, third()]
        own = copy_context()
        def change():
            setcontext(Numbers(prec=2))
            return third()
        return [*out, own.run(change), third(), own.run(third)]
    """,
}


@cache
def library() -> tuple[ModuleCode, ...]:
    return compile_library(SOURCES)


def text_of(body: str) -> str:
    return HEAD + textwrap.dedent(body).replace(
        "async def workflow():\n", 'async def workflow():\n    "use workflow"\n'
    )


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """Writes a program as a module that can be imported."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(body: str) -> Path:
        (tmp_path / f"{NAME}.py").write_text(text_of(body), encoding="utf-8")
        sys.modules.pop(NAME, None)
        importlib.invalidate_caches()
        return tmp_path

    yield write
    sys.modules.pop(NAME, None)


def load(folder: Path) -> Program:
    """Each load is what another process would have: modules and variables of its own."""
    return Program.load(compile_workflow(NAME, "workflow", PathSourceFinder([str(folder)])), library(), _class)


def _class(module: str, qualname: str) -> Any:
    return getattr(importlib.import_module(module), qualname)


def outcome(folder: Path, *, restoring: bool) -> Any:
    """What a run gives. ``restoring``: at every turn it is taken up by a freshly loaded program."""
    program = load(folder)
    instance = Instance.create(program, "r")
    event: AnyEvent = RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    given: dict[str, Any] = {}
    for turn in range(2, 200):
        for command in instance.deliver(event):
            if isinstance(command, StepScheduled):
                given[command.id] = values.decode_args(command.args, _class)[0][0]
            if isinstance(command, RunCompleted):
                return json.loads(bytes(command.value))
        assert not instance.finished
        if restoring:
            data = instance.snapshot(None)
            instance.close()
            instance = Instance.restore(load(folder), data, None)
        name, operation = min(instance.operations.items(), key=lambda item: (item[1].kind, getattr(item[1], "due", 0)))
        if operation.kind == "timer":
            event = TimerFired(at=max(turn, operation.due), id=name)
        else:
            event = StepCompleted(at=turn, id=name, value=values.encode(given[name]))
    raise AssertionError("the run does not end")


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_context_variables_mean_what_they_mean_on_asyncio(name: str, written: Callable[[str], Path]) -> None:
    """A run gives what the module gives as an ordinary asyncio program, and the same restored at every turn (G1, G4)."""
    if name == "the task's own context" and sys.version_info < (3, 12):
        expected: Any = ["main", "main", "main", "changed"]  # Task.get_context came with 3.12
        folder = written(PROGRAMS[name])
    else:
        folder = written(PROGRAMS[name])
        ordinary = contextvars.Context().run(asyncio.run, importlib.import_module(NAME).workflow())
        expected = json.loads(json.dumps(ordinary))
    assert plain(outcome(folder, restoring=False)) == expected
    assert plain(outcome(folder, restoring=True)) == expected


def plain(value: Any) -> Any:
    """``value`` without the tags by which the log tells tuples from lists."""
    decoded = values.decode(json.dumps(value).encode(), _class)
    return json.loads(json.dumps(decoded))


SHARED = """
import contextlib
from contextvars import ContextVar

WHO: ContextVar[str] = ContextVar("who")
BY_KIND = {"a": ContextVar("a", default=1)}

@contextlib.contextmanager
def acting_as(name):
    token = WHO.set(name)
    try:
        yield
    finally:
        WHO.reset(token)
"""


def test_modules_share_their_variables(written: Callable[[str], Path]) -> None:
    """A variable of one module is the same one in all that import it, under whatever name, also after a restore (G4)."""
    folder = written("""
    import shared_by_shop as shared
    from shared_by_shop import BY_KIND as KINDS, WHO as PERSON, acting_as

    async def tell():
        with acting_as(shared.WHO.get() + "!"):
            await echo(1)
            return PERSON.get()

    async def workflow():
        PERSON.set("ann")
        KINDS["a"].set(2)
        def late():
            from shared_by_shop import BY_KIND
            return BY_KIND["a"].get()
        with acting_as("bob"):
            told = await asyncio.gather(tell(), tell())
        await echo(2)
        return [told, shared.WHO.get(), shared.BY_KIND["a"].get(), late()]
    """)
    (folder / "shared_by_shop.py").write_text(SHARED, encoding="utf-8")
    for restoring in (False, True):
        assert plain(outcome(folder, restoring=restoring)) == [["bob!", "bob!"], "ann", 2, 2]


HELD = """
    class Request:
        current = ContextVar("request", default=0)

        def __init__(self, number):
            self.number = number

        def __enter__(self):
            self.token = Request.current.set(self.number)
            return self

        def __exit__(self, *unused):
            Request.current.reset(self.token)

    async def child(number):
        before = Request.current.get()
        await echo(number)
        with Request(number):
            await echo(number)
            inside = Request.current.get()
            nested = await asyncio.create_task(deeper())
        return [before, inside, nested, Request.current.get()]

    async def deeper():
        Request.current.set(Request.current.get() + 100)
        await echo(0)
        return Request.current.get()

    async def workflow():
        Request.current.set(7)
        context = copy_context()
        out = await asyncio.gather(child(1), child(2))
        Request.current.set(8)
        await echo(3)
        return [out, Request.current.get(), context.run(Request.current.get)]
"""


def test_variables_of_ordinary_python_mean_what_they_mean_on_asyncio(written: Callable[[str], Path]) -> None:
    """A class is ordinary Python, and so is its variable: tasks see it as on asyncio, and a replay gives it again (G1, G4)."""
    folder = written(textwrap.dedent(HELD))
    expected = contextvars.Context().run(asyncio.run, importlib.import_module(NAME).workflow())
    program = load(folder)
    assert program.has_own_interpreter_contexts
    events: list[AnyEvent] = [
        RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    ]
    instance = Instance.create(program, "r")
    commands = instance.deliver(events[0])
    while not instance.finished:
        with pytest.raises(CaptureError) as caught:
            instance.snapshot(None)
        assert caught.value.why == "what is in 'request' is known only to the code that made it, which is not compiled"
        instance.close()
        instance = Instance.create(load(folder), "r")
        for event in events:
            instance.deliver(event)
        name = next(iter(instance.operations))
        events.append(StepCompleted(at=len(events) + 1, id=name, value=values.encode(None)))
        commands = instance.deliver(events[-1])
    assert isinstance(commands[-1], RunCompleted)
    assert plain(json.loads(bytes(commands[-1].value))) == expected


def test_runs_do_not_see_each_others_values(written: Callable[[str], Path]) -> None:
    """A variable at module level is one object for all runs of a process, and has a value in each (G5)."""
    program = load(
        written("""
    async def workflow():
        before = TENANT.get("none")
        TENANT.set("set")
        await echo(1)
        return [before, TENANT.get()]
    """)
    )
    runs = [Instance.create(program, name) for name in ("a", "b")]
    for instance in runs:
        instance.deliver(RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16))
    for instance in runs:
        (end,) = instance.deliver(StepCompleted(at=2, id="0/echo#0", value=values.encode(1)))
        assert isinstance(end, RunCompleted)
        assert json.loads(bytes(end.value)) == ["none", "set"]


def test_who_uses_none_has_none(written: Callable[[str], Path]) -> None:
    """A run without context variables makes no contexts: not for its tasks, and not for what they wait for."""
    program = load(
        written("""
    async def workflow():
        return await asyncio.gather(echo(1), asyncio.wait_for(echo(2), 10))
    """)
    )
    instance = Instance.create(program, "r")
    instance.deliver(RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16))
    assert instance.context is None
    assert not program.has_own_interpreter_contexts
    assert b".context" not in instance.snapshot(None)
    instance.close()


def test_a_name_that_is_put_together_is_too_late(written: Callable[[str], Path]) -> None:
    """Where the program's text names none of the functions, there are no decimal contexts to change, and it is said (G10)."""
    folder = written("")
    (folder / f"{NAME}.py").write_text(
        'import decimal\nasync def workflow():\n    "use workflow"\n    getattr(decimal, "get" + "context")()\n',
        encoding="utf-8",
    )
    instance = Instance.create(load(folder), "r")
    (end,) = instance.deliver(
        RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    )
    assert isinstance(end, RunFailed)
    failure = values.decode_error(end.error, _class)
    assert "UW202: decimal.getcontext" in str(failure)
    assert "write `decimal.getcontext`" in str(failure)


def test_a_value_that_cannot_be_kept_is_named_with_its_variable(written: Callable[[str], Path]) -> None:
    """What a snapshot cannot hold is said of the context variable that holds it; the run itself goes on (G10)."""
    program = load(
        written("""
    async def workflow():
        TENANT.set(memoryview(b"x"))
        await echo(1)
        return len(TENANT.get())
    """)
    )
    instance = Instance.create(program, "r")
    instance.deliver(RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16))
    with pytest.raises(CaptureError, match=r"the context variable 'tenant' \(memoryview\) has a value across an await"):
        instance.snapshot(None)
    (end,) = instance.deliver(StepCompleted(at=2, id="0/echo#0", value=values.encode(1)))
    assert isinstance(end, RunCompleted)


def test_a_plain_function_that_suspends_is_refused(written: Callable[[str], Path]) -> None:
    """``context.run`` of a plain function that calls a sync step says so, rather than give what nobody awaits (G10)."""
    folder = written("""
    def price(item):
        "use step"
        return 1

    def total(item):
        return price(item) + 1

    async def workflow():
        return copy_context().run(total, "book")
    """)
    instance = Instance.create(load(folder), "r")
    (end,) = instance.deliver(
        RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    )
    assert isinstance(end, RunFailed)
    assert "UW211: total() calls a sync step, and cannot be called here" in str(values.decode_error(end.error, _class))


def test_a_default_at_module_level_is_frozen(written: Callable[[str], Path]) -> None:
    """A default is shared by all runs, like every value at module level (G5)."""
    folder = written("""
    async def workflow():
        ContextVar("local", default=[]).get().append(1)
        LIMIT.get()["usd"] = 3
    """)
    instance = Instance.create(load(folder), "r")
    (end,) = instance.deliver(
        RunCreated(at=1, workflow="w", bundle="b", args=values.encode_args((), {}), seed="00" * 16)
    )
    assert isinstance(end, RunFailed)
    assert "UW217: a dict at module level is changed" in str(values.decode_error(end.error, _class))
