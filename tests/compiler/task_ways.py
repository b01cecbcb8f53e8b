"""Runs a program with tasks on asyncio, and lowered on the sandbox's loop, with restores of the whole instance.

    difference("async def entry(): ...", seed)   ->   None, or Difference(way, expected, found)

Whenever nothing else can run, the oldest ``aw(v)`` that is waited for is answered. What the program tells, in its order, is
what is compared. Read next: ``program_tasks`` (which writes them), ``four_ways`` (programs of one coroutine).
"""

from __future__ import annotations

import ast
import asyncio
import contextvars
import functools
import random
import sys
import warnings
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from four_ways import MOST_EFFECTS, MOST_SUSPENSIONS, Difference, Exhausted, TooDeep, shown, uncollected
from lowered import FILE
from msgspec import Raw

from useworkflow_compiler import tree
from useworkflow_compiler.compile import compile_library
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.lower import lower_module
from useworkflow_sandbox.codes import CodeTable
from useworkflow_sandbox.context import placing
from useworkflow_sandbox.current import current
from useworkflow_sandbox.events import AnyEvent, RunCreated, StepCompleted
from useworkflow_sandbox.facades import asyncio_facade
from useworkflow_sandbox.facades.imports import FACADES
from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.library import SOURCES
from useworkflow_sandbox.ordered import OrderedSet
from useworkflow_sandbox.program import Program, load_library
from useworkflow_sandbox.seam import seam

_LOG = "def log(effect): record(effect)\n"


class Waiting(Future):
    """What ``aw(v)`` gives on the sandbox's loop: an operation of the instance, answered with its own value."""

    __slots__ = ("id", "value")
    kind = "step"
    line = 0

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value
        self.id = current().loop.next_id("aw")
        current().operations[self.id] = self

    def deliver(self, event: AnyEvent) -> None:
        """Its answer has come."""
        del current().operations[self.id]
        _answer(self, self.value)


def _answer(future: Any, value: Any) -> None:
    if isinstance(value, StopIteration):
        value = ValueError(*value.args)  # asyncio takes no StopIteration into a future
    if isinstance(value, BaseException):
        future.set_exception(value)
    else:
        future.set_result(value)


class Telling:
    """The effects of one run."""

    def __init__(self) -> None:
        self.effects: list[str] = []
        self.ended = False

    def record(self, effect: Any) -> None:
        """What ``log`` calls."""
        if not self.ended:
            self.effects.append(shown(effect))
            if len(self.effects) > MOST_EFFECTS:
                raise Exhausted

    def end(self, why: str) -> list[str]:
        """The effects, and how it came to the end."""
        self.ended = True
        if len(self.effects) > MOST_EFFECTS:
            raise Exhausted
        return [*self.effects, why]


class _TaskGroup(asyncio.TaskGroup):
    """asyncio's, but it cancels its tasks in the order of their creation, not of their addresses."""

    def __init__(self) -> None:
        super().__init__()
        self._tasks = OrderedSet()


