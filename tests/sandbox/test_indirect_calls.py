"""Sync steps, and plain functions that call some, reached in every way that Python has: as in plain Python, or UW211 at the line of the call (G1)."""

from __future__ import annotations

import asyncio
import re
import sys
import textwrap
import types
from pathlib import Path
from typing import Any

import pytest

from useworkflow_compiler.compile import compile_workflow
from useworkflow_compiler.errors import UseWorkflowError
from useworkflow_compiler.sources import DictSourceFinder
from useworkflow_sandbox.events import StepScheduled
from useworkflow_sandbox.program import Program

sys.path.insert(0, str(Path(__file__).parent))
from stack import host_of, library, program, run

MODULE = """
import asyncio, contextlib, contextvars, copy, enum, functools, itertools, operator
from dataclasses import dataclass, field
from useworkflow import compensate

def charge(n):
    "use step"
    return n * 10

async def tell(n):
    "use step"
    return n

def total(n, more=0, *, sign=1):
    "What it costs."
    return charge(n) * sign + more

def free(n):
    if n < 0:
        return charge(n)
    return n + 1

def apply(f, *args, **kwargs):
    return f(*args, **kwargs)

def twice(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs) + f(*args, **kwargs)
    return inner

@twice
def doubled(n):
    return charge(n)

def rollback(undos):
    return [undo() for undo in reversed(undos)]

def rows(n):
    for k in range(n):
        yield charge(k)  # generator

def first(items):
    return next(iter(items)) if items else charge(0)

@dataclass(eq=False)
class Order:
    n: int
    def __eq__(self, other):
        return total(self.n) == total(other.n)  # eq
    def __iter__(self):
        return iter([total(self.n)])  # iter
    def __enter__(self):
        return total(self.n)  # enter
    def __exit__(self, *error):
        return None
    def __add__(self, other):
        return charge(self.n)  # add
    def __len__(self):
        return free(self.n)
    def __call__(self, k):
        return charge(k)  # call
    def weigh(self):
        "use step"
        return self.n
    def report(self, k=1):
        return self.weigh() + charge(k)
    def run(self, f):
        return f(self.n)
    @property
    def price(self):
        return total(self.n)
    @functools.cached_property
    def cached_price(self):
        return total(self.n)
    @staticmethod
    def fee(n):
        return total(n)
    @classmethod
    def made(cls, n):
        return cls(charge(n))
    @twice
    def both(self):
        return self.n + charge(1)
    async def later(self):
        return self.report()

class Holder:
    begin = charge
    def __init__(self, handler):
        self.handler = handler

class Held(Holder):
    async def later(self):
        return self.handler(1)

@functools.cache
def rate(n):
    return total(n)

class Rates(Holder):
    def __hash__(self):
        return 1
    def __eq__(self, other):
        return True
    @functools.lru_cache
    def of(self, n):
        return charge(n)
    async def later(self):
        return self.of(1)

class Sub(Order):
    def report(self, k=2):
        return super().report(k) + 1

class Money:
    def __init__(self, n):
        self.n = n
    def __add__(self, other):
        return Money(self.n + getattr(other, "n", other))
    def __radd__(self, other):
        return Money(other % 1000 + self.n)

HANDLERS = {"total": total, "free": free, "step": charge}
pay = total
add_one = functools.partial(total, more=1)
"""

