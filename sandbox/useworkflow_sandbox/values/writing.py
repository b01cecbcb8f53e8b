"""From a value that is not plain JSON to a tree that is: the slow path of ``encode``.

Input -> output::

    Writer().document((1, b"x")) -> {"$tuple": [1, {"$bytes": "eA=="}]}

An object that is met twice is written once, with ``"$id"``, and then as ``{"$ref": id}``. Read next: ``reading``.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Callable
from typing import Any

from useworkflow_sandbox.errors import SerializationError
from useworkflow_sandbox.values.classes import shown
from useworkflow_sandbox.values.registry import BY_CLASS, FAMILIES, Identity, Kind, Node

MAX_DEPTH = 100
"""Levels of nesting. A limit of our own, since the interpreter's depends on where the stack stands (G5); a level takes
up to six frames."""

PLAIN: frozenset[type] = frozenset({int, bool, type(None)})


class Unwritable(Exception):
    """A value inside the tree cannot be written. ``path`` collects its segments from the inside out."""

    def __init__(self, value: object, because: str = "", mend: str = "") -> None:
        super().__init__(because)
        self.type_name = shown(type(value))
        self.because = because
        self.mend = mend
        self.path: list[str] = []

    def at(self, root: str) -> SerializationError:
        """The error for the user, with the path from ``root``."""
        path = (root + "".join(reversed(self.path))).lstrip(".")
        return SerializationError(path or "value", self.type_name, because=self.because, mend=self.mend)


class Plain:
    """A list or a dict with plain keys, as a node that can still turn out to be shared."""

    __slots__ = ("anchor", "body")

    def __init__(self, body: list[Node] | dict[str, Node]) -> None:
        self.body = body
        self.anchor: int | None = None


def unfold(node: object) -> Node:
    """msgspec's ``enc_hook``: a ``Plain`` node in its final form."""
    if not isinstance(node, Plain):
        raise NotImplementedError(f"{type(node)} in a tree of nodes")
    if node.anchor is None:
        return node.body
    if isinstance(node.body, list):
        return {"$list": node.body, "$id": node.anchor}
    return {"$dict": [[key, value] for key, value in node.body.items()], "$id": node.anchor}


class _Met:
    """An object that was met: kept alive so that its ``id`` stays its own."""

    __slots__ = ("anchor", "node", "referable", "value")

    def __init__(self, value: object, referable: bool) -> None:
        self.value = value
        self.referable = referable
        self.node: Node = None
        self.anchor: int | None = None


