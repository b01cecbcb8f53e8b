"""Where tests drive coroutines: tasks of asyncio, and small helpers of the test modules themselves.

    install(resuming); module = load(...); replace_helpers(module, resuming)

Afterwards each coroutine of lowered code that a task or a helper drives is ``Restored`` at each suspension.
Read next: ``resuming``.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import functools
from asyncio import tasks
from types import CoroutineType, ModuleType
from typing import Any
from unittest import mock

from awaitables import Pause
from resuming import Restored, Resuming

from useworkflow_compiler.lower.fast import Fast
from useworkflow_compiler.lower.syntax import call


def install(resuming: Resuming) -> None:
    """Make asyncio's tasks restore their coroutines, and lowered code await through ``Resuming.foreign``."""
    python, native = _restoring(tasks._PyTask, resuming), _restoring(tasks._CTask, resuming)
    tasks._PyTask, tasks._CTask = python, native
    tasks.Task = asyncio.Task = native
    if hasattr(asyncio, "eager_task_factory"):
        factory = tasks.create_eager_task_factory(native)
        tasks.eager_task_factory = asyncio.eager_task_factory = factory

    def driven(test: Any) -> Any:
        @functools.wraps(test)
        def run(*args: Any, **named: Any) -> Any:
            coroutine = Restored(resuming, test(*args, **named))
            try:
                coroutine.send(None)
            except StopIteration as stop:
                return stop.value
            raise AssertionError("a test without an await has suspended")

        return run

    names = {"_uw_foreign": resuming.foreign, "_uw_driven": driven, "_uw_pause": Pause, "_uw_value": Pause}
    vars(builtins).update(names)
    finalize = asyncio.BaseEventLoop._asyncgen_finalizer_hook

    def finalize_unless_dropped(self: asyncio.BaseEventLoop, generator: Any) -> None:
        if id(generator) in resuming.dropped:
            resuming.dropped.discard(id(generator))
        else:
            finalize(self, generator)

    asyncio.BaseEventLoop._asyncgen_finalizer_hook = finalize_unless_dropped
    received = Fast._received

    def through_foreign(self: Fast, step: Any, operand: ast.expr) -> ast.stmt:
        return received(self, step, call("_uw_foreign", operand) if step.kind is ast.Await else operand)

    mock.patch.object(Fast, "_received", through_foreign).start()


def _restoring(base: Any, resuming: Resuming) -> Any:
    class Task(base):
        def __init__(self, coro: Any, **options: Any) -> None:
            self._given = coro
            lowered = type(coro) is CoroutineType and resuming.is_lowered(coro)
            super().__init__(Restored(resuming, coro) if lowered else coro, **options)
            if self._source_traceback:
                del self._source_traceback[-1]  # this very frame

        def get_coro(self) -> Any:
            return self._given if super().get_coro() is not None else None

    Task.__module__, Task.__qualname__ = base.__module__, base.__qualname__
    return Task


def replace_helpers(module: ModuleType, resuming: Resuming) -> None:
    """Give ``module`` helpers that drive coroutines through a restore at each suspension."""

    def run_async(coroutine: Any) -> tuple[list[Any], Any]:
        if type(coroutine) is CoroutineType and resuming.is_lowered(coroutine):
            coroutine = Restored(resuming, coroutine)
        yielded = []
        while True:
            try:
                yielded.append(coroutine.send(None))
            except StopIteration as stop:
                return yielded, stop.args[0] if stop.args else None

    def run_until_complete(coroutine: Any) -> Any:
        if type(coroutine) is CoroutineType and resuming.is_lowered(coroutine):
            coroutine = Restored(resuming, coroutine)
        failing = False
        while True:
            try:
                step = coroutine.throw(module.AwaitException) if failing else coroutine.send(None)
            except StopIteration as stop:
                return stop.args[0]
            failing = step == ("throw",)

    for name, helper in (
        ("run_async", run_async), ("run_async__await__", run_async), ("run_until_complete", run_until_complete),
    ):  # fmt: skip
        if hasattr(module, name):
            setattr(module, name, helper)
