"""``OrderedSet`` and ``OrderedFrozenset``: sets that iterate in insertion order, which is the same on replay (G5).

Input -> output::

    >>> list(OrderedSet(["b", "a", "c"]) - {"a"})
    ['b', 'c']
    >>> isinstance({1}, OrderedSet), OrderedSet, OrderedSet([2, 1])
    (True, <class 'set'>, {2, 1})

They are what ``set`` and ``frozenset`` name in workflow code, what displays and comprehensions make there, and what
recorded values come back as. A plain set that was made elsewhere has no order of its own: see ``stable_order``.
Read next: ``stable``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, filterfalse, pairwise
from typing import Any, cast

from useworkflow_sandbox.errors import UnstableOrderError

_SETS = (set, frozenset)
_VIEWS: tuple[Any, ...] = (type({}.keys()), type({}.items()))
_SET_LIKE = (*_SETS, *_VIEWS)
_POPS = 1000
"""Removals from the front of a dictionary leave gaps that iteration walks over; after so many it is packed anew."""


class _ActsAsPlain(type):
    """Plain sets count as instances of the ordered ones: ``isinstance(x, set)`` means in workflow code what it says."""

    _plain: type

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, cls._plain)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return issubclass(subclass, cls._plain)

    def __repr__(cls) -> str:
        return repr(cls._plain)


class OrderedSet(set[Any], metaclass=_ActsAsPlain):
    """A ``set`` that iterates in the order in which its members came; ``pop`` takes the oldest.

    The set itself is C's, so that ``in`` and ``len`` cost what they cost; the order is a dictionary beside it. A result
    of an operator has copies of its operands' orders at first, from which its own is made when it is asked for.
    """

    __slots__ = ("_order", "_pending", "_popped")
    _plain = set
    _order: dict[Any, None] | None
    _pending: tuple[dict[Any, None], ...]

    def __init__(self, items: Iterable[Any] = (), /) -> None:
        order = dict.fromkeys(_in_order(items)) if items is not _NOTHING else {}
        if self:
            _clear(self)
        if order:
            _update(self, order)
        self._order = order

    def _settled(self) -> dict[Any, None]:
        """The order, which is made of those of the operands where that has not been done."""
        order = self._order
        if order is None:
            order, *others = self._pending
            for other in others:
                order.update(other)
            if len(order) != len(self):
                order = dict.fromkeys(filter(_has.__get__(self), order))
            self._order = order
            del self._pending
        return order

    def __iter__(self) -> Iterator[Any]:
        order = self._order
        return iter(self._settled() if order is None else order)

    def __repr__(self) -> str:
        return f"{{{', '.join(map(repr, self._settled()))}}}" if self else "set()"

    def __reduce__(self) -> tuple[Any, ...]:
        # The members come as state, not as arguments, because a member may refer to the set.
        return (type(self), (), list(self._settled()))

    __reduce_ex__ = lambda self, protocol: self.__reduce__()  # noqa: E731

    def __setstate__(self, state: list[Any]) -> None:
        OrderedSet.update(self, state)

    def add(self, item: Any) -> None:
        order = self._order
        if order is None:
            order = self._settled()
        if item not in order:
            _add(self, item)
            order[item] = None

    def discard(self, item: Any) -> None:
        if item in self:
            self._settled().pop(_hashable(item), None)
            _discard(self, item)

    def remove(self, item: Any) -> None:
        order = self._settled()
        _remove(self, item)
        del order[_hashable(item)]

    def pop(self) -> Any:
        """Remove and return the oldest member."""
        order = self._settled()
        for item in order:
            _remove(self, item)
            del order[item]
            self._popped = getattr(self, "_popped", 0) + 1
            if self._popped == _POPS:
                self._popped = 0
                self._order = dict.fromkeys(order)
            return item
        raise KeyError("pop from an empty set")

    def clear(self) -> None:
        self._settled().clear()
        _clear(self)

    def copy(self) -> OrderedSet:
        return _made(self._settled().copy())

    __copy__ = copy

    def update(self, *others: Iterable[Any]) -> None:
        for other in others:
            order, new = self._settled(), _order_of(other)
            _update(self, new)
            order.update(new)

    def union(self, *others: Iterable[Any]) -> OrderedSet:
        return _made(dict.fromkeys(chain(self._settled(), *map(_in_order, others))))

    def intersection(self, *others: Iterable[Any]) -> OrderedSet:
        return _made(_common(self._settled(), others))

    def difference(self, *others: Iterable[Any]) -> OrderedSet:
        return _made(_without(self._settled(), others))

    def symmetric_difference(self, other: Iterable[Any]) -> OrderedSet:
        return _made(_either(self._settled(), other))

    def intersection_update(self, *others: Iterable[Any]) -> None:
        self._become(self.intersection(*others))

    def difference_update(self, *others: Iterable[Any]) -> None:
        self._become(self.difference(*others))

    def symmetric_difference_update(self, other: Iterable[Any]) -> None:
        self._become(self.symmetric_difference(other))

    def _become(self, other: OrderedSet) -> None:
        order, new = self._settled(), other._settled()
        _clear(self)
        _update(self, new)
        order.clear()
        order.update(new)

    def __or__(self, other: Any) -> Any:
        if not isinstance(other, _SETS):
            return self.union(other) if isinstance(other, _VIEWS) else NotImplemented
        made: OrderedSet = _new(OrderedSet)
        made._order = None
        made._pending = (self._settled().copy(), _order_of(other))
        _update(made, self)
        _update(made, other)
        return made

    def __and__(self, other: Any) -> Any:
        if not isinstance(other, _SETS):
            return self.intersection(other) if isinstance(other, _VIEWS) else NotImplemented
        made: OrderedSet = _new(OrderedSet)
        made._order = None
        made._pending = (self._settled().copy(),)
        _update(made, _intersection(self, other))
        return made

    def __sub__(self, other: Any) -> Any:
        if not isinstance(other, _SETS):
            return self.difference(other) if isinstance(other, _VIEWS) else NotImplemented
        made: OrderedSet = _new(OrderedSet)
        made._order = None
        made._pending = (self._settled().copy(),)
        if len(other) > len(self):
            _update(made, _difference(self, other))
        else:
            _update(made, self)
            _difference_update(made, other)
        return made

    def __xor__(self, other: Any) -> Any:
        if not isinstance(other, _SETS):
            return self.symmetric_difference(other) if isinstance(other, _VIEWS) else NotImplemented
        made: OrderedSet = _new(OrderedSet)
        made._order = None
        made._pending = (self._settled().copy(), _order_of(other))
        _update(made, self)
        _symmetric_difference_update(made, other)
        return made

    def __ror__(self, other: Any) -> Any:
        return _like(other).union(self) if isinstance(other, _SETS) else NotImplemented

    def __rand__(self, other: Any) -> Any:
        return _like(other).intersection(self) if isinstance(other, _SETS) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return _like(other).difference(self) if isinstance(other, _SETS) else NotImplemented

    def __rxor__(self, other: Any) -> Any:
        return _like(other).symmetric_difference(self) if isinstance(other, _SETS) else NotImplemented

    def __ior__(self, other: Any) -> Any:
        if not isinstance(other, _SET_LIKE):
            return NotImplemented
        self.update(other)
        return self

    def __iand__(self, other: Any) -> Any:
        if not isinstance(other, _SET_LIKE):
            return NotImplemented
        self.intersection_update(other)
        return self

    def __isub__(self, other: Any) -> Any:
        if not isinstance(other, _SET_LIKE):
            return NotImplemented
        self.difference_update(other)
        return self

    def __ixor__(self, other: Any) -> Any:
        if not isinstance(other, _SET_LIKE):
            return NotImplemented
        self.symmetric_difference_update(other)
        return self


class OrderedFrozenset(frozenset[Any], metaclass=_ActsAsPlain):
    """A ``frozenset`` that iterates in the order in which its members were given."""

    __slots__ = ("_order",)
    _plain = frozenset
    _order: tuple[Any, ...]

    def __new__(cls, items: Iterable[Any] = (), /) -> OrderedFrozenset:
        if type(items) is cls is OrderedFrozenset:
            return items  # as Python does
        order = dict.fromkeys(_in_order(items))
        made = frozenset.__new__(cls, order)
        made._order = tuple(order)
        return made

    def __iter__(self) -> Iterator[Any]:
        return iter(self._order)

    def __repr__(self) -> str:
        return f"frozenset({{{', '.join(map(repr, self._order))}}})" if self._order else "frozenset()"

    def __reduce__(self) -> tuple[Any, ...]:
        return (OrderedFrozenset, (self._order,))

    __reduce_ex__ = lambda self, protocol: self.__reduce__()  # noqa: E731

    def copy(self) -> OrderedFrozenset:
        return self

    def union(self, *others: Iterable[Any]) -> OrderedFrozenset:
        return OrderedFrozenset(chain(self._order, *map(_in_order, others)))

    def intersection(self, *others: Iterable[Any]) -> OrderedFrozenset:
        return OrderedFrozenset(_common(self._order, others))

    def difference(self, *others: Iterable[Any]) -> OrderedFrozenset:
        return OrderedFrozenset(_without(self._order, others))

    def symmetric_difference(self, other: Iterable[Any]) -> OrderedFrozenset:
        return OrderedFrozenset(_either(self._order, other))

    def __or__(self, other: Any) -> Any:
        return self.union(other) if isinstance(other, _SET_LIKE) else NotImplemented

    def __and__(self, other: Any) -> Any:
        return self.intersection(other) if isinstance(other, _SET_LIKE) else NotImplemented

    def __sub__(self, other: Any) -> Any:
        return self.difference(other) if isinstance(other, _SET_LIKE) else NotImplemented

    def __xor__(self, other: Any) -> Any:
        return self.symmetric_difference(other) if isinstance(other, _SET_LIKE) else NotImplemented

    __ror__, __rand__, __rsub__, __rxor__ = (
        OrderedSet.__ror__, OrderedSet.__rand__, OrderedSet.__rsub__, OrderedSet.__rxor__,
    )  # fmt: skip


OrderedSet.__name__, OrderedFrozenset.__name__ = "set", "frozenset"
_NOTHING: tuple[Any, ...] = ()
_new, _has, _add, _discard, _remove = set.__new__, set.__contains__, set.add, set.discard, set.remove
_clear, _update, _intersection, _difference = set.clear, set.update, set.intersection, set.difference
_difference_update, _symmetric_difference_update = set.difference_update, set.symmetric_difference_update


def _hashable(item: Any) -> Any:
    """A set as an argument is looked up as a frozen one, as Python's ``remove`` and ``discard`` do."""
    return frozenset(item) if isinstance(item, set) else item


