"""A search for new ways out: whatever workflow code can reach by attributes, items and calls is looked at.

What must never be reached: frames, code, tracebacks' frames, modules that are not facades, the globals of any real module,
Python's own builtins, ``type`` itself, and what starts processes or touches files.
"""

from __future__ import annotations

import builtins
import functools
import io
import os
import pathlib
import subprocess
import sys
import threading
import types
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.append(str(pathlib.Path(__file__).parent))

from sandboxed import run_module, turn

from useworkflow_compiler.restrict import GUARDED_ATTRIBUTES, READABLE_DUNDERS, UNSAFE_ATTRIBUTES
from useworkflow_sandbox.facades.facade import FacadeModule
from useworkflow_sandbox.facades.imports import FACADES
from useworkflow_sandbox.guards import guarded_getattr

UNSAFE = {
    id(thing): name
    for name, thing in {
        "type": type,
        "os.system": os.system,
        "os.open": os.open,
        "os.environ": os.environ,
        "io.open": io.open,
        "io.FileIO": io.FileIO,
        "subprocess.Popen": subprocess.Popen,
        "threading.Thread": threading.Thread,
        "eval": builtins.eval,
        "exec": builtins.exec,
        "compile": builtins.compile,
        "__import__": builtins.__import__,
        "getattr": builtins.getattr,
        "setattr": builtins.setattr,
        "globals": builtins.globals,
        "vars": builtins.vars,
        "types.CodeType": types.CodeType,
        "types.FrameType": types.FrameType,
        "sys.modules": sys.modules,
    }.items()
}
DUNDERS = sorted(
    READABLE_DUNDERS | {"__globals__", "__code__", "__dict__", "__builtins__", "__self__", "__func__", "__closure__"}
)


def what_is_wrong(value: Any) -> str | None:
    """Why ``value`` must never be reached, or ``None``."""
    if id(value) in UNSAFE:
        return UNSAFE[id(value)]
    if isinstance(value, types.FrameType | types.CodeType):
        return type(value).__name__
    if isinstance(value, types.ModuleType) and not isinstance(value, FacadeModule):
        return f"module {value.__name__}"
    if isinstance(value, type) and issubclass(value, type):
        from useworkflow_sandbox.facades.builtins import type as facade

        return None if value is facade else f"metaclass {value!r}"
    if type(value) is dict and "__builtins__" in value and "__name__" in value:
        return f"globals of {value['__name__']}"
    return None


def names_of(value: Any) -> Iterator[str]:
    try:
        found = dir(value)
    except Exception:
        found = []
    yield from (name for name in found if not (name[:2] == "__" and name[-2:] == "__"))
    yield from DUNDERS


def compiled_attribute(value: Any, name: str) -> Any:
    """``value.name`` as compiled workflow code has it, or ``Ellipsis`` where the compiler or a guard refuses."""
    if name in UNSAFE_ATTRIBUTES or (name[:2] == "__" and name not in READABLE_DUNDERS):
        return ...
    try:
        return guarded_getattr(value, name) if name in GUARDED_ATTRIBUTES else getattr(value, name)
    except Exception:
        return ...


def dynamic_attribute(value: Any, name: str) -> Any:
    """``getattr(value, name)`` in workflow code."""
    try:
        return guarded_getattr(value, name)
    except Exception:
        return ...


def parts(value: Any) -> Iterator[tuple[str, Any]]:
    """What attributes and items of ``value`` lead to."""
    for name in names_of(value):
        for way in (compiled_attribute, dynamic_attribute):
            found = way(value, name)
            if found is not ...:
                yield f".{name}", found
    if isinstance(value, dict | types.MappingProxyType) and len(value) < 400:
        yield from ((f"[{key!r}]"[:40], item) for key, item in list(value.items()))
    elif isinstance(value, list | tuple | set | frozenset | deque) and len(value) < 400:
        yield from ((f"[{index}]", item) for index, item in enumerate(list(value)))


SAMPLES = """
import asyncio, collections, contextlib, dataclasses, datetime, decimal, enum, functools, itertools, json, logging, math
import operator, os, pathlib, random, re, statistics, string, time, types, typing, uuid, zoneinfo, copy, csv, io, struct

def function(x=[1], *, y=2): return x
async def coroutine_function(): return 1
def generator_function(): yield 1
async def async_generator_function(): yield 1
class Local:
    x = 5
    def method(self): return self
    @property
    def prop(self): return 1
@dataclasses.dataclass
class Record:
    a: int = 1
class Colour(enum.Enum):
    RED = 1
try:
    function.missing
except AttributeError as error:
    attribute_error = error
try:
    raise ExceptionGroup("g", [ValueError(1)])
except* ValueError as error:
    group = error
samples = {
    "function": function, "lambda": lambda: 1, "generator": generator_function(), "async generator": async_generator_function(),
    "instance": Local(), "class": Local, "method": Local().method, "record": Record(), "enum": Colour.RED, "enum class": Colour,
    "attribute error": attribute_error, "group": group, "partial": functools.partial(function, 1), "cached": functools.cache(function),
    "wrapped": functools.wraps(function)(lambda: 2), "single dispatch": functools.singledispatch(function),
    "context manager": contextlib.contextmanager(generator_function)(), "chain": itertools.chain([1]), "pattern": re.compile("a"),
    "match": re.match("(a)", "a"), "path": pathlib.Path("a"), "now": datetime.datetime(2026, 1, 1), "logger": logging.getLogger("x"),
    "formatter": string.Formatter(), "template": string.Template("$a"), "decimal": decimal.Decimal(1), "context": decimal.Context(),
    "encoder": json.JSONEncoder(), "namespace": types.SimpleNamespace(a=1), "set": {1}, "frozenset": frozenset([1]), "format": "{}".format,
    "getter": operator.itemgetter(1), "random": random.Random(1), "zone": zoneinfo.ZoneInfo("UTC"), "text": io.StringIO("a"),
    "struct": struct.Struct("i"), "distribution": statistics.NormalDist(), "uuid": uuid.UUID(int=1), "map": map(str, []),
    "property": Local.prop, "super": super(Local, Local()), "environ": os.environ, "alias": list[int], "union": int | str,
    "typevar": typing.TypeVar("T"), "new type": typing.NewType("N", int), "fields": dataclasses.fields(Record),
    "weird string": Local().method.__name__, "slice": slice(1), "view": {}.keys(), "memory": memoryview(b"a"),
}
"""


