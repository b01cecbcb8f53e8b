"""URLs of the libraries that have a class for them: httpx, yarl, pydantic.

Input -> output::

    httpx.URL("https://a.b/c?d=1") -> {"$url": "https://a.b/c?d=1", "class": "httpx:URL"}

``urllib.parse``'s results are named tuples and go as such. The libraries are recognised by what their classes carry, and
imported only where a recorded value names them. Read next: ``arrays``.
"""

from __future__ import annotations

from typing import Any

from useworkflow_sandbox.values.classes import name_of
from useworkflow_sandbox.values.models import unfit
from useworkflow_sandbox.values.reading import Reader
from useworkflow_sandbox.values.registry import BY_TAG, FAMILIES, Kind, Node
from useworkflow_sandbox.values.scalars import text_of
from useworkflow_sandbox.values.writing import Writer

_ROOTS = frozenset(
    {
        ("httpx", "URL"),
        ("yarl", "URL"),
        ("pydantic.networks", "_BaseUrl"),
        ("pydantic.networks", "_BaseMultiHostUrl"),
        ("pydantic_core._pydantic_core", "Url"),
        ("pydantic_core._pydantic_core", "MultiHostUrl"),
    }
)
"""Classes that, with their subclasses, are made of one text."""


def _is_url(cls: type) -> bool:
    return any((base.__module__, base.__qualname__) in _ROOTS for base in cls.__mro__)


def _write_url(_writer: Writer, value: object) -> Node:
    return {"$url": str(value), "class": name_of(type(value))}


def _read_url(reader: Reader, node: dict[str, Any]) -> Any:
    cls: Any = reader.classes.find(node.get("class"))
    if not _is_url(cls):
        raise unfit(cls, "it is no URL")
    text = text_of(node, "$url")
    return cls(text, encoded=True) if cls.__module__ == "yarl" else cls(text)


FAMILIES.insert(0, (_is_url, Kind(_write_url, of_library=True)))
BY_TAG["$url"] = _read_url
