"""The tables of the codec: how a class is written, and how a tag is read.

Input -> output::

    register(Money, "money", lambda m: [str(m.amount), m.currency], lambda plain: Money(*plain))
    encode(Money(5, "EUR")) -> {"$money": ["5", "EUR"]}

Read next: ``writing`` and ``reading``, which walk values with these tables.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import msgspec

from useworkflow_sandbox.errors import ValueDecodeError

if TYPE_CHECKING:
    from useworkflow_sandbox.values.reading import Reader
    from useworkflow_sandbox.values.writing import Writer

Node: TypeAlias = Any
"""Something that msgspec writes as JSON."""

Write: TypeAlias = Callable[["Writer", Any], Node]
Read: TypeAlias = Callable[["Reader", dict[str, Any]], Any]

T = TypeVar("T")


class Identity(enum.Enum):
    """What a second reference to the same object means.

    ``VALUE``: nothing, it is written again. ``EARLY``: the reader makes the object before its contents, so shared
    references and cycles are kept. ``LATE``: it is made after its contents, so shared references are kept and a cycle is refused.
    """

    VALUE = "value"
    EARLY = "early"
    LATE = "late"


class Kind(msgspec.Struct, frozen=True):
    """How values of one class are written. ``of_library``: snapshots hold them as the log does, since what their classes keep is
    nobody else's business."""

    write: Write
    identity: Identity = Identity.VALUE
    of_library: bool = False


BY_CLASS: dict[type, Kind] = {}
"""By exact class: a subclass never silently passes for its base."""

FAMILIES: list[tuple[Callable[[type], bool], Kind]] = []
"""Asked in order, for classes that are not in ``BY_CLASS``."""

BY_TAG: dict[str, Read] = {}
"""Readers, by the tag with its dollar sign."""

_RESERVED = frozenset({"$id", "$ref"})


def register(cls: type[T], tag: str, to_plain: Callable[[T], Any], from_plain: Callable[[Any], T]) -> None:
    """Teach the codec a class: ``to_plain`` gives any serializable value, ``from_plain`` makes the object of it.

    Subclasses are not included. Shared references are kept; cycles through such an object are refused.

    Raises:
        ValueError: ``tag`` is no lower-case name, or is taken.
    """
    key = f"${tag}"
    if not re.fullmatch(r"[a-z][a-z0-9_.-]*", tag):
        raise ValueError(f"a tag is a lower-case name, not {tag!r}")
    if key in BY_TAG or key in _RESERVED:
        raise ValueError(f"the tag {tag!r} is taken")

    def write(writer: Writer, value: T) -> Node:
        return {key: writer.child(to_plain(value), "")}

    def read(reader: Reader, node: dict[str, Any]) -> T:
        plain = reader.read(node[key])
        try:
            made = from_plain(plain)
        except Exception as error:
            raise ValueDecodeError(
                f"a recorded {cls.__module__}.{cls.__qualname__} cannot be made: what is registered for {tag!r} raised "
                f"{type(error).__name__}: {error}"
            ) from error
        return reader.keep(node, made)

    BY_CLASS[cls] = Kind(write, Identity.LATE)
    BY_TAG[key] = read
