"""``hash``, ``id`` and text that are the same in every process (G5): no hash seed and no address shows in them.

Input -> output::

    >>> stable_hash("a") == stable_hash("a"), stable_hash(5), stable_hash(-1) == hash(-1)
    (True, 5, True)

Dictionaries and sets keep using Python's own hashes: their order is that of insertion, so hashes do not show in it. Read
next: ``ordered``, ``facades/builtins``.
"""

from __future__ import annotations

import builtins
import datetime
import decimal
import enum
import fractions
import types
import uuid
from collections.abc import Callable
from hashlib import blake2b
from pathlib import PurePath
from typing import Any

from useworkflow_sandbox.addresses import without_addresses as without_addresses
from useworkflow_sandbox.current import current, in_workflow

_NUMBERS = frozenset({int, float, bool, complex, decimal.Decimal, fractions.Fraction, uuid.UUID, datetime.timedelta})
"""Their hashes depend on their values alone, on every supported Python."""
_TIMES = frozenset({datetime.datetime, datetime.date, datetime.time})
_TEXTUAL = _NUMBERS | _TIMES | {str, bytes, bytearray, types.NoneType}
"""Classes whose text never holds an address."""


# --- text -------------------------------------------------------------------------------------------------------------


def stable_repr(value: object) -> str:
    """``repr`` without addresses."""
    return without_addresses(builtins.repr(value))


def stable_ascii(value: object) -> str:
    """``ascii`` without addresses."""
    return without_addresses(builtins.ascii(value))


def stable_str(value: Any) -> str:
    """``str(value)`` without addresses."""
    return str(value) if type(value) in _TEXTUAL else without_addresses(str(value))


def stable_format(value: Any, spec: str = "") -> str:
    """``format`` without addresses."""
    text = builtins.format(value, spec)
    return text if type(value) in _TEXTUAL else without_addresses(text)


def shown(value: Any) -> Any:
    """What stands in an f-string for ``{value}``: the value itself where its text holds no address."""
    return value if type(value) in _TEXTUAL else without_addresses(builtins.format(value))


def percent(template: Any, values: Any) -> Any:
    """``template % values`` without addresses."""
    text = template % values
    return without_addresses(text) if type(text) is str else text


class TextMethod:
    """``value.__repr__`` or ``value.__str__`` of workflow code."""

    __slots__ = ("_method",)

    def __init__(self, method: Callable[..., str]) -> None:
        self._method = method

    def __call__(self, *args: Any) -> Any:
        text = self._method(*args)
        return without_addresses(text) if type(text) is str else text


class HashMethod:
    """``value.__hash__`` of workflow code."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def __call__(self) -> int:
        return stable_hash(self._value)


# --- hash -------------------------------------------------------------------------------------------------------------


def stable_hash(value: Any, /) -> int:
    """``hash`` that depends on values alone; equal values have equal hashes.

    Raises:
        TypeError: ``value`` is not hashable.
    """
    kind = type(value)
    if kind in _NUMBERS:
        return builtins.hash(value)
    if kind is str:
        return _digest(b"s", value.encode("utf-8", "surrogatepass"))
    if kind is bytes:
        return _digest(b"s", value)
    if kind is tuple:
        return _of_parts(value)
    if value is None or value is Ellipsis or value is NotImplemented:
        return _digest(b"c", repr(value).encode())
    builtins.hash(value)  # raises for what is not hashable
    return _of_object(value, kind)


def _of_object(value: Any, kind: type) -> int:
    if isinstance(value, enum.Enum) and getattr(kind, "__hash__") is enum.Enum.__hash__:  # noqa: B009
        return stable_hash(value._name_)
    if isinstance(value, frozenset):
        return _of_parts(sorted(map(stable_hash, value)))
    if kind in _TIMES:
        return _of_time(value)
    if isinstance(value, PurePath):
        return stable_hash(str(value))
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType):
        return stable_hash((str(value.__module__), value.__qualname__))
    method: Any = kind.__hash__
    if isinstance(method, types.FunctionType):
        return builtins.hash(_with_stable_hash(method)(value))
    for base, part in ((str, str.__str__), (bytes, bytes.__bytes__), (tuple, tuple.__iter__)):
        if method is base.__hash__:
            return stable_hash(tuple(part(value)) if base is tuple else part(value))
    return stable_id(value) if method is object.__hash__ else builtins.hash(value)


def _of_time(value: Any) -> int:
    """Equal moments have equal hashes, also in different zones."""
    offset = value.utcoffset() if type(value) is not datetime.date else None
    if isinstance(value, datetime.datetime):
        plain = value.replace(tzinfo=None, fold=0)
        return stable_hash(("datetime", (plain - (offset or datetime.timedelta())).isoformat()))
    text = value.isoformat() if offset is None else f"{value.replace(tzinfo=None).isoformat()}{offset}"
    return stable_hash((type(value).__name__, text))


def _with_stable_hash(method: types.FunctionType) -> Callable[[Any], int]:
    """The user's ``__hash__``, with ``hash`` in it being this one."""
    names = {**method.__globals__, "hash": stable_hash}
    made = types.FunctionType(method.__code__, names, method.__name__, method.__defaults__, method.__closure__)
    made.__kwdefaults__ = method.__kwdefaults__
    return made


def _of_parts(parts: Any) -> int:
    hasher = blake2b(b"t", digest_size=8)
    for part in parts:
        hasher.update(stable_hash(part).to_bytes(9, "little", signed=True))
    return _signed(hasher.digest())


def _digest(tag: bytes, data: bytes) -> int:
    return _signed(blake2b(data, key=tag, digest_size=8).digest())


def _signed(data: bytes) -> int:
    found = int.from_bytes(data, "little", signed=True) >> 3
    return found if found != -1 else -2


# --- id ---------------------------------------------------------------------------------------------------------------

_BY_VALUE = _NUMBERS | {str, bytes, types.NoneType, type(Ellipsis)}


class Identities:
    """The numbers that a run has given to objects, in the order in which it asked. They are kept alive: a number is never
    given twice."""

    __slots__ = ("_numbers", "objects")

    def __init__(self, objects: list[Any] | None = None) -> None:
        self.objects: list[Any] = [] if objects is None else objects
        self._numbers: dict[int, int] | None = None

    def of(self, value: object) -> int:
        """The number of ``value``."""
        if self._numbers is None:
            self._numbers = {builtins.id(known): index for index, known in enumerate(self.objects)}
        index = self._numbers.get(builtins.id(value))
        if index is None:
            index = self._numbers[builtins.id(value)] = len(self.objects)
            self.objects.append(value)
        return 0x1000 + 16 * index

    def __reduce__(self) -> tuple[Any, ...]:
        return (Identities, (), self.objects)

    def __setstate__(self, objects: list[Any]) -> None:
        self.objects = objects
        self._numbers = None


def stable_id(value: object, /) -> int:
    """``id`` that counts the objects of the run; plain immutable values have one that depends on their value."""
    kind = type(value)
    if kind in _BY_VALUE:
        return 1 << 48 | _digest(kind.__name__.encode(), repr(value).encode("utf-8", "surrogatepass")) & (1 << 47) - 1
    if isinstance(value, type | types.ModuleType | types.BuiltinFunctionType):
        name = f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', value.__name__)}"
        return 1 << 49 | _digest(b"n", name.encode()) & (1 << 47) - 1
    if not in_workflow():
        return builtins.id(value)
    return current().identities.of(value)
