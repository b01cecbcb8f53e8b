"""Decimal contexts of workflow code: what ``decimal.getcontext()`` gives is the task's own, as it is uncompiled.

Input -> output::

    decimal.getcontext().prec = 6      for this task, and for the tasks that it makes from now on
    with localcontext(prec=50): ...    its body can suspend

The interpreter keeps the present decimal context in a context variable of C code, and tasks of a program that names one of
these functions have contexts of the interpreter's own.

Read next: ``native_contexts``.
"""

from __future__ import annotations

import decimal
from types import TracebackType
from typing import Any

from useworkflow_sandbox.current import current
from useworkflow_sandbox.facades.blocked import refuse

FUNCTIONS = ("getcontext", "setcontext", "localcontext")


def getcontext() -> decimal.Context:
    """``decimal.getcontext``."""
    _check("getcontext")
    return decimal.getcontext()


def setcontext(context: decimal.Context, /) -> None:
    """``decimal.setcontext``."""
    _check("setcontext")
    decimal.setcontext(context)


def localcontext(ctx: decimal.Context | None = None, **changes: Any) -> LocalContext:
    """``decimal.localcontext``, whose body can suspend."""
    _check("localcontext")
    return LocalContext(decimal.getcontext() if ctx is None else ctx, changes)


def _check(name: str) -> None:
    """A name that was put together at run time comes too late."""
    if not current().program.has_own_interpreter_contexts:
        refuse(f"decimal.{name}")


class LocalContext:
    """Copies a decimal context, changes the copy, and makes it the present one for a block."""

    __slots__ = ("_before", "_context")

    def __init__(self, context: decimal.Context, changes: dict[str, Any]) -> None:
        if not isinstance(context, decimal.Context):
            raise TypeError("optional argument must be a context")
        self._before: decimal.Context | None = None
        self._context = context.copy()
        for name, value in changes.items():
            if name not in ("prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"):
                raise TypeError(f"{name!r} is an invalid keyword argument for this function")
            if value is not None:
                setattr(self._context, name, value)

    def __enter__(self) -> decimal.Context:
        self._before = decimal.getcontext()
        decimal.setcontext(self._context)
        return self._context

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        assert self._before is not None
        decimal.setcontext(self._before)