class Writer:
    """Walks one document. ``tracebacks``: exceptions take the text of their live traceback along."""

    __slots__ = ("_depth", "_met", "anchors", "tracebacks")

    def __init__(self, *, tracebacks: bool = False) -> None:
        self.tracebacks = tracebacks
        self._met: dict[int, _Met] = {}
        self.anchors = 0
        self._depth = 0

    def document(self, value: object) -> Node:
        """The tree of a whole value.

        Raises:
            Unwritable: something in it cannot be written.
        """
        try:
            node = self.write(value)
        except RecursionError:
            raise Unwritable(value, "it is nested deeper than the interpreter's stack allows here") from None
        self.settle()
        return node

    def settle(self) -> None:
        """Give every shared node its ``$id``; called once, after the walk."""
        for met in self._met.values():
            if met.anchor is not None:
                if isinstance(met.node, Plain):
                    met.node.anchor = met.anchor
                else:
                    met.node["$id"] = met.anchor

    def write(self, value: object) -> Node:
        """The node of ``value``, which may be one that was met before."""
        cls = type(value)
        if cls in PLAIN:
            return value if cls is not int else write_int(value)  # type: ignore[arg-type]
        kind = BY_CLASS.get(cls) or family_of(cls)
        if kind is None:
            raise refusal(value)
        if kind.identity is not Identity.VALUE:
            return self._write_object(value, kind)
        return self._nested(value, kind)

    def child(self, value: object, segment: str) -> Node:
        """The node of a part of the current value; ``segment`` (``.name``, ``[3]``) is its step in the path."""
        try:
            return self.write(value)
        except Unwritable as refused:
            refused.path.append(segment)
            raise

    def attempt(self, value: object, otherwise: Callable[[Any], Node]) -> Node:
        """The node of ``value``, or ``otherwise(value)`` where it cannot be written; nothing of the failed try stays."""
        mark = len(self._met)
        depth = self._depth
        try:
            return self.write(value)
        except (Unwritable, RecursionError):
            while len(self._met) > mark:
                self._met.popitem()
            self._depth = depth
            return otherwise(value)

    def now_referable(self, value: object) -> None:
        """From here on ``value`` may be referred to: the reader will have made it by then."""
        met = self._met.get(id(value))
        if met is not None:
            met.referable = True

    def _write_object(self, value: object, kind: Kind) -> Node:
        met = self._met.get(id(value))
        if met is not None:
            if not met.referable:
                raise Unwritable(value, f"it is part of a reference cycle through a {shown(type(value))}")
            if met.anchor is None:
                self.anchors += 1
                met.anchor = self.anchors
            return {"$ref": met.anchor}
        self._met[id(value)] = met = _Met(value, kind.identity is Identity.EARLY)
        met.node = self._nested(value, kind)
        met.referable = True
        return met.node

    def _nested(self, value: object, kind: Kind) -> Node:
        if self._depth >= MAX_DEPTH:
            raise Unwritable(
                value,
                f"it is nested deeper than {MAX_DEPTH} levels, or contains itself",
                "flatten the value: keep the parts in a list and refer to them by index",
            )
        self._depth += 1
        node = kind.write(self, value)
        self._depth -= 1
        return node


_of_family: weakref.WeakKeyDictionary[type, Kind] = weakref.WeakKeyDictionary()


def family_of(cls: type) -> Kind | None:
    """How a class that has no entry of its own is written, by what it is (a dataclass, an enum ...)."""
    kind = _of_family.get(cls)
    if kind is None:
        for belongs, kind in FAMILIES:
            if belongs(cls):
                _of_family[cls] = kind
                return kind
        return None
    return kind


def is_of_library(cls: type) -> bool:
    """Whether ``cls`` is a library's whose instances are written as a whole: an array, a table, a URL."""
    kind = BY_CLASS.get(cls) or family_of(cls)
    return kind is not None and kind.of_library


def write_int(value: int) -> Node:
    """JSON digits, or hexadecimal where Python itself limits the conversion."""
    return value if -(1 << 14000) < value < (1 << 14000) else {"$int": hex(value)}


def write_float(_writer: Writer, value: float) -> Node:
    """JSON has no infinities and no NaN."""
    return value if math.isfinite(value) else {"$float": repr(value)}


_HINTS: tuple[tuple[str, str], ...] = (
    ("coroutine", "it was never awaited: add `await` before the call"),
    ("async_generator", "collect it first: `[x async for x in ...]`"),
    ("generator", "collect it first: `list(...)`"),
    ("module", "import the module inside the step"),
    ("function", "pass data that says what to do, and choose the function inside the step"),
    ("method", "pass data that says what to do, and choose the method inside the step"),
    ("builtin_function_or_method", "pass data that says what to do, and choose the function inside the step"),
    ("dict_keys", "make a list of it: `list(...)`"),
    ("dict_values", "make a list of it: `list(...)`"),
    ("dict_items", "make a dict or a list of it"),
    ("map", "make a list of it: `list(...)`"),
    ("filter", "make a list of it: `list(...)`"),
    ("zip", "make a list of it: `list(...)`"),
    ("memoryview", "make bytes of it: `bytes(...)`"),
    ("type", "pass the class's name, and look the class up inside the step"),
)


def refusal(value: object) -> Unwritable:
    """The error for a class that nothing knows how to write."""
    cls = type(value)
    for name, mend in _HINTS:
        if cls.__name__ == name and cls.__module__ == "builtins":
            return Unwritable(value, mend=mend)
    return Unwritable(value)


BY_CLASS[float] = Kind(write_float)
