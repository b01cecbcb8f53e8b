"""``functools.cache`` and ``lru_cache`` as workflow code sees them: what one run has cached, no other run sees.

Input -> output::

    @functools.cache
    def price(sku): ...            a table per run, which is part of its snapshots

A function that is decorated at module level keeps its table in the instance; one inside a function keeps it itself.
Read next: ``imports``.
"""

from __future__ import annotations

import functools as _functools
from collections.abc import Callable
from typing import Any, NamedTuple

from useworkflow_sandbox.current import current, in_workflow


class CacheInfo(NamedTuple):
    """What ``cache_info()`` gives, as in ``functools``."""

    hits: int
    misses: int
    maxsize: int | None
    currsize: int


class CacheTable:
    """Results by arguments, oldest use first, and the counts of ``cache_info``."""

    __slots__ = ("hits", "misses", "results")

    def __init__(self) -> None:
        self.results: dict[Any, Any] = {}
        self.hits = 0
        self.misses = 0


class CachedFunction:
    """What the decorators make. ``place``: the (module, qualified name) of a function at module level, else ``None``."""

    __wrapped__: Callable[..., Any]

    def __init__(self, function: Callable[..., Any], maxsize: int | None, typed: bool) -> None:
        _functools.update_wrapper(self, function)
        self._function = function
        self._maxsize = maxsize if maxsize is None else max(maxsize, 0)
        self._typed = typed
        self._place = None if in_workflow() else f"{function.__module__}:{function.__qualname__}"
        self._own = CacheTable()

    def _table(self) -> CacheTable:
        if self._place is None or not in_workflow():
            return self._own
        tables: dict[str, CacheTable] = current().caches
        found = tables.get(self._place)
        if found is None:
            found = tables[self._place] = CacheTable()
        return found

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        key = self.key_of(args, kwargs)
        if self.has(key):
            return self.result(key)
        return self.keep(key, self._function(*args, **kwargs))

    def key_of(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """What a result is kept under."""
        key: Any = args if not kwargs else (args, "", *kwargs.items())
        return (key, *map(type, args), *map(type, kwargs.values())) if self._typed else key

    def has(self, key: Any) -> bool:
        """Whether there is a result for ``key``, which is counted."""
        table = self._table()
        results = table.results
        if self._maxsize == 0 or key not in results:  # without a table arguments need no hash
            table.misses += 1
            return False
        table.hits += 1
        if self._maxsize is not None:
            results[key] = results.pop(key)
        return True

    def result(self, key: Any) -> Any:
        """The result that there is for ``key``."""
        return self._table().results[key]

    def keep(self, key: Any, value: Any) -> Any:
        """Keep a result, and return it."""
        results = self._table().results
        if self._maxsize != 0:
            results[key] = value
            if self._maxsize is not None and len(results) > self._maxsize:
                del results[next(iter(results))]
        return value

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        return self if instance is None else _functools.partial(self, instance)

    def cache_info(self) -> CacheInfo:
        """Hits, misses, the largest size and the present one."""
        table = self._table()
        return CacheInfo(table.hits, table.misses, self._maxsize, len(table.results))

    def cache_parameters(self) -> dict[str, Any]:
        """``maxsize`` and ``typed``."""
        return {"maxsize": self._maxsize, "typed": self._typed}

    def cache_clear(self) -> None:
        """Forget all results of this run."""
        table = self._table()
        table.results.clear()
        table.hits = table.misses = 0

    def __repr__(self) -> str:
        return f"<cached function {self._function.__qualname__}>"

    def __copy__(self) -> CachedFunction:
        return self

    def __deepcopy__(self, memo: object) -> CachedFunction:
        return self


def lru_cache(maxsize: Any = 128, typed: bool = False) -> Any:
    """``functools.lru_cache``, with a table per run."""
    if callable(maxsize):
        return CachedFunction(maxsize, 128, typed)
    if maxsize is not None and not isinstance(maxsize, int):
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return _Decorator(maxsize, typed)


def cache(function: Callable[..., Any], /) -> CachedFunction:
    """``functools.cache``, with a table per run."""
    return CachedFunction(function, None, False)


class _Decorator:
    __slots__ = ("_maxsize", "_typed")

    def __init__(self, maxsize: int | None, typed: bool) -> None:
        self._maxsize = maxsize
        self._typed = typed

    def __call__(self, function: Callable[..., Any]) -> CachedFunction:
        return CachedFunction(function, self._maxsize, self._typed)
