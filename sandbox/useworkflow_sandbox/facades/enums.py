"""``enum`` as workflow code sees it: bases of class statements, without the call that makes a class of a dictionary.

Input -> output::

    class Colour(Enum): RED = 1      an ordinary enum
    Enum("Colour", {"__del__": f})   -> BlockedError: UW202

Read next: ``imports``.
"""

from __future__ import annotations

import enum as _enum
from typing import Any, NoReturn

from useworkflow_sandbox.facades.blocked import refuse
from useworkflow_sandbox.fixed import Fixed


class EnumBase(Fixed):
    """Stands for a class of ``enum`` that has no members."""

    __slots__ = ("_real",)

    def __init__(self, real: type) -> None:
        self._real = real

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (self._real,)

    def __call__(self, *args: Any, **kwargs: Any) -> NoReturn:
        refuse("enum.Enum")

    def __instancecheck__(self, instance: object) -> bool:
        return isinstance(instance, self._real)

    def __subclasscheck__(self, subclass: Any) -> bool:
        return subclass is self or (isinstance(subclass, type) and issubclass(subclass, self._real))

    @property
    def __name__(self) -> str:
        return self._real.__name__

    def __repr__(self) -> str:
        return repr(self._real)

    def __reduce__(self) -> tuple[Any, ...]:
        return (enum_base, (self._real.__name__,))


def enum_base(name: str) -> EnumBase:
    """The base with this name; what a snapshot calls."""
    return BASES[name]


BASES: dict[str, EnumBase] = {
    name: EnumBase(getattr(_enum, name)) for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum")
}
