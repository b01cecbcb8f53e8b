"""``sum``, ``any``, ``all``, ``min``, ``max`` and ``sorted`` whose elements or key come to sync steps; caches of such functions. Source for the lowering.

    await read(sum, <the elements, as an async generator>, (), {})       the step of an element runs when it is asked for

What is asked for, added and compared, and in which order, is what the builtin does. Read next: ``waiting``.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable
from types import AsyncGeneratorType
from typing import Any

from useworkflow_sandbox.calls import call, may_suspend
from useworkflow_sandbox.facades.caching import CachedFunction

_NUMBERS = (int, bool, float, complex)
_EXACT = 1000
"""Bits up to which an integer can be added to a float."""


async def read(function: Callable[..., Any], values: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """``function(values, *args, **kwargs)``."""
    if not isinstance(values, AsyncGeneratorType) and not may_suspend(kwargs.get("key")):
        return function(values, *args, **kwargs)
    match function.__name__:
        case "any" | "all" as name:
            return await _first(values, name == "any")
        case "sum":
            return await _sum(values, *args, **kwargs)
        case "sorted":
            return await _sorted(values, **kwargs)
        case name:
            given = (values, *args) if args else values
            return await _extreme(function, name == "min", given, **kwargs)


async def read_cached(cached: CachedFunction, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A call of what ``functools.cache`` has made of a function that may come to a sync step."""
    key = cached.key_of(args, kwargs)
    if cached.has(key):
        return cached.result(key)
    return cached.keep(key, await call(cached.__wrapped__, *args, **kwargs))


async def _first(values: Any, wanted: bool) -> bool:
    """Whether a value is true, or false, as ``wanted``; the others are not asked for."""
    async for value in values:
        if bool(value) is wanted:
            await values.aclose()
            return wanted
    return not wanted


async def _sum(values: Any, start: Any = 0) -> Any:
    """Numbers are added together at the end, since the builtin is more exact than one addition after the other."""
    total: Any = sum((), start)
    numbers: list[Any] | None = [] if type(start) in _NUMBERS else None
    async for value in values:
        if numbers is not None and type(value) in _NUMBERS and not (type(value) is int and value.bit_length() > _EXACT):
            numbers.append(value)
            continue
        if numbers is not None:
            total, numbers = sum(numbers, start), None
        total = total + value
    return total if numbers is None else sum(numbers, start)


async def _sorted(values: Iterable[Any], key: Any, reverse: bool = False) -> list[Any]:
    found = list(values)
    keys = [await call(key, value) for value in found]
    order = sorted(range(len(found)), key=keys.__getitem__, reverse=reverse)
    return [found[index] for index in order]


async def _extreme(function: Any, least: bool, values: Any, key: Any = None, **default: Any) -> Any:
    found: list[Any] = []
    best: Any = None
    async for value in values if isinstance(values, AsyncGeneratorType) else _each(values):
        own = value if key is None else await call(key, value)
        if not found or (own < best if least else own > best):
            found, best = [value], own
    return found[0] if found else function((), **default)


async def _each(values: Iterable[Any]) -> AsyncGenerator[Any, None]:
    for value in values:
        yield value
