"""Contexts of the interpreter's own in a snapshot, of which workflow code has the decimal one.

decimal.getcontext()   ->   decimal_context((28, "ROUND_HALF_EVEN", ...), ["Inexact"], ["DivisionByZero"])
"""

from __future__ import annotations

import contextvars
import decimal
from typing import Any

from useworkflow_sandbox.capture.errors import CaptureError
from useworkflow_sandbox.native_contexts import DECIMAL


def reduce_native_context(context: contextvars.Context) -> tuple[Any, ...]:
    """How a snapshot holds a context of the interpreter's own: by the decimal context in it.

    Raises:
        CaptureError: there is another variable in it, which belongs to ordinary Python.
    """
    found = {variable.name: value for variable, value in context.items()}
    used = found.pop(DECIMAL, None)
    for name in found:
        raise CaptureError(
            f"the context variable {name!r} of ordinary Python has a value across an await",
            why=f"what is in {name!r} is known only to the code that made it, which is not compiled",
            mend="make the variable at the top level of a module of your own, and set it in functions of the workflow",
        )
    return native_context, (used,)


def native_context(used: decimal.Context | None) -> contextvars.Context:
    """A context of the interpreter's own in which ``used`` is the decimal context."""
    made = contextvars.Context()
    if used is not None:
        made.run(decimal.setcontext, used)
    return made


def reduce_decimal_context(value: decimal.Context) -> tuple[Any, ...]:
    """How a snapshot holds a decimal context: its settings, and the names of its flags and traps."""
    flags, traps = (
        [kind.__name__ for kind, is_set in signals.items() if is_set] for signals in (value.flags, value.traps)
    )
    settings = (value.prec, value.rounding, value.Emin, value.Emax, value.capitals, value.clamp)
    return decimal_context, (settings, flags, traps)


def decimal_context(settings: tuple[Any, ...], flags: list[str], traps: list[str]) -> decimal.Context:
    """A decimal context of these settings."""
    prec, rounding, least, most, capitals, clamp = settings
    by_name = {kind.__name__: kind for kind in decimal.Context().flags}
    raised, trapped = ([by_name[name] for name in names] for names in (flags, traps))
    return decimal.Context(prec, rounding, least, most, capitals, clamp, raised, trapped)