AS_IN_PLAIN_PYTHON = {
    "variable": "f = total\n    return [f(1), f(2, 3, sign=-1), f(n=4)]",
    "variable of a step": "f = charge\n    return f(3)",
    "parameter": "return [apply(total, 1, more=2), apply(charge, 5), apply(len, [1]), apply(apply, total, 7)]",
    "list": "return [f(2) for f in [total, charge, free, abs]]",
    "dictionary": "return [HANDLERS['total'](1), HANDLERS['free'](1), HANDLERS['step'](1)]",
    "name of the module": "return [pay(4), add_one(5)]",
    "partial": "f = functools.partial(total, 1, more=5)\n    return [f(), f(sign=-1), functools.partial(f, more=9)()]",
    "result of a call": "return operator.itemgetter(0)([total])(3) + (total if len('a') else abs)(4)",
    "lambda": "f = lambda x, k=2: total(x) + k\n    return [f(1), f(1, 5), (lambda *a, **k: charge(len(a) + len(k)))(1, 2, z=3)]",
    "lambda with a captured variable": "n = 1\n    f = lambda: charge(n)\n    n = 5\n    return f()",
    "lambdas of a loop": "undos = []\n    for n in range(3):\n        undos.append(lambda n=n: total(n))\n    return rollback(undos)",
    "lambdas of a comprehension": "undos = [lambda: total(n) for n in range(3)]\n    return [undo() for undo in undos]",
    "compensations": "undos = [lambda: total(1), functools.partial(charge, 2), Order(3).weigh]\n    return rollback(undos)",
    "comprehensions": "return [[total(n) for n in range(3)], {n: total(n) for n in range(2)}, sorted({total(n) for n in (1, 1, 2)})]",
    "generator expression that is listed": "return [list(total(n) for n in range(3)), tuple(charge(n) for n in [1]), sorted((total(-n) for n in range(3)), reverse=True), ''.join(str(total(n)) for n in range(2))]",
    "sum": "return [sum(total(n) for n in range(4)), sum((charge(n) for n in [1]), 5), sum((total(n) / 3 for n in range(9)), start=0.5), sum((f(n) for n in range(3) for f in [total, free]), 2)]",
    "sum of what is no number": "return [sum(([total(n)] for n in range(3)), []), sum((x for x in [1, 2.5, Money(charge(1)), 3] if apply(free, 1)), Money(1)).n, sum(Money(total(n)) if n else 10**400 for n in range(2)).n]",
    "sum that fails half-way": "seen = []\n    def note(n):\n        seen.append(charge(n))\n        return n if n < 2 else None\n    try:\n        sum((note(n) for n in range(9)), Money(0))\n    except TypeError as error:\n        seen.append(str(error))\n    try:\n        return sum((note(n) for n in range(9)), 'a')\n    except TypeError as error:\n        return [seen, str(error)]",
    "any and all": "seen = []\n    def note(n):\n        seen.append(charge(n))\n        return n\n    return [any(note(n) > 1 for n in range(9)), all(note(n) < 3 for n in range(9)), any(note(n) for n in []), all(total(n) for n in []), all(total(n) for n in [1, 2]), any(total(0) for n in (0, 1)), seen]",
    "min and max": "words = [Money(n) for n in (3, 1, 1, 3)]\n    return [min(total(n) for n in (3, 1, 2)), max(total(n) for n in (3, 1, 2)), max(words, key=lambda w: total(w.n)) is words[0], min(words, key=lambda w: charge(w.n)) is words[1], max(3, 1, key=total), min((total(n) for n in []), default=7), max([], key=total, default=None), min((total(n) for n in (1, 2)), key=lambda n: -charge(n)), max([1, 2], key=charge), max([1, 2], key=apply and free)]",
    "max of nothing": "def told(f):\n        try:\n            return f()\n        except ValueError as error:\n            return str(error)\n    return [told(lambda: max(total(n) for n in [])), told(lambda: min([], key=total))]",
    "sorted": "f = total\n    return [sorted([3, 1, 2], key=total), sorted([3, 1, 2], key=lambda n: -charge(n)), sorted([2, 1], key=f, reverse=True), sorted((total(n) for n in (2, 1)), key=charge), sorted([3, 1], key=functools.partial(total, more=1)), sorted([[2, 1], [1]], key=len), sorted([Order(2), Order(1)], key=Order.report)[0].n, sorted('bA', key=str.lower)]",
    "sorted keeps the order of equals": "pairs = [(n % 3, n) for n in range(9)]\n    return [sorted(pairs, key=lambda p: charge(p[0])), sorted(pairs, key=lambda p: charge(p[0]), reverse=True)]",
    "consumers in plain functions": "def worst(items):\n        return max(sorted(items, key=total), key=lambda n: charge(-n)) + sum(total(n) for n in items)\n    return [worst([1, 2]), apply(worst, [3])]",
    "cache": "f = functools.cache(total)\n    @functools.lru_cache(maxsize=1)\n    def g(n, k=1):\n        return charge(n) + k\n    return [f(1), f(1), f(2), f.cache_info(), g(1), g(1, k=2), g(1, k=2), g(1), g.cache_info(), rate(3), rate(3), rate.cache_info().hits, Rates(2).of(1), Rates(2).of(1)]",
    "sum that overflows half-way": "seen = []\n    def note(n):\n        seen.append(charge(n))\n        return (0.5, 10**400, 1)[n]\n    try:\n        sum(note(n) for n in range(3))\n    except OverflowError as error:\n        return [seen, str(error)]",
    "sum of what cannot be added": "seen = []\n    def note(n):\n        seen.append(charge(n))\n        return n\n    try:\n        sum((note(n) for n in range(3)), [])\n    except TypeError as error:\n        return [seen, str(error)]",
    "min of keys that are None": "def none(n):\n        charge(n)\n    try:\n        return min([1, 2], key=none)\n    except TypeError as error:\n        return [min([3], key=none), str(error)]",
    "keywords of partials": "f = functools.partial(total, 2, more=1)\n    return [f(), f(more=5), functools.partial(f, sign=-1)(more=7)]",
    "caches that are full, typed and of size 0": "seen = []\n    def note(n):\n        seen.append(n)\n        return charge(n)\n    some, typed, none = functools.lru_cache(2)(note), functools.lru_cache(typed=True)(note), functools.lru_cache(0)(note)\n    for n in (1, 2, 1, 3, 1, 2):\n        some(n)\n    return [typed(4), typed(4.0), typed(4), none(5), none(5), none([6]), seen, some.cache_info(), typed.cache_info(), none.cache_info()]",
    "caches of one name": "def make(k):\n        @functools.cache\n        def add(n):\n            return charge(n) + k\n        return add\n    return [make(1)(1), make(2)(1)]",
    "names of a class, which its methods do not see": "class Local:\n        def total(self):\n            return 0\n        def run(self):\n            return total(3)\n    return Local().run()",
    "inner functions under a name from outside": "f = total\n    def inner():\n        nonlocal f\n        before = f(1)\n        def f(n):\n            return n\n        return [before, f(1)]\n    return inner()",
    "lists of async generators": "async def numbers():\n        yield 1\n    told = []\n    for made in (lambda: list(total(n) async for n in numbers()), lambda: sum(total(n) async for n in numbers())):\n        try:\n            told.append(made())\n        except TypeError as error:\n            told.append(str(error))\n    try:\n        return list(total(n) async for n in numbers())\n    except TypeError as error:\n        return [told, str(error)]",
    "builtins that are given too much": "seen = []\n    def note(n):\n        seen.append(n)\n        return charge(n)\n    for wrong in (lambda: list((note(n) for n in [1]), 1), lambda: max((note(n) for n in [2]), 1)):\n        try:\n            wrong()\n        except TypeError as error:\n            seen.append(str(error))\n    return seen",
    "builtins of one's own with calls in them": "def sum(values):\n        return type(values).__name__\n    def sorted(values, key):\n        return key is total\n    def list(values):\n        return type(values).__name__\n    return [sum(total(n) for n in [1]), sorted([1], key=total), list(total(n) for n in [1])]",
    "inner loops of consumers": "def pair(n):\n        return [charge(n), n]\n    return [list(m for n in (1, 2) for m in pair(n)), sum(m for n in (1, 2) for m in pair(n)), [*(m for n in (1, 2) for m in pair(n))]]",
    "lambdas in comprehensions that wait": "fs = [lambda: total(n) + k for n in (1, 2) if await tell(n) for k in [n * 100]]\n    gs = [(lambda: total(n))() for n in (1, 2) if await tell(n)]\n    hs = [h async for h in ((lambda: total(n)) for n in (1, 2) if await tell(n))]\n    return [[f() for f in fs], gs, [h() for h in hs], sum((lambda: charge(n))() for n in (1, 2))]",
    "stars": "return [[*(total(n) for n in range(2)), 1], (0, *(apply(free, n) for n in [1])), apply(max, *(charge(n) for n in (1, 2)))]",
    "builtins of one's own": "def sum(values):\n        return [v for v in values]\n    return sum(n for n in [1])",
    "inner functions": "def a(n):\n        return total(n) + 1\n    def b(n):\n        return a(n) + 1 if n else 0\n    return [a(1), b(2), b(0)]",
    "inner function that calls itself": "def down(n):\n        return charge(n) + down(n - 1) if n else 0\n    return down(3)",
    "inner function of a plain one": "def make(k):\n        def inner(n):\n            return total(n) + k\n        return inner\n    return make(5)(2)",
    "nested step as a value": "def tax(n):\n        'use step'\n        return n\n    return [apply(tax, 3), [f(4) for f in [tax]], tax(5)]",
    "decorator": "return [doubled(2), doubled.__name__, doubled.__doc__, doubled.__wrapped__(3)]",
    "decorated method": "return Order(3).both()",
    "method": "order = Order(4)\n    return [order.report(), Sub(5).report(), Order.report(order, 2), order.run(total), order.run(abs)]",
    "bound method as a value": "f = Sub(5).report\n    return [f(), f(3), apply(Order(1).report), apply(Order(1).weigh)]",
    "static and class methods": "return [Order.fee(2), Order(1).fee(3), Order.made(2).n, Sub.made(1).n, apply(Order.fee, 4), apply(Sub.made, 2).n]",
    "async method": "return await Order(1).later()",
    "local class": "class Local:\n        def run(self, n):\n            return total(n)\n        @staticmethod\n        def fee(n):\n            return charge(n)\n    return [Local().run(1), Local.fee(2)]",
    "class decorator": "def with_price(cls):\n        cls.price = lambda self: total(self.n)\n        cls.fee = total\n        return cls\n    @with_price\n    class Thing:\n        n = 3\n    return Thing().price()",
    "attribute": "thing = Holder(total)\n    thing.other = lambda n: charge(n)\n    return [thing.handler(2), thing.other(3), Holder.begin(4), Held(total).handler(5)]",
    "attributes": "return [total.__name__, total.__qualname__, total.__doc__, total.__module__ != '', callable(total), total is total, {total: 1}[total], type(total) is type(lambda: 0), isinstance(total, type(len)), asyncio.iscoroutinefunction(total), bool(total), hash(total) == hash(total), str(total)[:10]]",
    "own attributes": "def f():\n        return total(1)\n    f.calls = 2\n    return [f.calls, f.__name__, hasattr(f, 'nothing'), f()]",
    "identity": "f, g = total, Order(2)\n    h = g.report\n    table = {f: 1, h: 2}\n    charge(1)\n    return [f is total, table[total], table[g.report], h == g.report, f in [total], HANDLERS['total'] is f]",
    "identity of inner ones": "def f(n):\n        return total(n)\n    fs = [f, f]\n    charge(1)\n    return [fs[0] is f, fs[1] is f, f(2), fs[0].__name__, fs[0].__qualname__[-1:]]",
    "to_thread": "return await asyncio.to_thread(charge, 4)",
    "tasks": "async def one(f, n):\n        return f(n)\n    return await asyncio.gather(one(total, 1), one(charge, 2), asyncio.create_task(one(lambda n: total(n) + 1, 3)))",
    "an async function as a value": "f = tell\n    async def g(n):\n        return await f(n)\n    return [await f(1), await g(2), await apply(g, 3), await (lambda n: tell(n))(4)]",
    "a coroutine is a value": "async def g():\n        return 1\n    c = apply(g)\n    return [asyncio.iscoroutine(c), await c]",
    "classes as values": "return [apply(Order, 3).n, apply(dict, a=1), [kind(1) for kind in (str, float)]]",
    "error": "def fail(n):\n        total(n)\n        raise KeyError(n)\n    try:\n        apply(fail, 3)\n    except KeyError as error:\n        return [repr(error), repr(error.__context__)]",
    "context of an error": "def fail():\n        try:\n            raise KeyError(1)\n        except KeyError:\n            charge(1)\n            raise ValueError(2)\n    f = fail\n    try:\n        f()\n    except ValueError as error:\n        return repr(error.__context__)",
    "except*": "found = []\n    try:\n        apply(total, 1)\n        raise ExceptionGroup('', [ValueError(1)])\n    except* ValueError:\n        found.append([HANDLERS['free'](1), apply(abs, -2), free(3)])\n    return found",
    "type of except": "def kinds(n):\n        return KeyError if n else (ValueError, charge(n))\n    try:\n        raise KeyError(apply(total, 1))\n    except kinds(1) as error:\n        return error.args",
    "with": "class Manager:\n        def __enter__(self): return 1\n        def __exit__(self, *error): return None\n    def make(f):\n        f(1)\n        return Manager()\n    with make(charge) as a, apply(make, total) as b:\n        return [a, b]",
    "AsyncExitStack.callback": "done = []\n    def undo(n, **more):\n        done.append(charge(n) + sum(more.values()))\n    async with contextlib.AsyncExitStack() as stack:\n        stack.callback(undo, 1, more=2)\n        stack.callback(charge, 3)\n        stack.callback(done.append, 4)\n        done.append(total(5))\n    return done",
    "compensate": "try:\n        async with compensate(lambda: total(1)), compensate(functools.partial(total, 2)), compensate(Order(3).report, k=4), compensate(charge, 5):\n            raise ValueError(1)\n    except ValueError:\n        return 1",
    "async generator": "async def found():\n        for f in (total, charge):\n            yield f(1)\n    return [apply(total, n) async for n in found()]",
    "asynccontextmanager": "@contextlib.asynccontextmanager\n    async def manager(f):\n        yield f(1)\n        f(2)\n    async with manager(total) as found:\n        return found",
    "subscripts": "d = {}\n    d[apply(total, 1)] = apply(total, 2)\n    d[total(1)] += HANDLERS['total'](3)\n    return d",
    "data class": "@dataclass\n    class Thing:\n        f: object\n        def go(self, n):\n            return self.f(n)\n    return [Thing(total).go(1), Thing(abs).f(-1), Thing(total).f(1)]",
    "nonlocal": "n = 0\n    def add(f):\n        nonlocal n\n        n += f(1)\n    add(total)\n    add(abs)\n    return n",
    "finally": "def ends(f):\n        try:\n            return f(1)\n        finally:\n            f(2)\n    return [ends(total), ends(abs)]",
    "lambda that calls itself": "f = lambda n: n and charge(n) + f(n - 1)\n    return f(3)",
    "defaults of a lambda": "f = lambda n=total(3), *, k=apply(total, 1): n + k + charge(1)\n    return f()",
    "awaited callee": "async def given():\n        return total\n    return (await given())(3) + (await given())(4)",
    "super": "class A:\n        def m(self):\n            return total(1)\n    class B(A):\n        def m(self):\n            return super().m() + 1\n    return B().m()",
    "enum": "class Kind(enum.Enum):\n        A = 1\n        def price(self):\n            return total(self.value)\n    return Kind.A.price()",
    "copy": "return [copy.copy(total) is total, copy.deepcopy([total])[0] is total]",
    "default": "def f(n=apply(total, 3)):\n        return n\n    return f()",
    "walrus and conditions": "return [y for n in range(3) if (y := apply(total, n)) and apply(free, y)]",
    "conditional call": "f = None\n    return [f and f(1), (f or total)(2), total(1) if f is None else f(3)]",
    "arguments in order": "seen = []\n    def note(n):\n        seen.append(n)\n        return n\n    f = total\n    return [f(note(1), *[note(2)], sign=note(3)), seen]",
    # Reached where nobody can wait, but the step is not come to.
    "free in map": "return [list(map(free, [1, 2])), list(filter(free, [1])), sorted([3, 1], key=free), max([1, 5], key=free), functools.reduce(lambda a, b: free(a) + free(b), [1, 2, 3])]",
    "free in an operator": "return [len(Order(3)), bool(Order(0))]",
    "free in a cache": "f = functools.cache(free)\n    return [f(1), f(1), f.cache_info().hits]",
    "free in a context": "return contextvars.copy_context().run(free, 3)",
    "free in callbacks": "done = asyncio.get_running_loop().create_future()\n    asyncio.get_running_loop().call_soon(lambda: done.set_result(free(2)))\n    return await done",
    "free in a generator": "return list(free(n) for n in itertools.count() if n < 3) if False else sum(free(n) for n in range(3))",
    "stop iteration": "def stop(k):\n        return first([]) if k else next(iter([]))\n    return list(zip([1, 2], map(first, [[5], [6]])))",
    "stop iteration through map": "def take(it):\n        return next(it) if it else charge(1)\n    return list(map(take, [iter([1]), iter([]), iter([3])]))",
    "free as a factory": "@dataclass\n    class Thing:\n        n: int = field(default_factory=lambda: free(1))\n    return Thing().n",
    "sent on": "return await asyncio.gather(*[tell(n) for n in map(free, [1, 2])])",
}  # fmt: skip
"""Bodies of workflows by what they show."""