def _made(order: dict[Any, None]) -> OrderedSet:
    """A set of these members, which takes the dictionary over."""
    made: OrderedSet = _new(OrderedSet)
    _update(made, order)
    made._order = order
    return made


def display(items: Iterable[Any]) -> OrderedSet:
    """What generated code calls for displays and comprehensions: the set of ``items``, a new dictionary or a sequence."""
    order = items if type(items) is dict else dict.fromkeys(items)
    made: OrderedSet = _new(OrderedSet)
    _update(made, order)
    made._order = order
    return made


def _common(order: Iterable[Any], others: Iterable[Iterable[Any]]) -> dict[Any, None]:
    for other in others:
        order = filter(_members(other).__contains__, order)
    return dict.fromkeys(order)


def _without(order: Iterable[Any], others: Iterable[Iterable[Any]]) -> dict[Any, None]:
    for other in others:
        order = filterfalse(_members(other).__contains__, order)
    return dict.fromkeys(order)


def _members(items: Iterable[Any]) -> Any:
    return items if isinstance(items, (*_SET_LIKE, dict)) else set(items)


def _either(order: Iterable[Any], other: Iterable[Any]) -> dict[Any, None]:
    mine, theirs = dict.fromkeys(order), dict.fromkeys(_in_order(other))
    found = dict.fromkeys(filterfalse(theirs.__contains__, mine))
    found.update(dict.fromkeys(filterfalse(mine.__contains__, theirs)))
    return found


