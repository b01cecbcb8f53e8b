"""Runs one program three ways: as CPython has it, lowered, and lowered with a restore at every single suspension."""

from __future__ import annotations

import ast
import sys
import textwrap
import traceback
from typing import Any

from useworkflow_compiler import tree
from useworkflow_compiler.format import ModuleCode
from useworkflow_compiler.lower import lower_module
from useworkflow_sandbox import current
from useworkflow_sandbox.capture import dump, evict, load
from useworkflow_sandbox.codes import CodeTable
from useworkflow_sandbox.eviction import watch_the_collector
from useworkflow_sandbox.futures import Future
from useworkflow_sandbox.seam import seam

FILE = "program.py"
_LOG = "\ndef log(effect): EFFECTS.append(effect)\n"


class Ready(Future):
    """What ``aw(v)`` gives: it suspends, and then has the value ``v``, or raises it if it is an exception."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


def module_code(source: str) -> ModuleCode:
    """The lowered program as a bundle holds it."""
    source = textwrap.dedent(source) + _LOG
    lowered = lower_module(ast.parse(source), name="program", filename=FILE, source=source)
    return ModuleCode(
        name="program",
        filename=FILE,
        source=source,
        source_hash="",
        tree=tree.encode(lowered.main),
        resume=tree.encode(lowered.resume),
        functions=lowered.functions,
    )


class Program:
    """The lowered program in a namespace of its own, as a capture sees it."""

    def __init__(self, source: str | ModuleCode, effects: list[Any]) -> None:
        watch_the_collector()  # as whatever runs workflows does
        code = module_code(source) if isinstance(source, str) else source
        self.codes = CodeTable()
        self.namespace = _namespace(effects) | seam(self.host)
        self.codes.add_module(code, self.namespace)

    def host(self, module: str, qualname: str) -> Any:
        found: Any = sys.modules.get(module)
        if module == __name__:
            found = sys.modules[__name__]
        for part in qualname.split("."):
            found = getattr(found, part)
        return found


def _namespace(effects: list[Any]) -> dict[str, Any]:
    return {"__name__": "program", "aw": Ready, "EFFECTS": effects, "sys": sys}


def native(source: str) -> tuple[Any, list[Any]]:
    """Outcome and effects of ``main()`` as CPython runs it."""
    effects: list[Any] = []
    namespace = _namespace(effects)
    exec(compile(textwrap.dedent(source) + _LOG, FILE, "exec", dont_inherit=True), namespace)
    return _finish(namespace["main"](), None), effects


def lowered(source: str) -> tuple[Any, list[Any]]:
    """The same, lowered."""
    effects: list[Any] = []
    program = Program(source, effects)
    return _finish(program.namespace["main"](), None), effects


def resumed(source: str, only: int | None = None) -> tuple[Any, list[Any]]:
    """The same, captured, evicted and restored at every suspension, or at the one of this number from 0 on."""
    effects: list[Any] = []
    program = Program(source, effects)
    return _finish(program.namespace["main"](), program, only), effects


def restored(data: bytes, program: Program) -> tuple[Any, Any]:
    """A coroutine that stands where the snapshot was taken, and what it waits for."""
    coroutine = load(data, program)
    before = current.enter(None, prime=True)
    waiting = coroutine.send(None)
    current.leave(before)
    return coroutine, waiting


def answer(waiting: Any) -> Any:
    """Let ``waiting`` have its value; gives what to send to the coroutine."""
    if isinstance(waiting.value, BaseException):
        return waiting.value
    waiting.set_result(waiting.value)
    return None


def _finish(coroutine: Any, program: Program | None, only: int | None = None) -> Any:
    """Drive ``coroutine`` to its end; with a program, through bytes at each suspension, or at only one."""
    wake = None
    number = -1
    while True:
        number += 1
        try:
            waiting = coroutine.send(wake)
        except StopIteration as stop:
            return ("returned", stop.value)
        except BaseException as error:
            return ("raised", chain_of(error))
        wake = None  # an exception holds the frames that it went through
        if program is not None and only in (None, number):
            data = dump(coroutine, program)
            evict(coroutine)
            coroutine, waiting = restored(data, program)
        wake = answer(waiting)


def chain_of(error: BaseException | None, depth: int = 0) -> Any:
    """An exception with its arguments, notes, user lines, cause and context, as plain data."""
    if error is None or depth > 12:
        return None
    frames = [
        (frame.name, frame.lineno) for frame in traceback.extract_tb(error.__traceback__) if frame.filename == FILE
    ]
    return {
        "type": type(error).__name__,
        "args": [chain_of(a, depth + 1) if isinstance(a, BaseException) else a for a in error.args],
        "notes": getattr(error, "__notes__", None),
        "lines": frames,
        "suppress": error.__suppress_context__,
        "cause": chain_of(error.__cause__, depth + 1),
        "context": chain_of(error.__context__, depth + 1),
    }