WHERE_NOBODY_WAITS = {
    "map": "return list(map(total, [1]))",
    "map of a step": "return list(map(charge, [1]))",
    "map of a lambda": "return list(map(lambda n: total(n), [1]))",
    "filter": "return list(filter(total, [1]))",
    "any": "return any(map(total, [1]))",
    "reduce": "return functools.reduce(lambda a, b: total(a) + b, [1, 2])",
    "sort": "items = [2, 1]\n    items.sort(key=total)    # here\n    return items",
    "itertools": "return list(itertools.starmap(total, [(1,)]))",
    "iter with a sentinel": "return next(iter(lambda: total(1), None))",
    "cache in map": "f = functools.cache(total)\n    return list(map(f, [1]))",
    "singledispatch": "f = functools.singledispatch(total)\n    return f(1)",
    "partial in map": "return list(map(functools.partial(total, more=1), [1]))",
    "operator.call": "return functools.partialmethod(total) and [*map(Order(1).report, [1])]",
    "property": "return Order(1).price",
    "cached property": "return Order(1).cached_price",
    "getattr of a property": "return getattr(Order(1), 'price', None)",
    "attribute that no statement sets": "order = Holder(1)\n    setattr(order, 'unseen', total)\n    return order.unseen(1)",
    "Context.run": "return contextvars.copy_context().run(total, 1)",
    "Context.run of a step": "return contextvars.copy_context().run(charge, 1)",
    "ExitStack": "with contextlib.ExitStack() as stack:    # here\n        stack.callback(total, 1)\n    return 1",
    "dataclass factory": "@dataclass\n    class Thing:\n        n: int = field(default_factory=lambda: total(1))    # here\n    return Thing().n",
    "format": "class Text:\n        def __str__(self):\n            return str(total(1))    # here\n    return str(Text())",
    "unpacking": "a, = map(total, [1])    # here\n    return a",
    "comparison in a list": "return 1 in map(total, [1])",
    "decorator that is applied": "@Order(1).run    # here\n    def f(n=0):\n        return charge(1)\n    return f",
}  # fmt: skip
"""Bodies of workflows whose last line makes the call, or the line with the comment ``here``."""

