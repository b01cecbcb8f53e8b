"""Which programs need the interpreter's own contexts for their tasks, beside those of ``context``.

Input -> output::

    decimal.getcontext().prec = 6              C code keeps that in a context variable of the interpreter's
    class Request: current = ContextVar("r")   a class is ordinary Python, and so is its variable
    structlog.contextvars.bind_contextvars()   so are those of a package that is passed through

Where a program may meet one, each of its tasks and contexts has a context of the interpreter's own, copied and entered as
asyncio does it, so that such variables mean what they mean there (G1). A snapshot holds the decimal context of it. It
cannot hold another variable: as long as one has a value, the run goes on by its log, which gives the value again (G4).
All other programs run in what the engine gives each turn, an empty context, and pay nothing.

Read next: ``context``.
"""

from __future__ import annotations

import sys
from contextvars import ContextVar

from useworkflow_compiler.format import Bundle
from useworkflow_sandbox.decimals import FUNCTIONS

_NAMES = tuple(name.encode() for name in FUNCTIONS)
DECIMAL = "decimal_context"
"""The name of the variable that arithmetic sets."""


def may_meet_variables(bundle: Bundle) -> bool:
    """Whether the text of a bundle, or what it passes through, may use context variables of ordinary Python."""
    return bool(bundle.libraries) or any(name in module.tree for module in bundle.modules for name in _NAMES)


def has_variables(value: object) -> bool:
    """Whether a class, or the module that it is of, holds a context variable."""
    module = sys.modules.get(getattr(value, "__module__", ""))
    held = (*getattr(value, "__dict__", {}).values(), *getattr(module, "__dict__", {}).values())
    return any(isinstance(each, ContextVar) for each in held)
