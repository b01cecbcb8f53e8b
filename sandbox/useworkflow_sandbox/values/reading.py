"""From the parsed JSON of a recorded value back to the value: the slow path of ``decode``.

Input -> output::

    Reader(classes).read({"$tuple": [1, {"$bytes": "eA=="}]}) -> (1, b"x")

Whatever the bytes are, the answer is a value or an error: nothing is executed but the constructors of classes that
``resolve`` gives out (G8). Read next: ``scalars``, ``containers``, ``models``, ``failures``.
"""

from __future__ import annotations

from typing import Any, TypeVar

from useworkflow_sandbox.errors import SealedValueError, UnknownClassError, ValueDecodeError
from useworkflow_sandbox.values.classes import Classes
from useworkflow_sandbox.values.registry import BY_TAG
from useworkflow_sandbox.values.writing import MAX_DEPTH

T = TypeVar("T")
_LIMIT = 5 * MAX_DEPTH
"""Levels of JSON; a level of the value takes two or three of them."""


class Reader:
    """Reads one document of ``size`` bytes. Lists and dicts of the parsed JSON are filled in place, not copied."""

    __slots__ = ("_anchored", "_depth", "classes", "size")

    def __init__(self, classes: Classes, size: int = 0) -> None:
        self.classes = classes
        self.size = size
        self._anchored: dict[int, Any] = {}
        self._depth = 0

    def read(self, node: Any) -> Any:
        """The value of ``node``.

        Raises:
            ValueDecodeError: it is none. Constructors may raise what they like; ``decode`` turns that into one.
        """
        cls = type(node)
        if cls is not dict and cls is not list:
            return node
        self._depth += 1
        if self._depth > _LIMIT:
            raise ValueDecodeError(f"the value is nested deeper than {_LIMIT} levels")
        if cls is list:
            value: Any = self.fill(node)
        else:
            tag = next(iter(node), "")
            value = self._tagged(node, tag) if tag[:1] == "$" else self._fields(node)
        self._depth -= 1
        return value

    def attempt(self, node: Any) -> Any:
        """The value of ``node``, or the name of the class in it that cannot be found."""
        depth = self._depth
        try:
            return self.read(node)
        except UnknownClassError as error:
            self._depth = depth
            return f"<{error.type_name}>"

    def fill(self, items: list[Any]) -> list[Any]:
        """Read every item of ``items``, in place."""
        for index, item in enumerate(items):
            if type(item) in (dict, list):
                items[index] = self.read(item)
        return items

    def fields(self, node: Any) -> dict[str, Any]:
        """The named values of an object's node (names with a dollar sign are names here)."""
        if type(node) is not dict:
            raise ValueDecodeError("an object's fields are missing")
        return self._fields(node)

    def keep(self, node: dict[str, Any], value: T) -> T:
        """Remember ``value`` under the node's ``$id``, if it has one; returns it."""
        anchor = node.get("$id")
        if anchor is not None:
            if type(anchor) is not int or anchor in self._anchored:
                raise ValueDecodeError(f"the reference mark {anchor!r} is not usable")
            self._anchored[anchor] = value
        return value

    def _fields(self, node: dict[str, Any]) -> dict[str, Any]:
        for key, item in node.items():
            if type(item) in (dict, list):
                node[key] = self.read(item)
        return node

    def _tagged(self, node: dict[str, Any], tag: str) -> Any:
        if tag == "$ref":
            try:
                return self._anchored[node["$ref"]]
            except (KeyError, TypeError):
                raise ValueDecodeError(f"the reference {node['$ref']!r} leads nowhere") from None
        read = BY_TAG.get(tag)
        if read is None:
            if tag in ("$sealed", "$zstd"):
                raise SealedValueError.of(f'{{"{tag}":"{node[tag]}'.encode())
            raise ValueDecodeError(
                f"the tag {tag!r} is not known here",
                mend="the value was written by a newer version, or by a class that is registered elsewhere: register it here too",
            )
        return read(self, node)