AT_ANOTHER_LINE = {
    "generator": ("return list(rows(1))", "generator"),
    "generator in a loop": ("for row in rows(2):\n        return row", "generator"),
    "==": ("return Order(1) == Order(1)", "eq"),
    "for": ("return [*Order(1)]", "iter"),
    "with": ("with Order(1) as n:\n        return n", "enter"),
    "+": ("return Order(1) + 1", "add"),
    "object that is called": ("f = Order(1)\n    return f(2)", "call"),
    "callback": ("loop = asyncio.get_running_loop()\n    def later():\n        return charge(1)  # in later\n    loop.call_soon(later)\n    await asyncio.sleep(1)", "in later"),
    "done callback": ("def later(task):\n        return total(1)  # in later\n    task = asyncio.create_task(tell(1))\n    task.add_done_callback(later)\n    await task\n    await asyncio.sleep(1)", "in later"),
    "callback that nobody waits for": ("async def one():\n        await tell(1)\n    task = asyncio.create_task(one())\n    task.add_done_callback(lambda task: charge(1))  # in lambda\n    await task\n    return 1", "in lambda"),
    "lambda in a lambda": ("f = lambda n: (lambda m: charge(m))(n)  # inner\n    return f(1)", "inner"),
    "manager that yields": ("@contextlib.contextmanager\n    def manager():\n        yield total(1)  # yield\n    with manager() as n:\n        return n", "yield"),
    "class body": ("class Thing:\n        n = total(1)  # body\n    return Thing.n", "body"),
    "step in except*": ("try:\n        raise ExceptionGroup('', [ValueError(1)])\n    except* ValueError:\n        n = charge(1)  # step\n    return n", "step"),
    "except*": ("try:\n        raise ExceptionGroup('', [ValueError(1)])\n    except* ValueError:\n        return_value = HANDLERS['total'](1)  # in clause\n    return return_value", "in clause"),
}  # fmt: skip
"""Bodies of workflows, each with the comment at the line that makes the call."""


