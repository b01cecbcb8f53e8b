"""``OrderedSet``: a set that iterates in insertion order, so that loops over tasks are the same on replay (G5).

Input -> output::

    >>> list(OrderedSet(["b", "a", "c"]) - {"a"})
    ['b', 'c']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


class OrderedSet(set[Any]):
    """What ``asyncio.wait`` and ``asyncio.all_tasks`` return in workflow code: a ``set``, in a stable order."""

    __slots__ = ("_order",)

    def __init__(self, items: Iterable[Any] = ()) -> None:
        super().__init__()
        self._order: dict[Any, None] = {}
        self.update(items)

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._order))

    def __repr__(self) -> str:
        return f"{{{', '.join(map(repr, self._order))}}}" if self._order else "set()"

    def __reduce__(self) -> tuple[Any, ...]:
        # The members come as state, not as arguments, because a member may refer to the set.
        return (OrderedSet, (), list(self._order))

    def __setstate__(self, state: list[Any]) -> None:
        self.update(state)

    def add(self, item: Any) -> None:
        super().add(item)
        self._order[item] = None

    def discard(self, item: Any) -> None:
        super().discard(item)
        self._order.pop(item, None)

    def remove(self, item: Any) -> None:
        super().remove(item)
        del self._order[item]

    def pop(self) -> Any:
        """Remove and return the oldest member."""
        for item in self._order:
            self.remove(item)
            return item
        raise KeyError("pop from an empty set")

    def clear(self) -> None:
        super().clear()
        self._order.clear()

    def copy(self) -> OrderedSet:
        return OrderedSet(self._order)

    def update(self, *others: Iterable[Any]) -> None:
        for other in others:
            for item in other:
                self.add(item)

    def difference(self, *others: Iterable[Any]) -> OrderedSet:
        return OrderedSet(item for item in self if not any(item in _as_set(other) for other in others))

    def intersection(self, *others: Iterable[Any]) -> OrderedSet:
        return OrderedSet(item for item in self if all(item in _as_set(other) for other in others))

    def union(self, *others: Iterable[Any]) -> OrderedSet:
        result = self.copy()
        result.update(*others)
        return result

    def symmetric_difference(self, other: Iterable[Any]) -> OrderedSet:
        return self.difference(other).union(OrderedSet(other).difference(self))

    def difference_update(self, *others: Iterable[Any]) -> None:
        self._become(self.difference(*others))

    def intersection_update(self, *others: Iterable[Any]) -> None:
        self._become(self.intersection(*others))

    def symmetric_difference_update(self, other: Iterable[Any]) -> None:
        self._become(self.symmetric_difference(other))

    def _become(self, other: OrderedSet) -> None:
        self.clear()
        self.update(other)

    def __or__(self, other: Any) -> Any:
        return self.union(other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __ror__(self, other: Any) -> Any:
        return OrderedSet(other).union(self) if isinstance(other, (set, frozenset)) else NotImplemented

    def __and__(self, other: Any) -> Any:
        return self.intersection(other) if isinstance(other, (set, frozenset)) else NotImplemented

    __rand__ = __and__

    def __sub__(self, other: Any) -> Any:
        return self.difference(other) if isinstance(other, (set, frozenset)) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return OrderedSet(other).difference(self) if isinstance(other, (set, frozenset)) else NotImplemented

    def __xor__(self, other: Any) -> Any:
        return self.symmetric_difference(other) if isinstance(other, (set, frozenset)) else NotImplemented

    __rxor__ = __xor__

    def __ior__(self, other: Any) -> Any:
        self.update(other)
        return self

    def __iand__(self, other: Any) -> Any:
        self.intersection_update(other)
        return self

    def __isub__(self, other: Any) -> Any:
        self.difference_update(other)
        return self

    def __ixor__(self, other: Any) -> Any:
        self.symmetric_difference_update(other)
        return self


def _as_set(items: Iterable[Any]) -> Any:
    return items if isinstance(items, (set, frozenset, dict)) else set(items)
