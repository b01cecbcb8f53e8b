"""A plain function that may suspend: a coroutine function in generated code, a plain function for everyone who calls it.

    def total(item): return price(item) + 1      ->   @_uw_suspending
                                                      async def total(item): return await _uw_sync(price, item) + 1

    total("book")                 in compiled code: ``await _uw_sync(total, "book")``, which takes up the coroutine function
    list(map(total, items))       runs to its end at once, as any plain function; a sync step inside raises UW211

Read next: ``calls``, which opens such functions.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import CoroutineType, MethodType
from typing import Any

from useworkflow_sandbox.current import current, in_workflow

_STOPPED = "coroutine raised StopIteration"


class SuspendingFunction:
    """Stands for a plain function of workflow code: its attributes, its class included, are those of the function inside.

    Args:
        function: gives a coroutine when it is called.
    """

    __slots__ = ("__weakref__", "_uw_function")

    def __init__(self, function: Callable[..., Any]) -> None:
        put_inside(self, function)

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Run to the end without a suspension, for a caller who cannot be suspended.

        Raises:
            SyncStepError: it has come to a sync step.
        """
        coroutine = inside(self)(*args, **kwargs)
        if not in_workflow():
            return _finished(coroutine)
        instance = current()
        instance.plain_calls += 1
        try:
            return _finished(coroutine)
        finally:
            instance.plain_calls -= 1

    def __get__(self, owner: Any, cls: type | None = None) -> Any:
        return self if owner is None else MethodType(self, owner)

    def __getattribute__(self, name: str) -> Any:
        if name in _OF_FUNCTION:
            return getattr(inside(self), name)
        return object.__getattribute__(self, name)

    def __getattr__(self, name: str) -> Any:
        return getattr(inside(self), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(inside(self), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(inside(self), name)

    def __repr__(self) -> str:
        return repr(inside(self))

    def __copy__(self) -> SuspendingFunction:
        return self

    def __deepcopy__(self, memo: object) -> SuspendingFunction:
        return self


_OF_FUNCTION = frozenset({"__annotations__", "__class__", "__doc__", "__module__"})
"""What the class and every object have themselves."""

inside: Callable[[SuspendingFunction], Callable[..., Any]] = SuspendingFunction.__dict__["_uw_function"].__get__
"""The function inside."""
put_inside: Callable[[SuspendingFunction, Callable[..., Any]], None] = SuspendingFunction.__dict__[
    "_uw_function"
].__set__
"""Exchange the function inside."""


def _finished(coroutine: CoroutineType[Any, Any, Any]) -> Any:
    """What the coroutine returns; it never gives a future, since a step refuses to begin."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    except RuntimeError as error:
        # What a plain function lets out is a StopIteration to its caller; a coroutine makes another error of it.
        if isinstance(error.__cause__, StopIteration) and error.args == (_STOPPED,):
            raise error.__cause__ from None
        raise
    raise AssertionError("a plain function was suspended where nobody can wait for it")


def coroutine_function(function: Any) -> Any:
    """``function`` in a form whose call gives an awaitable where it may suspend: what waits for it may call that."""
    if type(function) is SuspendingFunction:
        return inside(function)
    if type(function) is MethodType and type(function.__func__) is SuspendingFunction:
        return MethodType(inside(function.__func__), function.__self__)
    if type(function) is functools.partial:
        inner = coroutine_function(function.func)
        return function if inner is function.func else functools.partial(inner, *function.args, **function.keywords)
    return function