def shop(body: str) -> str:
    return textwrap.dedent(MODULE) + f"\nasync def wf():\n    'use workflow'\n    {body}\n"


def native(source: str) -> Any:
    """What CPython gives, the steps being ordinary functions."""
    module = types.ModuleType("shop")
    sys.modules["shop"] = module
    exec(compile(source, "shop.py", "exec", dont_inherit=True), vars(module))
    return asyncio.run(module.wf())


def in_a_run(source: str, *, restore: bool) -> Any:
    """How a run ends whose steps are executed as the host's functions are."""
    loaded = program(source)
    host = host_of({"shop": source})

    def execute(step: str, args: Any, kwargs: Any) -> Any:
        qualname = step.split("//")[2]
        if ".<locals>." in qualname:
            return args[1]
        result = _called(host, qualname)(*args, **kwargs)
        return asyncio.run(result) if asyncio.iscoroutine(result) else result

    return run(loaded, restore=restore, execute=execute)


def _called(host: Any, qualname: str) -> Any:
    owner, _, name = qualname.rpartition(".")
    return getattr(host("shop", owner), name) if owner else host("shop", name)


@pytest.mark.parametrize("restore", [False, True], ids=["in memory", "restored after each turn"])
@pytest.mark.parametrize("case", AS_IN_PLAIN_PYTHON)
def test_indirect_calls_mean_what_they_mean_in_plain_python(case: str, restore: bool) -> None:
    """Through variables, containers, parameters, lambdas, partials, decorators and inner functions a call suspends the run as a call by
    name does; where a function comes to no step, anything may call it."""
    source = shop(AS_IN_PLAIN_PYTHON[case])
    expected = native(source)
    found = in_a_run(source, restore=restore)
    assert found.error is None, found.error
    assert found.result == expected


