"""The suspending functions of the library, by name: the plain ones at first, the lowered ones once they are installed.

Input -> output::

    routines.lock_acquire(lock)   -> a coroutine: of the lowered function, so that a snapshot can hold it

Read next: ``library/__init__``, which fills it.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any


class Routines:
    """One attribute per suspending function."""

    def take(self, namespace: dict[str, Any]) -> None:
        """Use the functions that the module with this ``namespace`` defines from now on."""
        for name, value in namespace.items():
            if isinstance(value, FunctionType | type) and value.__module__ == namespace["__name__"]:
                setattr(self, name, value)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the library has no routine {name}")


routines = Routines()