def on_asyncio(source: str) -> list[str]:
    """The reference: asyncio of the interpreter."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda loop, context: None)
    try:
        with uncollected():
            return _on_loop(loop, source)
    finally:
        loop.close()


def _on_loop(loop: asyncio.AbstractEventLoop, source: str) -> list[str]:
    telling = Telling()
    waiting: list[tuple[asyncio.Future[Any], Any]] = []

    def aw(value: Any) -> asyncio.Future[Any]:
        waiting.append((loop.create_future(), value))
        return waiting[-1][0]

    reference = SimpleNamespace(**vars(asyncio) | {"TaskGroup": _TaskGroup})
    namespace = {
        "__name__": "program", "aw": aw, "sys": sys, "asyncio": reference, "contextvars": contextvars,
        "record": telling.record,
    }  # fmt: skip
    exec(compile(_LOG + source, FILE, "exec", dont_inherit=True), namespace)
    main = loop.create_task(namespace["entry"]())
    closing: set[asyncio.Task[Any]] | None = None
    for _ in range(MOST_SUSPENSIONS):
        _run_until_quiet(loop)
        if main.done() and closing is None:
            closing = asyncio.all_tasks(loop)
            for task in sorted(closing, key=lambda task: int(task.get_name().removeprefix("Task-"))):
                task.cancel()
            _run_until_quiet(loop)
        waiting[:] = [(future, value) for future, value in waiting if not future.done()]
        if closing is not None and all(task.done() for task in closing):
            return telling.end("the end")
        if not waiting:
            return telling.end("stuck")
        _answer(*waiting.pop(0))
    raise Exhausted


def _run_until_quiet(loop: Any) -> None:
    while True:
        loop.call_soon(loop.stop)
        loop.run_forever()
        if not loop._ready:
            return


@functools.cache
def _library() -> CodeTable:
    return load_library(compile_library(SOURCES))


def on_instances(source: str, restores: Callable[[int], bool]) -> list[str]:
    """Lowered, on the sandbox's loop; before answer ``k`` the instance goes through bytes where ``restores(k)``."""
    telling = Telling()
    text = _LOG + source
    low = lower_module(ast.parse(text), name="program", filename=FILE, source=text)
    code = ModuleCode("program", FILE, text, "", tree.encode(low.main), tree.encode(low.resume), low.functions)
    provided = {
        "aw": Waiting, "sys": sys, "asyncio": asyncio_facade.make_module({}), "contextvars": FACADES["contextvars"],
        "record": telling.record,
    }  # fmt: skip
    codes = CodeTable(_library())
    namespace = {"__name__": "program", **provided, **seam(_host)}
    with placing("program", codes.variables):
        codes.add_module(code, namespace)
    program = Program(namespace["entry"], filenames=frozenset({FILE}), host=_host, codes=codes)
    return driven(program, telling, restores)


def driven(program: Program, telling: Telling, restores: Callable[[int], bool]) -> list[str]:
    """The effects of ``program``; before answer ``k`` the instance goes through bytes where ``restores(k)``."""
    instance = Instance.create(program, "run")
    event: AnyEvent = RunCreated(at=1, workflow="w", bundle="b", args=Raw(b"[[],{}]"), seed="00" * 16)
    for count in range(MOST_SUSPENSIONS):
        instance.deliver(event)
        waiting = [number for number, future in instance.operations.items() if not future.done()]
        if instance.finished or not waiting:
            effects = telling.end("the end" if instance.finished else "stuck")
            instance.close()
            return effects
        if restores(count):
            data = instance.snapshot(None)
            instance.close()
            instance = Instance.restore(program, data, None)
        event = StepCompleted(at=count + 2, id=waiting[0], value=Raw(b"null"))
    instance.close()
    raise Exhausted


def _host(module: str, qualname: str) -> Any:
    return vars(sys.modules[module])[qualname]


def difference(source: str, seed: int) -> Difference | None:
    """The first difference between asyncio and the sandbox's loop, or ``None``.

    Raises:
        Exhausted: the program does too much.
        SyntaxError: it is none.
    """
    dice = random.Random(seed)
    some = {k for k in range(MOST_SUSPENSIONS) if dice.random() < 0.3}
    ways: tuple[tuple[str, Callable[[int], bool]], ...] = (
        ("lowered", lambda k: False), ("restored at every answer", lambda k: True), ("restored at some", some.__contains__),
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = on_asyncio(source)
        for way, restores in ways:
            try:
                found = on_instances(source, restores)
            except Exhausted:
                raise
            except Exception as error:
                if isinstance(error, CompileError) and error.code == "UW124":
                    raise TooDeep from error
                return Difference(f"{way}: harness", "", f"{type(error).__name__}: {error}")
            if found != expected:
                return explained(way, expected, found)
    return None


def explained(way: str, expected: list[str], found: list[str]) -> Difference:
    """The first effect in which the two differ."""
    index = next((i for i, pair in enumerate(zip(expected, found, strict=False)) if pair[0] != pair[1]), None)
    if index is None:
        index = min(len(expected), len(found))
        return Difference(f"{way}: number of effects", expected[index:], found[index:])
    return Difference(f"{way}: effect {index}", expected[index], found[index])
