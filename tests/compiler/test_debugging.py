"""Debuggers, coverage and tracebacks see the user's own lines, before and after a restore (G1)."""

from __future__ import annotations

import inspect
import linecache
import pathlib
import sys
import traceback
from collections.abc import Callable
from typing import Any

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from lowered import FILE, Program, answer, dump, evict, lowered, module_code, native, restored, resumed

SOURCE = '''
async def helper(n, *, scale=2):
    """Multiplies."""
    for i in range(n):
        if i % 2:
            await aw(i)
    else:
        log("done")
    return n * scale


async def main():
    total = 0
    try:
        total += await helper(3)
        with_list = [await aw(k) for k in range(2)]
        async_value = await aw(5)
        raise ValueError(total)
    except ValueError as error:
        await aw(1)
        total = error.args[0]
    finally:
        log(total)
    return total
'''


def lines_of(run: Callable[[], object]) -> set[int]:
    """The lines of the program that a tracer sees while ``run`` runs."""
    seen: set[int] = set()

    def trace(frame: Any, event: str, argument: object) -> Any:
        if frame.f_code.co_filename != FILE:
            return trace if event == "call" else None
        if event == "line":
            seen.add(frame.f_lineno)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run()
    finally:
        sys.settrace(before)
    return seen


def test_a_tracer_sees_the_same_lines_as_uncompiled() -> None:
    """Coverage of the lowered program is that of the source, and no line is made up; also across restores."""
    expected = lines_of(lambda: native(SOURCE))
    assert lines_of(lambda: lowered(SOURCE)) == expected
    seen = lines_of(lambda: resumed(SOURCE))
    assert seen >= expected
    assert seen <= {number for number, line in enumerate(module_code(SOURCE).source.splitlines(), 1) if line.strip()}


def test_a_function_keeps_its_face() -> None:
    """Name, qualified name, docstring, signature and line are those of the source."""
    program = Program(SOURCE, [])
    helper = program.namespace["helper"]
    assert (helper.__name__, helper.__qualname__, helper.__doc__) == ("helper", "helper", "Multiplies.")
    assert str(inspect.signature(helper)) == "(n, *, scale=2)"
    assert helper.__code__.co_firstlineno == 2
    assert inspect.iscoroutinefunction(helper)


def test_a_parked_stack_names_the_users_lines() -> None:
    """A coroutine that is parked, and one that was restored, show the line of their await."""
    program = Program(SOURCE, [])
    coroutine = program.namespace["main"]()
    waiting = coroutine.send(None)
    assert (coroutine.cr_frame.f_lineno, coroutine.cr_await.cr_frame.f_lineno) == (15, 6)
    data = dump(coroutine, program)
    evict(coroutine)
    again, waiting = restored(data, program)
    assert (again.cr_frame.f_lineno, again.cr_await.cr_frame.f_lineno) == (15, 6)
    assert again.__qualname__ == "main"
    again.send(answer(waiting))
    evict(again)


def test_a_traceback_has_the_text_of_the_users_lines() -> None:
    """Python finds the source behind the lowered code."""
    source = "\nasync def main():\n    await aw(1)\n    raise KeyError('gone')\n"
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
    program = Program(source, [])
    coroutine = program.namespace["main"]()
    waiting = coroutine.send(None)
    data = dump(coroutine, program)
    evict(coroutine)
    again, waiting = restored(data, program)
    try:
        again.send(answer(waiting))
    except KeyError as error:
        text = "".join(traceback.format_exception(error))
    finally:
        del linecache.cache[FILE]
    assert f"File \"{FILE}\", line 4, in main\n    raise KeyError('gone')" in text
