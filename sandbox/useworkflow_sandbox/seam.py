"""What generated code may call: exactly ``useworkflow_compiler.format.EXPORTED``, under those names.

    seam(host)["_uw_iter"]([1, 2])   ->   an iterator that a snapshot can hold

Its objects are part of the ABI: code that was stored with a run keeps calling them. Read next:
``useworkflow_compiler.lower``, whose output uses them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from enum import EnumMeta
from inspect import isawaitable
from itertools import chain
from operator import and_, or_, sub, xor
from types import CoroutineType, GeneratorType, TracebackType, WrapperDescriptorType
from typing import Any

from useworkflow_sandbox.calls import StepFunction, call
from useworkflow_sandbox.delegates import Started, begin_await
from useworkflow_sandbox.eviction import alive, evicted
from useworkflow_sandbox.guards import guarded_getattr
from useworkflow_sandbox.nested_steps import NestedStep
from useworkflow_sandbox.ordered import OrderedSet, display, ordered
from useworkflow_sandbox.routines import routines
from useworkflow_sandbox.shared import own
from useworkflow_sandbox.stable import percent, shown, stable_repr, stable_str
from useworkflow_sandbox.step_methods import StepDescriptor
from useworkflow_sandbox.suspending_functions import SuspendingFunction


class Managed:
    """A manager of a ``with`` whose body can suspend: entered once, also after re-entry, and not left by eviction."""

    __slots__ = ("entered", "manager")

    def __init__(self, manager: Any) -> None:
        self.manager = manager
        self.entered = False

    def __enter__(self) -> Any:
        if self.entered:
            return None
        kind = type(self.manager)
        enter = _looked_up(kind, "__enter__", "context manager")
        _looked_up(kind, "__exit__", "context manager", " (missed __exit__ method)")
        value = enter(self.manager)
        self.entered = True
        return value

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> Any:
        if kind is not None and issubclass(kind, evicted()):
            return False
        return type(self.manager).__exit__(self.manager, kind, error, traceback)


class SelfIterating:
    """An iterator, as the sequence of a ``for`` loop: its own ``__iter__``, where it has one, is not asked again."""

    __slots__ = ("iterator",)

    def __init__(self, iterator: Any) -> None:
        self.iterator = iterator

    def __iter__(self) -> SelfIterating:
        return self

    def __next__(self) -> Any:
        return type(self.iterator).__next__(self.iterator)


def _looked_up(kind: type, name: str, protocol: str, missing: str = "") -> Any:
    method = getattr(kind, name, None)
    if method is None:
        raise TypeError(f"{kind.__qualname__!r} object does not support the {protocol} protocol{missing}")
    return method


def loop_iterator(iterable: Iterable[Any]) -> Iterator[Any]:
    """The iterator of a ``for`` loop, in a form that can be iterated again without starting over."""
    iterator = iter(iterable)
    if type(iterator) is GeneratorType and isinstance(iterable, EnumMeta):
        return iter(
            tuple(iterator)
        )  # a generator of Python's own, which no snapshot can hold; the members never change
    # One that is written in Python may begin anew when it is asked for an iterator, which the ``for`` itself does once more.
    return (
        iterator
        if type(getattr(type(iterator), "__iter__", None)) is WrapperDescriptorType
        else SelfIterating(iterator)
    )


def enter_async(manager: Any) -> Any:
    """The awaitable of ``async with``'s entry; both methods are looked up on the type, as Python does."""
    kind = type(manager)
    enter = _looked_up(kind, "__aenter__", "asynchronous context manager")
    _looked_up(kind, "__aexit__", "asynchronous context manager", " (missed __aexit__ method)")
    return _checked(enter(manager), "__aenter__")


def exit_async(manager: Any, error: BaseException | None) -> Any:
    """The awaitable of ``async with``'s exit, with or without an exception."""
    leave = type(manager).__aexit__
    if error is None:
        return _checked(leave(manager, None, None, None), "__aexit__")
    return _checked(leave(manager, type(error), error, error.__traceback__), "__aexit__")


def _checked(awaitable: Any, method: str) -> Any:
    if hasattr(type(awaitable), "__await__") or isawaitable(awaitable):
        return awaitable
    kind = type(awaitable).__name__
    raise TypeError(f"'async with' received an object from {method} that does not implement __await__: {kind}")