def roots() -> dict[str, Any]:
    """What workflow code begins with: builtins, facades, and one object of each kind that it can make."""
    names = run_module(SAMPLES)
    found: dict[str, Any] = dict(names["samples"])
    found |= {f"builtin {name}": value for name, value in names["__builtins__"].items() if name != "__import__"}
    found |= {f"module {name}": FACADES[name] for name in FACADES}
    return found


@pytest.fixture(scope="module")
def beginnings() -> dict[str, Any]:
    """``roots``, made in a turn."""
    with turn():
        return roots()


LIMIT = 15_000


def test_attributes_and_items_lead_nowhere(beginnings: dict[str, Any]) -> None:
    """All that is reached in four steps from what workflow code begins with (breadth first, each object once)."""
    seen: dict[int, Any] = {}
    waiting = deque((name, value, 0) for name, value in beginnings.items())
    wrong: list[str] = []
    with turn():
        while waiting and len(seen) < LIMIT:
            path, value, depth = waiting.popleft()
            problem = what_is_wrong(value)
            if problem is not None:
                wrong.append(f"{path}: {problem}")
                continue
            if id(value) in seen or type(value) in (int, str, bytes, float, bool):
                continue
            seen[id(value)] = value
            if depth < 4:
                waiting.extend((path + step, part, depth + 1) for step, part in parts(value))
    assert wrong == []
    assert len(seen) > 2_000


QUIET = {"builtin breakpoint", "builtin print", "builtin iter"}
ENDLESS = ("count", "cycle", "repeat", "module asyncio", "module itertools")
"""What would not end, or belongs to a loop that is not there."""
POOL_SIZE = 12
ARGUMENTS: list[Any] = [
    "", "__globals__", "gi_frame", "{0.__class__.__base__}", "os", "x", 0, 1, None, [], {}, (), ["__globals__"], object,
]  # fmt: skip


@functools.cache
def known_callables() -> list[tuple[str, Callable[..., Any]]]:
    """``callables`` of fresh roots, the same list in every example."""
    return callables(roots())


def callables(beginnings: dict[str, Any]) -> list[tuple[str, Callable[..., Any]]]:
    """Functions, classes and methods one attribute away."""
    found: list[tuple[str, Callable[..., Any]]] = []
    for name, value in beginnings.items():
        for step, part in [("", value), *parts(value)]:
            quiet = name in QUIET or (name + step).endswith(ENDLESS) or name in ENDLESS
            if callable(part) and not quiet and not isinstance(part, types.ModuleType):
                found.append((name + step, part))
    return found


CALLS = st.lists(st.tuples(st.integers(0, 10**6), st.lists(st.integers(0, 10**6), max_size=3)), min_size=1, max_size=6)


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")  # calls make some, and nobody waits
@settings(max_examples=300, suppress_health_check=list(HealthCheck), derandomize=True)
@given(calls=CALLS)
def test_calls_lead_nowhere(calls: list[tuple[int, list[int]]], beginnings: dict[str, Any]) -> None:
    """Chains of calls with reachable arguments, and attributes of what they give, reach nothing that is unsafe."""
    with turn():
        known = known_callables()
        pool: list[tuple[str, Any]] = [*beginnings.items(), *((repr(value), value) for value in ARGUMENTS)]
        for which, arguments in calls:
            path, function = known[which % len(known)]
            chosen = [pool[number % len(pool)] for number in arguments]
            try:
                result = function(*(value for _, value in chosen))
                made = [(f"{path}({', '.join(name for name, _ in chosen)})", result)]
                made += [(made[0][0] + step, part) for step, part in parts(result)]
            except Exception as error:
                made = [("error", error), *((f"error{step}", part) for step, part in parts(error))]
            for where, value in made:
                assert what_is_wrong(value) is None, f"{where}: {what_is_wrong(value)}"
            pool += made[:POOL_SIZE]


def test_the_search_finds_what_is_there(beginnings: dict[str, Any]) -> None:
    """A hole that is put in on purpose is found: the search is no formality."""
    holes = [types.SimpleNamespace(deep=[sys._getframe()]), {"x": os}, types.MappingProxyType({"g": globals()})]
    for hole in holes:
        problems = [what_is_wrong(inner) for _, part in parts(hole) for _, inner in [("", part), *parts(part)]]
        assert any(problems)
