"""The allow-list of a snapshot: which classes and functions of Python's own it may name, at dump and at load (G8).

``getattr``, ``eval``, code and function constructors, modules and files are not on it and never will be. Read next:
``objects``.
"""

from __future__ import annotations

import abc
import asyncio
import builtins
import collections
import collections.abc
import datetime
import decimal
import enum
import fractions
import io
import ipaddress
import json
import pathlib
import re
import types
import typing
import uuid
import zoneinfo
from typing import Any

_PLAIN: tuple[type, ...] = (
    object, bool, int, float, complex, str, bytes, bytearray, tuple, list, dict, set, frozenset, range, slice,
    enumerate, zip, map, filter, reversed, type(None), type(Ellipsis), type(NotImplemented), type, property, super,
)  # fmt: skip

BUILTIN_TYPES: dict[str, type] = {kind.__name__: kind for kind in _PLAIN} | {
    name: value
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
}
"""Classes of ``builtins`` that a snapshot may name."""

STDLIB_TYPES: dict[tuple[str, str], type] = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (
        collections.OrderedDict, collections.Counter, collections.defaultdict, collections.deque, collections.ChainMap,
        datetime.datetime, datetime.date, datetime.time, datetime.timedelta, datetime.timezone,
        decimal.Decimal, fractions.Fraction, uuid.UUID, uuid.SafeUUID, types.SimpleNamespace,
        pathlib.PurePath, pathlib.PurePosixPath, pathlib.PureWindowsPath, pathlib.Path, pathlib.PosixPath,
        ipaddress.IPv4Address, ipaddress.IPv6Address, ipaddress.IPv4Network, ipaddress.IPv6Network,
        ipaddress.IPv4Interface, ipaddress.IPv6Interface, zoneinfo.ZoneInfo,
    )
}  # fmt: skip
"""Value classes whose own ``__reduce__`` is trusted: it is Python's, and gives back a value of the class."""


ERROR_TYPES: dict[tuple[str, str], type] = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (
        asyncio.CancelledError, asyncio.InvalidStateError, asyncio.QueueEmpty, asyncio.QueueFull,
        asyncio.BrokenBarrierError, decimal.DecimalException, decimal.InvalidOperation, decimal.DivisionByZero,
        json.JSONDecodeError, zoneinfo.ZoneInfoNotFoundError, ipaddress.AddressValueError, re.error,
    )
}  # fmt: skip
"""Exceptions of the standard library that the sandbox itself can raise."""


_ENUMS = (enum.Enum, enum.IntEnum, enum.StrEnum, enum.Flag, enum.IntFlag, enum.ReprEnum)
ABSTRACT_TYPES: dict[tuple[str, str], type] = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (
        abc.ABC,
        typing.Generic,
        *_ENUMS,
        *(getattr(collections.abc, name) for name in collections.abc.__all__),
    )
}
"""Classes without instances of their own, which annotations and bases name."""


class _Indexed:
    """A sequence by ``__getitem__`` alone."""

    def __getitem__(self, index: int) -> int:
        raise IndexError


_SAMPLES: tuple[Any, ...] = (
    iter([]), iter(()), iter(range(0)), iter(""), iter("\u1234"), iter(b""), iter(bytearray()), iter(set()),
    iter(_Indexed()), reversed([]), enumerate([]), zip(), map(len, []), filter(None, []), iter(range(10**30)),
)  # fmt: skip
ITERATORS: frozenset[type] = frozenset(type(sample) for sample in _SAMPLES)
"""Iterators that keep their place when pickled; dictionary iterators have a reducer of their own."""

GLOBALS: dict[tuple[str, str], Any] = {
    ("builtins", "iter"): iter,
    ("builtins", "Ellipsis"): Ellipsis,
    ("builtins", "NotImplemented"): NotImplemented,
    ("builtins", "reversed"): reversed,
    **{("builtins", kind.__name__): kind for kind in (enumerate, zip, map, filter, range, slice, complex, bytearray)},
    **{("builtins", kind.__name__): kind for kind in (set, frozenset)},
}
"""Functions that reductions of the above name."""

_METHOD_OWNERS: tuple[type, ...] = (
    list, dict, set, frozenset, tuple, str, bytes, bytearray, int, float, complex, range, collections.deque,
    collections.OrderedDict, collections.defaultdict, BaseException, BaseExceptionGroup, types.GeneratorType,
    types.AsyncGeneratorType, types.CoroutineType, datetime.datetime, datetime.date, datetime.time, datetime.timedelta,
    decimal.Decimal, re.Pattern, io.StringIO, io.BytesIO,
)  # fmt: skip

METHODS: frozenset[tuple[type, str]] = frozenset(
    (owner, name)
    for owner in _METHOD_OWNERS
    for name, value in vars(owner).items()
    if not name.startswith("_")
    and name not in ("format", "format_map")
    and isinstance(value, types.MethodDescriptorType)
)
"""Methods of plain values that may be held in a local, such as ``undo.append``, by the class that defines them."""


def has_method(value: object, name: str) -> bool:
    """Whether ``value.name`` is one of ``METHODS``, and not another that its class defines."""
    owner = next((kind for kind in type(value).__mro__ if name in kind.__dict__), None)
    return owner is not None and (owner, name) in METHODS