@pytest.mark.parametrize("case", [*WHERE_NOBODY_WAITS, *AT_ANOTHER_LINE])
def test_where_nobody_can_wait_the_call_is_refused_at_its_line(case: str) -> None:
    """Through C code, operators, properties, generators and callbacks: UW211 at the user's line, never a coroutine (G1, G10)."""
    body, marker = AT_ANOTHER_LINE.get(case) or (WHERE_NOBODY_WAITS[case], "")
    marker = marker or ("here" if "# here" in body else "")
    source = shop(body)
    native(source)
    error = in_a_run(source, restore=False).error
    assert isinstance(error, UseWorkflowError), error
    assert error.code == "UW211"
    assert error.where is not None
    lines = source.splitlines()
    (line,) = [n for n, text in enumerate(lines, 1) if text.endswith(f"# {marker}")] if marker else [len(lines)]
    assert (error.where.line, error.where.text.strip()) == (line, lines[line - 1].strip())


def test_the_page_of_the_error_shows_what_happens() -> None:
    """Its example gives its text, and its mended example runs (G10)."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "errors" / "UW211.md").read_text(encoding="utf-8")
    failing, mended = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    error = run(program(failing), ["book"], execute=lambda step, args, kwargs: 5).error
    assert str(error) == re.findall(r"```text\n(.*?)\n```", page, re.DOTALL)[0]
    assert run(program(mended), ["book", "pen"], execute=lambda step, args, kwargs: 5).result == 12


@pytest.mark.parametrize("restore", [False, True], ids=["in memory", "restored after each turn"])
def test_a_callback_that_comes_to_a_step_ends_the_run_with_its_error(restore: bool) -> None:
    """asyncio would only report it; the main task is cancelled, and its cleanup, steps included, is carried out first."""
    found = in_a_run(
        shop(
            "asyncio.get_running_loop().call_soon(lambda: total(1))\n    try:\n        await asyncio.Event().wait()\n"
            "    finally:\n        await tell(5)\n        await tell(6)"
        ),
        restore=restore,
    )
    assert isinstance(found.error, UseWorkflowError)
    assert found.error.code == "UW211"
    assert [command.step for command in found.commands if isinstance(command, StepScheduled)] == [
        "step//shop//tell"
    ] * 2


TOOLS = """
import functools
def logged(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)
    return inner
