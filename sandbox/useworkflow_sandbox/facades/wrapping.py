"""``functools.wraps`` and ``update_wrapper`` as workflow code sees them: what they copy may not be named freely.

    update_wrapper(thing, function, assigned=("__globals__",))   -> UnsafeAttributeError: UW206

Read next: ``imports``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from useworkflow_sandbox.guards import check_attribute

_ASSIGNED = functools.WRAPPER_ASSIGNMENTS
_UPDATED = functools.WRAPPER_UPDATES


def update_wrapper(
    wrapper: Any, wrapped: Any, assigned: Iterable[str] = _ASSIGNED, updated: Iterable[str] = _UPDATED
) -> Any:
    """``functools.update_wrapper`` for the names that it copies by default, and names that any object may be asked for."""
    names, merged = tuple(assigned), tuple(updated)
    for name in (*names, *merged):
        if name not in _ASSIGNED and name not in _UPDATED:
            check_attribute(wrapped, name)
    return functools.update_wrapper(wrapper, wrapped, names, merged)


def wraps(wrapped: Any, assigned: Iterable[str] = _ASSIGNED, updated: Iterable[str] = _UPDATED) -> Callable[[Any], Any]:
    """``functools.wraps``, likewise."""
    return functools.partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)
