"""What was asked for lately, so that a process that meets ever new code does not keep all of it.

    recent = Recent(2); recent.keep("a", 1); recent.keep("b", 2); recent.get("a"); recent.keep("c", 3)
    recent.get("b")   -> None: it was asked for longest ago

Read next: ``code.programs``.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """Values by name, those that were used last.

    Args:
        most: how many.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[str, T] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, name: str) -> T | None:
        """The value of that name, if it is still here; it is used now."""
        if name not in self._values:
            return None
        self._values.move_to_end(name)
        return self._values[name]

    def keep(self, name: str, value: T) -> T:
        """Keep ``value``, and forget the one that was used longest ago where there are too many."""
        self._values[name] = value
        self._values.move_to_end(name)
        if len(self._values) > self._most:
            self._values.popitem(last=False)
        return value