def apply(f, *args):
    return f(*args)
class Base:
    def go(self, f):
        return f(1)
    async def later(self):
        return 1
"""
STEPS = """
from tools import logged
def charge(n):
    "use step"
    return n
@logged
def pay(n):
    return charge(n) + 1
def free(n):
    return n
HANDLERS = {"pay": pay}
alias = pay
"""
SHOP = """
import steps, tools
from steps import HANDLERS, alias, pay as p
from tools import Base, apply
class Sub(Base):
    def go(self, f):
        return super().go(f) + tools.apply(f, 2)
def worst(items):
    return sorted(items, key=steps.pay)[0]
async def wf():
    "use workflow"
    f = p
    return [
        steps.pay(1), p(2), f(3), HANDLERS["pay"](4), steps.HANDLERS["pay"](5), alias(6), steps.alias(7), apply(p, 8),
        tools.apply(steps.pay, 9), sorted([3, 1], key=p), sorted([3, 1], key=steps.pay), max([1, 2], key=steps.charge),
        max([1, 2], key=alias), worst([2, 1]), Sub().go(p), Sub().go(steps.free), sum(steps.pay(n) for n in (1, 2)),
        apply(steps.charge, 3), p.__name__,
    ]
"""


@pytest.mark.parametrize("restore", [False, True], ids=["in memory", "restored after each turn"])
def test_functions_of_other_modules_are_reached_likewise(restore: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Imported under other names, as attributes of modules, kept in their dictionaries, decorated there."""
    sources = {"tools": TOOLS, "steps": STEPS, "shop": SHOP}
    for name, source in sources.items():
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
        exec(compile(source, f"{name}.py", "exec", dont_inherit=True), vars(sys.modules[name]))
    expected = asyncio.run(vars(sys.modules["shop"])["wf"]())
    bundle = compile_workflow("shop", "wf", DictSourceFinder(sources))
    found = run(Program.load(bundle, library(), host_of(sources)), restore=restore)
    assert found.error is None, found.error
    assert found.result == expected
