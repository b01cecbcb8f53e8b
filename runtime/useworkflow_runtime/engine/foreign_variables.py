"""Context variables of ordinary Python that a turn has set, which are no part of a run's state: told once each.

Input -> output::

    tell_of(context)     "the context variable 'request' was set in workflow code by code that is not compiled ..."

Each turn runs in an empty context of the interpreter's, so nothing of it reaches another run or turn (G5). What a class of
the user's own, or a library, puts into a variable of its own lasts until the next event, and whoever wrote it should know.

Read next: ``useworkflow_sandbox.context``, the variables of workflow code itself.
"""

from __future__ import annotations

import logging
from contextvars import Context

_log = logging.getLogger("useworkflow.engine")
_USUAL = "decimal_context"
"""Arithmetic sets it, and ``useworkflow_sandbox.decimals`` sees to it."""
_told: set[str] = set()


def tell_of(context: Context) -> None:
    """Log a warning for each variable that has a value in ``context`` and was not told of before in this process."""
    for name in [variable.name for variable in context]:
        if name != _USUAL and name not in _told:
            _told.add(name)
            _log.warning(
                "the context variable %r was set in workflow code by code that is not compiled: its value lasts until the"
                " run's next event. Make the variable at the top level of a module of your own, and set it in functions of"
                " the workflow",
                name,
            )
