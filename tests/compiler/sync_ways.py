"""Runs a program without ``async``, in which ``aw(v)`` is a sync step, as CPython does, lowered, and restored at each step.

    difference("async def main(): return await aw(1)", seed)   ->   None, or Difference(way, expected, found)

The program is what is left of a generated one without its ``async`` and ``await``, so each of its calls, through whatever it goes, may come to a
step. One that comes to a step where nobody can wait is not compared. Read next: ``four_ways``.
"""

from __future__ import annotations

import ast
import functools
import inspect
import random
import re
import warnings
from typing import Any
from unittest import mock

import four_ways
from four_ways import MOST_EFFECTS, Difference, Exhausted, Run, TooDeep
from lowered import FILE, Ready, chain_of

from useworkflow_compiler import tree
from useworkflow_compiler.compile import compile_library
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.lower import MaySuspend, lower_module
from useworkflow_compiler.plain_calls import functions_of
from useworkflow_compiler.suspending import closed, plain_functions
from useworkflow_sandbox import calls, suspending_functions
from useworkflow_sandbox.calls import StepFunction
from useworkflow_sandbox.library import SOURCES
from useworkflow_sandbox.program import load_library
from useworkflow_sandbox.suspending_functions import coroutine_function

_NAMES = {
    "__aenter__": "__enter__", "__aexit__": "__exit__", "__aiter__": "__iter__", "__anext__": "__next__", "__await__": "__pos__",
    "StopAsyncIteration": "StopIteration", "aclose": "close", "asend": "send", "athrow": "throw", "anext": "next", "aiter": "iter",
}  # fmt: skip


class Unwaited(Exception):
    """A step was come to where nobody can wait."""


class _Plain(ast.NodeTransformer):
    """Takes the ``async`` out of a program, and the steps out of generators and of methods that Python calls."""

    def __init__(self) -> None:
        self._steps = True

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef | ast.FunctionDef) -> ast.AST:
        before = self._steps
        yields = any(isinstance(n, ast.Yield | ast.YieldFrom) for n in ast.walk(node))
        self._steps = not yields and node.name[:2] != "__"
        self.generic_visit(node)
        self._steps = before
        return _as(ast.FunctionDef, node)

    visit_FunctionDef = visit_AsyncFunctionDef

    def visit_Await(self, node: ast.Await) -> ast.AST:
        return self.visit(node.value)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        return _as(ast.For, self.generic_visit(node))

    def visit_AsyncWith(self, node: ast.AsyncWith) -> ast.AST:
        return _as(ast.With, self.generic_visit(node))

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.is_async = 0
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "aw" and not self._steps:
            node.func.id = "at_once"
        return node


def _as(kind: type[ast.AST], node: Any) -> ast.AST:
    return ast.copy_location(kind(**{field: getattr(node, field, None) for field in kind._fields}), node)


def plain(source: str) -> str:
    """``source`` without ``async`` and ``await``."""
    source = re.sub(r"\b(" + "|".join(_NAMES) + r")\b", lambda found: _NAMES[found[0]], source)
    return _AT_ONCE + ast.unparse(ast.fix_missing_locations(_Plain().visit(ast.parse(source))))


_AT_ONCE = "def at_once(value):\n    if isinstance(value, BaseException):\n        raise value\n    return value\n"


def _on_cpython(source: str) -> Run:
    run = Run(four_ways._namespace())
    run.namespace["record"] = run.record

    def step(value: Any) -> Any:
        run.answers.append(value)
        if isinstance(value, StopIteration):
            run.answers += range(four_ways.MOST_SUSPENSIONS)  # which no future takes
        if len(run.answers) > four_ways.MOST_SUSPENSIONS:
            raise Exhausted
        if isinstance(value, BaseException):
            raise value
        return value

    run.namespace["aw"] = step
    try:
        exec(compile(four_ways._LOG + source, FILE, "exec", dont_inherit=True), run.namespace)
    except Exception as error:
        raise Exhausted("it cannot be loaded") from error
    with four_ways.uncollected():
        try:
            run.outcome = ("returned", four_ways.shown(run.namespace["main"]()))
        except BaseException as error:
            run.outcome = ("raised", four_ways._plain(chain_of(error)))
    return run


