"""What ``functools`` makes of a function's own classes and functions, in a snapshot: as what it was made of.

    cached_property(f)               ->   new_cached_property(), then (f, "name", doc)
    partial(f, 1)                    ->   new_partial(), then (f, (1,), {}, None)
    @singledispatch def f(x): ...    ->   new_dispatch(), then {object: f, int: g}
    ``__gt__`` of total_ordering     ->   ordering_method("__lt__", "__gt__")

Read next: ``classes``.
"""

from __future__ import annotations

import functools
from types import FunctionType
from typing import Any

from useworkflow_sandbox.capture.errors import SnapshotRefused

_set = object.__setattr__


# --- total_ordering

_ORDERING: dict[str, list[tuple[str, Any]]] = vars(functools)["_convert"]
_PLACES = {id(function): (root, name) for root, made in _ORDERING.items() for name, function in made}


def reduce_ordering(function: FunctionType) -> tuple[Any, ...] | None:
    """How a snapshot holds a method that ``total_ordering`` gave a class; ``None`` if it is none."""
    place = _PLACES.get(id(function))
    return None if place is None else (ordering_method, place)


def ordering_method(root: str, name: str) -> Any:
    """The method ``name`` of a class that defines ``root``."""
    found = dict(_ORDERING.get(root, ())).get(name)
    if found is None:
        raise SnapshotRefused(f"the snapshot names the comparison {name} by {root}, which is not there")
    return found


# --- cached_property


def reduce_cached_property(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds a cached property."""
    return new_cached_property, (), (value.func, value.attrname, value.__doc__), None, None, fill_cached_property


def new_cached_property() -> Any:
    """A cached property that is still to get its function."""
    return functools.cached_property(_unfilled)


def fill_cached_property(value: Any, parts: tuple[Any, str | None, str | None]) -> None:
    """Give a cached property its function and the name that its class has given it."""
    value.func, value.attrname, value.__doc__ = parts


# --- singledispatch

_DISPATCHER = functools.singledispatch(lambda value: value).__code__  # type: ignore[attr-defined]


def is_dispatcher(function: FunctionType) -> bool:
    """Whether ``functools.singledispatch`` has made ``function``."""
    return function.__code__ is _DISPATCHER


def reduce_dispatcher(function: Any) -> tuple[Any, ...]:
    """How a snapshot holds a function that ``functools.singledispatch`` has made."""
    own = {name: value for name, value in vars(function).items() if name not in _GIVEN}
    state = (
        dict(function.registry),
        function.__name__,
        function.__qualname__,
        function.__module__,
        function.__doc__,
        own,
    )
    return new_dispatcher, (), state, None, None, fill_dispatcher


_GIVEN = frozenset(vars(functools.singledispatch(lambda value: value))) - {"__wrapped__"}


def new_dispatcher() -> Any:
    """A dispatching function without a function yet."""
    return functools.singledispatch(_unfilled)


def fill_dispatcher(function: Any, parts: tuple[Any, ...]) -> None:
    """Give a dispatching function those that it chooses from."""
    registry, function.__name__, function.__qualname__, function.__module__, function.__doc__, own = parts
    for kind, chosen in registry.items():
        function.register(kind, chosen)
    vars(function).update(own)


def reduce_dispatching_method(value: Any) -> tuple[Any, ...]:
    """How a snapshot holds a ``functools.singledispatchmethod``."""
    return new_dispatching_method, (), (value.dispatcher, value.func), None, None, fill_dispatching_method


def new_dispatching_method() -> Any:
    """A dispatching method without a function yet."""
    return functools.singledispatchmethod(_unfilled)


def fill_dispatching_method(value: Any, parts: tuple[Any, Any]) -> None:
    """Give a dispatching method its functions."""
    value.dispatcher, value.func = parts


def is_dispatched(function: FunctionType) -> bool:
    """Whether ``function`` is a ``singledispatchmethod`` that was asked of a class or an instance."""
    return function.__code__ is _DISPATCHED


class _Sample:
    @functools.singledispatchmethod
    def method(self) -> None:
        pass


_DISPATCHED = _Sample.method.__code__


def reduce_dispatched(function: Any) -> tuple[Any, ...]:
    """How a snapshot holds a ``singledispatchmethod`` that was asked of a class or an instance."""
    cells = dict(zip(function.__code__.co_freevars, function.__closure__, strict=True))
    return dispatched, (function.register.__self__, cells["obj"].cell_contents, cells["cls"].cell_contents)


def dispatched(method: Any, instance: Any, owner: Any) -> Any:
    """The method of the instance, or of the class where that is ``None``."""
    if type(method) is not functools.singledispatchmethod:
        raise SnapshotRefused(f"the snapshot asks a {type(method).__qualname__} for a method, which is not allowed")
    return method.__get__(instance, owner)


# --- partial


def reduce_partial(value: functools.partial[Any]) -> tuple[Any, ...]:
    """How a snapshot holds ``functools.partial``."""
    return new_partial, (), (value.func, value.args, value.keywords, value.__dict__ or None), None, None, fill_partial


def new_partial() -> functools.partial[Any]:
    """A partial that is still to be filled."""
    return functools.partial(_unfilled)


def fill_partial(value: functools.partial[Any], state: tuple[Any, tuple[Any, ...], dict[str, Any], Any]) -> None:
    """Give a partial its function and arguments."""
    value.__setstate__(state)  # type: ignore[attr-defined]


def _unfilled(*_: object) -> None:
    raise SnapshotRefused("a snapshot holds a function of functools that was never filled")
