"""Programs with context variables, which mean in a run what they mean on asyncio. Read next: ``test_context_variables``."""

from __future__ import annotations

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
    "variables of classes with async methods": """
    class Service:
        who = ContextVar("who", default="nobody")

        def __init__(self, name):
            self.name = name

        async def call(self, x):
            before = Service.who.get()
            token = self.who.set(self.name)
            await echo(x)
            inside = Service.who.get()
            Service.who.reset(token)
            return [before, inside, self.who.get()]

    async def workflow():
        Service.who.set("main")
        out = await asyncio.gather(Service("a").call(1), Service("b").call(2))
        await echo(3)
        return [out, Service.who.get()]
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