class _Loaded(four_ways.Loaded):
    """Lowered as a module of a bundle is that has the sync step ``aw``."""

    def __init__(self, source: str) -> None:
        self.source = four_ways._LOG + source
        self.unwaited = 0
        parsed = ast.parse(self.source)
        steps = {("program", "aw")}
        methods = {n.attr for n in ast.walk(parsed) if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Store)}
        named = {
            id(node.func): ("program", node.func.id)
            for caller in functions_of(parsed)
            for node in caller.named
            if isinstance(node.func, ast.Name)
        }
        suspending = closed(plain_functions("program", parsed, named), steps, methods)
        may = MaySuspend(
            frozenset(name for _, name in steps if "." not in name),
            frozenset(function.caller.qualname for function in suspending),
            frozenset(methods),
        )
        low = lower_module(parsed, name="program", filename=FILE, source=self.source, may_suspend=may)
        self.code = ModuleCode(
            name="program", filename=FILE, source=self.source, source_hash="", tree=tree.encode(low.main),
            resume=tree.encode(low.resume), functions=low.functions,
        )  # fmt: skip

    def run(self) -> Run:
        """A run in which calls of ``aw`` that are waited for give what suspends."""
        run = super().run()
        self.codes.base = load_library(_library())

        run.namespace["aw"] = _STEP
        main = run.namespace["main"]
        run.namespace["main"] = lambda: _coroutine(coroutine_function(main))
        return run

    def refuse(self, step: StepFunction, *args: Any) -> Any:
        """A call of ``aw`` that nobody waits for."""
        self.unwaited += 1
        raise Unwaited

    def finished(self, coroutine: Any) -> Any:
        """``_finished``, where a step cannot know that nobody waits."""
        try:
            return _finished(coroutine)
        except AssertionError as error:
            if str(error) == _SUSPENDED:
                self.unwaited += 1
            raise


@functools.cache
def _library() -> tuple[ModuleCode, ...]:
    return compile_library(SOURCES)


_STEP = StepFunction("step//program//aw", is_async=False)
_finished = suspending_functions._finished
_SUSPENDED = "a plain function was suspended where nobody can wait for it"


async def _at_its_end(main: Any) -> Any:
    return main()


def _coroutine(main: Any) -> Any:
    """``main`` as it is driven, also where it comes to no step."""
    return main() if inspect.iscoroutinefunction(main) else _at_its_end(main)


def _told(effect: str) -> str:
    """``effect`` without what ``docs/language.md`` says differs: whose name a ``TypeError`` has that is about ``*`` and ``**``."""
    effect = re.sub(r"[^\s'\"]+ (got multiple values for keyword|argument after \*)", r"\1", effect)
    return re.sub(r"0x\w+", "0x", effect.replace("SuspendingFunction", "function"))


def _plainly(outcome: Any) -> Any:
    if isinstance(outcome, dict):
        return {key: _plainly(value) for key, value in outcome.items()}
    if isinstance(outcome, list | tuple):
        return type(outcome)(_plainly(value) for value in outcome)
    return _told(outcome) if isinstance(outcome, str) else outcome


def difference(source: str, seed: int = 0) -> Difference | None:
    """The first difference, or ``None``.

    Raises:
        Exhausted: the program does too much, or comes to a step where nobody can wait.
        SyntaxError: it is none.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = plain(source)
        expected = _on_cpython(source)
        if len(expected.effects) > MOST_EFFECTS or len(expected.answers) > four_ways.MOST_SUSPENSIONS:
            raise Exhausted
        try:
            loaded = _Loaded(source)
        except CompileError as error:
            if error.code == "UW124":
                raise TooDeep from error
            return Difference("refused", "", str(error))
        with (
            mock.patch.object(suspending_functions, "_finished", loaded.finished),
            mock.patch.object(StepFunction, "__call__", lambda *args: loaded.refuse(*args)),
            mock.patch.multiple(calls, StepCall=lambda step, args, *_, **more: Ready(*args), user_line=lambda: 0),
        ):
            for way, make in four_ways._ways(loaded, expected, random.Random(seed)):
                effects, outcome = make()
                found = [_told(effect) for effect in effects], _plainly(outcome)
                if loaded.unwaited or "coroutine raised StopIteration" in str(found):
                    raise Exhausted  # the latter is a difference that docs/language.md has
                if found != ([_told(effect) for effect in expected.effects], _plainly(expected.outcome)):
                    return four_ways._explain(way, expected, found)
    return None
