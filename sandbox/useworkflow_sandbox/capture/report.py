"""Which local of which function, or which context variable, holds what a snapshot cannot keep.

f (TextIOWrapper), assigned on line 12, is live across the await on line 14
the context variable 'log' (TextIOWrapper) has a value across an await
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from types import CoroutineType
from typing import Any

from useworkflow_compiler.errors import Location
from useworkflow_sandbox.capture.errors import CaptureError
from useworkflow_sandbox.capture.session import Program, Session


def explained(error: CaptureError, root: object, program: Program) -> CaptureError:
    """``error``, or a better one that names the local, where one live local alone already cannot be kept."""
    with Session(program):
        return _search(error, root, program)


def _search(error: CaptureError, root: object, program: Program) -> CaptureError:
    from useworkflow_sandbox.capture import _Pickler

    for coroutine in _coroutines(root):
        loaded = program.codes.of(coroutine.cr_code)
        if loaded is None or not coroutine.cr_suspended:
            continue
        values = coroutine.cr_frame.f_locals
        point = loaded.entry.points[values["_uw_pc"] - 1]
        for name, line in zip(point.live, point.assigned, strict=True):
            if name in values and not _can_be_kept(values[name], _Pickler):
                return _named(error, name, values[name], line, point.line, coroutine.cr_code.co_filename)
    for task in _tasks(root):
        context = getattr(task, "_context", None)
        for variable, value in () if context is None else context.items():
            if not _can_be_kept(value, _Pickler):
                return _of_variable(error, variable.name, value)
    return error


def _named(error: CaptureError, name: str, value: object, assigned: int, awaited: int, filename: str) -> CaptureError:
    shown = "a value of this expression" if name.startswith("_uw_") else name
    since = f", assigned on line {assigned}," if assigned else ""
    return CaptureError(
        f"{shown} ({type(value).__qualname__}){since} is live across the await on line {awaited}",
        where=Location(filename, awaited),
        why=error.why or error.what,
        mend=error.mend or "create and use it inside one step, or let go of it before the await",
    )


def _of_variable(error: CaptureError, name: str, value: object) -> CaptureError:
    return CaptureError(
        f"the context variable {name!r} ({type(value).__qualname__}) has a value across an await",
        why=error.why or error.what,
        mend=error.mend or "set it in the step that needs it, or reset it before the await",
    )


def _can_be_kept(value: object, pickler: Any) -> bool:
    try:
        pickler(io.BytesIO()).dump(value)
    except Exception:
        return False
    return True


def _coroutines(root: object) -> Iterator[Any]:
    """The coroutines of the tasks below ``root``, each followed down what it awaits."""
    if type(root) is CoroutineType:
        yield from _chain(root)
    for task in _tasks(root):
        yield from _chain(getattr(task, "_coro", None))


def _tasks(root: object) -> Iterator[Any]:
    for part in root if isinstance(root, tuple) else ():
        yield from dict(getattr(part, "tasks", ())).values()


def _chain(coroutine: Any) -> Iterator[Any]:
    while type(coroutine) is CoroutineType:
        yield coroutine
        coroutine = coroutine.cr_await
