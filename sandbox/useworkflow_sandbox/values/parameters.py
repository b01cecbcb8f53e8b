"""Type parameters of a generic class that is another class for each of them, as pydantic's models are.

Input -> output::

    Page[int]              -> {"$pydantic": "shop:Page", "of": ["builtins:int"], ...}
    Page[list[str] | None] -> ... "of": [{"any": [{"of": "builtins:list", "with": ["builtins:str"]}, null]}]

Other generic classes have one class for all parameters, which are then no part of a value. Read next: ``models``.
"""

from __future__ import annotations

import functools
import operator
import types
import typing
from typing import Any

from useworkflow_sandbox.errors import ValueDecodeError
from useworkflow_sandbox.values.classes import is_local, name_of
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import Node
from useworkflow_sandbox.values.writing import Unwritable

_BUILTINS: dict[str, type] = {
    f"builtins:{cls.__name__}": cls
    for cls in (int, float, str, bytes, bool, complex, object, list, dict, set, tuple, frozenset)
}
_UNIONS = (typing.Union, types.UnionType)


def parameter_node(value: object, parameter: Any) -> Node:
    """A type parameter, as it is recorded.

    Args:
        value: the object whose class it parametrises, for the message.
        parameter: a class, ``None``, ``Any``, a union, or a generic class with parameters of these kinds.

    Raises:
        Unwritable: it is something else.
    """
    if parameter is None or parameter is type(None):
        return None
    if parameter is Any:
        return {"any": []}
    origin, args = typing.get_origin(parameter), typing.get_args(parameter)
    if origin in _UNIONS:
        return {"any": [parameter_node(value, arg) for arg in args]}
    generic = getattr(parameter, "__pydantic_generic_metadata__", None)
    if generic and generic["origin"] is not None:
        origin, args = generic["origin"], generic["args"]
    if isinstance(origin, type) and not is_local(origin) and Ellipsis not in args:
        return {"of": name_of(origin), "with": [parameter_node(value, arg) for arg in args]}
    if isinstance(parameter, type) and not is_local(parameter):
        return name_of(parameter)
    raise Unwritable(
        value,
        f"its class has the type parameter {parameter!r}, which has no name that leads to it",
        "give the class a name of its own: `class OrderPage(Page[...]): ...`",
    )


def parameter_of(reader: Reader, node: Any) -> Any:
    """What ``parameter_node`` recorded.

    Raises:
        ValueDecodeError: it is no type parameter.
        UnknownClassError: it names a class that cannot be found.
    """
    if node is None:
        return None
    if type(node) is str:
        return _BUILTINS.get(node) or reader.classes.find(node)
    if type(node) is dict and type(node.get("any")) is list:
        return (
            functools.reduce(operator.or_, [parameter_of(reader, part) for part in node["any"]]) if node["any"] else Any
        )
    if type(node) is dict and type(node.get("with")) is list:
        origin: Any = parameter_of(reader, node.get("of"))
        return origin[tuple(parameter_of(reader, part) for part in node["with"])]
    raise ValueDecodeError("a recorded class has something for a type parameter that is none")
