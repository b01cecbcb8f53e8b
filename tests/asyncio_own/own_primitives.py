"""CPython's own tests of asyncio's primitives, run on the sandbox's primitives and loop, with virtual time.

    outcomes("test_asyncio.test_locks")   ->   {"LockTests.test_lock": "ok", "LockTests.test_repr": "failed: ...", ...}

    python own_primitives.py out.json      the same, of all modules, lowered and restored at every await

The test module comes from the running interpreter. Its ``asyncio`` is replaced by the facade that workflow code gets, and
each coroutine of a test runs as the main task of an instance; timers fire as soon as nothing else can run. Read next:
``restored``.
"""

from __future__ import annotations

import asyncio
import builtins
import heapq
import importlib
import types
import unittest
from collections.abc import Callable
from typing import Any

from msgspec import Raw

from useworkflow_sandbox.events import RunCreated, TimerCancelled, TimerFired, TimerStarted
from useworkflow_sandbox.facades import asyncio_facade
from useworkflow_sandbox.facades.imports import FACADES
from useworkflow_sandbox.instance import Instance
from useworkflow_sandbox.program import Program

MODULES = (
    "test_asyncio.test_locks", "test_asyncio.test_queues", "test_asyncio.test_taskgroups", "test_asyncio.test_timeouts",
)  # fmt: skip
CONTEXTS = "test_context"
"""Its tests of context variables; those of the map that the interpreter keeps them in (``HamtTest``) ask for C code."""


class Deadlock(AssertionError):
    """The test waits for something that nobody will do."""


class Passing(Exception):
    """Not raised: ``unittest`` wants an exception class."""


driven: list[Callable[[Any], Any]] = []
"""What a coroutine of a test goes through before the main task awaits it."""


def run_in_instance(function: Any, *args: Any) -> Any:
    """Run a coroutine function to its end on the deterministic loop."""
    outcome: list[tuple[bool, Any]] = []

    async def main() -> None:
        try:
            coroutine = function(*args)
            for through in driven:
                coroutine = through(coroutine)
            outcome.append((True, await coroutine))
        except BaseException as error:
            outcome.append((False, error))

    instance = Instance.create(Program(main, filenames=frozenset(), host=_no_host), "test")
    _drive(instance)
    if not outcome:
        raise Deadlock("nothing can run any more")
    good, value = outcome[0]
    if good:
        return value
    raise value


def _drive(instance: Instance) -> None:
    timers: list[tuple[int, str]] = []
    cancelled: set[str] = set()
    event: Any = RunCreated(at=1_000_000, workflow="w", bundle="b", args=Raw(b"[[],{}]"), seed="00" * 16)
    while True:
        for command in instance.deliver(event):
            if isinstance(command, TimerStarted):
                heapq.heappush(timers, (command.due, command.id))
            elif isinstance(command, TimerCancelled):
                cancelled.add(command.id)
        while timers and timers[0][1] in cancelled:
            heapq.heappop(timers)
        if instance.finished or not timers:
            instance.close()
            return
        due, timer = heapq.heappop(timers)
        event = TimerFired(at=due, id=timer)


def _no_host(module: str, qualname: str) -> Any:
    raise LookupError(qualname)


class InstanceTestCase(unittest.TestCase):
    """Stands in for ``IsolatedAsyncioTestCase``."""

    async def asyncSetUp(self) -> None:
        """As the original."""

    async def asyncTearDown(self) -> None:
        """As the original."""

    def addAsyncCleanup(self, function: Any, /, *args: Any, **kwargs: Any) -> None:
        """As the original."""
        self.addCleanup(lambda: run_in_instance(lambda: function(*args, **kwargs)))

    def _callSetUp(self) -> None:
        self.setUp()
        run_in_instance(self.asyncSetUp)

    def _callTestMethod(self, method: Any) -> None:
        if asyncio.iscoroutinefunction(method):
            run_in_instance(method)
        else:
            method()

    def _callTearDown(self) -> None:
        run_in_instance(self.asyncTearDown)
        self.tearDown()


class InTurnTestCase(InstanceTestCase):
    """Stands in for ``TestCase``, where plain tests need a run too."""

    def _callTestMethod(self, method: Any) -> None:
        async def body() -> None:
            method()

        run_in_instance(body)


class _Facade:
    """``asyncio`` as the tests see it: the facade, and its submodules as they name them."""

    def __init__(self) -> None:
        self._module = asyncio_facade.make_module({})

    def __getattr__(self, name: str) -> Any:
        if name in ("locks", "queues", "taskgroups", "timeouts", "tasks", "futures"):
            return self
        return getattr(self._module, name)


Execute = Callable[[types.ModuleType], None]
"""Runs the source of a test module, whose file is known, in its namespace."""


def execute(module: types.ModuleType) -> None:
    """As Python does."""
    assert module.__file__ is not None
    with open(module.__file__, encoding="utf-8") as file:
        code = compile(file.read(), module.__file__, "exec")
    exec(code, module.__dict__)


def outcomes(name: str, execute: Execute = execute) -> dict[str, str]:
    """``ok``, ``skipped`` or the first line of the failure, for each test of the module."""
    module = importlib.import_module(f"test.{name}")
    changed = types.ModuleType(f"{name}_on_instances")
    changed.__dict__.update(vars(_reexecuted(module, execute)))
    suite = unittest.defaultTestLoader.loadTestsFromModule(changed)
    found: dict[str, str] = {}
    for test in _flat(suite):
        if type(test).__name__ == "HamtTest":
            continue
        result = unittest.TestResult()
        test.run(result)
        found[test.id().partition(".")[2]] = _outcome(result)
    return found


def _reexecuted(module: types.ModuleType, execute: Execute) -> types.ModuleType:
    """The module once more, with its imports of asyncio and of the test case class replaced."""
    made = types.ModuleType(module.__name__)
    facade = _Facade()
    cases: dict[str, Any] = {"IsolatedAsyncioTestCase": InstanceTestCase}
    if module.__name__ == f"test.{CONTEXTS}":
        cases["TestCase"] = InTurnTestCase
    replaced = types.SimpleNamespace(**{**vars(unittest), **cases})

    def importer(name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        if name.partition(".")[0] == "asyncio":
            return facade
        if name == "contextvars":
            return FACADES[name]
        found = __import__(name, globals, locals, fromlist, level)
        return replaced if name == "unittest" and not fromlist else found

    made.__dict__.update(
        __builtins__={**vars(builtins), "__import__": importer},
        __file__=module.__file__,
        __package__=module.__package__,
    )
    execute(made)
    return made


def _flat(suite: Any) -> list[unittest.TestCase]:
    return [test for part in suite for test in (_flat(part) if isinstance(part, unittest.TestSuite) else [part])]


def _outcome(result: unittest.TestResult) -> str:
    for _, text in (*result.errors, *result.failures):
        return "failed: " + text.strip().splitlines()[-1]
    return "skipped" if result.skipped else "ok"