def _like(plain: Any) -> Any:
    return OrderedSet(plain) if isinstance(plain, set) else OrderedFrozenset(plain)


def _order_of(items: Iterable[Any]) -> dict[Any, None]:
    """The members in their order, in a dictionary of their own."""
    if OrderedSet in type(items).__mro__:
        return cast("OrderedSet", items)._settled().copy()
    return dict.fromkeys(_in_order(items))


def _in_order(items: Iterable[Any]) -> Iterable[Any]:
    return stable_order(items) if type(items) in _SETS else items


def ordered(value: Any) -> Any:
    """``value`` as it is, but a plain set as an ordered one: what generated code puts around what it iterates over.

    Raises:
        UnstableOrderError: it is a plain set whose members give no order.
    """
    kind = type(value)
    if kind is set:
        return OrderedSet(stable_order(value))
    if kind is frozenset:
        return OrderedFrozenset(stable_order(value))
    return value


def stable_order(items: Iterable[Any]) -> list[Any]:
    """The members of a plain set in an order that depends on their values alone.

    >>> stable_order({"b", 2, "a", 10})
    [2, 10, 'a', 'b']

    Raises:
        UnstableOrderError: two members have no value that tells them apart.
    """
    members = list(items)
    if len(members) < 2:
        return members
    keyed = [(_key(item), item) for item in members]
    keyed.sort(key=lambda pair: pair[0])
    for (one, first), (other, _) in pairwise(keyed):
        if one == other:
            raise _unordered(first)
    return [item for _, item in keyed]


def _key(item: Any) -> tuple[Any, ...]:
    kind = type(item)
    if kind in (int, str, bytes, bool):
        return (kind.__name__, item)
    if kind is float:
        return ("float", repr(item)) if item != item else ("float", "", item)
    if kind is tuple:
        return ("tuple", tuple(map(_key, item)))
    from useworkflow_sandbox import values

    try:
        return (f"{kind.__module__}.{kind.__qualname__}", bytes(values.encode(item)))
    except (values.SerializationError, RecursionError):
        raise _unordered(item) from None


def _unordered(item: Any) -> UnstableOrderError:
    from useworkflow_sandbox.facades.blocked import place

    return UnstableOrderError(
        f"a set that was made outside of workflow code holds objects without an order ({type(item).__qualname__})",
        where=place(),
        why="the order in which Python's own sets iterate differs from process to process",
        mend="make a list or a dict there, or make the set in workflow code, where sets keep their order",
    )
