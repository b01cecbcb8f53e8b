"""Runs a program with classes as users do: compiled into a bundle, loaded, in an instance, with restores of the whole instance.

    difference("class C1(Box): ...\nasync def main(): ...", seed)   ->   None, or Difference(way, expected, found)

Compared with asyncio, in what the program tells. What workflow code cannot have is written out of it before. Read next: ``task_ways``, whose
driver it uses; ``program_classes``.
"""

from __future__ import annotations

import functools
import random
import re
import sys
import warnings
from collections.abc import Callable
from typing import Any
from unittest import mock

from four_ways import MOST_SUSPENSIONS, Difference, Exhausted, TooDeep
from program_parts import PARTS
from task_ways import Telling, Waiting, driven, explained, on_asyncio

from useworkflow_compiler.compile import compile_library, compile_workflow
from useworkflow_compiler.errors import CompileError
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.sources import DictSourceFinder
from useworkflow_sandbox import program as programs
from useworkflow_sandbox.facades.builtins import make_builtins
from useworkflow_sandbox.library import SOURCES

_HEAD = "def log(effect): record(effect)\n"
_ENTRY = """
async def entry():
    "use workflow"
    try:
        log(("returned", await main()))
    except BaseException as e:
        log(("raised", e))
"""
_WRITTEN_OUT = (
    (re.escape(PARTS["chain"]), ""), (r"chain\((.+?)\)\)", r"\1.args)"), (r"(?m)^@told\n", ""), (r"sys\.exc_info\(\)\[1\]", "None"), (r"\.__mro__", ".__name__"),
    (r"list\(vars\((\w+)\)\.items\(\)\)", r"\1.v"), (r"error\.__traceback__ is traceback", "True"), (r"reraise\(\)", "log(1)"),
)  # fmt: skip


def workflow(source: str) -> str:
    """``source`` as a module of workflow code, whose workflow is ``entry``."""
    for pattern, text in _WRITTEN_OUT:
        source = re.sub(pattern, text, source)
    return source + _ENTRY


@functools.cache
def _library() -> tuple[ModuleCode, ...]:
    return compile_library(SOURCES)


def on_bundles(source: str, restores: Callable[[int], bool]) -> list[str]:
    """Compiled, loaded and run; before answer ``k`` the instance goes through bytes where ``restores(k)``."""
    telling = Telling()
    given = {"record": telling.record, "aw": Waiting, "sys": sys}

    def builtins(importer: Any) -> dict[str, Any]:
        return make_builtins(importer) | given

    bundle = compile_workflow("program", "entry", DictSourceFinder({"program": _HEAD + source}))
    with mock.patch.object(programs, "make_builtins", builtins):
        loaded = programs.Program.load(bundle, _library(), _Host(source, given))
        return driven(loaded, telling, restores)


def _refuse_effects_of_loading(source: str) -> None:
    """A bundle has only what its workflow reaches, so what other parts of a module tell when it is loaded is not compared."""
    told: list[Any] = []
    names = {"__name__": "program", "record": told.append, "aw": Waiting, "sys": sys}
    try:
        exec(compile(_HEAD + source, "program.py", "exec", dont_inherit=True), names)
    except Exception as error:
        raise Exhausted("it cannot be loaded") from error
    if told:
        raise Exhausted("it tells something when it is loaded")


class _Host:
    """The user's own module, for the classes that a bundle takes from there."""

    def __init__(self, source: str, given: dict[str, Any]) -> None:
        self._source = source
        self._names: dict[str, Any] = {**given, "__name__": "program"}

    def __call__(self, module: str, qualname: str) -> Any:
        if module != "program":
            return vars(sys.modules[module])[qualname]
        if "entry" not in self._names:
            told, self._names["record"] = self._names["record"], lambda effect: None  # the bundle's own body tells
            exec(compile(_HEAD + self._source, "program.py", "exec", dont_inherit=True), self._names)
            self._names["record"] = told
        return self._names[qualname]


def difference(program: str, seed: int) -> Difference | None:
    """The first difference between asyncio and a bundle, or ``None``.

    Raises:
        Exhausted: the program does too much.
        SyntaxError: it is none.
    """
    dice = random.Random(seed)
    some = {k for k in range(MOST_SUSPENSIONS) if dice.random() < 0.3}
    ways: tuple[tuple[str, Callable[[int], bool]], ...] = (
        ("bundled", lambda k: False), ("bundled, restored at every answer", lambda k: True), ("bundled, restored at some", some.__contains__),
    )  # fmt: skip
    source = workflow(program)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _refuse_effects_of_loading(source)
        expected = on_asyncio(source)
        for way, restores in ways:
            try:
                found = on_bundles(source, restores)
            except Exhausted:
                raise
            except Exception as error:
                if isinstance(error, CompileError) and error.code == "UW124":
                    raise TooDeep from error
                if isinstance(error, CompileError) and error.code == "UW130":
                    raise Exhausted("a value in a class's body is not known to be pure") from error
                return Difference(f"{way}: harness", "", f"{type(error).__name__}: {error}")
            if found != expected:
                return explained(way, expected, found)
    return None
