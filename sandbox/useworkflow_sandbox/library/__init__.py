"""asyncio's suspending parts in plain Python source: what runs in workflow code is its lowered form.

Most modules here hold ``async def`` functions only (``compensation`` and ``contexts`` also their classes); the classes that users see stand in ``aio`` and hand over to them
through ``routines``. So a parked ``await lock.acquire()`` is a lowered frame and can be captured, while the lock itself
is an object of a native class.

Input -> output::

    SOURCES   -> (("useworkflow_sandbox.library.locks", ".../library/locks.py"), ...), for the compiler to lower
    install({"useworkflow_sandbox.library.locks": namespace, ...})   from now on ``routines`` are the lowered ones

Before ``install`` the plain functions serve: the same meaning, but what is parked in them cannot be captured.

Read next: ``aio/locks``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from useworkflow_sandbox.library import compensation, contexts, generators, groups, locks, queues, reading, waiting
from useworkflow_sandbox.routines import routines

_MODULES = (compensation, contexts, generators, groups, locks, queues, reading, waiting)

SOURCES: tuple[tuple[str, str], ...] = tuple(
    (module.__name__, str(Path(__file__).with_name(module.__name__.rpartition(".")[2] + ".py"))) for module in _MODULES
)
"""Module name and path of each source file."""


def install(namespaces: dict[str, dict[str, Any]]) -> None:
    """Make the functions of these executed modules the ones that ``aio`` calls."""
    for namespace in namespaces.values():
        routines.take(namespace)


install({module.__name__: vars(module) for module in _MODULES})