def iterate_async(iterable: Any) -> Any:
    """The asynchronous iterator of an ``async for``."""
    method = getattr(type(iterable), "__aiter__", None)
    if method is None:
        raise TypeError(f"'async for' requires an object with __aiter__ method, got {type(iterable).__name__}")
    iterator = method(iterable)
    if not hasattr(type(iterator), "__anext__"):
        name = type(iterator).__name__
        raise TypeError(f"'async for' received an object from __aiter__ that does not implement __anext__: {name}")
    return iterator


def advance_async(iterator: Any) -> Any:
    """The awaitable of the next value of an ``async for``."""
    awaitable = type(iterator).__anext__(iterator)
    kind = type(awaitable)
    if kind is CoroutineType or (kind.__module__ == "builtins" and hasattr(kind, "__await__")):
        return awaitable
    try:
        if not hasattr(kind, "__await__"):
            if isawaitable(awaitable):
                return awaitable
            raise TypeError(f"object {kind.__name__} can't be used in 'await' expression")
        return Started(kind.__await__(awaitable))
    except Exception as error:
        raise TypeError(f"'async for' received an invalid object from __anext__: {kind.__name__}") from error


_VIEWS: tuple[Any, ...] = (type({}.keys()), type({}.items()))
_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {"&": and_, "|": or_, "^": xor, "-": sub}


def set_operation(operator: str, left: Any, right: Any) -> Any:
    """``left & right`` and its like: of the keys of dictionaries they make sets, here ordered ones (G5)."""
    if type(left) in _VIEWS and isinstance(right, Iterable):
        left = OrderedSet(left)
        right = right if isinstance(right, set | frozenset) else OrderedSet(right)
    elif type(right) in _VIEWS and isinstance(left, Iterable):
        left = left if isinstance(left, set | frozenset) else OrderedSet(left)
    return _OPERATIONS[operator](left, right)


def own_variable(read: Callable[[], Any], name: str, inlined: bool) -> Any:
    """The value of a captured variable, or the error that Python raises for a local one that is unbound.

    ``inlined``: read inside a comprehension, which is part of its function from Python 3.12 on.
    """
    try:
        return read()
    except NameError as error:
        if inlined and sys.version_info < (3, 12):
            raise error.with_traceback(None)  # noqa: B904 - the same error, without the frame of ``read``
    raise UnboundLocalError(f"cannot access local variable {name!r} where it is not associated with a value", name=name)


def read(function: Callable[..., Any], values: Any, /, *args: Any, **kwargs: Any) -> Any:
    """The awaitable of ``sum``, ``any`` and their like, whose elements or key may come to a sync step."""
    return routines.read(function, values, args, kwargs)


def first_argument(read: Callable[[], Any] | None = None) -> Any:
    """What ``super()`` takes from its function, or the error that Python raises for a function that does not have it."""
    if read is None:
        raise RuntimeError("super(): no arguments")
    try:
        return read()
    except NameError:
        pass  # the error below has the context of what is being handled outside
    raise RuntimeError("super(): arg[0] deleted")


def seam(host: Callable[[str, str], Any]) -> dict[str, Any]:
    """The exported names of one program. ``host`` gives the user's own classes: (module, qualname) -> class."""
    return {
        "_uw_BaseException": BaseException,
        "_uw_Managed": Managed,
        "_uw_StopAsyncIteration": StopAsyncIteration,
        "_uw_aenter": enter_async,
        "_uw_aexit": exit_async,
        "_uw_aiter": iterate_async,
        "_uw_alive": alive,
        "_uw_anext": advance_async,
        "_uw_chain": chain,
        "_uw_evicted": evicted,
        "_uw_first": first_argument,
        "_uw_getattr": guarded_getattr,
        "_uw_host": host,
        "_uw_iter": loop_iterator,
        "_uw_await": begin_await,
        "_uw_bound": own_variable,
        "_uw_order": ordered,
        "_uw_method": call,
        "_uw_mine": own,
        "_uw_nested": NestedStep.of,
        "_uw_percent": percent,
        "_uw_read": read,
        "_uw_repr": stable_repr,
        "_uw_set": display,
        "_uw_setop": set_operation,
        "_uw_shown": shown,
        "_uw_step": StepFunction,
        "_uw_step_method": StepDescriptor,
        "_uw_str": stable_str,
        "_uw_suspending": SuspendingFunction,
        "_uw_sync": call,
    }
